//! Who sends a request.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::app::{SERVICE_TOKEN_PREFIX, Service, service_actor};
use crate::auth::{Actor, TokenFault, Verifier, bearer};
use crate::store::{OrganizationId, StoreError};

/// Names the organisation that a request is about, where it is not that of the token.
pub(crate) const ORGANIZATION: &str = "obligraph-organization";

/// Someone whose token holds.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) actor: Actor,
    /// When the token ends.
    pub(crate) expires_at: DateTime<Utc>,
}

/// How long a service token is believed before it is looked up again, over one connection.
const SERVICE_TOKEN_COUNTS: TimeDelta = TimeDelta::hours(1);

/// Why it cannot be told who sends a request.
#[derive(Debug)]
pub(crate) enum CallerFault {
    Token(TokenFault),
    /// What names the organisation does not name one.
    Organization,
    /// Whose a service token is cannot be looked up.
    Store(StoreError),
}

/// Whoever sends the request, by its headers; `None` without a token.
pub(crate) async fn caller(
    http: &HttpRequest,
    verifier: Option<&Verifier>,
    service: &Service,
    now: DateTime<Utc>,
) -> Result<Option<Known>, CallerFault> {
    let text = |name| http.headers().get(name).map(|header| header.to_str().unwrap_or_default());
    let authorization = http.headers().get(AUTHORIZATION).map(|header| header.to_str().unwrap_or_default());
    known(authorization, text(ORGANIZATION), verifier, service, now).await
}

/// The bearer of a token, for the organisation that is named or that of the token.
pub(crate) async fn known(
    authorization: Option<&str>,
    acting_for: Option<&str>,
    verifier: Option<&Verifier>,
    service: &Service,
    now: DateTime<Utc>,
) -> Result<Option<Known>, CallerFault> {
    let Some(token) = bearer(authorization).map_err(CallerFault::Token)? else { return Ok(None) };
    if token.starts_with(SERVICE_TOKEN_PREFIX) {
        let found = service_actor(service, token, organization(acting_for)?).await;
        let actor = found.map_err(CallerFault::Store)?.ok_or(CallerFault::Token(TokenFault::ServiceToken))?;
        return Ok(Some(Known { actor, expires_at: now + SERVICE_TOKEN_COUNTS }));
    }
    let Some(verifier) = verifier else { return Err(CallerFault::Token(TokenFault::Key)) };
    let claims = verifier.verify(token, now).await.map_err(CallerFault::Token)?;
    let expires_at = claims.expires_at;
    Ok(Some(Known { actor: Actor::of(claims, organization(acting_for)?), expires_at }))
}

/// The organisation of this id, with or without its prefix.
pub(crate) fn organization(text: Option<&str>) -> Result<Option<OrganizationId>, CallerFault> {
    let Some(text) = text else { return Ok(None) };
    let uuid = Uuid::try_parse(text.strip_prefix("org_").unwrap_or(text));
    uuid.map(|uuid| Some(OrganizationId::new(uuid))).map_err(|_| CallerFault::Organization)
}
