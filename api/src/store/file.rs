use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use obligraph_mapping::Subject;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, IntoActiveModel, QueryFilter};

use super::change::Change;
use super::content_hash::ContentHash;
use super::entity::{evidence_file, evidence_subject, file};
use super::error::StoreError;
use super::evidence::read_subject;
use super::media_type::MediaType;
use super::object::Object;
use super::scope::Scope;

/// A file that the organisation has, by what it holds. Its bytes are kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The hash of what it holds.
    pub sha256: ContentHash,
    /// How many bytes it has.
    pub size: u64,
    /// What it is, as whoever brought it first has said.
    pub media_type: MediaType,
    /// Since when the organisation has it.
    pub recorded_at: DateTime<Utc>,
}

impl Scope<'_> {
    /// The file with a hash; `None` where the organisation has no such one, even if another has.
    ///
    /// # Errors
    /// What the database says.
    pub async fn file(&self, sha256: ContentHash) -> Result<Option<File>, StoreError> {
        let row = self.select_key::<file::Entity>(sha256.to_string()).one(&self.store.connection).await?;
        row.map(read).transpose()
    }

    /// Of the files with these hashes those that the organisation has.
    pub(super) async fn files(
        &self,
        hashes: impl Iterator<Item = ContentHash>,
    ) -> Result<BTreeMap<ContentHash, File>, StoreError> {
        let hashes = hashes.map(|sha256| sha256.to_string());
        let rows = self.select::<file::Entity>().filter(file::Column::Sha256.is_in(hashes));
        let rows = rows.all(&self.store.connection).await?;
        rows.into_iter().map(|row| read(row).map(|file| (file.sha256, file))).collect()
    }

    /// What the evidence concerns that names a file, in whichever of its revisions; nothing where none does.
    ///
    /// # Errors
    /// What the database says.
    pub async fn subjects_of_file(&self, sha256: ContentHash) -> Result<BTreeSet<Subject>, StoreError> {
        use evidence_file::Column as Named;
        use evidence_subject::Column as Concerns;
        let mut naming = Query::select();
        naming.expr(Expr::val(1)).from(evidence_file::Entity).and_where(Named::Sha256.eq(sha256.to_string()));
        for (named, concerns) in [
            (Named::OrganizationId, Concerns::OrganizationId),
            (Named::EvidenceId, Concerns::EvidenceId),
            (Named::Number, Concerns::Number),
        ] {
            let same = Expr::col((evidence_file::Entity, named));
            naming.and_where(same.equals((evidence_subject::Entity, concerns)));
        }
        let rows = self.select::<evidence_subject::Entity>().filter(Expr::exists(naming));
        rows.all(&self.store.connection).await?.iter().map(read_subject).collect()
    }
}

impl Change<'_> {
    /// That the organisation has a file.
    ///
    /// # Errors
    /// [`StoreError::UnknownFile`], or what the database says.
    pub(super) async fn demand_file(&self, sha256: ContentHash) -> Result<(), StoreError> {
        if self.has_file(sha256).await? { Ok(()) } else { Err(StoreError::UnknownFile(sha256)) }
    }

    /// Lets the organisation have a file, unless it does already.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn keep_file(
        &self,
        sha256: ContentHash,
        size: u64,
        media_type: MediaType,
        object: Object,
    ) -> Result<(), StoreError> {
        if self.has_file(sha256).await? {
            return Ok(());
        }
        let row = file::Model {
            organization_id: self.scope.organization_id().uuid(),
            sha256: sha256.to_string(),
            size: size_column(size),
            media_type: media_type.word().to_owned(),
            recorded_at: self.at,
        };
        self.insert(row.into_active_model(), object.kind, &object.to_string()).await
    }

    async fn has_file(&self, sha256: ContentHash) -> Result<bool, StoreError> {
        let rows = self.scope.select_key::<file::Entity>(sha256.to_string());
        Ok(rows.one(&self.transaction).await?.is_some())
    }
}

fn read(row: file::Model) -> Result<File, StoreError> {
    let file::Model { organization_id: _, sha256, size, media_type, recorded_at } = row;
    let sha256 = read_hash("files", &sha256)?;
    let size = read_size("files", size)?;
    Ok(File { sha256, size, media_type: read_media_type("files", &media_type)?, recorded_at })
}

/// No file has more bytes than the column can tell.
pub(super) fn size_column(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

pub(super) fn read_size(table: &'static str, size: i64) -> Result<u64, StoreError> {
    u64::try_from(size).map_err(|_| StoreError::Unreadable(table, format!("size {size}")))
}

pub(super) fn read_hash(table: &'static str, hash: &str) -> Result<ContentHash, StoreError> {
    hash.parse().map_err(|()| StoreError::Unreadable(table, format!("hash `{hash}`")))
}

pub(super) fn read_media_type(table: &'static str, word: &str) -> Result<MediaType, StoreError> {
    word.parse().map_err(|_| StoreError::Unreadable(table, format!("media type `{word}`")))
}
