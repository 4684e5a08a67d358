use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::NaiveDate;
use obligraph_mapping::{
    Coverage, Evidence, Framework, NotCounted, Obligation, Options, Proof, Reference, Requirement,
    RequirementId, Resolution, ResolveFault, Strength, Subject,
};

use super::access::sees;
use super::catalog::Content;

/// What is asked: which obligations does this evidence satisfy, answered so?
#[derive(Clone, Debug)]
pub struct Question {
    /// What is held.
    pub evidence: Vec<Evidence>,
    /// How to answer.
    pub options: Options,
}

/// The obligations that evidence satisfies, with the content that they are read in.
#[derive(Debug)]
pub struct Answer {
    content: Content,
    as_of: NaiveDate,
    resolution: Resolution,
    question: Question,
    /// The obligations that it tells of, and the leaves among them; picked out when they are first asked for.
    told: OnceLock<Vec<Obligation>>,
    leaves: OnceLock<Vec<Obligation>>,
    /// The same with what is out of reach; worked out when it is first asked for.
    wider: OnceLock<Option<Resolution>>,
    /// The subjects that it tells of; `None` for all.
    visible: Option<BTreeSet<Subject>>,
}

/// Which obligations evidence satisfies, shows in part, or (where asked for) may reach.
///
/// # Errors
/// Every [`ResolveFault`] at once.
pub fn resolve(content: &Content, question: &Question) -> Result<Answer, Vec<ResolveFault>> {
    let Question { evidence, options } = question;
    let resolution = obligraph_mapping::resolve(content.graph(), evidence, options)?;
    Ok(Answer {
        content: content.clone(),
        as_of: options.as_of,
        resolution,
        question: question.clone(),
        told: OnceLock::new(),
        leaves: OnceLock::new(),
        wider: OnceLock::new(),
        visible: None,
    })
}

impl Answer {
    /// The same answer, as whoever sees these subjects alone is told it: what is proved stays proved of the whole
    /// organisation, and of the other subjects nothing is said.
    #[must_use]
    pub fn told_of(self, visible: Option<BTreeSet<Subject>>) -> Self {
        Self { visible, told: OnceLock::new(), leaves: OnceLock::new(), ..self }
    }

    fn tells_of(&self, subject: &Subject) -> bool {
        sees(self.visible.as_ref(), subject)
    }

    /// The content that it is read in.
    #[must_use]
    pub const fn content(&self) -> &Content {
        &self.content
    }

    /// The day of the answer.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Evidence that does not count on that day.
    #[must_use]
    pub fn not_counted(&self) -> &[NotCounted] {
        self.resolution.not_counted()
    }

    /// The obligations in the order of the engine: leaves that evidence can be held against, or with roll-ups too.
    #[must_use]
    pub fn rows(&self, with_roll_ups: bool) -> Vec<AnswerRow<'_>> {
        self.obligations(with_roll_ups).iter().filter_map(|obligation| self.row(obligation)).collect()
    }

    /// The same without what is to be said of each.
    #[must_use]
    pub fn obligations(&self, with_roll_ups: bool) -> &[Obligation] {
        let all = self.resolution.obligations().iter();
        let told = all.filter(|obligation| self.tells_of(self.resolution.subject(obligation)));
        let is_leaf = |obligation: &&Obligation| {
            let requirement = self.content.catalog().requirement(obligation.requirement());
            requirement.is_some_and(|requirement| requirement.assessable)
        };
        match (with_roll_ups, &self.visible) {
            (true, None) => self.resolution.obligations(),
            (true, Some(_)) => self.told.get_or_init(|| told.copied().collect()),
            (false, _) => self.leaves.get_or_init(|| told.filter(is_leaf).copied().collect()),
        }
    }

    /// One of the obligations of this answer, with all that is to be said of it.
    #[must_use]
    pub fn row<'a>(&'a self, obligation: &'a Obligation) -> Option<AnswerRow<'a>> {
        let (framework, requirement) = self.described(obligation.requirement())?;
        Some(AnswerRow { answer: self, obligation, framework, requirement })
    }

    /// How many further obligations evidence would show if it covered their subjects, subject by subject.
    #[must_use]
    pub fn scope_gaps(&self, with_roll_ups: bool) -> Vec<ScopeGap<'_>> {
        let mut counts: BTreeMap<&Subject, usize> = BTreeMap::new();
        let wider = self.wider();
        for obligation in wider.obligations().iter().filter(|obligation| obligation.lacks_subject()) {
            let described = self.described(obligation.requirement());
            if described.is_some_and(|(_, requirement)| with_roll_ups || requirement.assessable) {
                *counts.entry(wider.subject(obligation)).or_default() += 1;
            }
        }
        counts.retain(|subject, _| self.tells_of(subject));
        counts.into_iter().map(|(subject, obligations)| ScopeGap { subject, obligations }).collect()
    }

    /// Obligations out of reach are counted by subject even where the answer is not to list them.
    fn wider(&self) -> &Resolution {
        let Question { evidence, options } = &self.question;
        let wider = self.wider.get_or_init(|| {
            if options.include_possible || self.resolution.scope_gap_count() == 0 {
                return None;
            }
            let options = Options { include_possible: true, ..options.clone() };
            // INVARIANT: what was answered once has no fault, and this option makes none.
            obligraph_mapping::resolve(self.content.graph(), evidence, &options).ok()
        });
        wider.as_ref().unwrap_or(&self.resolution)
    }

    fn described(&self, id: RequirementId) -> Option<(&Framework, &Requirement)> {
        let catalog = self.content.catalog();
        Some((catalog.framework_by_id(catalog.framework_of(id)?)?, catalog.requirement(id)?))
    }
}

