//! What an organisation lays over the shared content: frameworks of its own, mappings that it curates, and a number that
//! tells whether that has changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, float, integer_null, json_binary, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(custom_frameworks()).await?;
        manager.create_index(one_custom_framework_a_key()).await?;
        manager.create_table(mapping_proposals()).await?;
        manager.create_index(mapping_proposals_by_status()).await?;
        manager.create_table(overlay_versions()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(OverlayVersions::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(MappingProposals::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(CustomFrameworks::Table).to_owned()).await
    }
}

/// `document` is text and not JSON to the database, which would write it anew in its own way.
fn custom_frameworks() -> TableCreateStatement {
    Table::create()
        .table(CustomFrameworks::Table)
        .col(uuid(CustomFrameworks::OrganizationId))
        .col(uuid(CustomFrameworks::Id))
        .col(text(CustomFrameworks::Key))
        .col(text(CustomFrameworks::Document))
        .col(timestamp_with_time_zone(CustomFrameworks::RecordedAt))
        .col(text(CustomFrameworks::RecordedBy))
        .col(timestamp_with_time_zone_null(CustomFrameworks::RetiredAt))
        .primary_key(Index::create().col(CustomFrameworks::OrganizationId).col(CustomFrameworks::Id))
        .foreign_key(
            ForeignKey::create()
                .from(CustomFrameworks::Table, CustomFrameworks::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn one_custom_framework_a_key() -> IndexCreateStatement {
    Index::create()
        .name("custom_frameworks_organization_id_key")
        .table(CustomFrameworks::Table)
        .col(CustomFrameworks::OrganizationId)
        .col(CustomFrameworks::Key)
        .unique()
        .to_owned()
}

fn mapping_proposals() -> TableCreateStatement {
    Table::create()
        .table(MappingProposals::Table)
        .col(uuid(MappingProposals::OrganizationId))
        .col(uuid(MappingProposals::Id))
        .col(json_binary(MappingProposals::FromRequirements))
        .col(json_binary(MappingProposals::ToRequirements))
        .col(text(MappingProposals::Relation))
        .col(float(MappingProposals::Confidence))
        .col(integer_null(MappingProposals::Strength))
        .col(text(MappingProposals::RationaleKind))
        .col(text(MappingProposals::Rationale))
        .col(text(MappingProposals::Status))
        .col(text(MappingProposals::ProposedBy))
        .col(timestamp_with_time_zone(MappingProposals::ProposedAt))
        .col(text_null(MappingProposals::ReviewedBy))
        .col(timestamp_with_time_zone_null(MappingProposals::ReviewedAt))
        .col(text_null(MappingProposals::ReviewNote))
        .col(text_null(MappingProposals::RetiredBy))
        .col(timestamp_with_time_zone_null(MappingProposals::RetiredAt))
        .col(text_null(MappingProposals::RetireNote))
        .primary_key(Index::create().col(MappingProposals::OrganizationId).col(MappingProposals::Id))
        .foreign_key(
            ForeignKey::create()
                .from(MappingProposals::Table, MappingProposals::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn mapping_proposals_by_status() -> IndexCreateStatement {
    Index::create()
        .name("mapping_proposals_organization_id_status_id")
        .table(MappingProposals::Table)
        .col(MappingProposals::OrganizationId)
        .col(MappingProposals::Status)
        .col(MappingProposals::Id)
        .to_owned()
}

fn overlay_versions() -> TableCreateStatement {
    Table::create()
        .table(OverlayVersions::Table)
        .col(uuid(OverlayVersions::OrganizationId).primary_key())
        .col(big_integer(OverlayVersions::Version))
        .foreign_key(
            ForeignKey::create()
                .from(OverlayVersions::Table, OverlayVersions::OrganizationId)
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
enum CustomFrameworks {
    Table,
    OrganizationId,
    Id,
    Key,
    Document,
    RecordedAt,
    RecordedBy,
    RetiredAt,
}

#[derive(DeriveIden)]
enum MappingProposals {
    Table,
    OrganizationId,
    Id,
    FromRequirements,
    ToRequirements,
    Relation,
    Confidence,
    Strength,
    RationaleKind,
    Rationale,
    Status,
    ProposedBy,
    ProposedAt,
    ReviewedBy,
    ReviewedAt,
    ReviewNote,
    RetiredBy,
    RetiredAt,
    RetireNote,
}

#[derive(DeriveIden)]
enum OverlayVersions {
    Table,
    OrganizationId,
    Version,
}
