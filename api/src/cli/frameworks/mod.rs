mod explain;
mod list;
mod reach;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::content::ContentArguments;
use super::diagnostics;
use super::format::{Format, FormatArgument};
use super::lookup::unknown;
use super::output::{Report, width};
use super::resolve::day;
use super::style::BOLD;
use super::surroundings::today;
use crate::error::ApiError;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the frameworks, with their size, their mappings and the state of their content
    List {
        #[command(flatten)]
        format: FormatArgument,
        #[command(flatten)]
        content: ContentArguments,
    },
    /// Show the requirements of a framework as a tree
    Show {
        /// Name and edition, such as `iso-42001:2023`
        #[arg(value_name = "KEY")]
        key: String,
        #[command(flatten)]
        format: FormatArgument,
        #[command(flatten)]
        content: ContentArguments,
    },
    /// Print everything that the content says of one requirement, and what follows from it, for review by a person
    Explain {
        /// The reference of the requirement, such as `eu-ai-act:2024/art-26.6`
        #[arg(value_name = "REF")]
        reference: String,
        /// The day of the answer [default: today, UTC]
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
        #[command(flatten)]
        format: FormatArgument,
        #[command(flatten)]
        content: ContentArguments,
    },
    /// Tell how many obligations how much evidence closes, and what ISO/IEC 42001 gives to the EU AI Act
    Reach(reach::Arguments),
    /// Check the built-in content, and that of directories, against every rule of authoring
    Lint {
        /// A directory with content files, or one file
        #[arg(value_name = "DIR")]
        checked: Vec<PathBuf>,
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
            let framework = content.framework(&key).map_err(|fault| ApiError::refused([unknown(fault)]))?;
            show::show(&content, framework, format.format, width()).map(Report::text)
        }
        Command::Explain { reference, as_of, format, content: more } => {
            let content = content.and(more).load()?;
            let mut faults = Vec::new();
            let requirement =
                content.requirement(&reference).map_err(|fault| faults.push(unknown(fault))).ok();
            let as_of = day("--as-of", as_of.as_deref(), &mut faults).unwrap_or_else(today);
            let (Some(requirement), []) = (requirement, faults.as_slice()) else {
                return Err(ApiError::refused(faults));
            };
            explain::explain(&content, requirement, as_of, format.format, width()).map(Report::text)
        }
        Command::Reach(arguments) => {
            let content = content.and(arguments.content.clone()).load()?;
            reach::run(&arguments, &content)
        }
        Command::Lint { checked, format, content: more } => {
            let all = content.and(more).and(ContentArguments { directories: checked });
            lint(&all, format.format)
        }
    }
}

fn lint(content: &ContentArguments, format: Format) -> Result<Report, ApiError> {
    let found = obligraph_frameworks::lint(&content.directories);
    let text = match format {
        Format::Json => diagnostics::as_json(&found)?,
        Format::Csv => diagnostics::as_csv(&found)?,
        Format::Table => {
            let counts = diagnostics::counts(&found);
            format!("{}{BOLD}{counts}{BOLD:#}\n", diagnostics::table(&found))
        }
    };
    Ok(Report { text, notes: Vec::new(), refused: found.has_errors() })
}
