use std::time::Duration;

use obligraph_migrations::Migrator;
use sea_orm::sqlx::sqlite::SqliteJournalMode;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use super::change_feed::Announcements;
use super::error::StoreError;
use super::id::OrganizationId;
use super::scope::Scope;
use super::writer::Writer;

/// How long a request waits for a connection before it is told that the database is not to be reached.
pub(super) const ACQUIRE: Duration = Duration::from_secs(4);

/// How long a writer of an SQLite file waits for the one before it; below [`ACQUIRE`], so that the cause is told apart.
const BUSY: Duration = Duration::from_secs(3);

const MOST_CONNECTIONS: u32 = 8;

/// Lets the processes that start together on one PostgreSQL wait for the first. The number is ours and arbitrary.
const ONE_MIGRATION: &str = "SELECT pg_advisory_xact_lock(7295814063)";

/// The database, open.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) connection: DatabaseConnection,
    pub(super) writer: Writer,
    pub(super) announcements: Announcements,
}

impl Store {
    /// Opens the database at `sqlite:PATH`, which is made where it is missing, or at `postgres://...`.
    ///
    /// # Errors
    /// [`StoreError::Address`] for any other address, [`StoreError::Unavailable`] where there is no answer.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::connect(url, false).await
    }

    /// The same, but a PostgreSQL that does not answer is no error yet: each use tries anew. See [`Store::ping`].
    ///
    /// # Errors
    /// Those of [`Store::open`]; for PostgreSQL only such as its address itself gives.
    pub async fn open_lazily(url: &str) -> Result<Self, StoreError> {
        Self::connect(url, url.starts_with("postgres")).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.connection.ping().await?)
    }

    async fn connect(url: &str, is_lazy: bool) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url);
        options
            .sqlx_logging(false)
            .max_connections(MOST_CONNECTIONS)
            .acquire_timeout(ACQUIRE)
            .connect_lazy(is_lazy);
        let (connection, writer) = match url.split_once(':').map(|(scheme, _)| scheme) {
            // A database in memory would be another one on each connection.
            Some("sqlite") if !url.contains(":memory:") && !url.contains("mode=memory") => {
                options.map_sqlx_sqlite_opts(|sqlite| {
                    sqlite
                        .create_if_missing(true)
                        .journal_mode(SqliteJournalMode::Wal)
                        .foreign_keys(true)
                        .busy_timeout(BUSY)
                });
                // A file does not go away between two uses.
                options.test_before_acquire(false);
                let mut of_writer = options.clone();
                of_writer.max_connections(1);
                let writer = Writer::one(&Database::connect(of_writer).await?).await?;
                (Database::connect(options).await?, writer)
            }
            Some("postgres" | "postgresql") => {
                let connection = Database::connect(options).await?;
                (connection.clone(), Writer::Any(connection))
            }
            _ => return Err(StoreError::Address),
        };
        Ok(Self { connection, writer, announcements: Announcements::new() })
    }

    /// Brings the tables to the newest schema: all changes or none, and one process after the other.
    ///
    /// # Errors
    /// [`StoreError`] where the database refuses a change.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.connection.begin_with_options(options).await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_raw(Statement::from_string(DbBackend::Postgres, ONE_MIGRATION)).await?;
        }
        Migrator::up(&transaction, None).await?;
        Ok(transaction.commit().await?)
    }

    /// What one organisation has, and nothing of any other.
    #[must_use]
    pub const fn scope(&self, organization: OrganizationId) -> Scope<'_> {
        Scope::new(self, organization)
    }

    /// Ends all connections once they are idle.
    ///
    /// # Errors
    /// [`StoreError`] where one does not end properly.
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.connection.close().await?)
    }
}
