use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::fault::TokenFault;
use crate::store::{OrganizationId, Role};

/// What a token says of whoever asks, once it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenClaims {
    /// Who asks, as the issuer names them: 1 to 255 characters. Claim `sub`.
    pub subject: String,
    /// For which organisation. Claim `org`, a UUID.
    pub organization: OrganizationId,
    /// The roles that the token is narrowed to; `None` where it says nothing of roles. Claim `roles`, a list of words.
    pub roles: Option<BTreeSet<Role>>,
    /// When it ends, to the second. Claim `exp`.
    pub expires_at: DateTime<Utc>,
}

impl TokenClaims {
    /// Whether a token may say this.
    ///
    /// # Errors
    /// [`TokenFault::Claims`] for a subject that is none.
    pub(super) fn check(&self) -> Result<(), TokenFault> {
        let characters = self.subject.chars().count();
        if (1..=LONGEST_SUBJECT).contains(&characters) && !self.subject.contains(char::is_control) {
            return Ok(());
        }
        Err(TokenFault::Claims { claim: "sub", expected: "a text of 1 to 255 characters" })
    }
}

const LONGEST_SUBJECT: usize = 255;

/// Whose tokens are taken, and for whom they must be.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    pub(super) issuer: String,
    pub(super) audience: String,
    pub(super) leeway: TimeDelta,
}

/// The claims as a token writes them; a claim that is there twice is refused.
#[derive(Deserialize)]
pub(super) struct Payload {
    iss: Option<Value>,
    aud: Option<Value>,
    exp: Option<Value>,
    nbf: Option<Value>,
    sub: Option<Value>,
    org: Option<Value>,
    roles: Option<Value>,
}

impl Payload {
    /// Holds the claims against what is expected at `now`.
    ///
    /// # Errors
    /// The first claim that is missing or wrong.
    pub(super) fn accept(self, expected: &Expected, now: DateTime<Utc>) -> Result<TokenClaims, TokenFault> {
        if self.iss.as_ref().and_then(Value::as_str) != Some(&expected.issuer) {
            return Err(TokenFault::Issuer);
        }
        let is_for_us = match &self.aud {
            Some(Value::Array(several)) => several.iter().any(|one| one == expected.audience.as_str()),
            Some(one) => one == expected.audience.as_str(),
            None => false,
        };
        if !is_for_us {
            return Err(TokenFault::Audience);
        }
        let expires_at = instant(self.exp.as_ref()).ok_or(TIME_EXPECTED_IN_EXP)?;
        if now.signed_duration_since(expires_at) >= expected.leeway {
            return Err(TokenFault::Expired);
        }
        if self.nbf.is_some() {
            let begins_at = instant(self.nbf.as_ref())
                .ok_or(TokenFault::Claims { claim: "nbf", expected: "a number of seconds since 1970" })?;
            if begins_at.signed_duration_since(now) > expected.leeway {
                return Err(TokenFault::NotYetValid);
            }
        }
        let subject = match self.sub {
            Some(Value::String(subject)) => subject,
            _ => String::new(),
        };
        let organization = self
            .org
            .as_ref()
            .and_then(Value::as_str)
            .and_then(|text| Uuid::try_parse(text).ok())
            .ok_or(TokenFault::Claims { claim: "org", expected: "the UUID of an organisation" })?;
        let roles = match self.roles {
            None => None,
            Some(roles) => Some(role_set(&roles).ok_or(ROLES_EXPECTED)?),
        };
        let organization = OrganizationId::new(organization);
        let claims = TokenClaims { subject, organization, roles, expires_at };
        claims.check()?;
        Ok(claims)
    }
}

const TIME_EXPECTED_IN_EXP: TokenFault =
    TokenFault::Claims { claim: "exp", expected: "a number of seconds since 1970" };

const ROLES_EXPECTED: TokenFault = TokenFault::Claims {
    claim: "roles",
    expected: "a list of OWNER, MANAGER, CONTRIBUTOR, AUDITOR, VIEWER and SERVICE",
};

/// A `NumericDate` of RFC 7519, of which fractions of a second are dropped.
fn instant(claim: Option<&Value>) -> Option<DateTime<Utc>> {
    let number = claim?.as_number()?;
    let seconds = number.as_i64().or_else(|| whole_seconds(number.as_f64()?))?;
    DateTime::from_timestamp(seconds, 0)
}

fn whole_seconds(seconds: f64) -> Option<i64> {
    // Any instant that can be told is well within the integers that a float holds exactly.
    const MOST: f64 = 1e13;
    #[expect(clippy::cast_possible_truncation, reason = "the fraction is dropped, and the rest fits")]
    (seconds.abs() < MOST).then(|| seconds.floor() as i64)
}

fn role_set(roles: &Value) -> Option<BTreeSet<Role>> {
    let known = |word: &Value| Role::ALL.into_iter().find(|role| word == role.word());
    roles.as_array()?.iter().map(known).collect()
}

/// The claims as `sign` writes them.
pub(super) fn written(
    claims: &TokenClaims,
    issuer: &str,
    audience: &str,
    issued_at: DateTime<Utc>,
) -> Map<String, Value> {
    let mut written = Map::from_iter([
        ("iss".to_owned(), issuer.into()),
        ("aud".to_owned(), audience.into()),
        ("sub".to_owned(), claims.subject.as_str().into()),
        ("org".to_owned(), claims.organization.to_string().into()),
        ("iat".to_owned(), issued_at.timestamp().into()),
        ("exp".to_owned(), claims.expires_at.timestamp().into()),
    ]);
    if let Some(roles) = &claims.roles {
        let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
        written.insert("roles".to_owned(), words.into());
    }
    written
}
