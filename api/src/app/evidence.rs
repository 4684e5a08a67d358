//! The life of evidence: registered, revised, claimed for more, withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use obligraph_mapping::{ClaimedCoverage, Confidence, RequirementId, Subject, SubjectKind};

use super::catalog::Content;
use super::evidence_item::EvidenceItem;
use super::held_evidence::{collected, item, value};
use super::instruction::Instruction;
use super::rejection::{Rejection, sound};
use super::text::name;
use super::upload::brought;
use crate::error::Fault;
use crate::store::{
    AsOf, Evidence, EvidenceClaim, EvidenceContent, EvidenceId, Object, ObjectKind, StoreError, UploadId,
};

/// More claims by hand would be an evidence type.
const MOST_CLAIMS: usize = 500;

/// More subjects would be "all of them".
const MOST_COVERED: usize = 1_000;

/// What an item of evidence is to say; what is `None` stays as it is, or is left out of a new one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EvidenceDraft {
    /// What it is called.
    pub title: Option<String>,
    /// The key of its type; `Some(None)` for evidence that is of none.
    pub evidence_type: Option<Option<String>>,
    /// The facts that it carries: names and values as they are written.
    pub facts: Option<Vec<(String, String)>>,
    /// The subjects that it covers, as they are written: `ai-system:CS-7`.
    pub covers: Option<Vec<String>>,
    /// The day of its collection.
    pub collected_on: Option<NaiveDate>,
    /// What it is claimed to show, beside what its type claims.
    pub claims: Option<Vec<ClaimDraft>>,
    /// The files that it consists of, by the uploads that brought them.
    pub files: Option<Vec<UploadId>>,
}

/// A claim by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimDraft {
    /// The requirement, by its reference.
    pub requirement: String,
    /// How much of it.
    pub coverage: ClaimedCoverage,
    /// How sure that is, 0 to 1.
    pub confidence: Option<f32>,
    /// It holds for every AI system in scope.
    pub all_ai_systems: bool,
}

/// Registers an item of evidence.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn register_evidence(
    content: &Content,
    draft: EvidenceDraft,
    instruction: &Instruction<'_>,
) -> Result<Evidence, Rejection> {
    let mut faults = Vec::new();
    let today = instruction.service().clock().today();
    let blank = EvidenceContent {
        evidence_type: None,
        title: String::new(),
        facts: BTreeMap::new(),
        covers: Vec::new(),
        collected_on: today,
        claims: Vec::new(),
        concerns: BTreeSet::new(),
        files: Vec::new(),
    };
    let draft = EvidenceDraft { title: Some(draft.title.unwrap_or_default()), ..draft };
    let files =
        brought(draft.files.as_deref().unwrap_or_default(), instruction.scope()?, &mut faults).await?;
    let mut said = written(content, blank, draft, today, &mut faults);
    said.files = files;
    let said = concerning(content, sound(said, faults)?);
    let id = instruction.new_id(EvidenceId::new);
    let registered = instruction.scope()?.register_evidence(id, said, instruction.recording()).await;
    first_time(registered, instruction).await
}

/// Lets an item say something else from now on.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn revise_evidence(
    content: &Content,
    id: EvidenceId,
    draft: EvidenceDraft,
    instruction: &Instruction<'_>,
) -> Result<Evidence, Rejection> {
    let held = demand_held(id, instruction).await?;
    let read = held.revision.number;
    let mut faults = Vec::new();
    let today = instruction.service().clock().today();
    let files = match &draft.files {
        Some(files) => brought(files, instruction.scope()?, &mut faults).await?,
        None => held.revision.content.files.clone(),
    };
    let mut said = written(content, held.revision.content, draft, today, &mut faults);
    said.files = files;
    let said = concerning(content, sound(said, faults)?);
    let revised = instruction.scope()?.revise_evidence(id, said, Some(read), instruction.recording()).await;
    first_time(revised, instruction).await
}

