//! The contract: the schema as committed, and the rules that all of it keeps.

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    ConstDirective, FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
};

const SCHEMA: &str = "schema.graphql";

/// A client builds on this file; whoever changes it on purpose sets `UPDATE_SCHEMAS=1`.
#[test]
fn the_schema_is_the_committed_one() {
    let now = obligraph::graphql::sdl();
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        std::fs::write(SCHEMA, &now).unwrap();
    }
    let committed = std::fs::read_to_string(SCHEMA).unwrap_or_default();
    assert!(
        now == committed,
        "the schema has changed; look at the difference after `UPDATE_SCHEMAS=1 cargo test`"
    );
}

fn types(sdl: &str) -> Vec<TypeDefinition> {
    let document = parse_schema(sdl).unwrap();
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        _ => None,
    });
    types.collect()
}

fn fields(definition: &TypeDefinition) -> &[Positioned<FieldDefinition>] {
    match &definition.kind {
        TypeKind::Object(object) => &object.fields,
        TypeKind::Interface(interface) => &interface.fields,
        _ => &[],
    }
}

/// Whatever of a schema breaks a rule, each with its place.
fn offences(sdl: &str) -> Vec<String> {
    let types = types(sdl);
    types
        .iter()
        .flat_map(|definition| [undescribed(definition), misshapen(definition), undated(definition)].concat())
        .collect()
}

fn undescribed(definition: &TypeDefinition) -> Vec<String> {
    let name = &definition.name.node;
    let mut missing = Vec::new();
    let mut look = |place: String, description: &Option<Positioned<String>>| {
        let text = description.as_ref().map_or("", |text| text.node.trim());
        if text.is_empty() {
            missing.push(format!("{place} has no description"));
        }
    };
    look(name.to_string(), &definition.description);
    for field in fields(definition) {
        let place = format!("{name}.{}", field.node.name.node);
        look(place.clone(), &field.node.description);
        for argument in &field.node.arguments {
            look(format!("{place}({})", argument.node.name.node), &argument.node.description);
        }
    }
    match &definition.kind {
        TypeKind::Enum(found) => {
            for value in &found.values {
                look(format!("{name}.{}", value.node.value.node), &value.node.description);
            }
        }
        TypeKind::InputObject(found) => {
            for field in &found.fields {
                look(format!("{name}.{}", field.node.name.node), &field.node.description);
            }
        }
        TypeKind::Scalar => {
            let specified =
                definition.directives.iter().any(|directive| directive.node.name.node == "specifiedBy");
            if !specified {
                missing.push(format!("{name} does not say what specifies it"));
            }
        }
        _ => {}
    }
    missing
}

fn misshapen(definition: &TypeDefinition) -> Vec<String> {
    let name = definition.name.node.as_str();
    let of = |wanted: &str| fields(definition).iter().find(|field| field.node.name.node == wanted);
    let mut wrong = Vec::new();
    if name.ends_with("Connection") {
        let wanted =
            [("edges", None), ("nodes", None), ("pageInfo", Some("PageInfo!")), ("totalCount", Some("Int!"))];
        for (field, shape) in wanted {
            match of(field).map(|found| found.node.ty.node.to_string()) {
                None => wrong.push(format!("{name} has no {field}")),
                Some(found) if shape.is_some_and(|shape| shape != found) => {
                    wrong.push(format!("{name}.{field} is {found}"))
                }
                Some(_) => {}
            }
        }
    }
    let is_camel = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(|c| c.is_ascii_alphanumeric())
    };
    for field in fields(definition) {
        let place = format!("{name}.{}", field.node.name.node);
        if !is_camel(&field.node.name.node) {
            wrong.push(format!("{place} is not in camel case"));
        }
        let is_page = field.node.ty.node.to_string().trim_end_matches('!').ends_with("Connection");
        let named = |argument: &Positioned<InputValueDefinition>| argument.node.name.node.to_string();
        let arguments: Vec<String> = field.node.arguments.iter().map(named).collect();
        let paged = ["first", "after", "last", "before"];
        if is_page && !paged.iter().all(|wanted| arguments.iter().any(|argument| argument == wanted)) {
            wrong.push(format!("{place} is a connection without all of {paged:?}"));
        }
    }
    wrong
}

/// A deprecation tells what to use instead and until when the old works.
fn undated(definition: &TypeDefinition) -> Vec<String> {
    let is_undated = |directives: &[Positioned<ConstDirective>]| {
        let deprecated = directives.iter().find(|directive| directive.node.name.node == "deprecated");
        deprecated.is_some_and(|directive| {
            let reason = directive.node.get_argument("reason").map(|reason| reason.node.to_string());
            !reason.is_some_and(|reason| reason.contains("Removal on 20"))
        })
    };
    let undated = fields(definition).iter().filter(|field| is_undated(&field.node.directives));
    undated
        .map(|field| {
            format!("{}.{} is deprecated without a date", definition.name.node, field.node.name.node)
        })
        .collect()
}

#[test]
fn every_part_of_the_schema_is_described_and_shaped_by_rule() {
    let offences = offences(&obligraph::graphql::sdl());
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn the_rules_find_what_breaks_them() {
    let found = offences(
        r#"
        "A query." type Query { "Things." things: ThingConnection! "Old." old: Int @deprecated(reason: "Use things.") Bad_name: Int }
        "Things." type ThingConnection { "Edges." edges: [Int!]! }
        scalar Odd
        enum Bare { ONE }
        "#,
    );
    for wanted in [
        "Query.Bad_name has no description",
        "Query.Bad_name is not in camel case",
        "Query.old is deprecated without a date",
        "Query.things is a connection without all of",
        "ThingConnection has no nodes",
        "ThingConnection has no totalCount",
        "Odd does not say what specifies it",
        "Bare.ONE has no description",
    ] {
        assert!(found.iter().any(|offence| offence.starts_with(wanted)), "{wanted}: {found:#?}");
    }
}
