use std::collections::BTreeMap;

use obligraph_mapping::{
    Applicability, Catalog, CatalogFault, Framework, FrameworkContent, Reference, Requirement, SubjectKind,
};

use super::{hierarchy, words};
use crate::bundle::{Bundle, LinkedFramework, Validated};
use crate::details::{FrameworkDetails, RequirementDetails};
use crate::format::framework::{self as format, Population};
use crate::format::{FrameworkFile, Row};
use crate::report::{Place, Report};
use crate::rule::Rule;

/// The frameworks as a catalogue without mappings, with everything beside it in its order.
pub(super) struct LinkedFrameworks {
    pub(super) catalog: Catalog,
    pub(super) frameworks: Vec<LinkedFramework>,
    pub(super) requirements: Vec<RequirementDetails>,
    pub(super) places: Vec<Place>,
}

/// # Errors
/// The faults of the catalogue that mending does not cover: there are more frameworks or requirements than it can hold.
pub(super) fn link(
    files: Vec<(Place, FrameworkFile)>,
    base: Option<&Bundle<Validated>>,
    report: &mut Report,
) -> Result<LinkedFrameworks, Vec<CatalogFault>> {
    let base = base.map(Bundle::catalog);
    let by_key = unique(files, base.as_deref(), report);
    let mut contents = Vec::new();
    let mut heads = Vec::new();
    let mut notes = Vec::new();
    for (file, FrameworkFile { framework: Row { line, value: head }, requirements }) in by_key.into_values() {
        let place = Place { line, ..file };
        check_head(&head, place, report);
        // Asked here, since requirements without a sound id are reported and left out.
        if requirements.is_empty() {
            let message = format!("`{}` has no requirement", head.key);
            report.add(Rule::EmptyFramework, place, message, "add requirements");
        }
        let default = head.subject.and_then(words::subject);
        let rows = hierarchy::mend(&head.key, file, requirements, report);
        let mut mapped = Vec::with_capacity(rows.len());
        for Row { line, value } in rows {
            check_subject(&head, &value, Place { line, ..file }, report);
            let (requirement, note) = split(value, default);
            mapped.push(requirement);
            notes.push((Place { line, ..file }, note));
        }
        let framework = Framework { key: head.key.clone(), title: head.title.clone(), hub: head.hub };
        contents.push(FrameworkContent { framework, requirements: mapped });
        heads.push((place, head));
    }
    let catalog = match base {
        Some(base) => Catalog::overlay(base, contents)?,
        None => Catalog::new(contents)?,
    };
    let places = notes.iter().map(|(place, _)| *place).collect();
    let requirements = (catalog.own_requirement_ids().zip(notes))
        .map(|(id, (place, note))| {
            let key = catalog.framework_of(id).and_then(|framework| catalog.framework_by_id(framework));
            details(&catalog, key.map_or("", |framework| &framework.key), note, place, report)
        })
        .collect();
    let frameworks = (catalog.own_frameworks().zip(heads))
        .map(|((id, _), (place, head))| LinkedFramework { place, details: framework_details(id, head) })
        .collect();
    Ok(LinkedFrameworks { frameworks, requirements, places, catalog })
}

/// The files by framework key, each key once.
fn unique(
    files: Vec<(Place, FrameworkFile)>,
    base: Option<&Catalog>,
    report: &mut Report,
) -> BTreeMap<String, (Place, FrameworkFile)> {
    let mut by_key: BTreeMap<String, (Place, FrameworkFile)> = BTreeMap::new();
    for (file, content) in files {
        let key = content.framework.value.key.clone();
        let place = Place { line: content.framework.line, ..file };
        if let Err(error) = Reference::new(&key, "x") {
            report.add(Rule::BadFrameworkKey, place, error.to_string(), "correct `key`");
        } else if base.is_some_and(|base| base.framework(&key).is_some()) {
            let message = format!("the framework `{key}` is there already, and not your own");
            report.add(Rule::DuplicateFramework, place, message, OWN_KEY);
        } else if let Some((first, _)) = by_key.get(&key) {
            let message =
                format!("the framework `{key}` is also in {}", report.show(Place { line: 1, ..*first }));
            report.add(
                Rule::DuplicateFramework,
                place,
                message,
                "delete one of the files, or change its edition",
            );
        } else {
            check_name(&key, place, base, report);
            by_key.insert(key, (file, content));
        }
    }
    by_key
}

const OWN_KEY: &str = "call it after your organisation, as in `acme-controls:1`";

