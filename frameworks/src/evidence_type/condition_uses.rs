use std::collections::BTreeSet;

use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};

use super::condition::ConditionFault;

/// What a condition says of facts, without its logic.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// The facts that it names.
    pub(super) facts: BTreeSet<String>,
    /// A fact and a text that it is compared with.
    pub(super) comparisons: BTreeSet<(String, String)>,
}

impl Uses {
    /// # Errors
    /// [`ConditionFault::Refused`] where the condition does more than conditions may.
    pub(super) fn of(expression: &IdedExpr) -> Result<Self, ConditionFault> {
        let mut uses = Self::default();
        collect(expression, &mut uses)?;
        Ok(uses)
    }
}

/// What conditions may do: compare, calculate, and look into texts and lists.
const FUNCTIONS: [&str; 20] = [
    operators::CONDITIONAL,
    operators::LOGICAL_AND,
    operators::LOGICAL_OR,
    operators::LOGICAL_NOT,
    operators::SUBSTRACT,
    operators::ADD,
    operators::MULTIPLY,
    operators::DIVIDE,
    operators::MODULO,
    operators::EQUALS,
    operators::NOT_EQUALS,
    operators::GREATER_EQUALS,
    operators::LESS_EQUALS,
    operators::GREATER,
    operators::LESS,
    operators::NEGATE,
    operators::IN,
    "size",
    "contains",
    "startsWith",
];

/// Walks the expression, whose depth the parser bounds, for facts and for what conditions may not do.
fn collect(expression: &IdedExpr, uses: &mut Uses) -> Result<(), ConditionFault> {
    let refuse = |what: &str| Err(ConditionFault::Refused { what: what.to_owned() });
    match &expression.expr {
        Expr::Literal(_) => Ok(()),
        Expr::List(list) => list.elements.iter().try_for_each(|element| collect(element, uses)),
        Expr::Select(select) => match fact(expression) {
            Some(name) => {
                uses.facts.insert(name.to_owned());
                Ok(())
            }
            None => refuse(&select.field),
        },
        Expr::Call(call) if FUNCTIONS.contains(&call.func_name.as_str()) => {
            if let ([left, right], true) =
                (call.args.as_slice(), COMPARISONS.contains(&call.func_name.as_str()))
            {
                compare(left, right, uses);
                compare(right, left, uses);
            }
            call.target.as_deref().into_iter().chain(&call.args).try_for_each(|part| collect(part, uses))
        }
        Expr::Call(call) if call.func_name == operators::INDEX => refuse("[...]"),
        Expr::Call(call) => refuse(&call.func_name),
        Expr::Ident(name) => refuse(name),
        Expr::Comprehension(_) | Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => refuse("{...}"),
    }
}

/// Comparisons after which a text that a fact can never be is a mistake.
const COMPARISONS: [&str; 7] = [
    operators::EQUALS,
    operators::NOT_EQUALS,
    operators::IN,
    operators::GREATER,
    operators::GREATER_EQUALS,
    operators::LESS,
    operators::LESS_EQUALS,
];

fn compare(side: &IdedExpr, other: &IdedExpr, uses: &mut Uses) {
    let Some(name) = fact(side) else { return };
    let literals = match &other.expr {
        Expr::List(list) => list.elements.iter().collect(),
        _ => vec![other],
    };
    for literal in literals {
        if let Expr::Literal(LiteralValue::String(text)) = &literal.expr {
            uses.comparisons.insert((name.to_owned(), text.inner().to_owned()));
        }
    }
}

/// The fact that `facts.name` stands for.
pub(super) fn fact(expression: &IdedExpr) -> Option<&str> {
    let Expr::Select(select) = &expression.expr else { return None };
    match &select.operand.expr {
        Expr::Ident(name) if name == "facts" && !select.test => Some(&select.field),
        _ => None,
    }
}
