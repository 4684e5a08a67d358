use async_graphql::futures_util::Stream;
use async_graphql::futures_util::stream::unfold;
use async_graphql::{Context, Result, SimpleObject, Subscription};

use crate::app::{Access, Refusal, Service};
use crate::auth::{Actor, Permission};
use crate::graphql::error::refused;
use crate::graphql::session::allowed;
use crate::graphql::types::evidence::Evidence;
use crate::graphql::types::session;
use crate::store::{AsOf, ChangeFeed, ChangeNotice, EvidenceId, ObjectKind, OrganizationId, Store};

#[derive(Default)]
pub(crate) struct Subscription;

/// Changes as they come. Whoever listens must be allowed to at each of them: a stream ends with FORBIDDEN once they are not.
#[Subscription]
impl Subscription {
    /// Evidence of the organisation was registered, revised or withdrawn.
    async fn evidence_changed(
        &self,
        context: &Context<'_>,
    ) -> Result<impl Stream<Item = Result<EvidenceChange>>> {
        let listener = Listener::begin(context).await?;
        Ok(unfold(Some(listener), |listener| async move {
            let mut listener = listener?;
            match listener.next_evidence().await {
                Ok(change) => Some((Ok(change), Some(listener))),
                Err(refusal) => Some((Err(refused(&refusal)), None)),
            }
        }))
    }

    /// The content that the organisation is answered from has another revision than before: a framework or a mapping of its
    /// own came or went.
    async fn catalog_revised(
        &self,
        context: &Context<'_>,
    ) -> Result<impl Stream<Item = Result<CatalogRevision>>> {
        let listener = Listener::begin(context).await?;
        let told = session(context).content().bundle().revision().to_owned();
        Ok(unfold(Some((listener, told)), |state| async move {
            let (mut listener, told) = state?;
            match listener.next_revision(&told).await {
                Ok(revision) => {
                    Some((Ok(CatalogRevision { revision: revision.clone() }), Some((listener, revision))))
                }
                Err(refusal) => Some((Err(refused(&refusal)), None)),
            }
        }))
    }
}

/// A change of evidence.
#[derive(SimpleObject)]
pub(crate) struct EvidenceChange {
    /// There may have been changes that are not told, as after a lost connection to the database: read the list anew.
    missed: bool,
    /// What was done, as the audit log calls it: `register-evidence`; null where changes were missed.
    action: Option<String>,
    /// The item as it is since; null where changes were missed.
    evidence: Option<Evidence>,
}

/// The revision of the content.
#[derive(SimpleObject)]
pub(crate) struct CatalogRevision {
    /// A hash of all of the content.
    revision: String,
}

/// Whoever listens, and what they hear.
struct Listener {
    service: Service,
    actor: Actor,
    organization: OrganizationId,
    changes: ChangeFeed,
}

impl Listener {
    async fn begin(context: &Context<'_>) -> Result<Self> {
        let organization = allowed(context).await?.access.organization;
        let session = session(context);
        let begun = || {
            let changes = session.service().store().map_err(Refusal::Store)?.changes();
            let (service, actor) = (session.service().clone(), session.actor()?.clone());
            Ok(Self { service, actor, organization, changes })
        };
        begun().map_err(|refusal: Refusal| refused(&refusal))
    }

    /// That the listener may still read; the store to read from.
    async fn admitted(&self) -> Result<(Access, &Store), Refusal> {
        let access = Access::of(&self.service, &self.actor).await?;
        access.demand(Permission::Read)?;
        Ok((access, self.service.store().map_err(Refusal::Store)?))
    }

    async fn next_evidence(&mut self) -> Result<EvidenceChange, Refusal> {
        loop {
            match self.changes.next().await {
                ChangeNotice::Missed => {
                    self.admitted().await?;
                    return Ok(EvidenceChange { missed: true, action: None, evidence: None });
                }
                ChangeNotice::Changed { organization, object, action, .. }
                    if organization == self.organization && object.kind == ObjectKind::Evidence =>
                {
                    let (access, store) = self.admitted().await?;
                    let scope = store.scope(access.organization);
                    let found = scope.evidence(EvidenceId::new(object.id), AsOf::Latest).await;
                    if let Some(evidence) = found.map_err(Refusal::Store)? {
                        let evidence = Some(Evidence(evidence));
                        return Ok(EvidenceChange { missed: false, action: Some(action), evidence });
                    }
                }
                ChangeNotice::Changed { .. } => {}
            }
        }
    }

    /// The next revision that is not the one that was told.
    async fn next_revision(&mut self, told: &str) -> Result<String, Refusal> {
        loop {
            let concerns = match self.changes.next().await {
                ChangeNotice::Missed => true,
                ChangeNotice::Changed { organization, object, .. } => {
                    let of_content =
                        matches!(object.kind, ObjectKind::CustomFramework | ObjectKind::MappingProposal);
                    organization == self.organization && of_content
                }
            };
            if concerns {
                self.admitted().await?;
                let revision = self.service.revision_of(self.organization).await.map_err(Refusal::Store)?;
                if revision != told {
                    return Ok(revision);
                }
            }
        }
    }
}
