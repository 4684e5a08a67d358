//! Whose obligation: how far the claims get to each subject, and what that makes of the content they show.

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::catalog::RequirementId;
use crate::coverage::Coverage;
use crate::part::NodeInfo;
use crate::reach::{Cover, SubjectReach, reach};
use crate::resolution::{Basis, Obligation, Population, Shortfall, StatedClaim};
use crate::subject::{Subject, SubjectKind};

/// What one search, by the number of its claim set, says of the requirement in question.
pub(crate) type Known = (u32, Answer);

/// Which sets of claims have to be searched, and what their answers say to each subject.
pub(crate) struct Plan {
    claim_sets: Vec<Vec<u32>>,
    /// By kind of subject and by whether the duty is to be met for every AI system.
    lenses: [[Vec<Lens>; 2]; SubjectKind::ALL.len()],
}

/// One subject, and how far claims get to it.
pub(crate) struct Lens {
    /// Of at most [`crate::MOST_SUBJECTS`].
    target: u16,
    /// The claim sets that count, those that get farthest first.
    tiers: Vec<(SubjectReach, u32)>,
    /// For duties per AI system: each AI system in scope, with the set of claims that covers it.
    population: Vec<(u16, Option<u32>)>,
}

impl Plan {
    pub(crate) fn new(
        claims: &[StatedClaim],
        covers: &[Vec<Subject>],
        targets: &[Subject],
        scope: &[Subject],
    ) -> Self {
        let mut sets = ClaimSets { claims, covers, numbers: BTreeMap::new(), sets: Vec::new() };
        let mut population = Vec::new();
        for (target, id) in targets.iter().zip(0u16..) {
            if target.kind() == SubjectKind::AiSystem && scope.contains(target) && target.name().is_some() {
                let tiers = sets.tiers(target, false);
                let covered = tiers.into_iter().find(|(tier, _)| *tier == SubjectReach::Covered);
                population.push((id, covered.map(|(_, set)| set)));
            }
        }
        let mut lenses: [[Vec<Lens>; 2]; SubjectKind::ALL.len()] = Default::default();
        for (target, id) in targets.iter().zip(0u16..) {
            let Some(of_kind) = lenses.get_mut(target.kind() as usize) else { continue };
            for (per_ai_system, lenses) in [false, true].into_iter().zip(of_kind) {
                let tiers = sets.tiers(target, per_ai_system);
                let counts = per_ai_system && !target.kind().is_single_item();
                let population = if counts { population.clone() } else { Vec::new() };
                lenses.push(Lens { target: id, tiers, population });
            }
        }
        Self { claim_sets: sets.sets, lenses }
    }

    /// Positions of claims, each set once.
    pub(crate) fn claim_sets(&self) -> &[Vec<u32>] {
        &self.claim_sets
    }

    /// The subjects that a requirement is an obligation of.
    pub(crate) fn lenses(&self, info: &NodeInfo) -> &[Lens] {
        let of_kind = info.subject.and_then(|kind| self.lenses.get(kind as usize));
        of_kind.and_then(|lenses| lenses.get(usize::from(info.per_ai_system))).map_or(&[], Vec::as_slice)
    }
}

/// The sets of claims that are needed so far.
struct ClaimSets<'a> {
    claims: &'a [StatedClaim],
    covers: &'a [Vec<Subject>],
    numbers: BTreeMap<Vec<u32>, u32>,
    sets: Vec<Vec<u32>>,
}

impl ClaimSets<'_> {
    fn number(&mut self, claims: Vec<u32>) -> u32 {
        if let Some(&number) = self.numbers.get(&claims) {
            return number;
        }
        let number = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.numbers.insert(claims.clone(), number);
        self.sets.push(claims);
        number
    }

    /// The claims that get to a subject, by how far they get, the farthest first.
    fn tiers(&mut self, target: &Subject, per_ai_system: bool) -> Vec<(SubjectReach, u32)> {
        let mut tiers: BTreeMap<SubjectReach, Vec<u32>> = BTreeMap::new();
        for (claim, id) in self.claims.iter().zip(0u32..) {
            let subjects = self.covers.get(claim.evidence).map_or(&[][..], Vec::as_slice);
            let cover = Cover { subjects, all_ai_systems: claim.stated.all_ai_systems };
            tiers.entry(reach(cover, target, per_ai_system)).or_default().push(id);
        }
        tiers.remove(&SubjectReach::Never);
        tiers.into_iter().rev().map(|(tier, claims)| (tier, self.number(claims))).collect()
    }
}

impl Lens {
    /// What the evidence says to this subject of a requirement, where [`Self::is_sole`].
    #[inline(always)]
    pub(crate) fn judge_sole(&self, answer: &Answer) -> Option<Obligation> {
        match (&*self.tiers, &*self.population) {
            ([(tier, search)], []) => self.found(answer, *tier, *search),
            _ => None,
        }
    }

