use async_graphql::{InputObject, SimpleObject};

use super::words::SubjectKind;
use crate::error::Fault;
use crate::graphql::at_hand::{AtHand, Place};

/// One subject of obligations.
#[derive(SimpleObject)]
pub(crate) struct Subject {
    /// What it is.
    kind: SubjectKind,
    /// Its name; null where the organisation has only one, or where the one that evidence is about is meant.
    name: Option<String>,
}

impl From<&obligraph_mapping::Subject> for Subject {
    fn from(subject: &obligraph_mapping::Subject) -> Self {
        Self { kind: subject.kind().into(), name: subject.name().map(str::to_owned) }
    }
}

/// One subject of obligations.
#[derive(InputObject)]
pub(crate) struct SubjectInput {
    /// What it is; no AUTHORITY, which is never an organisation's own.
    kind: SubjectKind,
    /// Its name, where the organisation has several.
    name: Option<String>,
}

impl SubjectInput {
    /// As it is written: `ai-system:CS-7`.
    pub(crate) fn text(&self) -> String {
        let kind = obligraph_mapping::SubjectKind::from(self.kind);
        match &self.name {
            None => kind.word().to_owned(),
            Some(name) => format!("{}:{name}", kind.word()),
        }
    }

    pub(crate) fn read(self, field: &str, faults: &mut Vec<Fault>) -> Option<obligraph_mapping::Subject> {
        self.text().parse().map_err(|error| faults.push(Fault::from(error).of(field))).ok()
    }
}

/// The subjects of an input field.
pub(crate) fn subjects(
    given: Vec<SubjectInput>,
    field: &str,
    faults: &mut Vec<Fault>,
) -> Vec<obligraph_mapping::Subject> {
    let read =
        |(position, subject): (usize, SubjectInput)| subject.read(&format!("{field}[{position}]"), faults);
    given.into_iter().enumerate().filter_map(read).collect()
}

impl AtHand for &obligraph_mapping::Subject {
    const TYPE: &'static str = "Subject";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        match name {
            "kind" => place.word(SubjectKind::from(self.kind())),
            "name" => place.optional_text(self.name()),
            _ => None,
        }
    }
}
