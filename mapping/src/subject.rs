use std::fmt;
use std::str::FromStr;

/// Whose duty a requirement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectKind {
    /// The AI management system (ISO/IEC 42001).
    Aims,
    /// The information security management system (ISO/IEC 27001).
    Isms,
    /// The quality management system (ISO 9001).
    Qms,
    /// The environmental management system (ISO 14001).
    Ems,
    /// The organisation as an operator (AI Act Art. 4, Art. 17).
    Organization,
    /// One AI system (AI Act Arts. 9-15, 26, 27).
    AiSystem,
    /// One general-purpose AI model (AI Act Arts. 53-55).
    AiModel,
    /// A public authority, the Commission or a notified body: never an organisation's own obligation.
    Authority,
}

impl SubjectKind {
    /// All kinds, in the order in which answers list them.
    pub const ALL: [Self; 8] = [
        Self::Aims,
        Self::Isms,
        Self::Qms,
        Self::Ems,
        Self::Organization,
        Self::AiSystem,
        Self::AiModel,
        Self::Authority,
    ];

    /// The word used in content files and answers: `aims`, `ai-system`, ...
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Aims => "aims",
            Self::Isms => "isms",
            Self::Qms => "qms",
            Self::Ems => "ems",
            Self::Organization => "organization",
            Self::AiSystem => "ai-system",
            Self::AiModel => "ai-model",
            Self::Authority => "authority",
        }
    }

    /// Whether it is one of the four management systems.
    #[must_use]
    pub const fn is_management_system(self) -> bool {
        matches!(self, Self::Aims | Self::Isms | Self::Qms | Self::Ems)
    }

    /// Whether there may be many of them in one organisation, each with obligations of its own.
    #[must_use]
    pub const fn is_single_item(self) -> bool {
        matches!(self, Self::AiSystem | Self::AiModel)
    }
}

impl fmt::Display for SubjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One subject of obligations: a kind, and a name where an organisation has several (`ai-system:CS-7`).
///
/// Without a name it stands for the organisation's only one, or for the one that the evidence is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    kind: SubjectKind,
    name: Option<String>,
}

impl Subject {
    /// The only subject of its kind, or the one that is meant without being named.
    #[must_use]
    pub const fn unnamed(kind: SubjectKind) -> Self {
        Self { kind, name: None }
    }

    /// A named subject, such as the AI system `CS-7`.
    #[must_use]
    pub fn named(kind: SubjectKind, name: &str) -> Self {
        Self { kind, name: Some(name.to_owned()) }
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> SubjectKind {
        self.kind
    }

    /// Its name, where it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

impl From<SubjectKind> for Subject {
    fn from(kind: SubjectKind) -> Self {
        Self::unnamed(kind)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            None => write!(f, "{}", self.kind),
            Some(name) => write!(f, "{}:{name}", self.kind),
        }
    }
}

impl FromStr for Subject {
    type Err = SubjectError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (word, name) = match text.split_once(':') {
            None => (text, None),
            Some((word, name)) => (word, Some(name)),
        };
        let kind = SubjectKind::ALL
            .into_iter()
            .find(|kind| kind.word() == word && *kind != SubjectKind::Authority)
            .ok_or_else(|| SubjectError::UnknownKind(word.to_owned()))?;
        match name {
            None => Ok(Self::unnamed(kind)),
            Some(name) if name.trim().is_empty() => Err(SubjectError::EmptyName(word.to_owned())),
            Some(name) => Ok(Self::named(kind, name)),
        }
    }
}

/// Why a text is not a [`Subject`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubjectError {
    /// There is no such kind of subject.
    UnknownKind(String),
    /// A name was announced by `:` and is missing.
    EmptyName(String),
}

impl SubjectError {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind(_) => "subject-unknown-kind",
            Self::EmptyName(_) => "subject-empty-name",
        }
    }
}

impl fmt::Display for SubjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKind(word) => write!(
                f,
                "`{word}` is no kind of subject; use aims, isms, qms, ems, organization, ai-system or ai-model, \
                 with a name where there are several: `ai-system:CS-7`"
            ),
            Self::EmptyName(word) => write!(f, "`{word}:` lacks a name; write it as in `ai-system:CS-7`"),
        }
    }
}

impl std::error::Error for SubjectError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_reads_back_as_written() {
        for text in ["aims", "organization", "ai-system:CS-7", "ai-system"] {
            assert_eq!(text.parse::<Subject>().map(|s| s.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn faults_are_named() {
        assert_eq!("qmss".parse::<Subject>().map_err(|e| e.code()), Err("subject-unknown-kind"));
        assert_eq!("authority".parse::<Subject>().map_err(|e| e.code()), Err("subject-unknown-kind"));
        assert_eq!("ai-system:".parse::<Subject>().map_err(|e| e.code()), Err("subject-empty-name"));
    }
}
