//! Files of evidence: what is kept outside the database by its hash, how it comes in, and which revisions of evidence it
//! belongs to. References lead with the organisation, so that no row can belong to a file of another one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, integer, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(files()).await?;
        manager.create_table(uploads()).await?;
        manager.create_table(evidence_files()).await?;
        manager.create_index(evidence_files_by_hash()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(EvidenceFiles::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Uploads::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Files::Table).to_owned()).await
    }
}

fn files() -> TableCreateStatement {
    Table::create()
        .table(Files::Table)
        .col(uuid(Files::OrganizationId))
        .col(text(Files::Sha256))
        .col(big_integer(Files::Size))
        .col(text(Files::MediaType))
        .col(timestamp_with_time_zone(Files::RecordedAt))
        .primary_key(Index::create().col(Files::OrganizationId).col(Files::Sha256))
        .foreign_key(
            ForeignKey::create()
                .from(Files::Table, Files::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn uploads() -> TableCreateStatement {
    Table::create()
        .table(Uploads::Table)
        .col(uuid(Uploads::OrganizationId))
        .col(uuid(Uploads::Id))
        .col(text(Uploads::FileName))
        .col(text(Uploads::MediaType))
        .col(big_integer(Uploads::SizeLimit))
        .col(timestamp_with_time_zone(Uploads::ExpiresAt))
        .col(text(Uploads::CreatedBy))
        .col(timestamp_with_time_zone(Uploads::CreatedAt))
        .col(text_null(Uploads::Sha256))
        .col(timestamp_with_time_zone_null(Uploads::CompletedAt))
        .primary_key(Index::create().col(Uploads::OrganizationId).col(Uploads::Id))
        .foreign_key(
            ForeignKey::create()
                .from(Uploads::Table, Uploads::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .foreign_key(
            ForeignKey::create()
                .from_tbl(Uploads::Table)
                .from_col(Uploads::OrganizationId)
                .from_col(Uploads::Sha256)
                .to_tbl(Files::Table)
                .to_col(Files::OrganizationId)
                .to_col(Files::Sha256),
        )
        .to_owned()
}

fn evidence_files() -> TableCreateStatement {
    Table::create()
        .table(EvidenceFiles::Table)
        .col(uuid(EvidenceFiles::OrganizationId))
        .col(uuid(EvidenceFiles::EvidenceId))
        .col(integer(EvidenceFiles::Number))
        .col(integer(EvidenceFiles::Position))
        .col(text(EvidenceFiles::Name))
        .col(text(EvidenceFiles::MediaType))
        .col(big_integer(EvidenceFiles::Size))
        .col(text(EvidenceFiles::Sha256))
        .primary_key(
            Index::create()
                .col(EvidenceFiles::OrganizationId)
                .col(EvidenceFiles::EvidenceId)
                .col(EvidenceFiles::Number)
                .col(EvidenceFiles::Position),
        )
        .foreign_key(
            ForeignKey::create()
                .from_tbl(EvidenceFiles::Table)
                .from_col(EvidenceFiles::OrganizationId)
                .from_col(EvidenceFiles::EvidenceId)
                .from_col(EvidenceFiles::Number)
                .to_tbl(EvidenceRevisions::Table)
                .to_col(EvidenceRevisions::OrganizationId)
                .to_col(EvidenceRevisions::EvidenceId)
                .to_col(EvidenceRevisions::Number),
        )
        .foreign_key(
            ForeignKey::create()
                .from_tbl(EvidenceFiles::Table)
                .from_col(EvidenceFiles::OrganizationId)
                .from_col(EvidenceFiles::Sha256)
                .to_tbl(Files::Table)
                .to_col(Files::OrganizationId)
                .to_col(Files::Sha256),
        )
        .to_owned()
}

fn evidence_files_by_hash() -> IndexCreateStatement {
    Index::create()
        .name("evidence_files_organization_id_sha256")
        .table(EvidenceFiles::Table)
        .col(EvidenceFiles::OrganizationId)
        .col(EvidenceFiles::Sha256)
        .to_owned()
}

#[derive(DeriveIden)]
enum Organizations {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum EvidenceRevisions {
    Table,
    OrganizationId,
    EvidenceId,
    Number,
}

#[derive(DeriveIden)]
enum Files {
    Table,
    OrganizationId,
    Sha256,
    Size,
    MediaType,
    RecordedAt,
}

#[derive(DeriveIden)]
enum Uploads {
    Table,
    OrganizationId,
    Id,
    FileName,
    MediaType,
    SizeLimit,
    ExpiresAt,
    CreatedBy,
    CreatedAt,
    Sha256,
    CompletedAt,
}

#[derive(DeriveIden)]
enum EvidenceFiles {
    Table,
    OrganizationId,
    EvidenceId,
    Number,
    Position,
    Name,
    MediaType,
    Size,
    Sha256,
}
