//! Settings: defaults, then a file, then the environment, then arguments.
//!
//! Whatever has an environment variable is a setting: `OBLIGRAPH_LOG_LEVEL` is `log_level`, or `level` within `[log]`. The
//! file only moves the defaults of arguments, so that all layers are read and checked in one way.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use toml::{Table, Value};
use url::Url;

use crate::error::{ApiError, Fault};

const PREFIX: &str = "OBLIGRAPH_";
const FILE: &str = "--config";

/// The settings of a file, by their names.
#[derive(Debug, Default)]
pub(crate) struct Settings(BTreeMap<String, Vec<String>>);

/// The arguments of the process, with the command that is meant where none is named.
pub(crate) fn with_command(mut arguments: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let ends = ["-h", "--help", "-V", "--version", "help"];
    let is_named = |argument: &OsString| {
        let text = argument.to_string_lossy();
        ends.contains(&&*text) || command.find_subcommand(&*text).is_some()
    };
    // A word that is no command is a mistake, and told as one.
    let begins_with_option = arguments.get(1).is_none_or(|first| first.to_string_lossy().starts_with('-'));
    if begins_with_option && !arguments.iter().skip(1).any(is_named) {
        arguments.insert(arguments.len().min(1), "serve".into());
    }
    arguments
}

/// Which file the arguments name, or else the environment.
pub(crate) fn file(arguments: &[OsString], environment: Option<OsString>) -> Option<PathBuf> {
    let mut found = environment.map(PathBuf::from);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let text = argument.to_string_lossy();
        if text == FILE {
            found = rest.next().map(PathBuf::from);
        } else if let Some(path) = text.strip_prefix(FILE).and_then(|rest| rest.strip_prefix('=')) {
            found = Some(path.into());
        }
    }
    found
}

impl Settings {
    /// Reads a file for the settings of a command and of all below it.
    ///
    /// # Errors
    /// Every setting that is unknown or has no such value.
    pub(crate) fn read(path: &PathBuf, command: &Command) -> Result<Self, ApiError> {
        let refuse = |message: String| {
            let message = format!("cannot read the settings in {}: {message}", path.display());
            ApiError::refused([Fault::new("config-file", message).of(FILE)])
        };
        let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
        let table: Table = toml::from_str(&text).map_err(|error| refuse(error.to_string()))?;
        let mut settings = Self::default();
        let mut faults = Vec::new();
        settings.take("", table, &mut faults);
        let mut known = BTreeMap::new();
        arguments(command, &mut known);
        for (name, values) in &settings.0 {
            faults.extend(match known.get(name) {
                None => {
                    let names: Vec<&str> = known.keys().map(String::as_str).collect();
                    let message = format!("is no setting; the settings are {}", names.join(", "));
                    Some(Fault::new("config-setting", message).of(name))
                }
                Some(argument) => fault(argument, values).map(|fault| fault.of(name)),
            });
        }
        if faults.is_empty() { Ok(settings) } else { Err(ApiError::Refused(faults)) }
    }

    fn take(&mut self, prefix: &str, table: Table, faults: &mut Vec<Fault>) {
        for (key, value) in table {
            let name = format!("{prefix}{key}");
            let values = match value {
                Value::Table(table) => {
                    self.take(&format!("{name}_"), table, faults);
                    continue;
                }
                Value::Array(values) => values.iter().map(word).collect(),
                value => word(&value).map(|word| vec![word]),
            };
            let message = match values {
                None => "must be a text, a whole number, true or false, or a list of these",
                Some(_) if self.0.contains_key(&name) => "is set twice",
                Some(values) => {
                    self.0.insert(name, values);
                    continue;
                }
            };
            faults.push(Fault::new("config-value", message).of(&name));
        }
    }

    /// A command whose arguments have these settings as defaults.
    pub(crate) fn within(&self, command: Command) -> Command {
        let names: Vec<String> =
            command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        let command =
            command.mut_args(|argument| match setting(&argument).and_then(|name| self.0.get(&name)) {
                Some(values) => argument.default_values(values.clone()),
                None => argument,
            });
        names
            .into_iter()
            .fold(command, |command, name| command.mut_subcommand(name, |below| self.within(below)))
    }

    /// All settings of a command as they are in force, as such a file; secrets are not told.
    pub(crate) fn print(&self, command: &Command, matches: &ArgMatches) -> String {
        let mut lines = Vec::new();
        for argument in command.get_arguments() {
            let Some(name) = setting(argument) else { continue };
            let id = argument.get_id().as_str();
            let values: Vec<String> = match matches.get_raw(id) {
                None => Vec::new(),
                Some(values) => values.map(|value| value.to_string_lossy().into_owned()).collect(),
            };
            let source = match matches.value_source(id) {
                Some(ValueSource::CommandLine) => "argument",
                Some(ValueSource::EnvVariable) => "environment",
                _ if self.0.contains_key(&name) => "file",
                _ => "default",
            };
            let takes_list = matches!(argument.get_action(), ArgAction::Append);
            let shown: Vec<String> = values.iter().map(|value| shown(argument, value)).collect();
            lines.push(match shown.as_slice() {
                [] => format!("# {name} is not set"),
                [only] if !takes_list => format!("{name} = {only} # {source}"),
                several => format!("{name} = [{}] # {source}", several.join(", ")),
            });
        }
        lines.join("\n") + "\n"
    }
}

/// What an argument is called as a setting.
fn setting(argument: &Arg) -> Option<String> {
    Some(argument.get_env()?.to_str()?.strip_prefix(PREFIX)?.to_ascii_lowercase())
}

fn arguments<'c>(command: &'c Command, found: &mut BTreeMap<String, &'c Arg>) {
    found.extend(command.get_arguments().filter_map(|argument| Some((setting(argument)?, argument))));
    for command in command.get_subcommands() {
        arguments(command, found);
    }
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// What the argument says against these values; on its own, as others may stand beside it that are not there.
fn fault(argument: &Arg, values: &[String]) -> Option<Fault> {
    let long = argument.get_long().unwrap_or_default().to_owned();
    let alone = Arg::new("setting")
        .long(long.clone())
        .value_names(argument.get_value_names().unwrap_or_default().to_vec())
        .action(argument.get_action().clone())
        .value_parser(argument.get_value_parser().clone());
    let given = values.iter().map(|value| format!("--{long}={value}"));
    let error = Command::new("settings").no_binary_name(true).arg(alone).try_get_matches_from(given).err()?;
    let told = error.to_string();
    let message = told.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    Some(Fault::new("config-value", message))
}

/// A value as the file would hold it.
fn shown(argument: &Arg, value: &str) -> String {
    if argument.is_hide_set() {
        return "\"(hidden)\"".to_owned();
    }
    if value.parse::<i64>().is_ok() {
        return value.to_owned();
    }
    let without_password = Url::parse(value).ok().filter(|url| url.password().is_some()).map(|mut url| {
        // A URL that has a password can have another one.
        let _ = url.set_password(Some("hidden"));
        url.to_string()
    });
    Value::String(without_password.unwrap_or_else(|| value.to_owned())).to_string()
}
