use std::collections::BTreeMap;

use obligraph_frameworks::{FrameworkDetails, RequirementDetails, TextStatus};
use obligraph_mapping::{Applicability, FrameworkId, Requirement, RequirementId};
use serde::Serialize;

use crate::app::Content;
use crate::cli::format::{Format, csv, json};
use crate::cli::style::{BOLD, DIM, PLAIN};
use crate::cli::table::{Cell, Column, Table};
use crate::cli::wording::counted;
use crate::cli::wrap::wrap;
use crate::error::ApiError;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'a> {
    key: &'a str,
    title: &'a str,
    name: Option<&'a str>,
    publisher: &'a str,
    edition: &'a str,
    hub: bool,
    subject: Option<&'a str>,
    reviewed: String,
    amended_by: &'a [String],
    licence: &'a str,
    uncertain: &'a [String],
    requirements: Vec<Row<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row<'a> {
    #[serde(rename = "ref")]
    pub(super) reference: String,
    pub(super) id: &'a str,
    pub(super) parent: Option<&'a str>,
    pub(super) depth: usize,
    pub(super) kind: &'a str,
    pub(super) title: Option<&'a str>,
    pub(super) summary: Option<&'a str>,
    pub(super) subject: Option<&'a str>,
    pub(super) assessable: bool,
    pub(super) editorial: bool,
    pub(super) complete: bool,
    pub(super) per_ai_system: bool,
    pub(super) excludable: bool,
    pub(super) addressees: &'a [String],
    pub(super) ai_classes: Vec<&'a str>,
    pub(super) applies_from: Option<String>,
    pub(super) applies_from_by_class: BTreeMap<&'a str, String>,
    pub(super) due_by_class: BTreeMap<&'a str, String>,
    pub(super) repealed_on: Option<String>,
    pub(super) status: &'a str,
    pub(super) timing: Option<String>,
    pub(super) fine_tier: Option<String>,
    pub(super) note: Option<&'a str>,
    pub(super) uncertain: Option<&'a str>,
    #[serde(skip)]
    pub(super) plan_for: Option<String>,
}

impl Row<'_> {
    /// Its summary or else its title.
    pub(super) fn text(&self) -> &str {
        self.summary.or(self.title).unwrap_or_default()
    }
}

pub(super) fn show(
    content: &Content,
    framework: FrameworkId,
    format: Format,
    width: usize,
) -> Result<String, ApiError> {
    let Some(details) = content.bundle().framework(framework) else { return Ok(String::new()) };
    let shown = shown(content, details);
    match format {
        Format::Json => json(&shown),
        Format::Csv => csv(
            [
                "ref",
                "parent",
                "kind",
                "title",
                "summary",
                "subject",
                "assessable",
                "editorial",
                "complete",
                "per_ai_system",
                "excludable",
                "addressees",
                "ai_classes",
                "applies_from",
                "repealed_on",
                "status",
            ],
            shown.requirements.iter().map(record),
        ),
        Format::Table => Ok(heading(&shown, width) + &tree(&shown).render(width)),
    }
}

fn shown<'a>(content: &'a Content, details: &'a FrameworkDetails) -> Shown<'a> {
    let catalog = content.catalog();
    let rows = catalog.requirements_of(details.id).filter_map(|id| {
        let further = content.bundle().requirement(id)?;
        Some(row(content, id, catalog.requirement(id)?, further))
    });
    Shown {
        key: &details.key,
        title: &details.title,
        name: details.name.as_deref(),
        publisher: &details.publisher,
        edition: &details.edition,
        hub: details.hub,
        subject: details.subject.map(|subject| subject.word()),
        reviewed: details.reviewed.to_string(),
        amended_by: &details.amended_by,
        licence: &details.licence,
        uncertain: &details.uncertain,
        requirements: rows.collect(),
    }
}

