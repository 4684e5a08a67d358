//! Whether the process is alive, and whether it can do its work.

use std::time::Duration;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, HttpResponseBuilder, web};

use super::graphql::Gate;
use crate::graphql::ApiSchema;

const TEXT: (actix_web::http::header::HeaderName, &str) = (CONTENT_TYPE, "text/plain; charset=utf-8");

/// Whoever asks has others to send requests to.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) async fn alive() -> HttpResponse {
    text(HttpResponse::Ok(), "alive\n".to_owned())
}

/// Names what is not ready, and tells nothing of why: that is in the log.
pub(crate) async fn ready(schema: web::Data<ApiSchema>, gate: web::Data<Gate>) -> HttpResponse {
    let not_ready = tokio::time::timeout(PATIENCE, not_ready(&schema, &gate)).await;
    match not_ready.unwrap_or_else(|_| vec!["database"]).as_slice() {
        [] => text(HttpResponse::Ok(), "ready\n".to_owned()),
        parts => text(HttpResponse::ServiceUnavailable(), format!("not ready: {}\n", parts.join(", "))),
    }
}

async fn not_ready(schema: &ApiSchema, gate: &Gate) -> Vec<&'static str> {
    let mut parts = Vec::new();
    if let Err(part) = schema.service().is_ready().await {
        parts.push(part);
    }
    if let Some(verifier) = &gate.verifier
        && verifier.ready(schema.now()).await.is_err()
    {
        parts.push("key set");
    }
    parts
}

fn text(mut response: HttpResponseBuilder, text: String) -> HttpResponse {
    response.insert_header(TEXT).body(text)
}