/// Lets an item claim more by hand; a claim of a requirement that it claims already takes the place of that one.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn claim_requirements(
    content: &Content,
    id: EvidenceId,
    claims: &[ClaimDraft],
    instruction: &Instruction<'_>,
) -> Result<Evidence, Rejection> {
    let held = demand_held(id, instruction).await?;
    let read = held.revision.number;
    let mut said = held.revision.content;
    let mut faults = Vec::new();
    let added = read_claims(content, claims, &mut faults);
    if claims.is_empty() {
        faults.push(Fault::new("claims-none", "must name at least one requirement").of("claims"));
    }
    let named: BTreeSet<String> = added.iter().map(|claim| claim.requirement.to_string()).collect();
    said.claims.retain(|claim| !named.contains(&claim.requirement.to_string()));
    said.claims.extend(added);
    demand_few(said.claims.len(), &mut faults);
    let said = concerning(content, sound(said, faults)?);
    let revised = instruction.scope()?.revise_evidence(id, said, Some(read), instruction.recording()).await;
    first_time(revised, instruction).await
}

/// Ends an item of evidence. What it said stays.
///
/// # Errors
/// [`Rejection`].
pub async fn withdraw_evidence(id: EvidenceId, instruction: &Instruction<'_>) -> Result<Evidence, Rejection> {
    let scope = instruction.scope()?;
    match scope.withdraw_evidence(id, instruction.recording()).await {
        Ok(_) => demand_held(id, instruction).await,
        Err(error) => first_time(Err(error), instruction).await,
    }
}

async fn demand_held(id: EvidenceId, instruction: &Instruction<'_>) -> Result<Evidence, Rejection> {
    let held = instruction.scope()?.evidence(id, AsOf::Latest).await?;
    held.ok_or(Rejection::Store(StoreError::Unknown(Object::new(ObjectKind::Evidence, id))))
}

/// The answer to a change; of one that was made before, what it changed.
async fn first_time(
    changed: Result<Evidence, StoreError>,
    instruction: &Instruction<'_>,
) -> Result<Evidence, Rejection> {
    let read = |object: Object| async move {
        instruction.scope()?.evidence(EvidenceId::new(object.id), AsOf::Latest).await
    };
    instruction.answered(changed, read).await
}

/// `said`, with what it concerns: the subjects that it covers; where it covers none, those whose duty the requirements are
/// that it claims, by hand or by its type. Each stands beside its kind.
fn concerning(content: &Content, mut said: EvidenceContent) -> EvidenceContent {
    let mut subjects: BTreeSet<Subject> = said.covers.iter().cloned().collect();
    if subjects.is_empty() {
        let by_hand = said.claims.iter().filter_map(|claim| content.catalog().find(&claim.requirement));
        let mut claimed: Vec<RequirementId> = by_hand.collect();
        if let Some(item) = said.evidence_type.as_ref().and_then(|key| item(content, key, &said.facts).ok()) {
            claimed.extend(item.evaluation().claims.iter().map(|claim| claim.requirement));
        }
        let requirements = claimed.into_iter().filter_map(|id| content.catalog().requirement(id));
        let kinds = requirements.filter_map(|requirement| requirement.subject);
        let own = kinds.filter(|kind| *kind != SubjectKind::Authority);
        subjects.extend(own.map(Subject::unnamed));
    }
    let kinds: Vec<Subject> = subjects.iter().map(|subject| Subject::unnamed(subject.kind())).collect();
    subjects.extend(kinds);
    said.concerns = subjects;
    said
}

