//! `/graphql` by the GraphQL-over-HTTP draft.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::{Request, Response};
use serde_json::json;

use super::caller::{CallerFault, Known, ORGANIZATION, caller};
use super::negotiation::MediaType;
use super::rate::{Caller, Requests};
use super::request;
use super::request_id::RequestId;
use crate::app::Refusal;
use crate::auth::{Actor, TokenFault, Verifier};
use crate::graphql::{ApiSchema, to_json};
use crate::store::StoreError;

/// What stands before every document.
#[derive(Debug)]
pub(crate) struct Gate {
    /// Checks tokens; `None` where the service takes none.
    pub(crate) verifier: Option<Verifier>,
    /// How long one document may take.
    pub(crate) timeout: Duration,
    /// How often each caller asked; `None` where they may as often as they like.
    pub(crate) requests: Option<Requests>,
    pub(crate) trusted_proxies: usize,
    /// The largest body or message taken, in bytes.
    pub(crate) largest_body: usize,
}

impl Gate {
    /// Whoever sends a request, which is counted.
    pub(crate) async fn admit(
        &self,
        http: &HttpRequest,
        schema: &ApiSchema,
        reply: &Reply,
    ) -> Result<Option<Known>, HttpResponse> {
        let found = caller(http, self.verifier.as_ref(), schema.service(), schema.now()).await;
        let actor = found.as_ref().ok().and_then(Option::as_ref).map(|known| &known.actor);
        self.count(http, actor, reply)?;
        found.map_err(|fault| match fault {
            CallerFault::Organization => {
                let message = format!("the header `{ORGANIZATION}` must be the id of an organisation");
                reply.refuse(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", &message)
            }
            CallerFault::Token(fault) => reply.unauthenticated(&fault),
            CallerFault::Store(fault) => reply.failed(&fault),
        })
    }

    /// Counts a request of someone.
    pub(crate) fn count(
        &self,
        http: &HttpRequest,
        actor: Option<&Actor>,
        reply: &Reply,
    ) -> Result<(), HttpResponse> {
        let Some(requests) = &self.requests else { return Ok(()) };
        let counted = requests.count(Caller::of(http, actor, self.trusted_proxies));
        counted.map_err(|wait| reply.too_many(wait))
    }
}

/// How a request is answered: in which form, and under which name.
pub(crate) struct Reply {
    media: MediaType,
    id: RequestId,
}

impl Reply {
    /// As the request wants it.
    pub(crate) fn to(http: &HttpRequest) -> Result<Self, HttpResponse> {
        let id = RequestId::of(http);
        let accepted = match http.headers().get(ACCEPT) {
            None => Some(MediaType::Json),
            Some(accept) => accept.to_str().ok().and_then(|accept| MediaType::accepted(Some(accept))),
        };
        match accepted {
            Some(media) => Ok(Self { media, id }),
            None => {
                let message = "answers are `application/graphql-response+json` or `application/json`, in UTF-8; accept \
                               one of them";
                Err(Self::json(http).refuse(StatusCode::NOT_ACCEPTABLE, "BAD_USER_INPUT", message))
            }
        }
    }

    /// As JSON, where what is asked for is no answer to a document.
    pub(crate) fn json(http: &HttpRequest) -> Self {
        Self { media: MediaType::Json, id: RequestId::of(http) }
    }

