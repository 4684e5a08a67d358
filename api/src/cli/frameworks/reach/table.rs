use super::shape::{Backed, Scope, Shown};
use crate::cli::style::{BOLD, DIM};
use crate::cli::table::{Cell, Column, Table};
use crate::cli::wording::counted;
use crate::cli::wrap::wrap;

/// What is closed by how much evidence, then what a standard gives to a law.
pub(super) fn text(shown: &Shown<'_>, width: usize) -> String {
    let about = format!(
        "Obligations, and the least evidence that closes all of them that evidence can close, as of {}: each evidence type at \
         its best, for an organization with one AI system and one AI model. Of two editions of a standard the newer one \
         counts where several are taken together.",
        shown.as_of
    );
    let mut text = format!("{}\n\n{}", wrap(&about, width).join("\n"), scopes(&shown.scopes).render(width));
    if let Some(backing) = &shown.backing {
        text.push_str(&backed(backing, width));
    }
    text
}

fn scopes(scopes: &[Scope<'_>]) -> Table {
    let mut table = Table::new([
        Column::wide("scope", 1),
        Column::narrow("obligations", 11),
        Column::narrow("closed", 6),
        Column::narrow("share", 5),
        Column::narrow("evidence types", 14),
        Column::narrow("each closes", 11),
    ]);
    for scope in scopes {
        let bound = if scope.at_least < scope.evidence_types {
            format!("at least {}", scope.at_least)
        } else {
            String::new()
        };
        let items =
            if scope.items > scope.evidence_types { counted(scope.items, "item") } else { String::new() };
        table.row([
            Cell::plain(scope.title),
            Cell::plain(scope.obligations.to_string()),
            Cell::plain(scope.closed.to_string()),
            Cell::plain(share(scope.closed, scope.obligations)),
            Cell::plain(scope.evidence_types.to_string()).and(bound, DIM).and(items, DIM),
            Cell::plain(scope.obligations_per_type.map_or(String::new(), |each| format!("{each:.2}"))),
        ]);
    }
    table
}

/// In whole per cent, cut and not rounded, so that `100 %` is all.
fn share(part: usize, whole: usize) -> String {
    format!("{} %", part * 100 / whole.max(1))
}

fn backed(backing: &Backed<'_>, width: usize) -> String {
    let sum = |of: fn(&super::shape::Article) -> usize| backing.articles.iter().map(of).sum::<usize>();
    let (full, partial) = (sum(|one| one.full.len()), sum(|one| one.partial.len()));
    let all = sum(|one| one.obligations);
    let title = format!(
        "What an implementation of {} ({}, all shown in full) gives to the {}: of {} {full} in full and {partial} in part",
        backing.standard,
        counted(backing.leaves, "requirement"),
        backing.law,
        counted(all, "obligation"),
    );
    let mut table = Table::new([
        Column::narrow("article", 8),
        Column::wide("title", 1),
        Column::narrow("obligations", 11),
        Column::narrow("full", 4),
        Column::narrow("part", 4),
        Column::narrow("none", 4),
    ]);
    for article in &backing.articles {
        let counts =
            [article.obligations, article.full.len(), article.partial.len(), article.unsupported.len()];
        let mut cells = vec![Cell::plain(id(&article.reference)), Cell::plain(&article.title)];
        cells.extend(counts.map(|count| Cell::plain(count.to_string())));
        table.row(cells);
        if !article.unsupported.is_empty() {
            let unsupported: Vec<&str> = article.unsupported.iter().map(|one| id(one)).collect();
            table.under(1, format!("not supported: {}", unsupported.join(", ")));
        }
    }
    let title: Vec<String> =
        wrap(&title, width).iter().map(|line| format!("{BOLD}{line}{BOLD:#}\n")).collect();
    format!("\n{}{}", title.concat(), table.render(width))
}

fn id(reference: &str) -> &str {
    reference.split_once('/').map_or(reference, |(_, id)| id)
}
