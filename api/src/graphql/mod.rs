//! The wire: GraphQL types and resolvers over the use cases of `app`.
//!
//! What is asked is decoded here, once, into plain values; what comes back is shown as it is asked for.

mod at_hand;
mod connection;
mod documents;
mod error;
mod id;
mod input;
mod limits;
mod mutation;
mod node;
mod query;
mod scalar;
mod session;
mod subscription;
mod types;
mod user_error;
mod written;

use std::fmt;

use async_graphql::futures_util::stream::{Stream, StreamExt, once};
use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{DocumentOperations, OperationDefinition, OperationType};
use async_graphql::{Pos, Request, Response, Schema, SchemaBuilder, Value};

use chrono::{DateTime, Utc};
use documents::Documents;
pub use limits::Limits;
use mutation::Mutation;
use query::Query;
use session::Session;
use subscription::Subscription;
use uuid::Uuid;
pub(crate) use written::to_json;

use crate::app::Service;
use crate::auth::Actor;

/// The schema, with the service that it answers from. Cheap to clone.
#[derive(Clone)]
pub struct ApiSchema {
    schema: Schema<Query, Mutation, Subscription>,
    service: Service,
    limits: Limits,
    documents: Documents,
}

impl ApiSchema {
    /// Answers one document for whoever asks; `None` without a token.
    pub async fn execute(&self, request: impl Into<Request> + Send, actor: Option<Actor>) -> Response {
        let mut response = self.answer(request, actor).await;
        if written::read(&mut response.data).is_err() {
            return unreadable();
        }
        response
    }

    /// The same for [`to_json`] only: lists in it are written already.
    pub(crate) async fn answer(&self, request: impl Into<Request> + Send, actor: Option<Actor>) -> Response {
        let mut request = request.into();
        if let Err(refusal) = self.documents.read(&mut request, &self.limits) {
            return Response::from_errors(vec![self.limits.named(refusal)]);
        }
        let session = Session::begin(self.service.clone(), actor).await;
        let mut response = self.schema.execute(request.data(session)).await;
        if response.is_ok() && response.data == Value::Null {
            // Where every field is skipped, nothing is answered, and nothing went wrong.
            response.data = Value::Object(IndexMap::new());
        }
        response.errors = response.errors.into_iter().map(|refusal| self.limits.named(refusal)).collect();
        response
    }

    /// Answers one document with as many responses as it has: one for a question or a change, one for each event that it
    /// listens to.
    pub fn execute_stream(
        &self,
        request: impl Into<Request> + Send,
        actor: Option<Actor>,
    ) -> impl Stream<Item = Response> + Send + 'static {
        let mut request = request.into();
        let refusal = self.limits.check(&mut request).err().map(|refusal| self.limits.named(refusal));
        let schema = self.clone();
        let responses = async move {
            if let Some(refusal) = refusal {
                return once(async { Response::from_errors(vec![refusal]) }).boxed();
            }
            let session = Session::begin(schema.service.clone(), actor).await;
            let limits = schema.limits;
            let named = move |mut response: Response| {
                if written::read(&mut response.data).is_err() {
                    return unreadable();
                }
                response.errors = response.errors.into_iter().map(|refusal| limits.named(refusal)).collect();
                response
            };
            schema.schema.execute_stream(request.data(session)).map(named).boxed()
        };
        once(responses).flatten()
    }

    /// The service that it answers from.
    pub(crate) const fn service(&self) -> &Service {
        &self.service
    }

    /// What is answered where the answer takes too long.
    pub(crate) fn too_slow() -> Response {
        let message = "the answer took too long; ask for less at once";
        let error = error::error(error::ErrorCode::LimitExceeded, message);
        Response::from_errors(vec![error.into_server_error(Pos::default())])
    }

    /// Whether a request is a subscription, which is answered for as long as it is wanted.
    pub(crate) fn subscribes(&self, request: &mut Request) -> bool {
        if self.limits.admit(&request.query).is_err() {
            return false;
        }
        let operation = request.operation_name.clone();
        let Ok(document) = request.parsed_query() else { return false };
        let operations = document.operations.iter();
        let mut asked = operations.filter(|(name, _)| {
            operation.is_none() || name.map(|name| name.as_str()) == operation.as_deref()
        });
        asked.any(|(_, operation)| operation.node.ty == OperationType::Subscription)
    }

    /// The instant, by the clock of the service.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.service.clock().now()
    }

    /// A name that is nobody's.
    pub(crate) fn new_uuid(&self) -> Uuid {
        self.service.randomness().uuid(self.now())
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

/// What no answer of ours comes to.
fn unreadable() -> Response {
    Response::from_errors(vec![error::internal().into_server_error(Pos::default())])
}

impl fmt::Debug for ApiSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiSchema")
    }
}

/// The schema over a service.
#[must_use]
pub fn schema(service: Service, limits: &Limits) -> ApiSchema {
    let schema = builder()
        .limit_directives(limits.directives)
        .limit_depth(limits.depth)
        .limit_complexity(limits.complexity)
        .finish();
    ApiSchema { schema, service, limits: *limits, documents: Documents::default() }
}

/// The contract in the schema definition language.
#[must_use]
pub fn sdl() -> String {
    builder().finish().sdl_with_options(
        async_graphql::SDLExportOptions::new()
            .sorted_fields()
            .sorted_arguments()
            .sorted_enum_items()
            .include_specified_by(),
    )
}

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription)
        .register_output_type::<user_error::UserError>()
}
