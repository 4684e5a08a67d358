//! How a crosswalk is written.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::row::Row;

/// A file that holds mappings between two editions.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CrosswalkFile {
    /// Between which editions, and by whom.
    pub crosswalk: Row<Crosswalk>,
    /// How their requirements relate.
    #[serde(default)]
    pub mappings: Vec<Row<Mapping>>,
    /// Requirements to which the other side has nothing.
    #[serde(default)]
    pub no_counterpart: Vec<Row<NoCounterpart>>,
}

/// Between which editions a crosswalk stands, and who answers for it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// The framework key of the left side: `iso-42001:2023`.
    pub from: String,
    /// The framework key of the right side: `eu-ai-act:2024`.
    pub to: String,
    /// Its theme; needed where a pair has several files.
    #[serde(default)]
    pub title: Option<String>,
    /// Who wrote it: of every row that names no author of its own.
    pub authors: Vec<String>,
    /// Who read it with an auditor's eye: of every row that names no reviewer of its own.
    #[serde(default)]
    pub reviewers: Vec<String>,
}

/// How the expectations of `from` relate to those of `to`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// An id of the left side; a list is a joint mapping: all of them together.
    pub from: Ends,
    /// An id of the right side; a list is a joint mapping: all of them together.
    pub to: Ends,
    /// Read "from RELATION to".
    pub relation: Relation,
    /// How sure the author is of the relation: `0 < c <= 1`, at most four decimals.
    #[cfg_attr(test, schemars(extend("exclusiveMinimum" = 0, "maximum" = 1)))]
    pub confidence: f64,
    /// Degree of overlap, 1 to 10.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("minimum" = 1, "maximum" = 10)))]
    pub strength: Option<i64>,
    /// On what the author rests it.
    pub rationale_kind: RationaleKind,
    /// Whether answers may rest on it.
    #[serde(default)]
    pub status: MappingStatus,
    /// One sentence: the shared duty, and what is missing on each side.
    pub rationale: String,
    /// Who wrote this row, where it is not the authors of the crosswalk.
    #[serde(default)]
    pub author: Option<String>,
    /// Who read this row with an auditor's eye, where it is not the reviewers of the crosswalk.
    #[serde(default)]
    pub reviewer: Option<String>,
}

/// A requirement to which the other side has nothing.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoCounterpart {
    /// Its id, or its whole reference where both sides have that id: `iso-27001:2022/A.5.2`.
    pub id: String,
    /// Why there is nothing.
    pub reason: String,
}

/// How two sets of expectations relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same.
    Equal,
    /// A proper part of the other.
    Subset,
    /// The other is a proper part of it.
    Superset,
    /// They overlap, and neither holds the other.
    Intersects,
    /// They share nothing, although they look alike.
    Disjoint,
}

/// On what a mapping rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RationaleKind {
    /// The same words.
    Syntactic,
    /// The same meaning.
    Semantic,
    /// The same effect.
    Functional,
}

/// Whether answers may rest on a mapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MappingStatus {
    /// Reviewed: always used.
    #[default]
    Approved,
    /// Proposed: used only where asked for.
    Draft,
    /// Kept for the record: never used.
    Retired,
}

/// One id, or a list of ids that are meant together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(untagged))]
pub enum Ends {
    /// One requirement.
    One(String),
    /// Several requirements, all of them together.
    Together(Vec<String>),
}

impl Ends {
    /// The ids as written.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Together(ids) => ids,
        }
    }
}

impl<'de> Deserialize<'de> for Ends {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(EndsVisitor)
        } else {
            let ids = Vec::<String>::deserialize(deserializer)?;
            Ok(match <[String; 1]>::try_from(ids) {
                Ok([id]) => Self::One(id),
                Err(ids) => Self::Together(ids),
            })
        }
    }
}

impl Serialize for Ends {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.ids().serialize(serializer)
    }
}

struct EndsVisitor;

/// Ids should be quoted; one that YAML takes for a number (`9.10` would lose its zero) is refused by not visiting it.
impl<'de> Visitor<'de> for EndsVisitor {
    type Value = Ends;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a quoted id, or a list of quoted ids")
    }

    fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<Ends, E> {
        Ok(Ends::One(id.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut ids: A) -> Result<Ends, A::Error> {
        let mut together = Vec::new();
        while let Some(id) = ids.next_element()? {
            together.push(id);
        }
        Ok(Ends::Together(together))
    }
}
