use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use super::diagnostics;
use super::style::{DIM, ERROR};
use crate::error::ApiError;

/// What a command has to say.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// For standard output. Styled; styles are taken out where they are not wanted.
    pub(crate) text: String,
    /// Remarks for standard error, which a program that reads the output need not see.
    pub(crate) notes: Vec<String>,
    /// Whether the process ends with status 1 although it has answered.
    pub(crate) refused: bool,
}

impl Report {
    /// An answer without remarks.
    pub(crate) fn text(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// Prints a report and tells the exit status.
pub(crate) fn write(report: &Report) -> io::Result<ExitCode> {
    for note in &report.notes {
        writeln!(anstream::stderr(), "{DIM}note: {note}{DIM:#}")?;
    }
    let mut stdout = anstream::stdout().lock();
    let written = stdout.write_all(report.text.as_bytes()).and_then(|()| stdout.flush());
    match written {
        // Whoever closes the pipe has read enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(if report.refused { ExitCode::from(1) } else { ExitCode::SUCCESS }),
    }
}

/// Prints why the program refuses.
pub(crate) fn refuse(error: &ApiError) -> ExitCode {
    let text = match error {
        ApiError::Content(found) => {
            format!(
                "{}{ERROR}error{ERROR:#}: the content cannot be used: {}\n",
                diagnostics::table(found),
                diagnostics::counts(found)
            )
        }
        ApiError::Refused(faults) => {
            let line = |fault: &crate::Fault| {
                format!("{ERROR}error[{}]{ERROR:#}: {}\n", fault.code(), fault.message())
            };
            faults.iter().map(line).collect()
        }
        ApiError::Output(error) => {
            format!("{ERROR}error[output]{ERROR:#}: the answer cannot be written: {error}\n")
        }
    };
    // Nothing is left to be done where even this cannot be written.
    let _ = anstream::stderr().write_all(text.as_bytes());
    ExitCode::from(1)
}

/// How many columns there are to fill: those of the terminal, else of `COLUMNS`, else 80; within what can be read.
pub(crate) fn width() -> usize {
    let of_terminal = || {
        let stdout = io::stdout();
        let size = stdout.is_terminal().then(|| terminal_size::terminal_size_of(stdout)).flatten();
        size.map(|(terminal_size::Width(columns), _)| usize::from(columns))
    };
    let of_environment = || std::env::var("COLUMNS").ok()?.parse().ok();
    of_terminal().or_else(of_environment).unwrap_or(80).clamp(60, 160)
}
