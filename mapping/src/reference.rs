use std::fmt;
use std::str::FromStr;

/// Names one requirement of one edition of one framework: `iso-42001:2023/A.6.2.8`, `eu-ai-act:2024/art-9.2.a`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    framework: String,
    id: String,
}

impl Reference {
    /// Joins a framework key (`iso-42001:2023`) and a requirement id (`A.6.2.8`).
    ///
    /// # Errors
    /// [`ReferenceError`] where either part is empty or holds a character that a reference cannot carry.
    pub fn new(framework: &str, id: &str) -> Result<Self, ReferenceError> {
        if !is_framework_key(framework) {
            return Err(ReferenceError::FrameworkKey(framework.to_owned()));
        }
        if id.is_empty() || id.chars().any(|c| c.is_whitespace() || c.is_control() || c == '/') {
            return Err(ReferenceError::RequirementId(id.to_owned()));
        }
        Ok(Self { framework: framework.to_owned(), id: id.to_owned() })
    }

    /// The framework key, with its edition: `iso-42001:2023`.
    #[must_use]
    pub fn framework(&self) -> &str {
        &self.framework
    }

    /// The requirement's id within the framework: `A.6.2.8`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// A key is `name:edition`, both of lower-case letters, digits, `-` and `.`.
fn is_framework_key(key: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.')
    };
    key.split_once(':').is_some_and(|(name, edition)| word(name) && word(edition))
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.framework, self.id)
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (framework, id) =
            text.split_once('/').ok_or_else(|| ReferenceError::MissingSlash(text.to_owned()))?;
        Self::new(framework, id)
    }
}

/// Why a text is not a [`Reference`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceError {
    /// There is no `/` between framework and requirement.
    MissingSlash(String),
    /// The framework key is not `name:edition`.
    FrameworkKey(String),
    /// The requirement id is empty or holds blanks or a slash.
    RequirementId(String),
}

impl ReferenceError {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingSlash(_) => "reference-without-slash",
            Self::FrameworkKey(_) => "reference-framework-key",
            Self::RequirementId(_) => "reference-requirement-id",
        }
    }
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingSlash(text) => {
                write!(
                    f,
                    "`{text}` is no reference; write framework and requirement as `iso-42001:2023/A.6.2.8`"
                )
            }
            Self::FrameworkKey(key) => {
                write!(
                    f,
                    "`{key}` is no framework key; write name and edition in lower case as `iso-42001:2023`"
                )
            }
            Self::RequirementId(id) => {
                write!(f, "`{id}` is no requirement id; it must not be empty or hold blanks or a slash")
            }
        }
    }
}

impl std::error::Error for ReferenceError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_as_written() {
        for text in ["iso-42001:2023/A.6.2.8", "eu-ai-act:2024/art-43.1.cond.a", "acme.controls:v1.2/C-7"] {
            assert_eq!(text.parse::<Reference>().map(|r| r.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn each_fault_has_its_own_code() {
        let code = |text: &str| text.parse::<Reference>().map_err(|e| e.code());
        assert_eq!(code("A.6.2.8"), Err("reference-without-slash"));
        assert_eq!(code("ISO 42001/A.6.2.8"), Err("reference-framework-key"));
        assert_eq!(code("iso-42001/A.6.2.8"), Err("reference-framework-key"));
        assert_eq!(code("iso-42001:2023/"), Err("reference-requirement-id"));
        assert_eq!(code("iso-42001:2023/A 6"), Err("reference-requirement-id"));
    }
}
