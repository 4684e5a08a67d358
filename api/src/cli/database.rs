use clap::Args;
use tokio::runtime::{Builder, Runtime};

use crate::error::{ApiError, Fault};
use crate::store::{Store, StoreError};

/// Where what organisations keep is kept.
#[derive(Args, Clone, Debug)]
pub(crate) struct DatabaseArguments {
    /// Use this database: `sqlite:PATH`, or `postgres://USER@HOST/NAME`
    #[arg(
        long,
        value_name = "URL",
        env = "OBLIGRAPH_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:obligraph.db"
    )]
    pub(crate) database: String,
}

impl DatabaseArguments {
    pub(crate) async fn open(&self) -> Result<Store, ApiError> {
        Store::open(&self.database).await.map_err(|error| self.refused(error))
    }

    /// What the store says of this database, which cannot be opened or brought to its schema.
    pub(crate) fn refused(&self, error: StoreError) -> ApiError {
        let file = self.database.strip_prefix("sqlite:").map(|file| file.trim_start_matches("//"));
        let (StoreError::Unavailable(_), Some(file)) = (&error, file) else { return refused(error) };
        let file = file.split_once('?').map_or(file, |(file, _)| file);
        let message = format!(
            "`{file}` cannot be opened or written: {}; name an SQLite file, or one that is not there yet, in a folder that \
             is there, and of which you may write both",
            error.detail().unwrap_or_default()
        );
        ApiError::refused([Fault::new(error.code(), message).of("--database")])
    }
}

/// What the store says, and what the database said to it: whoever runs this command runs the database too.
pub(crate) fn refused(error: StoreError) -> ApiError {
    let message = match error.detail() {
        None => error.to_string(),
        Some(detail) => format!("{error}: {detail}"),
    };
    ApiError::refused([Fault::new(error.code(), message)])
}

/// What a command that waits for the database runs on.
pub(crate) fn runtime() -> Result<Runtime, ApiError> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}
