use std::fs::{self, File};
use std::io::Read;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::yaml::MAX_BYTES;

/// One content file, not yet read as YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name that diagnostics show.
    pub name: String,
    /// Its bytes; no more than one above the most that a file may have.
    pub bytes: Vec<u8>,
}

/// Folders nest no deeper than this; it also ends a ring of mounts.
const MAX_FOLDER_DEPTH: usize = 16;

/// More files than that are no content, but a folder that was not meant.
const MAX_FILES: usize = 10_000;

/// All `*.yaml` and `*.yml` files at or below `path`, in the order of their paths, or the one file that it is.
///
/// Hidden entries are left out, and folders are not entered through symbolic links: a mounted Kubernetes volume shows
/// every file a second time that way.
pub(crate) fn read_directory(path: &Path) -> (Vec<Source>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let mut files = Vec::new();
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => list(path, 0, &mut files, &mut faults),
        Ok(_) => files.push(path.to_owned()),
        Err(error) => faults.push(unreadable(path, &error)),
    }
    if files.len() > MAX_FILES {
        let message = format!("there are more than {MAX_FILES} YAML files below it");
        let help = "name the folder that holds the content".to_owned();
        faults.push(Diagnostic::new(Rule::Unreadable, &name(path), 0, message, help));
        files.clear();
    }
    files.sort();
    let mut sources = Vec::new();
    for file in files {
        match read_file(&file) {
            Ok(bytes) => sources.push(Source { name: name(&file), bytes }),
            Err(error) => faults.push(unreadable(&file, &error)),
        }
    }
    (sources, faults)
}

fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>, faults: &mut Vec<Diagnostic>) {
    if depth > MAX_FOLDER_DEPTH {
        let message = format!("folders nest deeper than {MAX_FOLDER_DEPTH}");
        let help = "move the content further up".to_owned();
        faults.push(Diagnostic::new(Rule::Unreadable, &name(folder), 0, message, help));
        return;
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return faults.push(unreadable(folder, &error)),
    };
    for entry in entries {
        if files.len() > MAX_FILES {
            return;
        }
        let (path, kind) = match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
            Ok(found) => found,
            Err(error) => {
                faults.push(unreadable(folder, &error));
                continue;
            }
        };
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if is_hidden {
        } else if kind.is_dir() {
            list(&path, depth + 1, files, faults);
        } else if is_yaml {
            files.push(path);
        }
    }
}

/// Reads no more than is needed to see that a file is too large.
fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    // Asked before it is opened: opening a pipe would wait for somebody to write into it.
    if !fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let message = format!("cannot be read: {error}");
    Diagnostic::new(
        Rule::Unreadable,
        &name(path),
        0,
        message,
        "check the path and its permissions".to_owned(),
    )
}

/// With forward slashes on every system, so that diagnostics are the same everywhere.
fn name(path: &Path) -> String {
    path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}
