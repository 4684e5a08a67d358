//! The object types of the contract, one file a resource. They hold ids and read the content when asked.

pub(crate) mod ai_system;
pub(crate) mod audit_entry;
pub(crate) mod custom_framework;
pub(crate) mod engagement;
pub(crate) mod evidence;
pub(crate) mod evidence_filter;
pub(crate) mod evidence_type;
pub(crate) mod evidence_upload;
pub(crate) mod framework;
pub(crate) mod management_system;
pub(crate) mod mapping;
pub(crate) mod mapping_proposal;
pub(crate) mod membership;
pub(crate) mod obligation_page;
pub(crate) mod organization;
pub(crate) mod proof;
pub(crate) mod requirement;
pub(crate) mod resolution;
pub(crate) mod service_token;
pub(crate) mod site;
pub(crate) mod subject;
pub(crate) mod support;
pub(crate) mod viewer;
pub(crate) mod words;

use std::collections::BTreeSet;

use async_graphql::{Context, Error};
use chrono::NaiveDate;
use obligraph_mapping::FrameworkId;

use super::error::internal;
use super::session::Session;
use crate::app::Content;
use crate::error::Fault;

/// The request that is being answered.
pub(crate) fn session<'a>(context: &Context<'a>) -> &'a Session {
    // INVARIANT: `ApiSchema` puts a session into every request that it runs.
    context.data_unchecked::<Session>()
}

/// The content that the request is answered from.
pub(crate) fn content<'a>(context: &Context<'a>) -> &'a Content {
    session(context).content()
}

/// The day, in UTC.
pub(crate) fn today(context: &Context<'_>) -> NaiveDate {
    session(context).service().clock().today()
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
    internal()
}
