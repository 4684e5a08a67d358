//! What is told of each request: its name, and in the log and the metrics what came of it. Never what was asked.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use tokio::time::Instant;
use tracing::{Instrument, field};

use super::metrics::Metrics;
use super::request_id::{REQUEST_ID, RequestId};
use crate::graphql::ApiSchema;

pub(crate) async fn observe(
    schema: web::Data<ApiSchema>,
    metrics: web::Data<Metrics>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let given = request.headers().get(REQUEST_ID).and_then(|header| header.to_str().ok());
    let id = given.and_then(RequestId::given).unwrap_or_else(|| RequestId::new(schema.new_uuid()));
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    // Of whatever level: it names the request in each line of the log, those about failures first of all.
    let span = tracing::error_span!("request", request_id = %id, %method, path = field::Empty);
    let under_way = metrics.begin();
    let began = Instant::now();
    let mut response = next.call(request).instrument(span.clone()).await?;
    let duration = began.elapsed();
    drop(under_way);
    let status = response.status();
    // The pattern of the path: what is in the place of a name may be a secret, and there are any number of them.
    let path = response.request().match_pattern();
    let path = path.as_deref().unwrap_or("none");
    span.record("path", path);
    let duration_ms = duration.as_secs_f64() * 1e3;
    if status.is_server_error() {
        tracing::error!(parent: &span, status = status.as_u16(), duration_ms, "failed");
    } else {
        tracing::info!(parent: &span, status = status.as_u16(), duration_ms, "answered");
    }
    metrics.record(path, status, duration);
    if let Ok(value) = HeaderValue::from_str(id.text()) {
        response.headers_mut().insert(HeaderName::from_static(REQUEST_ID), value);
    }
    Ok(response)
}
