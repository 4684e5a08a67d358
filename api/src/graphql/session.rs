//! One request: who asks, what they may do, and the content that they are answered from.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::parser::types::OperationType;
use async_graphql::{Context, QueryEnv, Result};
use chrono::{DateTime, Utc};
use obligraph_mapping::Subject;
use tokio::sync::{Mutex, OnceCell};

use super::at_hand;
use super::error::{of_store, refused};
use super::types::session;
use crate::app::{Access, Content, OwnContent, Past, Refusal, Service, ai_system_subjects};
use crate::auth::{Actor, Demand, Operation, Permission, demand};
use crate::store::{OrganizationId, Scope, StoreError};

/// What all fields of one request share.
pub(crate) struct Session {
    service: Service,
    actor: Option<Actor>,
    content: Content,
    /// Whether no two fields of the operation stand under one name; found out once, where it matters.
    stands_once: OnceLock<bool>,
    /// Looked up once, where a field demands it.
    access: OnceCell<Access>,
    /// Looked up once, where an answer is about them.
    ai_systems: OnceCell<BTreeSet<Subject>>,
    /// What the organisation was, at each instant that is asked for.
    past: Mutex<BTreeMap<DateTime<Utc>, Arc<Past>>>,
    /// Read once, where proposals are held against it.
    own_content: OnceCell<OwnContent>,
    /// What organisations are called, asked for together.
    organization_names: OnceLock<DataLoader<OrganizationNames>>,
}

impl Session {
    /// Begins a request. Where an organisation has content of its own, whoever may read there is answered from it; where the
    /// store is out of reach, from what all share.
    pub(crate) async fn begin(service: Service, actor: Option<Actor>) -> Self {
        let content = service.content().clone();
        let mut session = Self::new(service, actor, content);
        let Some(actor) = &session.actor else { return session };
        let organization = actor.acting_for.unwrap_or(actor.organization);
        if let Ok(Some(own)) = session.service.content_of(organization).await
            && session.access().await.is_ok_and(|access| access.grants(Permission::Read))
        {
            session.content = own;
        }
        session
    }

    fn new(service: Service, actor: Option<Actor>, content: Content) -> Self {
        Self {
            service,
            actor,
            content,
            stands_once: OnceLock::new(),
            access: OnceCell::new(),
            ai_systems: OnceCell::new(),
            past: Mutex::default(),
            own_content: OnceCell::new(),
            organization_names: OnceLock::new(),
        }
    }

    pub(crate) const fn service(&self) -> &Service {
        &self.service
    }

    pub(crate) const fn content(&self) -> &Content {
        &self.content
    }

    /// Whether no two fields of the operation stand under one name in one object.
    pub(crate) fn stands_once(&self, query: &QueryEnv) -> bool {
        *self.stands_once.get_or_init(|| at_hand::stands_once(query))
    }

    /// Who asks.
    pub(crate) fn actor(&self) -> Result<&Actor, Refusal> {
        self.actor.as_ref().ok_or(Refusal::Unauthenticated)
    }

    /// What they may do in the organisation that the request is about.
    pub(crate) async fn access(&self) -> Result<&Access, Refusal> {
        let actor = self.actor()?;
        self.access.get_or_try_init(|| Access::of(&self.service, actor)).await
    }

    /// The frameworks and mappings of that organisation's own.
    pub(crate) async fn own_content(&self) -> Result<&OwnContent> {
        let read = || async {
            let organization = self.access().await?.organization;
            let store = self.service.store().map_err(Refusal::Store)?;
            OwnContent::read(store.scope(organization)).await.map_err(Refusal::Store)
        };
        self.own_content.get_or_try_init(read).await.map_err(|refusal| refused(&refusal))
    }

    /// What an organisation is called; `None` where there is none.
    pub(crate) async fn organization_name(&self, id: OrganizationId) -> Result<Option<String>> {
        let load = || DataLoader::new(OrganizationNames(self.service.clone()), tokio::spawn);
        let found = self.organization_names.get_or_init(load).load_one(id).await;
        found.map_err(|fault| of_store(&fault))
    }

    /// All AI systems of that organisation, as subjects: what is to be shown for each of them is not shown by some, also to
    /// whom sees no others.
    pub(crate) async fn ai_systems(&self) -> Result<&BTreeSet<Subject>> {
        let look_up = || async {
            let organization = self.access().await?.organization;
            let store = self.service.store().map_err(Refusal::Store)?;
            ai_system_subjects(store.scope(organization)).await.map_err(Refusal::Store)
        };
        self.ai_systems.get_or_try_init(look_up).await.map_err(|refusal| refused(&refusal))
    }

    /// What that organisation was at an instant.
    pub(crate) async fn past(&self, instant: DateTime<Utc>) -> Result<Arc<Past>> {
        let organization = self.access().await.map_err(|refusal| refused(&refusal))?.organization;
        let mut read = self.past.lock().await;
        if let Some(past) = read.get(&instant) {
            return Ok(Arc::clone(past));
        }
        let store = self.service.store().map_err(|fault| of_store(&fault))?;
        let past = Past::read(store.scope(organization), instant, self.service.content()).await;
        let past = Arc::new(past.map_err(|fault| of_store(&fault))?);
        read.insert(instant, Arc::clone(&past));
        Ok(past)
    }
}

/// Looks up what organisations are called.
struct OrganizationNames(Service);

impl Loader<OrganizationId> for OrganizationNames {
    type Value = String;
    type Error = Arc<StoreError>;

    async fn load(&self, ids: &[OrganizationId]) -> Result<HashMap<OrganizationId, String>, Arc<StoreError>> {
        let names = self.0.store()?.organization_names(ids).await?;
        Ok(names.into_iter().collect())
    }
}

/// What a field that is allowed works with.
pub(crate) struct Allowed<'a> {
    pub(crate) service: &'a Service,
    pub(crate) access: &'a Access,
    pub(crate) scope: Scope<'a>,
}

/// That whoever asks may use this root field, by the policy; what they are allowed follows from it.
pub(crate) async fn allowed<'a>(context: &Context<'a>) -> Result<Allowed<'a>> {
    let session = session(context);
    let found = admit(context, session).await;
    let scope = found.and_then(|access| {
        let store = session.service.store().map_err(Refusal::Store)?;
        Ok((access, store.scope(access.organization)))
    });
    let (access, scope) = scope.map_err(|refusal| refused(&refusal))?;
    Ok(Allowed { service: &session.service, access, scope })
}

/// That whoever asks has a token, as this root field demands.
pub(crate) fn signed_in<'a>(context: &Context<'a>) -> Result<&'a Actor> {
    match demanded(context) {
        Some(Demand::SignedIn) => session(context).actor().map_err(|refusal| refused(&refusal)),
        _ => Err(refused(&Refusal::Unlisted)),
    }
}

async fn admit<'a>(context: &Context<'a>, session: &'a Session) -> Result<&'a Access, Refusal> {
    let Some(Demand::Permission(permission)) = demanded(context) else { return Err(Refusal::Unlisted) };
    let access = session.access().await?;
    access.demand(permission)?;
    Ok(access)
}

/// What the policy demands of the root field that is being answered.
fn demanded(context: &Context<'_>) -> Option<Demand> {
    let operation = match context.query_env.operation.node.ty {
        OperationType::Query => Operation::Query,
        OperationType::Mutation => Operation::Mutation,
        OperationType::Subscription => Operation::Subscription,
    };
    demand(operation, context.item.node.name.node.as_str())
}
