//! An AI system.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ai_systems")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) organization_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub(crate) name: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub(crate) roles: Json,
    #[sea_orm(column_type = "Text")]
    pub(crate) risk_class: String,
    pub(crate) placed_on_market_on: Option<Date>,
    pub(crate) put_into_service_on: Option<Date>,
    pub(crate) substantially_modified_on: Option<Date>,
    pub(crate) retired_on: Option<Date>,
    pub(crate) recorded_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
