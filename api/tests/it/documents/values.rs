//! Values of arguments and variables: such as are there, such as are not, and such as nobody should send.

use async_graphql::parser::types::{BaseType, Type, TypeKind};
use async_graphql::{Name, Value};
use serde_json::Number;

use super::choices::Choices;
use super::writer::Types;

/// What names something in the world that is asked.
pub(crate) struct Pool {
    ids: Vec<String>,
}

const REQUIREMENTS: [&str; 6] = [
    "iso-42001:2023/9.2.1",
    "eu-ai-act:2024/art-19.1",
    "iso-27001:2022/A.8.15",
    "iso-42001:2023/9.2",
    "own-controls:1/K-1",
    "iso-42001:2023/none",
];
const FRAMEWORKS: [&str; 5] = ["iso-42001:2023", "eu-ai-act:2024", "own-controls:1", "iso-hs:2024", "none:1"];
const TYPES: [&str; 4] = ["access-review", "event-log-retention-setting", "ai-policy", "none"];
const TEXTS: [&str; 14] = [
    "CS-7",
    "bob",
    "",
    " ",
    "provider",
    "CH",
    "text/csv",
    "'; DROP TABLE evidence; --",
    "\u{0}",
    "\u{202e}\u{feff}\u{1f469}\u{200d}\u{1f680}",
    "%s%n{}{{}}$1",
    "MTo",
    "-1",
    "../../../etc/passwd",
];
const DAYS: [&str; 9] = [
    "2026-12-01",
    "2027-08-02",
    "2026-02-30",
    "0000-01-01",
    "9999-12-31",
    "+262142-12-31",
    "-262143-01-01",
    "0001-01-01",
    "tomorrow",
];
const INSTANTS: [&str; 6] = [
    "2026-12-01T09:00:00Z",
    "2026-12-01T09:00:00.123456789+14:00",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:60Z",
    "9999-12-31T23:59:59-23:59",
    "now",
];
const INTEGERS: [i64; 11] = [1, 5, 0, 2, -1, 25, 100, 101, 2_147_483_647, -2_147_483_648, i64::MAX];
const FLOATS: [f64; 8] = [1.0, 0.5, 0.0, -0.0, 1.000_000_1, -1.0, f64::MAX, f64::MIN_POSITIVE];
const FRAMEWORK: &str = r#"{ "framework": { "key": "own-controls:1", "title": "Own", "publisher": "us", "edition": "1",
    "subject": "isms", "licence": "ours", "reviewed": "2026-11-01" }, "requirements": [
    { "id": "K-1", "kind": "control", "title": "Logs", "summary": "Keep logs.", "assessable": true } ] }"#;

impl Pool {
    pub(crate) const fn new(ids: Vec<String>) -> Self {
        Self { ids }
    }

    /// A value of a type, for the argument or field of this name; of another type where chance has it.
    pub(crate) fn value(
        &self,
        types: &Types,
        of: &Type,
        name: &str,
        depth: usize,
        choices: &mut Choices<'_>,
    ) -> Value {
        if of.nullable && choices.chance(10) {
            return Value::Null;
        }
        if choices.chance(2) {
            return choices
                .of(&[Value::Null, Value::Boolean(true), Value::List(vec![]), Value::from(7)])
                .clone();
        }
        match &of.base {
            BaseType::List(of) => {
                let count = choices.of(&[1, 1, 2, 0, 3, 12]);
                Value::List((0..*count).map(|_| self.value(types, of, name, depth, choices)).collect())
            }
            BaseType::Named(named) => self.named(types, named, name, depth, choices),
        }
    }

    fn named(
        &self,
        types: &Types,
        named: &str,
        name: &str,
        depth: usize,
        choices: &mut Choices<'_>,
    ) -> Value {
        match types.kind(named) {
            Some(TypeKind::Enum(found)) if choices.chance(3) || found.values.is_empty() => {
                Value::Enum(Name::new("NONE_SUCH"))
            }
            Some(TypeKind::Enum(found)) => Value::Enum(choices.of(&found.values).node.value.node.clone()),
            Some(TypeKind::InputObject(found)) => {
                let is_one_of = types.is_one_of(named);
                let one = choices.below(found.fields.len());
                let fields = found.fields.iter().enumerate().filter(|(place, field)| {
                    let is_required = !field.node.ty.node.nullable && field.node.default_value.is_none();
                    if is_one_of { *place == one } else { is_required || depth > 0 && choices.chance(35) }
                });
                let fields: Vec<_> = fields.map(|(_, field)| field).collect();
                let read = fields.into_iter().map(|field| {
                    let field = &field.node;
                    let depth = depth.saturating_sub(1);
                    let value = self.value(types, &field.ty.node, &field.name.node, depth, choices);
                    (field.name.node.clone(), value)
                });
                Value::Object(read.collect())
            }
            _ => match named {
                "Boolean" => Value::Boolean(choices.chance(50)),
                "Int" => Value::Number((*choices.of(&INTEGERS)).into()),
                "Float" | "Confidence" => {
                    Number::from_f64(*choices.of(&FLOATS)).map_or(Value::Null, Value::Number)
                }
                "ID" if choices.chance(90) => Value::String(choices.of(&self.ids).clone()),
                "Date" => Value::String(choices.word(&DAYS)),
                "DateTime" => Value::String(choices.word(&INSTANTS)),
                _ => Value::String(text(name, choices)),
            },
        }
    }
}

/// A text, for the argument or field of this name.
fn text(name: &str, choices: &mut Choices<'_>) -> String {
    if choices.chance(3) {
        return "x".repeat(choices.below(60_000));
    }
    if choices.chance(10) {
        return choices.word(&TEXTS);
    }
    match name {
        "requirement" | "ref" | "from" | "to" => choices.word(&REQUIREMENTS),
        "framework" | "frameworks" | "key" => choices.word(&FRAMEWORKS),
        "type" => choices.word(&TYPES),
        "document" => FRAMEWORK.to_owned(),
        _ => choices.word(&TEXTS),
    }
}
