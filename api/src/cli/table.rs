use std::fmt::Write as _;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::style::{BOLD, DIM, PLAIN};
use super::wrap::wrap;

/// Rows in columns that fit a width, without rules: groups have headings, cells wrap, and a cell may say more in further
/// lines of other styles.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    heading: &'static str,
    fit: Fit,
}

#[derive(Clone, Copy, Debug)]
enum Fit {
    /// As wide as its widest cell, up to so many columns.
    Content { most: usize },
    /// A share of what is left, by weight, or less where its cells need less.
    Rest { weight: usize },
}

impl Column {
    /// As wide as its widest cell, up to `most`.
    pub(crate) const fn narrow(heading: &'static str, most: usize) -> Self {
        Self { heading, fit: Fit::Content { most } }
    }

    /// A share of what is left.
    pub(crate) const fn wide(heading: &'static str, weight: usize) -> Self {
        Self { heading, fit: Fit::Rest { weight } }
    }
}

#[derive(Debug)]
enum Row {
    Group {
        title: String,
        remark: String,
    },
    Cells(Vec<Cell>),
    /// A dim text below a row, from a column to the right end.
    Under {
        column: usize,
        text: String,
    },
    /// Dim lines below a row, across all columns.
    Below(Vec<String>),
}

/// The parts of a cell, each on lines of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    parts: Vec<(String, Style)>,
    indent: usize,
}

impl Cell {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::styled(text, PLAIN)
    }

    pub(crate) fn styled(text: impl Into<String>, style: Style) -> Self {
        Self { parts: vec![(text.into(), style)], indent: 0 }
    }

    /// Some columns further right, as in a tree.
    pub(crate) fn indented(indent: usize, text: impl Into<String>) -> Self {
        Self { indent, ..Self::plain(text) }
    }

    /// The same cell with more below; nothing where there is no more.
    pub(crate) fn and(mut self, text: impl Into<String>, style: Style) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.parts.push((text, style));
        }
        self
    }

    fn width(&self) -> usize {
        self.parts.iter().map(|(text, _)| self.indent + text.width()).max().unwrap_or(0)
    }

    fn lines(&self, width: usize) -> Vec<(String, Style)> {
        let wrapped = |text: &str| wrap(text, width.saturating_sub(self.indent));
        let blanks = " ".repeat(self.indent);
        self.parts
            .iter()
            .flat_map(|(text, style)| wrapped(text).into_iter().map(|line| (line, *style)))
            .map(|(line, style)| (if line.is_empty() { line } else { format!("{blanks}{line}") }, style))
            .collect()
    }
}

/// Between columns.
const GAP: usize = 2;
/// Before rows, so that headings of groups stand out.
const INDENT: usize = 2;
/// No column that shares what is left gets less.
const LEAST: usize = 12;

impl Table {
    pub(crate) fn new(columns: impl Into<Vec<Column>>) -> Self {
        Self { columns: columns.into(), rows: Vec::new() }
    }

    /// Starts a group of rows.
    pub(crate) fn group(&mut self, title: impl Into<String>, remark: impl Into<String>) {
        self.rows.push(Row::Group { title: title.into(), remark: remark.into() });
    }

    pub(crate) fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(Row::Cells(cells.into()));
    }

    /// A dim text below the last row, from `column` to the right end.
    pub(crate) fn under(&mut self, column: usize, text: impl Into<String>) {
        self.rows.push(Row::Under { column, text: text.into() });
    }

    /// Dim lines below the last row; a line that starts with blanks stays indented when it wraps.
    pub(crate) fn below(&mut self, lines: Vec<String>) {
        self.rows.push(Row::Below(lines));
    }

    pub(crate) fn render(&self, width: usize) -> String {
        let widths = self.widths(width);
        let mut out = String::new();
        let headings: Vec<Cell> =
            self.columns.iter().map(|column| Cell::styled(column.heading, DIM)).collect();
        if self.columns.iter().any(|column| !column.heading.is_empty()) {
            write_cells(&mut out, &headings, &widths);
        }
        for row in &self.rows {
            match row {
                Row::Group { title, remark } => write_group(&mut out, title, remark, width),
                Row::Cells(cells) => write_cells(&mut out, cells, &widths),
                Row::Under { column, text } => {
                    let before = widths.iter().take(*column).map(|width| width + GAP).sum::<usize>();
                    write_below(&mut out, text, before, width);
                }
                Row::Below(lines) => lines.iter().for_each(|line| write_below(&mut out, line, 0, width)),
            }
        }
        out
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let natural = |(place, column): (usize, &Column)| {
            let cells = self.rows.iter().filter_map(|row| match row {
                Row::Cells(cells) => cells.get(place).map(Cell::width),
                Row::Group { .. } | Row::Under { .. } | Row::Below(_) => None,
            });
            cells.chain([column.heading.width()]).max().unwrap_or(0)
        };
        let natural: Vec<usize> = self.columns.iter().enumerate().map(natural).collect();
        let mut widths: Vec<Option<usize>> = (self.columns.iter().zip(&natural))
            .map(|(column, natural)| match column.fit {
                Fit::Content { most } => Some(*natural.min(&most)),
                Fit::Rest { .. } => None,
            })
            .collect();
        let gaps = GAP * natural.iter().filter(|natural| **natural > 0).count().saturating_sub(1);
        let room = width.saturating_sub(INDENT + gaps);
        let shared = widths.iter().filter(|width| width.is_none()).count();
        narrow(&mut widths, room.saturating_sub(shared * LEAST));
        let mut left = room.saturating_sub(widths.iter().flatten().sum::<usize>());
        let weight_of = |column: &Column| match column.fit {
            Fit::Rest { weight } => weight,
            Fit::Content { .. } => 0,
        };
        // A column that needs less than its share leaves more to the others, so shares are dealt out until none does.
        loop {
            let open: usize = self
                .columns
                .iter()
                .zip(&widths)
                .filter(|(_, w)| w.is_none())
                .map(|(c, _)| weight_of(c))
                .sum();
            let share = |column: &Column| (left * weight_of(column)).checked_div(open).unwrap_or(0);
            let modest =
                (self.columns.iter().zip(&natural).zip(&widths)).position(|((column, natural), width)| {
                    width.is_none() && *natural <= share(column).max(LEAST)
                });
            let Some((place, taken)) = modest.and_then(|place| Some((place, *natural.get(place)?))) else {
                let dealt = |(column, width): (&Column, &Option<usize>)| {
                    width.unwrap_or_else(|| share(column).max(LEAST))
                };
                return self.columns.iter().zip(&widths).map(dealt).collect();
            };
            left = left.saturating_sub(taken);
            if let Some(width) = widths.get_mut(place) {
                *width = Some(taken);
            }
        }
    }
}

