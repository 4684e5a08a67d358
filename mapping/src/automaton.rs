//! Composition along a path, as a table of states.
//!
//! From a fixed kind of start only a handful of relation sets can arise, so a search carries a small state number
//! instead of a set and never composes at run time.

use crate::relation::{Relation, RelationSet};

/// What an arc of the graph says of its ends. The order puts together what one state can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum ArcClass {
    Superset = 0,
    Equal = 1,
    Subset = 2,
    Intersects = 3,
    Disjoint = 4,
    /// From a group to one of its members, which may be all of it.
    Member = 5,
    /// From a member to its group.
    Group = 6,
}

pub(crate) const MAPPING_CLASSES: usize = 5;
const CLASSES: usize = 7;

impl ArcClass {
    const ALL: [Self; CLASSES] = [
        Self::Superset,
        Self::Equal,
        Self::Subset,
        Self::Intersects,
        Self::Disjoint,
        Self::Member,
        Self::Group,
    ];

    pub(crate) const fn of(relation: Relation) -> Self {
        match relation {
            Relation::Equal => Self::Equal,
            Relation::Subset => Self::Subset,
            Relation::Superset => Self::Superset,
            Relation::Intersects => Self::Intersects,
            Relation::Disjoint => Self::Disjoint,
        }
    }

    pub(crate) const fn relation_set(self) -> RelationSet {
        match self {
            Self::Superset => RelationSet::of(Relation::Superset),
            Self::Equal => RelationSet::of(Relation::Equal),
            Self::Subset => RelationSet::of(Relation::Subset),
            Self::Intersects => RelationSet::of(Relation::Intersects),
            Self::Disjoint => RelationSet::of(Relation::Disjoint),
            Self::Member => RelationSet::HOLDS,
            Self::Group => RelationSet::of(Relation::Equal).or(RelationSet::of(Relation::Subset)),
        }
    }
}

/// No useful knowledge is left: the label is dropped on the spot.
pub(crate) const DROPPED: u8 = u8::MAX;

/// The relation sets of one kind of search, and what each arc class makes of them; at most `W` states.
pub(crate) struct Automaton<const W: usize> {
    sets: [RelationSet; W],
    len: u8,
    next: [[u8; CLASSES]; W],
}

#[expect(clippy::indexing_slicing, reason = "INVARIANT: states are below W, classes below CLASSES")]
impl<const W: usize> Automaton<W> {
    /// Closed under composition: every set that arises is listed, is ALL, or (unless it is listed) has DISJOINT in
    /// it, which no composition ever takes out again.
    const fn new(listed: &[RelationSet]) -> Self {
        let mut sets = [RelationSet::ALL; W];
        let mut next = [[DROPPED; CLASSES]; W];
        let mut state = 0;
        while state < listed.len() {
            sets[state] = listed[state];
            let mut class = 0;
            while class < CLASSES {
                let composed = listed[state].compose(ArcClass::ALL[class].relation_set());
                next[state][class] = Self::position(listed, composed);
                class += 1;
            }
            state += 1;
        }
        Self { sets, len: Self::count(listed), next }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "evaluated at compile time over fewer than 16 states"
    )]
    const fn count(listed: &[RelationSet]) -> u8 {
        listed.len() as u8
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "evaluated at compile time over fewer than 16 states"
    )]
    const fn position(listed: &[RelationSet], set: RelationSet) -> u8 {
        let mut position = 0;
        while position < listed.len() {
            if listed[position].bits() == set.bits() {
                return position as u8;
            }
            position += 1;
        }
        assert!(set.contains(Relation::Disjoint), "a useful relation set is not among the states");
        DROPPED
    }

    /// How many states there are.
    pub(crate) const fn len(&self) -> u8 {
        self.len
    }

    pub(crate) const fn set(&self, state: u8) -> RelationSet {
        self.sets[state as usize]
    }

    #[inline]
    pub(crate) const fn next(&self, state: u8, class: usize) -> u8 {
        self.next[state as usize][class]
    }

    pub(crate) fn state_of(&self, set: RelationSet) -> Option<u8> {
        let mut listed = self.sets.iter().take(usize::from(self.len)).zip(0u8..);
        listed.find(|(candidate, _)| **candidate == set).map(|(_, state)| state)
    }

    /// Whether label sets of more than `states` states are dropped by `next`: used to leave out POSSIBLE.
    #[inline]
    pub(crate) const fn next_below(&self, state: u8, class: usize, states: u8) -> u8 {
        let next = self.next(state, class);
        if next < states { next } else { DROPPED }
    }
}

/// Which labels of a node are kept beside each other: one a slot.
///
/// States may share a slot where nothing that a search answers can tell them apart, except by the label itself.
pub(crate) struct Slots<const W: usize> {
    slot: [u8; W],
    /// By slot: the slots, itself included, that have no use for less confidence than it has, as a bit mask.
    outdone: [u16; W],
}

