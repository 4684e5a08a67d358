use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::requirement::Requirement;
use super::words::{ClaimedCoverage, SubjectKind};
use super::{content, of_other_content};
use crate::graphql::id::NodeId;

/// One evidence type, by its key.
pub(crate) struct EvidenceType(pub(crate) String);

impl EvidenceType {
    fn read<'a>(&self, context: &Context<'a>) -> Result<&'a obligraph_frameworks::EvidenceType> {
        let found = content(context).bundle().evidence_type(&self.0);
        found.ok_or_else(of_other_content)
    }
}

/// A kind of thing that organisations really hold: what it contains, and what an item of it shows.
#[Object]
impl EvidenceType {
    /// Opaque and globally unique; the same in every revision of the content.
    pub(crate) async fn id(&self) -> ID {
        NodeId::EvidenceType(self.0.clone()).id()
    }

    /// Unique among all evidence types: `event-log-retention-setting`.
    async fn key(&self) -> &str {
        &self.0
    }

    /// What people call it.
    async fn title<'a>(&self, context: &Context<'a>) -> Result<&'a str> {
        Ok(self.read(context)?.title.as_str())
    }

    /// What an item of this type should contain.
    async fn contains(&self, context: &Context<'_>) -> Result<Vec<String>> {
        Ok(self.read(context)?.contains.clone())
    }

    /// Who usually holds it; null where that varies.
    async fn held_by<'a>(&self, context: &Context<'a>) -> Result<Option<&'a str>> {
        Ok(self.read(context)?.held_by.as_deref())
    }

    /// What one such item is about; null where it is not about one thing.
    async fn subject(&self, context: &Context<'_>) -> Result<Option<SubjectKind>> {
        Ok(self.read(context)?.subject.map(Into::into))
    }

    /// How long an item counts from its collection, as an ISO 8601 duration; null where it does not lapse.
    async fn fresh_for(&self, context: &Context<'_>) -> Result<Option<String>> {
        Ok(self.read(context)?.fresh_for.as_ref().map(ToString::to_string))
    }

    /// The facts that an item carries, by name.
    async fn facts(&self, context: &Context<'_>) -> Result<Vec<FactDeclaration>> {
        let facts = &self.read(context)?.facts;
        let declared = facts.values().map(|fact| FactDeclaration {
            name: fact.name.clone(),
            fact_type: fact.fact_type.word().to_owned(),
            unit: fact.unit.clone(),
            minimum: fact.minimum,
            maximum: fact.maximum,
            required: fact.required,
            one_of: fact.one_of.clone(),
            description: fact.description.clone(),
        });
        Ok(declared.collect())
    }

    /// What an item shows, if conditions hold.
    async fn claims(&self, context: &Context<'_>) -> Result<Vec<TypeClaim>> {
        let claims = &self.read(context)?.claims;
        let stated = claims.iter().map(|claim| TypeClaim {
            requirement: Requirement(claim.requirement),
            coverage: claim.coverage.into(),
            all_ai_systems: claim.all_ai_systems,
            condition: claim.when().map(str::to_owned),
        });
        Ok(stated.collect())
    }

    /// What an item does not show, although it is often taken for it; null where nothing is often mistaken.
    async fn over_claim<'a>(&self, context: &Context<'a>) -> Result<Option<&'a str>> {
        Ok(self.read(context)?.over_claim.as_deref())
    }
}

/// One fact that items of a type carry.
#[derive(SimpleObject)]
pub(crate) struct FactDeclaration {
    /// Unique within the type: `retention_days`.
    name: String,
    /// What its values are: `integer`, `boolean`, `date` ...
    #[graphql(name = "type")]
    fact_type: String,
    /// The unit of a number; null where it has none.
    unit: Option<String>,
    /// The least number allowed; null where any is.
    minimum: Option<f64>,
    /// The greatest number allowed; null where any is.
    maximum: Option<f64>,
    /// Whether an item without it is refused.
    required: bool,
    /// The strings allowed, or the members allowed of a list; empty where any are.
    one_of: Vec<String>,
    /// What it tells; null where the name says it.
    description: Option<String>,
}

/// The statement that items of a type show a requirement.
#[derive(SimpleObject)]
pub(crate) struct TypeClaim {
    /// The requirement that is shown.
    requirement: Requirement,
    /// How much of it.
    coverage: ClaimedCoverage,
    /// Whether it holds for every AI system in scope.
    all_ai_systems: bool,
    /// The CEL condition over the item's facts; null where the claim always holds.
    condition: Option<String>,
}
