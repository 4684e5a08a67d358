//! The files of the project, as they stand in the work tree.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Made by tools and by the program itself.
const NOT_SOURCES: [&str; 3] = [".git", ".obligraph", "target"];

/// One file.
pub(crate) struct Source {
    /// From the top of the project, with `/` between its parts.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl Source {
    pub(crate) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// The folder that holds the workspace.
pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every file of the project, in the order of its path.
pub(crate) fn files() -> Vec<Source> {
    let top = top();
    let walk = WalkDir::new(&top).sort_by_file_name();
    let kept = walk.into_iter().filter_entry(|entry| {
        entry.depth() != 1 || !NOT_SOURCES.iter().any(|name| entry.file_name() == *name)
    });
    kept.map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let parts = entry.path().strip_prefix(&top).unwrap().iter();
            let path = parts.map(|part| part.to_str().unwrap()).collect::<Vec<_>>().join("/");
            Source { path, bytes: std::fs::read(entry.path()).unwrap() }
        })
        .collect()
}

/// Every Rust source whose path begins with `folder`.
pub(crate) fn rust(folder: &str) -> Vec<Source> {
    let sources: Vec<Source> = files()
        .into_iter()
        .filter(|source| source.path.starts_with(folder) && source.path.ends_with(".rs"))
        .collect();
    assert!(!sources.is_empty(), "there is no Rust source in `{folder}`");
    sources
}
