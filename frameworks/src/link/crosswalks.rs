use std::collections::BTreeMap;

use obligraph_mapping::{Catalog, Confidence, FrameworkId, Mapping, Reference, RequirementId, Strength};

use super::{framework, requirement, stands_on_both_sides, words};
use crate::bundle::{Bundle, LinkedMapping, LinkedNoCounterpart, Validated};
use crate::details::{CrosswalkDetails, NoCounterpart};
use crate::format::crosswalk::{self as format, Ends};
use crate::format::{CrosswalkFile, Row};
use crate::report::{Place, Report};
use crate::rule::Rule;

#[derive(Default)]
pub(super) struct LinkedCrosswalks {
    pub(super) crosswalks: Vec<CrosswalkDetails>,
    pub(super) mappings: Vec<LinkedMapping>,
    pub(super) no_counterparts: Vec<LinkedNoCounterpart>,
}

pub(super) fn link(
    files: Vec<(Place, CrosswalkFile)>,
    base: Option<&Bundle<Validated>>,
    catalog: &Catalog,
    report: &mut Report,
) -> LinkedCrosswalks {
    let mut linked = LinkedCrosswalks::default();
    let mut names: BTreeMap<String, Place> = BTreeMap::new();
    for (file, CrosswalkFile { crosswalk: Row { line, value: head }, mappings, no_counterpart }) in files {
        let place = Place { line, ..file };
        let from = framework(catalog, &head.from, place, report);
        let to = framework(catalog, &head.to, place, report);
        let (Some(from), Some(to)) = (from, to) else { continue };
        let name = name(&head);
        if let Some(first) = names.get(&name) {
            let message = format!("`{name}` is also the crosswalk of {}", report.show(*first));
            report.add(
                Rule::DuplicateCrosswalk,
                place,
                message,
                "give each file of a pair a `title` of its own",
            );
        }
        if base.is_some_and(|base| base.crosswalk(&name).is_some()) {
            let message = format!("`{name}` is there already, and not your own");
            report.add(Rule::DuplicateCrosswalk, place, message, "give the crosswalk a `title` of its own");
        }
        names.insert(name.clone(), place);
        let sides = Sides { catalog, keys: (&head.from, &head.to), ids: (from, to), crosswalk: &name };
        for Row { line, value } in mappings {
            linked.mappings.extend(sides.mapping(value, Place { line, ..file }, report));
        }
        for Row { line, value } in no_counterpart {
            linked.no_counterparts.extend(sides.no_counterpart(value, Place { line, ..file }, report));
        }
        let format::Crosswalk { title, authors, reviewers, .. } = head;
        linked.crosswalks.push(CrosswalkDetails { name, from, to, title, authors, reviewers });
    }
    linked.crosswalks.sort_by(|a, b| a.name.cmp(&b.name));
    linked
}

/// What mappings name as their source: by content, since files may be moved.
fn name(head: &format::Crosswalk) -> String {
    let pair = format!("{} to {}", head.from, head.to);
    match head.title.as_deref().map(str::trim) {
        None | Some("") => pair,
        Some(title) => format!("{pair}: {title}"),
    }
}

struct Sides<'a> {
    catalog: &'a Catalog,
    keys: (&'a str, &'a str),
    ids: (FrameworkId, FrameworkId),
    crosswalk: &'a str,
}

