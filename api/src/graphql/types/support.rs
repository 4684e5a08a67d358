use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use obligraph_mapping::Supporter as EngineSupporter;

use super::content;
use super::evidence_type::EvidenceType;
use super::proof::Proof;
use super::requirement::Requirement;
use super::words::{Coverage, Relation};
use crate::app::{SupportAnswer, SupportingType};
use crate::graphql::connection::{Connection, Page, connection};
use crate::graphql::scalar::Confidence;

/// An answer to the reverse question, shared by all that is read of it.
pub(crate) struct Support(pub(crate) Arc<SupportAnswer>);

/// What satisfies or supports one requirement, in content: whether evidence covers the subject is for `resolve` to say.
#[Object]
impl Support {
    /// The requirements whose full evidence satisfies or supports this one, itself among them; in the order of frameworks
    /// and documents.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn requirements(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Supporter>> {
        let catalog = content(context).catalog();
        let key = |found: &EngineSupporter| {
            catalog.reference(found.requirement()).map_or_else(String::new, |reference| reference.to_string())
        };
        let node = |found: &EngineSupporter| Supporter { answer: Arc::clone(&self.0), found: *found };
        connection(self.0.requirements.supporters(), Page { first, after, last, before }, key, node)
    }

    /// The evidence types whose items satisfy or support it, best first.
    async fn evidence_types(&self) -> Vec<SupportingEvidenceType> {
        self.0.evidence_types.iter().map(Into::into).collect()
    }
}

/// One supporter of an answer.
pub(crate) struct Supporter {
    answer: Arc<SupportAnswer>,
    found: EngineSupporter,
}

/// A requirement whose full evidence satisfies or supports the one asked about.
#[Object]
impl Supporter {
    /// The supporting requirement.
    async fn requirement(&self) -> Requirement {
        Requirement(self.found.requirement())
    }

    /// How much of the one asked about is shown where all of this one is.
    async fn coverage(&self) -> Coverage {
        self.found.coverage().into()
    }

    /// What is known of the one asked about, on the left, and this one.
    async fn relation_set(&self) -> Vec<Relation> {
        self.found.relation_set().iter().map(Into::into).collect()
    }

    /// The product of the confidences along the path.
    async fn confidence(&self) -> Confidence {
        self.found.confidence().into()
    }

    /// How many mappings in a row lead to it.
    async fn hops(&self) -> u8 {
        self.found.hops()
    }

    /// How the one asked about relates to it, step by step from the one asked about.
    #[graphql(complexity = "5 + child_complexity")]
    async fn proof(&self, context: &Context<'_>) -> Proof {
        self.answer.requirements.proof(content(context).graph(), &self.found).into()
    }
}

/// An evidence type whose items satisfy or support a requirement.
#[derive(SimpleObject)]
pub(crate) struct SupportingEvidenceType {
    /// The type.
    evidence_type: EvidenceType,
    /// How much of the requirement an item shows.
    coverage: Coverage,
    /// The product of the confidences of the mappings on the way; 1 where the type claims the requirement itself.
    confidence: Confidence,
    /// The requirement that the type claims.
    through: Requirement,
    /// The CEL condition that the facts of the item must meet; null where the claim always holds.
    condition: Option<String>,
}

impl From<&SupportingType> for SupportingEvidenceType {
    fn from(found: &SupportingType) -> Self {
        Self {
            evidence_type: EvidenceType(found.key.clone()),
            coverage: found.coverage.into(),
            confidence: found.confidence.into(),
            through: Requirement(found.through),
            condition: found.condition.clone(),
        }
    }
}
