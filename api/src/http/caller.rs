//! Who sends a request.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::app::{SERVICE_TOKEN_PREFIX, Service, service_actor};
use crate::auth::{Actor, TokenFault, Verifier, bearer};
use crate::store::{OrganizationId, StoreError};

/// Names the organisation that a request is about, where it is not that of the token.
pub(crate) const ORGANIZATION: &str = "obligraph-organization";

/// Why it cannot be told who sends a request.
#[derive(Debug)]
pub(crate) enum CallerFault {
    Token(TokenFault),
    /// The header that names the organisation does not name one.
    Organization,
    /// Whose a service token is cannot be looked up.
    Store(StoreError),
}

/// Whoever sends the request; `None` without a token.
pub(crate) async fn caller(
    http: &HttpRequest,
    verifier: Option<&Verifier>,
    service: &Service,
    now: DateTime<Utc>,
) -> Result<Option<Actor>, CallerFault> {
    let header = http.headers().get(AUTHORIZATION).map(|header| header.to_str().unwrap_or_default());
    let Some(token) = bearer(header).map_err(CallerFault::Token)? else { return Ok(None) };
    if token.starts_with(SERVICE_TOKEN_PREFIX) {
        let found = service_actor(service, token, acting_for(http)?).await;
        let found = found.map_err(CallerFault::Store)?;
        return found.map(Some).ok_or(CallerFault::Token(TokenFault::ServiceToken));
    }
    let Some(verifier) = verifier else { return Err(CallerFault::Token(TokenFault::Key)) };
    let claims = verifier.verify(token, now).await.map_err(CallerFault::Token)?;
    Ok(Some(Actor::of(claims, acting_for(http)?)))
}

fn acting_for(http: &HttpRequest) -> Result<Option<OrganizationId>, CallerFault> {
    let Some(header) = http.headers().get(ORGANIZATION) else { return Ok(None) };
    let text = header.to_str().map_err(|_| CallerFault::Organization)?;
    let uuid = Uuid::try_parse(text.strip_prefix("org_").unwrap_or(text));
    uuid.map(|uuid| Some(OrganizationId::new(uuid))).map_err(|_| CallerFault::Organization)
}
