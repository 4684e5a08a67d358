//! Top-level errors: one code of a fixed list each, and never a word of what went on inside.

use async_graphql::{Error, ErrorExtensions, Value};

use crate::error::Fault;

/// What a client can tell apart: errors of one code are handled alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorCode {
    BadUserInput,
    LimitExceeded,
    Internal,
}

impl ErrorCode {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::Internal => "INTERNAL",
        }
    }
}

pub(crate) fn error(code: ErrorCode, message: impl Into<String>) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code.word()))
}

/// All faults of an input at once: the message is the first one's, or says how many there are.
pub(crate) fn bad_input(faults: &[Fault]) -> Error {
    let message = match faults {
        [only] => only.message().to_owned(),
        several => format!("the input has {} faults; `extensions.faults` lists them", several.len()),
    };
    let listed = faults.iter().map(|fault| {
        let entry = [("code", fault.code()), ("message", fault.message())];
        Value::Object(
            entry.into_iter().map(|(name, text)| (async_graphql::Name::new(name), text.into())).collect(),
        )
    });
    let listed = Value::List(listed.collect());
    error(ErrorCode::BadUserInput, message)
        .extend_with(|_, extensions| extensions.set("faults", listed.clone()))
}
