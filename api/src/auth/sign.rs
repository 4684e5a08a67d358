use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use secrecy::{ExposeSecret, SecretString};

use super::claims::{TokenClaims, written};
use super::fault::TokenFault;
use super::verifier::{SECRET_BYTES, install_cryptography};

/// Makes a token (HS256) that a [`Verifier`](super::Verifier) with the same secret, issuer and audience takes: for
/// development, and where one machine is both issuer and service.
///
/// # Errors
/// [`TokenFault::Secret`] where the secret has fewer than 32 bytes, [`TokenFault::Claims`] where the claims are such as
/// would be refused.
pub fn sign(
    secret: &SecretString,
    claims: &TokenClaims,
    issuer: &str,
    audience: &str,
    issued_at: DateTime<Utc>,
) -> Result<String, TokenFault> {
    let secret = secret.expose_secret().as_bytes();
    if secret.len() < SECRET_BYTES {
        return Err(TokenFault::Secret);
    }
    claims.check()?;
    install_cryptography();
    let written = written(claims, issuer, audience, issued_at);
    encode(&Header::new(Algorithm::HS256), &written, &EncodingKey::from_secret(secret))
        .map_err(|_| TokenFault::Secret)
}
