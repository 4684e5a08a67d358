//! Rules on the facts that evidence types declare.

use crate::bundle::Linked;
use crate::evidence_type::{FactDeclaration, FactType};
use crate::report::Report;
use crate::rule::Rule;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    for evidence_type in &linked.evidence_types {
        for (place, fact) in &evidence_type.facts {
            let name = &fact.name;
            if !is_name(name) {
                let message = format!("`{name}` is no name of a fact");
                let help =
                    "use lower-case letters, digits and `_`, starting with a letter, and no word of CEL";
                report.add(Rule::BadFactName, *place, message, help);
            }
            if let Some(fault) = limit_fault(fact) {
                report.add(
                    Rule::BadFactLimits,
                    *place,
                    format!("the fact `{name}` {fault}"),
                    "correct its limits or its type",
                );
            }
        }
    }
}

/// Words that CEL keeps for itself.
const RESERVED: [&str; 23] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "true",
    "type",
    "var",
    "void",
    "while",
    "facts",
];

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !RESERVED.contains(&name)
}

fn limit_fault(fact: &FactDeclaration) -> Option<&'static str> {
    let is_number = matches!(fact.fact_type, FactType::Integer | FactType::Number);
    let is_text = matches!(fact.fact_type, FactType::String | FactType::StringList);
    let bounds = [fact.minimum, fact.maximum];
    let is_whole = |bound: f64| bound.fract() == 0.0;
    if !is_number && (bounds.iter().any(Option::is_some) || fact.unit.is_some()) {
        return Some("is no number and has a minimum, a maximum or a unit");
    }
    if !is_text && !fact.one_of.is_empty() {
        return Some("is neither a string nor a list of strings and has `one_of`");
    }
    if bounds.into_iter().flatten().any(|bound| !bound.is_finite()) {
        return Some("has a limit that is no finite number");
    }
    if fact.fact_type == FactType::Integer && !bounds.into_iter().flatten().all(is_whole) {
        return Some("is whole and has a limit that is not");
    }
    if matches!(bounds, [Some(minimum), Some(maximum)] if minimum > maximum) {
        return Some("has a minimum above its maximum");
    }
    let has_twice =
        |(position, word): (usize, &String)| fact.one_of.iter().skip(position + 1).any(|other| other == word);
    if fact.one_of.iter().enumerate().any(has_twice) || fact.one_of.iter().any(|word| word.trim().is_empty())
    {
        return Some("has a blank or repeated word in `one_of`");
    }
    if fact.fact_type == FactType::StringList && fact.one_of.iter().any(|word| word.contains(',')) {
        return Some("has a comma in `one_of`, where commas part the members of a list");
    }
    None
}