pub(super) fn row<'a>(
    content: &Content,
    id: RequirementId,
    requirement: &'a Requirement,
    further: &'a RequirementDetails,
) -> Row<'a> {
    let catalog = content.catalog();
    let reference = |id| catalog.reference(id).map(|reference| reference.to_string());
    let Applicability { addressees, ai_classes, applies_from, repealed_on, .. } = &requirement.applicability;
    let by_class = |dates: &BTreeMap<obligraph_mapping::AiClass, chrono::NaiveDate>| {
        dates.iter().map(|(class, day)| (class.word(), day.to_string())).collect()
    };
    Row {
        reference: reference(id).unwrap_or_default(),
        id: &requirement.id,
        parent: requirement.parent.as_deref(),
        depth: std::iter::successors(catalog.parent(id), |&above| catalog.parent(above)).count(),
        kind: requirement.kind.word(),
        title: requirement.title.as_deref(),
        summary: requirement.summary.as_deref(),
        subject: requirement.subject.map(|subject| subject.word()),
        assessable: requirement.assessable,
        editorial: requirement.editorial,
        complete: requirement.complete,
        per_ai_system: requirement.per_ai_system,
        excludable: requirement.excludable,
        addressees,
        ai_classes: ai_classes.iter().map(|class| class.word()).collect(),
        applies_from: applies_from.map(|day| day.to_string()),
        applies_from_by_class: by_class(&requirement.applicability.applies_from_by_class),
        due_by_class: by_class(&requirement.applicability.due_by_class),
        repealed_on: repealed_on.map(|day| day.to_string()),
        status: status(further.status),
        timing: further.timing.as_ref().map(ToString::to_string),
        fine_tier: further.fine_tier.and_then(reference),
        note: further.note.as_deref(),
        uncertain: further.uncertain.as_deref(),
        plan_for: requirement.applicability.planning_date(None).map(|day| day.to_string()),
    }
}

const fn status(status: TextStatus) -> &'static str {
    match status {
        TextStatus::Original => "original",
        TextStatus::Amended => "amended",
        TextStatus::Inserted => "inserted",
        TextStatus::Deleted => "deleted",
    }
}

fn record(row: &Row<'_>) -> [String; 16] {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    [
        row.reference.clone(),
        text(row.parent),
        row.kind.to_owned(),
        text(row.title),
        text(row.summary),
        text(row.subject),
        row.assessable.to_string(),
        row.editorial.to_string(),
        row.complete.to_string(),
        row.per_ai_system.to_string(),
        row.excludable.to_string(),
        row.addressees.join("|"),
        row.ai_classes.join("|"),
        row.plan_for.clone().unwrap_or_default(),
        row.repealed_on.clone().unwrap_or_default(),
        row.status.to_owned(),
    ]
}

fn heading(shown: &Shown<'_>, width: usize) -> String {
    let leaves = shown.requirements.iter().filter(|row| row.assessable).count();
    let amended = match shown.amended_by {
        [] => String::new(),
        acts => format!("; as amended by {}", acts.join(", ")),
    };
    let subject = shown.subject.map_or(String::new(), |subject| format!(" of {subject} unless stated"));
    let size = counted(shown.requirements.len(), "requirement");
    let lines = [
        shown.name.unwrap_or_default().to_owned(),
        format!("{}; reviewed {}{amended}", shown.publisher, shown.reviewed),
        format!("{size}{subject}, {leaves} of them assessed"),
    ];
    let lines: Vec<String> =
        lines.iter().filter(|line| !line.is_empty()).flat_map(|line| wrap(line, width)).collect();
    format!("{BOLD}{}{BOLD:#}\n{}\n\n", shown.title, lines.join("\n"))
}

fn tree(shown: &Shown<'_>) -> Table {
    let mut table =
        Table::new([Column::narrow("id", 30), Column::wide("title", 1), Column::wide("what it is", 1)]);
    for row in &shown.requirements {
        let mark = if row.editorial { "*" } else { "" };
        let title = row.title.or(row.summary).unwrap_or_default();
        table.row([
            Cell::indented(row.depth * 2, format!("{}{mark}", row.id)),
            Cell::styled(title, if row.assessable { PLAIN } else { BOLD }),
            Cell::styled(about(row, shown.subject), DIM),
        ]);
    }
    table
}

/// Kind, subject, dates and flags, as far as they say something.
pub(super) fn about(row: &Row<'_>, usual: Option<&str>) -> String {
    let flag = |is_set: bool, word: &str| is_set.then(|| word.to_owned());
    let parts = [
        Some(row.kind.to_owned()),
        (row.subject != usual).then(|| row.subject.unwrap_or("nobody's duty").to_owned()),
        row.plan_for.as_ref().map(|day| format!("from {day}")),
        row.repealed_on.as_ref().map(|day| format!("repealed {day}")),
        flag(row.assessable, "assessed"),
        flag(row.complete, "complete"),
        flag(row.per_ai_system, "each AI system"),
        flag(row.excludable, "excludable"),
        flag(row.status != "original" && row.repealed_on.is_none(), row.status),
        row.timing.as_ref().map(|period| format!("within {period}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
