use std::collections::BTreeMap;

use crate::automaton::COVERAGE;
use crate::catalog::RequirementId;
use crate::claim::Claim;
use crate::confidence::{Confidence, Strength};
use crate::coverage::Coverage;
use crate::graph::Graph;
use crate::label::{Label, Labels};
use crate::proof::{Proof, ProofBuilder};
use crate::reach::Limit;
use crate::relation::RelationSet;
use crate::subject::{Subject, SubjectKind};

/// The answer of [`crate::resolve()`].
#[derive(Clone, Debug)]
pub struct Resolution {
    pub(crate) obligations: Vec<Obligation>,
    pub(crate) not_counted: Vec<NotCounted>,
    pub(crate) scope_gaps: usize,
    pub(crate) targets: Vec<Subject>,
    pub(crate) population: Population,
    pub(crate) searches: Vec<Labels>,
    pub(crate) claims: Vec<StatedClaim>,
}

/// What answers about every AI system in scope refer to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Population {
    /// For each answer that every AI system together gives: search and label of each.
    pub(crate) whole: Vec<Vec<(u32, u32)>>,
    /// For each obligation that some AI systems lack evidence for, in the order of answers: these.
    pub(crate) missing: Vec<((RequirementId, u16), Vec<u16>)>,
}

/// A claim of evidence that counts, with the node that it starts from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatedClaim {
    pub(crate) evidence: usize,
    pub(crate) node: u32,
    pub(crate) stated: Claim,
}

/// One obligation: a requirement for a subject, and how much of it the evidence shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Obligation {
    pub(crate) requirement: RequirementId,
    pub(crate) basis: Basis,
    pub(crate) confidence: f32,
    pub(crate) target: u16,
    pub(crate) coverage: Coverage,
    pub(crate) shortfall: Option<Shortfall>,
}

/// Why an obligation is covered less than the content of the evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortfall {
    Limited(Limit),
    /// The evidence does not cover the subject.
    LacksSubject,
}

/// Where the proof of an obligation starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Basis {
    /// The search that shows it; [`Basis::POPULATION`] where a search for each AI system does.
    pub(crate) search: u32,
    /// The label, or the place in [`Population::whole`].
    pub(crate) label: u32,
}

impl Basis {
    pub(crate) const POPULATION: u32 = u32::MAX;
}

impl Obligation {
    /// The requirement.
    #[must_use]
    pub const fn requirement(&self) -> RequirementId {
        self.requirement
    }

    /// How much of it is shown for the subject.
    #[must_use]
    pub const fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// The product of the confidences along the proof.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        Confidence::from_product(self.confidence)
    }

    /// Why the coverage is no more than PARTIAL although the content is FULL.
    #[must_use]
    pub const fn limit(&self) -> Option<Limit> {
        match self.shortfall {
            Some(Shortfall::Limited(limit)) => Some(limit),
            Some(Shortfall::LacksSubject) | None => None,
        }
    }

    /// Whether the evidence would count if it covered the subject.
    #[must_use]
    pub const fn lacks_subject(&self) -> bool {
        matches!(self.shortfall, Some(Shortfall::LacksSubject))
    }
}

/// Evidence that plays no part in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotCounted {
    /// Its position as given.
    pub evidence: usize,
    /// Why it does not count.
    pub lapse: Lapse,
}

/// Why evidence does not count on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// It was collected later.
    NotYet,
    /// It has expired.
    Expired,
}

impl Resolution {
    /// In the order of frameworks and documents, then of subjects.
    #[must_use]
    pub fn obligations(&self) -> &[Obligation] {
        &self.obligations
    }

    /// Evidence that does not count on the day of the answer.
    #[must_use]
    pub fn not_counted(&self) -> &[NotCounted] {
        &self.not_counted
    }

    /// How many obligations the evidence would show, wholly or in part, if it covered their subjects; counted whether
    /// or not the answer lists them.
    #[must_use]
    pub const fn scope_gap_count(&self) -> usize {
        self.scope_gaps
    }

    /// The subject of an obligation of this answer.
    #[must_use]
    pub fn subject(&self, obligation: &Obligation) -> &Subject {
        static NOBODY: Subject = Subject::unnamed(SubjectKind::Authority);
        // INVARIANT: targets outlive the obligations that number them; another answer's obligation belongs to nobody.
        self.targets.get(usize::from(obligation.target)).unwrap_or(&NOBODY)
    }

    /// The subjects that the evidence would have to cover: the obligation's own, or the AI systems in scope that lack
    /// evidence of their own.
    #[must_use]
    pub fn scope_gap(&self, obligation: &Obligation) -> Vec<Subject> {
        if obligation.lacks_subject() {
            return vec![self.subject(obligation).clone()];
        }
        let key = (obligation.requirement, obligation.target);
        let found = self.population.missing.binary_search_by_key(&key, |(key, _)| *key).ok();
        let missing = found.and_then(|place| self.population.missing.get(place));
        let targets = missing.into_iter().flat_map(|(_, targets)| targets);
        targets.filter_map(|&target| self.targets.get(usize::from(target))).cloned().collect()
    }

    /// How many mappings in a row lead to an obligation of this answer.
    #[must_use]
    pub fn hops(&self, obligation: &Obligation) -> u8 {
        let Basis { search, label } = obligation.basis;
        let one = [(search, label)];
        let labels = if search == Basis::POPULATION { self.whole(label) } else { &one };
        labels.iter().filter_map(|&(search, label)| Some(self.label(search, label)?.hops)).max().unwrap_or(0)
    }

    /// What is known of evidence and requirement, content only.
    #[must_use]
    pub fn relation_set(&self, obligation: &Obligation) -> RelationSet {
        let Basis { search, label } = obligation.basis;
        // What every AI system's evidence holds, their evidence together holds.
        self.label(search, label).map_or(RelationSet::HOLDS, |label| COVERAGE.set(label.state))
    }

    fn label(&self, search: u32, label: u32) -> Option<&Label> {
        self.searches.get(search as usize)?.labels.get(label as usize)
    }

    fn whole(&self, place: u32) -> &[(u32, u32)] {
        self.population.whole.get(place as usize).map_or(&[], Vec::as_slice)
    }

    /// The least strength of the mappings that the proof rests on; `None` where none of them states one.
    #[must_use]
    pub fn strength(&self, graph: &Graph, obligation: &Obligation) -> Option<Strength> {
        let proof = self.proof(graph, obligation);
        let mappings = proof.steps.iter().filter_map(|step| step.mapping);
        mappings.filter_map(|used| graph.catalog().mapping(used.id)?.strength).min()
    }

    /// Why the obligation is covered as it is: every step, from the claims to the requirement.
    #[must_use]
    pub fn proof(&self, graph: &Graph, obligation: &Obligation) -> Proof {
        let mut builder = ProofBuilder::new(graph, &self.claims);
        let Basis { search, label } = obligation.basis;
        if search == Basis::POPULATION {
            // One piece of evidence may show several AI systems; its steps stand in the proof once.
            let mut followed: BTreeMap<(u32, u32), usize> = BTreeMap::new();
            let mut each = Vec::new();
            for &(search, label) in self.whole(label) {
                let known = followed.get(&(search, label)).copied();
                let follow = || builder.follow(self.searches.get(search as usize)?, label);
                if let Some(step) = known.or_else(follow) {
                    followed.insert((search, label), step);
                    each.push(step);
                }
            }
            builder.all_ai_systems(obligation.requirement, each);
        } else if let Some(labels) = self.searches.get(search as usize) {
            builder.follow(labels, label);
        }
        builder.finish()
    }
}
