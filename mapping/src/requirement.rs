use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::subject::SubjectKind;

/// One requirement of one edition of one framework, or a heading above requirements.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Unique within the framework: `A.6.2.8`, `art-9.2.a`.
    pub id: String,
    /// The id of the requirement above, in the same framework.
    pub parent: Option<String>,
    /// What it is in the document.
    pub kind: Kind,
    /// The official short title, where the document gives one.
    pub title: Option<String>,
    /// What it asks, in our own words.
    pub summary: Option<String>,
    /// A leaf that evidence can be held against.
    pub assessable: bool,
    /// Its id is ours, and is never shown as the publisher's.
    pub editorial: bool,
    /// It says no more than its children together, so that it is proved when each of them is.
    pub complete: bool,
    /// Whose duty it is; `None` for a hub, and for provisions that oblige nobody.
    pub subject: Option<SubjectKind>,
    /// To be done for every AI system in scope (ISO/IEC 42001 8.2-8.4, A.6.2.x ...).
    pub per_ai_system: bool,
    /// A statement of applicability may exclude it.
    pub excludable: bool,
    /// From when, for which classes, for whom.
    pub applicability: Applicability,
}

impl Requirement {
    /// A requirement of which only id, parent and kind are known; all else is absent or false.
    #[must_use]
    pub fn bare(id: &str, parent: Option<&str>, kind: Kind) -> Self {
        Self {
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            kind,
            title: None,
            summary: None,
            assessable: false,
            editorial: false,
            complete: false,
            subject: None,
            per_ai_system: false,
            excludable: false,
            applicability: Applicability::default(),
        }
    }

    /// The title, or else the summary, or else the id: what a list shows beside the reference.
    #[must_use]
    pub fn label(&self) -> &str {
        self.title.as_deref().or(self.summary.as_deref()).unwrap_or(&self.id)
    }
}

/// What a requirement is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Structure of a legal act.
    Chapter,
    /// Structure of a legal act, below a chapter.
    Section,
    /// A numbered main clause of a standard ("9 Performance evaluation"): a heading.
    Clause,
    /// A group of controls under one objective.
    Objective,
    /// An annex as a whole.
    Annex,
    /// A part of an annex.
    AnnexSection,
    /// An article of a legal act.
    Article,
    /// A paragraph of an article.
    Paragraph,
    /// A lettered point of a paragraph or article.
    Point,
    /// A point of an annex.
    AnnexPoint,
    /// A numbered subclause of a standard.
    Subclause,
    /// An item of a clause.
    Requirement,
    /// A control.
    Control,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::Chapter,
        Self::Section,
        Self::Clause,
        Self::Objective,
        Self::Annex,
        Self::AnnexSection,
        Self::Article,
        Self::Paragraph,
        Self::Point,
        Self::AnnexPoint,
        Self::Subclause,
        Self::Requirement,
        Self::Control,
    ];

    /// The word used in content files and answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Section => "section",
            Self::Clause => "clause",
            Self::Objective => "objective",
            Self::Annex => "annex",
            Self::AnnexSection => "annex-section",
            Self::Article => "article",
            Self::Paragraph => "paragraph",
            Self::Point => "point",
            Self::AnnexPoint => "annex-point",
            Self::Subclause => "subclause",
            Self::Requirement => "requirement",
            Self::Control => "control",
        }
    }

    /// Whether it only orders the document and is never an obligation itself.
    #[must_use]
    pub const fn is_structure(self) -> bool {
        matches!(
            self,
            Self::Chapter | Self::Section | Self::Clause | Self::Objective | Self::Annex | Self::AnnexSection
        )
    }
}

/// When a requirement applies, to which AI classes and to which operators.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applicability {
    /// Operators and others that the provision addresses: `provider`, `deployer`, ...
    pub addressees: Vec<String>,
    /// AI classes of the AI Act; empty where classes play no part.
    pub ai_classes: Vec<AiClass>,
    /// The formal date; `None` where it applies without one.
    pub applies_from: Option<NaiveDate>,
    /// The formal dates of classes whose date differs.
    pub applies_from_by_class: BTreeMap<AiClass, NaiveDate>,
    /// The practical dates, where the formal one has nothing to bite on yet.
    pub due_by_class: BTreeMap<AiClass, NaiveDate>,
    /// From this day on it is no longer law.
    pub repealed_on: Option<NaiveDate>,
}

impl Applicability {
    /// The date to plan for, for one class or, without one, the earliest of all.
    ///
    /// The rule of the AI Act facts: the class's formal date, else its practical date, else the formal date.
    #[must_use]
    pub fn planning_date(&self, class: Option<AiClass>) -> Option<NaiveDate> {
        match class {
            Some(class) => self
                .applies_from_by_class
                .get(&class)
                .or_else(|| self.due_by_class.get(&class))
                .copied()
                .or(self.applies_from),
            None => self
                .applies_from_by_class
                .values()
                .min()
                .or_else(|| self.due_by_class.values().min())
                .copied()
                .or(self.applies_from),
        }
    }
}

/// Classes of AI systems and models under the AI Act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AiClass {
    /// Art. 5.
    Prohibited,
    /// Both routes of Art. 6.
    HighRisk,
    /// Art. 6(1).
    HighRiskAnnexI,
    /// Art. 6(2).
    HighRiskAnnexIii,
    /// Art. 50.
    Transparency,
    /// Art. 53.
    Gpai,
    /// Art. 55.
    GpaiSystemic,
    /// None of the others.
    Minimal,
    /// Every class.
    Any,
}

impl AiClass {
    /// All classes.
    pub const ALL: [Self; 9] = [
        Self::Prohibited,
        Self::HighRisk,
        Self::HighRiskAnnexI,
        Self::HighRiskAnnexIii,
        Self::Transparency,
        Self::Gpai,
        Self::GpaiSystemic,
        Self::Minimal,
        Self::Any,
    ];

    /// The word used in content files and answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Prohibited => "prohibited",
            Self::HighRisk => "high-risk",
            Self::HighRiskAnnexI => "high-risk-annex-i",
            Self::HighRiskAnnexIii => "high-risk-annex-iii",
            Self::Transparency => "transparency",
            Self::Gpai => "gpai",
            Self::GpaiSystemic => "gpai-systemic",
            Self::Minimal => "minimal",
            Self::Any => "any",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_planning_date_is_that_of_the_class_then_the_practical_then_the_formal_one() {
        let mut when = Applicability { applies_from: Some(day("2026-08-02")), ..Applicability::default() };
        assert_eq!(when.planning_date(None), Some(day("2026-08-02")));
        when.due_by_class.insert(AiClass::HighRiskAnnexIii, day("2027-12-02"));
        assert_eq!(when.planning_date(None), Some(day("2027-12-02")));
        assert_eq!(when.planning_date(Some(AiClass::HighRiskAnnexI)), Some(day("2026-08-02")));
        when.applies_from_by_class.insert(AiClass::HighRiskAnnexIii, day("2028-01-01"));
        assert_eq!(when.planning_date(Some(AiClass::HighRiskAnnexIii)), Some(day("2028-01-01")));
    }
}
