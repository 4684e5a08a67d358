use std::fmt;

/// Why a file is not kept or found.
///
/// Its `Display` is fit for a client: what happened inside is told by [`FileError::detail`] alone, for logs.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileError {
    /// It has more bytes than it may.
    TooLarge {
        /// The most that it may have.
        limit: u64,
    },
    /// It stopped coming before its end: what the connection says.
    Interrupted(String),
    /// It cannot be written or read: what the folder says.
    Unavailable(String),
}

impl FileError {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "file-too-large",
            Self::Interrupted(_) => "file-interrupted",
            Self::Unavailable(_) => "file-unavailable",
        }
    }

    /// Tells the log what happened inside, where it is no matter of what was sent.
    pub fn log(&self) {
        if let Self::Unavailable(detail) = self {
            tracing::error!(code = self.code(), detail, "files are out of reach");
        }
    }

    /// What happened inside, for logs; never for a client.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::TooLarge { .. } => None,
            Self::Interrupted(cause) | Self::Unavailable(cause) => Some(cause),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "the file has more than {limit} bytes; send a smaller one"),
            Self::Interrupted(_) => f.write_str("the file stopped coming before its end; send it again"),
            Self::Unavailable(_) => f.write_str("files cannot be kept or read at the moment"),
        }
    }
}

impl std::error::Error for FileError {}

impl From<object_store::Error> for FileError {
    fn from(error: object_store::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}
