use async_graphql::{Context, Object, SimpleObject};

use crate::graphql::types::content;
use crate::graphql::types::framework::Framework;

#[derive(Default)]
pub(crate) struct CatalogQuery;

/// What content there is.
#[Object]
impl CatalogQuery {
    /// The content that answers come from.
    async fn catalog(&self, context: &Context<'_>) -> Catalog {
        let content = content(context);
        Catalog {
            revision: content.bundle().revision().to_owned(),
            engine_version: env!("CARGO_PKG_VERSION"),
            framework_count: content.catalog().frameworks().count(),
            requirement_count: content.catalog().requirement_count(),
            mapping_count: content.catalog().mapping_count(),
            evidence_type_count: content.bundle().evidence_types().len(),
        }
    }

    /// Every edition of every framework, in the order of the catalogue.
    async fn frameworks(&self, context: &Context<'_>) -> Vec<Framework> {
        content(context).catalog().frameworks().map(|(id, _)| Framework(id)).collect()
    }

    /// One edition of a framework; null where there is none with this key.
    async fn framework(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Name and edition: `iso-42001:2023`.")] key: String,
    ) -> Option<Framework> {
        content(context).catalog().framework(&key).map(Framework)
    }
}

/// The content that answers come from.
#[derive(SimpleObject)]
pub(crate) struct Catalog {
    /// Names this content: a hash of all of it.
    revision: String,
    /// The version of the engine.
    engine_version: &'static str,
    /// Editions of frameworks.
    framework_count: usize,
    /// Requirements and headings.
    requirement_count: usize,
    /// Mappings, drafts and retired ones among them.
    mapping_count: usize,
    /// Evidence types.
    evidence_type_count: usize,
}
