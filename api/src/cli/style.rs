//! The few styles of the output. `anstream` takes them out where output is no terminal or `NO_COLOR` is set.

use anstyle::{AnsiColor, Style};
use obligraph_frameworks::Severity;
use obligraph_mapping::Coverage;

/// As it is.
pub(crate) const PLAIN: Style = Style::new();
/// Headlines and headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// What may be overlooked.
pub(crate) const DIM: Style = Style::new().dimmed();
/// A refusal.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();

/// What is satisfied, what needs more, what needs a look.
pub(crate) const fn of_coverage(coverage: Coverage) -> Style {
    match coverage {
        Coverage::Full => AnsiColor::Green.on_default().bold(),
        Coverage::Partial => AnsiColor::Yellow.on_default(),
        Coverage::Possible => AnsiColor::Cyan.on_default(),
    }
}

/// How much a fault of content matters.
pub(crate) const fn of_severity(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
    }
}
