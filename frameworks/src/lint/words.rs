//! Words of titles and rationales, compared roughly: enough to see that two texts speak of different things.

use std::collections::BTreeSet;

/// Words that say that two things are compared, and not what they are.
const OF_COMPARISON: [&str; 33] = [
    "about",
    "address",
    "and",
    "any",
    "article",
    "are",
    "both",
    "clause",
    "concern",
    "control",
    "correspond",
    "cover",
    "deal",
    "each",
    "equal",
    "for",
    "from",
    "identical",
    "its",
    "map",
    "match",
    "one",
    "other",
    "relate",
    "requirement",
    "same",
    "similar",
    "subject",
    "that",
    "the",
    "this",
    "topic",
    "with",
];

/// Shorter ones say little.
const LEAST_LETTERS: usize = 3;

/// Enough of a word to tell it from others, and too little to tell `monitored` from `monitoring`.
const STEM_LETTERS: usize = 5;

/// The stems of the words that say something.
pub(super) fn stems(text: &str) -> BTreeSet<String> {
    let mut stems: BTreeSet<String> = text
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| word.chars().count() >= LEAST_LETTERS)
        .map(stem)
        .collect();
    for word in OF_COMPARISON {
        stems.remove(&stem(word));
    }
    stems
}

fn stem(word: &str) -> String {
    word.to_lowercase().chars().take(STEM_LETTERS).collect()
}
