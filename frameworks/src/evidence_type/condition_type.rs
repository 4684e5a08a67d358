//! Types of conditions. CEL looks at types when it runs, and takes values of different types for unequal without a word:
//! such a condition would never hold and nobody would notice.

use std::collections::BTreeMap;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};

use super::condition_uses::fact;
use super::fact::{FactDeclaration, FactType};

/// Why a condition does not fit facts of the declared types; `None` where it does.
pub(super) fn fault(expression: &IdedExpr, declared: &BTreeMap<String, FactDeclaration>) -> Option<String> {
    match type_of(expression, declared) {
        Ok(Type::Boolean) => None,
        Ok(other) => Some(format!("it yields {} and not true or false", other.word())),
        Err(message) => Some(message),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Boolean,
    Integer,
    Number,
    /// Days are compared as texts too.
    Text,
    Texts,
}

impl Type {
    const fn word(self) -> &'static str {
        match self {
            Self::Boolean => "a truth value",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Texts => "a list of texts",
        }
    }
}

fn type_of(expression: &IdedExpr, declared: &BTreeMap<String, FactDeclaration>) -> Result<Type, String> {
    match &expression.expr {
        Expr::Literal(LiteralValue::Boolean(_)) => Ok(Type::Boolean),
        Expr::Literal(LiteralValue::Int(_)) => Ok(Type::Integer),
        Expr::Literal(LiteralValue::Double(_)) => Ok(Type::Number),
        Expr::Literal(LiteralValue::String(_)) => Ok(Type::Text),
        Expr::List(list) => {
            let members = list.elements.iter().map(|element| type_of(element, declared));
            match members.collect::<Result<Vec<_>, _>>()?.into_iter().find(|member| *member != Type::Text) {
                None => Ok(Type::Texts),
                Some(member) => Err(format!("a list holds {}; lists are of texts", member.word())),
            }
        }
        Expr::Call(call) => type_of_call(call, declared),
        _ => match fact(expression).and_then(|name| declared.get(name)) {
            Some(fact) => Ok(match fact.fact_type {
                FactType::Integer => Type::Integer,
                FactType::Number => Type::Number,
                FactType::Boolean => Type::Boolean,
                FactType::String | FactType::Date => Type::Text,
                FactType::StringList => Type::Texts,
            }),
            None => Err("it holds a value of a type that no fact has".to_owned()),
        },
    }
}

fn type_of_call(call: &CallExpr, declared: &BTreeMap<String, FactDeclaration>) -> Result<Type, String> {
    use Type::{Boolean, Integer, Number, Text, Texts};
    let operands = call.target.as_deref().into_iter().chain(&call.args);
    let types = operands.map(|operand| type_of(operand, declared)).collect::<Result<Vec<_>, _>>()?;
    let name = call.func_name.as_str();
    match (name, types.as_slice()) {
        (operators::LOGICAL_NOT, [Boolean])
        | (operators::LOGICAL_AND | operators::LOGICAL_OR, [Boolean, Boolean]) => Ok(Boolean),
        (operators::CONDITIONAL, [Boolean, then, otherwise]) if then == otherwise => Ok(*then),
        (operators::EQUALS | operators::NOT_EQUALS, [a, b]) if a == b => Ok(Boolean),
        (operators::EQUALS | operators::NOT_EQUALS, [Integer, Number] | [Number, Integer]) => Ok(Boolean),
        (
            operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
            [Integer | Number, Integer | Number] | [Text, Text],
        )
        | (operators::IN, [Text, Texts])
        | ("contains" | "startsWith", [Text, Text]) => Ok(Boolean),
        ("size", [Text | Texts]) => Ok(Integer),
        (operators::NEGATE, [only @ (Integer | Number)]) => Ok(*only),
        (
            operators::ADD | operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE,
            [Integer, Integer],
        )
        | (operators::MODULO, [Integer, Integer]) => Ok(Integer),
        (
            operators::ADD | operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE,
            [Number, Number],
        ) => Ok(Number),
        _ => {
            let words: Vec<&str> = types.iter().map(|operand| operand.word()).collect();
            Err(format!("`{}` does not go with {}", name.trim_matches(['_', '@']), words.join(" and ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::condition::{Condition, ConditionFacts};
    use super::super::fact::FactValue;
    use super::*;

    fn declared() -> BTreeMap<String, FactDeclaration> {
        let facts = [
            ("days", FactType::Integer),
            ("share", FactType::Number),
            ("ok", FactType::Boolean),
            ("name", FactType::String),
            ("on", FactType::Date),
            ("systems", FactType::StringList),
        ];
        let declaration = |(name, fact_type): (&str, FactType)| FactDeclaration {
            name: name.to_owned(),
            fact_type,
            unit: None,
            minimum: None,
            maximum: None,
            required: false,
            one_of: Vec::new(),
            description: None,
        };
        facts.into_iter().map(|fact| (fact.0.to_owned(), declaration(fact))).collect()
    }

    fn values() -> BTreeMap<String, FactValue> {
        let on = "2026-08-02".parse().unwrap();
        let values = [
            ("days", FactValue::Integer(183)),
            ("share", FactValue::Number(0.5)),
            ("ok", FactValue::Boolean(true)),
            ("name", FactValue::String("platform".to_owned())),
            ("on", FactValue::Date(on)),
            ("systems", FactValue::StringList(vec!["isms".to_owned(), "qms".to_owned()])),
        ];
        values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// What the types allow, CEL can work out; and it works it out as an author expects.
    #[test]
    fn what_fits_by_type_has_a_truth_value() {
        for (text, expected) in [
            ("facts.days >= 183", true),
            ("facts.days > 183.0 || facts.days == 183.0", true),
            ("facts.share < 1 && facts.share * 2.0 == 1.0", true),
            ("facts.days + 1 == 184 && facts.days % 2 == 1 && -facts.days < 0", true),
            ("facts.days - 3 == 180 && facts.days * 2 > 365 && facts.days / 2 == 91", true),
            ("!facts.ok", false),
            ("facts.ok == true && facts.ok != false", true),
            ("facts.ok ? facts.days > 1 : facts.days > 1000", true),
            ("facts.name == 'platform' && facts.name != \"x\" && facts.name < 'q'", true),
            ("facts.name in ['platform', 'security']", true),
            ("facts.name.startsWith('plat') && facts.name.contains('form') && facts.name.size() == 8", true),
            ("facts.on >= '2026-08-02' && facts.on < '2026-10-01'", true),
            ("'isms' in facts.systems && !('aims' in facts.systems) && size(facts.systems) == 2", true),
            ("facts.systems == ['isms', 'qms']", true),
        ] {
            let condition = Condition::new(text.to_owned());
            assert_eq!(condition.type_fault(&declared()), None, "{text}");
            assert_eq!(condition.holds(&ConditionFacts::new(&values())), Ok(expected), "{text}");
        }
    }
}
