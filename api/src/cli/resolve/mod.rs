mod asked;
mod csv;
mod groups;
mod headline;
mod json;
mod proof;
mod table;
mod why;
mod withheld;

use clap::{ArgGroup, Args};

use super::content::ContentArguments;
use super::format::{Format, FormatArgument};
use super::output::{Report, width};
use super::style::DIM;
use crate::app::resolve;
use crate::error::ApiError;

use asked::ask;
pub(crate) use asked::{Asked, day};
pub(crate) use headline::headline;
pub(crate) use json::{claimed, rounded};
pub(crate) use table::{Shown, View, never_more, table};
pub(crate) use why::{plainly, why};

/// Claims made by hand, or an evidence type with the facts of one item; exactly one of both.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("evidence").required(true).args(["claims", "evidence_type"])))]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A requirement that the evidence shows, in full unless `=partial` follows
    #[arg(long = "claim", value_name = "REF[=full|partial]", num_args = 1..)]
    claims: Vec<String>,
    /// The kind of evidence, as `evidence-types list` shows them: its claims follow from the facts
    #[arg(long = "type", value_name = "KEY")]
    evidence_type: Option<String>,
    /// A fact of the item, as `evidence-types show KEY` lists them; members of a list stand between commas
    #[arg(long = "fact", value_name = "NAME=VALUE", num_args = 1.., conflicts_with = "claims")]
    facts: Vec<String>,
    /// What the evidence is about: aims, isms, qms, ems, organization, ai-system or ai-model, with a name where there
    /// are several, as in `ai-system:CS-7` [default: the subjects of what it claims]
    #[arg(long, value_name = "SUBJECT", num_args = 1..)]
    covers: Vec<String>,
    /// The subjects of the organization, among them every AI system in scope [default: one of each kind]
    #[arg(long, value_name = "SUBJECT", num_args = 1..)]
    scope: Vec<String>,
    /// Answer for these frameworks only, separated by commas
    #[arg(long, value_name = "KEY", value_delimiter = ',')]
    frameworks: Vec<String>,
    /// The day of the answer [default: today, UTC]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The day on which the evidence was collected [default: the day of the answer]
    #[arg(long, value_name = "DATE")]
    collected_on: Option<String>,
    /// Leave out what is less sure, from 0 to 1
    #[arg(long, value_name = "NUMBER")]
    min_confidence: Option<f32>,
    /// Follow at most so many mappings in a row [default: 4]
    #[arg(long, value_name = "NUMBER")]
    max_hops: Option<u8>,
    /// List too what can neither be proved nor excluded, and what evidence would show if it covered more subjects
    #[arg(long)]
    include_possible: bool,
    /// Use mappings of status draft too
    #[arg(long)]
    include_draft: bool,
    /// Show each proof in full (JSON always holds it)
    #[arg(long)]
    proof: bool,
    /// List roll-ups too, such as a clause whose items are shown, not only what is assessed itself
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    format: FormatArgument,
    #[command(flatten)]
    content: ContentArguments,
}

const EXAMPLES: &str = "\
Examples:
  obligraph resolve --claim iso-42001:2023/A.6.2.4 iso-42001:2023/9.2.2.b=partial
  obligraph resolve --type event-log-retention-setting --covers ai-system:CS-7 \\
      --fact retention_days=200 keeper=provider all_logs_under_control=true \\
             period_suits_purpose=true enforced=true in_isms_scope=false";

pub(crate) fn run(mut arguments: Arguments, content: ContentArguments) -> Result<Report, ApiError> {
    let content = content.and(std::mem::take(&mut arguments.content)).load()?;
    let asked = ask(&content, &arguments)?;
    let answer = resolve(&content, &asked.question).map_err(ApiError::refused)?;
    let (lapses, format) = (asked.lapses(&answer), arguments.format.format);
    let text = match format {
        Format::Json => json::json(&answer, &asked, arguments.all)?,
        Format::Csv => csv::csv(&answer, &asked, arguments.all)?,
        Format::Table => {
            let view = View {
                width: width(),
                with_roll_ups: arguments.all,
                with_proof: arguments.proof,
                most_of_a_group: None,
            };
            let name = asked.name(&content);
            let mut text = headline(&name, &lapses, &answer, arguments.all, view.width);
            text.push_str(&table(&answer, &asked, view).text);
            if !arguments.include_possible && !answer.scope_gaps(arguments.all).is_empty() {
                text.push_str(&format!("\n{DIM}{WIDER}{DIM:#}\n"));
            }
            text.push_str(&withheld::table(&answer, &asked, view.width));
            text
        }
    };
    let notes = if format == Format::Table { Vec::new() } else { lapses };
    Ok(Report { text, notes, refused: false })
}

const WIDER: &str = "--include-possible lists what the evidence would show if it covered more.";
