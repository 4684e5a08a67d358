//! From the words of files to the ids of a catalogue: every name that is left afterwards resolves.

mod crosswalks;
mod evidence_types;
mod frameworks;
mod hierarchy;
mod own_mappings;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use obligraph_mapping::{Catalog, FrameworkId, Reference, RequirementId};

use crate::bundle::{Bundle, Linked, Validated, nearest_requirements};
use crate::diagnostic::Diagnostics;
use crate::format::{CrosswalkFile, EvidenceTypesFile, FrameworkFile};
use crate::nearest::{did_you_mean, nearest};
use crate::overlay::OwnMapping;
use crate::report::{Place, Report};
use crate::revision::UnitDigest;
use crate::rule::Rule;

/// The contents of files by kind, each with the place of its file.
#[derive(Default)]
pub(crate) struct Parts {
    /// What all of it is laid over.
    pub(crate) base: Option<Arc<Bundle<Validated>>>,
    pub(crate) frameworks: Vec<(Place, FrameworkFile)>,
    pub(crate) crosswalks: Vec<(Place, CrosswalkFile)>,
    pub(crate) evidence_types: Vec<(Place, EvidenceTypesFile)>,
    pub(crate) own_mappings: Vec<(Place, OwnMapping)>,
    pub(crate) units: Vec<UnitDigest>,
    pub(crate) is_builtin: bool,
    pub(crate) builtin_files: BTreeSet<usize>,
}

/// Resolves all names. What does not resolve is reported and left out, so that the rest can still be checked.
///
/// # Errors
/// All diagnostics, where no catalogue can be built from the frameworks at all.
pub(crate) fn link(parts: Parts, mut report: Report) -> Result<Linked, Diagnostics> {
    let linked = match frameworks::link(parts.frameworks, parts.base.as_deref(), &mut report) {
        Ok(linked) => linked,
        Err(faults) => {
            for fault in faults {
                let place = Place { file: usize::MAX, line: 0 };
                report.add(Rule::Unreadable, place, fault.to_string(), "remove content");
            }
            return Err(report.finish());
        }
    };
    let base = parts.base.as_deref();
    let mut crosswalks = crosswalks::link(parts.crosswalks, base, &linked.catalog, &mut report);
    own_mappings::link(parts.own_mappings, base, &linked.catalog, &mut crosswalks, &mut report);
    let evidence_types = evidence_types::link(parts.evidence_types, &linked.catalog, &mut report);
    Ok(Linked {
        base: parts.base,
        catalog: linked.catalog,
        frameworks: linked.frameworks,
        requirements: linked.requirements,
        places: linked.places,
        crosswalks: crosswalks.crosswalks,
        mappings: crosswalks.mappings,
        no_counterparts: crosswalks.no_counterparts,
        evidence_types,
        units: parts.units,
        is_builtin: parts.is_builtin,
        builtin_files: parts.builtin_files,
        report,
    })
}

/// The framework with this key, or a diagnostic.
fn framework(catalog: &Catalog, key: &str, place: Place, report: &mut Report) -> Option<FrameworkId> {
    let found = catalog.framework(key);
    if found.is_none() {
        let near = nearest(key, catalog.frameworks().map(|(_, framework)| framework.key.as_str()));
        let help = did_you_mean(&near, "add the framework, or name one that is there");
        report.add(Rule::UnknownFramework, place, format!("there is no framework `{key}`"), help);
    }
    found
}

/// The requirement with this id, or a diagnostic.
fn requirement(
    catalog: &Catalog,
    reference: &Reference,
    place: Place,
    report: &mut Report,
) -> Option<RequirementId> {
    let found = catalog.find(reference);
    if found.is_none() {
        let near = match report.may_suggest() {
            true => nearest_requirements(catalog, &reference.to_string()),
            false => Vec::new(),
        };
        let near: Vec<&str> = near.iter().map(Reference::id).collect();
        let message = format!("`{}` has no requirement `{}`", reference.framework(), reference.id());
        let help = did_you_mean(&near, "name a requirement that the framework's file holds");
        report.add(Rule::DanglingReference, place, message, help);
    }
    found
}

/// Whether a requirement would be mapped to itself, which is then reported.
fn stands_on_both_sides(
    catalog: &Catalog,
    from: &[RequirementId],
    to: &[RequirementId],
    place: Place,
    report: &mut Report,
) -> bool {
    let Some(both) = from.iter().find(|id| to.contains(id)) else { return false };
    let reference = catalog.reference(*both).map_or_else(String::new, |reference| reference.to_string());
    let message = format!("`{reference}` stands on both sides");
    report.add(Rule::RepeatedEnd, place, message, "map two different requirements");
    true
}