    /// Whether one search says all there is to say to this subject.
    #[inline(always)]
    pub(crate) fn is_sole(&self) -> bool {
        self.tiers.len() == 1 && self.population.is_empty()
    }

    /// What the evidence says to this subject of a requirement; `hops` tells those of a label of a search.
    pub(crate) fn judge(
        &self,
        requirement: RequirementId,
        known: &[Known],
        hops: &dyn Fn(u32, u32) -> u8,
        population: &mut Population,
    ) -> Option<Obligation> {
        let of_search = |search: u32| known.iter().find(|(id, _)| *id == search).map(|(_, answer)| answer);
        let mut best: Option<Obligation> = None;
        for &(tier, search) in &self.tiers {
            let Some(answer) = of_search(search) else { continue };
            let Some(found) = self.found(answer, tier, search) else { continue };
            if best.as_ref().is_none_or(|best| is_better(&found, best, hops)) {
                best = Some(found);
            }
        }
        if self.population.is_empty() {
            return best;
        }
        match self.judge_population(requirement, &of_search, population) {
            Ok(whole) => [best, Some(whole)]
                .into_iter()
                .flatten()
                .reduce(|one, other| if is_better(&other, &one, hops) { other } else { one }),
            Err(missing) => {
                if best.as_ref().is_none_or(|best| best.coverage < Coverage::Full) {
                    population.missing.push(((requirement, self.target), missing));
                }
                best
            }
        }
    }

    /// Whether claims that do not get to this subject would show something if they did.
    pub(crate) fn would_show(&self, known: &[Known]) -> bool {
        let shows = |search: u32| {
            known.iter().any(|(id, answer)| *id == search && answer.coverage > Coverage::Possible)
        };
        self.tiers.iter().any(|(tier, search)| *tier == SubjectReach::Missing && shows(*search))
    }

    /// What one answer about content means for this subject.
    #[inline(always)]
    fn found(&self, answer: &Answer, tier: SubjectReach, search: u32) -> Option<Obligation> {
        let whole = (answer.label, answer.confidence);
        let (coverage, shortfall, (label, confidence)) = if tier == SubjectReach::Covered {
            (answer.coverage, None, whole)
        } else {
            Self::short_of(answer, tier)?
        };
        Some(Obligation {
            requirement: answer.requirement,
            basis: Basis { search, label },
            confidence,
            target: self.target,
            coverage,
            shortfall,
        })
    }

    /// What an answer means for a subject that the evidence does not cover.
    fn short_of(answer: &Answer, tier: SubjectReach) -> Option<(Coverage, Option<Shortfall>, (u32, f32))> {
        let whole = (answer.label, answer.confidence);
        match (tier, answer.surer_part) {
            (SubjectReach::Limited(_), Some(part)) => Some((Coverage::Partial, None, part)),
            (SubjectReach::Limited(limit), None) if answer.coverage == Coverage::Full => {
                Some((Coverage::Partial, Some(Shortfall::Limited(limit)), whole))
            }
            (SubjectReach::Limited(_), None) => Some((answer.coverage, None, whole)),
            (SubjectReach::Missing, part) if answer.coverage > Coverage::Possible => {
                Some((Coverage::Possible, Some(Shortfall::LacksSubject), part.unwrap_or(whole)))
            }
            (SubjectReach::Missing | SubjectReach::Never | SubjectReach::Covered, _) => None,
        }
    }

    /// FULL, where every AI system in scope has evidence that is; else those that lack it.
    fn judge_population<'k>(
        &self,
        requirement: RequirementId,
        of_search: &impl Fn(u32) -> Option<&'k Answer>,
        population: &mut Population,
    ) -> Result<Obligation, Vec<u16>> {
        let (mut whole, mut missing, mut confidence) = (Vec::new(), Vec::new(), 1.0);
        for &(target, search) in &self.population {
            let answer = search.and_then(|search| Some((search, of_search(search)?)));
            match answer.filter(|(_, answer)| answer.coverage == Coverage::Full) {
                Some((search, answer)) => {
                    whole.push((search, answer.label));
                    confidence *= answer.confidence;
                }
                None => missing.push(target),
            }
        }
        if !missing.is_empty() {
            return Err(missing);
        }
        let label = u32::try_from(population.whole.len()).unwrap_or(u32::MAX);
        population.whole.push(whole);
        Ok(Obligation {
            requirement,
            basis: Basis { search: Basis::POPULATION, label },
            confidence,
            target: self.target,
            coverage: Coverage::Full,
            shortfall: None,
        })
    }
}

/// Best coverage, then the highest confidence, then the fewest mappings.
fn is_better(one: &Obligation, other: &Obligation, hops: &dyn Fn(u32, u32) -> u8) -> bool {
    let rank = |obligation: &Obligation| (obligation.coverage, obligation.confidence);
    let hops = |Basis { search, label }: Basis| hops(search, label);
    rank(one) > rank(other) || (rank(one) == rank(other) && hops(one.basis) < hops(other.basis))
}
