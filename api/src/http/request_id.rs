use std::fmt;

use actix_web::{HttpMessage, HttpRequest};

/// Names a request in answers and in the log, so that the one is found by the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(String);

/// The header that carries it, both ways.
pub(crate) const REQUEST_ID: &str = "x-request-id";

const LONGEST: usize = 64;

impl RequestId {
    /// The name that whoever sends the request gives it; `None` for one that could not be kept in a log as it is.
    pub(crate) fn given(text: &str) -> Option<Self> {
        let is_sane = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let is_sane = (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_sane);
        is_sane.then(|| Self(text.to_owned()))
    }

    /// A name that is none of theirs.
    pub(crate) fn new(uuid: uuid::Uuid) -> Self {
        Self(uuid.to_string())
    }

    /// The name of a request that is under way.
    pub(crate) fn of(http: &HttpRequest) -> Self {
        http.extensions().get::<Self>().cloned().unwrap_or_else(|| Self("none".to_owned()))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_could_forge_a_line_of_the_log_is_not_taken() {
        let longest = "a".repeat(64);
        for taken in ["a", "req-1", "0199c0de-0000-7000-8000-000000000001", &longest] {
            assert_eq!(RequestId::given(taken).map(|id| id.to_string()).as_deref(), Some(taken));
        }
        for refused in ["", "a b", "a\nb", "é", "\"", &"a".repeat(65)] {
            assert_eq!(RequestId::given(refused), None, "{refused}");
        }
    }
}
