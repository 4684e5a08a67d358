use obligraph_frameworks::{Diagnostic, Diagnostics, Severity};
use serde::Serialize;

use super::format::{csv, json};
use super::style::{BOLD, DIM, of_severity};
use super::wording::counted;
use crate::error::ApiError;

/// One fault a paragraph: `file:line: error[code]: ...`, and what to do about it.
pub(crate) fn table(diagnostics: &Diagnostics) -> String {
    diagnostics.iter().map(paragraph).collect()
}

fn paragraph(diagnostic: &Diagnostic) -> String {
    let Diagnostic { severity, code, file, line, message, help } = diagnostic;
    let style = of_severity(*severity);
    let line = line.map_or(String::new(), |line| format!("{line}:"));
    let word = severity.word();
    format!(
        "{BOLD}{file}:{line}{BOLD:#} {style}{word}[{code}]{style:#}: {message}\n  {DIM}help: {help}{DIM:#}\n"
    )
}

/// `2 errors, 1 warning`.
pub(crate) fn counts(diagnostics: &Diagnostics) -> String {
    let of = |severity: Severity| {
        let count = diagnostics.count(severity);
        (count > 0).then(|| counted(count, severity.word()))
    };
    let counts: Vec<String> = [of(Severity::Error), of(Severity::Warning)].into_iter().flatten().collect();
    if counts.is_empty() { "no faults".to_owned() } else { counts.join(", ") }
}

/// A diagnostic as programs read it.
#[derive(Serialize)]
struct Row<'a> {
    severity: &'a str,
    code: &'a str,
    file: &'a str,
    line: Option<u32>,
    message: &'a str,
    help: &'a str,
}

pub(crate) fn as_json(diagnostics: &Diagnostics) -> Result<String, ApiError> {
    let rows: Vec<Row<'_>> = diagnostics
        .iter()
        .map(|Diagnostic { severity, code, file, line, message, help }| Row {
            severity: severity.word(),
            code,
            file,
            line: *line,
            message,
            help,
        })
        .collect();
    json(&rows)
}

pub(crate) fn as_csv(diagnostics: &Diagnostics) -> Result<String, ApiError> {
    let records = diagnostics.iter().map(|diagnostic| {
        [
            diagnostic.severity.word().to_owned(),
            diagnostic.code.to_owned(),
            diagnostic.file.clone(),
            diagnostic.line.map_or(String::new(), |line| line.to_string()),
            diagnostic.message.clone(),
            diagnostic.help.clone(),
        ]
    });
    csv(["severity", "code", "file", "line", "message", "help"], records)
}
