//! Reads the content at build time, so that a process is ready without parsing YAML.
//!
//! It uses the very files with which the crate reads content, and fails the build on a file that breaks the format, with
//! file and line. The other rules are checked by the linter.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/format/mod.rs"]
#[expect(dead_code, unused_imports, unreachable_pub, reason = "shared with the crate, which exports it")]
mod format;
#[path = "src/prepared.rs"]
mod prepared;
#[path = "src/revision.rs"]
#[expect(dead_code, reason = "shared with the crate, which uses all of it")]
mod revision;
#[path = "src/rule.rs"]
#[expect(dead_code, unreachable_pub, reason = "shared with the crate, which exports it")]
mod rule;
#[path = "src/yaml.rs"]
mod yaml;
#[path = "src/yaml_fault.rs"]
mod yaml_fault;

/// Whatever takes part in reading: a change of it must read the content again.
const READERS: [&str; 6] =
    ["src/format", "src/prepared.rs", "src/revision.rs", "src/rule.rs", "src/yaml.rs", "src/yaml_fault.rs"];

use prepared::PreparedFile;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // A folder is watched with all that is in it, so that an added file counts too.
    println!("cargo::rerun-if-changed=data");
    READERS.iter().for_each(|reader| println!("cargo::rerun-if-changed={reader}"));
    let mut paths = Vec::new();
    list(&root.join("data"), &mut paths)?;
    paths.sort();

    let mut prepared = Vec::new();
    let mut sources = String::from("static SOURCES: &[(&str, &str)] = &[\n");
    for path in &paths {
        let relative = path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        let name = format!("frameworks/{relative}");
        match yaml::read(&fs::read(path)?) {
            Ok(content) => {
                prepared.push(PreparedFile {
                    units: revision::unit_digests(&content)?,
                    name: name.clone(),
                    content,
                });
                writeln!(sources, "    ({name:?}, include_str!({path:?})),", path = path.to_string_lossy())?;
            }
            Err(found) => {
                for fault in found {
                    let yaml::Fault { rule, line, message, help } = fault;
                    // Cargo fails the build after the last of them.
                    println!("cargo::error={}: {name}:{line}: {message}; {help}", rule.code());
                }
            }
        }
    }
    sources.push_str("];\n");
    fs::write(out.join("sources.rs"), sources)?;
    fs::write(out.join("prepared.postcard"), postcard::to_stdvec(&prepared)?)?;
    Ok(())
}

/// Content may be missing while it is being written; there is then less of it.
fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if path.is_dir() {
            list(&path, paths)?;
        } else if is_yaml {
            paths.push(path);
        }
    }
    Ok(())
}
