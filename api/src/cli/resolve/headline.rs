use std::collections::BTreeSet;

use obligraph_mapping::Coverage;

use crate::app::{Answer, Summary};
use crate::cli::style::BOLD;
use crate::cli::wording::{counted, listed, subject};
use crate::cli::wrap::wrap;

/// What evidence is worth, in one sentence: how many obligations, how well, and how many more with a wider scope.
pub(crate) fn headline(
    name: &str,
    lapses: &[String],
    answer: &Answer,
    with_roll_ups: bool,
    width: usize,
) -> String {
    let rows = answer.rows(with_roll_ups);
    let shown = rows.iter().filter(|row| row.obligation().coverage() > Coverage::Possible);
    let frameworks: BTreeSet<&str> = shown.map(|row| row.framework().key.as_str()).collect();
    // What is out of scope is told subject by subject.
    let summary = Summary { lacking: 0, ..Summary::of(&rows) };
    let gaps = answer.scope_gaps(with_roll_ups);
    let gaps: Vec<String> = gaps
        .iter()
        .map(|gap| format!("{} more if it covered {}", gap.obligations, subject(gap.subject)))
        .collect();
    let worth = match summary.shown() {
        0 if summary == Summary::default() => "no obligation".to_owned(),
        0 => format!("no obligation: {}", counts(summary)),
        shown => format!(
            "{} in {}: {}",
            counted(shown, "obligation"),
            counted(frameworks.len(), "framework"),
            counts(summary)
        ),
    };
    let more = if gaps.is_empty() { String::new() } else { format!("; {}", listed(&gaps)) };
    let mut text = String::new();
    for line in wrap(&format!("{name}:"), width) {
        text.push_str(&format!("{BOLD}{line}{BOLD:#}\n"));
    }
    let sentences = lapses.iter().map(|lapse| format!("{lapse};")).chain([format!("{worth}{more}.")]);
    for line in sentences.flat_map(|sentence| wrap(&sentence, width)) {
        text.push_str(&format!("{line}\n"));
    }
    text
}

/// `24 satisfied, 14 in part`.
pub(crate) fn counts(summary: Summary) -> String {
    let Summary { full, partial, possible, lacking } = summary;
    let counts =
        [(full, "satisfied"), (partial, "in part"), (possible, "possible"), (lacking, "out of its scope")];
    let counted = counts.into_iter().filter(|(count, _)| *count > 0);
    counted.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}
