use async_graphql::{Enum, InputObject};

use super::content;
use super::subject::SubjectInput;
use crate::error::Fault;
use crate::graphql::scalar::Date;
use crate::store;

/// Which evidence is listed: what passes all of these, by what it said at the instant asked for.
#[derive(InputObject, Default)]
pub(crate) struct EvidenceFilter {
    /// Of this type, by its key.
    #[graphql(name = "type")]
    evidence_type: Option<String>,
    /// It claims this requirement by hand, by its reference.
    requirement: Option<String>,
    /// It concerns this subject: it covers it, or where it covers none, what it shows is about it. One without a name stands for
    /// all of its kind.
    subject: Option<SubjectInput>,
    /// Whether it was withdrawn.
    withdrawn: Option<bool>,
    /// Collected on this day or later.
    collected_from: Option<Date>,
    /// Collected on this day or earlier.
    collected_until: Option<Date>,
}

impl EvidenceFilter {
    /// As the store takes it; all that passes must be visible too.
    pub(crate) fn read(
        self,
        context: &async_graphql::Context<'_>,
        faults: &mut Vec<Fault>,
    ) -> store::EvidenceFilter {
        let content = content(context);
        let requirement = self.requirement.and_then(|reference| {
            let found = content.requirement(&reference);
            let found = found.map_err(|fault| faults.push(Fault::from(fault).of("filter.requirement"))).ok();
            content.catalog().reference(found?)
        });
        if let (Some(from), Some(until)) = (&self.collected_from, &self.collected_until)
            && from.0 > until.0
        {
            let message = format!("is before `collectedFrom`, {}", from.0);
            faults.push(Fault::new("evidence-days", message).of("filter.collectedUntil"));
        }
        store::EvidenceFilter {
            evidence_type: self.evidence_type,
            requirement,
            subject: self.subject.and_then(|subject| subject.read("filter.subject", faults)),
            withdrawn: self.withdrawn,
            collected_from: self.collected_from.map(|day| day.0),
            collected_until: self.collected_until.map(|day| day.0),
            visible: None,
        }
    }
}

/// By what evidence is ordered.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EvidenceOrderField {
    /// When it was registered.
    RegisteredAt,
}

/// Which way a list is ordered.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderDirection {
    /// The least comes first.
    Asc,
    /// The greatest comes first.
    Desc,
}

/// How evidence is ordered.
#[derive(InputObject)]
pub(crate) struct EvidenceOrder {
    /// By what.
    field: EvidenceOrderField,
    /// Which way.
    direction: OrderDirection,
}

impl From<EvidenceOrder> for store::EvidenceOrder {
    fn from(order: EvidenceOrder) -> Self {
        let EvidenceOrderField::RegisteredAt = order.field;
        match order.direction {
            OrderDirection::Asc => Self::OldestFirst,
            OrderDirection::Desc => Self::NewestFirst,
        }
    }
}
