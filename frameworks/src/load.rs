use std::path::Path;

use crate::bundle::{Bundle, Validated};
use crate::diagnostic::Diagnostics;

/// The built-in content, ready for the engine.
///
/// It starts from what the build has prepared: no YAML is read, and what the tests of this crate show of built-in content
/// (that conditions compile, that mappings do not contradict each other) is not shown again.
///
/// # Errors
/// All diagnostics, where the built-in content breaks a rule; a released program has no such content.
pub fn builtin() -> Result<Bundle<Validated>, Diagnostics> {
    load::<&Path>(&[])
}

/// The built-in content together with that of directories: one set, checked as one.
///
/// Every `*.yaml` and `*.yml` file at or below a directory is content. A crosswalk there may map to built-in frameworks.
///
/// # Errors
/// All diagnostics, where any of the content breaks a rule or cannot be read.
pub fn load<P: AsRef<Path>>(directories: &[P]) -> Result<Bundle<Validated>, Diagnostics> {
    let parsed = directories
        .iter()
        .fold(Bundle::builtin(), |parsed, directory| parsed.with_directory(directory.as_ref()));
    parsed.link()?.validate()
}

/// Everything that is wrong with the built-in content and that of directories, warnings among it.
///
/// The built-in content is read from its YAML and held against every rule, as if it were in a directory too.
#[must_use]
pub fn lint<P: AsRef<Path>>(directories: &[P]) -> Diagnostics {
    let parsed = directories
        .iter()
        .fold(Bundle::builtin_as_written(), |parsed, directory| parsed.with_directory(directory.as_ref()));
    match parsed.link().and_then(Bundle::validate) {
        Ok(validated) => validated.into_warnings(),
        Err(diagnostics) => diagnostics,
    }
}
