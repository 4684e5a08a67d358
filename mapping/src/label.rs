//! What a search finds: labels, each with the one that it follows from.

use crate::automaton::ArcClass;

/// What is known of a node, and from which label it follows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    pub(crate) node: u32,
    /// The label before, or the start in [`Labels::union_members`] of those of a union, or the claim.
    pub(crate) before: u32,
    pub(crate) arrival: Arrival,
    pub(crate) confidence: f32,
    pub(crate) state: u8,
    pub(crate) hops: u8,
    pub(crate) steps: u16,
}

/// How a label was reached, in the order in which ties are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrival(u32);

/// An [`Arrival`], taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArrivedBy {
    /// An arc of this number.
    Mapping(u32),
    Link(ArcClass),
    Union(u32),
    Claim,
}

const LINK: u32 = 1 << 30;
const UNION: u32 = 2 << 30;
const CLAIM: u32 = 3 << 30;

impl Arrival {
    pub(crate) const fn by_arc(arc: u32) -> Self {
        Self(arc)
    }

    pub(crate) const fn by_link(class: ArcClass) -> Self {
        Self(LINK | class as u32)
    }

    pub(crate) const fn by_union(decomposition: u32) -> Self {
        Self(UNION | decomposition)
    }

    pub(crate) const fn by_claim() -> Self {
        Self(CLAIM)
    }

    pub(crate) const fn taken_apart(self) -> ArrivedBy {
        let rest = self.0 & !CLAIM;
        match self.0 & CLAIM {
            0 => ArrivedBy::Mapping(rest),
            LINK => ArrivedBy::Link(match rest {
                0 => ArcClass::Superset,
                1 => ArcClass::Equal,
                2 => ArcClass::Subset,
                5 => ArcClass::Member,
                _ => ArcClass::Group,
            }),
            UNION => ArrivedBy::Union(rest),
            _ => ArrivedBy::Claim,
        }
    }
}

/// All labels of one search, oldest first; a label's predecessors stand before it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Labels {
    pub(crate) labels: Vec<Label>,
    pub(crate) union_members: Vec<u32>,
}
