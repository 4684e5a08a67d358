//! How a framework is written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::row::Row;

/// A file that holds one edition of one framework.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FrameworkFile {
    /// What the framework is.
    pub framework: Row<Framework>,
    /// Its requirements, in the order of the document, parents before children.
    pub requirements: Vec<Row<Requirement>>,
}

/// What a framework is, and how well its content is known.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Name and edition in lower case: `iso-42001:2023`.
    pub key: String,
    /// How people cite it: `ISO/IEC 42001:2023`.
    pub title: String,
    /// The full official name.
    #[serde(default)]
    pub name: Option<String>,
    /// Who publishes it.
    pub publisher: String,
    /// The edition, as in the key.
    pub edition: String,
    /// The default subject of its requirements; absent only for a hub.
    #[serde(default)]
    pub subject: Option<Subject>,
    /// A shared reference, never an obligation of anyone.
    #[serde(default)]
    pub hub: bool,
    /// What may be said of the text, and on what ground.
    pub licence: String,
    /// The day of the last review of the whole file.
    #[cfg_attr(test, schemars(with = "String", extend("format" = "date")))]
    pub reviewed: NaiveDate,
    /// Amending acts or amendments that the content takes in.
    #[serde(default)]
    pub amended_by: Vec<String>,
    /// What should be checked in the licensed or official text.
    #[serde(default)]
    pub uncertain: Vec<String>,
}

/// One requirement, or a heading above requirements.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Unique within the file; always quoted.
    pub id: String,
    /// The id of the requirement above; absent at the top.
    #[serde(default)]
    pub parent: Option<String>,
    /// What it is in the document.
    pub kind: Kind,
    /// The official short title; absent where the text has none.
    #[serde(default)]
    pub title: Option<String>,
    /// What it asks, in our own words, at most 40 of them.
    #[serde(default)]
    pub summary: Option<String>,
    /// A leaf that evidence can be held against.
    #[serde(default)]
    pub assessable: bool,
    /// The id is ours and is never shown as the publisher's.
    #[serde(default)]
    pub editorial: bool,
    /// It says no more than its children together.
    #[serde(default)]
    pub complete: bool,
    /// Whose duty it is, where it differs from the framework's default.
    #[serde(default)]
    pub subject: Option<Subject>,
    /// To be done for every member of a population in scope.
    #[serde(default)]
    pub population: Option<Population>,
    /// Operators and others that the provision addresses.
    #[serde(default)]
    pub addressees: Vec<Addressee>,
    /// AI Act classes to which it applies.
    #[serde(default)]
    pub ai_classes: Vec<AiClass>,
    /// A statement of applicability may exclude it.
    #[serde(default)]
    pub excludable: bool,
    /// The formal date from which it applies.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub applies_from: Option<NaiveDate>,
    /// Formal dates of classes whose date differs.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<AiClass, String>"))]
    pub applies_from_by_class: BTreeMap<AiClass, NaiveDate>,
    /// Practical dates, where the formal one has nothing to bite on yet.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<AiClass, String>"))]
    pub due_by_class: BTreeMap<AiClass, NaiveDate>,
    /// From this day on it is no longer law; it is kept so that old references resolve.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub repealed_on: Option<NaiveDate>,
    /// What amendments did to it.
    #[serde(default)]
    pub status: TextStatus,
    /// The provision that sets the fine for breaking it: `art-99.4.a`.
    #[serde(default)]
    pub fine_tier: Option<String>,
    /// ISO 8601 duration of a retention period or clock: `P6M`.
    #[serde(default)]
    pub timing: Option<String>,
    /// What is not known for certain about it.
    #[serde(default)]
    pub uncertain: Option<String>,
    /// A pitfall for authors.
    #[serde(default)]
    pub note: Option<String>,
}

/// What a requirement is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
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

/// Whose duty a requirement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The AI management system.
    Aims,
    /// The information security management system.
    Isms,
    /// The quality management system.
    Qms,
    /// The environmental management system.
    Ems,
    /// The organisation as an operator.
    Organization,
    /// One AI system.
    AiSystem,
    /// One general-purpose AI model.
    AiModel,
    /// Public authorities, the Commission, notified bodies.
    Authority,
    /// Nobody: definitions and the like.
    None,
}

/// What a requirement is to be done for, one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Population {
    /// Every AI system in scope.
    AiSystems,
}

/// Whom a provision addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// Provider of an AI system.
    Provider,
    /// Deployer of an AI system.
    Deployer,
    /// Importer.
    Importer,
    /// Distributor.
    Distributor,
    /// Authorised representative.
    AuthorisedRepresentative,
    /// Manufacturer of a product that holds an AI system.
    ProductManufacturer,
    /// Provider of a general-purpose AI model.
    GpaiProvider,
    /// Provider of a general-purpose AI model with systemic risk.
    GpaiSystemicProvider,
    /// Anyone.
    Any,
    /// Notified body.
    NotifiedBody,
    /// National authority.
    Authority,
    /// The European Commission.
    Commission,
    /// A member state.
    MemberState,
}

impl Addressee {
    /// The word used in content files and answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Deployer => "deployer",
            Self::Importer => "importer",
            Self::Distributor => "distributor",
            Self::AuthorisedRepresentative => "authorised-representative",
            Self::ProductManufacturer => "product-manufacturer",
            Self::GpaiProvider => "gpai-provider",
            Self::GpaiSystemicProvider => "gpai-systemic-provider",
            Self::Any => "any",
            Self::NotifiedBody => "notified-body",
            Self::Authority => "authority",
            Self::Commission => "commission",
            Self::MemberState => "member-state",
        }
    }
}

/// Classes of AI systems and models under the AI Act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AiClass {
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

/// What amendments did to a provision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TextStatus {
    /// As first published.
    #[default]
    Original,
    /// Changed since.
    Amended,
    /// Added since.
    Inserted,
    /// Deleted since.
    Deleted,
}
