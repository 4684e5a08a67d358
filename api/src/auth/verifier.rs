use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::crypto::{rust_crypto, verify};
use jsonwebtoken::{Algorithm, DecodingKey};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::claims::{Expected, Payload, TokenClaims};
use super::fault::{KeySourceFault, TokenFault};
use super::key_file::KeyFile;
use super::key_url::KeyUrl;

/// What makes a token one for this service.
#[derive(Debug)]
pub struct VerifierOptions {
    /// Who makes the tokens: their claim `iss`.
    pub issuer: String,
    /// What the service is called in them: their claim `aud`, or one of it.
    pub audience: String,
    /// Where the keys are.
    pub keys: KeySource,
    /// How far the clocks of the issuer and of the service may be apart: [`VerifierOptions::LEEWAY`] where nothing
    /// is known of them.
    pub leeway: Duration,
}

impl VerifierOptions {
    /// A minute.
    pub const LEEWAY: Duration = Duration::from_secs(60);
}

/// Where the keys are that vouch for tokens.
#[derive(Debug)]
pub enum KeySource {
    /// A secret of at least 32 bytes that signs and checks: algorithm HS256 alone.
    Secret(SecretString),
    /// A file with a JSON Web Key Set, read again when it changes: algorithms RS256, ES256 and EdDSA.
    KeySetFile(PathBuf),
    /// The same set by HTTPS, or by HTTP from this machine. It is fetched every ten minutes, and where a token names
    /// an unknown key, at most every ten seconds; the last one that could be had is used for a day.
    KeySetUrl(Url),
}

/// The shortest secret, in bytes: as long as what HS256 makes of it.
pub const SECRET_BYTES: usize = 32;

/// No honest token is longer, in bytes.
const LONGEST_TOKEN: usize = 16 * 1024;

/// Checks tokens. Cheap to clone; the clones share the keys.
#[derive(Clone)]
pub struct Verifier(Arc<Inner>);

struct Inner {
    expected: Expected,
    keys: Keys,
}

enum Keys {
    Secret(DecodingKey),
    File(KeyFile),
    Url(KeyUrl),
}

/// What a token says of how it is signed. `jwk`, `jku` and the like, by which it could bring its own key, are not read.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

impl Verifier {
    /// A verifier of tokens as these options want them. A file or a URL is first read when it is needed.
    ///
    /// # Errors
    /// [`KeySourceFault`] for a secret or an address that cannot be relied on.
    pub fn new(options: VerifierOptions) -> Result<Self, KeySourceFault> {
        install_cryptography();
        let VerifierOptions { issuer, audience, keys, leeway } = options;
        let keys = match keys {
            KeySource::Secret(secret) => {
                let secret = secret.expose_secret().as_bytes();
                if secret.len() < SECRET_BYTES {
                    return Err(KeySourceFault::Secret);
                }
                Keys::Secret(DecodingKey::from_secret(secret))
            }
            KeySource::KeySetFile(path) => Keys::File(KeyFile::new(path)),
            KeySource::KeySetUrl(url) => Keys::Url(KeyUrl::new(url)?),
        };
        let leeway = TimeDelta::from_std(leeway).unwrap_or(TimeDelta::MAX);
        Ok(Self(Arc::new(Inner { expected: Expected { issuer, audience, leeway }, keys })))
    }

    /// What a token says, if it is one of those that are taken at `now`.
    ///
    /// # Errors
    /// [`TokenFault`]: the first thing that is wrong with it, in the order signature, issuer, audience, time, claims.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<TokenClaims, TokenFault> {
        let parts = Parts::of(token)?;
        let header: Header = serde_json::from_slice(&parts.header)
            .map_err(|_| TokenFault::Malformed("the header of the token is not one of a signed token"))?;
        if header.crit.is_some() {
            return Err(TokenFault::Malformed("the token demands by `crit` what this service does not know"));
        }
        let id = header.kid.as_deref();
        match &self.0.keys {
            Keys::Secret(_) if header.alg != "HS256" => return Err(TokenFault::Algorithm),
            Keys::Secret(key) => parts.check(Algorithm::HS256, [key].into_iter())?,
            Keys::File(file) => {
                let algorithm = asymmetric(&header.alg)?;
                parts.check(algorithm, file.keys(id, now)?.keys(id, algorithm)?)?;
            }
            Keys::Url(url) => {
                let algorithm = asymmetric(&header.alg)?;
                parts.check(algorithm, url.keys(id, now).await?.keys(id, algorithm)?)?;
            }
        }
        let payload: Payload = serde_json::from_slice(&parts.payload).map_err(|_| {
            TokenFault::Malformed("the claims of the token are no JSON object, or one is there twice")
        })?;
        payload.accept(&self.0.expected, now)
    }

    /// Whether there are keys to check tokens with at `now`.
    ///
    /// # Errors
    /// [`TokenFault::KeysUnavailable`].
    pub async fn ready(&self, now: DateTime<Utc>) -> Result<(), TokenFault> {
        match &self.0.keys {
            Keys::Secret(_) => Ok(()),
            Keys::File(file) => file.keys(None, now).map(drop),
            Keys::Url(url) => url.keys(None, now).await.map(drop),
        }
    }
}

/// Without the keys.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Verifier").field(&self.0.expected).finish()
    }
}

/// The algorithms of public keys. Those that sign with a secret are none of them: a public key is no secret.
fn asymmetric(name: &str) -> Result<Algorithm, TokenFault> {
    match name {
        "RS256" => Ok(Algorithm::RS256),
        "ES256" => Ok(Algorithm::ES256),
        "EdDSA" => Ok(Algorithm::EdDSA),
        _ => Err(TokenFault::Algorithm),
    }
}

/// A token, taken apart.
struct Parts<'a> {
    signed: &'a [u8],
    header: Vec<u8>,
    payload: Vec<u8>,
    signature: &'a str,
}

impl<'a> Parts<'a> {
    fn of(token: &'a str) -> Result<Self, TokenFault> {
        let malformed = || TokenFault::Malformed("the token must be a signed JSON Web Token of three parts");
        let (signed, signature) = token.rsplit_once('.').ok_or_else(malformed)?;
        let (header, payload) = signed.split_once('.').ok_or_else(malformed)?;
        if token.len() > LONGEST_TOKEN || payload.contains('.') {
            return Err(malformed());
        }
        let decoded = |part| URL_SAFE_NO_PAD.decode(part).map_err(|_| malformed());
        decoded(signature)?;
        Ok(Self {
            signed: signed.as_bytes(),
            header: decoded(header)?,
            payload: decoded(payload)?,
            signature,
        })
    }

    /// Whether one of these keys signed it.
    fn check<'k>(
        &self,
        algorithm: Algorithm,
        mut keys: impl Iterator<Item = &'k DecodingKey>,
    ) -> Result<(), TokenFault> {
        let signed = |key| verify(self.signature, self.signed, key, algorithm).unwrap_or(false);
        if keys.any(signed) { Ok(()) } else { Err(TokenFault::Signature) }
    }
}

/// Says which cryptography signs and checks. Whoever was first decides for the process; there is one alone.
pub(super) fn install_cryptography() {
    let _ = rust_crypto::DEFAULT_PROVIDER.install_default();
}