/// Obligations that evidence would show if it covered one more subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScopeGap<'a> {
    /// The subject that it does not cover.
    pub subject: &'a Subject,
    /// How many.
    pub obligations: usize,
}

/// One obligation of an answer, with all that is to be said of it.
#[derive(Clone, Copy, Debug)]
pub struct AnswerRow<'a> {
    answer: &'a Answer,
    obligation: &'a Obligation,
    framework: &'a Framework,
    requirement: &'a Requirement,
}

impl<'a> AnswerRow<'a> {
    /// What the engine says of it.
    #[must_use]
    pub const fn obligation(&self) -> &'a Obligation {
        self.obligation
    }

    /// The framework that it is of.
    #[must_use]
    pub const fn framework(&self) -> &'a Framework {
        self.framework
    }

    /// What is to be met.
    #[must_use]
    pub const fn requirement(&self) -> &'a Requirement {
        self.requirement
    }

    /// Its human reference.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        Reference::new(&self.framework.key, &self.requirement.id).ok()
    }

    /// Whose obligation it is.
    #[must_use]
    pub fn subject(&self) -> &'a Subject {
        self.answer.resolution.subject(self.obligation)
    }

    /// The subjects that evidence would have to cover.
    #[must_use]
    pub fn scope_gap(&self) -> Vec<Subject> {
        let mut gap = self.answer.resolution.scope_gap(self.obligation);
        gap.retain(|subject| self.answer.tells_of(subject));
        gap
    }

    /// How many mappings in a row lead to it.
    #[must_use]
    pub fn hops(&self) -> u8 {
        self.answer.resolution.hops(self.obligation)
    }

    /// What is known of evidence and requirement, content only.
    #[must_use]
    pub fn relation_set(&self) -> obligraph_mapping::RelationSet {
        self.answer.resolution.relation_set(self.obligation)
    }

    /// The least strength along the proof, where one is stated.
    #[must_use]
    pub fn strength(&self) -> Option<Strength> {
        self.answer.resolution.strength(self.answer.content.graph(), self.obligation)
    }

    /// Why it is covered as it is.
    #[must_use]
    pub fn proof(&self) -> Proof {
        self.answer.resolution.proof(self.answer.content.graph(), self.obligation)
    }

    /// The date to plan for: the earliest, where AI classes differ.
    #[must_use]
    pub fn applies_from(&self) -> Option<NaiveDate> {
        self.requirement.applicability.planning_date(None)
    }
}

/// Obligations counted by how much of them is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Satisfied.
    pub full: usize,
    /// Shown in part.
    pub partial: usize,
    /// Neither proved nor excluded, although the evidence covers the subject.
    pub possible: usize,
    /// Out of reach, as the evidence does not cover the subject.
    pub lacking: usize,
}

impl Summary {
    /// Counts rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a AnswerRow<'a>>) -> Self {
        let mut summary = Self::default();
        for row in rows {
            match row.obligation.coverage() {
                Coverage::Full => summary.full += 1,
                Coverage::Partial => summary.partial += 1,
                Coverage::Possible if row.obligation.lacks_subject() => summary.lacking += 1,
                Coverage::Possible => summary.possible += 1,
            }
        }
        summary
    }

    /// How many the evidence satisfies or shows in part.
    #[must_use]
    pub const fn shown(&self) -> usize {
        self.full + self.partial
    }
}
