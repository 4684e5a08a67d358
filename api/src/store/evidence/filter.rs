//! Which evidence is asked for, and how it is found without a look at the rest.
//!
//! A page is cut in the order of identifiers from an index that leads with what is asked for: its rows come in that order
//! already, so that the first page costs the same however much there is.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use obligraph_mapping::{Reference, Subject};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement};
use uuid::Uuid;

use super::AsOf;
use crate::store::entity::{evidence, evidence_claim, evidence_revision, evidence_subject};
use crate::store::error::StoreError;
use crate::store::id::EvidenceId;
use crate::store::page::{End, Page, Paged};
use crate::store::scope::Scope;

/// What evidence must be like, by the revision that was in force at the instant asked for. What is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceFilter {
    /// The key of its type.
    pub evidence_type: Option<String>,
    /// A requirement that it claims by hand.
    pub requirement: Option<Reference>,
    /// A subject that it concerns; one without a name stands for all of its kind.
    pub subject: Option<Subject>,
    /// Whether it was withdrawn.
    pub withdrawn: Option<bool>,
    /// The first day of its collection.
    pub collected_from: Option<NaiveDate>,
    /// The last day of its collection.
    pub collected_until: Option<NaiveDate>,
    /// It concerns one of these, a subject without a name standing for all of its kind.
    pub visible: Option<BTreeSet<Subject>>,
}

/// In which order evidence is listed. Identifiers are in the order of registration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EvidenceOrder {
    /// What was registered first comes first.
    #[default]
    OldestFirst,
    /// What was registered last comes first.
    NewestFirst,
}

/// The rows that are walked through: those of the item, or those of its revisions that an index finds.
enum Walk {
    Items,
    Revisions(String),
    Claims(String),
    Subjects(String),
}

impl Walk {
    const fn names_revisions(&self) -> bool {
        !matches!(self, Self::Items)
    }
}

impl EvidenceFilter {
    /// The walks that together find all that passes: one of them, unless several subjects are visible.
    fn walks(&self) -> Vec<Walk> {
        if let Some(requirement) = &self.requirement {
            return vec![Walk::Claims(requirement.to_string())];
        }
        if let Some(subject) = &self.subject {
            return vec![Walk::Subjects(subject.to_string())];
        }
        if let Some(evidence_type) = &self.evidence_type {
            return vec![Walk::Revisions(evidence_type.clone())];
        }
        match &self.visible {
            Some(visible) => visible.iter().map(|subject| Walk::Subjects(subject.to_string())).collect(),
            None => vec![Walk::Items],
        }
    }

    /// Whether a revision must be looked at.
    const fn is_of_revisions(&self) -> bool {
        self.evidence_type.is_some()
            || self.requirement.is_some()
            || self.subject.is_some()
            || self.collected_from.is_some()
            || self.collected_until.is_some()
            || self.visible.is_some()
    }
}

