//! One trait a file: a small catalogue, evidence, questions, and the exact answers.
//!
//! A file of `cases/` is named for its trait; `format.rs` says how it is read, `answer.rs` how answers are written.

mod answer;
mod format;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use format::Case;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/cases")
}

/// Asks every question of a file and compares the whole answers.
fn check(name: &str) {
    let text = std::fs::read_to_string(folder().join(format!("{name}.yaml"))).unwrap();
    let case: Case = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{name}.yaml: {error}"));
    let world = case.world();
    let mut wrong = String::new();
    for question in &case.questions {
        let actual = answer::to(&world, &case.question(question, &world));
        if actual.trim() != question.answer.trim() {
            writeln!(wrong, "\n{} {}\n{}", question.ask, question.options, diff(&question.answer, &actual))
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{name}.yaml: {}\n(- expected, + answered){wrong}", case.says);
}

/// What differs between two texts, line by line, with what they share before and after.
fn diff(expected: &str, actual: &str) -> String {
    let (expected, actual): (Vec<&str>, Vec<&str>) =
        (expected.trim().lines().collect(), actual.trim().lines().collect());
    let (rows, columns) = (expected.len(), actual.len());
    // How long a common subsequence the rest of both has.
    let mut common = vec![vec![0usize; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            common[row][column] = if expected[row] == actual[column] {
                common[row + 1][column + 1] + 1
            } else {
                common[row + 1][column].max(common[row][column + 1])
            };
        }
    }
    let (mut row, mut column, mut text) = (0, 0, String::new());
    while row < rows || column < columns {
        let (sign, line) = if row < rows && column < columns && expected[row] == actual[column] {
            (row, column) = (row + 1, column + 1);
            (' ', actual[column - 1])
        } else if row < rows && (column == columns || common[row + 1][column] >= common[row][column + 1]) {
            row += 1;
            ('-', expected[row - 1])
        } else {
            column += 1;
            ('+', actual[column - 1])
        };
        writeln!(text, "{sign} {line}").unwrap();
    }
    text
}

macro_rules! cases {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*

        #[test]
        fn every_file_is_a_case() {
            let listed = BTreeSet::from([$(concat!(stringify!($name), ".yaml").to_owned()),*]);
            let files = std::fs::read_dir(folder()).unwrap();
            let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
            let files: BTreeSet<String> = files.filter(|name| name.ends_with(".yaml")).collect();
            assert_eq!(files, listed);
        }
    };
}

cases! {
    ai_model_and_ai_system
    combined_audit_covers_both
    confidence_beats_hops
    confidences_multiply
    conflict_of_a_joint_mapping
    conflict_of_drafts_only_when_asked
    conflict_of_three_mappings
    conflict_with_the_hierarchy
    conflict_without_bystanders
    coverage_beats_confidence
    covered_in_part_beats_a_sample
    default_covers
    disjoint_is_possible_at_most
    draft_only_when_asked
    expired_evidence_breaks_a_union
    failure_goes_up_the_hierarchy
    failure_of_a_part
    failure_of_one_ai_system
    failure_of_one_management_system
    failure_of_the_organization
    failure_uses_drafts_only_when_asked
    failure_worse_beats_surer
    fewest_hops
    fewest_steps
    frameworks_filter
    from_all_but_disjoint
    from_equal_or_superset
    from_possible
    from_subset_or_intersects
    from_superset
    from_superset_or_intersects
    heading_is_never_answered
    hierarchy_is_no_hop
    hop_bound
    hub_is_never_answered
    internal_audit_of_one_system
    intersects_then_intersects_says_nothing
    joint_equal_by_one_alone
    joint_group_is_shared
    joint_sources_together
    joint_target
    joint_target_of_a_part
    limited_evidence_never_lowers
    lowest_mapping_on_a_tie
    management_system_covers_the_organization
    mapping_read_backwards
    min_confidence
    no_conflict
    nobodys_duty_is_never_answered
    one_ai_system_is_one_sample
    one_ai_system_never_reaches_another
    overlay_conflict
    overlay_on_a_base
    overlay_unions_and_groups
    parent_holds_its_children
    partial_claim
    partials_do_not_add_up
    population_by_default_of_one
    population_by_one_piece_of_evidence
    population_competes_with_a_claim
    population_declared
    population_each_shown
    population_one_missing
    population_through_mappings
    possible_changes_no_other_answer
    procedure_and_ai_system
    repealed_provisions
    retired_never
    scope_gaps_are_counted_alike
    scope_limits_the_subjects
    siblings_learn_nothing
    sole_child_is_equal
    strength_is_the_least
    strength_plays_no_part_in_the_choice
    subset_then_superset_says_nothing
    superset_chain_keeps_full
    superset_then_intersects_is_partial
    support_by_the_hierarchy
    support_full_beats_surer
    support_is_of_content_only
    support_of_a_requirement
    surest_claim_counts
    tie_between_relation_sets
    union_keeps_the_surer_way
    union_nested
    union_of_all_children
    union_of_an_incomplete_parent
    union_of_two_pieces_of_evidence
    union_skips_children_without_content
    union_then_mapping
    union_with_a_child_missing
    unnamed_ai_system
    validity
    without_content_is_never_answered
}

#[test]
fn a_field_that_no_case_has_is_refused() {
    let text = "says: x\nframeworks: {}\nquestions: []\nmapings: []\n";
    let error = serde_saphyr::from_str::<Case>(text).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("mapings"), "{error}");
}

#[test]
fn a_diff_shows_what_is_missing_and_what_is_new() {
    assert_eq!(diff("one\ntwo\nthree", "one\nTWO\nthree"), "  one\n- two\n+ TWO\n  three\n");
}
