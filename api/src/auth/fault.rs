use std::fmt;

/// Why a token is refused. Its `Display` is fit for a client: it names what is wrong, never the token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenFault {
    /// It is no signed token: what it should be.
    Malformed(&'static str),
    /// Its algorithm is not one that is taken.
    Algorithm,
    /// No key that is trusted fits it.
    Key,
    /// It is not signed by the key that it names.
    Signature,
    /// Another issuer made it.
    Issuer,
    /// It was made for another service.
    Audience,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// A claim is missing or is not what it should be.
    Claims {
        /// The name of the claim.
        claim: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// It is a service token that is unknown, revoked or expired.
    ServiceToken,
    /// The keys that would tell are out of reach; the same token may be taken later.
    KeysUnavailable,
    /// The secret to sign with is too short.
    Secret,
}

impl TokenFault {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "token-malformed",
            Self::Algorithm => "token-algorithm",
            Self::Key => "token-key",
            Self::Signature => "token-signature",
            Self::Issuer => "token-issuer",
            Self::Audience => "token-audience",
            Self::Expired => "token-expired",
            Self::NotYetValid => "token-not-yet-valid",
            Self::Claims { .. } => "token-claims",
            Self::ServiceToken => "token-service",
            Self::KeysUnavailable => "token-keys-unavailable",
            Self::Secret => "token-secret",
        }
    }
}

impl fmt::Display for TokenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(expected) => f.write_str(expected),
            Self::Algorithm => f.write_str("the `alg` of the token is not one that this service takes"),
            Self::Key => f.write_str("this service trusts no key with the `kid` and the `alg` of the token"),
            Self::Signature => f.write_str("the signature of the token does not hold"),
            Self::Issuer => f.write_str("the `iss` of the token is not the issuer that this service trusts"),
            Self::Audience => f.write_str("the `aud` of the token does not name this service"),
            Self::Expired => f.write_str("the token has expired; ask its issuer for a new one"),
            Self::NotYetValid => f.write_str("the `nbf` of the token is yet to come"),
            Self::Claims { claim, expected } => {
                write!(f, "the claim `{claim}` of the token must be {expected}")
            }
            Self::ServiceToken => f.write_str("the service token is unknown, revoked or expired"),
            Self::KeysUnavailable => {
                f.write_str("the keys to check the token with cannot be had at present; try again later")
            }
            Self::Secret => short_secret(f),
        }
    }
}

impl std::error::Error for TokenFault {}

/// Why tokens cannot be checked with what is configured.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeySourceFault {
    /// The secret is too short to withstand guessing.
    Secret,
    /// The address of the key set must not be used: why.
    Url(&'static str),
    /// No encrypted connection can be made from this machine.
    Tls,
}

impl KeySourceFault {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Secret => "key-source-secret",
            Self::Url(_) => "key-source-url",
            Self::Tls => "key-source-tls",
        }
    }
}

impl fmt::Display for KeySourceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret => short_secret(f),
            Self::Url(reason) => write!(f, "the address of the key set {reason}"),
            Self::Tls => f.write_str(
                "no encrypted connection can be made: the system has no certificate authorities to trust",
            ),
        }
    }
}

impl std::error::Error for KeySourceFault {}

fn short_secret(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "a secret to sign tokens with must have at least {} bytes", super::SECRET_BYTES)
}
