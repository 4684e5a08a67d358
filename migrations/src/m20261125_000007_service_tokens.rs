//! Secrets by which programs of an organisation are known. The secret itself is never kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(service_tokens()).await?;
        manager.create_index(one_token_a_secret()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ServiceTokens::Table).to_owned()).await
    }
}

/// `secret_sha256` is in lower-case hexadecimal.
fn service_tokens() -> TableCreateStatement {
    Table::create()
        .table(ServiceTokens::Table)
        .col(uuid(ServiceTokens::OrganizationId))
        .col(uuid(ServiceTokens::Id))
        .col(text(ServiceTokens::Name))
        .col(text(ServiceTokens::SecretSha256))
        .col(text(ServiceTokens::CreatedBy))
        .col(timestamp_with_time_zone(ServiceTokens::CreatedAt))
        .col(date_null(ServiceTokens::ExpiresOn))
        .col(timestamp_with_time_zone_null(ServiceTokens::RevokedAt))
        .col(text_null(ServiceTokens::RevokedBy))
        .primary_key(Index::create().col(ServiceTokens::OrganizationId).col(ServiceTokens::Id))
        .foreign_key(
            ForeignKey::create()
                .from(ServiceTokens::Table, ServiceTokens::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn one_token_a_secret() -> IndexCreateStatement {
    Index::create()
        .name("service_tokens_secret_sha256")
        .table(ServiceTokens::Table)
        .col(ServiceTokens::SecretSha256)
        .unique()
        .to_owned()
}

#[derive(DeriveIden)]
enum Organizations {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum ServiceTokens {
    Table,
    OrganizationId,
    Id,
    Name,
    SecretSha256,
    CreatedBy,
    CreatedAt,
    ExpiresOn,
    RevokedAt,
    RevokedBy,
}
