use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::connection::ACQUIRE;
use super::error::StoreError;

/// What writes to the database.
#[derive(Clone, Debug)]
pub(super) enum Writer {
    /// Any of the connections: the database lets writers wait for one another.
    Any(DatabaseConnection),
    /// The one that writes to an SQLite file.
    One(Arc<OneWriter>),
}

/// The one connection that writes to an SQLite file. The file takes one writer at a time and lets the others sleep and try
/// again: here they wait in a row, and find in the memory of the connection what the one before has written.
///
/// Changes that wait for one another become durable together: each within a savepoint of one transaction, which is
/// committed by the last of the row. None of them is acknowledged before.
#[derive(Debug)]
pub(super) struct OneWriter {
    /// Taken from the pool for good: a pool tests a connection each time that it comes back. What it calls a transaction has
    /// ended; the ones of changes are begun and ended by statements.
    pub(super) connection: DatabaseTransaction,
    group: Arc<Mutex<Group>>,
    waiting: AtomicUsize,
}

/// The changes of one transaction.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Whether the transaction may be open.
    pub(super) is_open: bool,
    /// Changes that wait for it to be committed.
    members: Vec<oneshot::Sender<bool>>,
}

/// That it is this writer's turn, for as long as it is kept.
pub(super) type Turn = OwnedMutexGuard<Group>;

/// Nobody waits for more others than these.
const MOST_MEMBERS: usize = 32;

impl Writer {
    /// Takes the connection of a pool that has no other.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn one(pool: &DatabaseConnection) -> Result<Self, StoreError> {
        let connection = pool.begin().await?;
        connection.execute_unprepared("COMMIT").await?;
        let (group, waiting) = (Arc::default(), AtomicUsize::new(0));
        Ok(Self::One(Arc::new(OneWriter { connection, group, waiting })))
    }
}

impl OneWriter {
    /// Waits for the turn.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where it does not come.
    pub(super) async fn turn(self: &Arc<Self>) -> Result<Turn, StoreError> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut place = Place { writer: Arc::clone(self), has_come: false };
        let turn = tokio::time::timeout(ACQUIRE, Arc::clone(&self.group).lock_owned()).await;
        let turn = turn.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        place.has_come = true;
        Ok(turn)
    }

    /// Whether the one whose turn it is has to commit for all.
    pub(super) fn is_last(&self, turn: &Turn) -> bool {
        self.waiting.load(Ordering::SeqCst) == 0 || turn.members.len() >= MOST_MEMBERS
    }

    /// Makes what all have changed last, unless nothing is open.
    ///
    /// # Errors
    /// What the database says; then nothing has changed.
    pub(super) async fn commit(&self, turn: &mut Turn) -> Result<(), DbErr> {
        if !turn.is_open {
            return Ok(());
        }
        match self.connection.execute_unprepared("COMMIT").await {
            Ok(_) => {
                turn.committed();
                Ok(())
            }
            Err(error) => {
                self.lose(turn).await;
                Err(error)
            }
        }
    }

    /// Leaves nothing behind of a change that is under way; those before it stay, if they are there still.
    pub(super) async fn undo(&self, mut turn: Turn) {
        let undone = self.connection.execute_unprepared("ROLLBACK TO change; RELEASE change").await;
        if undone.is_err() {
            // Some faults end the whole transaction: a full disk, a file that cannot be read.
            self.lose(&mut turn).await;
        } else if self.is_last(&turn) {
            // Whoever waits for it is told.
            let _ = self.commit(&mut turn).await;
        }
    }

    async fn lose(&self, turn: &mut Turn) {
        // An error means that nothing was open.
        let _ = self.connection.execute_unprepared("ROLLBACK").await;
        turn.end(false);
    }
}

impl Group {
    /// Joins the group, and tells whether it came to be committed.
    pub(super) fn join(&mut self) -> oneshot::Receiver<bool> {
        let (sender, receiver) = oneshot::channel();
        self.members.push(sender);
        receiver
    }

    pub(super) fn committed(&mut self) {
        self.end(true);
    }

    fn end(&mut self, is_committed: bool) {
        self.is_open = false;
        for member in self.members.drain(..) {
            // Whoever has gone needs not to know.
            let _ = member.send(is_committed);
        }
    }
}

/// A place in the row.
struct Place {
    writer: Arc<OneWriter>,
    has_come: bool,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.writer.waiting.fetch_sub(1, Ordering::SeqCst);
        // Someone may have left it to this one to commit.
        if !self.has_come
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let writer = Arc::clone(&self.writer);
            runtime.spawn(async move {
                let mut turn = Arc::clone(&writer.group).lock_owned().await;
                if writer.is_last(&turn) {
                    let _ = writer.commit(&mut turn).await;
                }
            });
        }
    }
}
