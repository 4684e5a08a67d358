//! Evidence: the item, its revisions, and what each revision claims. References lead with the organisation, so that no
//! row can belong to an item of another one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, float, integer, json_binary, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(evidence()).await?;
        manager.create_table(evidence_revisions()).await?;
        manager.create_table(evidence_claims()).await?;
        manager.create_index(claims_by_requirement()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(EvidenceClaims::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(EvidenceRevisions::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Evidence::Table).to_owned()).await
    }
}

fn evidence() -> TableCreateStatement {
    Table::create()
        .table(Evidence::Table)
        .col(uuid(Evidence::OrganizationId))
        .col(uuid(Evidence::Id))
        .col(timestamp_with_time_zone_null(Evidence::WithdrawnAt))
        .col(text_null(Evidence::WithdrawnBy))
        .primary_key(Index::create().col(Evidence::OrganizationId).col(Evidence::Id))
        .foreign_key(
            ForeignKey::create()
                .from(Evidence::Table, Evidence::OrganizationId)
                .to(Organizations::Table, Organizations::Id),
        )
        .to_owned()
}

fn evidence_revisions() -> TableCreateStatement {
    Table::create()
        .table(EvidenceRevisions::Table)
        .col(uuid(EvidenceRevisions::OrganizationId))
        .col(uuid(EvidenceRevisions::EvidenceId))
        .col(integer(EvidenceRevisions::Number))
        .col(text_null(EvidenceRevisions::EvidenceType))
        .col(text(EvidenceRevisions::Title))
        .col(json_binary(EvidenceRevisions::Facts))
        .col(json_binary(EvidenceRevisions::Covers))
        .col(date(EvidenceRevisions::CollectedOn))
        .col(timestamp_with_time_zone(EvidenceRevisions::RecordedAt))
        .col(text(EvidenceRevisions::RecordedBy))
        .primary_key(
            Index::create()
                .col(EvidenceRevisions::OrganizationId)
                .col(EvidenceRevisions::EvidenceId)
                .col(EvidenceRevisions::Number),
        )
        .foreign_key(
            ForeignKey::create()
                .from_tbl(EvidenceRevisions::Table)
                .from_col(EvidenceRevisions::OrganizationId)
                .from_col(EvidenceRevisions::EvidenceId)
                .to_tbl(Evidence::Table)
                .to_col(Evidence::OrganizationId)
                .to_col(Evidence::Id),
        )
        .to_owned()
}

fn evidence_claims() -> TableCreateStatement {
    Table::create()
        .table(EvidenceClaims::Table)
        .col(uuid(EvidenceClaims::OrganizationId))
        .col(uuid(EvidenceClaims::EvidenceId))
        .col(integer(EvidenceClaims::Number))
        .col(integer(EvidenceClaims::Position))
        .col(text(EvidenceClaims::Requirement))
        .col(text(EvidenceClaims::Coverage))
        .col(float(EvidenceClaims::Confidence))
        .col(boolean(EvidenceClaims::AllAiSystems))
        .primary_key(
            Index::create()
                .col(EvidenceClaims::OrganizationId)
                .col(EvidenceClaims::EvidenceId)
                .col(EvidenceClaims::Number)
                .col(EvidenceClaims::Position),
        )
        .foreign_key(
            ForeignKey::create()
                .from_tbl(EvidenceClaims::Table)
                .from_col(EvidenceClaims::OrganizationId)
                .from_col(EvidenceClaims::EvidenceId)
                .from_col(EvidenceClaims::Number)
                .to_tbl(EvidenceRevisions::Table)
                .to_col(EvidenceRevisions::OrganizationId)
                .to_col(EvidenceRevisions::EvidenceId)
                .to_col(EvidenceRevisions::Number),
        )
        .to_owned()
}

fn claims_by_requirement() -> IndexCreateStatement {
    Index::create()
        .name("evidence_claims_organization_id_requirement")
        .table(EvidenceClaims::Table)
        .col(EvidenceClaims::OrganizationId)
        .col(EvidenceClaims::Requirement)
        .to_owned()
}

#[derive(DeriveIden)]
enum Organizations {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum Evidence {
    Table,
    OrganizationId,
    Id,
    WithdrawnAt,
    WithdrawnBy,
}

#[derive(DeriveIden)]
enum EvidenceRevisions {
    Table,
    OrganizationId,
    EvidenceId,
    Number,
    EvidenceType,
    Title,
    Facts,
    Covers,
    CollectedOn,
    RecordedAt,
    RecordedBy,
}

#[derive(DeriveIden)]
enum EvidenceClaims {
    Table,
    OrganizationId,
    EvidenceId,
    Number,
    Position,
    Requirement,
    Coverage,
    Confidence,
    AllAiSystems,
}
