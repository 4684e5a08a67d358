use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::Rule;

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The position of its file among the names of the report.
    pub(crate) file: usize,
    /// Its line, from 1; 0 for the file as a whole.
    pub(crate) line: u32,
}

/// The diagnostics gathered so far; rules add to it, and nothing stops at the first fault.
#[derive(Debug, Default)]
pub(crate) struct Report {
    files: Vec<String>,
    diagnostics: Vec<Diagnostic>,
    suggested: usize,
    is_of_overlay: bool,
}

/// Each suggestion compares a name with all others; after so many, content needs another remedy than suggestions.
const MOST_SUGGESTIONS: usize = 200;

impl Report {
    pub(crate) fn new(files: Vec<String>, diagnostics: Vec<Diagnostic>) -> Self {
        Self { files, diagnostics, suggested: 0, is_of_overlay: false }
    }

    /// A report on what an organisation adds to content, where some faults weigh less.
    pub(crate) fn of_overlay(files: Vec<String>, diagnostics: Vec<Diagnostic>) -> Self {
        Self { is_of_overlay: true, ..Self::new(files, diagnostics) }
    }

    pub(crate) fn add(
        &mut self,
        rule: Rule,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let file = self.files.get(place.file).map_or("", String::as_str);
        let mut diagnostic = Diagnostic::new(rule, file, place.line, message.into(), help.into());
        if self.is_of_overlay {
            diagnostic.severity = rule.severity_in_overlay();
        }
        self.diagnostics.push(diagnostic);
    }

    /// A place as a message names it: `file:line`, or what has no lines by its name alone.
    pub(crate) fn show(&self, place: Place) -> String {
        let file = self.files.get(place.file).map_or("", String::as_str);
        if place.line == 0 { file.to_owned() } else { format!("{file}:{}", place.line) }
    }

    /// Whether one more diagnostic may look for what was meant.
    pub(crate) const fn may_suggest(&mut self) -> bool {
        self.suggested += 1;
        self.suggested <= MOST_SUGGESTIONS
    }

    pub(crate) fn finish(self) -> Diagnostics {
        Diagnostics::sorted(self.diagnostics)
    }
}
