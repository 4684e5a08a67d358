use super::shape::{Explained, Kin, Mapped, Reached};
use crate::cli::frameworks::show::about;
use crate::cli::resolve::{never_more, plainly};
use crate::cli::style::{BOLD, DIM, of_coverage};
use crate::cli::table::{Cell, Column, Table};
use crate::cli::wrap::wrap;

/// The requirement, then a table for each thing that is said of it.
pub(super) fn text(explained: &Explained<'_>, width: usize) -> String {
    let own = &explained.requirement;
    let title = format!("{} {}", own.reference, own.title.unwrap_or_default());
    let mut text: String = wrap(&title, width).iter().map(|line| format!("{BOLD}{line}{BOLD:#}\n")).collect();
    let lines = [
        own.summary.map(str::to_owned),
        Some(format!("{}: {}.", explained.framework_title, about(own, None))),
        (!own.addressees.is_empty()).then(|| format!("Addressed to {}.", own.addressees.join(", "))),
        (!own.ai_classes.is_empty()).then(|| format!("AI classes: {}.", own.ai_classes.join(", "))),
        own.applies_from.as_ref().map(|day| format!("Applies from {day}.")),
        dates("Applies by class", &own.applies_from_by_class),
        dates("Due by class", &own.due_by_class),
        own.fine_tier.as_ref().map(|tier| format!("Fines by {tier}.")),
        own.note.map(|note| format!("Note: {note}")),
        own.uncertain.map(|uncertain| format!("Uncertain: {uncertain}")),
    ];
    for line in lines.into_iter().flatten().flat_map(|line| wrap(&line, width)) {
        text.push_str(&format!("{line}\n"));
    }
    let mut section = |title: &str, table: Option<Table>| {
        if let Some(table) = table {
            text.push_str(&format!("\n{BOLD}{title}{BOLD:#}\n{}", table.render(width)));
        }
    };
    section("Above", kin(&explained.ancestors));
    section("Below", kin(&explained.children));
    section("Mappings, read from here", mappings(&explained.mappings));
    section("Without counterpart", lacking(explained));
    section("What evidence of all of it shows, in content", reached(&explained.supports));
    section("What shows it, in content", reached(&explained.supported_by));
    section("Evidence types that claim it", claims(explained));
    text
}

fn dates(what: &str, by_class: &std::collections::BTreeMap<&str, String>) -> Option<String> {
    let dates: Vec<String> = by_class.iter().map(|(class, day)| format!("{class} {day}")).collect();
    (!dates.is_empty()).then(|| format!("{what}: {}.", dates.join(", ")))
}

fn kin(all: &[Kin<'_>]) -> Option<Table> {
    let mut table = Table::new([Column::narrow("ref", 30), Column::wide("title", 1), Column::narrow("", 20)]);
    for kin in all {
        let flags = [(kin.assessable, "assessed"), (kin.complete, "complete")];
        let flags: Vec<&str> =
            flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, word)| word).collect();
        table.row([
            Cell::plain(&kin.reference),
            Cell::plain(kin.label),
            Cell::styled(flags.join(" · "), DIM),
        ]);
    }
    (!all.is_empty()).then_some(table)
}

fn mappings(all: &[Mapped<'_>]) -> Option<Table> {
    let mut table =
        Table::new([Column::narrow("relation", 10), Column::wide("to", 1), Column::narrow("confidence", 10)]);
    for row in all {
        let status = if row.status == "approved" { "" } else { row.status };
        let strength = row.strength.map_or(String::new(), |strength| format!("strength {strength}"));
        table.row([
            Cell::plain(row.relation).and(status, DIM),
            Cell::plain(row.others.join(" + ")),
            Cell::plain(row.confidence.to_string()).and(strength, DIM),
        ]);
        if !row.together_with.is_empty() {
            table.under(1, format!("together with {}", row.together_with.join(" + ")));
        }
        table.under(1, row.rationale);
        table.under(1, format!("{}; {}", row.rationale_kind, people(&row.authors, &row.reviewers)));
    }
    (!all.is_empty()).then_some(table)
}

fn people(authors: &[&str], reviewers: &[&str]) -> String {
    let author =
        if authors.is_empty() { "no author named".to_owned() } else { format!("by {}", authors.join(", ")) };
    match reviewers {
        [] => format!("{author}, no reviewer named"),
        names => format!("{author}, reviewed by {}", names.join(", ")),
    }
}

fn lacking(explained: &Explained<'_>) -> Option<Table> {
    let mut table = Table::new([Column::narrow("in", 24), Column::wide("because", 1)]);
    for none in &explained.no_counterparts {
        table.row([Cell::plain(none.framework), Cell::plain(none.reason)]);
    }
    (!explained.no_counterparts.is_empty()).then_some(table)
}

fn reached(all: &[Reached<'_>]) -> Option<Table> {
    let mut table = Table::new([
        Column::narrow("ref", 30),
        Column::wide("title", 1),
        Column::narrow("subject", 12),
        Column::narrow("coverage", 8),
        Column::narrow("confidence", 10),
    ]);
    for row in all {
        table.row([
            Cell::plain(&row.reference),
            Cell::plain(row.label),
            Cell::plain(row.subject.unwrap_or_default()),
            Cell::styled(row.coverage, of_coverage(row.of)),
            Cell::plain(never_more(row.shown_confidence)),
        ]);
        if let Some(why) = &row.why {
            table.under(1, why);
        }
    }
    (!all.is_empty()).then_some(table)
}

fn claims(explained: &Explained<'_>) -> Option<Table> {
    let mut table = Table::new([
        Column::narrow("evidence type", 36),
        Column::narrow("claims", 8),
        Column::wide("where", 1),
    ]);
    for (position, claim) in explained.evidence_types.iter().enumerate() {
        let everywhere = if claim.all_ai_systems { "for every AI system in scope" } else { "" };
        table.row([
            Cell::plain(claim.key),
            Cell::plain(claim.coverage),
            Cell::plain(claim.when.map_or("always".to_owned(), plainly)).and(everywhere, DIM),
        ]);
        table.under(0, format!("  {}", people(&claim.authors, &claim.reviewers)));
        // The claims of one type follow each other; what is said of the type stands below the last of them.
        let next = explained.evidence_types.get(position + 1);
        if next.is_some_and(|next| next.key == claim.key) {
            continue;
        }
        table.under(0, format!("  {}", claim.title));
        let facts: Vec<String> =
            claim.facts.iter().map(|fact| format!("{} ({})", fact.name, fact.fact_type)).collect();
        if !facts.is_empty() {
            table.under(0, format!("  facts: {}", facts.join(", ")));
        }
        if let Some(over_claim) = claim.over_claim {
            table.under(0, format!("  not to be over-claimed: {over_claim}"));
        }
    }
    (!explained.evidence_types.is_empty()).then_some(table)
}
