//! Every rule, shown on content that breaks it, by the diagnostics that an author reads.

use std::path::Path;

use obligraph_frameworks::{Bundle, Diagnostics, Rule, Severity};

/// Content that no folder can hold; `hostile.rs` makes it, and `overlay.rs` what only an overlay can be.
const GENERATED: [Rule; 3] = [Rule::Unreadable, Rule::TooLarge, Rule::BorrowedName];

pub(crate) fn lint(directory: &Path) -> Diagnostics {
    match Bundle::empty().with_directory(directory).link().and_then(Bundle::validate) {
        Ok(validated) => validated.warnings().clone(),
        Err(diagnostics) => diagnostics,
    }
}

#[test]
fn every_rule_is_reported_where_it_is_broken() {
    for rule in Rule::ALL.into_iter().filter(|rule| !GENERATED.contains(rule)) {
        let directory = format!("tests/fixtures/bad/{}", rule.code());
        let diagnostics = lint(Path::new(&directory));
        let found = diagnostics.iter().any(|d| d.code == rule.code() && d.severity == rule.severity());
        assert!(found, "{directory} does not show its rule:\n{diagnostics}");
        let shown = diagnostics.to_string().replace("tests/fixtures/bad/", "");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(rule.code(), shown);
        });
    }
}

#[test]
fn every_folder_of_bad_content_belongs_to_a_rule() {
    let codes: Vec<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
    for entry in std::fs::read_dir("tests/fixtures/bad").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(codes.contains(&name.as_str()), "tests/fixtures/bad/{name} is no rule's");
    }
}

#[test]
fn codes_are_unique_and_written_alike() {
    let mut codes: Vec<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
    for code in &codes {
        assert!(code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{code}");
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Rule::ALL.len());
}

#[test]
fn diagnostics_come_in_the_order_of_files_lines_and_codes_and_each_once() {
    let diagnostics = lint(Path::new("tests/fixtures/bad"));
    let keys: Vec<_> = diagnostics.iter().map(|d| (&d.file, d.line, d.code, &d.message, &d.help)).collect();
    assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(diagnostics.has_errors() && diagnostics.count(Severity::Error) <= diagnostics.len());
}
