//! What can be changed, one file a resource.
//!
//! Each mutation takes one input of its own and gives one payload of its own, null where the error stands at the top.

mod ai_systems;
mod curation;
mod evidence;
mod instruction;
mod management_systems;
mod memberships;
mod organization;
mod patch;
mod sites;
mod uploads;

use async_graphql::MergedObject;

/// Everything that can be changed.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(
    organization::OrganizationMutation,
    memberships::MembershipsMutation,
    management_systems::ManagementSystemsMutation,
    ai_systems::AiSystemsMutation,
    sites::SitesMutation,
    evidence::EvidenceMutation,
    curation::CurationMutation,
    uploads::UploadsMutation,
);
