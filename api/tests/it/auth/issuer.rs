//! An issuer of tokens, and those who would like to be one.
//!
//! The keys in `tests/fixtures/keys` were made for these tests with `openssl genpkey` and vouch for nothing else.

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::crypto::rust_crypto;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use obligraph::auth::{KeySource, TokenClaims, TokenFault, Verifier, VerifierOptions};
use obligraph::store::{OrganizationId, Role};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) const ISSUER: &str = "https://id.example.org";
pub(crate) const AUDIENCE: &str = "obligraph";
pub(crate) const SECRET: &str = "a secret of more than thirty-two bytes";
pub(crate) const ORGANIZATION: &str = "0199c0de-0000-7000-8000-000000000001";

pub(crate) const RSA: &[u8] = include_bytes!("../../fixtures/keys/rsa.pem");
pub(crate) const RSA_NEXT: &[u8] = include_bytes!("../../fixtures/keys/rsa-next.pem");
pub(crate) const EC: &[u8] = include_bytes!("../../fixtures/keys/ec.pem");
pub(crate) const ED: &[u8] = include_bytes!("../../fixtures/keys/ed.pem");

/// So many seconds after the tests begin.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    "2026-11-25T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

/// A key to sign with, under a name.
pub(crate) struct Signer {
    pub(crate) id: &'static str,
    algorithm: Algorithm,
    key: EncodingKey,
}

impl Signer {
    pub(crate) fn rsa(id: &'static str, pem: &[u8]) -> Self {
        Self::new(id, Algorithm::RS256, EncodingKey::from_rsa_pem(pem).unwrap())
    }

    pub(crate) fn ec(id: &'static str) -> Self {
        Self::new(id, Algorithm::ES256, EncodingKey::from_ec_pem(EC).unwrap())
    }

    pub(crate) fn ed(id: &'static str) -> Self {
        Self::new(id, Algorithm::EdDSA, EncodingKey::from_ed_pem(ED).unwrap())
    }

    pub(crate) fn secret(secret: &[u8]) -> Self {
        Self::new("secret", Algorithm::HS256, EncodingKey::from_secret(secret))
    }

    fn new(id: &'static str, algorithm: Algorithm, key: EncodingKey) -> Self {
        let _ = rust_crypto::DEFAULT_PROVIDER.install_default();
        Self { id, algorithm, key }
    }

    /// The public key as an entry of a key set.
    pub(crate) fn jwk(&self) -> Value {
        let mut jwk =
            serde_json::to_value(Jwk::from_encoding_key(&self.key, self.algorithm).unwrap()).unwrap();
        jwk["kid"] = json!(self.id);
        jwk
    }

    /// A token with these claims, as a header tells that is usual.
    pub(crate) fn token(&self, claims: &Value) -> String {
        self.token_with(&json!({ "alg": self.algorithm, "kid": self.id, "typ": "JWT" }), claims)
    }

    /// A token with this header, whatever it says, signed all the same.
    pub(crate) fn token_with(&self, header: &Value, claims: &Value) -> String {
        let signed = unsigned(header, claims);
        let signature = jsonwebtoken::crypto::sign(signed.as_bytes(), &self.key, self.algorithm).unwrap();
        format!("{signed}.{signature}")
    }
}

/// The first two parts of a token.
pub(crate) fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// Claims that are taken for an hour.
pub(crate) fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "alice", "org": ORGANIZATION, "roles": ["VIEWER", "AUDITOR"],
        "exp": at(3600).timestamp(), "nbf": at(0).timestamp(),
    })
}

/// What those claims mean.
pub(crate) fn alice() -> TokenClaims {
    TokenClaims {
        subject: "alice".to_owned(),
        organization: OrganizationId::new(Uuid::try_parse(ORGANIZATION).unwrap()),
        roles: Some(BTreeSet::from([Role::Auditor, Role::Viewer])),
        expires_at: at(3600),
    }
}

pub(crate) fn key_set(signers: &[&Signer]) -> String {
    let keys: Vec<Value> = signers.iter().map(|signer| signer.jwk()).collect();
    json!({ "keys": keys }).to_string()
}

pub(crate) fn verifier(keys: KeySource) -> Verifier {
    let (issuer, audience) = (ISSUER.to_owned(), AUDIENCE.to_owned());
    Verifier::new(VerifierOptions { issuer, audience, keys, leeway: Duration::from_secs(60) }).unwrap()
}

/// `taken`, or the code of the fault.
pub(crate) async fn verdict(verifier: &Verifier, token: &str, now: DateTime<Utc>) -> &'static str {
    match verifier.verify(token, now).await {
        Ok(_) => "taken",
        Err(fault) => {
            let message = fault.to_string();
            let told = token.split('.').filter(|part| part.len() > 10).any(|part| message.contains(part));
            assert!(!told, "the message repeats the token: {message}");
            fault.code()
        }
    }
}

pub(crate) fn codes_of(header: Option<&str>) -> Result<Option<&str>, &'static str> {
    obligraph::auth::bearer(header).map_err(|fault: TokenFault| fault.code())
}
