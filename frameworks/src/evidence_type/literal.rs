//! The comparisons that a condition is made of.
//!
//! In negation normal form a condition is made of them by "and" and "or" alone: the more of them hold, the more does it.

use std::collections::{BTreeMap, BTreeSet};

use cel::Value;
use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};

use super::condition::context;
use super::condition_uses::Uses;
use super::fact::FactValue;

/// A part of a condition without "and" and "or", as it stands or negated.
pub(super) struct Literal<'a> {
    expression: &'a IdedExpr,
    is_negated: bool,
    /// The facts that it names.
    pub(super) facts: BTreeSet<String>,
    /// The values that they are compared with.
    pub(super) constants: Vec<Constant>,
}

/// A value in a condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Constant {
    Integer(i64),
    Number(f64),
    Text(String),
}

impl Literal<'_> {
    /// Whether it holds with these facts. What cannot be worked out does not hold.
    pub(super) fn holds(&self, facts: &BTreeMap<String, FactValue>) -> bool {
        match Value::resolve(self.expression, &context(facts)) {
            Ok(Value::Bool(holds)) => holds != self.is_negated,
            _ => false,
        }
    }
}

/// The literals of a condition, whose depth the parser bounds.
pub(super) fn of(condition: &IdedExpr) -> Vec<Literal<'_>> {
    let mut literals = Vec::new();
    collect(condition, false, &mut literals);
    literals
}

fn collect<'a>(expression: &'a IdedExpr, is_negated: bool, literals: &mut Vec<Literal<'a>>) {
    match &expression.expr {
        Expr::Call(call)
            if matches!(call.func_name.as_str(), operators::LOGICAL_AND | operators::LOGICAL_OR) =>
        {
            call.args.iter().for_each(|part| collect(part, is_negated, literals));
        }
        Expr::Call(call) if call.func_name == operators::LOGICAL_NOT => {
            call.args.iter().for_each(|part| collect(part, !is_negated, literals));
        }
        _ => {
            let mut found = Vec::new();
            constants(expression, &mut found);
            let facts = Uses::of(expression).map(|uses| uses.facts).unwrap_or_default();
            literals.push(Literal { expression, is_negated, facts, constants: found });
        }
    }
}

fn constants(expression: &IdedExpr, found: &mut Vec<Constant>) {
    match &expression.expr {
        Expr::Literal(LiteralValue::Int(value)) => found.push(Constant::Integer(*value.inner())),
        Expr::Literal(LiteralValue::Double(value)) => found.push(Constant::Number(*value.inner())),
        Expr::Literal(LiteralValue::String(text)) => found.push(Constant::Text(text.inner().to_owned())),
        Expr::List(list) => list.elements.iter().for_each(|element| constants(element, found)),
        Expr::Call(call) => {
            call.target.as_deref().into_iter().chain(&call.args).for_each(|part| constants(part, found));
        }
        _ => {}
    }
}
