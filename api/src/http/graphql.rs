//! `/graphql` by the GraphQL-over-HTTP draft.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::{Request, Response};
use serde_json::json;

use super::caller::{CallerFault, ORGANIZATION, caller};
use super::negotiation::MediaType;
use super::request;
use crate::auth::{TokenFault, Verifier};
use crate::graphql::ApiSchema;
use crate::store::StoreError;

/// What stands before every document.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    /// Checks tokens; `None` where the service takes none.
    pub(crate) verifier: Option<Verifier>,
    /// How long one document may take.
    pub(crate) timeout: Duration,
}

pub(crate) async fn post(
    http: HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
    schema: web::Data<ApiSchema>,
    gate: web::Data<Gate>,
) -> HttpResponse {
    let Some(media) = accepted(&http) else { return not_acceptable() };
    if !is_json(&http) {
        let message = "send the request as `content-type: application/json`";
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, media, "BAD_USER_INPUT", message);
    }
    let body = match body {
        Ok(body) => body,
        Err(error) if error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE => {
            let message = "the body is too large; send a shorter document, or more of them";
            return refuse(StatusCode::PAYLOAD_TOO_LARGE, media, "LIMIT_EXCEEDED", message);
        }
        Err(_) => {
            let message = "the body ends too early or is not in the encoding that its headers tell";
            return refuse(StatusCode::BAD_REQUEST, media, "BAD_USER_INPUT", message);
        }
    };
    match request::of_body(&body) {
        Ok(request) => answer(&http, &schema, request, media, &gate).await,
        Err(message) => refuse(StatusCode::BAD_REQUEST, media, "BAD_USER_INPUT", &message),
    }
}

pub(crate) async fn get(
    http: HttpRequest,
    parameters: web::Query<Vec<(String, String)>>,
    schema: web::Data<ApiSchema>,
    gate: web::Data<Gate>,
) -> HttpResponse {
    let Some(media) = accepted(&http) else { return not_acceptable() };
    let mut request = match request::of_query_string(parameters.into_inner()) {
        Ok(request) => request,
        Err(message) => return refuse(StatusCode::BAD_REQUEST, media, "BAD_USER_INPUT", &message),
    };
    if schema.only_asks(&mut request) {
        return answer(&http, &schema, request, media, &gate).await;
    }
    let message = "only queries are answered by GET; send anything else by POST";
    let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED, media, "BAD_USER_INPUT", message);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    response
}

async fn answer(
    http: &HttpRequest,
    schema: &ApiSchema,
    request: Request,
    media: MediaType,
    gate: &Gate,
) -> HttpResponse {
    let actor = match caller(http, gate.verifier.as_ref(), schema.service(), schema.now()).await {
        Ok(actor) => actor,
        Err(CallerFault::Organization) => {
            let message = format!("the header `{ORGANIZATION}` must be the id of an organisation");
            return refuse(StatusCode::BAD_REQUEST, media, "BAD_USER_INPUT", &message);
        }
        Err(CallerFault::Token(fault)) => return unauthenticated(&fault, media),
        Err(CallerFault::Store(StoreError::Unavailable(_) | StoreError::NoDatabase)) => {
            let message = "the service token cannot be looked up at present; try again later";
            return refuse(StatusCode::SERVICE_UNAVAILABLE, media, "UNAVAILABLE", message);
        }
        Err(CallerFault::Store(_)) => {
            let message = "something went wrong on our side";
            return refuse(StatusCode::INTERNAL_SERVER_ERROR, media, "INTERNAL", message);
        }
    };
    let Ok(response) = tokio::time::timeout(gate.timeout, schema.execute(request, actor)).await else {
        let message = "the answer took too long; ask for less at once";
        return refuse(StatusCode::SERVICE_UNAVAILABLE, media, "LIMIT_EXCEEDED", message);
    };
    // A document that was refused before anything was answered has no data, and its errors no path.
    let refused = response.is_err() && response.errors.iter().all(|error| error.path.is_empty());
    let status = match media {
        MediaType::GraphqlResponse if refused => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let body = if refused { without_data(&response) } else { serde_json::to_vec(&response) };
    match body {
        Ok(body) => {
            HttpResponse::build(status).insert_header((CONTENT_TYPE, media.content_type())).body(body)
        }
        Err(_) => {
            let message = "something went wrong on our side";
            refuse(StatusCode::INTERNAL_SERVER_ERROR, media, "INTERNAL", message)
        }
    }
}

/// The draft forbids `data` in the answer to a request error.
fn without_data(response: &Response) -> serde_json::Result<Vec<u8>> {
    let mut errors = serde_json::to_value(&response.errors)?;
    for error in errors.as_array_mut().into_iter().flatten() {
        if let Some(error) = error.as_object_mut() {
            let extensions = error.entry("extensions").or_insert_with(|| json!({}));
            if let Some(extensions) = extensions.as_object_mut() {
                extensions.entry("code").or_insert_with(|| json!("BAD_USER_INPUT"));
            }
        }
    }
    serde_json::to_vec(&json!({ "errors": errors }))
}

fn refuse(status: StatusCode, media: MediaType, code: &str, message: &str) -> HttpResponse {
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    HttpResponse::build(status).insert_header((CONTENT_TYPE, media.content_type())).body(body.to_string())
}

/// A token that does not hold is refused whatever is asked: its bearer means to be known.
fn unauthenticated(fault: &TokenFault, media: MediaType) -> HttpResponse {
    if *fault == TokenFault::KeysUnavailable {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, media, "UNAVAILABLE", &fault.to_string());
    }
    let mut response = refuse(StatusCode::UNAUTHORIZED, media, "UNAUTHENTICATED", &fault.to_string());
    let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
    response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    response
}

fn not_acceptable() -> HttpResponse {
    let message =
        "answers are `application/graphql-response+json` or `application/json`, in UTF-8; accept one of them";
    refuse(StatusCode::NOT_ACCEPTABLE, MediaType::Json, "BAD_USER_INPUT", message)
}

fn accepted(http: &HttpRequest) -> Option<MediaType> {
    let Some(accept) = http.headers().get(ACCEPT) else { return Some(MediaType::Json) };
    MediaType::accepted(Some(accept.to_str().ok()?))
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
