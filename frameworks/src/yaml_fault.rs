//! What the YAML reader says of a file, in our words.

use serde_saphyr::Error;
use serde_saphyr::budget::BudgetBreach;

use crate::rule::Rule;
use crate::yaml::{Fault, MAX_ALIASES, MAX_DEPTH};

/// The fault that `error` tells of.
pub(crate) fn describe(error: &Error) -> Fault {
    let error = error.without_snippet();
    let line = error.location().map_or(0, |location| u32::try_from(location.line()).unwrap_or(0));
    let (rule, message, help) = words(error);
    Fault { rule, line, message, help }
}

fn words(error: &Error) -> (Rule, String, String) {
    match error {
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("?");
            (
                Rule::DuplicateKey,
                format!("the key `{key}` stands twice in one mapping"),
                "keep one of them".to_owned(),
            )
        }
        Error::SerdeUnknownField { field, expected, .. } => (
            Rule::UnknownField,
            format!("unknown field `{field}`"),
            format!("the fields here are {}", list(expected)),
        ),
        Error::SerdeMissingField { field, .. } => {
            (Rule::MissingField, format!("the field `{field}` is missing"), format!("add `{field}:`"))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => (
            Rule::WrongValue,
            format!("`{variant}` is none of the words allowed here"),
            format!("write {}", list(expected)),
        ),
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            (Rule::WrongValue, format!("found {unexpected}"), format!("write {expected}"))
        }
        Error::Unexpected { expected, .. } => {
            let message = "the value has another form than the format asks for";
            (Rule::WrongValue, message.to_owned(), format!("write {}", form(expected)))
        }
        Error::InvalidScalar { ty, .. } => {
            (Rule::WrongValue, format!("the value is not {}", form(ty)), format!("write {}", form(ty)))
        }
        Error::InvalidBooleanStrict { .. } => (
            Rule::WrongValue,
            "the value is neither true nor false".to_owned(),
            "write `true` or `false`".to_owned(),
        ),
        Error::NullIntoString { .. } => (
            Rule::WrongValue,
            "a text is expected and there is nothing".to_owned(),
            "write a text, or leave the field out".to_owned(),
        ),
        Error::Message { msg, .. } => (
            Rule::WrongValue,
            msg.clone(),
            "write the value as the format asks; a day as in `2026-11-23`".to_owned(),
        ),
        Error::Budget { breach, .. } => over_budget(breach),
        Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => {
            (Rule::OverBudget, "aliases expand to too much".to_owned(), "write the values out".to_owned())
        }
        Error::AliasError { error, .. } => words(error),
        other if plain(other).contains("recursion limit") => too_deep(),
        other => (Rule::YamlSyntax, plain(other), "correct the YAML at or just before this line".to_owned()),
    }
}

fn over_budget(breach: &BudgetBreach) -> (Rule, String, String) {
    match breach {
        BudgetBreach::Documents { .. } => (
            Rule::YamlSyntax,
            "a second YAML document starts here".to_owned(),
            "write it into a file of its own".to_owned(),
        ),
        BudgetBreach::Depth { .. } => too_deep(),
        BudgetBreach::Aliases { .. }
        | BudgetBreach::Anchors { .. }
        | BudgetBreach::AliasAnchorRatio { .. } => {
            let message = format!("there are more than {MAX_ALIASES} aliases or anchors");
            (Rule::OverBudget, message, "write the values out".to_owned())
        }
        _ => (Rule::OverBudget, "the file holds too much".to_owned(), "split it by theme".to_owned()),
    }
}

fn too_deep() -> (Rule, String, String) {
    let message = format!("lists and mappings nest deeper than {MAX_DEPTH}");
    (Rule::OverBudget, message, "write content flat".to_owned())
}

/// What the reader expects, in the words of somebody who writes YAML.
fn form(expected: &str) -> &str {
    match expected {
        "mapping start" => "a mapping (`name: value`)",
        "sequence start" => "a list (`[a, b]`, or `- a` line by line)",
        "string scalar" => "a text",
        "floating point" => "a number",
        other => other,
    }
}

/// The reader's own message on one line and without the place, which the diagnostic names.
fn plain(error: &Error) -> String {
    let text = error.to_string();
    let text = text.lines().next().unwrap_or_default();
    text.rsplit_once(" at line ").map_or(text, |(message, _)| message).to_owned()
}

fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "none".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
    }
}
