//! The words of the domain as GraphQL enums.

use async_graphql::Enum;

/// How the expectations of two requirements relate: the five relations of set theory relationship mapping
/// (NIST IR 8477). Read "left RELATION right".
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::Relation")]
pub(crate) enum Relation {
    /// Both ask the same.
    Equal,
    /// The left is a proper part of the right.
    Subset,
    /// The right is a proper part of the left.
    Superset,
    /// They overlap, and neither holds the other.
    Intersects,
    /// They share nothing.
    Disjoint,
}

/// How much of an obligation evidence shows.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::Coverage")]
pub(crate) enum Coverage {
    /// Neither proved nor excluded: a person should look.
    Possible,
    /// Certainly a part of it.
    Partial,
    /// All of it: the obligation is satisfied.
    Full,
}

/// How much of a requirement a claim says is shown.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::ClaimedCoverage")]
pub(crate) enum ClaimedCoverage {
    /// All of it.
    Full,
    /// A part of it.
    Partial,
}

/// Why evidence that is FULL in content is no more than PARTIAL for a subject.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::Limit")]
pub(crate) enum Limit {
    /// It is about one AI system or model: one sample of a process of the organisation.
    OneSample,
    /// It is an organisation-wide procedure, a part of what one AI system or model needs.
    OrganizationWide,
    /// It is about some AI systems, where each one in scope needs evidence of its own.
    NotEveryAiSystem,
}

/// Whose duty a requirement is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::SubjectKind")]
pub(crate) enum SubjectKind {
    /// The AI management system (ISO/IEC 42001).
    Aims,
    /// The information security management system (ISO/IEC 27001).
    Isms,
    /// The quality management system (ISO 9001).
    Qms,
    /// The environmental management system (ISO 14001).
    Ems,
    /// The organisation as an operator (AI Act Art. 4, Art. 17).
    Organization,
    /// One AI system (AI Act Arts. 9-15, 26, 27).
    AiSystem,
    /// One general-purpose AI model (AI Act Arts. 53-55).
    AiModel,
    /// A public authority, the Commission or a notified body: never an organisation's own obligation.
    Authority,
}

/// What a requirement is in its document.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::Kind")]
pub(crate) enum RequirementKind {
    /// Structure of a legal act.
    Chapter,
    /// Structure of a legal act, below a chapter.
    Section,
    /// A numbered main clause of a standard: a heading.
    Clause,
    /// A group of controls under one objective.
    Objective,
    /// An annex as a whole.
    Annex,
    /// A part of an annex.
    AnnexSection,
    /// An article of a legal act.
    Article,
    /// A paragraph of an article.
    Paragraph,
    /// A lettered point of a paragraph or article.
    Point,
    /// A point of an annex.
    AnnexPoint,
    /// A numbered subclause of a standard.
    Subclause,
    /// An item of a clause.
    Requirement,
    /// A control.
    Control,
}

/// Classes of AI systems and models under the AI Act.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::AiClass")]
pub(crate) enum AiClass {
    /// Art. 5.
    Prohibited,
    /// Both routes of Art. 6.
    HighRisk,
    /// Art. 6(1).
    HighRiskAnnexI,
    /// Art. 6(2).
    HighRiskAnnexIii,
    /// Art. 50.
    Transparency,
    /// Art. 53.
    Gpai,
    /// Art. 55.
    GpaiSystemic,
    /// None of the others.
    Minimal,
    /// Every class.
    Any,
}

/// Whether answers may rest on a mapping.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::MappingStatus")]
pub(crate) enum MappingStatus {
    /// Reviewed: always used.
    Approved,
    /// Proposed: used only where asked for.
    Draft,
    /// Kept for the record: never used.
    Retired,
}

/// On what a mapping rests (OSCAL control mapping model).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::RationaleKind")]
pub(crate) enum RationaleKind {
    /// The same words.
    Syntactic,
    /// The same meaning.
    Semantic,
    /// The same effect.
    Functional,
}

/// What a step of a proof rests on.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::StepKind")]
pub(crate) enum StepKind {
    /// The evidence says so.
    Claim,
    /// The start of a question about a requirement itself.
    Given,
    /// A mapping of a crosswalk.
    Mapping,
    /// A child is a part of its parent.
    Hierarchy,
    /// A requirement is a part of what a joint mapping puts together.
    Joint,
    /// All members of a complete decomposition are shown, so the whole is.
    Union,
    /// It is shown for every AI system in scope.
    Population,
}

/// Why evidence does not count on the day of an answer.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "obligraph_mapping::Lapse")]
pub(crate) enum Lapse {
    /// It was collected later.
    NotYet,
    /// It has expired.
    Expired,
}

/// What may be done with the data of an organisation.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "crate::auth::Permission")]
pub(crate) enum Permission {
    /// Read all but who may do what, and the audit log.
    Read,
    /// Read the audit log.
    ReadAuditLog,
    /// Read memberships, engagements and service tokens.
    ReadAccess,
    /// Register, revise and withdraw evidence.
    ProvideEvidence,
    /// Change management systems, AI systems and sites; propose, review and retire mappings.
    ManageContent,
    /// Change the organisation's profile, memberships, engagements and service tokens.
    Administer,
}

/// What an organisation is to an AI system.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "crate::app::OperatorRole")]
pub(crate) enum OperatorRole {
    /// Develops it, or has it developed, under its own name (AI Act Art. 3(3)).
    Provider,
    /// Uses it under its authority (AI Act Art. 3(4)).
    Deployer,
    /// Acts for a provider of a third country (AI Act Art. 3(5)).
    AuthorisedRepresentative,
    /// Brings it into the Union (AI Act Art. 3(6)).
    Importer,
    /// Makes it available, being neither provider nor importer (AI Act Art. 3(7)).
    Distributor,
    /// Makes a product that it is a part of (AI Act Art. 25(3)).
    ProductManufacturer,
    /// Provides a general-purpose AI model (AI Act Art. 53).
    GpaiProvider,
    /// Provides a general-purpose AI model with systemic risk (AI Act Art. 55).
    GpaiSystemicProvider,
}
