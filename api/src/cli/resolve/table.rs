use obligraph_mapping::Confidence;

use super::asked::Asked;
use super::groups::groups;
use super::headline::counts;
use super::proof;
use super::why::why;
use crate::app::{Answer, AnswerRow, Summary};
use crate::cli::style::{DIM, of_coverage};
use crate::cli::table::{Cell, Column, Table};
use crate::cli::wording::subject_label;

/// How an answer is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    pub(crate) width: usize,
    pub(crate) with_roll_ups: bool,
    pub(crate) with_proof: bool,
    /// At most so many rows of a framework and subject, those that say most.
    pub(crate) most_of_a_group: Option<usize>,
}

/// From this width on the date has a column of its own; below, it stands with the reason.
const ROOMY: usize = 100;

/// From this width on the reason has a column of its own; below, a line of its own.
const WIDE: usize = 132;

/// Obligations as they are shown.
pub(crate) struct Shown {
    pub(crate) text: String,
    /// How many rows are left out.
    pub(crate) left: usize,
}

/// Obligations by framework and subject, then what the reader should know of them.
pub(crate) fn table(answer: &Answer, asked: &Asked<'_>, view: View) -> Shown {
    let rows = answer.rows(view.with_roll_ups);
    if rows.is_empty() {
        return Shown { text: String::new(), left: 0 };
    }
    let wide = view.width >= WIDE;
    let has_dates = rows.iter().any(|row| row.applies_from().is_some());
    let dated = has_dates && view.width >= ROOMY;
    let mut columns = vec![Column::narrow("obligation", 24), Column::wide("title", 2)];
    columns.extend([Column::narrow("coverage", 8), Column::narrow("confidence", 10)]);
    columns.extend(dated.then(|| Column::narrow("applies from", 12)));
    columns.extend(wide.then(|| Column::wide("why", 3)));
    let mut table = Table::new(columns);
    if !wide {
        table.under(1, if has_dates && !dated { "applies from; why" } else { "why" });
    }
    let (mut any_editorial, mut all_left) = (false, 0);
    for group in groups(&rows) {
        let Some(first) = group.rows.first() else { continue };
        let title = format!("{} · {}", first.framework().title, subject_label(group.subject));
        table.group(title, counts(Summary::of(&group.rows)));
        let (shown, left) = most_telling(group.rows, view.most_of_a_group);
        for row in &shown {
            any_editorial |= row.requirement().editorial;
            let reason = why(answer.content(), asked.item.as_ref(), row);
            let mut cells = cells(row, dated);
            if wide {
                cells.push(Cell::styled(reason, DIM));
                table.row(cells);
            } else {
                table.row(cells);
                let date = row.applies_from().filter(|_| !dated);
                table.under(1, date.map_or(reason.clone(), |day| format!("from {day}; {reason}")));
            }
            if view.with_proof {
                table.below(proof::lines(answer.content(), row));
            }
        }
        all_left += left.len();
        if !left.is_empty() {
            table.below(vec![format!("and {} more: {}", left.len(), counts(Summary::of(&left)))]);
        }
    }
    let mut text = format!("\n{}", table.render(view.width));
    if any_editorial {
        text.push_str(&format!("\n{DIM}* The id is ours: the publisher does not number this item.{DIM:#}\n"));
    }
    Shown { text, left: all_left }
}

fn cells(row: &AnswerRow<'_>, dated: bool) -> Vec<Cell> {
    let requirement = row.requirement();
    let mark = if requirement.editorial { "*" } else { "" };
    let coverage = row.obligation().coverage();
    let mut cells = vec![
        Cell::plain(format!("{}{mark}", requirement.id)),
        Cell::plain(requirement.label()),
        Cell::styled(coverage.word(), of_coverage(coverage)),
        Cell::plain(never_more(row.obligation().confidence())),
    ];
    cells.extend(dated.then(|| Cell::plain(row.applies_from().map_or(String::new(), |day| day.to_string()))));
    cells
}

/// Two decimals, cut and not rounded, so that `1.00` is certain.
pub(crate) fn never_more(confidence: Confidence) -> String {
    // The tiny amount makes up for what binary fractions lack.
    let hundredths = (f64::from(confidence.value()) * 100.0 + 1e-4).floor();
    format!("{:.2}", hundredths / 100.0)
}

/// The rows of most coverage, then of most confidence, then those that come first; in their order. And the others.
fn most_telling<'a>(
    rows: Vec<AnswerRow<'a>>,
    most: Option<usize>,
) -> (Vec<AnswerRow<'a>>, Vec<AnswerRow<'a>>) {
    // One row more takes hardly more room than the line that says so.
    let Some(most) = most.filter(|most| rows.len() > most + 1) else { return (rows, Vec::new()) };
    let mut ranked: Vec<(usize, AnswerRow<'a>)> = rows.into_iter().enumerate().collect();
    ranked.sort_by(|(_, a), (_, b)| {
        let (a, b) = (a.obligation(), b.obligation());
        let surer = b.confidence().value().total_cmp(&a.confidence().value());
        b.coverage().cmp(&a.coverage()).then(surer)
    });
    let left = ranked.split_off(most);
    ranked.sort_by_key(|(place, _)| *place);
    let rows = |ranked: Vec<(usize, AnswerRow<'a>)>| ranked.into_iter().map(|(_, row)| row).collect();
    (rows(ranked), rows(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_confidence_is_never_more_than_there_is() {
        let shown = |value: f32| never_more(Confidence::new(value).unwrap());
        assert_eq!(shown(1.0), "1.00");
        assert_eq!(shown(0.9999), "0.99");
        assert_eq!(shown(0.95), "0.95");
        assert_eq!(shown(0.29), "0.29");
        assert_eq!(shown(0.0001), "0.00");
    }
}
