//! A mapping that someone of the organisation proposes, and what became of it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mapping_proposals")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) organization_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub(crate) from_requirements: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub(crate) to_requirements: Json,
    #[sea_orm(column_type = "Text")]
    pub(crate) relation: String,
    pub(crate) confidence: f32,
    pub(crate) strength: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub(crate) rationale_kind: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) rationale: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) status: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) proposed_by: String,
    pub(crate) proposed_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) reviewed_by: Option<String>,
    pub(crate) reviewed_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) review_note: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) retired_by: Option<String>,
    pub(crate) retired_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) retire_note: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
