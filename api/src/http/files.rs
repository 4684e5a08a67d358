//! The bytes of files: brought to a signed address, and fetched with a token.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::graphql::{Gate, Reply};
use crate::app::{Access, Refusal, UploadFault, bring, kept_file, upload_grant};
use crate::auth::Permission;
use crate::files::FileError;
use crate::graphql::ApiSchema;
use crate::store::StoreError;

/// `PUT /uploads/TOKEN`: 201 with the hash once the file is there as a whole.
pub(crate) async fn put(
    http: HttpRequest,
    token: web::Path<String>,
    body: web::Payload,
    schema: web::Data<ApiSchema>,
    gate: web::Data<Gate>,
) -> HttpResponse {
    let reply = Reply::json(&http);
    if let Err(refusal) = gate.count(&http, None, &reply) {
        return refusal;
    }
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
        Err(fault) => refuse(&fault, &reply),
    }
}

/// `GET /files/SHA256`, for whoever may see it: as an attachment, so that no browser runs it.
pub(crate) async fn get(
    http: HttpRequest,
    sha256: web::Path<String>,
    schema: web::Data<ApiSchema>,
    gate: web::Data<Gate>,
) -> HttpResponse {
    let reply = Reply::json(&http);
    let actor = match gate.admit(&http, &schema, &reply).await {
        Ok(Some(known)) => known.actor,
        Ok(None) => return reply.refused(&Refusal::Unauthenticated),
        Err(refusal) => return refusal,
    };
    let service = schema.service();
    let access = Access::of(service, &actor).await;
    let access = match access.and_then(|access| access.demand(Permission::Read).map(|()| access)) {
        Ok(access) => access,
        Err(refusal) => return reply.refused(&refusal),
    };
    let found = match sha256.parse() {
        Ok(sha256) => kept_file(service, &access, sha256).await,
        Err(()) => Ok(None),
    };
    match found {
        Ok(Some((file, content))) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, file.media_type.word()))
            .insert_header((CONTENT_LENGTH, content.size))
            .insert_header((CONTENT_DISPOSITION, "attachment"))
            .streaming(content.chunks),
        Ok(None) => reply.refuse(StatusCode::NOT_FOUND, "NOT_FOUND", "there is no such file for you"),
        Err(fault) => refuse(&fault, &reply),
    }
}

fn refuse(fault: &UploadFault, reply: &Reply) -> HttpResponse {
    match fault {
        UploadFault::Token(fault) => reply.refuse(StatusCode::FORBIDDEN, "FORBIDDEN", &fault.to_string()),
        UploadFault::MediaType(announced) => {
            let message = format!("the file was announced as `{}`; send it as that", announced.word());
            reply.refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT", &message)
        }
        UploadFault::File(fault) => {
            fault.log();
            let (status, code) = match fault {
                FileError::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED"),
                FileError::Interrupted(_) => (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
                FileError::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
            };
            reply.refuse(status, code, &fault.to_string())
        }
        UploadFault::Store(fault @ StoreError::Completed(_)) => {
            reply.refuse(StatusCode::CONFLICT, "CONFLICT", &fault.to_string())
        }
        UploadFault::Store(fault @ StoreError::Unknown(_)) => {
            reply.refuse(StatusCode::NOT_FOUND, "NOT_FOUND", &fault.to_string())
        }
        UploadFault::Store(fault) => reply.failed(fault),
    }
}
