use async_graphql::{Context, Object, Result};

use super::engagement::Client;
use super::membership::Role;
use super::organization::Organization;
use super::session;
use super::words::Permission as Shown;
use crate::app::{Access, Refusal, clients};
use crate::auth::{Actor, Permission};
use crate::graphql::error::{of_store, refused};

/// Whoever asks.
pub(crate) struct Viewer;

/// Whoever asks: the bearer of the token, in the organisation that the request is about.
#[Object]
impl Viewer {
    /// Who: the subject of the token.
    async fn subject<'a>(&self, context: &Context<'a>) -> Result<&'a str> {
        let actor = session(context).actor().map_err(|refusal| refused(&refusal))?;
        Ok(actor.subject.as_str())
    }

    /// The organisation that the request is about; null where there is none with the id of the token yet, or where it has
    /// no place for the viewer.
    async fn organization(&self, context: &Context<'_>) -> Result<Option<Organization>> {
        let session = session(context);
        let access = match session.access().await {
            Ok(access) => access,
            Err(Refusal::Store(fault)) => return Err(of_store(&fault)),
            Err(_) => return Ok(None),
        };
        let store = session.service().store().map_err(|fault| of_store(&fault))?;
        let organization = store.scope(access.organization).organization().await;
        Ok(organization.map_err(|fault| of_store(&fault))?.map(Into::into))
    }

    /// The clients that the viewer's own organisation, as a certification body, may read today, by organisation; empty where
    /// it has none, and for a viewer who may not read there.
    async fn clients(&self, context: &Context<'_>) -> Result<Vec<Client>> {
        let session = session(context);
        let actor = session.actor().map_err(|refusal| refused(&refusal))?;
        let at_home = Actor { acting_for: None, ..actor.clone() };
        match Access::of(session.service(), &at_home).await {
            Ok(access) if actor.service_token.is_none() && access.grants(Permission::Read) => {
                let found = clients(session.service(), actor.organization).await;
                Ok(found.map_err(|fault| of_store(&fault))?.into_iter().map(Into::into).collect())
            }
            Err(Refusal::Store(fault)) => Err(of_store(&fault)),
            _ => Ok(Vec::new()),
        }
    }

    /// The roles in force there; empty where it has no place for the viewer.
    async fn roles(&self, context: &Context<'_>) -> Result<Vec<Role>> {
        match session(context).access().await {
            Ok(access) => Ok(access.roles().into_iter().map(Into::into).collect()),
            Err(Refusal::Store(fault)) => Err(of_store(&fault)),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// What the viewer may do there, so that a front end can show what is possible; empty where nothing is.
    async fn permissions(&self, context: &Context<'_>) -> Result<Vec<Shown>> {
        match session(context).access().await {
            Ok(access) => {
                let granted = Permission::ALL.into_iter().filter(|&permission| access.grants(permission));
                Ok(granted.map(Into::into).collect())
            }
            Err(Refusal::Store(fault)) => Err(of_store(&fault)),
            Err(_) => Ok(Vec::new()),
        }
    }
}
