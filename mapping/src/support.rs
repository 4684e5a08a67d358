use crate::catalog::RequirementId;
use crate::confidence::Confidence;
use crate::coverage::Coverage;
use crate::graph::Graph;
use crate::kinship::{Kin, is_wanted, kin};
use crate::label::Labels;
use crate::proof::{Proof, ProofBuilder};
use crate::relation::RelationSet;
use crate::resolve::{Options, ResolveFault};

/// The answer of [`support()`].
#[derive(Clone, Debug)]
pub struct Support {
    labels: Labels,
    supporters: Vec<Supporter>,
}

/// A requirement whose full evidence satisfies or supports the one asked about.
#[derive(Clone, Copy, Debug)]
pub struct Supporter {
    coverage: Coverage,
    kin: Kin,
}

/// The reverse question: which requirements, where evidence fully shows them, satisfy or support `target`?
///
/// Content only: whether such evidence covers the subject of `target` is for [`crate::resolve()`] to say. `target`
/// itself is among them. Each supporter is looked at alone, so unions play no part: what several of them show together is
/// for [`crate::resolve()`] to say. Of `options`, day, frameworks, confidence, hops and drafts play a part.
///
/// # Errors
/// Every [`ResolveFault`] of the target and the options.
pub fn support(
    graph: &Graph,
    target: RequirementId,
    options: &Options,
) -> Result<Support, Vec<ResolveFault>> {
    let (labels, found) = kin(graph, target, options)?;
    let supporters = found
        .into_iter()
        .filter(|kin| graph.info(kin.requirement).is_some_and(|info| is_wanted(info, options)))
        .filter_map(|kin| {
            let shown = RelationSet::HOLDS.compose(kin.relation_set.inverse());
            let coverage = Coverage::of(shown).filter(|coverage| *coverage > Coverage::Possible)?;
            Some(Supporter { coverage, kin })
        })
        .collect();
    Ok(Support { labels, supporters })
}

impl Support {
    /// In the order of frameworks and documents.
    #[must_use]
    pub fn supporters(&self) -> &[Supporter] {
        &self.supporters
    }

    /// How the target relates to a supporter of this answer, step by step from the target.
    #[must_use]
    pub fn proof(&self, graph: &Graph, supporter: &Supporter) -> Proof {
        let mut builder = ProofBuilder::new(graph, &[]);
        builder.follow_from_requirement(&self.labels, supporter.kin.label);
        builder.finish()
    }
}

impl Supporter {
    /// The supporting requirement.
    #[must_use]
    pub const fn requirement(&self) -> RequirementId {
        self.kin.requirement
    }

    /// How much of the target is shown where all of this requirement is.
    #[must_use]
    pub const fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// What is known of (target, this requirement).
    #[must_use]
    pub const fn relation_set(&self) -> RelationSet {
        self.kin.relation_set
    }

    /// The product of the confidences along the path.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        Confidence::from_product(self.kin.confidence)
    }

    /// How many mappings in a row lead to it.
    #[must_use]
    pub const fn hops(&self) -> u8 {
        self.kin.hops
    }
}
