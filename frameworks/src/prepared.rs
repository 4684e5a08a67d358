use serde::{Deserialize, Serialize};

use crate::format::Content;
use crate::revision::UnitDigest;

/// A content file as the build script leaves it: read, with the digests of its units.
#[derive(Deserialize, Serialize)]
pub(crate) struct PreparedFile {
    /// The name that diagnostics show.
    pub(crate) name: String,
    /// The digests of what it holds.
    pub(crate) units: Vec<UnitDigest>,
    /// What it holds.
    pub(crate) content: Content,
}
