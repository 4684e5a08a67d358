//! Who sends a request.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::auth::{Actor, TokenFault, Verifier, bearer};
use crate::store::OrganizationId;

/// Names the organisation that a request is about, where it is not that of the token.
pub(crate) const ORGANIZATION: &str = "obligraph-organization";

/// Someone whose token holds.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) actor: Actor,
    /// When the token ends.
    pub(crate) expires_at: DateTime<Utc>,
}

/// Why it cannot be told who sends a request.
#[derive(Debug)]
pub(crate) enum CallerFault {
    Token(TokenFault),
    /// What names the organisation does not name one.
    Organization,
}

/// Whoever sends the request, by its headers; `None` without a token.
pub(crate) async fn caller(
    http: &HttpRequest,
    verifier: Option<&Verifier>,
    now: DateTime<Utc>,
) -> Result<Option<Known>, CallerFault> {
    let text = |name| http.headers().get(name).map(|header| header.to_str().unwrap_or_default());
    let authorization = http.headers().get(AUTHORIZATION).map(|header| header.to_str().unwrap_or_default());
    known(authorization, text(ORGANIZATION), verifier, now).await
}

/// The bearer of a token, for the organisation that is named or that of the token.
pub(crate) async fn known(
    authorization: Option<&str>,
    acting_for: Option<&str>,
    verifier: Option<&Verifier>,
    now: DateTime<Utc>,
) -> Result<Option<Known>, CallerFault> {
    let Some(token) = bearer(authorization).map_err(CallerFault::Token)? else { return Ok(None) };
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
