//! How evidence types are written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::framework::Subject;
use super::row::Row;

/// A file that holds the evidence types of one theme.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EvidenceTypesFile {
    /// Who wrote the claims that name no author of their own.
    #[serde(default)]
    pub authors: Vec<String>,
    /// Who read the claims with an auditor's eye that name no reviewer of their own.
    #[serde(default)]
    pub reviewers: Vec<String>,
    /// The evidence types.
    pub evidence_types: Vec<Row<EvidenceType>>,
}

/// A kind of item that organisations really hold, and what it shows.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EvidenceType {
    /// Unique among all evidence types, in lower case: `event-log-retention-setting`.
    pub key: String,
    /// What people call it.
    pub title: String,
    /// What an item of this type should contain.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Who usually holds it.
    #[serde(default)]
    pub held_by: Option<String>,
    /// What one such item is about.
    #[serde(default)]
    pub subject: Option<Subject>,
    /// How long an item counts from its collection, as ISO 8601 duration: `P1Y`. Absent: it does not lapse.
    #[serde(default)]
    pub fresh_for: Option<String>,
    /// The facts that an item carries.
    #[serde(default)]
    pub facts: BTreeMap<String, Row<Fact>>,
    /// What an item shows.
    pub claims: Vec<Row<Claim>>,
    /// What an item does not show, although it is often taken for it.
    #[serde(default)]
    pub over_claim: Option<String>,
}

/// A typed fact that an item of evidence carries.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The type of its value.
    #[serde(rename = "type")]
    pub fact_type: FactType,
    /// The unit of a number.
    #[serde(default)]
    pub unit: Option<String>,
    /// The least number allowed.
    #[serde(default)]
    pub minimum: Option<f64>,
    /// The greatest number allowed.
    #[serde(default)]
    pub maximum: Option<f64>,
    /// Evidence without it is refused.
    #[serde(default)]
    pub required: bool,
    /// The strings allowed, or the members allowed of a list.
    #[serde(default)]
    pub one_of: Vec<String>,
    /// What it tells.
    #[serde(default)]
    pub description: Option<String>,
}

/// Types of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FactType {
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A text.
    String,
    /// A calendar day.
    Date,
    /// A list of texts.
    StringList,
}

/// The statement that an item of evidence shows a requirement.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The whole reference: `eu-ai-act:2024/art-26.6`.
    pub requirement: String,
    /// How much of it.
    pub coverage: Coverage,
    /// A CEL condition over the item's facts: `facts.retention_days >= 183`.
    #[serde(default)]
    pub when: Option<String>,
    /// The item covers every AI system in scope.
    #[serde(default)]
    pub all_ai_systems: bool,
    /// Who wrote this claim, where it is not the authors of the file.
    #[serde(default)]
    pub author: Option<String>,
    /// Who read this claim with an auditor's eye, where it is not the reviewers of the file.
    #[serde(default)]
    pub reviewer: Option<String>,
}

/// How much of a requirement an item shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// What the item shows contains the whole requirement.
    Full,
    /// It shows a part and not the whole.
    Partial,
}
