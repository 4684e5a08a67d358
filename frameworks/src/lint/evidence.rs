//! Rules on evidence types as a whole.

use crate::bundle::Linked;
use crate::period::Period;
use crate::report::Report;
use crate::rule::Rule;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    for evidence_type in &linked.evidence_types {
        let (key, place) = (&evidence_type.key, evidence_type.place);
        if !is_key(key) {
            let message = format!("`{key}` is no key of an evidence type");
            report.add(
                Rule::BadEvidenceKey,
                place,
                message,
                "use lower-case letters, digits and hyphens, as in `ai-policy`",
            );
        }
        if evidence_type.title.trim().is_empty()
            || evidence_type.contains.iter().any(|text| text.trim().is_empty())
        {
            let message = format!("`{key}` has a blank `title` or item of `contains`");
            report.add(Rule::BlankText, place, message, "fill it in, or leave the item out");
        }
        match evidence_type.fresh_for.as_deref().map(str::parse::<Period>) {
            Some(Err(error)) => {
                report.add(
                    Rule::BadDuration,
                    place,
                    format!("`fresh_for` of `{key}`: {error}"),
                    "correct `fresh_for`",
                );
            }
            Some(Ok(period)) if !period.is_in_days() => {
                let message = format!("`fresh_for` of `{key}` is in hours, while evidence has dates only");
                report.add(Rule::BadDuration, place, message, "give it in days or longer units");
            }
            _ => {}
        }
    }
    for pair in linked.evidence_types.windows(2) {
        let [first, second] = pair else { continue };
        if first.key == second.key {
            let message = format!("`{}` is also defined at {}", second.key, report.show(first.place));
            report.add(Rule::DuplicateEvidenceType, second.place, message, "give one of them another key");
        }
    }
}

fn is_key(key: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    key.split('-').all(is_word)
}
