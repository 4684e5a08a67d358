/// The JSON Schema (2020-12) of one kind of content file, as it is kept in this crate's `schema` folder.
///
/// Editors that know JSON Schema check and complete content files by it. It cannot say all that the linter checks.
#[must_use]
pub fn schema(kind: SchemaKind) -> String {
    kind.text().to_owned()
}

/// The kinds of content files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SchemaKind {
    /// One edition of one framework.
    Framework,
    /// Mappings between two editions.
    Crosswalk,
    /// Evidence types of one theme.
    EvidenceTypes,
}

impl SchemaKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Framework, Self::Crosswalk, Self::EvidenceTypes];

    /// The word for it: `framework`, `crosswalk`, `evidence-types`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Framework => "framework",
            Self::Crosswalk => "crosswalk",
            Self::EvidenceTypes => "evidence-types",
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Framework => include_str!("../schema/framework.schema.json"),
            Self::Crosswalk => include_str!("../schema/crosswalk.schema.json"),
            Self::EvidenceTypes => include_str!("../schema/evidence-types.schema.json"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{CrosswalkFile, EvidenceTypesFile, FrameworkFile};

    /// The schemas are derived from the types in tests only, so that the product need not carry the generator.
    #[test]
    fn the_schemas_in_the_folder_are_those_of_the_types() {
        for kind in SchemaKind::ALL {
            let schema = match kind {
                SchemaKind::Framework => schemars::schema_for!(FrameworkFile),
                SchemaKind::Crosswalk => schemars::schema_for!(CrosswalkFile),
                SchemaKind::EvidenceTypes => schemars::schema_for!(EvidenceTypesFile),
            };
            let path = format!("{}/schema/{}.schema.json", env!("CARGO_MANIFEST_DIR"), kind.word());
            if std::env::var_os("UPDATE_SCHEMAS").is_some() {
                std::fs::write(path, serde_json::to_string_pretty(&schema).unwrap() + "\n").unwrap();
                continue;
            }
            // By value: the order of keys follows from features that other crates may switch on.
            let kept: serde_json::Value = serde_json::from_str(&super::schema(kind)).unwrap();
            assert!(kept == schema.to_value(), "{path} is stale; run `UPDATE_SCHEMAS=1 cargo test schemas`");
        }
    }
}
