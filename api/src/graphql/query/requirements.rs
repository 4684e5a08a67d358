use async_graphql::{Context, InputObject, Object, Result};
use obligraph_mapping::{Catalog, RequirementId};

use crate::app::{RequirementFilter, find_requirements};
use crate::graphql::connection::{Connection, Page, connection};
use crate::graphql::error::bad_input;
use crate::graphql::scalar::Date;
use crate::graphql::types::content;
use crate::graphql::types::requirement::Requirement;
use crate::graphql::types::words::{AiClass, RequirementKind, SubjectKind};

#[derive(Default)]
pub(crate) struct RequirementsQuery;

/// Requirements are found by reference or by what they are about.
#[Object]
impl RequirementsQuery {
    /// One requirement; null where there is none with this reference.
    async fn requirement(
        &self,
        context: &Context<'_>,
        #[graphql(name = "ref", desc = "Framework and id: `eu-ai-act:2024/art-9.2.a`.")] reference: String,
    ) -> Option<Requirement> {
        content(context).requirement(&reference).ok().map(Requirement)
    }

    /// Requirements and headings: in document order, or, where a text is searched for, best match first.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn requirements(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which ones; all if absent.")] filter: Option<RequirementFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Requirement>> {
        let content = content(context);
        let filter = filter.map(RequirementFilterInput::read).unwrap_or_default();
        let found = find_requirements(content, &filter).map_err(|fault| bad_input(&[fault.into()]))?;
        let page = Page { first, after, last, before };
        connection(&found, page, |&id| key(content.catalog(), id), |&id| Requirement(id))
    }
}

fn key(catalog: &Catalog, id: RequirementId) -> String {
    catalog.reference(id).map_or_else(String::new, |reference| reference.to_string())
}

/// Which requirements: those that fit everything that is given.
#[derive(InputObject)]
pub(crate) struct RequirementFilterInput {
    /// Of this framework, by its key.
    framework: Option<String>,
    /// With all of these words in reference, title or summary; a word may be cut short at its end.
    text: Option<String>,
    /// Of this kind.
    kind: Option<RequirementKind>,
    /// Only leaves that evidence can be held against (true), or only the others (false).
    assessable: Option<bool>,
    /// Whose duty it is.
    subject: Option<SubjectKind>,
    /// Addressed to this operator: `provider`, `deployer` ...
    addressee: Option<String>,
    /// For this AI class, or for every class.
    ai_class: Option<AiClass>,
    /// In force on this day: its date has come, and it is not repealed.
    applies_on: Option<Date>,
}

impl RequirementFilterInput {
    fn read(self) -> RequirementFilter {
        RequirementFilter {
            framework: self.framework,
            text: self.text,
            kind: self.kind.map(Into::into),
            assessable: self.assessable,
            subject: self.subject.map(Into::into),
            addressee: self.addressee,
            ai_class: self.ai_class.map(Into::into),
            applies_on: self.applies_on.map(|day| day.0),
        }
    }
}
