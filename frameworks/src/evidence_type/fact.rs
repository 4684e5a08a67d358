use std::fmt;

use chrono::NaiveDate;

use super::fact_fault::FactFault;
pub use crate::format::evidence_types::FactType;

/// The value of a fact that an item of evidence carries.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A text.
    String(String),
    /// A calendar day.
    Date(NaiveDate),
    /// A list of texts.
    StringList(Vec<String>),
}

impl FactValue {
    /// The type that a fact with this value has.
    #[must_use]
    pub const fn fact_type(&self) -> FactType {
        match self {
            Self::Integer(_) => FactType::Integer,
            Self::Number(_) => FactType::Number,
            Self::Boolean(_) => FactType::Boolean,
            Self::String(_) => FactType::String,
            Self::Date(_) => FactType::Date,
            Self::StringList(_) => FactType::StringList,
        }
    }
}

/// As it is written on a command line.
impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Boolean(value) => value.fmt(f),
            Self::String(value) => f.write_str(value),
            Self::Date(value) => value.fmt(f),
            Self::StringList(members) => f.write_str(&members.join(",")),
        }
    }
}

impl FactType {
    /// The word used in content files and answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Date => "date",
            Self::StringList => "string-list",
        }
    }

    /// How a value of it is written, for messages.
    pub(super) const fn form(self) -> &'static str {
        match self {
            Self::Integer => "a whole number such as `183`",
            Self::Number => "a number such as `0.95`",
            Self::Boolean => "`true` or `false`",
            Self::String => "a text",
            Self::Date => "a day such as `2026-11-23`",
            Self::StringList => "texts separated by commas",
        }
    }
}

/// A fact as its evidence type declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct FactDeclaration {
    /// Its name, as conditions use it.
    pub name: String,
    /// The type of its value.
    pub fact_type: FactType,
    /// The unit of a number.
    pub unit: Option<String>,
    /// The least number allowed.
    pub minimum: Option<f64>,
    /// The greatest number allowed.
    pub maximum: Option<f64>,
    /// Evidence without it is refused.
    pub required: bool,
    /// The strings allowed, or the members allowed of a list; empty where any are.
    pub one_of: Vec<String>,
    /// What it tells.
    pub description: Option<String>,
}

/// No fact needs a longer text: whoever has one means a document.
const MOST_CHARACTERS: usize = 10_000;

/// No fact needs more members.
const MOST_MEMBERS: usize = 1_000;

impl FactDeclaration {
    /// Reads a value of the declared type from a text, as from a command line. It is not yet checked against limits.
    ///
    /// # Errors
    /// [`FactFault::Unreadable`] where the text is no value of the type.
    pub fn read(&self, text: &str) -> Result<FactValue, FactFault> {
        let word = text.trim();
        let value = match self.fact_type {
            FactType::Integer => word.parse().ok().map(FactValue::Integer),
            FactType::Number => word.parse().ok().map(FactValue::Number),
            FactType::Boolean => word.parse().ok().map(FactValue::Boolean),
            FactType::Date => word.parse().ok().map(FactValue::Date),
            FactType::String => Some(FactValue::String(text.to_owned())),
            FactType::StringList => {
                let members = text.split(',').map(str::trim).filter(|member| !member.is_empty());
                Some(FactValue::StringList(members.map(str::to_owned).collect()))
            }
        };
        value.ok_or_else(|| FactFault::Unreadable {
            name: self.name.clone(),
            text: text.to_owned(),
            fact_type: self.fact_type,
        })
    }

    /// Everything that is wrong with `value` for this fact.
    pub(super) fn faults(&self, value: &FactValue) -> Vec<FactFault> {
        let name = || self.name.clone();
        let number = match (self.fact_type, value) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "limits are small numbers; beyond 2^53 a comparison stays right"
            )]
            (FactType::Integer | FactType::Number, FactValue::Integer(value)) => Some(*value as f64),
            (FactType::Number, FactValue::Number(value)) if value.is_finite() => Some(*value),
            (FactType::Number, FactValue::Number(value)) => {
                let text = value.to_string();
                return vec![FactFault::Unreadable { name: name(), text, fact_type: self.fact_type }];
            }
            _ if self.fact_type == value.fact_type() => None,
            _ => {
                let found = value.fact_type();
                return vec![FactFault::WrongType { name: name(), expected: self.fact_type, found }];
            }
        };
        let unit = || self.unit.clone();
        let mut faults = Vec::new();
        if let (Some(value), Some(minimum)) = (number, self.minimum)
            && value < minimum
        {
            faults.push(FactFault::BelowMinimum { name: name(), value, minimum, unit: unit() });
        }
        if let (Some(value), Some(maximum)) = (number, self.maximum)
            && value > maximum
        {
            faults.push(FactFault::AboveMaximum { name: name(), value, maximum, unit: unit() });
        }
        let texts = match value {
            FactValue::String(text) => std::slice::from_ref(text),
            FactValue::StringList(members) => members,
            _ => &[],
        };
        if texts.len() > MOST_MEMBERS || texts.iter().any(|text| text.chars().count() > MOST_CHARACTERS) {
            faults.push(FactFault::TooLong {
                name: name(),
                characters: MOST_CHARACTERS,
                members: MOST_MEMBERS,
            });
        } else if !self.one_of.is_empty() {
            faults.extend(texts.iter().filter(|text| !self.one_of.contains(text)).map(|text| {
                FactFault::NotOneOf { name: name(), value: text.clone(), one_of: self.one_of.clone() }
            }));
        }
        faults
    }
}
