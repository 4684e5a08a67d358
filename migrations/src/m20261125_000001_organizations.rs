//! Organisations and what they consist of. Keys lead with the organisation, so that a page of its rows is one range.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date_null, json_binary, text, text_null, timestamp_with_time_zone, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(organizations()).await?;
        manager.create_table(memberships()).await?;
        manager.create_index(one_membership_a_subject()).await?;
        manager.create_index(memberships_by_subject()).await?;
        manager.create_table(management_systems()).await?;
        manager.create_table(ai_systems()).await?;
        manager.create_table(sites()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Sites::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(AiSystems::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(ManagementSystems::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Memberships::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Organizations::Table).to_owned()).await
    }
}

fn organizations() -> TableCreateStatement {
    Table::create()
        .table(Organizations::Table)
        .col(uuid(Organizations::Id).primary_key())
        .col(text(Organizations::Name))
        .col(timestamp_with_time_zone(Organizations::RecordedAt))
        .to_owned()
}

fn memberships() -> TableCreateStatement {
    Table::create()
        .table(Memberships::Table)
        .col(uuid(Memberships::OrganizationId))
        .col(uuid(Memberships::Id))
        .col(text(Memberships::Subject))
        .col(text(Memberships::Role))
        .col(timestamp_with_time_zone(Memberships::RecordedAt))
        .primary_key(Index::create().col(Memberships::OrganizationId).col(Memberships::Id))
        .foreign_key(
            ForeignKey::create()
                .from(Memberships::Table, Memberships::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn one_membership_a_subject() -> IndexCreateStatement {
    Index::create()
        .name("memberships_organization_id_subject")
        .table(Memberships::Table)
        .col(Memberships::OrganizationId)
        .col(Memberships::Subject)
        .unique()
        .to_owned()
}

fn memberships_by_subject() -> IndexCreateStatement {
    Index::create().name("memberships_subject").table(Memberships::Table).col(Memberships::Subject).to_owned()
}

fn management_systems() -> TableCreateStatement {
    Table::create()
        .table(ManagementSystems::Table)
        .col(uuid(ManagementSystems::OrganizationId))
        .col(uuid(ManagementSystems::Id))
        .col(text(ManagementSystems::Kind))
        .col(text(ManagementSystems::Name))
        .col(text_null(ManagementSystems::Scope))
        .col(timestamp_with_time_zone(ManagementSystems::RecordedAt))
        .primary_key(Index::create().col(ManagementSystems::OrganizationId).col(ManagementSystems::Id))
        .foreign_key(
            ForeignKey::create()
                .from(ManagementSystems::Table, ManagementSystems::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn ai_systems() -> TableCreateStatement {
    Table::create()
        .table(AiSystems::Table)
        .col(uuid(AiSystems::OrganizationId))
        .col(uuid(AiSystems::Id))
        .col(text(AiSystems::Name))
        .col(json_binary(AiSystems::Roles))
        .col(text(AiSystems::RiskClass))
        .col(date_null(AiSystems::PlacedOnMarketOn))
        .col(date_null(AiSystems::PutIntoServiceOn))
        .col(date_null(AiSystems::SubstantiallyModifiedOn))
        .col(date_null(AiSystems::RetiredOn))
        .col(timestamp_with_time_zone(AiSystems::RecordedAt))
        .primary_key(Index::create().col(AiSystems::OrganizationId).col(AiSystems::Id))
        .foreign_key(
            ForeignKey::create()
                .from(AiSystems::Table, AiSystems::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn sites() -> TableCreateStatement {
    Table::create()
        .table(Sites::Table)
        .col(uuid(Sites::OrganizationId))
        .col(uuid(Sites::Id))
        .col(text(Sites::Name))
        .col(text_null(Sites::Country))
        .col(big_integer(Sites::Headcount))
        .col(timestamp_with_time_zone(Sites::RecordedAt))
        .primary_key(Index::create().col(Sites::OrganizationId).col(Sites::Id))
        .foreign_key(
            ForeignKey::create()
                .from(Sites::Table, Sites::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

#[derive(DeriveIden)]
enum Organizations {
    Table,
    Id,
    Name,
    RecordedAt,
}

#[derive(DeriveIden)]
enum Memberships {
    Table,
    OrganizationId,
    Id,
    Subject,
    Role,
    RecordedAt,
}

#[derive(DeriveIden)]
enum ManagementSystems {
    Table,
    OrganizationId,
    Id,
    Kind,
    Name,
    Scope,
    RecordedAt,
}

#[derive(DeriveIden)]
enum AiSystems {
    Table,
    OrganizationId,
    Id,
    Name,
    Roles,
    RiskClass,
    PlacedOnMarketOn,
    PutIntoServiceOn,
    SubstantiallyModifiedOn,
    RetiredOn,
    RecordedAt,
}

#[derive(DeriveIden)]
enum Sites {
    Table,
    OrganizationId,
    Id,
    Name,
    Country,
    Headcount,
    RecordedAt,
}
