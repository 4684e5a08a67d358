use std::path::PathBuf;

use clap::Args;

use crate::app::Content;
use crate::error::ApiError;

/// Where content comes from. Taken before and after the command's name alike, and added up.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ContentArguments {
    /// Read further content from this directory, beside what is built in; may be repeated
    #[arg(long = "content", value_name = "DIR")]
    pub(crate) directories: Vec<PathBuf>,
}

impl ContentArguments {
    /// These directories, then `more`.
    pub(crate) fn and(mut self, more: Self) -> Self {
        self.directories.extend(more.directories);
        self
    }

    /// Loads the content.
    pub(crate) fn load(&self) -> Result<Content, ApiError> {
        Ok(Content::load(&self.directories)?)
    }
}
