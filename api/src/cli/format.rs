use std::io;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::error::ApiError;

/// How a list is printed.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct FormatArgument {
    /// How to print: for people, for programs, for spreadsheets
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table that fits the terminal
    #[default]
    Table,
    /// JSON
    Json,
    /// Comma-separated values with a header
    Csv,
}

/// Indented, with a line feed at the end.
pub(crate) fn json(value: &impl Serialize) -> Result<String, ApiError> {
    let mut text = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
    text.push('\n');
    Ok(text)
}

/// A header and one line a record.
pub(crate) fn csv<const N: usize>(
    header: [&str; N],
    records: impl IntoIterator<Item = [String; N]>,
) -> Result<String, ApiError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(io::Error::from)?;
    for record in records {
        writer.write_record(&record).map_err(io::Error::from)?;
    }
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| io::Error::other(error).into())
}
