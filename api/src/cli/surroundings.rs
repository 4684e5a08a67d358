use chrono::{DateTime, NaiveDate, Utc};

/// The instant at which the program runs.
///
/// The only place where the program asks for the time: everything below takes it as an argument.
#[expect(clippy::disallowed_methods, reason = "the outermost edge of the command line reads the clock")]
pub(crate) fn now() -> DateTime<Utc> {
    chrono::Utc::now()
}

/// The day on which the program runs, in UTC.
pub(crate) fn today() -> NaiveDate {
    now().date_naive()
}

/// Bytes from the system that nobody can guess.
///
/// # Panics
/// Where the system has none: whatever is signed or named with others could be forged.
#[expect(
    clippy::expect_used,
    reason = "INVARIANT: a system that runs the program has a source of randomness"
)]
pub(crate) fn random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system gives random bytes");
}
