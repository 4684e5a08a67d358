//! What can be asked, one file a resource.

mod access;
mod catalog;
mod curation;
mod evidence;
mod evidence_types;
mod mappings;
mod node;
mod organization;
mod requirements;
mod resolve;

use async_graphql::MergedObject;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub(crate) struct Query(
    catalog::CatalogQuery,
    requirements::RequirementsQuery,
    mappings::MappingsQuery,
    evidence_types::EvidenceTypesQuery,
    resolve::ResolveQuery,
    node::NodeQuery,
    organization::OrganizationQuery,
    evidence::EvidenceQuery,
    access::AccessQuery,
    curation::CurationQuery,
);
