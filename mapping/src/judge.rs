//! From what searches say of a requirement to the obligations that an answer lists.

use crate::answer::Answer;
use crate::catalog::RequirementId;
use crate::coverage::Coverage;
use crate::graph::Graph;
use crate::kinship::is_wanted;
use crate::lens::{Known, Lens, Plan};
use crate::part::NodeInfo;
use crate::resolution::{Obligation, Population};
use crate::resolve::Options;

/// Obligations, as they are judged.
pub(crate) struct Judge<'a> {
    graph: &'a Graph,
    options: &'a Options,
    plan: &'a Plan,
    pub(crate) obligations: Vec<Obligation>,
    pub(crate) population: Population,
    pub(crate) scope_gaps: usize,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(graph: &'a Graph, options: &'a Options, plan: &'a Plan) -> Self {
        Self {
            graph,
            options,
            plan,
            obligations: Vec::new(),
            population: Population::default(),
            scope_gaps: 0,
        }
    }

    /// Takes in what the only search says of a requirement; `hops` tells those of a label.
    #[inline(always)]
    pub(crate) fn take_sole(&mut self, answer: Answer, hops: impl Fn(u32, u32) -> u8) {
        let Some(info) = self.wanted(answer.requirement) else { return };
        for lens in self.plan.lenses(info) {
            // Apart from the general case, which would put every obligation into memory twice.
            if lens.is_sole() {
                if let Some(obligation) = lens.judge_sole(&answer) {
                    if obligation.coverage > Coverage::Possible {
                        self.obligations.push(obligation);
                        continue;
                    }
                    if self.options.include_possible {
                        self.obligations.push(obligation);
                    }
                }
                self.scope_gaps += usize::from(lens.would_show(&[(0, answer)]));
            } else {
                self.take_one(lens, answer.requirement, &[(0, answer)], &hops);
            }
        }
    }

    /// Takes in all that several searches say of one requirement.
    pub(crate) fn take(&mut self, known: &[Known], hops: &dyn Fn(u32, u32) -> u8) {
        let Some((_, answer)) = known.first() else { return };
        let Some(info) = self.wanted(answer.requirement) else { return };
        for lens in self.plan.lenses(info) {
            self.take_one(lens, answer.requirement, known, hops);
        }
    }

    #[inline(never)]
    fn take_one(
        &mut self,
        lens: &Lens,
        requirement: RequirementId,
        known: &[Known],
        hops: &dyn Fn(u32, u32) -> u8,
    ) {
        let judged = lens.judge(requirement, known, hops, &mut self.population);
        let shown = judged.is_some_and(|obligation| obligation.coverage > Coverage::Possible);
        self.scope_gaps += usize::from(!shown && lens.would_show(known));
        self.obligations.extend(judged.filter(|_| shown || self.options.include_possible));
    }

    #[inline(always)]
    fn wanted(&self, requirement: RequirementId) -> Option<&'a NodeInfo> {
        self.graph.info(requirement).filter(|info| is_wanted(info, self.options))
    }
}
