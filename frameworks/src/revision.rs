use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::format::Content;

/// The SHA-256 of one unit of content.
pub(crate) type UnitDigest = [u8; 32];

/// What a set of content is named by, in lower-case hexadecimal.
///
/// It hangs on what the content says and on nothing else: not on the order or names of files, not on layout or comments,
/// not on the order of mappings within a crosswalk or of evidence types.
pub(crate) fn revision(mut units: Vec<UnitDigest>) -> String {
    units.sort_unstable();
    let mut hasher = Sha256::new();
    hasher.update(b"obligraph-content-1\n");
    for unit in &units {
        hasher.update(unit);
    }
    in_hexadecimal(hasher)
}

/// As [`revision`], of what is laid over the content that `base` names.
pub(crate) fn revision_over(base: &str, mut units: Vec<UnitDigest>) -> String {
    if units.is_empty() {
        return base.to_owned();
    }
    units.sort_unstable();
    let mut hasher = Sha256::new();
    hasher.update(b"obligraph-overlay-1\n");
    hasher.update(base);
    for unit in &units {
        hasher.update(unit);
    }
    in_hexadecimal(hasher)
}

fn in_hexadecimal(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digests of the units of one file: a framework, a crosswalk, or each of its evidence types.
///
/// # Errors
/// Where a value cannot be written as JSON.
pub(crate) fn unit_digests(content: &Content) -> Result<Vec<UnitDigest>, serde_json::Error> {
    match content {
        Content::Framework(file) => Ok(vec![digest("framework", &[canonical(file)?])]),
        Content::Crosswalk(file) => {
            let mut parts = vec![canonical(&file.crosswalk)?];
            parts.extend(sorted(&file.mappings)?);
            parts.extend(sorted(&file.no_counterpart)?);
            Ok(vec![digest("crosswalk", &parts)])
        }
        Content::EvidenceTypes(file) => {
            let is_anonymous = file.authors.is_empty() && file.reviewers.is_empty();
            let people = (!is_anonymous).then(|| canonical(&[&file.authors, &file.reviewers]));
            let of_file = people.transpose()?;
            let digest_of = |evidence_type| {
                let parts = [Some(canonical(evidence_type)?), of_file.clone()];
                Ok(digest("evidence-type", &parts.into_iter().flatten().collect::<Vec<_>>()))
            };
            file.evidence_types.iter().map(digest_of).collect()
        }
    }
}

fn sorted<T: Serialize>(rows: &[T]) -> Result<Vec<String>, serde_json::Error> {
    let mut rows = rows.iter().map(canonical).collect::<Result<Vec<_>, _>>()?;
    rows.sort_unstable();
    Ok(rows)
}

pub(crate) fn digest(kind: &str, parts: &[String]) -> UnitDigest {
    let mut hasher = Sha256::new();
    hasher.update(kind);
    for part in parts {
        hasher.update(b"\n");
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// JSON with keys in order and without what is absent, so that a new optional field changes no old revision.
pub(crate) fn canonical<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    write(&serde_json::to_value(value)?, &mut text);
    Ok(text)
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().filter(|(_, value)| !is_absent(value)).collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            text.push('{');
            for (position, (key, value)) in fields.into_iter().enumerate() {
                if position > 0 {
                    text.push(',');
                }
                text.push_str(&Value::String(key.clone()).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn digests(text: &str) -> Vec<UnitDigest> {
        unit_digests(&yaml::read(text.as_bytes()).unwrap()).unwrap()
    }

    const CROSSWALK: &str = r#"
crosswalk: { from: "a:1", to: "b:1", authors: [x] }
mappings:
  - { from: "1", to: "1", relation: equal, confidence: 0.9, rationale_kind: semantic, rationale: "One." }
  - { from: "2", to: ["2"], relation: equal, confidence: 0.9, rationale_kind: semantic, rationale: "Two." }
"#;

    #[test]
    fn what_says_the_same_has_the_same_digest() {
        let other = r#"
# The same in another order, with what is implied written out.
mappings:
  - from: ["2"]
    to: "2"
    relation: equal
    confidence: 0.90
    strength:
    status: approved
    rationale_kind: semantic
    rationale: 'Two.'
  - { from: "1", to: "1", relation: equal, confidence: 9e-1, rationale_kind: semantic, rationale: "One." }
no_counterpart: []
crosswalk: { to: "b:1", from: "a:1", authors: [x], reviewers: [] }
"#;
        assert_eq!(digests(other), digests(CROSSWALK));
    }

    #[test]
    fn what_says_something_else_has_another() {
        for (old, new) in
            [("0.9,", "0.91,"), ("One.", "Two."), ("to: \"1\"", "to: [\"1\", \"3\"]"), ("[x]", "[x, y]")]
        {
            assert_ne!(digests(&CROSSWALK.replacen(old, new, 1)), digests(CROSSWALK), "{old} {new}");
        }
    }

    #[test]
    fn who_answers_for_evidence_types_is_a_part_of_each_of_them() {
        let types = r#"
evidence_types:
  - { key: one, title: One, claims: [{ requirement: "a:1/1", coverage: full }] }
  - { key: two, title: Two, claims: [{ requirement: "a:1/1", coverage: full }] }
"#;
        let none = digests(types);
        let some = digests(&format!("authors: [x]\n{types}"));
        assert!(none.iter().zip(&some).all(|(none, some)| none != some));
        assert_eq!(digests(&format!("reviewers: []\n{types}")), none);
        assert_ne!(digests(&format!("reviewers: [x]\n{types}")), some);
    }

    /// A revision is stored with answers, so that it must not change by the way.
    #[test]
    fn the_revision_of_given_content_is_fixed() {
        let fixed = "d43ff37f18ec4aa32ec7a5ead4267acddd2a3622d2f1dd4eff6e68d9be6b000a";
        assert_eq!(revision(digests(CROSSWALK)), fixed);
    }
}
