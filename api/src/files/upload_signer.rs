use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, SubsecRound, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use crate::store::{MediaType, OrganizationId, UploadId};

/// Begins what is signed: no token of another purpose or form is one of these.
const FORM: &str = "obligraph-upload-1";

/// Makes the tokens by which files are brought, and checks them. Whoever has a token needs no other permission.
#[derive(Clone)]
pub struct UploadSigner {
    mac: Hmac<Sha256>,
}

/// What a token permits: to bring one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadGrant {
    /// Whose the file will be.
    pub organization: OrganizationId,
    /// The upload that it completes.
    pub upload: UploadId,
    /// From when on the token counts no more, in microseconds.
    pub expires_at: DateTime<Utc>,
    /// The most bytes that the file may have.
    pub size_limit: u64,
    /// What the file is.
    pub media_type: MediaType,
}

/// Why a token does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadTokenFault {
    /// It was not signed with this key, or was changed since.
    Forged,
    /// Its time is over.
    Expired {
        /// Since when.
        at: DateTime<Utc>,
    },
}

impl UploadTokenFault {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Forged => "upload-token-forged",
            Self::Expired { .. } => "upload-token-expired",
        }
    }
}

impl fmt::Display for UploadTokenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forged => {
                f.write_str("the upload token is not one of this service; use the address as it was given")
            }
            Self::Expired { at } => write!(f, "the upload token expired at {at}; begin another upload"),
        }
    }
}

impl std::error::Error for UploadTokenFault {}

impl UploadSigner {
    /// Signs with a key. It must be random and secret; every process that checks tokens needs the same.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        // HMAC fills a key up to its block with zeros.
        let mut block = [0; 64];
        block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        Self { mac: Hmac::new(&block.into()) }
    }

    /// The token for a grant: letters, digits, `-`, `_` and one `.`, fit for an address.
    #[must_use]
    pub fn sign(&self, grant: &UploadGrant) -> String {
        let said = say(grant);
        let signature = self.mac.clone().chain_update(&said).finalize().into_bytes();
        format!("{}.{}", URL_SAFE_NO_PAD.encode(said), URL_SAFE_NO_PAD.encode(signature))
    }

    /// What a token permits at `now`. How long the check takes tells nothing of the right signature.
    ///
    /// # Errors
    /// [`UploadTokenFault`].
    pub fn check(&self, token: &str, now: DateTime<Utc>) -> Result<UploadGrant, UploadTokenFault> {
        let (said, signature) = token.split_once('.').ok_or(UploadTokenFault::Forged)?;
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| UploadTokenFault::Forged);
        let (said, signature) = (decode(said)?, decode(signature)?);
        let signed = self.mac.clone().chain_update(&said).verify_slice(&signature);
        signed.map_err(|_| UploadTokenFault::Forged)?;
        let grant = std::str::from_utf8(&said).ok().and_then(read).ok_or(UploadTokenFault::Forged)?;
        if grant.expires_at <= now {
            return Err(UploadTokenFault::Expired { at: grant.expires_at });
        }
        Ok(grant)
    }
}

/// No field holds a line break, so that no two grants say the same.
fn say(grant: &UploadGrant) -> String {
    let UploadGrant { organization, upload, expires_at, size_limit, media_type } = grant;
    let expires_at = expires_at.trunc_subsecs(6).timestamp_micros();
    format!("{FORM}\n{organization}\n{upload}\n{expires_at}\n{size_limit}\n{media_type}")
}

fn read(said: &str) -> Option<UploadGrant> {
    let mut fields = said.split('\n');
    let mut next = || fields.next();
    if next()? != FORM {
        return None;
    }
    let grant = UploadGrant {
        organization: OrganizationId::new(next()?.parse::<Uuid>().ok()?),
        upload: UploadId::new(next()?.parse::<Uuid>().ok()?),
        expires_at: DateTime::from_timestamp_micros(next()?.parse().ok()?)?,
        size_limit: next()?.parse().ok()?,
        media_type: next()?.parse().ok()?,
    };
    next().is_none().then_some(grant)
}
