//! Where things stand, how long they are, and what they never speak of.

use crate::sources::{files, rust, top};

/// The top level, beside files and folders whose name begins with a dot.
const TOP_LEVEL: [&str; 10] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "api",
    "frameworks",
    "mapping",
    "migrations",
    "tests",
];

/// Made by cargo, not kept.
const BUILT: &str = "target";

#[test]
fn nothing_else_stands_at_the_top_level() {
    for entry in std::fs::read_dir(top()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let allowed = name.starts_with('.') || name == BUILT || TOP_LEVEL.contains(&name.as_str());
        assert!(allowed, "`{name}` stands at the top level; it belongs into one of the crates");
    }
}

const MOST_LINES: usize = 500;

/// Longer sources, each with the reason why it is one room all the same.
const LONGER: &[(&str, &str)] = &[];

#[test]
fn a_source_has_at_most_500_lines() {
    for source in rust("") {
        let lines = source.text().lines().count();
        let listed = LONGER.iter().any(|(path, _)| *path == source.path);
        let path = &source.path;
        assert!(listed || lines <= MOST_LINES, "{path} has {lines} lines: one concept a file");
        assert!(
            !listed || lines > MOST_LINES,
            "{path} has {lines} lines: take it off the list of longer ones"
        );
    }
    for (path, _) in LONGER {
        assert!(top().join(path).is_file(), "{path} is on the list of longer sources and is not there");
    }
}

#[test]
fn the_product_speaks_of_itself_alone() {
    // In two parts, so that this file does not hold them itself.
    let foreign = [concat!("/wo", "rk/"), concat!("sha", "red/"), concat!(".lib", "rary/")];
    for source in files() {
        let text = source.text();
        for (number, line) in text.lines().enumerate() {
            let found = foreign.iter().find(|words| line.contains(**words));
            assert!(
                found.is_none(),
                "{}:{} names a place outside the project: {line}",
                source.path,
                number + 1
            );
        }
    }
}
