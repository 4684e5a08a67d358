//! The content that the program carries.

use std::collections::BTreeMap;

use obligraph_frameworks::{Bundle, Rule, Source, Validated, builtin, builtin_sources, lint};
use obligraph_mapping::Kind;

fn validated(sources: &[Source]) -> Bundle<Validated> {
    let parsed = sources.iter().fold(Bundle::empty(), Bundle::with_source);
    parsed.link().and_then(Bundle::validate).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn the_linter_has_nothing_to_say() {
    let diagnostics = lint::<&str>(&[]);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in &diagnostics {
        *counts.entry(diagnostic.code).or_default() += 1;
    }
    assert!(diagnostics.is_empty(), "{diagnostics}\n{counts:?}");
}

#[test]
fn it_holds_the_frameworks_with_their_controls() {
    let bundle = builtin().unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let catalog = bundle.catalog();
    let controls = |key: &str| {
        let framework = catalog.framework(key).unwrap_or_else(|| panic!("there is no `{key}`"));
        let requirements = catalog.requirements_of(framework).filter_map(|id| catalog.requirement(id));
        requirements.filter(|requirement| requirement.kind == Kind::Control).count()
    };
    assert_eq!(controls("iso-42001:2023"), 38);
    assert_eq!(controls("iso-27001:2022"), 93);
    for key in [
        "eu-ai-act:2024",
        "iso-9001:2015",
        "iso-9001:2026",
        "iso-14001:2015",
        "iso-14001:2026",
        "iso-hs:2024",
    ] {
        assert_eq!(controls(key), 0);
    }
    assert!(catalog.mapping_count() > 500 && bundle.evidence_types().len() > 50);
    assert!(
        bundle.frameworks().filter(|framework| framework.hub).map(|f| f.key.as_str()).eq(["iso-hs:2024"])
    );
}

#[test]
fn neither_the_order_nor_the_names_nor_the_layout_of_files_plays_a_part() {
    let start = builtin().unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let mut sources = builtin_sources();
    sources.reverse();
    let count = sources.len();
    for (position, source) in sources.iter_mut().enumerate() {
        source.name = format!("{}/{}.yaml", position * 7 % 5, position * 31 % count);
        source.bytes.splice(0..0, b"# A remark.\n\n".iter().copied());
    }
    let other = validated(&sources);
    assert_eq!(other.revision(), start.revision());
    assert_eq!(format!("{:?}", other.catalog()), format!("{:?}", start.catalog()));
    assert_eq!(format!("{:?}", other.evidence_types()), format!("{:?}", start.evidence_types()));
    assert!(
        start.revision().len() == 64 && start.revision().chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
    );
}

#[test]
fn another_word_is_another_revision() {
    let sources = builtin_sources();
    let before = validated(&sources).revision().to_owned();
    let changed: Vec<Source> = sources
        .into_iter()
        .map(|source| {
            let text =
                String::from_utf8(source.bytes).unwrap().replacen("summary: \"", "summary: \"Also: ", 1);
            Source { bytes: text.into_bytes(), ..source }
        })
        .collect();
    assert_ne!(validated(&changed).revision(), before);
}

/// A wrong FULL costs a certificate or a fine, so that somebody other than its author has read each row that can make one.
#[test]
fn what_can_make_full_was_reviewed_by_another_than_its_author() {
    let sources = builtin_sources();
    let bundle = validated(&sources);
    let unreviewed = bundle.warnings().iter().filter(|one| one.code == Rule::UnreviewedFull.code());
    let unreviewed: Vec<String> = unreviewed.map(ToString::to_string).collect();
    assert!(unreviewed.is_empty(), "{}", unreviewed.join("\n"));
}
