//! One table each, as its rows are now. Seen by the store alone: what it hands out are plain values.

pub(super) mod ai_system;
pub(super) mod audit_entry;
pub(super) mod audit_head;
pub(super) mod custom_framework;
pub(super) mod evidence;
pub(super) mod evidence_claim;
pub(super) mod evidence_file;
pub(super) mod evidence_revision;
pub(super) mod file;
pub(super) mod idempotency_key;
pub(super) mod management_system;
pub(super) mod mapping_proposal;
pub(super) mod membership;
pub(super) mod organization;
pub(super) mod overlay_version;
pub(super) mod site;
pub(super) mod upload;
