//! The content that the program carries, as the build script has read it.

use crate::prepared::PreparedFile;
use crate::source::Source;

/// All built-in files, decoded.
///
/// # Errors
/// Where the embedded bytes are not what the build script wrote.
pub(crate) fn prepared() -> Result<Vec<PreparedFile>, postcard::Error> {
    postcard::from_bytes(PREPARED)
}

/// The built-in files as their authors wrote them, in the order of their names.
///
/// For editing, for linting with lines, and for export; the engine starts from their prepared form.
#[must_use]
pub fn builtin_sources() -> Vec<Source> {
    let source =
        |(name, text): &(&str, &str)| Source { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() };
    SOURCES.iter().map(source).collect()
}

static PREPARED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/prepared.postcard"));

include!(concat!(env!("OUT_DIR"), "/sources.rs"));
