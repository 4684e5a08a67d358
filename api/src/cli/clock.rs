use chrono::NaiveDate;

/// The day on which the program runs, in UTC.
///
/// The only place where the command line asks for the time: everything below takes the day as an argument.
#[expect(clippy::disallowed_methods, reason = "the outermost edge of the command line reads the clock")]
pub(crate) fn today() -> NaiveDate {
    chrono::Utc::now().date_naive()
}