#[expect(clippy::indexing_slicing, reason = "INVARIANT: states and slots are below W")]
impl<const W: usize> Slots<W> {
    /// One slot a state: a set within another one knows more, so it outdoes it.
    const fn one_a_state(automaton: &Automaton<W>) -> Self {
        let (mut slot, mut outdone) = ([0; W], [0; W]);
        let mut state = 0;
        while state < automaton.len {
            slot[state as usize] = state;
            let mut other = 0;
            while other < automaton.len {
                if automaton.set(state).is_within(automaton.set(other)) {
                    outdone[state as usize] |= 1 << other;
                }
                other += 1;
            }
            state += 1;
        }
        Self { slot, outdone }
    }

    #[inline]
    pub(crate) const fn of(&self, state: u8) -> u8 {
        self.slot[state as usize]
    }

    #[inline]
    pub(crate) const fn outdone(&self, slot: u8) -> u16 {
        self.outdone[slot as usize]
    }
}

const EQ: RelationSet = RelationSet::of(Relation::Equal);
const SUB: RelationSet = RelationSet::of(Relation::Subset);
const SUP: RelationSet = RelationSet::of(Relation::Superset);
const INT: RelationSet = RelationSet::of(Relation::Intersects);
const DIS: RelationSet = RelationSet::of(Relation::Disjoint);

/// From evidence: the claims FULL and PARTIAL, and the four sets that follow from them. FULL states first, then
/// PARTIAL, then POSSIBLE.
pub(crate) static COVERAGE: Automaton<8> = Automaton::new(&[
    SUP,
    EQ.or(SUP),
    SUP.or(INT),
    SUB.or(INT),
    EQ.or(SUB).or(SUP).or(INT),
    SUP.or(INT).or(DIS),
]);

/// For answers with POSSIBLE.
pub(crate) static EACH_STATE: Slots<8> = Slots::one_a_state(&COVERAGE);

/// For answers without POSSIBLE. There FULL states go on alike (equal and superset keep FULL, subset and intersects make
/// PARTIAL), and so do PARTIAL ones (equal and subset keep PARTIAL, nothing else is left); so of each coverage the surest
/// label says it all.
pub(crate) static EACH_COVERAGE: Slots<8> =
    Slots { slot: [0, 0, 1, 1, 1, 2, 2, 2], outdone: [0b11, 0b10, 0, 0, 0, 0, 0, 0] };

/// One slot a state of [`IDENTITY`].
pub(crate) static EACH_IDENTITY: Slots<16> = Slots::one_a_state(&IDENTITY);

/// Among the states of [`COVERAGE`]: the widest FULL one, which claims start from and unions end in.
pub(crate) const HOLDS: u8 = 1;
/// Among the states of [`COVERAGE`]: the POSSIBLE one, and so the number of the others.
pub(crate) const POSSIBLE: u8 = 5;

/// From a requirement itself: every set without DISJOINT.
pub(crate) static IDENTITY: Automaton<16> = Automaton::new(&[
    EQ,
    SUP,
    SUB,
    INT,
    EQ.or(SUP),
    EQ.or(SUB),
    SUP.or(INT),
    SUB.or(INT),
    EQ.or(SUB).or(SUP).or(INT),
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Coverage;

    #[test]
    fn the_six_sets_of_evidence_are_ordered_by_coverage() {
        let coverage: Vec<_> = (0..6).map(|state| Coverage::of(COVERAGE.set(state))).collect();
        let (full, partial, possible) =
            (Some(Coverage::Full), Some(Coverage::Partial), Some(Coverage::Possible));
        assert_eq!(coverage, [full, full, partial, partial, partial, possible]);
        assert_eq!(COVERAGE.set(HOLDS), RelationSet::HOLDS);
        assert_eq!(COVERAGE.state_of(RelationSet::OVERLAPS), Some(3));
    }

    #[test]
    fn without_possible_states_of_one_coverage_go_on_alike() {
        for class in ArcClass::ALL {
            let slot = |state: u8| match COVERAGE.next_below(state, class as usize, POSSIBLE) {
                DROPPED => None,
                next => Some(EACH_COVERAGE.of(next)),
            };
            assert_eq!(slot(0), slot(1), "{class:?}");
            assert_eq!(slot(2), slot(3), "{class:?}");
            assert_eq!(slot(3), slot(4), "{class:?}");
        }
        for state in 0..POSSIBLE {
            let full = Coverage::of(COVERAGE.set(state)) == Some(Coverage::Full);
            assert_eq!(EACH_COVERAGE.of(state) == 0, full);
        }
    }

    #[test]
    fn steps_are_composition() {
        for state in 0..6 {
            for class in ArcClass::ALL {
                let composed = COVERAGE.set(state).compose(class.relation_set());
                match COVERAGE.next(state, class as usize) {
                    DROPPED => assert_eq!(composed, RelationSet::ALL),
                    next => assert_eq!(composed, COVERAGE.set(next)),
                }
            }
        }
    }
}
