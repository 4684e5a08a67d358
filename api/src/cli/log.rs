use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

/// What a server tells of its work, on standard error.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct LogArguments {
    /// Tell what is at least as grave as this; `info` is a line a request
    #[arg(
        long = "log-level",
        value_enum,
        value_name = "LEVEL",
        env = "OBLIGRAPH_LOG_LEVEL",
        default_value = "info"
    )]
    level: Level,
    /// Write lines for people, or JSON objects for programs
    #[arg(
        long = "log-format",
        value_enum,
        value_name = "FORMAT",
        env = "OBLIGRAPH_LOG_FORMAT",
        default_value = "text"
    )]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Level {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl LogArguments {
    /// Begins to tell. A process that tells already goes on as it does.
    pub(crate) fn install(self) {
        let (ours, others) = match self.level {
            Level::Off => ("off", "off"),
            Level::Error => ("error", "error"),
            Level::Warn => ("warn", "warn"),
            Level::Info => ("info", "warn"),
            Level::Debug => ("debug", "warn"),
            Level::Trace => ("trace", "warn"),
        };
        let filter = EnvFilter::new(format!("{others},obligraph={ours}"));
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        let _ = match self.format {
            Format::Text => log.with_ansi(false).try_init(),
            Format::Json => log.json().flatten_event(true).try_init(),
        };
    }
}
