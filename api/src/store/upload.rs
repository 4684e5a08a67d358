use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{ColumnTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;

use super::change::{Change, Recording};
use super::content_hash::ContentHash;
use super::entity::upload;
use super::error::StoreError;
use super::file::{File, read_hash, read_media_type, read_size, size_column};
use super::id::UploadId;
use super::media_type::MediaType;
use super::object::{Object, ObjectKind};
use super::scope::Scope;

/// A file on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Which one.
    pub id: UploadId,
    /// What was announced.
    pub announcement: UploadAnnouncement,
    /// Who announced it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// What came; `None` as long as nothing has.
    pub completion: Option<UploadCompletion>,
}

/// What is said of a file before it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadAnnouncement {
    /// What it is called.
    pub file_name: String,
    /// What it is.
    pub media_type: MediaType,
    /// The most bytes that it may have.
    pub size_limit: u64,
    /// Until when it is waited for, in microseconds.
    pub expires_at: DateTime<Utc>,
}

/// What came of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadCompletion {
    /// The hash of what it holds.
    pub sha256: ContentHash,
    /// When it was there as a whole.
    pub at: DateTime<Utc>,
}

impl Scope<'_> {
    /// Announces a file. Limits are for whoever takes its bytes to keep.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn begin_upload(
        &self,
        id: UploadId,
        announcement: UploadAnnouncement,
        recording: Recording<'_>,
    ) -> Result<Upload, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let expires_at = announcement.expires_at.trunc_subsecs(6);
        let announcement = UploadAnnouncement { expires_at, ..announcement };
        let UploadAnnouncement { file_name, media_type, size_limit, .. } = &announcement;
        let row = upload::Model {
            organization_id: self.organization_id().uuid(),
            id: id.uuid(),
            file_name: file_name.clone(),
            media_type: media_type.word().to_owned(),
            size_limit: size_column(*size_limit),
            expires_at,
            created_by: change.actor.clone(),
            created_at: change.at,
            sha256: None,
            completed_at: None,
        };
        let content = json!({
            "fileName": file_name,
            "mediaType": media_type.word(),
            "sizeLimit": size_limit,
            "expiresAt": expires_at,
        });
        let upload = Upload {
            id,
            announcement,
            created_by: change.actor.clone(),
            created_at: change.at,
            completion: None,
        };
        change.insert(row.into_active_model(), ObjectKind::Upload, &id.to_string()).await?;
        change.commit("begin-upload", object(id), content).await?;
        Ok(upload)
    }

    /// Lets the organisation have the file that has come. Where it has come before with the same hash, nothing changes.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Completed`] where it came with another hash,
    /// [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn complete_upload(
        &self,
        id: UploadId,
        sha256: ContentHash,
        size: u64,
        recording: Recording<'_>,
    ) -> Result<Upload, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let rows = self.select_key::<upload::Entity>(id.uuid());
        let row = rows.one(&change.transaction).await?;
        let upload = read(row.ok_or(StoreError::Unknown(object(id)))?)?;
        match upload.completion {
            Some(completion) if completion.sha256 == sha256 => return Ok(upload),
            Some(_) => return Err(StoreError::Completed(object(id))),
            None => {}
        }
        let completion = UploadCompletion { sha256, at: change.at };
        change.keep_file(sha256, size, upload.announcement.media_type, object(id)).await?;
        let row = upload::ActiveModel {
            sha256: Set(Some(sha256.to_string())),
            completed_at: Set(Some(completion.at)),
            ..Default::default()
        };
        change.update(id.uuid(), row, object(id)).await?;
        let content = json!({ "sha256": sha256.to_string(), "size": size });
        change.commit("complete-upload", object(id), content).await?;
        Ok(Upload { completion: Some(completion), ..upload })
    }

    /// Of these uploads those that the organisation has, each with the file that came of it, if any has.
    ///
    /// # Errors
    /// What the database says.
    pub async fn uploads_with_files(
        &self,
        ids: &[UploadId],
    ) -> Result<BTreeMap<UploadId, (Upload, Option<File>)>, StoreError> {
        let ids = ids.iter().map(|id| id.uuid());
        let rows = self.select::<upload::Entity>().filter(upload::Column::Id.is_in(ids));
        let rows = rows.all(&self.store.connection).await?;
        let uploads: Vec<Upload> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
        let hashes = uploads.iter().filter_map(|upload| upload.completion).map(|came| came.sha256);
        let files = self.files(hashes).await?;
        let with_file = |upload: Upload| {
            let file = upload.completion.and_then(|came| files.get(&came.sha256).cloned());
            (upload.id, (upload, file))
        };
        Ok(uploads.into_iter().map(with_file).collect())
    }

    /// One upload; `None` where the organisation has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn upload(&self, id: UploadId) -> Result<Option<Upload>, StoreError> {
        let row = self.select_key::<upload::Entity>(id.uuid()).one(&self.store.connection).await?;
        row.map(read).transpose()
    }

    /// Those of these uploads that the organisation has, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn uploads_by_id(&self, ids: &[UploadId]) -> Result<Vec<Upload>, StoreError> {
        let rows = self.with_keys::<upload::Entity>(ids).await?;
        rows.into_iter().map(read).collect()
    }
}

fn object(id: UploadId) -> Object {
    Object::new(ObjectKind::Upload, id)
}

fn read(row: upload::Model) -> Result<Upload, StoreError> {
    let upload::Model {
        organization_id: _,
        id,
        file_name,
        media_type,
        size_limit,
        expires_at,
        created_by,
        created_at,
        sha256,
        completed_at,
    } = row;
    let sha256 = sha256.map(|hash| read_hash("uploads", &hash)).transpose()?;
    let media_type = read_media_type("uploads", &media_type)?;
    let size_limit = read_size("uploads", size_limit)?;
    Ok(Upload {
        id: UploadId::new(id),
        announcement: UploadAnnouncement { file_name, media_type, size_limit, expires_at },
        created_by,
        created_at,
        completion: sha256.zip(completed_at).map(|(sha256, at)| UploadCompletion { sha256, at }),
    })
}
