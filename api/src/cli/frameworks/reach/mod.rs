//! How many obligations how much evidence closes.

mod shape;
mod table;

use clap::Args;

use super::ContentArguments;
use crate::app::{self, Content, ReachOptions};
use crate::cli::format::{Format, FormatArgument, csv, json};
use crate::cli::output::{Report, width};
use crate::cli::resolve::day;
use crate::cli::surroundings::today;
use crate::error::{ApiError, Fault};

use shape::{Shown, shown};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The day of the answer [default: today, UTC]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Look for less evidence at most so long for each line
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0)]
    time_limit: f64,
    #[command(flatten)]
    format: FormatArgument,
    #[command(flatten)]
    pub(super) content: ContentArguments,
}

pub(super) fn run(arguments: &Arguments, content: &Content) -> Result<Report, ApiError> {
    let mut faults = Vec::new();
    let as_of = day("--as-of", arguments.as_of.as_deref(), &mut faults);
    let seconds = arguments.time_limit;
    if !(seconds.is_finite() && seconds >= 0.0) {
        let message = format!("`{seconds}` is no time to look for less evidence; give seconds, as in `10`");
        faults.push(Fault::new("time-limit", message).of("--time-limit"));
    }
    if !faults.is_empty() {
        return Err(ApiError::refused(faults));
    }
    let asked = ReachOptions { as_of: as_of.unwrap_or_else(today), seconds };
    let reach = app::reach(content, asked)
        .map_err(|faults| ApiError::refused(faults.into_iter().map(Fault::from)))?;
    let shown = shown(content, &reach);
    let text = match arguments.format.format {
        Format::Json => json(&shown)?,
        Format::Csv => as_csv(&shown)?,
        Format::Table => table::text(&shown, width()),
    };
    Ok(Report::text(text))
}

/// A line for each scope, then one for each article that a standard backs.
fn as_csv(shown: &Shown<'_>) -> Result<String, ApiError> {
    let header = [
        "kind",
        "scope",
        "obligations",
        "closed",
        "evidence_types",
        "at_least",
        "items",
        "obligations_per_type",
        "full",
        "partial",
        "unsupported",
    ];
    let scopes = shown.scopes.iter().map(|scope| {
        [
            scope.kind.to_owned(),
            scope.scope.to_owned(),
            scope.obligations.to_string(),
            scope.closed.to_string(),
            scope.evidence_types.to_string(),
            scope.at_least.to_string(),
            scope.items.to_string(),
            scope.obligations_per_type.map_or(String::new(), |each| each.to_string()),
            String::new(),
            String::new(),
            String::new(),
        ]
    });
    let articles = shown.backing.iter().flat_map(|backing| &backing.articles).map(|article| {
        let nothing = String::new;
        [
            "article".to_owned(),
            article.reference.clone(),
            article.obligations.to_string(),
            nothing(),
            nothing(),
            nothing(),
            nothing(),
            nothing(),
            article.full.len().to_string(),
            article.partial.len().to_string(),
            article.unsupported.join("|"),
        ]
    });
    csv(header, scopes.chain(articles))
}
