use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

use cel::{Context, Env, Program, Value};

use super::condition_type;
use super::condition_uses::Uses;
use super::fact::{FactDeclaration, FactValue};
use super::literal::{self, Literal};

/// A condition of a claim: CEL over the facts of an item, compiled once, when it is first needed.
pub(crate) struct Condition {
    text: String,
    compiled: OnceLock<Result<Compiled, ConditionFault>>,
}

struct Compiled {
    program: Program,
    uses: Uses,
}

/// Conditions are short: they compare a few facts.
pub(crate) const MOST_CHARACTERS: usize = 500;

/// CEL without macros, so that nothing in it can loop: the time of a condition is bounded by its length.
static ENVIRONMENT: LazyLock<Arc<Env>> =
    LazyLock::new(|| Arc::new(Env::default().with_optional_support(false).with_stdlib()));

impl Condition {
    pub(crate) const fn new(text: String) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn compiled(&self) -> Result<&Compiled, ConditionFault> {
        self.compiled.get_or_init(|| compile(&self.text)).as_ref().map_err(Clone::clone)
    }

    /// Names of facts that it uses.
    pub(crate) fn facts(&self) -> Result<&BTreeSet<String>, ConditionFault> {
        Ok(&self.compiled()?.uses.facts)
    }

    /// The facts that it compares with texts, each with one of those texts.
    pub(crate) fn comparisons(&self) -> Result<&BTreeSet<(String, String)>, ConditionFault> {
        Ok(&self.compiled()?.uses.comparisons)
    }

    /// Whether it holds. All facts that it names must be there; see [`Condition::facts`].
    pub(crate) fn holds(&self, facts: &ConditionFacts) -> Result<bool, ConditionFault> {
        match self.compiled()?.program.execute(&facts.0) {
            Ok(Value::Bool(holds)) => Ok(holds),
            Ok(_) => Err(ConditionFault::NoTruthValue),
            Err(error) => Err(ConditionFault::Execution { message: error.to_string() }),
        }
    }

    /// The comparisons that it is made of; none where it is not to be used.
    pub(super) fn literals(&self) -> Vec<Literal<'_>> {
        self.compiled().map_or_else(|_| Vec::new(), |compiled| literal::of(compiled.program.expression()))
    }

    /// Why it does not fit facts of the declared types. CEL itself would tell only when it runs, or, with `==`, never.
    pub(crate) fn type_fault(&self, declared: &BTreeMap<String, FactDeclaration>) -> Option<String> {
        condition_type::fault(self.compiled().ok()?.program.expression(), declared)
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.text).finish()
    }
}

/// The facts of an item, as all conditions of its type take them.
pub(crate) struct ConditionFacts(Context<'static, 'static>);

impl ConditionFacts {
    pub(crate) fn new(facts: &BTreeMap<String, FactValue>) -> Self {
        Self(context(facts))
    }
}

/// What a condition is worked out in.
pub(super) fn context(facts: &BTreeMap<String, FactValue>) -> Context<'static, 'static> {
    let values: HashMap<String, Value> =
        facts.iter().map(|(name, value)| (name.clone(), value_of(value))).collect();
    let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
    context.add_variable_from_value("facts", values);
    context
}

/// A day is compared as its ISO 8601 text, whose order is that of the calendar.
fn value_of(value: &FactValue) -> Value {
    match value {
        FactValue::Integer(value) => Value::Int(*value),
        FactValue::Number(value) => Value::Float(*value),
        FactValue::Boolean(value) => Value::Bool(*value),
        FactValue::String(text) => text.as_str().into(),
        FactValue::Date(day) => day.to_string().as_str().into(),
        FactValue::StringList(members) => members.clone().into(),
    }
}

fn compile(text: &str) -> Result<Compiled, ConditionFault> {
    let characters = text.chars().count();
    if characters > MOST_CHARACTERS {
        return Err(ConditionFault::TooLong { characters });
    }
    let program = ENVIRONMENT.compile(text).map_err(|errors| {
        let message = errors.errors.first().map_or("", |error| error.msg.as_str());
        ConditionFault::Syntax { message: syntax(message).to_owned() }
    })?;
    let uses = Uses::of(program.expression())?;
    if uses.facts.is_empty() {
        return Err(ConditionFault::NoFact);
    }
    Ok(Compiled { program, uses })
}

/// The parser's message without the list of all that it would have taken instead.
fn syntax(message: &str) -> &str {
    if message.contains("Recursion limit") {
        return "it nests too deep";
    }
    let message = message.strip_prefix("Syntax error: ").unwrap_or(message);
    message.split(" expecting ").next().unwrap_or(message)
}

/// Why a condition cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConditionFault {
    /// It has more characters than conditions may.
    TooLong { characters: usize },
    /// It is not CEL.
    Syntax { message: String },
    /// It uses something of CEL that conditions may not.
    Refused { what: String },
    /// It depends on no fact.
    NoFact,
    /// It yields something other than true or false.
    NoTruthValue,
    /// It fails on the values given.
    Execution { message: String },
}

impl fmt::Display for ConditionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { characters } => write!(f, "it has {characters} characters"),
            Self::Syntax { message } => write!(f, "it is not CEL: {message}"),
            Self::Refused { what } => write!(f, "`{what}` is nothing that a condition may use"),
            Self::NoFact => f.write_str("it depends on no fact"),
            Self::NoTruthValue => f.write_str("it is neither true nor false"),
            Self::Execution { message } => write!(f, "it fails: {message}"),
        }
    }
}
