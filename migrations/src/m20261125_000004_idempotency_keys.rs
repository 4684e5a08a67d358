//! What a request that is sent again was answered the first time.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, text_null, timestamp_with_time_zone, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(idempotency_keys()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(IdempotencyKeys::Table).to_owned()).await
    }
}

/// `response` is null while the first request is still being answered.
fn idempotency_keys() -> TableCreateStatement {
    Table::create()
        .table(IdempotencyKeys::Table)
        .col(uuid(IdempotencyKeys::OrganizationId))
        .col(text(IdempotencyKeys::Actor))
        .col(text(IdempotencyKeys::Key))
        .col(text(IdempotencyKeys::RequestHash))
        .col(text_null(IdempotencyKeys::Response))
        .col(timestamp_with_time_zone(IdempotencyKeys::RecordedAt))
        .primary_key(
            Index::create()
                .col(IdempotencyKeys::OrganizationId)
                .col(IdempotencyKeys::Actor)
                .col(IdempotencyKeys::Key),
        )
        .foreign_key(
            ForeignKey::create()
                .from(IdempotencyKeys::Table, IdempotencyKeys::OrganizationId)
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
enum IdempotencyKeys {
    Table,
    OrganizationId,
    Actor,
    Key,
    RequestHash,
    Response,
    RecordedAt,
}
