//! Waiting for what comes at no certain moment.

use std::time::{Duration, Instant};

/// Longer than any machine takes for what takes a moment.
const LONGEST: Duration = Duration::from_secs(60);

/// What is looked for, once it is there. Whoever looks asks the program, which is pause enough.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "a wait must end")]
pub(crate) fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        match look() {
            Some(found) => return found,
            None => assert!(begun.elapsed() < LONGEST, "it does not come"),
        }
    }
}
