//! Certification bodies that an organisation lets read what it has, and until when.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date, json_binary, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(engagements()).await?;
        manager.create_index(clients_of_a_body()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Engagements::Table).to_owned()).await
    }
}

/// `subjects` is a list of the words of subjects; where it is empty, all are meant.
fn engagements() -> TableCreateStatement {
    Table::create()
        .table(Engagements::Table)
        .col(uuid(Engagements::OrganizationId))
        .col(uuid(Engagements::Id))
        .col(uuid(Engagements::BodyId))
        .col(json_binary(Engagements::Subjects))
        .col(text(Engagements::Purpose))
        .col(text(Engagements::GrantedBy))
        .col(timestamp_with_time_zone(Engagements::GrantedAt))
        .col(date(Engagements::ExpiresOn))
        .col(timestamp_with_time_zone_null(Engagements::RevokedAt))
        .col(text_null(Engagements::RevokedBy))
        .primary_key(Index::create().col(Engagements::OrganizationId).col(Engagements::Id))
        .foreign_key(
            ForeignKey::create()
                .from(Engagements::Table, Engagements::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .foreign_key(
            ForeignKey::create()
                .from(Engagements::Table, Engagements::BodyId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn clients_of_a_body() -> IndexCreateStatement {
    Index::create()
        .name("engagements_body_id_organization_id")
        .table(Engagements::Table)
        .col(Engagements::BodyId)
        .col(Engagements::OrganizationId)
        .to_owned()
}

#[derive(DeriveIden)]
enum Organizations {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum Engagements {
    Table,
    OrganizationId,
    Id,
    BodyId,
    Subjects,
    Purpose,
    GrantedBy,
    GrantedAt,
    ExpiresOn,
    RevokedAt,
    RevokedBy,
}
