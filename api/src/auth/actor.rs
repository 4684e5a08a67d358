use std::collections::BTreeSet;

use super::claims::TokenClaims;
use crate::store::{OrganizationId, Role, ServiceTokenId};

/// Who asks: what a verified token says of its bearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who: unique with the issuer of tokens.
    pub subject: String,
    /// The organisation that the token was made out for.
    pub organization: OrganizationId,
    /// The roles that the issuer grants; `None` where it leaves that to memberships.
    pub roles: Option<BTreeSet<Role>>,
    /// The organisation that the request is about, where it is another one: a client of a certification body.
    pub acting_for: Option<OrganizationId>,
    /// The service token of the organisation that it is: that has a role and no membership; `None` for a signed token.
    pub service_token: Option<ServiceTokenId>,
}

impl Actor {
    /// The bearer of a token, for the organisation that it is made out for or for another one.
    #[must_use]
    pub fn of(claims: TokenClaims, acting_for: Option<OrganizationId>) -> Self {
        let TokenClaims { subject, organization, roles, expires_at: _ } = claims;
        Self { subject, organization, roles, acting_for, service_token: None }
    }
}
