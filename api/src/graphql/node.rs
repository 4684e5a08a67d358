//! Objects that can be asked for by their id alone.

use async_graphql::{Context, ID, Interface, Result};

use super::error::refused;
use super::id::NodeId;
use super::types::ai_system::AiSystem;
use super::types::audit_entry::AuditEntry;
use super::types::custom_framework::CustomFramework;
use super::types::engagement::Engagement;
use super::types::evidence::Evidence;
use super::types::evidence_type::EvidenceType;
use super::types::evidence_upload::EvidenceUpload;
use super::types::framework::Framework;
use super::types::management_system::ManagementSystem;
use super::types::mapping::{Mapping, mapping_key};
use super::types::mapping_proposal::MappingProposal;
use super::types::membership::Membership;
use super::types::organization::Organization;
use super::types::requirement::Requirement;
use super::types::service_token::ServiceToken;
use super::types::site::Site;
use super::types::{content, session};
use crate::app::{Refusal, managed_subject, subject_of};
use crate::auth::Permission;
use crate::store::AsOf;

/// An object with an id, by which it can be asked for.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque and globally unique."))]
pub(crate) enum Node {
    Organization(Organization),
    Membership(Membership),
    ManagementSystem(ManagementSystem),
    AiSystem(AiSystem),
    Site(Site),
    Evidence(Evidence),
    Engagement(Engagement),
    ServiceToken(ServiceToken),
    MappingProposal(MappingProposal),
    CustomFramework(CustomFramework),
    EvidenceUpload(EvidenceUpload),
    AuditEntry(AuditEntry),
    Framework(Framework),
    Requirement(Requirement),
    Mapping(Mapping),
    EvidenceType(EvidenceType),
}

/// The object with an id; `None` where there is none, and likewise where it is another's, or more than the viewer may read.
pub(crate) async fn find(context: &Context<'_>, id: &NodeId) -> Result<Option<Node>> {
    match of_content(context, id) {
        Some(node) => Ok(Some(node)),
        None => match of_organization(context, id).await {
            Ok(node) => Ok(node),
            Err(Refusal::Store(fault)) => Err(refused(&Refusal::Store(fault))),
            Err(_) => Ok(None),
        },
    }
}

fn of_content(context: &Context<'_>, id: &NodeId) -> Option<Node> {
    let content = content(context);
    let catalog = content.catalog();
    Some(match id {
        NodeId::Framework(key) => Node::Framework(Framework(content.framework(key).ok()?)),
        NodeId::Requirement(reference) => {
            Node::Requirement(Requirement(content.requirement(reference).ok()?))
        }
        NodeId::Mapping(key) => {
            let id = catalog.mapping_ids().find(|&id| mapping_key(catalog, id) == *key)?;
            Node::Mapping(Mapping(id))
        }
        NodeId::EvidenceType(key) => {
            Node::EvidenceType(EvidenceType(content.evidence_type(key).ok()?.key.clone()))
        }
        _ => return None,
    })
}

async fn of_organization(context: &Context<'_>, id: &NodeId) -> Result<Option<Node>, Refusal> {
    let permission = match id {
        NodeId::Membership(_) | NodeId::Engagement(_) | NodeId::ServiceToken(_) => Permission::ReadAccess,
        NodeId::AuditEntry(_) => Permission::ReadAuditLog,
        NodeId::Upload(_) => Permission::ProvideEvidence,
        _ => Permission::Read,
    };
    let session = session(context);
    let access = session.access().await?;
    access.demand(permission)?;
    let scope = session.service().store().map_err(Refusal::Store)?.scope(access.organization);
    let found = match *id {
        NodeId::Organization(id) if id == access.organization => {
            scope.organization().await.map(|found| found.map(|found| Node::Organization(found.into())))
        }
        NodeId::Membership(id) => {
            scope.membership(id).await.map(|found| found.map(|found| Node::Membership(found.into())))
        }
        NodeId::ManagementSystem(id) => scope.management_system(id).await.map(|found| {
            let found = found.filter(|found| access.sees(&managed_subject(found)));
            found.map(|found| Node::ManagementSystem(found.into()))
        }),
        NodeId::AiSystem(id) => scope.ai_system(id).await.map(|found| {
            let found = found.filter(|found| access.sees(&subject_of(found)));
            found.map(|found| Node::AiSystem(found.into()))
        }),
        NodeId::Site(id) => scope.site(id).await.map(|found| found.map(|found| Node::Site(found.into()))),
        NodeId::Evidence(id) => scope
            .evidence(id, AsOf::Latest)
            .await
            .map(|found| found.filter(|found| access.sees_evidence(found)))
            .map(|found| found.map(|found| Node::Evidence(found.into()))),
        NodeId::Engagement(id) => {
            scope.engagement(id).await.map(|found| found.map(|found| Node::Engagement(found.into())))
        }
        NodeId::ServiceToken(id) => {
            scope.service_token(id).await.map(|found| found.map(|found| Node::ServiceToken(found.into())))
        }
        NodeId::MappingProposal(id) => scope
            .mapping_proposal(id)
            .await
            .map(|found| found.map(|found| Node::MappingProposal(found.into()))),
        NodeId::CustomFramework(id) => scope
            .custom_framework(id)
            .await
            .map(|found| found.map(|found| Node::CustomFramework(found.into()))),
        NodeId::Upload(id) => {
            scope.upload(id).await.map(|found| found.map(|found| Node::EvidenceUpload(found.into())))
        }
        NodeId::AuditEntry(sequence) => {
            scope.audit_entry(sequence).await.map(|found| found.map(|found| Node::AuditEntry(found.into())))
        }
        _ => Ok(None),
    };
    found.map_err(Refusal::Store)
}
