//! The command line: arguments in, tables, JSON or CSV out.
//!
//! Exit status: 0 done, 1 refused with every reason on standard error, 2 wrong usage.

mod audit_log;
mod config;
mod content;
mod database;
mod demo;
mod diagnostics;
mod evidence_types;
mod format;
mod frameworks;
mod log;
mod lookup;
mod mappings;
mod migrate;
mod output;
mod resolve;
mod schema;
mod serve;
mod style;
mod surroundings;
mod table;
mod token;
mod tokens;
mod wording;
mod wrap;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::error::ApiError;
use config::Settings;
use content::ContentArguments;
use output::Report;

/// One piece of evidence, every obligation it satisfies: ISO/IEC 42001, the EU AI Act, ISO/IEC 27001, ISO 9001 and
/// ISO 14001 as one graph of requirements, with a proof for each answer.
#[derive(Parser)]
#[command(name = "obligraph", version, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    content: ContentArguments,
    /// Read settings from this TOML file: each is named as its environment variable, in lower case without OBLIGRAPH_
    #[arg(long = "config", value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the obligations that evidence satisfies or shows in part, each with its reason
    Resolve(Box<resolve::Arguments>),
    /// Show what three samples of evidence are worth
    Demo(demo::Arguments),
    /// List, show or check frameworks
    Frameworks(frameworks::Arguments),
    /// List every mapping between requirements
    Mappings(mappings::Arguments),
    /// List or show the kinds of evidence that are known, with their facts and claims
    EvidenceTypes(evidence_types::Arguments),
    /// Print the GraphQL schema, or the JSON Schema of a kind of content file
    Schema(schema::Arguments),
    /// Serve over GraphQL; this is what is done where no command is named
    Serve(Box<serve::Arguments>),
    /// Bring the tables of a database to the schema of this program
    Migrate(migrate::Arguments),
    /// Sign a token for development, or where one machine is both issuer and service
    Token(token::Arguments),
    /// Check the audit log of organisations
    AuditLog(audit_log::Arguments),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let answered = match parsed() {
        Ok(Asked::Command(arguments)) => dispatch(*arguments),
        Ok(Asked::Settings(settings)) => Ok(Report::text(settings)),
        Err(Refusal::Settings(error)) => Err(error),
        Err(Refusal::Usage(usage)) => {
            // A closed pipe leaves nobody to tell.
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    match answered.and_then(|report| output::write(&report).map_err(ApiError::from)) {
        Ok(code) => code,
        Err(error) => output::refuse(&error),
    }
}

enum Asked {
    Command(Box<Arguments>),
    /// All settings in force, printed.
    Settings(String),
}

enum Refusal {
    Usage(clap::Error),
    Settings(ApiError),
}

impl From<clap::Error> for Refusal {
    fn from(usage: clap::Error) -> Self {
        Self::Usage(usage)
    }
}

fn parsed() -> Result<Asked, Refusal> {
    let command = Arguments::command();
    let arguments = config::with_command(std::env::args_os().collect(), &command);
    let settings = match config::file(&arguments, std::env::var_os("OBLIGRAPH_CONFIG")) {
        Some(path) => Settings::read(&path, &command).map_err(Refusal::Settings)?,
        None => Settings::default(),
    };
    let mut command = settings.within(command);
    let matches = command.try_get_matches_from_mut(arguments)?;
    let arguments = Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    match (&arguments.command, command.find_subcommand("serve"), matches.subcommand_matches("serve")) {
        (Command::Serve(serve), Some(command), Some(matches)) if serve.print_config => {
            Ok(Asked::Settings(settings.print(command, matches)))
        }
        _ => Ok(Asked::Command(Box::new(arguments))),
    }
}

fn dispatch(arguments: Arguments) -> Result<Report, ApiError> {
    let Arguments { content, config: _, command } = arguments;
    match command {
        Command::Resolve(arguments) => resolve::run(*arguments, content),
        Command::Demo(arguments) => demo::run(arguments, content),
        Command::Frameworks(arguments) => frameworks::run(arguments, content),
        Command::Mappings(arguments) => mappings::run(arguments, content),
        Command::EvidenceTypes(arguments) => evidence_types::run(arguments, content),
        Command::Schema(arguments) => Ok(schema::run(&arguments)),
        Command::Serve(arguments) => serve::run(*arguments, content),
        Command::Migrate(arguments) => migrate::run(&arguments),
        Command::Token(arguments) => token::run(arguments),
        Command::AuditLog(arguments) => audit_log::run(&arguments),
    }
}
