//! Content of an organisation's own: frameworks that it brings, and mappings that one proposes and another approves.

use obligraph_frameworks::{Diagnostic, Diagnostics, Severity};
use obligraph_mapping::{
    Confidence, ConflictOptions, RationaleKind, Reference, Relation, Strength, conflicts_with,
};

use super::catalog::Content;
use super::instruction::Instruction;
use super::overlay::{OwnContent, provenance};
use super::rejection::{Rejection, sound};
use super::service::Service;
use super::text::{demanded_prose, prose};
use crate::error::Fault;
use crate::store::{
    CustomFramework, CustomFrameworkId, MappingProposal, MappingProposalContent, MappingProposalId, Object,
    ObjectKind, ProposalStatus, Scope, StoreError, Verdict,
};

/// More requirements on one side would be a framework.
const MOST_JOINED: usize = 50;

/// A mapping as someone wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct MappingDraft {
    /// The requirements on the left, by reference.
    pub from: Vec<String>,
    /// The requirements on the right, by reference.
    pub to: Vec<String>,
    /// Read "`from` RELATION `to`".
    pub relation: Relation,
    /// How sure its author is, 0 to 1.
    pub confidence: f32,
    /// The degree of overlap, 1 to 10.
    pub strength: Option<i32>,
    /// On what it rests.
    pub rationale_kind: RationaleKind,
    /// One sentence: the shared duty, and what is missing on each side.
    pub rationale: String,
}

/// Mappings that cannot all hold with a proposal, as people read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalConflict {
    /// The mappings, the proposal among them: `A equal B (crosswalk)`.
    pub mappings: Vec<String>,
    /// What one of them states.
    pub stated: Relation,
    /// What the others leave possible.
    pub derived: Vec<Relation>,
}

/// What a proposal would contradict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalReview {
    /// None where it fits.
    pub conflicts: Vec<ProposalConflict>,
    /// Whether all were found; else there may be more.
    pub complete: bool,
    /// Why it cannot be used at all, such as a requirement that is gone; empty where it can.
    pub unusable: Vec<Fault>,
}

/// Proposes a mapping. It plays no part in answers until someone else approves it.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn propose_mapping(
    draft: &MappingDraft,
    instruction: &Instruction<'_>,
) -> Result<MappingProposal, Rejection> {
    let scope = instruction.scope()?;
    let own = OwnContent::read(scope).await?;
    let (content, _) = own.over(instruction.service().content());
    let mut faults = Vec::new();
    let said = read(&content, draft, &mut faults);
    let said = sound(said, faults)?.ok_or_else(|| Rejection::Invalid(Vec::new()))?;
    let id = instruction.new_id(MappingProposalId::new);
    let proposal = MappingProposal {
        id,
        content: said.clone(),
        status: ProposalStatus::Proposed,
        proposed_by: String::new(),
        proposed_at: instruction.service().clock().now(),
        review: None,
        retirement: None,
    };
    let name = provenance(&proposal);
    let written = own.with_mapping(proposal).written();
    if let Err(found) = instruction.service().content().with_overlay(written) {
        let faults = errors(&found, &name).map(|fault| told(fault, None)).collect();
        sound((), faults)?;
    }
    let proposed = scope.propose_mapping(id, said, instruction.recording()).await;
    instruction.answered(proposed, |object| held(MappingProposalId::new(object.id), instruction)).await
}

/// Approves or rejects a proposal; not that of oneself, and none that contradicts what is there.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn review_mapping(
    id: MappingProposalId,
    verdict: Verdict,
    note: Option<&str>,
    instruction: &Instruction<'_>,
) -> Result<MappingProposal, Rejection> {
    let mut faults = Vec::new();
    let note = prose("note", note, &mut faults);
    sound((), faults)?;
    let proposal = demand_held(id, instruction).await?;
    let mut held_against = None;
    if verdict == Verdict::Approve && proposal.status == ProposalStatus::Proposed {
        let own = OwnContent::read(instruction.scope()?).await?;
        held_against = Some(own.version());
        let review = review(instruction.service().content(), own, &proposal);
        sound((), review.unusable)?;
        if !review.conflicts.is_empty() || !review.complete {
            let found = review.conflicts.iter().map(|conflict| conflict.mappings.join("; "));
            let message = match review.complete {
                true => format!(
                    "it cannot hold together with what is there: {}",
                    found.collect::<Vec<_>>().join(" | ")
                ),
                false => "whether it contradicts what is there could not be found out in time".to_owned(),
            };
            return Err(Rejection::Invalid(vec![Fault::new("mapping-contradicts", message).of("id")]));
        }
    }
    let scope = instruction.scope()?;
    let reviewed =
        scope.review_mapping(id, verdict, note.as_deref(), held_against, instruction.recording()).await;
    instruction.service().content_changed(scope.organization_id());
    instruction.answered(reviewed, |_| held(id, instruction)).await
}

