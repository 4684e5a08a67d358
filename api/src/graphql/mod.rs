//! The wire: GraphQL types and resolvers over the use cases of `app`.
//!
//! What is asked is decoded here, once, into plain values; what comes back is shown as it is asked for.

mod clock;
mod connection;
mod error;
mod limits;
mod query;
mod scalar;
mod types;

use std::fmt;

use async_graphql::parser::types::{DocumentOperations, OperationDefinition, OperationType};
use async_graphql::{EmptyMutation, EmptySubscription, Request, Response, Schema};

pub use clock::Clock;
pub use limits::Limits;
use query::Query;

use crate::app::Content;

/// The schema, with the content that it answers from. Cheap to clone.
#[derive(Clone)]
pub struct ApiSchema {
    schema: Schema<Query, EmptyMutation, EmptySubscription>,
    limits: Limits,
}

impl ApiSchema {
    /// Answers one document.
    pub async fn execute(&self, request: impl Into<Request> + Send) -> Response {
        let request = request.into();
        match self.limits.admit(&request.query) {
            Ok(()) => self.schema.execute(request).await,
            Err(refusal) => Response::from_errors(vec![refusal]),
        }
    }

    /// Whether a request asks only; one that cannot be read does nothing else either.
    pub(crate) fn only_asks(&self, request: &mut Request) -> bool {
        if self.limits.admit(&request.query).is_err() {
            return true;
        }
        let operation = request.operation_name.clone();
        let Ok(document) = request.parsed_query() else { return true };
        let is_query = |operation: &OperationDefinition| operation.ty == OperationType::Query;
        match (&document.operations, operation) {
            (DocumentOperations::Single(only), _) => is_query(&only.node),
            (DocumentOperations::Multiple(several), Some(name)) => {
                several.get(name.as_str()).is_none_or(|operation| is_query(&operation.node))
            }
            (DocumentOperations::Multiple(several), None) => {
                several.values().all(|operation| is_query(&operation.node))
            }
        }
    }
}

impl fmt::Debug for ApiSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiSchema")
    }
}

/// The schema over `content`.
#[must_use]
pub fn schema(content: Content, clock: Clock, limits: &Limits) -> ApiSchema {
    let schema = Schema::build(Query::default(), EmptyMutation, EmptySubscription)
        .limit_directives(limits.directives)
        .extension(*limits)
        .data(content)
        .data(clock)
        .finish();
    ApiSchema { schema, limits: *limits }
}

/// The contract in the schema definition language.
#[must_use]
pub fn sdl() -> String {
    let schema = Schema::build(Query::default(), EmptyMutation, EmptySubscription).finish();
    schema.sdl_with_options(
        async_graphql::SDLExportOptions::new()
            .sorted_fields()
            .sorted_arguments()
            .sorted_enum_items()
            .include_specified_by(),
    )
}
