//! The bytes of files: brought to a signed address, and fetched with a token.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::caller::{CallerFault, caller};
use super::graphql::Gate;
use crate::app::{Access, Refusal, Service, UploadFault, bring, kept_file, upload_grant};
use crate::auth::Permission;
use crate::files::FileError;
use crate::graphql::ApiSchema;
use crate::store::{ContentHash, StoreError};

/// `PUT /uploads/TOKEN`: 201 with the hash and the size once the file is there as a whole.
pub(crate) async fn put(
    http: HttpRequest,
    token: web::Path<String>,
    body: web::Payload,
    schema: web::Data<ApiSchema>,
) -> HttpResponse {
    let service = schema.service();
    let media_type = http.headers().get(CONTENT_TYPE).and_then(|header| header.to_str().ok());
    let brought = match upload_grant(service, &token) {
        Ok(grant) => bring(service, &grant, media_type, body).await,
        Err(fault) => Err(fault),
    };
    match brought {
        Ok(upload) => {
            let sha256 = upload.completion.map(|completion| completion.sha256.to_string());
            HttpResponse::Created().json(json!({ "sha256": sha256 }))
        }
        Err(fault) => refuse(&fault),
    }
}

/// `GET /files/SHA256`, for whoever may read in the organisation: as an attachment, so that no browser runs it.
pub(crate) async fn get(
    http: HttpRequest,
    sha256: web::Path<String>,
    schema: web::Data<ApiSchema>,
    gate: web::Data<Gate>,
) -> HttpResponse {
    let service = schema.service();
    let access = match read_access(&http, service, &gate).await {
        Ok(access) => access,
        Err(response) => return response,
    };
    let Ok(sha256) = sha256.parse::<ContentHash>() else { return missing() };
    let scope = match service.store() {
        Ok(store) => store.scope(access.organization),
        Err(fault) => return refuse(&UploadFault::Store(fault)),
    };
    match kept_file(service, scope, sha256).await {
        Ok(Some((file, content))) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, file.media_type.word()))
            .insert_header((CONTENT_LENGTH, content.size))
            .insert_header((CONTENT_DISPOSITION, "attachment"))
            .streaming(content.chunks),
        Ok(None) => missing(),
        Err(fault) => refuse(&fault),
    }
}

async fn read_access(http: &HttpRequest, service: &Service, gate: &Gate) -> Result<Access, HttpResponse> {
    let unauthenticated = |message: &str| told(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
    let actor = caller(http, gate.verifier.as_ref(), service.clock().now()).await;
    let actor = actor.map_err(|fault| match fault {
        CallerFault::Token(fault) => unauthenticated(&fault.to_string()),
        CallerFault::Organization => {
            told(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", "the header names no organisation")
        }
    })?;
    let actor = actor.ok_or_else(|| unauthenticated(&Refusal::Unauthenticated.to_string()))?;
    let access = Access::of(service, &actor.actor).await;
    let access = access.and_then(|access| access.demand(Permission::Read).map(|()| access));
    access.map_err(|refusal| match refusal {
        Refusal::Store(fault) => refuse(&UploadFault::Store(fault)),
        other => told(StatusCode::FORBIDDEN, "FORBIDDEN", &other.to_string()),
    })
}

fn missing() -> HttpResponse {
    told(StatusCode::NOT_FOUND, "NOT_FOUND", "the organisation has no such file")
}

fn refuse(fault: &UploadFault) -> HttpResponse {
    match fault {
        UploadFault::Token(fault) => told(StatusCode::FORBIDDEN, "FORBIDDEN", &fault.to_string()),
        UploadFault::MediaType(announced) => {
            let message = format!("the file was announced as `{}`; send it as that", announced.word());
            told(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT", &message)
        }
        UploadFault::File(fault @ FileError::TooLarge { .. }) => {
            told(StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED", &fault.to_string())
        }
        UploadFault::File(fault @ FileError::Interrupted(_)) => {
            told(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", &fault.to_string())
        }
        UploadFault::File(fault) => told(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &fault.to_string()),
        UploadFault::Store(fault @ StoreError::Completed(_)) => {
            told(StatusCode::CONFLICT, "CONFLICT", &fault.to_string())
        }
        UploadFault::Store(fault @ StoreError::Unknown(_)) => {
            told(StatusCode::NOT_FOUND, "NOT_FOUND", &fault.to_string())
        }
        UploadFault::Store(
            fault @ (StoreError::Unavailable(_) | StoreError::NoDatabase | StoreError::NoFiles),
        ) => told(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &fault.to_string()),
        UploadFault::Store(_) => {
            told(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "something went wrong on our side")
        }
    }
}

fn told(status: StatusCode, code: &str, message: &str) -> HttpResponse {
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    HttpResponse::build(status).json(body)
}