/// Retires an approved mapping: it plays no part in answers any more.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn retire_mapping(
    id: MappingProposalId,
    note: Option<&str>,
    instruction: &Instruction<'_>,
) -> Result<MappingProposal, Rejection> {
    let mut faults = Vec::new();
    let note = prose("note", note, &mut faults);
    sound((), faults)?;
    let scope = instruction.scope()?;
    let retired = scope.retire_mapping(id, note.as_deref(), instruction.recording()).await;
    instruction.service().content_changed(scope.organization_id());
    instruction.answered(retired, |_| held(id, instruction)).await
}

/// What a proposal would contradict if it were approved now, beside `own` and on top of what all share.
#[must_use]
pub fn review(base: &Content, own: OwnContent, proposal: &MappingProposal) -> ProposalReview {
    let name = provenance(proposal);
    let (content, left_out) = own.with_mapping(proposal.clone()).over(base);
    let unusable = left_out.iter().filter(|fault| fault.file == name).map(|fault| told(fault, None).of("id"));
    let of_proposal = content.catalog().own_mappings().filter(|(_, mapping)| mapping.crosswalk == name);
    let of_proposal = of_proposal.map(|(id, _)| id);
    let found = conflicts_with(content.graph(), of_proposal, &ConflictOptions::new());
    let conflict = |conflict: obligraph_mapping::Conflict| ProposalConflict {
        mappings: conflict.mappings.iter().map(|&id| sentence(&content, id)).collect(),
        stated: conflict.stated,
        derived: conflict.derived.iter().collect(),
    };
    ProposalReview {
        conflicts: found.conflicts.into_iter().map(conflict).collect(),
        complete: found.complete,
        unusable: unusable.collect(),
    }
}

/// Brings a framework of the organisation's own, or another state of it; what it says is checked as built-in content is.
///
/// # Errors
/// [`Rejection`] with every fault, each with its line.
pub async fn import_framework(
    document: &str,
    instruction: &Instruction<'_>,
) -> Result<CustomFramework, Rejection> {
    let scope = instruction.scope()?;
    let own = OwnContent::read(scope).await?;
    let id = instruction.new_id(CustomFrameworkId::new);
    let alone = obligraph_frameworks::OverlayContent {
        documents: vec![obligraph_frameworks::Source { name: DOCUMENT.to_owned(), bytes: document.into() }],
        mappings: Vec::new(),
    };
    let content = instruction.service().content().with_overlay(alone).map_err(|found| refused(&found))?;
    let mut frameworks = content.catalog().own_frameworks();
    let key = match (frameworks.next(), frameworks.next()) {
        (Some((_, framework)), None) => framework.key.clone(),
        _ => {
            let message = "must be one framework, in the format of framework files";
            return Err(Rejection::Invalid(vec![Fault::new("framework-document", message).of("document")]));
        }
    };
    let framework = CustomFramework {
        id,
        key: key.clone(),
        document: document.to_owned(),
        recorded_at: instruction.service().clock().now(),
        recorded_by: String::new(),
        retired_at: None,
    };
    let held_against = Some(own.version());
    demand_whole(instruction.service(), &own.with_framework(framework))?;
    let put = scope.put_custom_framework(id, &key, document, held_against, instruction.recording()).await;
    instruction.service().content_changed(scope.organization_id());
    instruction.answered(put, |object| framework_held(CustomFrameworkId::new(object.id), instruction)).await
}

/// Retires a framework of the organisation's own, unless approved mappings rest on it.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn retire_framework(
    id: CustomFrameworkId,
    instruction: &Instruction<'_>,
) -> Result<CustomFramework, Rejection> {
    let scope = instruction.scope()?;
    let unknown = StoreError::Unknown(Object::new(ObjectKind::CustomFramework, id));
    let framework = scope.custom_framework(id).await?.ok_or(unknown)?;
    let own = OwnContent::read(scope).await?.without_framework(&framework.key);
    demand_whole(instruction.service(), &own)?;
    let retired = scope.retire_custom_framework(id, Some(own.version()), instruction.recording()).await;
    instruction.service().content_changed(scope.organization_id());
    instruction.answered(retired, |_| framework_held(id, instruction)).await
}

