//! Output with lines left out, as documents show it: a line `...` stands for any number of lines.

fn is_gap(line: &str) -> bool {
    line.trim() == "..."
}

/// Whether `shown` is `printed`, or a part of it with the rest left out.
pub(crate) fn is_shortened(shown: &[String], printed: &[String]) -> bool {
    let mut parts: Vec<&[String]> = shown.split(|line| is_gap(line)).collect();
    let Some(mut rest) = printed.strip_prefix(parts.remove(0)) else { return false };
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = (0..=rest.len()).find(|&at| rest[at..].starts_with(part)) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// `printed`, shortened as `shown` is: as many lines at the start and at the end, and between them parts of the same
/// length that begin with the same line. Nothing where such a line is no longer printed.
pub(crate) fn shorten_alike(shown: &[String], printed: &[String]) -> Option<Vec<String>> {
    let mut parts: Vec<&[String]> = shown.split(|line| is_gap(line)).collect();
    if parts.len() == 1 {
        return Some(printed.to_vec());
    }
    let mut gaps = shown.iter().filter(|line| is_gap(line)).cloned();
    let (start, rest) = printed.split_at_checked(parts.remove(0).len())?;
    let end = parts.pop()?.len();
    let mut rest = rest.get(..rest.len().checked_sub(end)?)?;
    let mut shortened = start.to_vec();
    for part in parts {
        shortened.extend(gaps.next());
        let Some(first) = part.first() else { continue };
        let at = rest.iter().position(|line| line == first)?;
        shortened.extend_from_slice(rest.get(at..at + part.len())?);
        rest = &rest[at + part.len()..];
    }
    shortened.extend(gaps.next());
    shortened.extend_from_slice(&printed[printed.len() - end..]);
    Some(shortened)
}

#[cfg(test)]
fn lines(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

#[test]
fn a_gap_stands_for_any_number_of_lines() {
    let printed = lines("a b c d a b e");
    for shown in
        ["a b c d a b e", "a ...", "... e", "...", "a ... c ... b e", "a ... a ... e", "a b ... c d a b e"]
    {
        assert!(is_shortened(&lines(shown), &printed), "{shown}");
    }
    for shown in [
        "a b c d a b",
        "b ...",
        "... b",
        "a ... e ... e",
        "a ... d c ... e",
        "a b c d a b e f",
        "a ... b ... b e ... e",
    ] {
        assert!(!is_shortened(&lines(shown), &printed), "{shown}");
    }
}

#[test]
fn what_is_renewed_keeps_its_gaps() {
    let printed = lines("A b c d a b E");
    for (shown, renewed) in [
        ("a b c", "A b c d a b E"),
        ("a ...", "A ..."),
        ("a ... e", "A ... E"),
        ("a ... c x ... b e", "A ... c d ... b E"),
    ] {
        let shortened = shorten_alike(&lines(shown), &printed).unwrap();
        assert_eq!(shortened, lines(renewed), "{shown}");
        assert!(is_shortened(&shortened, &printed), "{shown}");
    }
    assert_eq!(shorten_alike(&lines("a ... x ... e"), &printed), None);
}
