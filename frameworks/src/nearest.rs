use std::cmp::Ordering;

/// At most this many suggestions: more would be a list to search and no help.
const MOST: usize = 3;

/// Below this likeness a suggestion would be a guess.
const LEAST_LIKENESS: f64 = 0.6;

/// The candidates most like `wanted`, best first, at most three; equals in alphabetical order.
pub(crate) fn nearest<T: AsRef<str>>(wanted: &str, candidates: impl IntoIterator<Item = T>) -> Vec<T> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(f64, T)> = candidates
        .into_iter()
        .map(|candidate| (likeness(&wanted, &candidate.as_ref().to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= LEAST_LIKENESS)
        .collect();
    scored.sort_by(|(a, left), (b, right)| match b.total_cmp(a) {
        Ordering::Equal => left.as_ref().cmp(right.as_ref()),
        unequal => unequal,
    });
    scored.truncate(MOST);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Between 0 and 1. Ids differ in their last characters, which Jaro-Winkler makes little of; slips of the key are what
/// Damerau-Levenshtein counts. Each alone suggests things that nobody meant.
fn likeness(a: &str, b: &str) -> f64 {
    f64::midpoint(strsim::jaro_winkler(a, b), strsim::normalized_damerau_levenshtein(a, b))
}

/// `did you mean `a`, `b` or `c`?`, or `otherwise` where nothing is near.
pub(crate) fn did_you_mean<T: AsRef<str>>(near: &[T], otherwise: &str) -> String {
    let quoted: Vec<String> = near.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match quoted.split_last() {
        None => otherwise.to_owned(),
        Some((only, [])) => format!("did you mean {only}?"),
        Some((last, before)) => format!("did you mean {} or {last}?", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_the_far_not_at_all() {
        let ids = ["art-26.5", "art-26.6", "art-62.6", "A.6.2.8", "9.1"];
        assert_eq!(nearest("Art-26.6", ids), ["art-26.6", "art-62.6", "art-26.5"]);
        assert_eq!(nearest("zzz", ids), [""; 0]);
        assert_eq!(did_you_mean(&["a", "b", "c"], ""), "did you mean `a`, `b` or `c`?");
        assert_eq!(did_you_mean::<&str>(&[], "list them"), "list them");
    }
}
