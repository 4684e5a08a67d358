//! What an organisation tells of itself, and names by which its AI systems are told apart.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, boolean, boolean_null, text_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            text_null(Organizations::LegalName),
            text_null(Organizations::Country),
            big_integer_null(Organizations::Headcount),
            boolean_null(Organizations::IsSme),
            boolean(Organizations::IsCertificationBody).default(false).to_owned(),
        ] {
            let table = Table::alter().table(Organizations::Table).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        manager.create_index(one_ai_system_a_name()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name(AI_SYSTEM_NAMES).table(AiSystems::Table).to_owned();
        manager.drop_index(index).await?;
        for column in [
            Organizations::LegalName,
            Organizations::Country,
            Organizations::Headcount,
            Organizations::IsSme,
            Organizations::IsCertificationBody,
        ] {
            let table = Table::alter().table(Organizations::Table).drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

const AI_SYSTEM_NAMES: &str = "ai_systems_organization_id_name";

fn one_ai_system_a_name() -> IndexCreateStatement {
    Index::create()
        .name(AI_SYSTEM_NAMES)
        .table(AiSystems::Table)
        .col(AiSystems::OrganizationId)
        .col(AiSystems::Name)
        .unique()
        .to_owned()
}

#[derive(DeriveIden)]
enum Organizations {
    Table,
    LegalName,
    Country,
    Headcount,
    IsSme,
    IsCertificationBody,
}

#[derive(DeriveIden)]
enum AiSystems {
    Table,
    OrganizationId,
    Name,
}
