//! The audit log of each organisation, and its head: the last entry, which every change locks, so that entries of one
//! organisation form one chain, and entries cut off at its end are missed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, timestamp_with_time_zone, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(audit_log()).await?;
        manager.create_table(audit_log_heads()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(AuditLogHeads::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(AuditLog::Table).to_owned()).await
    }
}

/// `content` is text and not JSON to the database, which would write it anew in its own way: the hash is of these bytes.
fn audit_log() -> TableCreateStatement {
    Table::create()
        .table(AuditLog::Table)
        .col(uuid(AuditLog::OrganizationId))
        .col(big_integer(AuditLog::Sequence))
        .col(timestamp_with_time_zone(AuditLog::RecordedAt))
        .col(text(AuditLog::Actor))
        .col(text(AuditLog::Action))
        .col(text(AuditLog::Object))
        .col(text(AuditLog::Content))
        .col(text(AuditLog::PreviousHash))
        .col(text(AuditLog::Hash))
        .primary_key(Index::create().col(AuditLog::OrganizationId).col(AuditLog::Sequence))
        .foreign_key(
            ForeignKey::create()
                .from(AuditLog::Table, AuditLog::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn audit_log_heads() -> TableCreateStatement {
    Table::create()
        .table(AuditLogHeads::Table)
        .col(uuid(AuditLogHeads::OrganizationId).primary_key())
        .col(big_integer(AuditLogHeads::Sequence))
        .col(timestamp_with_time_zone(AuditLogHeads::RecordedAt))
        .col(text(AuditLogHeads::Hash))
        .foreign_key(
            ForeignKey::create()
                .from(AuditLogHeads::Table, AuditLogHeads::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

#[derive(DeriveIden)]
enum Organizations {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum AuditLog {
    Table,
    OrganizationId,
    Sequence,
    RecordedAt,
    Actor,
    Action,
    Object,
    Content,
    PreviousHash,
    Hash,
}

#[derive(DeriveIden)]
enum AuditLogHeads {
    Table,
    OrganizationId,
    Sequence,
    RecordedAt,
    Hash,
}
