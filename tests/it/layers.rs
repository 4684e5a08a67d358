//! What the sources keep apart. Each rule names the folder it holds for, what must not be named there, and why.

use serde_json::Value;

use crate::names::names;
use crate::program::cargo;
use crate::public_api::public_names_of;
use crate::sources::{rust, top};

/// What in the sources of `folder`, `except` for some, is named although it must not be.
fn offences(folder: &str, except: &[&str], forbidden: &[&str]) -> Vec<String> {
    let mut offences = Vec::new();
    for source in rust(folder) {
        if except.iter().any(|except| source.path.starts_with(except)) {
            continue;
        }
        for name in names(&source.text()) {
            let broken = forbidden.iter().find(|f| name.holds(&f.split("::").collect::<Vec<_>>()));
            if let Some(broken) = broken {
                offences.push(format!("{}:{} names {name} ({broken})", source.path, name.line));
            }
        }
    }
    offences
}

#[track_caller]
fn keeps_out(folder: &str, except: &[&str], forbidden: &[&str], reason: &str) {
    let offences = offences(folder, except, forbidden);
    assert!(offences.is_empty(), "{reason}:\n  {}", offences.join("\n  "));
}

#[test]
fn an_offence_is_found_where_there_is_one() {
    assert!(!offences("frameworks/src/", &[], &["std::fs"]).is_empty(), "the content is read from files");
    assert!(offences("frameworks/src/", &["frameworks/src/"], &["std::fs"]).is_empty());
}

const ASYNC: [&str; 5] = ["async", "await", "tokio", "futures", "async_trait"];
const DATABASE: [&str; 4] = ["sea_orm", "sea_orm_migration", "sea_query", "sqlx"];

#[test]
fn the_engine_is_a_function_of_its_arguments() {
    let machine = [
        "std::env",
        "std::fs",
        "std::io",
        "std::net",
        "std::os",
        "std::process",
        "std::thread",
        "print",
        "println",
        "eprint",
        "eprintln",
    ];
    let clock_and_chance =
        ["std::time", "SystemTime", "Instant", "Utc", "chrono::Local", "rand", "getrandom", "RandomState"];
    keeps_out("mapping/src/", &[], &machine, "mapping reads and writes nothing");
    keeps_out("mapping/src/", &[], &clock_and_chance, "time and randomness are parameters");
    keeps_out("mapping/src/", &[], &ASYNC, "mapping never waits");
}

#[test]
fn the_engine_hides_its_graph_library() {
    for source in rust("mapping/src/") {
        let shown = public_names_of("petgraph", &source.text());
        let shown: Vec<String> = shown.iter().map(|name| format!("{name} (line {})", name.line)).collect();
        assert!(shown.is_empty(), "{} shows petgraph to other crates: {}", source.path, shown.join(", "));
    }
}

#[test]
fn the_content_needs_no_network_and_no_database() {
    keeps_out("frameworks/src/", &[], &["std::net", "std::process"], "content is read from files");
    keeps_out("frameworks/src/", &[], &ASYNC, "content is read at once");
    keeps_out("frameworks/src/", &[], &DATABASE, "content lives in files");
}

#[test]
fn only_the_store_speaks_to_the_database() {
    // Its tests do what it must find out: they change rows behind its back.
    let store = ["api/src/store", "api/tests/it/store"];
    keeps_out("api/", &store, &DATABASE, "SQL and entities belong to api/src/store");
}

#[test]
fn every_query_of_the_store_is_of_one_organisation() {
    let unscoped = [
        "E::find",
        "Entity::find",
        "Entity::find_by_id",
        "E::update_many",
        "Entity::update_many",
        "Entity::update",
        "E::delete_many",
        "Entity::delete_many",
        "Entity::delete",
        "Entity::delete_by_id",
    ];
    let except = ["api/src/store/scope.rs"];
    keeps_out("api/src/store/", &except, &unscoped, "queries are made in api/src/store/scope.rs");
    // Transactions begin and end without a row.
    let transactions = ["api/src/store/writer.rs", "api/src/store/write_transaction.rs"];
    keeps_out("api/src/store/", &transactions, &["execute_unprepared"], "statements are built, not written");
    // The tables themselves are nobody's; a notice of a change tells no row; what sends a batch builds none.
    let except = [
        "api/src/store/schema.rs",
        "api/src/store/connection.rs",
        "api/src/store/change_feed.rs",
        "api/src/store/batch.rs",
        "api/src/store/write_transaction.rs",
    ];
    keeps_out("api/src/store/", &except, &["Statement"], "statements are built, not written");
}

#[test]
fn only_the_wire_knows_graphql() {
    keeps_out(
        "api/",
        &[
            "api/src/graphql",
            "api/src/http",
            "api/tests/it/contract.rs",
            "api/tests/it/documents",
            "api/tests/it/organizations",
        ],
        &["async_graphql"],
        "GraphQL types belong to api/src/graphql",
    );
    keeps_out("mapping/", &[], &["async_graphql"], "the engine knows no wire");
    keeps_out("frameworks/", &[], &["async_graphql"], "the content knows no wire");
}

#[test]
fn arrows_go_down_only() {
    let shown_to = ["crate::cli", "crate::http", "crate::graphql"];
    keeps_out("api/src/app/", &[], &shown_to, "a use case knows nothing of how it is asked or shown");
}

/// The packages of the workspace, with what each may depend on.
const MAY_DEPEND_ON: [(&str, &[&str]); 5] = [
    ("obligraph-mapping", &[]),
    ("obligraph-frameworks", &["obligraph-mapping"]),
    ("obligraph-migrations", &[]),
    ("obligraph", &["obligraph-mapping", "obligraph-frameworks", "obligraph-migrations"]),
    ("obligraph-tests", &["obligraph", "obligraph-mapping", "obligraph-frameworks", "obligraph-migrations"]),
];

/// All that the engine is built from.
const ENGINE_IS_BUILT_FROM: [&str; 6] =
    ["chrono", "fixedbitset", "good_lp", "petgraph", "prefetch-index", "rayon"];

#[test]
fn packages_depend_on_each_other_in_one_direction() {
    let output =
        cargo().args(["metadata", "--no-deps", "--format-version=1", "--locked"]).current_dir(top()).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert_eq!(packages.len(), MAY_DEPEND_ON.len(), "a package is not on the list");
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let (_, allowed) = MAY_DEPEND_ON.iter().find(|(of, _)| *of == name).unwrap();
        for dependency in package["dependencies"].as_array().unwrap() {
            let on = dependency["name"].as_str().unwrap();
            let ours = MAY_DEPEND_ON.iter().any(|(of, _)| *of == on);
            assert!(!ours || allowed.contains(&on), "{name} depends on {on}");
            if name == "obligraph-mapping" && dependency["kind"].is_null() {
                assert!(ENGINE_IS_BUILT_FROM.contains(&on), "the engine depends on {on}");
            }
        }
    }
}
