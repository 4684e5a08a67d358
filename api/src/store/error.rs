use std::fmt;

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

use super::content_hash::ContentHash;
use super::id::OrganizationId;
use super::object::{Object, ObjectKind};

/// Why the store does not do what it is asked.
///
/// Its `Display` is fit for a client: what the database itself says is told by [`StoreError::detail`] alone, for logs.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such organisation.
    UnknownOrganization(OrganizationId),
    /// The organisation has no such thing.
    Unknown(Object),
    /// It would be there twice.
    Exists {
        /// What it is.
        kind: ObjectKind,
        /// What it shares with the one that is there.
        name: String,
    },
    /// It was changed since it was read.
    Stale(Object),
    /// Nobody would own the organisation any more.
    LastOwner,
    /// The change was made before; what it changed.
    Repeated(Object),
    /// The key of the change was sent with another one.
    KeyReused,
    /// Evidence that was withdrawn stays as it is.
    Withdrawn(Object),
    /// What was retired stays as it is.
    Retired(Object),
    /// Nobody reviews what they proposed themselves.
    OwnProposal,
    /// The proposal has been reviewed.
    NotProposed(Object),
    /// The proposal is not approved, or not any more.
    NotApproved(Object),
    /// The upload came with another file.
    Completed(Object),
    /// The organisation has no file with this hash.
    UnknownFile(ContentHash),
    /// A text holds the character U+0000, which not every database can keep.
    NulCharacter,
    /// The address of the database is of no known kind. It is not repeated, since it may hold a password.
    Address,
    /// The program runs without a database.
    NoDatabase,
    /// The program keeps no files.
    NoFiles,
    /// The database does not answer, or is too busy to.
    Unavailable(Cause),
    /// A row does not say what the program wrote: the table, and what is wrong.
    Unreadable(&'static str, String),
    /// The database refuses a statement.
    Database(Cause),
}

/// What the database said: for logs, never for a client.
pub struct Cause(DbErr);

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StoreError {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownOrganization(_) => "store-unknown-organization",
            Self::Unknown(_) => "store-unknown",
            Self::Exists { .. } => "store-exists",
            Self::Stale(_) => "store-stale",
            Self::LastOwner => "store-last-owner",
            Self::Repeated(_) => "store-repeated",
            Self::KeyReused => "store-key-reused",
            Self::Withdrawn(_) => "store-withdrawn",
            Self::Retired(_) => "store-retired",
            Self::OwnProposal => "store-own-proposal",
            Self::NotProposed(_) => "store-not-proposed",
            Self::NotApproved(_) => "store-not-approved",
            Self::Completed(_) => "store-completed",
            Self::UnknownFile(_) => "store-unknown-file",
            Self::NulCharacter => "store-nul-character",
            Self::Address => "store-address",
            Self::NoDatabase => "store-no-database",
            Self::NoFiles => "store-no-files",
            Self::Unavailable(_) => "store-unavailable",
            Self::Unreadable(..) => "store-unreadable",
            Self::Database(_) => "store-database",
        }
    }

    /// Tells the log what happened inside, where it is no matter of what was asked.
    pub fn log(&self) {
        let (code, detail) = (self.code(), self.detail());
        match self {
            Self::Unavailable(_) | Self::NoDatabase | Self::NoFiles => {
                tracing::warn!(code, detail, "the store is out of reach");
            }
            Self::Unreadable(..) | Self::Database(_) | Self::Address => {
                tracing::error!(code, detail, "the store failed");
            }
            _ => {}
        }
    }

    /// Whether the same may well be done later.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::NoDatabase | Self::NoFiles)
    }

    /// What happened inside, for logs; never for a client.
    #[must_use]
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Unavailable(Cause(error)) | Self::Database(Cause(error)) => Some(error.to_string()),
            Self::Unreadable(table, fault) => Some(format!("{table}: {fault}")),
            _ => None,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOrganization(id) => write!(f, "there is no organisation `{id}`"),
            Self::Unknown(object) => write!(f, "there is no `{object}`"),
            Self::Exists { kind, name } => write!(f, "the {} `{name}` is there already", kind.word()),
            Self::Stale(object) => {
                write!(f, "`{object}` was changed in the meantime; read it again and repeat the change")
            }
            Self::LastOwner => {
                f.write_str("this is the last owner of the organisation; make someone else an owner first")
            }
            Self::Repeated(object) => write!(f, "`{object}` was changed so before"),
            Self::KeyReused => f.write_str(
                "the idempotency key was sent with another change within a day; use a new one for each change",
            ),
            Self::Withdrawn(object) => write!(f, "`{object}` was withdrawn and stays as it is"),
            Self::Retired(object) => write!(f, "`{object}` was retired and stays as it is"),
            Self::OwnProposal => f.write_str("nobody reviews what they proposed themselves; ask someone else to"),
            Self::NotProposed(object) => {
                write!(f, "`{object}` was reviewed before and stays as it is; propose another mapping")
            }
            Self::NotApproved(object) => write!(f, "`{object}` is not approved, and only what is can be retired"),
            Self::Completed(object) => {
                write!(f, "`{object}` came with another file; begin another upload")
            }
            Self::UnknownFile(hash) => write!(f, "there is no file `{hash}`; upload it first"),
            Self::NulCharacter => f.write_str("a text holds the character U+0000, which cannot be kept"),
            Self::Address => write!(
                f,
                "the address of the database is of no known kind; write it as in `sqlite:obligraph.db` or \
                 `postgres://user@host/obligraph`"
            ),
            Self::NoFiles => f.write_str("the service keeps no files"),
            Self::NoDatabase => f.write_str("the service runs without a database"),
            Self::Unavailable(_) => {
                f.write_str("the database is out of reach or cannot be written; try again later")
            }
            Self::Unreadable(..) => f.write_str("what the database holds cannot be read"),
            Self::Database(_) => f.write_str("the database refuses what was asked"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let cause = match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return Self::Unavailable(Cause(error)),
            DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => cause,
            _ => return Self::Database(Cause(error)),
        };
        if is_out_of_reach(cause) {
            Self::Unavailable(Cause(error))
        } else if is_nul_character(cause) {
            Self::NulCharacter
        } else {
            Self::Database(Cause(error))
        }
    }
}

/// Whether the same statement may well succeed later.
fn is_out_of_reach(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| match code.parse::<u32>() {
            // SQLite's codes have up to four digits, a PostgreSQL state always five characters. The low byte is the primary
            // code: BUSY, READONLY, IOERR, FULL, CANTOPEN.
            Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 8 | 10 | 13 | 14),
            // Connection exceptions, insufficient resources, shutdown, system errors, lock not available.
            _ => ["08", "53", "57P", "58", "55P03"].iter().any(|class| code.starts_with(class)),
        }),
        _ => false,
    }
}

/// Whether PostgreSQL refuses a text, or a text within JSON: of those that are Unicode, it refuses U+0000 alone.
fn is_nul_character(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| matches!(&*code, "22021" | "22P05"))
}

/// Whether a row of the same key is there already.
pub(super) fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}
