//! Objects that can be asked for by their id alone.

use std::collections::BTreeMap;

use async_graphql::{Context, ID, Interface, Result};

use super::error::of_store;
use super::id::{Named, NodeId};
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
use crate::app::{Access, Refusal, managed_subject, subject_of};
use crate::auth::Permission;
use crate::store::{self, AsOf, OrganizationId, Scope, StoreError};

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

/// The objects with these ids, in their order; `None` where there is none, and likewise where it is another's, or more than
/// the viewer may read.
pub(crate) async fn find(context: &Context<'_>, ids: &[NodeId]) -> Result<Vec<Option<Node>>> {
    let nodes: Vec<Option<Node>> = ids.iter().map(|id| of_content(context, id)).collect();
    if nodes.iter().all(Option::is_some) {
        return Ok(nodes);
    }
    let session = session(context);
    let access = match session.access().await {
        Ok(access) => access,
        Err(Refusal::Store(fault)) => return Err(of_store(&fault)),
        Err(_) => return Ok(nodes),
    };
    let scope = session.service().store().map_err(|fault| of_store(&fault))?.scope(access.organization);
    let mut found = Found { ids, nodes, access };
    found.read(scope).await.map_err(|fault| of_store(&fault))?;
    Ok(found.nodes)
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

/// Objects as they are found, each at the place of its id.
struct Found<'a> {
    ids: &'a [NodeId],
    nodes: Vec<Option<Node>>,
    access: &'a Access,
}

impl Found<'_> {
    /// Reads what an organisation has: all of one type at once.
    async fn read(&mut self, scope: Scope<'_>) -> Result<(), StoreError> {
        use Permission::{ProvideEvidence, Read, ReadAccess, ReadAuditLog};
        let access = self.access;
        let own = |ids: Vec<OrganizationId>| async move {
            let is_asked_for = ids.contains(&scope.organization_id());
            Ok(if is_asked_for { scope.organization().await?.into_iter().collect() } else { Vec::new() })
        };
        self.add(Read, own, |found| found.id, |found| Some(Node::Organization(found.into()))).await?;
        let read = |ids: Vec<_>| async move { scope.memberships_by_id(&ids).await };
        self.add(ReadAccess, read, |found| found.id, |found| Some(Node::Membership(found.into()))).await?;
        let read = |ids: Vec<_>| async move { scope.management_systems_by_id(&ids).await };
        let shown =
            |found| access.sees(&managed_subject(&found)).then(|| Node::ManagementSystem(found.into()));
        self.add(Read, read, |found| found.id, shown).await?;
        let read = |ids: Vec<_>| async move { scope.ai_systems_by_id(&ids).await };
        let shown = |found| access.sees(&subject_of(&found)).then(|| Node::AiSystem(found.into()));
        self.add(Read, read, |found| found.id, shown).await?;
        let read = |ids: Vec<_>| async move { scope.sites_by_id(&ids).await };
        self.add(Read, read, |found| found.id, |found| Some(Node::Site(found.into()))).await?;
        let read = |ids: Vec<_>| async move { scope.evidence_by_id(&ids, AsOf::Latest).await };
        let shown = |found| access.sees_evidence(&found).then(|| Node::Evidence(found.into()));
        self.add(Read, read, |found| found.id, shown).await?;
        let read = |ids: Vec<_>| async move { scope.engagements_by_id(&ids).await };
        self.add(ReadAccess, read, |found| found.id, |found| Some(Node::Engagement(found.into()))).await?;
        let read = |ids: Vec<_>| async move { scope.service_tokens_by_id(&ids).await };
        self.add(ReadAccess, read, |found| found.id, |found| Some(Node::ServiceToken(found.into()))).await?;
        let read = |ids: Vec<_>| async move { scope.mapping_proposals_by_id(&ids).await };
        self.add(Read, read, |found| found.id, |found| Some(Node::MappingProposal(found.into()))).await?;
        let read = |ids: Vec<_>| async move { scope.custom_frameworks_by_id(&ids).await };
        self.add(Read, read, |found| found.id, |found| Some(Node::CustomFramework(found.into()))).await?;
        let read = |ids: Vec<_>| async move { scope.uploads_by_id(&ids).await };
        let shown = |found: store::Upload| Some(Node::EvidenceUpload(found.into()));
        self.add(ProvideEvidence, read, |found| found.id, shown).await?;
        let read = |sequences: Vec<_>| async move { scope.audit_entries(&sequences).await };
        let shown = |found: store::AuditEntry| Some(Node::AuditEntry(found.into()));
        self.add(ReadAuditLog, read, |found| found.sequence, shown).await
    }

    /// Reads those of one type, if there are any and one may see such.
    async fn add<K, T, F>(
        &mut self,
        permission: Permission,
        read: impl FnOnce(Vec<K>) -> F,
        key: impl Fn(&T) -> K,
        shown: impl Fn(T) -> Option<Node>,
    ) -> Result<(), StoreError>
    where
        K: Named + Copy + Ord,
        T: Clone,
        F: Future<Output = Result<Vec<T>, StoreError>>,
    {
        let places = self.ids.iter().enumerate();
        let places: Vec<(usize, K)> =
            places.filter_map(|(place, id)| Some((place, K::of(id.clone())?))).collect();
        if places.is_empty() || !self.access.grants(permission) {
            return Ok(());
        }
        let found = read(places.iter().map(|(_, key)| *key).collect()).await?;
        let found: BTreeMap<K, T> = found.into_iter().map(|row| (key(&row), row)).collect();
        for (place, key) in places {
            if let Some(node) = self.nodes.get_mut(place) {
                *node = found.get(&key).cloned().and_then(&shown);
            }
        }
        Ok(())
    }
}
