use std::collections::BTreeSet;
use std::fmt;

use sea_orm::{AccessMode, IsolationLevel, TransactionOptions, TransactionTrait};

use super::{GENESIS, hash_at};
use crate::store::entity::{audit_entry, audit_head};
use crate::store::error::StoreError;
use crate::store::page::Page;
use crate::store::scope::Scope;

/// The last entry of an audit log. Whoever keeps it elsewhere can tell a log that was rewritten as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// Its number, which is the count of entries.
    pub sequence: i64,
    /// Its hash.
    pub hash: String,
}

/// What was found of an audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How many entries there are.
    pub entries: u64,
    /// The last entry as it was recorded.
    pub head: AuditHead,
    /// What is wrong with it, by sequence; empty where the log is as it was recorded.
    pub faults: Vec<AuditFault>,
}

/// What is wrong with an audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditFault {
    /// The entry does not say what was recorded.
    Edited {
        /// Its number.
        sequence: i64,
    },
    /// The entry stands where another was recorded.
    Moved {
        /// Where it stands.
        sequence: i64,
        /// Where it was recorded.
        from: i64,
    },
    /// Entries were removed.
    Removed {
        /// The number of the first of them.
        first: i64,
        /// The number of the last of them.
        last: i64,
    },
    /// The entry is whole and does not follow the one before it: one of the two was replaced.
    Detached {
        /// Its number.
        sequence: i64,
    },
    /// The entry is whole and nothing that the program did: its number is beyond the last that was recorded, or it is the
    /// last and another one than was recorded.
    Foreign {
        /// Its number.
        sequence: i64,
    },
}

impl AuditFault {
    /// The number of the entry, or of the first of them.
    #[must_use]
    pub const fn sequence(&self) -> i64 {
        match self {
            Self::Edited { sequence }
            | Self::Moved { sequence, .. }
            | Self::Detached { sequence }
            | Self::Foreign { sequence } => *sequence,
            Self::Removed { first, .. } => *first,
        }
    }
}

impl fmt::Display for AuditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited { sequence } => write!(f, "entry {sequence} was edited"),
            Self::Moved { sequence, from } => write!(f, "entry {sequence} was recorded as entry {from}"),
            Self::Removed { first, last } if first == last => write!(f, "entry {first} was removed"),
            Self::Removed { first, last } => write!(f, "entries {first} to {last} were removed"),
            Self::Detached { sequence } => write!(f, "entry {sequence} does not follow the entry before it"),
            Self::Foreign { sequence } => write!(f, "entry {sequence} was not recorded by the program"),
        }
    }
}

/// Entries are read this many at a time.
const PAGE: u16 = 500;

/// Of a longer gap is not asked whether its entries stand elsewhere.
const LONGEST_GAP: i64 = 10_000;

/// After so many places tried in all, an entry that stands elsewhere is told as edited: a log that is wrong everywhere is
/// still verified in seconds.
const MOST_TRIES: usize = 1_000_000;

impl Scope<'_> {
    /// Reads the whole audit log of the organisation and says which entries are not as they were recorded.
    ///
    /// # Errors
    /// [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn verify_audit_log(&self) -> Result<Verification, StoreError> {
        // One state of the log, whatever is recorded meanwhile.
        let options = TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        let transaction = self.store.connection.begin_with_options(options).await?;
        let organization = self.organization_id();
        let head = self.select_key::<audit_head::Entity>(organization.uuid()).one(&transaction).await?;
        let head = head.ok_or(StoreError::UnknownOrganization(organization))?;
        let mut audit = Audit::default();
        let mut page = Page::first(PAGE, None);
        loop {
            let read = self.page(self.select::<audit_entry::Entity>(), page, &transaction).await?;
            for entry in read.items {
                audit.read(entry, head.sequence);
            }
            if !read.has_more {
                break;
            }
            page = Page::first(PAGE, Some(audit.last));
        }
        transaction.rollback().await?;
        Ok(audit.conclude(head))
    }
}

/// What has been read so far.
#[derive(Default)]
struct Audit {
    entries: u64,
    /// The number of the last entry.
    last: i64,
    /// Its hash, unless it is at fault itself.
    last_hash: Option<String>,
    /// Entries whose hash is not theirs at this place.
    broken: Vec<audit_entry::Model>,
    /// Numbers at which no entry stands.
    absent: BTreeSet<i64>,
    faults: Vec<AuditFault>,
}

impl Audit {
    fn read(&mut self, entry: audit_entry::Model, recorded: i64) {
        let sequence = entry.sequence;
        let is_next = self.last.checked_add(1) == Some(sequence);
        self.gap(self.last.saturating_add(1), sequence.saturating_sub(1).min(recorded));
        let is_whole = hash_at(&entry, sequence) == entry.hash;
        let before = if self.last == 0 { Some(GENESIS) } else { self.last_hash.as_deref() };
        if is_whole && sequence > recorded {
            self.faults.push(AuditFault::Foreign { sequence });
        } else if is_whole && is_next && before.is_some_and(|hash| hash != entry.previous_hash) {
            self.faults.push(AuditFault::Detached { sequence });
        }
        self.entries += 1;
        self.last = sequence;
        self.last_hash = is_whole.then(|| entry.hash.clone());
        if !is_whole {
            self.broken.push(entry);
        }
    }

    /// No entry stands from `first` to `last`.
    fn gap(&mut self, first: i64, last: i64) {
        if last.saturating_sub(first) < LONGEST_GAP {
            self.absent.extend(first..=last);
        } else {
            self.faults.push(AuditFault::Removed { first, last });
        }
    }

    fn conclude(mut self, head: audit_head::Model) -> Verification {
        self.gap(self.last.saturating_add(1), head.sequence);
        let is_other = self.last_hash.as_ref().is_some_and(|hash| *hash != head.hash);
        if self.last == head.sequence && self.entries > 0 && is_other {
            self.faults.push(AuditFault::Foreign { sequence: self.last });
        }
        let mut removed = self.absent;
        let places: Vec<i64> =
            self.broken.iter().map(|entry| entry.sequence).chain(removed.clone()).collect();
        let mut found = BTreeSet::new();
        let mut tries = MOST_TRIES;
        let mut shift = 0;
        for entry in &self.broken {
            let sequence = entry.sequence;
            // Entries moved up to close a gap are all moved by as much.
            let shifted = sequence.saturating_add(shift);
            let mut candidates = std::iter::once(shifted).chain(places.iter().copied()).take(tries);
            let from = candidates.find(|place| {
                tries = tries.saturating_sub(1);
                hash_at(entry, *place) == entry.hash
            });
            if let Some(from) = from {
                shift = from.saturating_sub(sequence);
                self.faults.push(AuditFault::Moved { sequence, from });
                found.insert(from);
                removed.insert(sequence);
            } else {
                self.faults.push(AuditFault::Edited { sequence });
            }
        }
        self.faults.extend(ranges(
            removed.difference(&found).copied().filter(|place| (1..=head.sequence).contains(place)),
        ));
        self.faults.sort_unstable_by_key(|fault| (fault.sequence(), *fault));
        let head = AuditHead { sequence: head.sequence, hash: head.hash };
        Verification { entries: self.entries, head, faults: self.faults }
    }
}

/// Numbers in ascending order, those in a row as one.
fn ranges(numbers: impl Iterator<Item = i64>) -> Vec<AuditFault> {
    let mut ranges: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges.into_iter().map(|(first, last)| AuditFault::Removed { first, last }).collect()
}
