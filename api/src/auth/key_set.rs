use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

use super::fault::TokenFault;

/// The public keys of an issuer, by RFC 7517: those of them that tokens can be signed with.
pub(super) struct KeySet(Vec<Key>);

struct Key {
    id: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

/// Larger than any set that is honest, in bytes.
pub(super) const LARGEST_SET: usize = 256 * 1024;

/// A token is tried with all keys of one name, so that there must not be many.
const MOST_KEYS: usize = 100;

/// RSA keys in use, in bytes: 2048 to 4096 bits.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=512;

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    kid: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl KeySet {
    /// Reads a set; keys of other kinds, for other uses, and those that cannot be read, are left out.
    ///
    /// # Errors
    /// For an operator: why there is no key in it.
    pub(super) fn parse(text: &[u8]) -> Result<Self, &'static str> {
        if text.len() > LARGEST_SET {
            return Err("it is larger than a key set can be");
        }
        let set: Set = serde_json::from_slice(text).map_err(|_| "it is no JSON object with a list `keys`")?;
        if set.keys.len() > MOST_KEYS {
            return Err("it has more keys than a key set can have");
        }
        let keys = set.keys.into_iter().filter_map(|jwk| serde_json::from_value(jwk).ok().and_then(key));
        let keys: Vec<Key> = keys.collect();
        if keys.is_empty() {
            return Err("it has no public key for RS256 (2048 bits or more), ES256 or EdDSA (Ed25519)");
        }
        Ok(Self(keys))
    }

    /// Whether a key has this name.
    pub(super) fn has(&self, id: Option<&str>) -> bool {
        id.is_none_or(|id| self.0.iter().any(|key| key.id.as_deref() == Some(id)))
    }

    /// The keys that a token may be signed with that says this of itself: at least one.
    ///
    /// # Errors
    /// [`TokenFault::Key`] where none has the name or none is named, and [`TokenFault::Algorithm`] where the key belongs
    /// to another algorithm.
    pub(super) fn keys(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<impl Iterator<Item = &DecodingKey>, TokenFault> {
        if id.is_none() && self.0.len() > 1 {
            return Err(TokenFault::Key);
        }
        let named = move |key: &&Key| id.is_none() || key.id.as_deref() == id;
        if !self.0.iter().any(|key| named(&key)) {
            return Err(TokenFault::Key);
        }
        let fits = move |key: &&Key| named(key) && key.algorithm == algorithm;
        if !self.0.iter().any(|key| fits(&key)) {
            return Err(TokenFault::Algorithm);
        }
        Ok(self.0.iter().filter(fits).map(|key| &key.key))
    }
}

fn key(jwk: Jwk) -> Option<Key> {
    let signs = jwk.usage.as_deref().is_none_or(|usage| usage == "sig")
        && jwk.key_ops.as_ref().is_none_or(|operations| operations.iter().any(|one| one == "verify"));
    if !signs {
        return None;
    }
    let (algorithm, key) = match (jwk.kty.as_str(), jwk.crv.as_deref(), jwk.alg.as_deref()) {
        ("RSA", _, None | Some("RS256")) => {
            let (n, e) = (bytes(jwk.n)?, bytes(jwk.e)?);
            let n = n.get(n.iter().position(|&byte| byte != 0)?..)?;
            if !RSA_BYTES.contains(&n.len()) {
                return None;
            }
            (Algorithm::RS256, DecodingKey::from_rsa_raw_components(n, &e))
        }
        ("EC", Some("P-256"), None | Some("ES256")) => {
            let point = [vec![4], of_32_bytes(jwk.x)?, of_32_bytes(jwk.y)?].concat();
            (Algorithm::ES256, DecodingKey::from_ec_der(&point))
        }
        ("OKP", Some("Ed25519"), None | Some("EdDSA" | "Ed25519")) => {
            (Algorithm::EdDSA, DecodingKey::from_ed_der(&of_32_bytes(jwk.x)?))
        }
        _ => return None,
    };
    Some(Key { id: jwk.kid, algorithm, key })
}

fn bytes(text: Option<String>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text?.trim_end_matches('=')).ok()
}

fn of_32_bytes(text: Option<String>) -> Option<Vec<u8>> {
    bytes(text).filter(|bytes| bytes.len() == 32)
}
