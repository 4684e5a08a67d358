use std::fmt;
use std::ops::{BitAnd, BitOr};

/// How two non-empty sets of expectations relate: exactly one of five (STRM of NIST IR 8477; RCC-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Relation {
    /// `A = B`.
    Equal = 0,
    /// `A` is a proper part of `B`.
    Subset = 1,
    /// `B` is a proper part of `A`.
    Superset = 2,
    /// They overlap and neither holds the other.
    Intersects = 3,
    /// They share nothing.
    Disjoint = 4,
}

impl Relation {
    /// All five, in the order of their bits.
    pub const ALL: [Self; 5] = [Self::Equal, Self::Subset, Self::Superset, Self::Intersects, Self::Disjoint];

    /// The relation of `B` to `A`, where `self` is that of `A` to `B`.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::Subset => Self::Superset,
            Self::Superset => Self::Subset,
            same => same,
        }
    }

    /// The word used in content files and answers: `equal`, `subset`, `superset`, `intersects`, `disjoint`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Subset => "subset",
            Self::Superset => "superset",
            Self::Intersects => "intersects",
            Self::Disjoint => "disjoint",
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What is known of the relation of two sets: the base relations that are still possible.
///
/// Empty means contradiction, [`RelationSet::ALL`] means that nothing is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationSet(u8);

impl RelationSet {
    /// No relation is possible: a contradiction.
    pub const EMPTY: Self = Self(0);
    /// Every relation is possible: nothing is known.
    pub const ALL: Self = Self(31);
    /// A requirement inside the evidence: the claim FULL.
    pub const HOLDS: Self = Self::of(Relation::Equal).or(Self::of(Relation::Superset));
    /// A requirement that the evidence overlaps and does not hold: the claim PARTIAL.
    pub const OVERLAPS: Self = Self::of(Relation::Subset).or(Self::of(Relation::Intersects));

    /// Exactly `relation`.
    #[must_use]
    pub const fn of(relation: Relation) -> Self {
        Self(1 << relation as u8)
    }

    /// The base relations of the low five bits, in the order of [`Relation::ALL`].
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// The low five bits, in the order of [`Relation::ALL`].
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The base relations of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The base relations that both allow.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether `relation` is still possible.
    #[must_use]
    pub const fn contains(self, relation: Relation) -> bool {
        self.0 & (1 << relation as u8) != 0
    }

    /// Whether all that is possible here is possible in `other` too.
    #[must_use]
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether no relation is possible.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many relations are possible.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// What is known of `B` and `A`, where `self` is known of `A` and `B`.
    #[must_use]
    pub const fn inverse(self) -> Self {
        let (subset, superset) = (Relation::Subset as u8, Relation::Superset as u8);
        let kept = self.0 & !(1 << subset | 1 << superset);
        Self(kept | (self.0 >> subset & 1) << superset | (self.0 >> superset & 1) << subset)
    }

    /// What is known of `A` and `C`, where `self` is known of `A` and `B`, and `next` of `B` and `C`.
    #[must_use]
    pub const fn compose(self, next: Self) -> Self {
        #[expect(
            clippy::indexing_slicing,
            reason = "INVARIANT: both values are below 32, as RelationSet masks its bits"
        )]
        Self(COMPOSITION[self.0 as usize][next.0 as usize])
    }

    /// The possible relations, in the order of [`Relation::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Relation> {
        Relation::ALL.into_iter().filter(move |&relation| self.contains(relation))
    }
}

impl BitOr for RelationSet {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl BitAnd for RelationSet {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        self.and(other)
    }
}

impl From<Relation> for RelationSet {
    fn from(relation: Relation) -> Self {
        Self::of(relation)
    }
}

impl FromIterator<Relation> for RelationSet {
    fn from_iter<I: IntoIterator<Item = Relation>>(relations: I) -> Self {
        relations.into_iter().fold(Self::EMPTY, |set, relation| set.or(Self::of(relation)))
    }
}

impl fmt::Debug for RelationSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for RelationSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (position, relation) in self.iter().enumerate() {
            if position > 0 {
                f.write_str(", ")?;
            }
            f.write_str(relation.word())?;
        }
        f.write_str("}")
    }
}

