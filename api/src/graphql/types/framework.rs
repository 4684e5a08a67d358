use async_graphql::{Context, ID, Object, Result};
use obligraph_frameworks::FrameworkDetails;
use obligraph_mapping::FrameworkId;

use super::words::SubjectKind;
use super::{content, of_other_content};
use crate::graphql::at_hand::{AtHand, Place};
use crate::graphql::id::NodeId;
use crate::graphql::scalar::Date;

/// One edition of one framework.
pub(crate) struct Framework(pub(crate) FrameworkId);

impl Framework {
    fn details<'a>(&self, context: &Context<'a>) -> Result<&'a FrameworkDetails> {
        content(context).bundle().framework(self.0).ok_or_else(of_other_content)
    }
}

/// One edition of one framework: a standard, a law, or the hub that standards share.
#[Object]
impl Framework {
    /// Opaque and globally unique; the same in every revision of the content.
    pub(crate) async fn id(&self, context: &Context<'_>) -> Result<ID> {
        Ok(NodeId::Framework(self.details(context)?.key.clone()).id())
    }

    /// Its name with its edition, unique: `iso-42001:2023`.
    async fn key<'a>(&self, context: &Context<'a>) -> Result<&'a str> {
        Ok(self.details(context)?.key.as_str())
    }

    /// What people call it: `ISO/IEC 42001`.
    async fn title<'a>(&self, context: &Context<'a>) -> Result<&'a str> {
        Ok(self.details(context)?.title.as_str())
    }

    /// The full official name; null where the title is all there is.
    async fn name<'a>(&self, context: &Context<'a>) -> Result<Option<&'a str>> {
        Ok(self.details(context)?.name.as_deref())
    }

    /// Who publishes it.
    async fn publisher<'a>(&self, context: &Context<'a>) -> Result<&'a str> {
        Ok(self.details(context)?.publisher.as_str())
    }

    /// Its edition, as the publisher tells it.
    async fn edition<'a>(&self, context: &Context<'a>) -> Result<&'a str> {
        Ok(self.details(context)?.edition.as_str())
    }

    /// Whose obligations its requirements are, where nothing else is said; null for a hub.
    async fn subject(&self, context: &Context<'_>) -> Result<Option<SubjectKind>> {
        Ok(self.details(context)?.subject.map(Into::into))
    }

    /// Whether it only links others, and is nobody's obligation.
    async fn hub(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.details(context)?.hub)
    }

    /// What may be done with its content.
    async fn licence<'a>(&self, context: &Context<'a>) -> Result<&'a str> {
        Ok(self.details(context)?.licence.as_str())
    }

    /// When the content was last held against the original.
    async fn reviewed(&self, context: &Context<'_>) -> Result<Date> {
        Ok(Date(self.details(context)?.reviewed))
    }

    /// Acts and amendments that the content takes into account.
    async fn amended_by(&self, context: &Context<'_>) -> Result<Vec<String>> {
        Ok(self.details(context)?.amended_by.clone())
    }

    /// How many requirements and headings it has.
    async fn requirement_count(&self, context: &Context<'_>) -> usize {
        content(context).catalog().requirements_of(self.0).count()
    }
}

impl AtHand for Framework {
    const TYPE: &'static str = "Framework";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        let framework = place.content().catalog().framework_by_id(self.0)?;
        match name {
            "key" => place.text(&framework.key),
            "title" => place.text(&framework.title),
            "hub" => place.scalar(framework.hub),
            _ => None,
        }
    }
}
