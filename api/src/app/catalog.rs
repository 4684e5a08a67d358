use std::fmt;
use std::path::Path;
use std::sync::Arc;

use obligraph_frameworks::{Bundle, Diagnostics, EvidenceType, OverlayContent, Validated};
use obligraph_mapping::{
    Catalog, FrameworkId, Graph, NotAnOverlay, Reference, ReferenceError, RequirementId,
};

/// The content that a process answers from, with the graph over it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Content {
    bundle: Arc<Bundle<Validated>>,
    graph: Graph,
}

impl Content {
    /// The built-in content together with that of directories.
    ///
    /// # Errors
    /// All diagnostics, where any of the content breaks a rule or cannot be read.
    pub fn load<P: AsRef<Path>>(directories: &[P]) -> Result<Self, Diagnostics> {
        let bundle = match directories {
            [] => obligraph_frameworks::builtin()?,
            directories => obligraph_frameworks::load(directories)?,
        };
        let graph = Graph::new(bundle.catalog());
        Ok(Self { bundle: Arc::new(bundle), graph })
    }

    /// This content together with what an organisation adds to it. Nothing is copied: it takes time and memory for
    /// what is added alone.
    ///
    /// # Errors
    /// All diagnostics, where any of what is added breaks a rule or cannot be read.
    pub fn with_overlay(&self, added: OverlayContent) -> Result<Self, Diagnostics> {
        let bundle = self.bundle.overlay(added)?;
        let catalog = bundle.catalog();
        let graph = match self.graph.with_overlay(Arc::clone(&catalog)) {
            Ok(graph) => graph,
            // INVARIANT: the graph is that of the bundle's catalogue; without it this would only take longer.
            Err(NotAnOverlay) => Graph::new(catalog),
        };
        Ok(Self { bundle: Arc::new(bundle), graph })
    }

    /// Whether it is this very one, in which the same requirement has the same number.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.bundle, &other.bundle)
    }

    /// What the files say.
    #[must_use]
    pub fn bundle(&self) -> &Bundle<Validated> {
        &self.bundle
    }

    /// What the engine answers from.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Frameworks, requirements and mappings.
    #[must_use]
    pub const fn catalog(&self) -> &Arc<Catalog> {
        self.graph.catalog()
    }

    /// The requirement that a reference names.
    ///
    /// # Errors
    /// [`LookupFault`] with what is near, where there is none.
    pub fn requirement(&self, text: &str) -> Result<RequirementId, LookupFault> {
        let near = || self.bundle.nearest_requirements(text).iter().map(ToString::to_string).collect();
        let reference: Reference =
            text.parse().map_err(|error| LookupFault::Reference { error, near: near() })?;
        if self.catalog().framework(reference.framework()).is_none() {
            return Err(LookupFault::UnknownRequirement { reference: text.to_owned(), near: near() });
        }
        let found = self.catalog().find(&reference);
        found.ok_or_else(|| LookupFault::UnknownRequirement { reference: text.to_owned(), near: near() })
    }

    /// The framework with this key.
    ///
    /// # Errors
    /// [`LookupFault`] with what is near, where there is none.
    pub fn framework(&self, key: &str) -> Result<FrameworkId, LookupFault> {
        self.catalog().framework(key).ok_or_else(|| LookupFault::UnknownFramework {
            key: key.to_owned(),
            near: self.nearest_frameworks(key),
        })
    }

    /// The evidence type with this key.
    ///
    /// # Errors
    /// [`LookupFault`] with what is near, where there is none.
    pub fn evidence_type(&self, key: &str) -> Result<&EvidenceType, LookupFault> {
        self.bundle.evidence_type(key).ok_or_else(|| LookupFault::UnknownEvidenceType {
            key: key.to_owned(),
            near: self.bundle.nearest_evidence_types(key).into_iter().map(str::to_owned).collect(),
        })
    }

    /// The keys most like `wanted`, best first; every edition of a framework that is named without one.
    fn nearest_frameworks(&self, wanted: &str) -> Vec<String> {
        let wanted = wanted.to_lowercase();
        let likeness = |key: &str| match key.split_once(':') {
            Some((name, _)) if name == wanted => 1.0,
            _ => strsim::normalized_damerau_levenshtein(&wanted, key),
        };
        let keys = self.catalog().frameworks().map(|(_, framework)| framework.key.clone());
        let mut scored: Vec<(f64, String)> = keys.map(|key| (likeness(&key), key)).collect();
        scored.retain(|(likeness, _)| *likeness >= LEAST_LIKENESS);
        scored.sort_by(|(a, left), (b, right)| b.total_cmp(a).then_with(|| left.cmp(right)));
        scored.into_iter().take(MOST_SUGGESTIONS).map(|(_, key)| key).collect()
    }
}

