use std::{fmt, io};

use obligraph_frameworks::{Diagnostics, FactFault};
use obligraph_mapping::{ResolveFault, SubjectError};

use crate::app::LookupFault;

/// Why the program refuses: every fault at once.
///
/// Deliberately without `Display`: what a client sees is made of its parts, never of the whole by a bare `?`.
#[derive(Debug)]
pub enum ApiError {
    /// The content breaks rules.
    Content(Diagnostics),
    /// What was asked cannot be answered.
    Refused(Vec<Fault>),
    /// The answer cannot be written.
    Output(io::Error),
}

impl ApiError {
    /// A refusal for each of these reasons.
    pub fn refused<F: Into<Fault>>(faults: impl IntoIterator<Item = F>) -> Self {
        Self::Refused(faults.into_iter().map(Into::into).collect())
    }
}

impl From<io::Error> for ApiError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Diagnostics> for ApiError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Content(diagnostics)
    }
}

/// One fault of what was asked, for whoever asked: what is wrong, naming the input, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    code: &'static str,
    argument: Option<String>,
    message: String,
}

impl Fault {
    /// A fault with a stable code for machines.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, argument: None, message: message.into() }
    }

    /// The same fault, told of one argument: `--covers`, or `claims[0].requirement`.
    #[must_use]
    pub fn of(self, argument: &str) -> Self {
        Self { argument: Some(argument.to_owned()), ..self }
    }

    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The argument that it is told of, where it is of one.
    #[must_use]
    pub fn argument(&self) -> Option<&str> {
        self.argument.as_deref()
    }

    /// What is wrong and how to mend it, without the argument.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.message
    }

    /// What is wrong and how to mend it, with the argument before it.
    #[must_use]
    pub fn message(&self) -> String {
        match &self.argument {
            None => self.message.clone(),
            Some(argument) => format!("{argument}: {}", self.message),
        }
    }
}

/// `error[unknown-reference]: ...`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.message())
    }
}

impl From<LookupFault> for Fault {
    fn from(fault: LookupFault) -> Self {
        Self::new(fault.code(), fault.to_string())
    }
}

impl From<FactFault> for Fault {
    fn from(fault: FactFault) -> Self {
        Self::new(fault.code(), fault.to_string())
    }
}

impl From<ResolveFault> for Fault {
    fn from(fault: ResolveFault) -> Self {
        Self::new(fault.code(), fault.to_string())
    }
}

impl From<SubjectError> for Fault {
    fn from(error: SubjectError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}
