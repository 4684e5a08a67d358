use sea_orm::{
    ActiveModelTrait, ConnectionTrait as _, EntityTrait, QueryTrait as _, SqlErr, Statement, UpdateMany,
};

use super::error::StoreError;
use super::object::ObjectKind;
use super::write_transaction::WriteTransaction;

/// Rows to be added and changed last of all, so that nothing in the transaction reads them.
#[derive(Default)]
pub(super) struct Batch {
    statements: Vec<Statement>,
    rows: Vec<Row>,
}

/// What a statement is about, for the message where its row is there already.
struct Row {
    table: String,
    kind: ObjectKind,
    name: String,
}

impl Batch {
    pub(super) fn insert<A: ActiveModelTrait>(
        &mut self,
        row: A,
        kind: ObjectKind,
        name: &str,
        on: &WriteTransaction,
    ) {
        let statement = A::Entity::insert(row).build(on.get_database_backend());
        self.push::<A::Entity>(statement, kind, name);
    }

    pub(super) fn update<E: EntityTrait>(
        &mut self,
        update: UpdateMany<E>,
        kind: ObjectKind,
        name: &str,
        on: &WriteTransaction,
    ) {
        self.push::<E>(update.build(on.get_database_backend()), kind, name);
    }

    fn push<E: EntityTrait>(&mut self, statement: Statement, kind: ObjectKind, name: &str) {
        self.statements.push(statement);
        self.rows.push(Row { table: E::default().table_name().to_owned(), kind, name: name.to_owned() });
    }

    /// Makes all of it, and the transaction last.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or what the database says; then nothing has changed.
    pub(super) async fn commit(self, transaction: WriteTransaction) -> Result<(), StoreError> {
        let Err((start, error)) = transaction.commit(&self.statements).await else { return Ok(()) };
        let Some(SqlErr::UniqueConstraintViolation(message)) = error.sql_err() else {
            return Err(error.into());
        };
        // SQLite names the columns of the key, each with its table.
        let is_named = |row: &&Row| message.contains(&format!(" {}.", row.table));
        let rows = self.rows.get(start..).unwrap_or_default();
        match rows.iter().find(is_named).or(rows.first()) {
            Some(row) => Err(StoreError::Exists { kind: row.kind, name: row.name.clone() }),
            None => Err(error.into()),
        }
    }
}
