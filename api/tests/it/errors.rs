//! Bad input: all of it told at once, each with its remedy, and the exit status.

use crate::run::{ACME, obligraph};

/// What is said on standard error by a run that must be refused and print nothing.
fn refused(arguments: &[&str]) -> String {
    let ran = obligraph(arguments);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{arguments:?}: {}", ran.err);
    ran.err
}

#[test]
fn claims_name_what_is_near() {
    insta::assert_snapshot!(refused(&[
        "resolve",
        "--content",
        ACME,
        "--claim",
        "acme-handbook:1/1.c",
        "Acme 1/1.a",
        "acme-hanbook:1/1.a",
        "acme-handbook:1/zzz",
        "acme-handbook:1/1.a=half",
        "acme-handbook:1/1.a",
        "acme-handbook:1/1.a=partial",
        "",
    ]));
}

/// Whoever leaves out the framework is told of all that have the id.
#[test]
fn an_id_alone_is_no_reference() {
    let told = refused(&["resolve", "--content", ACME, "--claim", "1.b"]);
    assert!(told.starts_with("error[reference-without-slash]: `1.b` is no reference;"), "{told}");
    assert!(told.contains("did you mean `acme-handbook:1/1.b`"), "{told}");
}

#[test]
fn everything_about_an_item_and_the_question_is_told_at_once() {
    insta::assert_snapshot!(refused(&[
        "resolve",
        "--content",
        ACME,
        "--type",
        "log-setting",
        "--fact",
        "retention_days=many",
        "two_person=true",
        "nothing",
        "owner=nobody",
        "--covers",
        "qmss",
        "ai-system:",
        "--scope",
        "firm",
        "--frameworks",
        "acme-law,acme-lav:1,unheard-of:9",
        "--as-of",
        "24.11.2026",
        "--collected-on",
        "2026-02-30",
        "--max-hops",
        "99",
        "--min-confidence",
        "1.5",
    ]));
}

#[test]
fn an_unknown_type_names_what_is_near() {
    assert_eq!(
        refused(&["resolve", "--content", ACME, "--type", "log-seting", "--covers", "x"]),
        "error[unknown-evidence-type]: there is no evidence type `log-seting`; did you mean `log-setting`?\n\
         error[subject-unknown-kind]: --covers: `x` is no kind of subject; use aims, isms, qms, ems, \
         organization, ai-system or ai-model, with a name where there are several: `ai-system:CS-7`\n"
    );
    assert_eq!(
        refused(&["evidence-types", "show", "qqq"]),
        "error[unknown-evidence-type]: there is no evidence type `qqq`; `obligraph evidence-types list` shows \
         them\n"
    );
}

#[test]
fn an_unknown_framework_names_what_is_near() {
    assert_eq!(
        refused(&["frameworks", "show", "iso-9001"]),
        "error[unknown-framework]: there is no framework `iso-9001`; did you mean `iso-9001:2015` or \
         `iso-9001:2026`?\n"
    );
    assert_eq!(
        refused(&["mappings", "--from", "acme:1", "--to", "iso-42001:2032"]).lines().count(),
        2,
        "both ends are told"
    );
}

#[test]
fn content_with_faults_is_refused_with_all_of_them() {
    let broken = ["--content", "tests/fixtures/broken", "--content", "tests/fixtures/nowhere"];
    let commands: [&[&str]; 5] = [
        &["frameworks", "list"],
        &["mappings"],
        &["evidence-types", "list"],
        &["demo", "--no-serve"],
        &["resolve", "--claim", "iso-42001:2023/A.6.2.8"],
    ];
    let all: Vec<String> = commands.iter().map(|command| refused(&[command, &broken[..]].concat())).collect();
    assert!(all.iter().all(|one| *one == all[0]), "every command tells the same");
    insta::assert_snapshot!(all[0]);
}

#[test]
fn a_day_of_the_demonstration_is_a_day() {
    assert_eq!(
        refused(&["demo", "--as-of", "tomorrow"]),
        "error[bad-date]: --as-of: `tomorrow` is no day of the calendar; write it as `2026-11-24`\n"
    );
}

#[test]
fn wrong_usage_is_another_status() {
    let cases: [&[&str]; 9] = [
        &["resolve"],
        &["resolve", "--claim", "a:1/b", "--type", "c"],
        &["resolve", "--claim", "a:1/b", "--fact", "c=1"],
        &["resolve", "--type", "c", "--min-confidence", "much"],
        &["frameworks"],
        &["frameworks", "list", "--format", "xml"],
        &["mappings", "--relation", "similar"],
        &["schema", "evidence"],
        &["serv"],
    ];
    for arguments in cases {
        let ran = obligraph(arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains("--help"), "{}", ran.err);
    }
}