    /// What the store says where it is no matter of what was asked: its cause is in the log alone.
    pub(crate) fn failed(&self, fault: &StoreError) -> HttpResponse {
        fault.log();
        if fault.is_passing() {
            return self.refuse(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &fault.to_string());
        }
        let message = "something went wrong on our side";
        self.refuse(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
    }

    /// Nobody who may not do what they want is told what there is.
    pub(crate) fn refused(&self, refusal: &Refusal) -> HttpResponse {
        match refusal {
            Refusal::Store(fault) => self.failed(fault),
            Refusal::Unauthenticated => {
                self.refuse(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", &refusal.to_string())
            }
            _ => self.refuse(StatusCode::FORBIDDEN, "FORBIDDEN", &refusal.to_string()),
        }
    }

    pub(crate) fn refuse(&self, status: StatusCode, code: &str, message: &str) -> HttpResponse {
        let extensions = json!({ "code": code, "requestId": self.id.text() });
        let body = json!({ "errors": [{ "message": message, "extensions": extensions }] });
        HttpResponse::build(status)
            .insert_header((CONTENT_TYPE, self.media.content_type()))
            .body(body.to_string())
    }

    fn too_many(&self, wait: Duration) -> HttpResponse {
        let seconds = wait.as_secs_f64().ceil();
        let message = format!("you ask too often; ask again in {seconds} s");
        let mut response = self.refuse(StatusCode::TOO_MANY_REQUESTS, "LIMIT_EXCEEDED", &message);
        if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
            response.headers_mut().insert(RETRY_AFTER, value);
        }
        response
    }

    /// A token that does not hold is refused whatever is asked: its bearer means to be known.
    fn unauthenticated(&self, fault: &TokenFault) -> HttpResponse {
        if *fault == TokenFault::KeysUnavailable {
            return self.refuse(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &fault.to_string());
        }
        let mut response = self.refuse(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", &fault.to_string());
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        response
    }
}

pub(crate) async fn post(
    http: HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
    schema: web::Data<ApiSchema>,
    gate: web::Data<Gate>,
) -> HttpResponse {
    let reply = match Reply::to(&http) {
        Ok(reply) => reply,
        Err(refusal) => return refusal,
    };
    let actor = match gate.admit(&http, &schema, &reply).await {
        Ok(known) => known.map(|known| known.actor),
        Err(refusal) => return refusal,
    };
    if !is_json(&http) {
        let message = "send the request as `content-type: application/json`";
        return reply.refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT", message);
    }
    let body = match body {
        Ok(body) => body,
        Err(error) if error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE => {
            let message = "the body is too large; send a shorter document, or more of them";
            return reply.refuse(StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED", message);
        }
        Err(_) => {
            let message = "the body ends too early or is not in the encoding that its headers tell";
            return reply.refuse(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
        }
    };
    match request::of_body(&body) {
        Ok(request) => answer(&schema, request, actor, &reply, &gate).await,
        Err(message) => reply.refuse(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", &message),
    }
}

pub(crate) async fn get(
    http: HttpRequest,
    parameters: web::Query<Vec<(String, String)>>,
    schema: web::Data<ApiSchema>,
    gate: web::Data<Gate>,
) -> HttpResponse {
    let reply = match Reply::to(&http) {
        Ok(reply) => reply,
        Err(refusal) => return refusal,
    };
    let actor = match gate.admit(&http, &schema, &reply).await {
        Ok(known) => known.map(|known| known.actor),
        Err(refusal) => return refusal,
    };
    let mut request = match request::of_query_string(parameters.into_inner()) {
        Ok(request) => request,
        Err(message) => return reply.refuse(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", &message),
    };
    if schema.only_asks(&mut request) {
        return answer(&schema, request, actor, &reply, &gate).await;
    }
    let message = "only queries are answered by GET; send anything else by POST";
    let mut response = reply.refuse(StatusCode::METHOD_NOT_ALLOWED, "BAD_USER_INPUT", message);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    response
}

async fn answer(
    schema: &ApiSchema,
    request: Request,
    actor: Option<Actor>,
    reply: &Reply,
    gate: &Gate,
) -> HttpResponse {
    let Ok(mut response) = tokio::time::timeout(gate.timeout, schema.answer(request, actor)).await else {
        let message = "the answer took too long; ask for less at once";
        return reply.refuse(StatusCode::SERVICE_UNAVAILABLE, "LIMIT_EXCEEDED", message);
    };
    for error in &mut response.errors {
        error.extensions.get_or_insert_default().set("requestId", reply.id.text());
    }
    // A document that was refused before anything was answered has no data, and its errors no path.
    let refused = response.is_err() && response.errors.iter().all(|error| error.path.is_empty());
    let status = match reply.media {
        MediaType::GraphqlResponse if refused => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let body = if refused { without_data(&response) } else { to_json(&response) };
    match body {
        Ok(body) => {
            HttpResponse::build(status).insert_header((CONTENT_TYPE, reply.media.content_type())).body(body)
        }
        Err(_) => {
            let message = "something went wrong on our side";
            reply.refuse(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
        }
    }
}

/// The draft forbids `data` in the answer to a request error.
fn without_data(response: &Response) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&json!({ "errors": response.errors }))
}

/// JSON in UTF-8, which is what JSON is where nothing is said.
fn is_json(http: &HttpRequest) -> bool {
    let Some(text) = http.headers().get(CONTENT_TYPE).and_then(|header| header.to_str().ok()) else {
        return false;
    };
    let mut parts = text.split(';').map(|part| part.trim().to_ascii_lowercase());
    let media = parts.next().unwrap_or_default();
    media == "application/json"
        && parts.all(|part| part.strip_prefix("charset=").is_none_or(|set| set.trim_matches('"') == "utf-8"))
}
