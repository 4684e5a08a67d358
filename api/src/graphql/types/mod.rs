//! The object types of the contract, one file a resource. They hold ids and read the content when asked.

pub(crate) mod evidence_type;
pub(crate) mod framework;
pub(crate) mod mapping;
pub(crate) mod proof;
pub(crate) mod requirement;
pub(crate) mod resolution;
pub(crate) mod subject;
pub(crate) mod words;

use async_graphql::{Context, Error};

use super::error::{ErrorCode, error};
use crate::app::Content;

/// The content that the schema answers from.
pub(crate) fn content<'a>(context: &Context<'a>) -> &'a Content {
    // INVARIANT: `schema` puts the content into every schema that it builds.
    context.data_unchecked::<Content>()
}

/// An id that the content of the schema does not hold; a fault of the program, as ids come from that content.
pub(crate) fn of_other_content() -> Error {
    error(ErrorCode::Internal, "something went wrong on our side")
}
