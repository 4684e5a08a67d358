use std::fmt;

use super::fact::FactType;
use crate::nearest::did_you_mean;

/// What is wrong with the facts of an item of evidence.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FactFault {
    /// A fact is required and absent.
    Missing {
        /// The fact.
        name: String,
        /// Its type.
        fact_type: FactType,
    },
    /// The evidence type declares no such fact.
    Unknown {
        /// The name that was given.
        name: String,
        /// Declared names most like it, best first.
        near: Vec<String>,
    },
    /// The value has another type than the fact.
    WrongType {
        /// The fact.
        name: String,
        /// Its type.
        expected: FactType,
        /// The type of the value.
        found: FactType,
    },
    /// The number is too small.
    BelowMinimum {
        /// The fact.
        name: String,
        /// The number.
        value: f64,
        /// The least allowed.
        minimum: f64,
        /// Its unit.
        unit: Option<String>,
    },
    /// The number is too great.
    AboveMaximum {
        /// The fact.
        name: String,
        /// The number.
        value: f64,
        /// The greatest allowed.
        maximum: f64,
        /// Its unit.
        unit: Option<String>,
    },
    /// The text is none of those allowed.
    NotOneOf {
        /// The fact.
        name: String,
        /// The text.
        value: String,
        /// Those allowed.
        one_of: Vec<String>,
    },
    /// The text, or the list, is longer than a fact may be.
    TooLong {
        /// The fact.
        name: String,
        /// The most characters of a text.
        characters: usize,
        /// The most members of a list.
        members: usize,
    },
    /// A text is no value of the fact's type.
    Unreadable {
        /// The fact.
        name: String,
        /// The text.
        text: String,
        /// The fact's type.
        fact_type: FactType,
    },
    /// A text does not say which fact it is about.
    NoName {
        /// The text.
        text: String,
    },
    /// A fact is given twice.
    Repeated {
        /// The fact.
        name: String,
    },
}

impl FactFault {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "fact-missing",
            Self::Unknown { .. } => "fact-unknown",
            Self::WrongType { .. } => "fact-wrong-type",
            Self::BelowMinimum { .. } => "fact-below-minimum",
            Self::AboveMaximum { .. } => "fact-above-maximum",
            Self::NotOneOf { .. } => "fact-not-one-of",
            Self::TooLong { .. } => "fact-too-long",
            Self::Unreadable { .. } => "fact-unreadable",
            Self::NoName { .. } => "fact-without-name",
            Self::Repeated { .. } => "fact-repeated",
        }
    }

    /// The fact that it is about; `None` where the input names none.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Missing { name, .. }
            | Self::Unknown { name, .. }
            | Self::WrongType { name, .. }
            | Self::BelowMinimum { name, .. }
            | Self::AboveMaximum { name, .. }
            | Self::NotOneOf { name, .. }
            | Self::TooLong { name, .. }
            | Self::Unreadable { name, .. }
            | Self::Repeated { name } => Some(name),
            Self::NoName { .. } => None,
        }
    }
}

impl fmt::Display for FactFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = |unit: &Option<String>| unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
        match self {
            Self::Missing { name, fact_type } => {
                write!(f, "the fact `{name}` is required; give {}", fact_type.form())
            }
            Self::Unknown { name, near } => {
                let help = did_you_mean(near, "leave it out, or see the facts of this evidence type");
                write!(f, "this evidence type has no fact `{name}`; {help}")
            }
            Self::WrongType { name, expected, found } => {
                write!(f, "the fact `{name}` has a value of type {}; give {}", found.word(), expected.form())
            }
            Self::BelowMinimum { name, value, minimum, unit: of } => {
                write!(f, "the fact `{name}` is {value}{0}; it must be at least {minimum}{0}", unit(of))
            }
            Self::AboveMaximum { name, value, maximum, unit: of } => {
                write!(f, "the fact `{name}` is {value}{0}; it must be at most {maximum}{0}", unit(of))
            }
            Self::NotOneOf { name, value, one_of } => {
                write!(f, "the fact `{name}` holds `{value}`; allowed are `{}`", one_of.join("`, `"))
            }
            Self::TooLong { name, characters, members } => write!(
                f,
                "the fact `{name}` is too long; a text may have {characters} characters and a list {members} members"
            ),
            Self::Unreadable { name, text, fact_type } => {
                write!(f, "the fact `{name}` cannot be `{text}`; give {}", fact_type.form())
            }
            Self::NoName { text } => write!(f, "`{text}` names no fact; write it as `name=value`"),
            Self::Repeated { name } => write!(f, "the fact `{name}` is given twice; keep one of them"),
        }
    }
}

impl std::error::Error for FactFault {}