/// Takes from the widest columns until they have room; the least that is left to a column wraps but can be read.
fn narrow(widths: &mut [Option<usize>], room: usize) {
    while widths.iter().flatten().sum::<usize>() > room {
        match widths.iter_mut().flatten().max() {
            Some(widest) if *widest > LEAST => *widest -= 1,
            _ => return,
        }
    }
}

fn write_cells(out: &mut String, cells: &[Cell], widths: &[usize]) {
    let lines: Vec<Vec<(String, Style)>> =
        cells.iter().zip(widths).map(|(cell, width)| cell.lines(*width)).collect();
    let height = lines.iter().map(Vec::len).max().unwrap_or(0);
    for level in 0..height {
        // Blanks are written before the next text only, so that no line ends in them.
        let mut blanks = INDENT;
        for (column, &width) in lines.iter().zip(widths) {
            let (text, style) =
                column.get(level).map_or(("", PLAIN), |(text, style)| (text.as_str(), *style));
            if !text.is_empty() {
                push(out, blanks, text, style);
                blanks = 0;
            }
            blanks += width.saturating_sub(text.width()) + if width > 0 { GAP } else { 0 };
        }
        out.push('\n');
    }
}

fn write_group(out: &mut String, title: &str, remark: &str, width: usize) {
    let mut end = 0;
    for line in wrap(title, width) {
        out.push('\n');
        push(out, 0, &line, BOLD);
        end = line.width();
    }
    let blanks = width.saturating_sub(end + remark.width());
    if blanks >= GAP && !remark.is_empty() {
        push(out, blanks, remark, DIM);
    } else if !remark.is_empty() {
        out.push('\n');
        push(out, INDENT, remark, DIM);
    }
    out.push('\n');
}

fn write_below(out: &mut String, line: &str, before: usize, width: usize) {
    let blanks = INDENT + before + line.width() - line.trim_start().width();
    for line in wrap(line, width.saturating_sub(blanks)) {
        push(out, blanks, &line, DIM);
        out.push('\n');
    }
}

fn push(out: &mut String, blanks: usize, text: &str, style: Style) {
    // Writing to a text cannot fail.
    let _ = write!(out, "{:blanks$}{style}{text}{style:#}", "");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(table: &Table, width: usize) -> String {
        anstream::adapter::strip_str(&table.render(width)).to_string()
    }

    #[test]
    fn columns_share_the_width_and_cells_wrap() {
        let columns = [Column::narrow("id", 8), Column::wide("title", 2), Column::wide("why", 1)];
        let mut table = Table::new(columns);
        table.group("Group", "2 rows");
        table.row([
            Cell::plain("1"),
            Cell::plain("A title of some length that wraps").and("more", DIM),
            Cell::plain("because"),
        ]);
        table.row([Cell::plain("a-long-id"), Cell::plain("short"), Cell::plain("")]);
        table.below(vec!["  1. a step".to_owned()]);
        let expected = [
            "  id        title                    why",
            "",
            "Group                                 2 rows",
            "  1         A title of some length   because",
            "            that wraps",
            "            more",
            "  a-long-   short",
            "  id",
            "    1. a step",
            "",
        ];
        assert_eq!(shown(&table, 44), expected.join("\n"));
    }

    #[test]
    fn a_column_that_needs_little_leaves_the_rest_to_the_others() {
        let columns = [Column::wide("a", 1), Column::wide("b", 1), Column::narrow("", 9)];
        let mut table = Table::new(columns);
        table.row([Cell::plain("x"), Cell::plain("one two three four five"), Cell::plain("")]);
        assert_eq!(shown(&table, 40), "  a  b\n  x  one two three four five\n");
    }
}
