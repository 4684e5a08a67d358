use std::fmt;

use crate::relation::{Relation, RelationSet};

/// How much of an obligation evidence shows.
///
/// Ordered: more is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Coverage {
    /// Cannot be proved and cannot be excluded: a person should look.
    Possible,
    /// The evidence certainly shows a part of the obligation.
    Partial,
    /// The obligation lies inside the evidence, which satisfies it.
    Full,
}

impl Coverage {
    /// What is known of (evidence, obligation), as a coverage; `None` where no claim at all follows.
    #[must_use]
    pub const fn of(relations: RelationSet) -> Option<Self> {
        if relations.is_empty() {
            return None;
        }
        if relations.is_within(RelationSet::HOLDS) {
            return Some(Self::Full);
        }
        if !relations.contains(Relation::Disjoint) {
            return Some(Self::Partial);
        }
        let nothing_shared = relations.is_within(RelationSet::of(Relation::Disjoint));
        let nothing_known = RelationSet::ALL.is_within(relations);
        if nothing_shared || nothing_known { None } else { Some(Self::Possible) }
    }

    /// The word of answers: `FULL`, `PARTIAL`, `POSSIBLE`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Partial => "PARTIAL",
            Self::Possible => "POSSIBLE",
        }
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relation_set_has_the_coverage_of_the_definition() {
        for set in (0..32).map(RelationSet::from_bits) {
            let disjoint = set.contains(Relation::Disjoint);
            let holds = set.contains(Relation::Equal) || set.contains(Relation::Superset);
            let other = set.contains(Relation::Subset) || set.contains(Relation::Intersects);
            let expected = match (disjoint, holds, other) {
                (false, true, false) => Some(Coverage::Full),
                (false, _, true) => Some(Coverage::Partial),
                (true, true, _) | (true, _, true) if set != RelationSet::ALL => Some(Coverage::Possible),
                _ => None,
            };
            assert_eq!(Coverage::of(set), expected, "{set}");
        }
    }
}
