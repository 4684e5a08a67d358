//! Files of evidence: announced, brought by a signed address, and then named by evidence.

use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::Stream;

use super::access::Access;
use super::instruction::Instruction;
use super::rejection::{Rejection, sound};
use super::service::Service;
use super::text::name;
use crate::error::Fault;
use crate::files::{FileContent, FileError, UploadGrant, UploadTokenFault};
use crate::store::{
    ContentHash, EvidenceFile, File, MediaType, Object, ObjectKind, Recording, Scope, StoreError, Upload,
    UploadAnnouncement, UploadId,
};

/// The largest file, in bytes: 100 MiB.
const LARGEST_FILE: u64 = 100 << 20;

/// How long an address to bring a file to is good.
const ADDRESS_COUNTS: TimeDelta = TimeDelta::minutes(15);

/// More files would be an archive.
const MOST_FILES: usize = 50;

/// A file that is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadDraft {
    /// What it is called.
    pub file_name: String,
    /// What it is, as in the header `Content-Type`.
    pub media_type: String,
    /// The most bytes that it may have; `None` for the most of all.
    pub size_limit: Option<i64>,
}

/// Announces a file.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn create_evidence_upload(
    draft: &UploadDraft,
    instruction: &Instruction<'_>,
) -> Result<Upload, Rejection> {
    let mut faults = Vec::new();
    let file_name = name("fileName", &draft.file_name, &mut faults);
    if file_name.contains(['/', '\\']) {
        let message = "must be the name of a file, without folders";
        faults.push(Fault::new("upload-name", message).of("fileName"));
    }
    let media_type = draft.media_type.parse::<MediaType>();
    if let Err(error) = &media_type {
        faults.push(Fault::new("upload-media-type", error.to_string()).of("mediaType"));
    }
    let size_limit = draft.size_limit.map_or(LARGEST_FILE, |limit| u64::try_from(limit).unwrap_or_default());
    if !(1..=LARGEST_FILE).contains(&size_limit) {
        let message = format!("must be from 1 to {LARGEST_FILE} bytes");
        faults.push(Fault::new("upload-size", message).of("sizeLimit"));
    }
    sound((), faults)?;
    let Ok(media_type) = media_type else { return Err(Rejection::Invalid(Vec::new())) };
    instruction.service().files()?;
    let expires_at = instruction.service().clock().now() + ADDRESS_COUNTS;
    let announcement = UploadAnnouncement { file_name, media_type, size_limit, expires_at };
    let id = instruction.new_id(UploadId::new);
    let begun = instruction.scope()?.begin_upload(id, announcement, instruction.recording()).await;
    let read = |object: Object| async move { instruction.scope()?.upload(UploadId::new(object.id)).await };
    instruction.answered(begun, read).await
}

/// The path of the address to bring a file to; `None` once it has come or its time is over.
///
/// # Errors
/// [`StoreError::NoDatabase`] where the service keeps no files.
pub fn upload_address(
    service: &Service,
    scope: Scope<'_>,
    upload: &Upload,
) -> Result<Option<String>, StoreError> {
    let files = service.files()?;
    let UploadAnnouncement { media_type, size_limit, expires_at, .. } = upload.announcement;
    if upload.completion.is_some() || expires_at <= service.clock().now() {
        return Ok(None);
    }
    let organization = scope.organization_id();
    let grant = UploadGrant { organization, upload: upload.id, expires_at, size_limit, media_type };
    Ok(Some(format!("{}/uploads/{}", files.base, files.signer.sign(&grant))))
}

/// Why the bytes of a file are not taken.
#[derive(Debug)]
pub enum UploadFault {
    /// The address does not count.
    Token(UploadTokenFault),
    /// It is said to be something else than was announced.
    MediaType(MediaType),
    /// The bytes cannot be kept.
    File(FileError),
    /// The upload cannot be completed.
    Store(StoreError),
}

/// What a signed address permits.
///
/// # Errors
/// [`UploadFault`].
pub fn upload_grant(service: &Service, token: &str) -> Result<UploadGrant, UploadFault> {
    let files = service.files().map_err(UploadFault::Store)?;
    files.signer.check(token, service.clock().now()).map_err(UploadFault::Token)
}

/// Takes the bytes of an announced file.
///
/// # Errors
/// [`UploadFault`]; then nothing is kept.
pub async fn bring<E: std::fmt::Display>(
    service: &Service,
    grant: &UploadGrant,
    media_type: Option<&str>,
    chunks: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Upload, UploadFault> {
    if media_type.and_then(|word| word.parse().ok()) != Some(grant.media_type) {
        return Err(UploadFault::MediaType(grant.media_type));
    }
    let store = service.store().map_err(UploadFault::Store)?;
    let scope = store.scope(grant.organization);
    let upload = scope.upload(grant.upload).await.map_err(UploadFault::Store)?;
    let unknown = StoreError::Unknown(Object::new(ObjectKind::Upload, grant.upload));
    let actor = upload.ok_or(UploadFault::Store(unknown))?.created_by;
    let at = service.clock().now();
    let attempt = service.randomness().uuid(at);
    let files = service.files().map_err(UploadFault::Store)?;
    let kept = files.store.put(attempt, chunks, grant.size_limit).await.map_err(UploadFault::File)?;
    let recording = Recording { at, actor: &actor, idempotency: None };
    let completed = scope.complete_upload(grant.upload, kept.sha256, kept.size, recording).await;
    completed.map_err(UploadFault::Store)
}

/// A file of the organisation, with its bytes; `None` where it has no such one, or none that one may see: of whom an
/// engagement lets see some subjects, those alone that evidence of these names.
///
/// # Errors
/// [`UploadFault`].
pub async fn kept_file(
    service: &Service,
    access: &Access,
    sha256: ContentHash,
) -> Result<Option<(File, FileContent)>, UploadFault> {
    let scope = service.store().map_err(UploadFault::Store)?.scope(access.organization);
    let Some(file) = scope.file(sha256).await.map_err(UploadFault::Store)? else { return Ok(None) };
    if let Some(visible) = &access.visible {
        let concerns = scope.subjects_of_file(sha256).await.map_err(UploadFault::Store)?;
        if visible.is_disjoint(&concerns) {
            return Ok(None);
        }
    }
    let files = service.files().map_err(UploadFault::Store)?;
    let content = files.store.get(sha256).await.map_err(UploadFault::File)?;
    Ok(content.map(|content| (file, content)))
}

/// The files that these uploads have brought.
///
/// # Errors
/// [`Rejection`] with every fault.
pub(super) async fn brought(
    uploads: &[UploadId],
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Result<Vec<EvidenceFile>, Rejection> {
    if uploads.len() > MOST_FILES {
        let message =
            format!("are {}; at most {MOST_FILES} are taken, so put them into an archive", uploads.len());
        faults.push(Fault::new("files-many", message).of("files"));
        return Ok(Vec::new());
    }
    let known = scope.uploads_with_files(uploads).await?;
    let mut files = Vec::new();
    for (position, id) in uploads.iter().enumerate() {
        let (code, message) = match known.get(id) {
            Some((upload, Some(file))) => {
                files.push(EvidenceFile {
                    name: upload.announcement.file_name.clone(),
                    media_type: upload.announcement.media_type,
                    size: file.size,
                    sha256: file.sha256,
                });
                continue;
            }
            Some((_, None)) => {
                ("upload-incomplete", "the file has not come yet; send it to the address of the upload first")
            }
            None => ("unknown-upload", "there is no such upload"),
        };
        faults.push(Fault::new(code, message).of(&format!("files[{position}]")));
    }
    Ok(files)
}
