use std::collections::BTreeMap;
use std::fmt;

use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Iden, Iterable, QueryResult, Statement};

use super::connection::Store;
use super::entity::{
    ai_system, audit_entry, audit_head, custom_framework, evidence, evidence_claim, evidence_file,
    evidence_revision, file, idempotency_key, management_system, mapping_proposal, membership, organization,
    overlay_version, site, upload,
};
use super::error::StoreError;

/// In what the tables of the database are not those that the program reads and writes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SchemaFault {
    /// The column, or its table, is not there.
    Missing {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The column may hold null and the program expects a value, or the other way round.
    Nullability {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The column must have a value and the program knows of none.
    Unknown {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

impl fmt::Display for SchemaFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { table, column } => write!(f, "`{table}.{column}` is missing"),
            Self::Nullability { table, column } => {
                write!(f, "whether `{table}.{column}` may be null is not as the program takes it")
            }
            Self::Unknown { table, column } => write!(f, "`{table}.{column}` is unknown to the program"),
        }
    }
}

impl Store {
    /// In what the database is not as the program needs it, by table and column: empty once it is migrated.
    ///
    /// # Errors
    /// What the database says.
    pub async fn schema_faults(&self) -> Result<Vec<SchemaFault>, StoreError> {
        let mut faults = Vec::new();
        self.compare::<organization::Entity>(&mut faults).await?;
        self.compare::<membership::Entity>(&mut faults).await?;
        self.compare::<management_system::Entity>(&mut faults).await?;
        self.compare::<ai_system::Entity>(&mut faults).await?;
        self.compare::<site::Entity>(&mut faults).await?;
        self.compare::<evidence::Entity>(&mut faults).await?;
        self.compare::<evidence_revision::Entity>(&mut faults).await?;
        self.compare::<evidence_claim::Entity>(&mut faults).await?;
        self.compare::<idempotency_key::Entity>(&mut faults).await?;
        self.compare::<audit_entry::Entity>(&mut faults).await?;
        self.compare::<audit_head::Entity>(&mut faults).await?;
        self.compare::<custom_framework::Entity>(&mut faults).await?;
        self.compare::<mapping_proposal::Entity>(&mut faults).await?;
        self.compare::<overlay_version::Entity>(&mut faults).await?;
        self.compare::<file::Entity>(&mut faults).await?;
        self.compare::<upload::Entity>(&mut faults).await?;
        self.compare::<evidence_file::Entity>(&mut faults).await?;
        faults.sort_unstable();
        Ok(faults)
    }

    async fn compare<E: EntityTrait + Default>(
        &self,
        faults: &mut Vec<SchemaFault>,
    ) -> Result<(), StoreError> {
        let table = E::default().table_name().to_owned();
        let mut there = self.columns(&table).await?;
        for expected in E::Column::iter() {
            let column = expected.to_string();
            match there.remove(&column) {
                None => faults.push(SchemaFault::Missing { table: table.clone(), column }),
                Some(is_null) if is_null != expected.def().is_null() => {
                    faults.push(SchemaFault::Nullability { table: table.clone(), column });
                }
                Some(_) => {}
            }
        }
        let unknown = there.into_iter().filter(|(_, is_null)| !is_null);
        faults.extend(unknown.map(|(column, _)| SchemaFault::Unknown { table: table.clone(), column }));
        Ok(())
    }

    /// The columns that a table has, each with whether it may be null; none where there is no such table.
    async fn columns(&self, table: &str) -> Result<BTreeMap<String, bool>, StoreError> {
        let backend = self.connection.get_database_backend();
        let sql = match backend {
            DbBackend::Sqlite => r#"SELECT name, NOT "notnull" AS is_null FROM pragma_table_info($1)"#,
            _ => {
                "SELECT column_name::text AS name, is_nullable = 'YES' AS is_null FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = $1"
            }
        };
        let statement = Statement::from_sql_and_values(backend, sql, [table.into()]);
        let rows = self.connection.query_all_raw(statement).await?;
        let column = |row: &QueryResult| Ok((row.try_get("", "name")?, row.try_get("", "is_null")?));
        rows.iter().map(column).collect()
    }
}