fn check_name(key: &str, place: Place, base: Option<&Catalog>, report: &mut Report) {
    let name = |key: &str| key.split_once(':').map_or(String::new(), |(name, _)| name.to_owned());
    let mut others = base.into_iter().flat_map(Catalog::frameworks).map(|(_, framework)| &framework.key);
    if let Some(other) = others.find(|other| name(other) == name(key)) {
        let message = format!("`{key}` looks like an edition of what `{other}` is an edition of");
        report.add(Rule::BorrowedName, place, message, OWN_KEY);
    }
}

fn check_head(head: &format::Framework, place: Place, report: &mut Report) {
    if head.key.split_once(':').is_some_and(|(_, edition)| edition != head.edition) {
        let message = format!("the key `{}` and the edition `{}` differ", head.key, head.edition);
        report.add(Rule::EditionMismatch, place, message, "write the same edition in both");
    }
    match (head.hub, head.subject.and_then(words::subject)) {
        (false, None) => {
            let message = format!("`{}` says not whose duties its requirements are", head.key);
            report.add(
                Rule::MissingSubject,
                place,
                message,
                "add `subject:`, or `hub: true` if they are nobody's",
            );
        }
        (true, Some(subject)) => {
            let message = format!("the hub `{}` has the subject `{subject}`", head.key);
            report.add(Rule::HubWithSubject, place, message, "remove `subject`: a hub obliges nobody");
        }
        _ => {}
    }
    for (name, text) in [("title", &head.title), ("publisher", &head.publisher), ("licence", &head.licence)] {
        if text.trim().is_empty() {
            report.add(Rule::BlankText, place, format!("`{name}` of `{}` is blank", head.key), "fill it in");
        }
    }
}

fn check_subject(head: &format::Framework, row: &format::Requirement, place: Place, report: &mut Report) {
    if let Some(subject) = row.subject.and_then(words::subject).filter(|_| head.hub) {
        let message = format!("`{}` of the hub `{}` has the subject `{subject}`", row.id, head.key);
        report.add(Rule::HubWithSubject, place, message, "remove `subject`: a hub obliges nobody");
    }
}

/// What is not for the engine, still in the words of the file.
struct Note {
    status: format::TextStatus,
    fine_tier: Option<String>,
    timing: Option<String>,
    note: Option<String>,
    uncertain: Option<String>,
}

fn split(row: format::Requirement, default: Option<SubjectKind>) -> (Requirement, Note) {
    let classes = |dates: BTreeMap<format::AiClass, _>| {
        dates.into_iter().map(|(class, day)| (words::ai_class(class), day)).collect()
    };
    let requirement = Requirement {
        id: row.id,
        parent: row.parent,
        kind: words::kind(row.kind),
        title: row.title,
        summary: row.summary,
        assessable: row.assessable,
        editorial: row.editorial,
        complete: row.complete,
        subject: row.subject.map_or(default, words::subject),
        per_ai_system: row.population == Some(Population::AiSystems),
        excludable: row.excludable,
        applicability: Applicability {
            addressees: row.addressees.into_iter().map(|addressee| addressee.word().to_owned()).collect(),
            ai_classes: row.ai_classes.into_iter().map(words::ai_class).collect(),
            applies_from: row.applies_from,
            applies_from_by_class: classes(row.applies_from_by_class),
            due_by_class: classes(row.due_by_class),
            repealed_on: row.repealed_on,
        },
    };
    let note = Note {
        status: row.status,
        fine_tier: row.fine_tier,
        timing: row.timing,
        note: row.note,
        uncertain: row.uncertain,
    };
    (requirement, note)
}

fn details(
    catalog: &Catalog,
    key: &str,
    note: Note,
    place: Place,
    report: &mut Report,
) -> RequirementDetails {
    let fine_tier = note.fine_tier.and_then(|tier| {
        let found = Reference::new(key, &tier).ok().and_then(|reference| catalog.find(&reference));
        if found.is_none() {
            let message = format!("the fine tier `{tier}` is no requirement of `{key}`");
            report.add(Rule::UnknownFineTier, place, message, "name the provision that sets the fine");
        }
        found
    });
    let timing = note.timing.and_then(|timing| match timing.parse() {
        Ok(period) => Some(period),
        Err(error) => {
            report.add(Rule::BadDuration, place, format!("`timing`: {error}"), "correct `timing`");
            None
        }
    });
    RequirementDetails { status: note.status, fine_tier, timing, note: note.note, uncertain: note.uncertain }
}

fn framework_details(id: obligraph_mapping::FrameworkId, head: format::Framework) -> FrameworkDetails {
    FrameworkDetails {
        id,
        subject: head.subject.and_then(words::subject),
        key: head.key,
        title: head.title,
        name: head.name,
        publisher: head.publisher,
        edition: head.edition,
        hub: head.hub,
        licence: head.licence,
        reviewed: head.reviewed,
        amended_by: head.amended_by,
        uncertain: head.uncertain,
    }
}
