//! The object types of the contract, one file a resource. They hold ids and read the content when asked.

pub(crate) mod evidence_type;
pub(crate) mod framework;
pub(crate) mod mapping;
pub(crate) mod proof;
pub(crate) mod requirement;
pub(crate) mod resolution;
pub(crate) mod subject;
pub(crate) mod support;
pub(crate) mod words;

use std::collections::BTreeSet;

use async_graphql::{Context, Error};
use chrono::NaiveDate;
use obligraph_mapping::FrameworkId;

use super::Clock;
use super::error::{ErrorCode, error};
use crate::app::Content;
use crate::error::Fault;

/// The content that the schema answers from.
pub(crate) fn content<'a>(context: &Context<'a>) -> &'a Content {
    // INVARIANT: `schema` puts the content into every schema that it builds.
    context.data_unchecked::<Content>()
}

/// The day, in UTC.
pub(crate) fn today(context: &Context<'_>) -> NaiveDate {
    // INVARIANT: `schema` puts a clock into every schema that it builds.
    context.data_unchecked::<Clock>().today()
}

/// The frameworks with these keys.
pub(crate) fn frameworks(
    content: &Content,
    keys: &[String],
    faults: &mut Vec<Fault>,
) -> BTreeSet<FrameworkId> {
    let found = keys.iter().enumerate().filter_map(|(position, key)| {
        let found = content.framework(key);
        found.map_err(|fault| faults.push(Fault::from(fault).of(&format!("frameworks[{position}]")))).ok()
    });
    found.collect()
}

/// An id that the content of the schema does not hold; a fault of the program, as ids come from that content.
pub(crate) fn of_other_content() -> Error {
    error(ErrorCode::Internal, "something went wrong on our side")
}