/// Below this likeness a suggestion would be a guess.
const LEAST_LIKENESS: f64 = 0.6;

/// More suggestions would be a list to search.
const MOST_SUGGESTIONS: usize = 3;

/// A name that the content does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookupFault {
    /// The text is no reference.
    Reference {
        /// Why not.
        error: ReferenceError,
        /// References most like it, best first.
        near: Vec<String>,
    },
    /// There is no such requirement.
    UnknownRequirement {
        /// As given.
        reference: String,
        /// References most like it, best first.
        near: Vec<String>,
    },
    /// There is no such framework.
    UnknownFramework {
        /// As given.
        key: String,
        /// Keys most like it, best first.
        near: Vec<String>,
    },
    /// There is no such evidence type.
    UnknownEvidenceType {
        /// As given.
        key: String,
        /// Keys most like it, best first.
        near: Vec<String>,
    },
}

impl LookupFault {
    /// Names most like the one given, best first; empty where a list of all is of more help.
    #[must_use]
    pub fn near(&self) -> &[String] {
        match self {
            Self::Reference { near, .. }
            | Self::UnknownRequirement { near, .. }
            | Self::UnknownFramework { near, .. }
            | Self::UnknownEvidenceType { near, .. } => near,
        }
    }

    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Reference { error, .. } => error.code(),
            Self::UnknownRequirement { .. } => "unknown-requirement",
            Self::UnknownFramework { .. } => "unknown-framework",
            Self::UnknownEvidenceType { .. } => "unknown-evidence-type",
        }
    }
}

/// What is wrong, and what is near. How to list what there is hangs on where it is asked.
impl fmt::Display for LookupFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference { error, .. } => error.fmt(f),
            Self::UnknownRequirement { reference, .. } => write!(f, "there is no requirement `{reference}`"),
            Self::UnknownFramework { key, .. } => write!(f, "there is no framework `{key}`"),
            Self::UnknownEvidenceType { key, .. } => write!(f, "there is no evidence type `{key}`"),
        }?;
        let quoted: Vec<String> = self.near().iter().map(|word| format!("`{word}`")).collect();
        match quoted.split_last() {
            None => Ok(()),
            Some((only, [])) => write!(f, "; did you mean {only}?"),
            Some((last, before)) => write!(f, "; did you mean {} or {last}?", before.join(", ")),
        }
    }
}

impl std::error::Error for LookupFault {}

#[cfg(test)]
mod tests {
    use obligraph_frameworks::Source;

    use super::*;

    const OWN: &str = r#"
framework: { key: "own-controls:1", title: Own, publisher: Own, edition: "1", subject: organization, licence: Ours, reviewed: 2026-11-23 }
requirements: [{ id: "K-1", kind: control, summary: "Keep logs.", assessable: true }]
"#;

    #[test]
    fn what_is_added_is_found_and_suggested_as_what_is_shared_is() {
        let base = Content::load::<&Path>(&[]).unwrap();
        let source = Source { name: "own".to_owned(), bytes: OWN.as_bytes().to_vec() };
        let added = OverlayContent { documents: vec![source], mappings: Vec::new() };
        let content = base.with_overlay(added).unwrap();
        assert!(Arc::ptr_eq(content.catalog().base().unwrap(), base.catalog()));
        assert!(
            content.requirement("own-controls:1/K-1").is_ok() && content.framework("own-controls:1").is_ok()
        );
        assert!(base.requirement("own-controls:1/K-1").is_err());
        assert_eq!(content.requirement("eu-ai-act:2024/art-9.1"), base.requirement("eu-ai-act:2024/art-9.1"));
        assert!(content.evidence_type("ai-policy").is_ok());
        let near = |fault: LookupFault| fault.near().to_vec();
        assert_eq!(near(content.requirement("own-controls:1/K-l").unwrap_err()), ["own-controls:1/K-1"]);
        assert_eq!(near(content.framework("own-controls").unwrap_err()), ["own-controls:1"]);
        assert_eq!(near(content.framework("iso-4201:2023").unwrap_err())[0], "iso-42001:2023");
        let unknown = content.framework("zzz").unwrap_err().to_string();
        assert_eq!(unknown, "there is no framework `zzz`");
    }
}