const EQ: u8 = 1;
const SUB: u8 = 2;
const SUP: u8 = 4;
const INT: u8 = 8;
const DIS: u8 = 16;
const ANY: u8 = 31;

/// Composition of the base relations over non-empty sets, rows and columns in the order of [`Relation::ALL`]
/// (the RCC-5 table; Bennett 1994).
const BASE: [[u8; 5]; 5] = [
    [EQ, SUB, SUP, INT, DIS],
    [SUB, SUB, ANY, SUB | INT | DIS, DIS],
    [SUP, EQ | SUB | SUP | INT, SUP, SUP | INT, SUP | INT | DIS],
    [INT, SUB | INT, SUP | INT | DIS, ANY, SUP | INT | DIS],
    [DIS, SUB | INT | DIS, DIS, SUB | INT | DIS, ANY],
];

/// Composition of every two relation sets: the union of the base table over their members.
static COMPOSITION: [[u8; 32]; 32] = composition();

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where a wrong index is a compile error"
)]
const fn composition() -> [[u8; 32]; 32] {
    let mut table = [[0; 32]; 32];
    let mut first = 0;
    while first < 32 {
        let mut second = 0;
        while second < 32 {
            let mut a = 0;
            while a < 5 {
                let mut b = 0;
                while b < 5 {
                    if first >> a & 1 == 1 && second >> b & 1 == 1 {
                        table[first][second] |= BASE[a][b];
                    }
                    b += 1;
                }
                a += 1;
            }
            second += 1;
        }
        first += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_set() -> impl Iterator<Item = RelationSet> {
        (0..32).map(RelationSet::from_bits)
    }

    /// The relation of two non-empty sets given as bit masks.
    fn relation(a: u8, b: u8) -> Relation {
        match (a & b == 0, a & !b == 0, b & !a == 0) {
            (true, _, _) => Relation::Disjoint,
            (_, true, true) => Relation::Equal,
            (_, true, false) => Relation::Subset,
            (_, false, true) => Relation::Superset,
            _ => Relation::Intersects,
        }
    }

    #[test]
    fn the_table_is_what_the_sets_of_a_small_universe_show() {
        // Six elements suffice: seven regions of a three-set Venn diagram, of which a base triple needs at most six.
        let mut seen = [[RelationSet::EMPTY; 5]; 5];
        for a in 1..64u8 {
            for b in 1..64u8 {
                for c in 1..64u8 {
                    let cell = &mut seen[relation(a, b) as usize][relation(b, c) as usize];
                    *cell = cell.or(relation(a, c).into());
                }
            }
        }
        for first in Relation::ALL {
            for second in Relation::ALL {
                let composed = RelationSet::of(first).compose(second.into());
                assert_eq!(composed, seen[first as usize][second as usize], "{first};{second}");
            }
        }
    }

    #[test]
    fn the_core_equals_the_published_table() {
        let published: serde_json::Value =
            serde_json::from_str(include_str!("../tests/vectors/composition.json")).unwrap();
        for first in Relation::ALL {
            for second in Relation::ALL {
                let words = published[first.word()][second.word()].as_array().unwrap();
                let expected: RelationSet = Relation::ALL
                    .into_iter()
                    .filter(|relation| words.iter().any(|word| word == relation.word()))
                    .collect();
                assert_eq!(RelationSet::of(first).compose(second.into()), expected, "{first};{second}");
            }
        }
    }

    #[test]
    fn composition_is_associative_and_turns_round_under_inverse() {
        for a in every_set() {
            for b in every_set() {
                assert_eq!(a.compose(b).inverse(), b.inverse().compose(a.inverse()));
                for c in every_set() {
                    assert_eq!(a.compose(b).compose(c), a.compose(b.compose(c)), "{a} {b} {c}");
                }
            }
        }
    }

    #[test]
    fn less_known_before_means_less_known_after() {
        for a in every_set() {
            for wider in every_set().filter(|wider| a.is_within(*wider)) {
                for b in every_set() {
                    assert!(a.compose(b).is_within(wider.compose(b)));
                }
            }
        }
    }

    #[test]
    fn what_may_be_disjoint_stays_so() {
        for a in every_set().filter(|set| set.contains(Relation::Disjoint)) {
            for b in every_set().filter(|set| !set.is_empty()) {
                assert!(a.compose(b).contains(Relation::Disjoint));
            }
        }
    }
}
