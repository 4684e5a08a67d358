//! What the program does, on plain values: no command line, no wire format, no clock.
//!
//! | question | use case |
//! |---|---|
//! | what content is there, and what does this name mean? | [`Content`] |
//! | what does an item of evidence claim by its facts? | [`EvidenceItem`] |
//! | which obligations does evidence satisfy? | [`resolve`] |
//! | what satisfies or supports a requirement? | [`supported_by`] |
//! | what is there to review about a requirement? | [`explain`] |
//! | how many obligations does how much evidence close? | [`reach()`] |
//! | which requirements are about this? | [`find_requirements`] |

mod access;
mod ai_system;
mod catalog;
mod clock;
mod curation;
mod engagement;
mod evidence;
mod evidence_item;
mod explanation;
mod held_evidence;
mod instruction;
mod management_system;
mod membership;
mod operator_role;
mod organization;
mod overlay;
mod past;
mod randomness;
mod reach;
mod rejection;
mod resolution;
mod search;
mod service;
mod service_token;
mod site;
mod support;
mod text;
mod upload;

pub use access::{Access, Refusal};
pub use ai_system::{AiSystemPatch, add_ai_system, remove_ai_system, update_ai_system};
pub use catalog::{Content, LookupFault};
pub use clock::Clock;
pub use curation::{
    MappingDraft, ProposalConflict, ProposalReview, import_framework, overlay_faults, propose_mapping,
    retire_framework, retire_mapping, review, review_mapping,
};
pub use engagement::{EngagementDraft, clients, grant_engagement, revoke_engagement};
pub use evidence::{
    ClaimDraft, EvidenceDraft, claim_requirements, register_evidence, revise_evidence, withdraw_evidence,
};
pub use evidence_item::EvidenceItem;
pub use explanation::{Explanation, explain};
pub use held_evidence::{HeldEvidence, text as fact_text};
pub use instruction::{Instruction, Repeatable};
pub use management_system::{
    ManagementSystemPatch, add_management_system, remove_management_system, update_management_system,
};
pub use membership::{add_membership, remove_membership, update_membership};
pub use operator_role::OperatorRole;
pub use organization::{
    OrganizationPatch, ai_system_subjects, create_organization, managed_subject, subject_of,
    update_organization, visible_ai_systems, visible_management_systems,
};
pub use overlay::OwnContent;
pub use past::Past;
pub use randomness::Randomness;
pub use reach::{
    BackedArticle, Backing, BestOfType, Item as ReachItem, Plan as ReachPlan, Reach, ReachOptions,
    Scope as ReachScope, ScopeKind, reach,
};
pub use rejection::Rejection;
pub use resolution::{Answer, AnswerRow, Question, ScopeGap, Summary, resolve};
pub use search::{RequirementFilter, find_requirements};
pub use service::{Files, Service};
pub use service_token::{SERVICE_TOKEN_PREFIX, create_service_token, revoke_service_token, service_actor};
pub use site::{SitePatch, add_site, remove_site, update_site};
pub use support::{SupportAnswer, SupportingType, supported_by};
pub use upload::{
    UploadDraft, UploadFault, bring, create_evidence_upload, kept_file, upload_address, upload_grant,
};
