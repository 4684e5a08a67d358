use std::path::PathBuf;

use clap::Args;
use secrecy::SecretString;
use url::Url;

use crate::auth::{KeySource, Verifier, VerifierOptions};
use crate::error::{ApiError, Fault};

/// Which tokens are taken.
#[derive(Args, Clone, Debug)]
pub(crate) struct TokenArguments {
    /// Take tokens of this issuer (claim `iss`)
    #[arg(
        long = "auth-issuer",
        value_name = "NAME",
        env = "OBLIGRAPH_AUTH_ISSUER",
        default_value = "obligraph"
    )]
    pub(crate) issuer: String,
    /// Take tokens made for this service (claim `aud`)
    #[arg(
        long = "auth-audience",
        value_name = "NAME",
        env = "OBLIGRAPH_AUTH_AUDIENCE",
        default_value = "obligraph"
    )]
    pub(crate) audience: String,
    /// The secret that signs and checks tokens, of at least 32 bytes: set it as OBLIGRAPH_AUTH_SECRET
    #[arg(long = "auth-secret", env = "OBLIGRAPH_AUTH_SECRET", hide = true, hide_env_values = true)]
    pub(crate) secret: Option<SecretString>,
    /// Check tokens with the JSON Web Key Set of this file
    #[arg(
        long = "auth-key-set-file",
        value_name = "FILE",
        env = "OBLIGRAPH_AUTH_KEY_SET_FILE",
        conflicts_with = "secret"
    )]
    key_set_file: Option<PathBuf>,
    /// Check tokens with the JSON Web Key Set at this address
    #[arg(
        long = "auth-key-set-url",
        value_name = "URL",
        env = "OBLIGRAPH_AUTH_KEY_SET_URL",
        conflicts_with_all = ["secret", "key_set_file"]
    )]
    key_set_url: Option<Url>,
}

impl TokenArguments {
    /// What checks tokens; `None` where no key is known.
    pub(crate) fn verifier(self) -> Result<Option<Verifier>, ApiError> {
        let of_secret = self.secret.map(KeySource::Secret);
        let of_file = self.key_set_file.map(KeySource::KeySetFile);
        let of_url = self.key_set_url.map(KeySource::KeySetUrl);
        let mut given = [of_secret, of_file, of_url].into_iter().flatten();
        let Some(keys) = given.next() else { return Ok(None) };
        if given.next().is_some() {
            let message = "tokens are checked with one of the secret, the key set of a file and that of a URL; unset the \
                           others, which may stand in the file of settings or in the environment";
            return Err(ApiError::refused([Fault::new("auth-keys", message)]));
        }
        let options = VerifierOptions {
            issuer: self.issuer,
            audience: self.audience,
            keys,
            leeway: VerifierOptions::LEEWAY,
        };
        let verifier = Verifier::new(options);
        verifier.map(Some).map_err(|fault| ApiError::refused([Fault::new(fault.code(), fault.to_string())]))
    }
}
