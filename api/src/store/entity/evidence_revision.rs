//! What an item of evidence said from one instant on.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_revisions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) organization_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) evidence_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) number: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) evidence_type: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) title: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub(crate) facts: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub(crate) covers: Json,
    pub(crate) collected_on: Date,
    pub(crate) recorded_at: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub(crate) recorded_by: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
