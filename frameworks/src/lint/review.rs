//! Four eyes: what can make FULL was read by somebody other than its author.

use std::collections::BTreeMap;

use obligraph_mapping::{ClaimedCoverage, MappingStatus, Relation};

use crate::bundle::Linked;
use crate::report::{Place, Report};
use crate::rule::Rule;

const HELP: &str = "let another person read it, and name them as `reviewer` or under `reviewers` of the file";

/// Content that is built in is held to this by the tests of this crate, and so is not reported to those who only use it.
pub(super) fn check(linked: &Linked, report: &mut Report) {
    let mut by_file: BTreeMap<(usize, Fault), Vec<u32>> = BTreeMap::new();
    for row in mappings(linked).chain(claims(linked)) {
        check_names(&row, report);
        let Some(fault) = row.fault() else { continue };
        // One remedy, one diagnostic: where no row names anybody, the head of the file is what lacks a name.
        if row.author.is_none() && row.reviewer.is_none() {
            by_file.entry((row.place.file, fault)).or_default().push(row.place.line);
        } else {
            let message = format!("{} {}, which can make FULL", fault.word("its"), row.what);
            report.add(Rule::UnreviewedFull, row.place, message, HELP);
        }
    }
    for ((file, fault), lines) in by_file {
        let (count, first) = (lines.len(), lines.iter().min().copied().unwrap_or_default());
        let rows = if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
        let message = format!("{} {rows} that can make FULL, the first in line {first}", fault.word("their"));
        report.add(Rule::UnreviewedFull, Place { file, line: 0 }, message, HELP);
    }
}

/// A row, and who answers for it.
struct Row<'a> {
    place: Place,
    what: String,
    makes_full: bool,
    author: Option<&'a str>,
    reviewer: Option<&'a str>,
    of_file: [&'a [String]; 2],
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    NoReviewer,
    ByAuthor,
}

impl Fault {
    fn word(self, whose: &str) -> String {
        match self {
            Self::NoReviewer => "nobody reviewed".to_owned(),
            Self::ByAuthor => format!("nobody but {whose} author reviewed"),
        }
    }
}

impl Row<'_> {
    fn fault(&self) -> Option<Fault> {
        if !self.makes_full {
            return None;
        }
        let [authors, reviewers] = self.of_file;
        let authors = named(self.author, authors);
        let reviewers = named(self.reviewer, reviewers);
        if reviewers.is_empty() {
            return Some(Fault::NoReviewer);
        }
        reviewers.iter().all(|reviewer| authors.contains(reviewer)).then_some(Fault::ByAuthor)
    }
}

/// The row's own name wins over those of its file; one person may be written in two ways.
fn named(own: Option<&str>, of_file: &[String]) -> Vec<String> {
    let names = own.map_or_else(|| of_file.iter().map(String::as_str).collect(), |own| vec![own]);
    names.into_iter().map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect()
}

fn check_names(row: &Row<'_>, report: &mut Report) {
    for (field, name) in [("author", row.author), ("reviewer", row.reviewer)] {
        if name.is_some_and(|name| name.trim().is_empty()) {
            let message = format!("{} has a blank `{field}`", row.what);
            report.add(Rule::BlankText, row.place, message, format!("name somebody, or leave `{field}` out"));
        }
    }
}

/// The rows of crosswalks. A mapping that stands in no file is reviewed where it is proposed.
fn mappings(linked: &Linked) -> impl Iterator<Item = Row<'_>> {
    let rows = linked.mappings.iter().filter(|row| !linked.builtin_files.contains(&row.place.file));
    rows.filter(|row| row.place.line > 0).filter_map(|row| {
        let mapping = &row.mapping;
        let by_name = |known: &crate::CrosswalkDetails| known.name.cmp(&mapping.crosswalk);
        let crosswalk = linked.crosswalks.get(linked.crosswalks.binary_search_by(by_name).ok()?)?;
        let makes_full = mapping.status == MappingStatus::Approved
            && matches!(mapping.relation, Relation::Equal | Relation::Superset | Relation::Subset);
        let (from, to) = (linked.show_side(&mapping.from), linked.show_side(&mapping.to));
        Some(Row {
            place: row.place,
            what: format!("`{from}` {} `{to}`", mapping.relation.word()),
            makes_full,
            author: mapping.author.as_deref(),
            reviewer: mapping.reviewer.as_deref(),
            of_file: [&crosswalk.authors, &crosswalk.reviewers],
        })
    })
}

fn claims(linked: &Linked) -> impl Iterator<Item = Row<'_>> {
    let types = linked.evidence_types.iter();
    types.filter(|one| !linked.builtin_files.contains(&one.place.file)).flat_map(move |evidence_type| {
        evidence_type.claims.iter().map(move |claim| Row {
            place: claim.place,
            what: format!("the claim of `{}` on `{}`", evidence_type.key, linked.show(claim.requirement)),
            makes_full: claim.coverage == ClaimedCoverage::Full,
            author: claim.author.as_deref(),
            reviewer: claim.reviewer.as_deref(),
            of_file: [&evidence_type.authors, &evidence_type.reviewers],
        })
    })
}
