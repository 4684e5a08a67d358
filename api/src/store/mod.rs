//! What is kept: the only place that speaks to the database. Plain values go in and come out, never rows.
//!
//! ```text
//! Store::open -> Store::scope(organisation) -> Scope: every read, and every change
//! ```
//!
//! - An organisation sees its own rows alone: no query is made but by its [`Scope`], which adds the condition.
//! - A change and its entry in the audit log are one transaction; there is no way to commit the one without the other.
//! - Changes of one organisation come one after the other, each recorded at a later instant than the one before it.
//! - Time and identifiers are parameters. Instants are in UTC and microseconds.
//!
//! To add a resource: a change in `obligraph-migrations`, an entity, a line in `scope` and in `schema`, and a file here.

mod ai_system;
mod audit_log;
mod batch;
mod canonical;
mod change;
mod change_feed;
mod connection;
mod content_hash;
mod custom_framework;
mod engagement;
mod entity;
mod error;
mod evidence;
mod file;
mod id;
mod management_system;
mod mapping_proposal;
mod media_type;
mod membership;
mod object;
mod organization;
mod overlay_version;
mod page;
mod schema;
mod scope;
mod service_token;
mod site;
mod upload;
mod write_transaction;
mod writer;

pub use ai_system::{AiSystem, AiSystemProfile, Lifecycle};
pub use audit_log::{AuditEntry, AuditFault, AuditHead, Verification};
pub use change::{IdempotencyKey, Recording};
pub use change_feed::{ChangeFeed, ChangeNotice};
pub use connection::Store;
pub use content_hash::ContentHash;
pub use custom_framework::CustomFramework;
pub use engagement::{Client, Engagement, EngagementTerms};
pub use error::{Cause, StoreError};
pub use evidence::{
    AsOf, Evidence, EvidenceClaim, EvidenceContent, EvidenceFile, EvidenceFilter, EvidenceOrder,
    EvidenceRevision, Withdrawal,
};
pub use file::File;
pub use id::{
    AiSystemId, CustomFrameworkId, EngagementId, EvidenceId, ManagementSystemId, MappingProposalId,
    MembershipId, OrganizationId, ServiceTokenId, SiteId, UploadId,
};
pub use management_system::{ManagementSystem, ManagementSystemProfile};
pub use mapping_proposal::{Decision, MappingProposal, MappingProposalContent, ProposalStatus, Verdict};
pub use media_type::{MediaType, MediaTypeError};
pub use membership::{Membership, Role};
pub use object::{Object, ObjectKind};
pub use organization::{Organization, OrganizationProfile};
pub use page::{Page, Paged};
pub use schema::SchemaFault;
pub use scope::Scope;
pub use service_token::ServiceToken;
pub use site::{Site, SiteProfile};
pub use upload::{Upload, UploadAnnouncement, UploadCompletion};
