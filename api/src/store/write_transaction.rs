use std::sync::Arc;

use async_trait::async_trait;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement, TransactionTrait,
};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::error::StoreError;
use super::writer::{OneWriter, Turn, Writer};

/// A transaction that writes, and that nothing is left of unless it is committed.
pub(super) enum WriteTransaction {
    /// Of a database with many writers.
    Many(DatabaseTransaction),
    /// Of an SQLite file.
    One(Savepoint),
}

/// A change on the one connection that writes to an SQLite file. It begins with its first statement and ends with its last
/// ones: to hand a statement to the thread of the connection takes longer than the statement.
pub(super) struct Savepoint {
    writer: Arc<OneWriter>,
    /// `None` once nothing of it is under way any more.
    turn: Option<Turn>,
}

impl WriteTransaction {
    /// Begins, and asks for the first row. One that began by reading would have to give up once another has written.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn begin(
        writer: &Writer,
        first: Statement,
    ) -> Result<(Self, Option<QueryResult>), StoreError> {
        match writer {
            Writer::Any(connection) => {
                let transaction = connection.begin().await?;
                let row = transaction.query_one_raw(first).await?;
                Ok((Self::Many(transaction), row))
            }
            Writer::One(writer) => {
                let mut turn = writer.turn().await?;
                let begin =
                    if turn.is_open { "SAVEPOINT change" } else { "BEGIN IMMEDIATE; SAVEPOINT change" };
                turn.is_open = true;
                let savepoint = Savepoint { writer: Arc::clone(writer), turn: Some(turn) };
                let first = Statement { sql: format!("{begin}; {}", first.sql), ..first };
                let row = writer.connection.query_one_raw(first).await?;
                Ok((Self::One(savepoint), row))
            }
        }
    }

    /// Makes these statements, and the transaction last.
    ///
    /// # Errors
    /// What the database says, and from which of the statements on it may be said of; then nothing has changed.
    pub(super) async fn commit(self, last: &[Statement]) -> Result<(), (usize, DbErr)> {
        match self {
            Self::Many(transaction) => {
                for (position, statement) in last.iter().enumerate() {
                    transaction.execute_raw(statement.clone()).await.map_err(|error| (position, error))?;
                }
                transaction.commit().await.map_err(|error| (last.len(), error))
            }
            Self::One(savepoint) => savepoint.commit(last).await,
        }
    }

    /// Leaves nothing behind, once what others have changed in the same transaction is durable: what was read here may be
    /// of them.
    ///
    /// # Errors
    /// What the database says; then what was read may be gone.
    pub(super) async fn give_up(self) -> Result<(), DbErr> {
        match self {
            Self::Many(transaction) => transaction.rollback().await,
            Self::One(mut savepoint) => match savepoint.turn.take() {
                None => Ok(()),
                Some(mut turn) => {
                    let others = turn.join();
                    savepoint.undo(turn);
                    together(others).await
                }
            },
        }
    }
}

/// More would be another text for each number of rows, and the driver keeps texts that it has prepared.
const MOST_AT_ONCE: usize = 16;

impl Savepoint {
    async fn commit(mut self, last: &[Statement]) -> Result<(), (usize, DbErr)> {
        let is_last = self.turn.as_ref().is_none_or(|turn| self.writer.is_last(turn));
        let end = if is_last { "RELEASE change; COMMIT" } else { "RELEASE change" };
        for (position, chunk) in last.chunks(MOST_AT_ONCE).enumerate() {
            let start = position * MOST_AT_ONCE;
            let end = (start + chunk.len() == last.len()).then_some(end);
            let sql: Vec<&str> = chunk.iter().map(|one| one.sql.as_str()).chain(end).collect();
            let values = chunk.iter().flat_map(|one| one.values.clone()).flatten();
            let together = Statement::from_sql_and_values(DbBackend::Sqlite, sql.join("; "), values);
            self.writer.connection.execute_raw(together).await.map_err(|error| (start, error))?;
        }
        // INVARIANT: a savepoint keeps its turn until it ends here or is dropped.
        let Some(mut turn) = self.turn.take() else { return Ok(()) };
        if is_last {
            turn.committed();
            return Ok(());
        }
        let others = turn.join();
        drop(turn);
        together(others).await.map_err(|error| (last.len(), error))
    }

    /// Beside, as whoever drops it does not wait.
    fn undo(&self, turn: Turn) {
        // Without a runtime the program is ending, and the connection with it, which leaves nothing behind either.
        if let Ok(runtime) = Handle::try_current() {
            let writer = Arc::clone(&self.writer);
            runtime.spawn(async move { writer.undo(turn).await });
        }
    }
}

/// Waits for the others of a transaction.
async fn together(others: oneshot::Receiver<bool>) -> Result<(), DbErr> {
    match others.await {
        Ok(true) => Ok(()),
        _ => Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)),
    }
}

impl Drop for Savepoint {
    fn drop(&mut self) {
        if let Some(turn) = self.turn.take() {
            self.undo(turn);
        }
    }
}

macro_rules! on {
    ($transaction:expr, $on:ident => $do:expr) => {
        match $transaction {
            WriteTransaction::Many($on) => $do,
            WriteTransaction::One(savepoint) => {
                let $on = &savepoint.writer.connection;
                $do
            }
        }
    };
}

#[async_trait]
impl ConnectionTrait for WriteTransaction {
    fn get_database_backend(&self) -> DbBackend {
        on!(self, on => on.get_database_backend())
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        on!(self, on => on.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        on!(self, on => on.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        on!(self, on => on.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        on!(self, on => on.query_all_raw(statement).await)
    }
}
