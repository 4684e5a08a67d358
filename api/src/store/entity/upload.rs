//! A file on its way in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "uploads")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) organization_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub(crate) file_name: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) media_type: String,
    pub(crate) size_limit: i64,
    pub(crate) expires_at: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub(crate) created_by: String,
    pub(crate) created_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) sha256: Option<String>,
    pub(crate) completed_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
