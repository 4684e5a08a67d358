use chrono::NaiveDate;
use obligraph_mapping::{Claim, ClaimedCoverage, Evidence, Lapse, Options, Subject, Validity};

use super::Arguments;
use crate::app::{Answer, Content, EvidenceItem, Question};
use crate::cli::lookup::unknown;
use crate::cli::surroundings::today;
use crate::cli::wording::{counted, listed};
use crate::error::{ApiError, Fault};

/// What the arguments ask.
#[derive(Debug)]
pub(crate) struct Asked<'c> {
    pub(crate) question: Question,
    /// The item, where its type makes the claims.
    pub(crate) item: Option<EvidenceItem<'c>>,
}

impl Asked<'_> {
    /// What the evidence is called: by its type, or by what is claimed.
    pub(crate) fn name(&self, content: &Content) -> String {
        if let Some(item) = &self.item {
            return item.evidence_type().title.clone();
        }
        let claims = || self.question.evidence.iter().flat_map(|evidence| &evidence.claims);
        let name = |claim: &Claim| {
            let part = if claim.coverage == ClaimedCoverage::Partial { " in part" } else { "" };
            Some(format!("{}{part}", content.catalog().reference(claim.requirement)?))
        };
        match claims().count() {
            count if count > MOST_NAMED => counted(count, "claim"),
            _ => format!("Evidence for {}", listed(&claims().filter_map(name).collect::<Vec<_>>())),
        }
    }

    /// Why evidence does not count on the day of the answer, where it does not.
    pub(crate) fn lapses(&self, answer: &Answer) -> Vec<String> {
        let lapse = |lapsed: &obligraph_mapping::NotCounted| {
            let validity = self.question.evidence.get(lapsed.evidence)?.validity?;
            let day = answer.as_of();
            Some(match (lapsed.lapse, validity.until) {
                (Lapse::NotYet, _) => format!(
                    "the evidence counts for nothing on {day}, as it was collected later, on {}",
                    validity.from
                ),
                (Lapse::Expired, until) => format!(
                    "the evidence counts for nothing on {day}: it was collected on {} and counted until {}",
                    validity.from,
                    until.map_or("then".to_owned(), |until| until.to_string())
                ),
            })
        };
        answer.not_counted().iter().filter_map(lapse).collect()
    }
}

/// More claims are counted, not named.
const MOST_NAMED: usize = 3;

/// Reads what is asked.
///
/// # Errors
/// Every fault of the arguments at once, in their order.
pub(crate) fn ask<'c>(content: &'c Content, arguments: &Arguments) -> Result<Asked<'c>, ApiError> {
    let mut faults = Vec::new();
    let claims = claims(content, &arguments.claims, &mut faults);
    let item = arguments.evidence_type.as_deref().and_then(|key| {
        let found = content.evidence_type(key).map_err(|fault| faults.push(unknown(fault))).ok()?;
        let item = EvidenceItem::read(found, &arguments.facts);
        item.map_err(|found| faults.extend(found.into_iter().map(Fault::from))).ok()
    });
    let covers = subjects("--covers", &arguments.covers, &mut faults);
    let scope = subjects("--scope", &arguments.scope, &mut faults);
    let mut frameworks = Vec::new();
    for key in &arguments.frameworks {
        match content.framework(key.trim()) {
            Ok(framework) => frameworks.push(framework),
            Err(fault) => faults.push(unknown(fault)),
        }
    }
    let as_of = day("--as-of", arguments.as_of.as_deref(), &mut faults);
    let collected = day("--collected-on", arguments.collected_on.as_deref(), &mut faults);

    let as_of = as_of.unwrap_or_else(today);
    let mut options = Options::on(as_of);
    options.frameworks = (!frameworks.is_empty()).then(|| frameworks.into_iter().collect());
    options.min_confidence = arguments.min_confidence.unwrap_or(options.min_confidence);
    options.max_hops = arguments.max_hops.unwrap_or(options.max_hops);
    options.include_possible = arguments.include_possible;
    options.include_draft = arguments.include_draft;
    options.scope = scope;
    let evidence = match &item {
        Some(item) => item.evidence(covers, collected.unwrap_or(as_of)),
        None => Evidence { claims, covers, validity: collected.map(|from| Validity { from, until: None }) },
    };
    // The engine checks options before it looks at evidence, so that all faults come at once.
    if !faults.is_empty() {
        let of_options = obligraph_mapping::resolve(content.graph(), &[], &options).err();
        faults.extend(of_options.into_iter().flatten().map(Fault::from));
        return Err(ApiError::Refused(faults));
    }
    Ok(Asked { question: Question { evidence: vec![evidence], options }, item })
}

/// Reads `REF`, `REF=full` and `REF=partial`.
fn claims(content: &Content, texts: &[String], faults: &mut Vec<Fault>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for text in texts {
        let (reference, word) = text.rsplit_once('=').unwrap_or((text, "full"));
        let coverage = match word.trim() {
            "full" => Some(ClaimedCoverage::Full),
            "partial" => Some(ClaimedCoverage::Partial),
            _ => {
                let message =
                    format!("`{text}` claims `{word}`; write `{reference}=full` or `{reference}=partial`");
                faults.push(Fault::new("claim-coverage", message));
                None
            }
        };
        match (content.requirement(reference.trim()), coverage) {
            (Err(fault), _) => faults.push(unknown(fault)),
            (Ok(requirement), _) if claims.iter().any(|claim| claim.requirement == requirement) => {
                let message = format!("`{reference}` is claimed twice; keep one of them");
                faults.push(Fault::new("claim-repeated", message));
            }
            (Ok(requirement), Some(coverage)) => claims.push(Claim::new(requirement, coverage)),
            (Ok(_), None) => {}
        }
    }
    claims
}

fn subjects(argument: &str, texts: &[String], faults: &mut Vec<Fault>) -> Vec<Subject> {
    let read = |text: &String| match text.trim().parse() {
        Ok(subject) => Some(subject),
        Err(error) => {
            faults.push(Fault::from(error).of(argument));
            None
        }
    };
    texts.iter().filter_map(read).collect()
}

/// Reads a day; `None` where none is given.
pub(crate) fn day(argument: &str, text: Option<&str>, faults: &mut Vec<Fault>) -> Option<NaiveDate> {
    let text = text?;
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    if day.is_none() {
        let message = format!("`{text}` is no day of the calendar; write it as `2026-11-24`");
        faults.push(Fault::new("bad-date", message).of(argument));
    }
    day
}
