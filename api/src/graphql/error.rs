//! Top-level errors: one code of a fixed list each, and never a word of what went on inside.

use async_graphql::{Error, ErrorExtensions, Value};

use crate::app::Refusal;
use crate::error::Fault;
use crate::store::StoreError;

/// What a client can tell apart: errors of one code are handled alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorCode {
    Unauthenticated,
    Forbidden,
    BadUserInput,
    LimitExceeded,
    /// The database is out of reach: the same request may well be answered later.
    Unavailable,
    Internal,
}

impl ErrorCode {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::Unavailable => "UNAVAILABLE",
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
        [only] => only.message(),
        several => format!("the input has {} faults; `extensions.faults` lists them", several.len()),
    };
    let listed = faults.iter().map(|fault| {
        let entry = [("code", fault.code().to_owned()), ("message", fault.message())];
        Value::Object(
            entry.into_iter().map(|(name, text)| (async_graphql::Name::new(name), text.into())).collect(),
        )
    });
    let listed = Value::List(listed.collect());
    error(ErrorCode::BadUserInput, message)
        .extend_with(|_, extensions| extensions.set("faults", listed.clone()))
}

/// Why someone may not do what they want.
pub(crate) fn refused(refusal: &Refusal) -> Error {
    match refusal {
        Refusal::Unauthenticated => error(ErrorCode::Unauthenticated, refusal.to_string()),
        Refusal::Unlisted | Refusal::Stranger | Refusal::Lacks(_) => {
            error(ErrorCode::Forbidden, refusal.to_string())
        }
        Refusal::Store(fault) => of_store(fault),
    }
}

/// What the store says where it is no matter of the input: what happened inside goes to the log alone.
pub(crate) fn of_store(fault: &StoreError) -> Error {
    fault.log();
    if fault.is_passing() { error(ErrorCode::Unavailable, fault.to_string()) } else { internal() }
}

/// A fault of ours. Its message never changes.
pub(crate) fn internal() -> Error {
    error(ErrorCode::Internal, "something went wrong on our side")
}
