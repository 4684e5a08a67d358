//! The audit log: one chain of entries an organisation, each with the hash of the one before it.

mod verification;

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::canonical::canonical;
use super::entity::{audit_entry, audit_head};
use super::error::StoreError;
use super::object::{Object, ObjectKind};
use super::page::{Page, Paged};
use super::scope::Scope;

pub use verification::{AuditFault, AuditHead, Verification};

/// What stands in the first entry in place of the hash of the one before.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One entry: a change as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number in the organisation's log, from 1 on, without gaps.
    pub sequence: i64,
    /// When it was recorded, in microseconds; ascending with the sequence.
    pub recorded_at: DateTime<Utc>,
    /// Who made the change.
    pub actor: String,
    /// What was done: `register-evidence`.
    pub action: String,
    /// What it was done to: `evidence:0198c0de-...`.
    pub object: String,
    /// What the object has been since, as canonical JSON: names in ascending order, no blanks.
    pub content: String,
    /// The hash of the entry before; 64 zeros in the first.
    pub previous_hash: String,
    /// The SHA-256 of all that stands above and of the organisation, in lower-case hexadecimal.
    pub hash: String,
}

impl Scope<'_> {
    /// One page of the organisation's audit log, by sequence.
    ///
    /// # Errors
    /// What the database says.
    pub async fn audit_log(&self, page: Page<i64>) -> Result<Paged<AuditEntry>, StoreError> {
        let rows = self.select::<audit_entry::Entity>();
        self.page(rows, page, &self.store.connection).await?.try_map(|row| Ok(entry(row)))
    }

    /// One entry; `None` where the log has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn audit_entry(&self, sequence: i64) -> Result<Option<AuditEntry>, StoreError> {
        let row = self.select_key::<audit_entry::Entity>(sequence).one(&self.store.connection).await?;
        Ok(row.map(entry))
    }

    /// What was there of a kind at an instant, and what it was, in the order in which it came to be so.
    ///
    /// # Errors
    /// What the database says.
    pub async fn recorded_by_then(
        &self,
        kind: ObjectKind,
        instant: DateTime<Utc>,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        use audit_entry::Column;
        let until = self.select::<audit_entry::Entity>().filter(Column::RecordedAt.lte(instant));
        let of_kind = until.filter(Column::Object.starts_with(format!("{}:", kind.word())));
        let last = of_kind.select_only().column_as(Column::Sequence.max(), "last").group_by(Column::Object);
        let last: Vec<i64> = last.into_tuple().all(&self.store.connection).await?;
        let rows = self.select::<audit_entry::Entity>().filter(Column::Sequence.is_in(last));
        let rows = rows.order_by_asc(Column::Sequence).all(&self.store.connection).await?;
        // What is removed or retired is nothing since.
        Ok(rows.into_iter().filter(|row| row.content != "null").map(entry).collect())
    }

    /// Those of these entries that the log has, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn audit_entries(&self, sequences: &[i64]) -> Result<Vec<AuditEntry>, StoreError> {
        let rows = self.with_keys::<audit_entry::Entity>(sequences).await?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn audit_entry_count(&self) -> Result<usize, StoreError> {
        self.count(self.select::<audit_entry::Entity>(), &self.store.connection).await
    }
}

/// The entry that follows the head.
///
/// # Errors
/// [`StoreError::NulCharacter`].
pub(super) fn next(
    head: &audit_head::Model,
    recorded_at: DateTime<Utc>,
    actor: &str,
    action: &'static str,
    object: Object,
    content: Value,
) -> Result<audit_entry::Model, StoreError> {
    let content = canonical(content).filter(|_| !actor.contains('\0'));
    let content = content.ok_or(StoreError::NulCharacter)?;
    let mut entry = audit_entry::Model {
        organization_id: head.organization_id,
        sequence: head.sequence + 1,
        recorded_at,
        actor: actor.to_owned(),
        action: action.to_owned(),
        object: object.to_string(),
        content,
        previous_hash: head.hash.clone(),
        hash: String::new(),
    };
    entry.hash = hash_at(&entry, entry.sequence);
    Ok(entry)
}

/// The hash of an entry if it stood at `sequence`.
///
/// It is taken of a JSON array of texts, so that no two entries give the same bytes, and begins with the name of this
/// form, so that another form can follow some day.
fn hash_at(entry: &audit_entry::Model, sequence: i64) -> String {
    let parts = json!([
        "obligraph-audit-1",
        entry.organization_id.to_string(),
        sequence.to_string(),
        entry.recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        entry.actor,
        entry.action,
        entry.object,
        entry.content,
        entry.previous_hash,
    ]);
    Sha256::digest(parts.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn entry(row: audit_entry::Model) -> AuditEntry {
    let audit_entry::Model {
        organization_id: _,
        sequence,
        recorded_at,
        actor,
        action,
        object,
        content,
        previous_hash,
        hash,
    } = row;
    AuditEntry { sequence, recorded_at, actor, action, object, content, previous_hash, hash }
}
