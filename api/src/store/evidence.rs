//! Evidence: revised, never overwritten, so that what was held at an instant can be read ever after.

mod filter;
mod read;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use obligraph_mapping::{ClaimedCoverage, Confidence, Reference, Subject};
use serde_json::Value;

pub use filter::{EvidenceFilter, EvidenceOrder};
pub(super) use read::read_subject;

use super::content_hash::ContentHash;
use super::id::EvidenceId;
use super::media_type::MediaType;

/// An item of evidence, by one of its revisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Which one.
    pub id: EvidenceId,
    /// What it says: the latest revision, or the one that was so at the instant asked for.
    pub revision: EvidenceRevision,
    /// Who has withdrawn it, and when; `None` where nobody has, or had at the instant asked for.
    pub withdrawal: Option<Withdrawal>,
    /// The instant of which this tells; `None` for now.
    pub known_at: Option<DateTime<Utc>>,
}

/// What an item of evidence said from one instant on.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceRevision {
    /// From 1 on, without gaps.
    pub number: u32,
    /// What it says.
    pub content: EvidenceContent,
    /// Since when it says so.
    pub recorded_at: DateTime<Utc>,
    /// Who made it say so.
    pub recorded_by: String,
}

/// What an item of evidence says.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceContent {
    /// The key of its type; `None` where all that it shows is claimed by hand.
    pub evidence_type: Option<String>,
    /// What it is called.
    pub title: String,
    /// The facts that it carries, by name.
    pub facts: BTreeMap<String, Value>,
    /// The subjects that it covers, in the order given.
    pub covers: Vec<Subject>,
    /// The day of its collection.
    pub collected_on: NaiveDate,
    /// What it is claimed to show, beside what its type claims; in the order given.
    pub claims: Vec<EvidenceClaim>,
    /// The subjects by which it is found, each beside its kind: what it covers, or what it shows is about. They follow from
    /// the rest and the content of the day, and are no part of the audit log.
    pub concerns: BTreeSet<Subject>,
    /// The files that belong to it, in the order given.
    pub files: Vec<EvidenceFile>,
}

/// A claim as it is kept: by reference, since content changes while evidence stays.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceClaim {
    /// The requirement that is shown.
    pub requirement: Reference,
    /// How much of it.
    pub coverage: ClaimedCoverage,
    /// How sure that is.
    pub confidence: Confidence,
    /// It holds for every AI system in scope.
    pub all_ai_systems: bool,
}

/// A file of an item of evidence. The organisation has it: see [`super::File`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFile {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub size: u64,
    /// The hash of what it holds.
    pub sha256: ContentHash,
}

/// The end of an item of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Since when it counts no more.
    pub at: DateTime<Utc>,
    /// Who withdrew it.
    pub by: String,
}

/// As of when something is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// All that has been recorded.
    Latest,
    /// What had been recorded up to an instant, that instant included.
    ///
    /// An instant that lies behind the clock of every process of the program gives the same answer ever after.
    Instant(DateTime<Utc>),
}

/// The word of the database, and of the audit log.
const fn coverage_word(coverage: ClaimedCoverage) -> &'static str {
    match coverage {
        ClaimedCoverage::Full => "full",
        ClaimedCoverage::Partial => "partial",
    }
}
