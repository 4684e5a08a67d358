//! Whether evidence reaches the subject of an obligation.
//!
//! Relations compare the content of requirements; an obligation is a requirement for a subject. These are the rules
//! that keep an internal audit of one management system from satisfying the obligation of another.

use crate::subject::{Subject, SubjectKind};

/// What evidence covers, so far as it matters for one claim.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cover<'a> {
    pub(crate) subjects: &'a [Subject],
    pub(crate) all_ai_systems: bool,
}

/// How far evidence gets to an obligation's subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SubjectReach {
    /// It is about another item of the same kind: nothing follows.
    Never,
    /// It does not cover the subject; it would count if it did.
    Missing,
    /// It shows at most a part.
    Limited(Limit),
    /// It covers the subject.
    Covered,
}

/// Why evidence that is FULL in content is no more than PARTIAL for the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Limit {
    /// It is about one AI system or model: one sample of a process of the organisation.
    OneSample,
    /// It is an organisation-wide procedure, which shows only a part of what one AI system or model needs.
    OrganizationWide,
    /// It is about some AI systems, where each one in scope needs evidence of its own.
    NotEveryAiSystem,
}

impl Limit {
    /// The word used in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::OneSample => "one-sample",
            Self::OrganizationWide => "organization-wide",
            Self::NotEveryAiSystem => "not-every-ai-system",
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

/// `per_ai_system`: the obligation is to be met for every AI system in scope.
pub(crate) fn reach(cover: Cover<'_>, subject: &Subject, per_ai_system: bool) -> SubjectReach {
    let kinds = |wanted: fn(SubjectKind) -> bool| cover.subjects.iter().any(|s| wanted(s.kind()));
    let kind = subject.kind();
    if kind.is_single_item() {
        return reach_item(cover, subject);
    }
    let covered = cover.subjects.iter().any(|covered| is_or_stands_for(covered, subject))
        || (kind == SubjectKind::Organization && kinds(SubjectKind::is_management_system));
    let about_ai_systems = kinds(|kind| kind == SubjectKind::AiSystem);
    if per_ai_system && cover.all_ai_systems {
        return SubjectReach::Covered;
    }
    if per_ai_system && about_ai_systems {
        return SubjectReach::Limited(Limit::NotEveryAiSystem);
    }
    if covered {
        SubjectReach::Covered
    } else if kinds(SubjectKind::is_single_item) {
        SubjectReach::Limited(Limit::OneSample)
    } else {
        SubjectReach::Missing
    }
}

fn reach_item(cover: Cover<'_>, item: &Subject) -> SubjectReach {
    if item.kind() == SubjectKind::AiSystem && cover.all_ai_systems {
        return SubjectReach::Covered;
    }
    let mut same_kind = cover.subjects.iter().filter(|covered| covered.kind() == item.kind()).peekable();
    if same_kind.peek().is_none() {
        let whole = |kind: SubjectKind| kind == SubjectKind::Organization || kind.is_management_system();
        return if cover.subjects.iter().any(|covered| whole(covered.kind())) {
            SubjectReach::Limited(Limit::OrganizationWide)
        } else {
            SubjectReach::Missing
        };
    }
    if same_kind.clone().any(|covered| covered == item) {
        return SubjectReach::Covered;
    }
    // Evidence about an unnamed item may be about this one; evidence about another named one never is.
    if same_kind.any(|covered| covered.name().is_none()) {
        SubjectReach::Missing
    } else {
        SubjectReach::Never
    }
}

/// An unnamed management system or organisation is the only one there is, so it stands for each named one and each
/// named one for it.
fn is_or_stands_for(covered: &Subject, subject: &Subject) -> bool {
    covered.kind() == subject.kind()
        && (covered.name() == subject.name() || covered.name().is_none() || subject.name().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reach of evidence that covers `covers` to `subject`.
    fn of(covers: &[&str], subject: &str, per_ai_system: bool, all_ai_systems: bool) -> SubjectReach {
        let subjects: Vec<Subject> = covers.iter().map(|text| text.parse().unwrap()).collect();
        reach(Cover { subjects: &subjects, all_ai_systems }, &subject.parse().unwrap(), per_ai_system)
    }

    #[test]
    fn one_management_system_is_not_another_and_the_organisation_is_in_each() {
        assert_eq!(of(&["aims"], "aims", false, false), SubjectReach::Covered);
        assert_eq!(of(&["aims"], "qms", false, false), SubjectReach::Missing);
        assert_eq!(of(&["qms"], "organization", false, false), SubjectReach::Covered);
        assert_eq!(of(&["organization"], "qms", false, false), SubjectReach::Missing);
    }

    #[test]
    fn one_ai_system_is_a_sample_and_a_procedure_is_no_ai_system() {
        let sample = SubjectReach::Limited(Limit::OneSample);
        let procedure = SubjectReach::Limited(Limit::OrganizationWide);
        assert_eq!(of(&["ai-system:A"], "organization", false, false), sample);
        assert_eq!(of(&["ai-system:A"], "isms", false, false), sample);
        assert_eq!(of(&["organization"], "ai-system:A", false, false), procedure);
        assert_eq!(of(&["aims"], "ai-system", false, false), procedure);
        assert_eq!(of(&["aims"], "ai-system:A", false, true), SubjectReach::Covered);
    }

    #[test]
    fn evidence_about_one_ai_system_never_reaches_another() {
        assert_eq!(of(&["ai-system:A"], "ai-system:A", false, false), SubjectReach::Covered);
        assert_eq!(of(&["ai-system:A"], "ai-system:B", false, false), SubjectReach::Never);
        assert_eq!(of(&["ai-system:A", "aims"], "ai-system:B", false, false), SubjectReach::Never);
        assert_eq!(of(&["ai-system"], "ai-system:B", false, false), SubjectReach::Missing);
    }

    #[test]
    fn what_each_ai_system_needs_is_not_shown_by_some() {
        let some = SubjectReach::Limited(Limit::NotEveryAiSystem);
        assert_eq!(of(&["aims", "ai-system:A"], "aims", true, false), some);
        assert_eq!(of(&["aims", "ai-system:A"], "aims", false, false), SubjectReach::Covered);
        assert_eq!(of(&["aims"], "aims", true, false), SubjectReach::Covered);
        assert_eq!(of(&["ai-system:A"], "aims", true, true), SubjectReach::Covered);
    }
}
