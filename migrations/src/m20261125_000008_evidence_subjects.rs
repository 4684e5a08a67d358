//! What each revision of evidence concerns, and the order in which filtered lists of evidence are read.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, text, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(evidence_subjects()).await?;
        for index in [by_subject(), by_type(), by_requirement(), withdrawn()] {
            manager.create_index(index).await?;
        }
        let outdated = Index::drop().name(BY_REQUIREMENT_ALONE).table(EvidenceClaims::Table).to_owned();
        manager.drop_index(outdated).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(by_requirement_alone()).await?;
        let of_claims = Index::drop().name(BY_REQUIREMENT).table(EvidenceClaims::Table).to_owned();
        manager.drop_index(of_claims).await?;
        let of_revisions = Index::drop().name(BY_TYPE).table(EvidenceRevisions::Table).to_owned();
        manager.drop_index(of_revisions).await?;
        let of_items = Index::drop().name(WITHDRAWN).table(Evidence::Table).to_owned();
        manager.drop_index(of_items).await?;
        manager.drop_table(Table::drop().table(EvidenceSubjects::Table).to_owned()).await
    }
}

const BY_TYPE: &str = "evidence_revisions_by_type";
const BY_REQUIREMENT: &str = "evidence_claims_by_requirement";
const BY_REQUIREMENT_ALONE: &str = "evidence_claims_organization_id_requirement";
const WITHDRAWN: &str = "evidence_withdrawn";

fn evidence_subjects() -> TableCreateStatement {
    Table::create()
        .table(EvidenceSubjects::Table)
        .col(uuid(EvidenceSubjects::OrganizationId))
        .col(uuid(EvidenceSubjects::EvidenceId))
        .col(integer(EvidenceSubjects::Number))
        .col(text(EvidenceSubjects::Subject))
        .primary_key(
            Index::create()
                .col(EvidenceSubjects::OrganizationId)
                .col(EvidenceSubjects::EvidenceId)
                .col(EvidenceSubjects::Number)
                .col(EvidenceSubjects::Subject),
        )
        .foreign_key(
            ForeignKey::create()
                .from_tbl(EvidenceSubjects::Table)
                .from_col(EvidenceSubjects::OrganizationId)
                .from_col(EvidenceSubjects::EvidenceId)
                .from_col(EvidenceSubjects::Number)
                .to_tbl(EvidenceRevisions::Table)
                .to_col(EvidenceRevisions::OrganizationId)
                .to_col(EvidenceRevisions::EvidenceId)
                .to_col(EvidenceRevisions::Number),
        )
        .to_owned()
}

fn by_subject() -> IndexCreateStatement {
    Index::create()
        .name("evidence_subjects_by_subject")
        .table(EvidenceSubjects::Table)
        .col(EvidenceSubjects::OrganizationId)
        .col(EvidenceSubjects::Subject)
        .col(EvidenceSubjects::EvidenceId)
        .col(EvidenceSubjects::Number)
        .to_owned()
}

fn by_type() -> IndexCreateStatement {
    Index::create()
        .name(BY_TYPE)
        .table(EvidenceRevisions::Table)
        .col(EvidenceRevisions::OrganizationId)
        .col(EvidenceRevisions::EvidenceType)
        .col(EvidenceRevisions::EvidenceId)
        .col(EvidenceRevisions::Number)
        .to_owned()
}

fn by_requirement() -> IndexCreateStatement {
    Index::create()
        .name(BY_REQUIREMENT)
        .table(EvidenceClaims::Table)
        .col(EvidenceClaims::OrganizationId)
        .col(EvidenceClaims::Requirement)
        .col(EvidenceClaims::EvidenceId)
        .col(EvidenceClaims::Number)
        .to_owned()
}

fn by_requirement_alone() -> IndexCreateStatement {
    Index::create()
        .name(BY_REQUIREMENT_ALONE)
        .table(EvidenceClaims::Table)
        .col(EvidenceClaims::OrganizationId)
        .col(EvidenceClaims::Requirement)
        .to_owned()
}

/// Few items are withdrawn; they are found without a look at the others.
fn withdrawn() -> IndexCreateStatement {
    Index::create()
        .name(WITHDRAWN)
        .table(Evidence::Table)
        .col(Evidence::OrganizationId)
        .col(Evidence::Id)
        .and_where(Expr::col(Evidence::WithdrawnAt).is_not_null())
        .to_owned()
}

#[derive(DeriveIden)]
enum Evidence {
    Table,
    OrganizationId,
    Id,
    WithdrawnAt,
}

#[derive(DeriveIden)]
enum EvidenceRevisions {
    Table,
    OrganizationId,
    EvidenceId,
    Number,
    EvidenceType,
}

#[derive(DeriveIden)]
enum EvidenceClaims {
    Table,
    OrganizationId,
    EvidenceId,
    Number,
    Requirement,
}

#[derive(DeriveIden)]
enum EvidenceSubjects {
    Table,
    OrganizationId,
    EvidenceId,
    Number,
    Subject,
}