/// What of the organisation's own content cannot be used with the content of today.
///
/// # Errors
/// What the store says.
pub async fn overlay_faults(service: &Service, scope: Scope<'_>) -> Result<Vec<Diagnostic>, StoreError> {
    Ok(OwnContent::read(scope).await?.over(service.content()).1)
}

/// The name of a document that is not kept yet.
const DOCUMENT: &str = "document";

/// That all of it can be used together.
fn demand_whole(service: &Service, own: &OwnContent) -> Result<(), Rejection> {
    service.content().with_overlay(own.written()).map(drop).map_err(|found| refused(&found))
}

fn refused(found: &Diagnostics) -> Rejection {
    let errors = found.iter().filter(|fault| fault.severity == Severity::Error);
    Rejection::Invalid(errors.map(|fault| told(fault, Some("document"))).collect())
}

fn errors<'d>(found: &'d Diagnostics, file: &'d str) -> impl Iterator<Item = &'d Diagnostic> {
    found.iter().filter(move |fault| fault.severity == Severity::Error && fault.file == file)
}

/// A diagnostic for whoever gave the content: where it stands, what is wrong, and what to do.
fn told(fault: &Diagnostic, argument: Option<&str>) -> Fault {
    let place = match (fault.file.as_str(), fault.line) {
        (DOCUMENT, Some(line)) => format!("line {line}: "),
        (DOCUMENT, None) => String::new(),
        (file, Some(line)) => format!("{file}, line {line}: "),
        (file, None) if argument.is_some() => format!("{file}: "),
        _ => String::new(),
    };
    let told = Fault::new(fault.code, format!("{place}{}; {}", fault.message, fault.help));
    match argument {
        Some(argument) => told.of(argument),
        None => told,
    }
}

fn read(content: &Content, draft: &MappingDraft, faults: &mut Vec<Fault>) -> Option<MappingProposalContent> {
    let mut side = |field: &str, side: &[String]| -> Vec<Reference> {
        if side.is_empty() || side.len() > MOST_JOINED {
            let message = format!("must name 1 to {MOST_JOINED} requirements");
            faults.push(Fault::new("mapping-side", message).of(field));
        }
        let found = side.iter().take(MOST_JOINED).enumerate().filter_map(|(position, text)| {
            let requirement = content.requirement(text);
            let told = |fault| faults.push(Fault::from(fault).of(&format!("{field}[{position}]")));
            content.catalog().reference(requirement.map_err(told).ok()?)
        });
        found.collect()
    };
    let (from, to) = (side("from", &draft.from), side("to", &draft.to));
    let confidence = Confidence::new(draft.confidence)
        .map_err(|error| faults.push(Fault::new("mapping-confidence", error.to_string()).of("confidence")))
        .ok();
    let strength = draft.strength.map(|strength| {
        // No degree is 0, so that it stands for whatever is out of range.
        Strength::new(u8::try_from(strength).unwrap_or_default())
            .map_err(|error| faults.push(Fault::new("mapping-strength", error.to_string()).of("strength")))
            .ok()
    });
    let rationale = demanded_prose("rationale", &draft.rationale, faults);
    Some(MappingProposalContent {
        from,
        to,
        relation: draft.relation,
        confidence: confidence?,
        strength: strength.flatten(),
        rationale_kind: draft.rationale_kind,
        rationale,
    })
}

/// A mapping as a sentence: `A + B equal C (crosswalk)`.
fn sentence(content: &Content, id: obligraph_mapping::MappingId) -> String {
    let catalog = content.catalog();
    let Some(mapping) = catalog.mapping(id) else { return String::new() };
    let side = |side: &[obligraph_mapping::RequirementId]| {
        let references = side.iter().filter_map(|&id| Some(catalog.reference(id)?.to_string()));
        references.collect::<Vec<_>>().join(" + ")
    };
    format!(
        "{} {} {} ({})",
        side(&mapping.from),
        mapping.relation.word(),
        side(&mapping.to),
        mapping.crosswalk
    )
}

async fn demand_held(
    id: MappingProposalId,
    instruction: &Instruction<'_>,
) -> Result<MappingProposal, Rejection> {
    let unknown = StoreError::Unknown(Object::new(ObjectKind::MappingProposal, id));
    Ok(held(id, instruction).await?.ok_or(unknown)?)
}

async fn held(
    id: MappingProposalId,
    instruction: &Instruction<'_>,
) -> Result<Option<MappingProposal>, StoreError> {
    instruction.scope()?.mapping_proposal(id).await
}

async fn framework_held(
    id: CustomFrameworkId,
    instruction: &Instruction<'_>,
) -> Result<Option<CustomFramework>, StoreError> {
    instruction.scope()?.custom_framework(id).await
}