impl Sides<'_> {
    fn mapping(&self, row: format::Mapping, place: Place, report: &mut Report) -> Option<LinkedMapping> {
        let from = self.ends(self.keys.0, &row.from, place, report);
        let to = self.ends(self.keys.1, &row.to, place, report);
        let confidence = confidence(row.confidence, place, report);
        let strength = match row.strength {
            None => None,
            Some(strength) => Some(self::strength(strength, place, report)?),
        };
        if row.rationale.trim().is_empty() {
            let help = "say in one sentence what both share and what each lacks";
            report.add(Rule::MissingRationale, place, "the rationale is blank", help);
        }
        let (from, to) = (from?, to?);
        if stands_on_both_sides(self.catalog, &from, &to, place, report) {
            return None;
        }
        let mapping = Mapping {
            from,
            to,
            relation: words::relation(row.relation),
            confidence: confidence?,
            strength,
            rationale_kind: words::rationale_kind(row.rationale_kind),
            rationale: row.rationale,
            status: words::status(row.status),
            crosswalk: self.crosswalk.to_owned(),
            author: row.author,
            reviewer: row.reviewer,
        };
        Some(LinkedMapping { place, mapping })
    }

    /// In ascending order; `None` where one of them does not resolve.
    fn ends(&self, key: &str, ends: &Ends, place: Place, report: &mut Report) -> Option<Vec<RequirementId>> {
        if ends.ids().is_empty() {
            let message = format!("there is no requirement of `{key}`");
            report.add(Rule::EmptyEnd, place, message, "name at least one on each side");
            return None;
        }
        let mut found: Vec<Option<RequirementId>> =
            (ends.ids().iter()).map(|id| resolve(self.catalog, key, id, place, report)).collect();
        found.sort_unstable();
        if let Some(twice) = found.windows(2).find_map(|pair| match pair {
            [Some(a), Some(b)] if a == b => Some(*a),
            _ => None,
        }) {
            let id = self.catalog.requirement(twice).map_or("", |requirement| &requirement.id);
            report.add(
                Rule::RepeatedEnd,
                place,
                format!("`{id}` is named twice on one side"),
                "name it once",
            );
            found.dedup();
        }
        found.into_iter().collect()
    }

    fn no_counterpart(
        &self,
        row: format::NoCounterpart,
        place: Place,
        report: &mut Report,
    ) -> Option<LinkedNoCounterpart> {
        if row.reason.trim().is_empty() {
            report.add(Rule::MissingRationale, place, "the reason is blank", "say why there is nothing");
        }
        let (requirement, within) = self.one_sided(&row.id, place, report)?;
        let statement =
            NoCounterpart { requirement, within, reason: row.reason, crosswalk: self.crosswalk.to_owned() };
        Some(LinkedNoCounterpart { place, statement })
    }

    /// The requirement, and the framework on the other side of it.
    fn one_sided(&self, id: &str, place: Place, report: &mut Report) -> Option<(RequirementId, FrameworkId)> {
        let (left, right) = self.keys;
        let (left_id, right_id) = self.ids;
        if let Some((key, own)) = id.split_once('/') {
            let within = match key {
                key if key == left => right_id,
                key if key == right => left_id,
                _ => {
                    let message = format!("`{key}` is none of the two sides");
                    report.add(
                        Rule::UnknownFramework,
                        place,
                        message,
                        format!("write `{left}/...` or `{right}/...`"),
                    );
                    return None;
                }
            };
            return Some((resolve(self.catalog, key, own, place, report)?, within));
        }
        let find =
            |key: &str| Reference::new(key, id).ok().and_then(|reference| self.catalog.find(&reference));
        match (find(left), find(right)) {
            (Some(found), None) => Some((found, right_id)),
            (Some(found), Some(_)) if left == right => Some((found, right_id)),
            (None, Some(found)) => Some((found, left_id)),
            (Some(_), Some(_)) => {
                let message = format!("both `{left}` and `{right}` hold `{id}`");
                let help = format!("write `{left}/{id}` or `{right}/{id}`");
                report.add(Rule::AmbiguousId, place, message, help);
                None
            }
            (None, None) => {
                let message = format!("neither `{left}` nor `{right}` holds `{id}`");
                report.add(
                    Rule::DanglingReference,
                    place,
                    message,
                    "name a requirement of one of the two sides",
                );
                None
            }
        }
    }
}

pub(super) fn resolve(
    catalog: &Catalog,
    key: &str,
    id: &str,
    place: Place,
    report: &mut Report,
) -> Option<RequirementId> {
    match Reference::new(key, id) {
        Ok(reference) => requirement(catalog, &reference, place, report),
        Err(error) => {
            report.add(Rule::BadId, place, error.to_string(), "write the id as in the framework's file");
            None
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "confidences are held as f32, which tells four decimals apart"
)]
pub(super) fn confidence(value: f64, place: Place, report: &mut Report) -> Option<Confidence> {
    let scaled = value * 10_000.0;
    if value.is_finite() && (scaled - scaled.round()).abs() > 1e-6 {
        let message = format!("the confidence {value} has more than four decimals");
        report.add(Rule::ConfidenceTooPrecise, place, message, "round it: nobody is as sure as that");
    }
    match Confidence::new(value as f32) {
        Ok(confidence) => Some(confidence),
        Err(error) => {
            report.add(
                Rule::ConfidenceOutOfRange,
                place,
                error.to_string(),
                "say how sure you are of the relation",
            );
            None
        }
    }
}

pub(super) fn strength(value: i64, place: Place, report: &mut Report) -> Option<Strength> {
    let strength = u8::try_from(value).ok().and_then(|value| Strength::new(value).ok());
    if strength.is_none() {
        let message = format!("the strength {value} is not 1 to 10");
        report.add(Rule::StrengthOutOfRange, place, message, "give a degree from 1 to 10, or leave it out");
    }
    strength
}
