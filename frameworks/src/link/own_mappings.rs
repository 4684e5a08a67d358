use obligraph_mapping::{Catalog, Mapping, Reference, RequirementId};

use super::crosswalks::{LinkedCrosswalks, confidence, strength};
use super::{framework, requirement, stands_on_both_sides};
use crate::bundle::{Bundle, LinkedMapping, Validated};
use crate::overlay::OwnMapping;
use crate::report::{Place, Report};
use crate::rule::Rule;

/// Adds the mappings that stand in no file to those of the crosswalks.
pub(super) fn link(
    mappings: Vec<(Place, OwnMapping)>,
    base: Option<&Bundle<Validated>>,
    catalog: &Catalog,
    linked: &mut LinkedCrosswalks,
    report: &mut Report,
) {
    for (place, own) in mappings {
        let crosswalks = &linked.crosswalks;
        let is_of_crosswalk = crosswalks.binary_search_by(|known| known.name.cmp(&own.provenance)).is_ok()
            || base.is_some_and(|base| base.crosswalk(&own.provenance).is_some());
        if is_of_crosswalk {
            let message = format!("`{}` is the name of a crosswalk", own.provenance);
            report.add(Rule::DuplicateCrosswalk, place, message, "give the mapping a provenance of its own");
        }
        linked.mappings.extend(mapping(own, place, catalog, report));
    }
}

fn mapping(own: OwnMapping, place: Place, catalog: &Catalog, report: &mut Report) -> Option<LinkedMapping> {
    let from = side("left", &own.from, place, catalog, report);
    let to = side("right", &own.to, place, catalog, report);
    let confidence = confidence(own.confidence, place, report);
    let strength = match own.strength {
        None => Some(None),
        Some(degree) => strength(degree, place, report).map(Some),
    };
    if own.rationale.trim().is_empty() {
        let help = "say in one sentence what both share and what each lacks";
        report.add(Rule::MissingRationale, place, "the rationale is blank", help);
    }
    if own.provenance.trim().is_empty() {
        report.add(Rule::BlankText, place, "a mapping has a blank provenance", "say where it is from");
    }
    let (from, to) = (from?, to?);
    if stands_on_both_sides(catalog, &from, &to, place, report) {
        return None;
    }
    let mapping = Mapping {
        from,
        to,
        relation: own.relation,
        confidence: confidence?,
        strength: strength?,
        rationale_kind: own.rationale_kind,
        rationale: own.rationale,
        status: own.status,
        crosswalk: own.provenance,
        author: None,
        reviewer: None,
    };
    Some(LinkedMapping { place, mapping })
}

/// In ascending order; `None` where one of them does not resolve.
fn side(
    name: &str,
    references: &[String],
    place: Place,
    catalog: &Catalog,
    report: &mut Report,
) -> Option<Vec<RequirementId>> {
    if references.is_empty() {
        let message = format!("there is no requirement on the {name}");
        report.add(Rule::EmptyEnd, place, message, "name at least one on each side");
        return None;
    }
    let found: Vec<Option<RequirementId>> =
        references.iter().map(|reference| end(reference, place, catalog, report)).collect();
    let mut found: Vec<RequirementId> = found.into_iter().collect::<Option<_>>()?;
    found.sort_unstable();
    if let Some(twice) = found.windows(2).find(|pair| pair.first() == pair.last()).and_then(<[_]>::first) {
        let reference = catalog.reference(*twice).map_or_else(String::new, |reference| reference.to_string());
        report.add(
            Rule::RepeatedEnd,
            place,
            format!("`{reference}` is named twice on one side"),
            "name it once",
        );
        found.dedup();
    }
    Some(found)
}

fn end(reference: &str, place: Place, catalog: &Catalog, report: &mut Report) -> Option<RequirementId> {
    let reference: Reference = match reference.parse() {
        Ok(reference) => reference,
        Err(error) => {
            let error: obligraph_mapping::ReferenceError = error;
            let help = "write framework and id: `eu-ai-act:2024/art-26.6`";
            report.add(Rule::BadId, place, error.to_string(), help);
            return None;
        }
    };
    framework(catalog, reference.framework(), place, report)?;
    requirement(catalog, &reference, place, report)
}
