//! What the publishers' annexes hold. A control too many is an invented one.

use obligraph_mapping::{FrameworkId, Kind, Requirement};

use super::is_within;
use crate::bundle::Linked;
use crate::report::Report;
use crate::rule::Rule;

/// Of one edition: the part of its annex, the kind that is counted there, and how many there are.
const EXPECTED: [(&str, &str, Kind, usize); 16] = [
    ("iso-42001:2023", "A", Kind::Control, 38),
    ("iso-42001:2023", "A.2", Kind::Control, 3),
    ("iso-42001:2023", "A.3", Kind::Control, 2),
    ("iso-42001:2023", "A.4", Kind::Control, 5),
    ("iso-42001:2023", "A.5", Kind::Control, 4),
    ("iso-42001:2023", "A.6", Kind::Control, 9),
    ("iso-42001:2023", "A.7", Kind::Control, 5),
    ("iso-42001:2023", "A.8", Kind::Control, 4),
    ("iso-42001:2023", "A.9", Kind::Control, 3),
    ("iso-42001:2023", "A.10", Kind::Control, 3),
    ("iso-27001:2022", "A", Kind::Control, 93),
    ("iso-27001:2022", "A.5", Kind::Control, 37),
    ("iso-27001:2022", "A.6", Kind::Control, 8),
    ("iso-27001:2022", "A.7", Kind::Control, 14),
    ("iso-27001:2022", "A.8", Kind::Control, 34),
    ("iso-27001:2022", "A.9", Kind::Control, 0),
];

/// Annex A of ISO/IEC 42001 has an objective each for A.2 to A.10.
const OBJECTIVES_OF_42001: [&str; 9] = ["A.2", "A.3", "A.4", "A.5", "A.6", "A.7", "A.8", "A.9", "A.10"];

pub(super) fn check(linked: &Linked, report: &mut Report) {
    // The keys are taken then, so that what is added can be none of these.
    if linked.base.is_some() {
        return;
    }
    for (key, part, kind, expected) in EXPECTED {
        let Some(framework) = linked.catalog.framework(key) else { continue };
        let found =
            requirements(linked, framework).filter(|r| r.kind == kind && is_within(&r.id, part)).count();
        if found != expected {
            let message = format!("`{key}` has {found} controls in {part}; the standard has {expected}");
            report_at(linked, framework, message, report);
        }
    }
    let key = "iso-42001:2023";
    if let Some(framework) = linked.catalog.framework(key) {
        let found: Vec<&str> = requirements(linked, framework)
            .filter(|r| r.kind == Kind::Objective && r.id.matches('.').count() == 1)
            .map(|r| r.id.as_str())
            .collect();
        if found != OBJECTIVES_OF_42001 {
            let message =
                format!("`{key}` has the objectives `{}`; the standard has A.2 to A.10", found.join("`, `"));
            report_at(linked, framework, message, report);
        }
    }
}

fn requirements(linked: &Linked, framework: FrameworkId) -> impl Iterator<Item = &Requirement> {
    linked.catalog.requirements_of(framework).filter_map(|id| linked.catalog.requirement(id))
}

fn report_at(linked: &Linked, framework: FrameworkId, message: String, report: &mut Report) {
    let place = linked.frameworks.get(framework.index()).map(|framework| framework.place);
    if let Some(place) = place {
        report.add(
            Rule::ExpectedCount,
            place,
            message,
            "compare the annex with the published table of contents",
        );
    }
}
