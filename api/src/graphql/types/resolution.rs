use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use obligraph_mapping::FrameworkId;

use super::content;
use super::framework::Framework;
use super::obligation_page::ObligationPage;
use super::proof::Proof;
use super::requirement::Requirement;
use super::subject::Subject;
use super::words::{Coverage, Lapse, Limit, Relation};
use crate::app::{Answer, AnswerRow, Summary};
use crate::graphql::at_hand::{AtHand, Place, Shown, of_past};
use crate::graphql::connection::Page;
use crate::graphql::scalar::{Confidence, Date};

/// An answer, shared by all that is read of it.
pub(crate) struct Resolution(pub(crate) Arc<Answer>);

/// The obligations that evidence satisfies, with the revision of the content that they follow from: the same question
/// of the same revision gives the same answer.
#[Object]
impl Resolution {
    /// Names the content that was asked: a hash of all of it.
    async fn catalog_revision(&self) -> &str {
        self.0.content().bundle().revision()
    }

    /// The version of the engine that answered.
    async fn engine_version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// The day of the answer.
    async fn as_of(&self) -> Date {
        Date(self.0.as_of())
    }

    /// Evidence that does not count on that day.
    async fn not_counted(&self) -> Vec<NotCounted> {
        let lapsed = self.0.not_counted().iter();
        lapsed.map(|one| NotCounted { evidence: one.evidence, lapse: one.lapse.into() }).collect()
    }

    /// The obligations counted, framework by framework, in the order of the catalogue; frameworks without any are left out.
    async fn summary(
        &self,
        context: &Context<'_>,
        #[graphql(default = false, desc = "Count headings and wholes too, not only leaves.")] roll_ups: bool,
    ) -> Result<Vec<FrameworkSummary>> {
        if !self.0.content().is_same(content(context)) {
            return Err(of_past());
        }
        let mut rows: BTreeMap<FrameworkId, Vec<AnswerRow<'_>>> = BTreeMap::new();
        for row in self.0.rows(roll_ups) {
            if let Some(framework) = self.0.content().catalog().framework_of(row.obligation().requirement()) {
                rows.entry(framework).or_default().push(row);
            }
        }
        let counted = rows.iter().map(|(&framework, rows)| {
            let Summary { full, partial, possible, lacking } = Summary::of(rows);
            FrameworkSummary {
                framework: Framework(framework),
                full,
                partial,
                possible,
                lacks_subject: lacking,
            }
        });
        Ok(counted.collect())
    }

    /// How many further leaves the evidence would show if it covered their subjects: "one integrated management review
    /// instead of three". Subject by subject.
    async fn scope_gaps(
        &self,
        #[graphql(default = false, desc = "Count headings and wholes too, not only leaves.")] roll_ups: bool,
    ) -> Vec<ScopeGap> {
        let gaps = self.0.scope_gaps(roll_ups).into_iter();
        gaps.map(|gap| ScopeGap { subject: gap.subject.into(), obligation_count: gap.obligations }).collect()
    }

    /// The obligations, in the order of frameworks and documents, then of subjects.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn obligations(
        &self,
        #[graphql(default = false, desc = "List headings and wholes too, not only leaves.")] roll_ups: bool,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Shown<ObligationPage>> {
        ObligationPage::new(&self.0, roll_ups, Page { first, after, last, before }).map(Shown)
    }
}

/// Evidence that plays no part in an answer.
#[derive(SimpleObject)]
pub(crate) struct NotCounted {
    /// Its position, from 0, in the question.
    evidence: usize,
    /// Why it does not count.
    lapse: Lapse,
}

/// The obligations of one framework, counted.
#[derive(SimpleObject)]
pub(crate) struct FrameworkSummary {
    /// The framework.
    framework: Framework,
    /// Satisfied.
    full: usize,
    /// Shown in part.
    partial: usize,
    /// Neither proved nor excluded, although the evidence covers the subject.
    possible: usize,
    /// Out of reach, as the evidence does not cover the subject.
    lacks_subject: usize,
}

/// Obligations that evidence would show if it covered one more subject.
#[derive(SimpleObject)]
pub(crate) struct ScopeGap {
    /// The subject that it does not cover.
    subject: Subject,
    /// How many.
    obligation_count: usize,
}

/// One obligation of an answer.
pub(crate) struct Obligation {
    pub(super) answer: Arc<Answer>,
    pub(super) obligation: obligraph_mapping::Obligation,
}

impl Obligation {
    fn row(&self) -> Option<AnswerRow<'_>> {
        self.answer.row(&self.obligation)
    }
}

/// A requirement for a subject, and how much of it the evidence shows.
#[Object]
impl Obligation {
    /// What is to be met.
    async fn requirement(&self) -> Requirement {
        Requirement(self.obligation.requirement())
    }

    /// Whose obligation it is.
    async fn subject(&self) -> Option<Subject> {
        self.row().map(|row| row.subject().into())
    }

    /// How much of it is shown for the subject.
    async fn coverage(&self) -> Coverage {
        self.obligation.coverage().into()
    }

    /// The product of the confidences along the proof.
    async fn confidence(&self) -> Confidence {
        self.obligation.confidence().into()
    }

    /// The least degree of overlap, 1 to 10, along the proof; null where no mapping states one.
    async fn strength(&self) -> Option<u8> {
        self.row()?.strength().map(|strength| strength.value())
    }

    /// What is known of evidence and requirement, content only.
    async fn relation_set(&self) -> Vec<Relation> {
        self.row().map_or_else(Vec::new, |row| row.relation_set().iter().map(Into::into).collect())
    }

    /// How many mappings in a row lead to it; 0 where claims and the hierarchy do.
    async fn hops(&self) -> u8 {
        self.row().map_or(0, |row| row.hops())
    }

    /// Why the coverage is no more than PARTIAL although the content is FULL; null otherwise.
    async fn limit(&self) -> Option<Limit> {
        self.obligation.limit().map(Into::into)
    }

    /// The subjects that the evidence would have to cover to count for more; empty where it covers what it can.
    async fn scope_gap(&self) -> Vec<Subject> {
        self.row().map_or_else(Vec::new, |row| row.scope_gap().iter().map(Into::into).collect())
    }

    /// The day to plan for: the earliest, where AI classes differ. Null where it applies without a date.
    async fn applies_from(&self) -> Option<Date> {
        self.row()?.applies_from().map(Date)
    }

    /// Why it is covered as it is: every step, from the claims to the requirement.
    #[graphql(complexity = "5 + child_complexity")]
    async fn proof(&self) -> Option<Proof> {
        self.row().map(|row| row.proof().into())
    }
}

impl AtHand for AnswerRow<'_> {
    const TYPE: &'static str = "Obligation";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        let obligation = self.obligation();
        match name {
            "requirement" => place.object(&Requirement(obligation.requirement())),
            "subject" => place.object(&self.subject()),
            "coverage" => place.word(Coverage::from(obligation.coverage())),
            "confidence" => place.confidence(obligation.confidence()),
            "strength" => place.scalar(self.strength().map(|strength| strength.value())),
            "relationSet" => place.words(self.relation_set().iter().map(Relation::from)),
            "hops" => place.count(usize::from(self.hops())),
            "limit" => place.optional_word(obligation.limit().map(Limit::from)),
            "scopeGap" => place.list(&self.scope_gap()),
            "appliesFrom" => place.scalar(self.applies_from().map(Date)),
            "proof" => place.object(&self.proof()),
            _ => None,
        }
    }
}
