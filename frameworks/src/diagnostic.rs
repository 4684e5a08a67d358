use std::fmt;

use crate::rule::{Rule, Severity};

/// One fault of the content: where it is, what it is, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the content may be used in spite of it.
    pub severity: Severity,
    /// The stable code of the rule that is broken, as in [`Rule::code`].
    pub code: &'static str,
    /// The file, as built in or as found under a directory.
    pub file: String,
    /// The line of the item that is at fault, from 1; `None` where it is the file as a whole.
    pub line: Option<u32>,
    /// What is wrong, naming the input.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Diagnostic {
    /// A fault against `rule` in `file`, at `line` or, with 0, in the file as a whole.
    pub(crate) fn new(rule: Rule, file: &str, line: u32, message: String, help: String) -> Self {
        let line = (line > 0).then_some(line);
        Self { severity: rule.severity(), code: rule.code(), file: file.to_owned(), line, message, help }
    }
}

/// `error[dangling-reference]: iso.yaml:12: ...`, and the remedy on a second line.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}:", self.severity.word(), self.code, self.file)?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}\n  help: {}", self.message, self.help)
    }
}

/// All that is wrong with a set of content, in the order of files, lines and codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// In the order of files, lines and codes, each once.
    pub(crate) fn sorted(mut all: Vec<Diagnostic>) -> Self {
        all.sort_by(|a, b| {
            (&a.file, a.line, a.code, &a.message, &a.help)
                .cmp(&(&b.file, b.line, b.code, &b.message, &b.help))
        });
        all.dedup();
        Self(all)
    }

    /// The diagnostics, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is wrong, not even by a warning.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the content must not be used.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// One after the other, without a summary.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, diagnostic) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_str("\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