/// `said`, with what the draft changes of it.
fn written(
    content: &Content,
    mut said: EvidenceContent,
    draft: EvidenceDraft,
    today: NaiveDate,
    faults: &mut Vec<Fault>,
) -> EvidenceContent {
    let EvidenceDraft { title, evidence_type, facts, covers, collected_on, claims, files: _ } = draft;
    if let Some(title) = title {
        said.title = name("title", &title, faults);
    }
    if let Some(day) = collected_on {
        said.collected_on = collected(day, today, faults);
    }
    if let Some(covers) = covers {
        if covers.len() > MOST_COVERED {
            let message = format!("names {} subjects; at most {MOST_COVERED} are taken", covers.len());
            faults.push(Fault::new("covers-many", message).of("covers"));
        }
        let mut seen = BTreeSet::new();
        let read = |(position, text): (usize, &String)| {
            let subject = text.parse::<Subject>();
            let told = |error| faults.push(Fault::from(error).of(&format!("covers[{position}]")));
            subject.map_err(told).ok().filter(|subject| seen.insert(subject.clone()))
        };
        said.covers = covers.iter().enumerate().filter_map(read).collect();
    }
    if let Some(claims) = &claims {
        said.claims = read_claims(content, claims, faults);
    }
    if let Some(evidence_type) = evidence_type {
        if facts.is_none() && evidence_type != said.evidence_type {
            said.facts.clear();
        }
        said.evidence_type = evidence_type;
    }
    read_item(content, &mut said, facts, faults);
    if said.evidence_type.is_none() && said.claims.is_empty() {
        let message = "says nothing; give a `type` with its facts, or `claims`, or both";
        faults.push(Fault::new("evidence-empty", message));
    }
    said
}

/// The facts, as the type declares them.
fn read_item(
    content: &Content,
    said: &mut EvidenceContent,
    facts: Option<Vec<(String, String)>>,
    faults: &mut Vec<Fault>,
) {
    let Some(key) = &said.evidence_type else {
        if facts.is_some_and(|facts| !facts.is_empty()) {
            let message = "are carried by evidence of a type alone; name the `type`";
            faults.push(Fault::new("facts-without-type", message).of("facts"));
        }
        said.facts.clear();
        return;
    };
    let read = match facts {
        None => item(content, key, &said.facts),
        Some(facts) => match content.evidence_type(key) {
            Err(fault) => Err(vec![Fault::from(fault).of("type")]),
            Ok(evidence_type) => {
                let texts: Vec<String> =
                    facts.iter().map(|(name, value)| format!("{name}={value}")).collect();
                let told = |fault| Fault::from(fault).of("facts");
                EvidenceItem::read(evidence_type, &texts)
                    .map_err(|faults| faults.into_iter().map(told).collect())
            }
        },
    };
    match read {
        Ok(item) => {
            said.facts = item.facts().iter().map(|(name, fact)| (name.clone(), value(fact))).collect();
        }
        Err(found) => faults.extend(found),
    }
}

fn read_claims(content: &Content, claims: &[ClaimDraft], faults: &mut Vec<Fault>) -> Vec<EvidenceClaim> {
    demand_few(claims.len(), faults);
    let mut seen: BTreeSet<RequirementId> = BTreeSet::new();
    let mut read = Vec::new();
    for (position, claim) in claims.iter().enumerate().take(MOST_CLAIMS) {
        let field = |name: &str| format!("claims[{position}].{name}");
        let requirement = content.requirement(&claim.requirement);
        let confidence = claim.confidence.map_or(Ok(Confidence::CERTAIN), Confidence::new);
        if let Err(error) = &confidence {
            faults.push(Fault::new("claim-confidence", error.to_string()).of(&field("confidence")));
        }
        let requirement = match requirement {
            Ok(requirement) => requirement,
            Err(fault) => {
                faults.push(Fault::from(fault).of(&field("requirement")));
                continue;
            }
        };
        if !seen.insert(requirement) {
            let message = format!("`{}` is claimed twice; keep one", claim.requirement);
            faults.push(Fault::new("claim-repeated", message).of(&field("requirement")));
        }
        let reference = content.catalog().reference(requirement);
        if let (Some(requirement), Ok(confidence)) = (reference, confidence) {
            let ClaimDraft { coverage, all_ai_systems, .. } = *claim;
            read.push(EvidenceClaim { requirement, coverage, confidence, all_ai_systems });
        }
    }
    read
}

fn demand_few(claims: usize, faults: &mut Vec<Fault>) {
    if claims > MOST_CLAIMS {
        let message =
            format!("are {claims}; at most {MOST_CLAIMS} are taken, so write an evidence type instead");
        faults.push(Fault::new("claims-many", message).of("claims"));
    }
}
