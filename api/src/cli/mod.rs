//! The command line: arguments in, tables, JSON or CSV out.
//!
//! Exit status: 0 done, 1 refused with every reason on standard error, 2 wrong usage.

mod audit_log;
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

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::error::ApiError;
use content::ContentArguments;
use output::Report;

/// One piece of evidence, every obligation it satisfies: ISO/IEC 42001, the EU AI Act, ISO/IEC 27001, ISO 9001 and
/// ISO 14001 as one graph of requirements, with a proof for each answer.
#[derive(Parser)]
#[command(name = "obligraph", version, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    content: ContentArguments,
    #[command(subcommand)]
    command: Option<Command>,
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
    /// Serve over GraphQL
    Serve(serve::Arguments),
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
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => {
            // A closed pipe leaves nobody to tell.
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    let answered = dispatch(arguments);
    match answered.and_then(|report| output::write(&report).map_err(ApiError::from)) {
        Ok(code) => code,
        Err(error) => output::refuse(&error),
    }
}

fn dispatch(arguments: Arguments) -> Result<Report, ApiError> {
    let Arguments { content, command } = arguments;
    match command {
        Some(Command::Resolve(arguments)) => resolve::run(*arguments, content),
        Some(Command::Demo(arguments)) => demo::run(arguments, content),
        Some(Command::Frameworks(arguments)) => frameworks::run(arguments, content),
        Some(Command::Mappings(arguments)) => mappings::run(arguments, content),
        Some(Command::EvidenceTypes(arguments)) => evidence_types::run(arguments, content),
        Some(Command::Schema(arguments)) => Ok(schema::run(&arguments)),
        Some(Command::Serve(arguments)) => serve::run(arguments, content),
        Some(Command::Migrate(arguments)) => migrate::run(&arguments),
        Some(Command::Token(arguments)) => token::run(arguments),
        Some(Command::AuditLog(arguments)) => audit_log::run(&arguments),
        None => Ok(Report::text(Arguments::command().render_help().ansi().to_string())),
    }
}