impl Scope<'_> {
    /// How many items were there at an instant and pass the filter.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence_count(&self, filter: &EvidenceFilter, as_of: AsOf) -> Result<usize, StoreError> {
        let walks = filter.walks();
        // What several walks find, more than one may find.
        let walk = match walks.as_slice() {
            [] => return Ok(0),
            [only] => only,
            _ => &Walk::Items,
        };
        let mut count = self.walked(walk, filter, as_of);
        count.expr_as(Expr::cust("COUNT(*)"), "found");
        let connection = &self.store.connection;
        let found = connection.query_one(&count).await?;
        let found: i64 = found.map_or(Ok(0), |row| row.try_get("", "found"))?;
        usize::try_from(found).map_err(|_| StoreError::Unreadable("count", found.to_string()))
    }

    /// The identifiers of one page, in the order asked for.
    pub(super) async fn evidence_ids(
        &self,
        filter: &EvidenceFilter,
        order: EvidenceOrder,
        page: Page<EvidenceId>,
        as_of: AsOf,
    ) -> Result<Paged<Uuid>, StoreError> {
        let limit = usize::from(page.limit);
        let (key, is_last) = match page.end {
            End::First { after } => (after, false),
            End::Last { before } => (before, true),
        };
        let is_descending = is_last != (order == EvidenceOrder::NewestFirst);
        let mut found = BTreeSet::new();
        for walk in filter.walks() {
            let mut ids = self.walked(&walk, filter, as_of);
            let id = column(&walk);
            ids.expr_as(id.clone(), "found");
            if let Some(key) = key {
                let key = key.uuid();
                ids.and_where(if is_descending { id.clone().lt(key) } else { id.clone().gt(key) });
            }
            // One more than asked for tells whether there are more.
            let direction = if is_descending { Order::Desc } else { Order::Asc };
            ids.order_by_expr(id, direction).limit(u64::from(page.limit) + 1);
            for row in self.store.connection.query_all(&ids).await? {
                found.insert(row.try_get::<Uuid>("", "found")?);
            }
        }
        let has_more = found.len() > limit;
        let mut items: Vec<Uuid> = match is_descending {
            true => found.into_iter().rev().take(limit).collect(),
            false => found.into_iter().take(limit).collect(),
        };
        if is_last {
            items.reverse();
        }
        Ok(Paged { items, has_more })
    }

    /// The rows of a walk that stand for an item that passes, each item once.
    fn walked(&self, walk: &Walk, filter: &EvidenceFilter, as_of: AsOf) -> SelectStatement {
        let organization = self.organization_id().uuid();
        let mut rows = Query::select();
        let of = |name: &'static str| Expr::col((walked(), Alias::new(name)));
        match walk {
            Walk::Items => rows.from_as(evidence::Entity, walked()),
            Walk::Revisions(key) => rows
                .from_as(evidence_revision::Entity, walked())
                .and_where(of("evidence_type").eq(key.as_str())),
            Walk::Claims(requirement) => rows
                .from_as(evidence_claim::Entity, walked())
                .and_where(of("requirement").eq(requirement.as_str())),
            Walk::Subjects(subject) => {
                rows.from_as(evidence_subject::Entity, walked()).and_where(of("subject").eq(subject.as_str()))
            }
        };
        rows.and_where(of("organization_id").eq(organization));
        if walk.names_revisions() || filter.is_of_revisions() || as_of != AsOf::Latest {
            rows.and_where(Expr::exists(self.in_force(walk, filter, as_of)));
        }
        if let Some(is_withdrawn) = filter.withdrawn {
            rows.and_where(self.withdrawn(walk, is_withdrawn, as_of));
        }
        rows
    }

    /// The revision of the item that was in force at an instant, where it passes.
    fn in_force(&self, walk: &Walk, filter: &EvidenceFilter, as_of: AsOf) -> SelectStatement {
        let organization = self.organization_id().uuid();
        let revision = || Alias::new("revision");
        let of = |name: &'static str| Expr::col((revision(), Alias::new(name)));
        let mut found = Query::select();
        found
            .expr(Expr::val(1))
            .from_as(evidence_revision::Entity, revision())
            .and_where(of("organization_id").eq(organization))
            .and_where(of("evidence_id").eq(column(walk)));
        if walk.names_revisions() {
            found.and_where(of("number").eq(Expr::col((walked(), Alias::new("number")))));
        }
        let later = |name: &'static str| Expr::col((Alias::new("later"), Alias::new(name)));
        let mut newer = Query::select();
        newer
            .expr(Expr::val(1))
            .from_as(evidence_revision::Entity, Alias::new("later"))
            .and_where(later("organization_id").eq(organization))
            .and_where(later("evidence_id").eq(of("evidence_id")))
            .and_where(later("number").gt(of("number")));
        if let AsOf::Instant(instant) = as_of {
            found.and_where(of("recorded_at").lte(instant));
            newer.and_where(later("recorded_at").lte(instant));
        }
        found.and_where(Expr::exists(newer).not());
        if let Some(key) = &filter.evidence_type {
            found.and_where(of("evidence_type").eq(key.as_str()));
        }
        if let Some(day) = filter.collected_from {
            found.and_where(of("collected_on").gte(day));
        }
        if let Some(day) = filter.collected_until {
            found.and_where(of("collected_on").lte(day));
        }
        let of_revision = |table: &'static str, name: &'static str, among: Vec<String>| {
            let table_alias = Alias::new(table);
            let part = |name: &'static str| Expr::col((table_alias.clone(), Alias::new(name)));
            let mut parts = Query::select();
            parts
                .expr(Expr::val(1))
                .from(table_alias.clone())
                .and_where(part("organization_id").eq(organization))
                .and_where(part("evidence_id").eq(of("evidence_id")))
                .and_where(part("number").eq(of("number")))
                .and_where(part(name).is_in(among));
            parts
        };
        if let Some(requirement) = &filter.requirement {
            let claims = of_revision("evidence_claims", "requirement", vec![requirement.to_string()]);
            found.and_where(Expr::exists(claims));
        }
        if let Some(subject) = &filter.subject {
            let subjects = of_revision("evidence_subjects", "subject", vec![subject.to_string()]);
            found.and_where(Expr::exists(subjects));
        }
        if let Some(visible) = &filter.visible {
            let visible = visible.iter().map(ToString::to_string).collect();
            found.and_where(Expr::exists(of_revision("evidence_subjects", "subject", visible)));
        }
        found
    }

    /// Whether the item was withdrawn at an instant.
    fn withdrawn(&self, walk: &Walk, is_withdrawn: bool, as_of: AsOf) -> Expr {
        let condition = |withdrawn_at: Expr| match (is_withdrawn, as_of) {
            (true, AsOf::Latest) => withdrawn_at.is_not_null(),
            (false, AsOf::Latest) => withdrawn_at.is_null(),
            (true, AsOf::Instant(instant)) => withdrawn_at.lte(instant),
            (false, AsOf::Instant(instant)) => withdrawn_at.clone().is_null().or(withdrawn_at.gt(instant)),
        };
        if !walk.names_revisions() {
            return condition(Expr::col((walked(), Alias::new("withdrawn_at"))));
        }
        let of = |name: &'static str| Expr::col((Alias::new("item"), Alias::new(name)));
        let mut item = Query::select();
        item.expr(Expr::val(1))
            .from_as(evidence::Entity, Alias::new("item"))
            .and_where(of("organization_id").eq(self.organization_id().uuid()))
            .and_where(of("id").eq(column(walk)))
            .and_where(condition(of("withdrawn_at")));
        Expr::exists(item)
    }
}

/// What the rows of a walk are called.
fn walked() -> Alias {
    Alias::new("walked")
}

/// The identifier of the item that a row of a walk stands for.
fn column(walk: &Walk) -> Expr {
    let name = if walk.names_revisions() { "evidence_id" } else { "id" };
    Expr::col((walked(), Alias::new(name)))
}
