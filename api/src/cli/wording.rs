//! Words that several commands share.

use obligraph_mapping::{Limit, Subject, SubjectKind};

/// `1 obligation`, `2 obligations`.
pub(crate) fn counted(count: usize, one: &str) -> String {
    match (count, one.strip_suffix('y')) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {one}s"),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(items: &[String]) -> String {
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// A subject in running text: `the EMS`, `AI system CS-7`, `each AI system`.
pub(crate) fn subject(subject: &Subject) -> String {
    let (article, word) = match subject.kind() {
        SubjectKind::Aims => ("the ", "AIMS"),
        SubjectKind::Isms => ("the ", "ISMS"),
        SubjectKind::Qms => ("the ", "QMS"),
        SubjectKind::Ems => ("the ", "EMS"),
        SubjectKind::Organization => ("the ", "organization"),
        SubjectKind::AiSystem => ("an ", "AI system"),
        SubjectKind::AiModel => ("an ", "AI model"),
        SubjectKind::Authority => ("an ", "authority"),
    };
    match subject.name() {
        None => format!("{article}{word}"),
        Some(name) => format!("{word} {name}"),
    }
}

/// A subject as a label: `EMS`, `AI system CS-7`.
pub(crate) fn subject_label(of: &Subject) -> String {
    let text = subject(of);
    let bare = text.strip_prefix("the ").or_else(|| text.strip_prefix("an "));
    bare.unwrap_or(&text).to_owned()
}

/// Why FULL content is PARTIAL for the subject.
pub(crate) const fn limit(limit: Limit) -> &'static str {
    match limit {
        Limit::OneSample => "one AI system is one sample of this",
        Limit::OrganizationWide => "a procedure of the organization shows a part of what one AI system needs",
        Limit::NotEveryAiSystem => "each AI system in scope needs evidence of its own",
    }
}
