mod list;
mod show;

use clap::{Args, Subcommand};

use super::content::ContentArguments;
use super::format::FormatArgument;
use super::lookup::unknown;
use super::output::{Report, width};
use crate::error::ApiError;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the kinds of evidence that are known
    List {
        #[command(flatten)]
        format: FormatArgument,
        #[command(flatten)]
        content: ContentArguments,
    },
    /// Show a kind of evidence: its facts, its claims with their conditions, and what it does not show
    Show {
        /// As the list names it
        #[arg(value_name = "KEY")]
        key: String,
        #[command(flatten)]
        format: FormatArgument,
        #[command(flatten)]
        content: ContentArguments,
    },
}

pub(crate) fn run(arguments: Arguments, content: ContentArguments) -> Result<Report, ApiError> {
    match arguments.command {
        Command::List { format, content: more } => {
            list::list(&content.and(more).load()?, format.format, width()).map(Report::text)
        }
        Command::Show { key, format, content: more } => {
            let content = content.and(more).load()?;
            let found = content.evidence_type(&key).map_err(|fault| ApiError::refused([unknown(fault)]))?;
            show::show(&content, found, format.format, width()).map(Report::text)
        }
    }
}
