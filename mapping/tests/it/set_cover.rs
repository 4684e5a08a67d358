//! The least cover: against trying out every choice of sets, and by cases whose answer is known.

use obligraph_mapping::{Cover, least_cover};
use proptest::prelude::*;

/// The fewest sets that hold all that any of them holds, by trying out every choice.
fn fewest(elements: usize, sets: &[Vec<usize>]) -> usize {
    let held = |choice: usize| {
        let taken = sets.iter().enumerate().filter(|(position, _)| choice >> position & 1 == 1);
        taken
            .flat_map(|(_, set)| set)
            .filter(|&&element| element < elements)
            .fold(0u64, |all, element| all | 1 << element)
    };
    let all = held((1 << sets.len()) - 1);
    (0..1usize << sets.len()).filter(|&choice| held(choice) == all).map(usize::count_ones).min().unwrap_or(0)
        as usize
}

fn holds_all(cover: &Cover, elements: usize, sets: &[Vec<usize>]) -> bool {
    (0..elements).all(|element| {
        let is_held = cover.taken.iter().any(|&set| sets[set].contains(&element));
        is_held != cover.uncoverable.contains(&element)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Each element is in many sets, so that little is settled without a search.
    #[test]
    fn nor_where_a_search_is_needed(
        sets in prop::collection::vec(prop::collection::vec(0..30usize, 4..9), 12..15),
    ) {
        let cover = least_cover(30, &sets, 60.0);
        prop_assert!(cover.is_least());
        prop_assert_eq!(cover.taken.len(), fewest(30, &sets));
        prop_assert!(holds_all(&cover, 30, &sets));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_choice_of_fewer_sets_holds_as_much(
        elements in 1..14usize,
        sets in prop::collection::vec(prop::collection::vec(0..14usize, 0..6), 0..12),
    ) {
        let cover = least_cover(elements, &sets, 60.0);
        prop_assert!(cover.is_least());
        prop_assert_eq!(cover.taken.len(), fewest(elements, &sets));
        prop_assert!(holds_all(&cover, elements, &sets));
        prop_assert!(cover.taken.is_sorted() && cover.uncoverable.is_sorted());
    }

    #[test]
    fn without_time_the_cover_holds_as_much_and_its_bound_is_true(
        elements in 1..14usize,
        sets in prop::collection::vec(prop::collection::vec(0..14usize, 0..6), 0..12),
    ) {
        let cover = least_cover(elements, &sets, 0.0);
        prop_assert!(holds_all(&cover, elements, &sets));
        let least = fewest(elements, &sets);
        prop_assert!(cover.at_least <= least && least <= cover.taken.len());
        prop_assert_eq!(cover.gap(), cover.taken.len() - cover.at_least);
    }
}

/// The middle set looks best and is not needed.
#[test]
fn what_looks_best_first_is_not_always_taken() {
    let sets = [vec![0, 1, 2, 6], vec![3, 4, 5, 7], vec![0, 1, 3, 4, 8], vec![2, 5, 8, 9], vec![6, 7, 9]];
    let cover = least_cover(10, &sets, 60.0);
    assert_eq!((cover.taken.len(), cover.is_least()), (fewest(10, &sets), true));
}

/// Corners and edges of a pentagon: two edges hold four corners, and no two corners far apart are three.
#[test]
fn a_bound_from_parts_of_sets_shows_what_single_elements_do_not() {
    let sets: Vec<Vec<usize>> = (0..5).map(|corner| vec![corner, (corner + 1) % 5]).collect();
    let cover = least_cover(5, &sets, 60.0);
    assert_eq!((cover.taken.len(), cover.at_least), (3, 3));
    assert_eq!(least_cover(5, &sets, 0.0).gap(), 1);
}

#[test]
fn what_only_one_set_holds_and_what_none_holds_is_settled() {
    let cover = least_cover(4, &[vec![0], vec![0, 1], vec![3]], 60.0);
    assert_eq!(cover, Cover { taken: vec![1, 2], at_least: 2, uncoverable: vec![2] });
    assert_eq!(least_cover(0, &[], 1.0), Cover { taken: vec![], at_least: 0, uncoverable: vec![] });
}

/// Of equals the first one, whatever the solver prefers.
#[test]
fn equal_sets_count_once_and_the_first_is_taken() {
    let cover = least_cover(2, &[vec![0], vec![1, 0], vec![0, 1], vec![1]], 60.0);
    assert_eq!((cover.taken, cover.at_least), (vec![1], 1));
}

/// Lines of a plane of order 7: every two lines meet, and no reduction or greedy choice settles it.
#[test]
fn the_points_of_a_finite_plane_are_covered_within_the_time() {
    let order = 7usize;
    let point = |x: usize, y: usize| x * order + y;
    let lines = (0..order).flat_map(|slope| {
        (0..order).map(move |at| (0..order).map(|x| point(x, (slope * x + at) % order)).collect::<Vec<_>>())
    });
    let upright = (0..order).map(|x| (0..order).map(|y| point(x, y)).collect());
    let sets: Vec<Vec<usize>> = lines.chain(upright).collect();
    let cover = least_cover(order * order, &sets, 5.0);
    assert!(holds_all(&cover, order * order, &sets));
    assert_eq!((cover.taken.len(), cover.at_least), (order, order));
}
