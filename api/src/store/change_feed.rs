use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::sqlx::{self, PgPool, postgres::PgListener};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use tokio::sync::broadcast::{self, error::RecvError};

use super::connection::Store;
use super::error::StoreError;
use super::id::OrganizationId;
use super::object::Object;
use super::write_transaction::WriteTransaction;

/// How many notices a feed keeps for its reader, who misses what is beyond.
const CAPACITY: usize = 1024;

const CHANNEL: &str = "obligraph_changes";

const NOTIFY: &str = "SELECT pg_notify('obligraph_changes', $1)";

const FIRST_PAUSE: Duration = Duration::from_millis(100);

const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What a feed tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeNotice {
    /// A change has been committed.
    Changed {
        /// Whose it is.
        organization: OrganizationId,
        /// The number of its entry in the audit log of the organisation.
        sequence: i64,
        /// What was changed.
        object: Object,
        /// What was done, as the audit log calls it.
        action: String,
    },
    /// There may have been changes before this that are not told: whoever keeps something reads it anew.
    Missed,
}

/// The changes of all organisations, by whatever process they are made, from [`Store::changes`] on.
#[derive(Debug)]
pub struct ChangeFeed(broadcast::Receiver<ChangeNotice>);

impl ChangeFeed {
    /// Waits for the next notice. Once the store is closed there is none, and this waits for ever.
    pub async fn next(&mut self) -> ChangeNotice {
        match self.0.recv().await {
            Ok(notice) => notice,
            Err(RecvError::Lagged(_)) => ChangeNotice::Missed,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// What a store announces to the feeds of its process.
#[derive(Clone, Debug)]
pub(super) struct Announcements {
    sender: broadcast::Sender<ChangeNotice>,
    is_listening: Arc<AtomicBool>,
}

impl Announcements {
    pub(super) fn new() -> Self {
        Self { sender: broadcast::Sender::new(CAPACITY), is_listening: Arc::default() }
    }

    /// Tells the feeds of this process; that nobody reads is no fault.
    fn send(&self, notice: ChangeNotice) {
        drop(self.sender.send(notice));
    }

    /// Tells every process on a PostgreSQL, at the instant at which the transaction is committed.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn within(
        notice: &ChangeNotice,
        transaction: &WriteTransaction,
    ) -> Result<(), StoreError> {
        if transaction.get_database_backend() == DbBackend::Postgres {
            let payload = write(notice).to_string();
            let notify = Statement::from_sql_and_values(DbBackend::Postgres, NOTIFY, [payload.into()]);
            transaction.execute_raw(notify).await?;
        }
        Ok(())
    }

    /// Tells the one process of an SQLite file, once the transaction is committed.
    pub(super) fn after(&self, notice: ChangeNotice, backend: DbBackend) {
        if backend == DbBackend::Sqlite {
            self.send(notice);
        }
    }
}

impl Store {
    /// The changes that are committed from now on. To be called within a Tokio runtime.
    ///
    /// On PostgreSQL the first feed of a store makes it listen, by a connection of its own that is made again where it
    /// is lost. Each time it begins to listen it tells [`ChangeNotice::Missed`], at first too.
    #[must_use]
    pub fn changes(&self) -> ChangeFeed {
        let feed = ChangeFeed(self.announcements.sender.subscribe());
        self.listen();
        feed
    }

    /// Begins to listen to the changes of other processes, unless it does already or there are none.
    pub fn listen(&self) {
        if self.connection.get_database_backend() == DbBackend::Postgres
            && !self.announcements.is_listening.swap(true, Ordering::Relaxed)
        {
            let pool = self.connection.get_postgres_connection_pool().clone();
            tokio::spawn(keep_listening(pool, self.announcements.clone()));
        }
    }
}

/// Listens until the pool is closed.
async fn keep_listening(pool: PgPool, announcements: Announcements) {
    let mut pause = FIRST_PAUSE;
    loop {
        match listen_once(&pool, &announcements, &mut pause).await {
            Err(sqlx::Error::PoolClosed) => return,
            Ok(()) | Err(_) => tokio::time::sleep(pause).await,
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Listens until the connection is lost.
async fn listen_once(
    pool: &PgPool,
    announcements: &Announcements,
    pause: &mut Duration,
) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    *pause = FIRST_PAUSE;
    announcements.send(ChangeNotice::Missed);
    while let Some(notification) = listener.try_recv().await? {
        // Whatever another version of the program says, something has changed.
        announcements.send(read(notification.payload()).unwrap_or(ChangeNotice::Missed));
    }
    Ok(())
}

fn write(notice: &ChangeNotice) -> Value {
    match notice {
        ChangeNotice::Changed { organization, sequence, object, action } => json!({
            "organization": organization.to_string(),
            "sequence": sequence,
            "object": object.to_string(),
            "action": action,
        }),
        ChangeNotice::Missed => Value::Null,
    }
}

fn read(payload: &str) -> Option<ChangeNotice> {
    let payload: Value = serde_json::from_str(payload).ok()?;
    let text = |name: &str| payload.get(name)?.as_str();
    Some(ChangeNotice::Changed {
        organization: OrganizationId::new(text("organization")?.parse().ok()?),
        sequence: payload.get("sequence")?.as_i64()?,
        object: text("object")?.parse().ok()?,
        action: text("action")?.to_owned(),
    })
}
