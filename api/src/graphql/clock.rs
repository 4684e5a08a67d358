use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

/// Tells the day, in UTC; a parameter, so that answers can be asked for as of any day.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> NaiveDate + Send + Sync>);

impl Clock {
    /// A clock that asks `today`.
    pub fn new(today: impl Fn() -> NaiveDate + Send + Sync + 'static) -> Self {
        Self(Arc::new(today))
    }

    pub(crate) fn today(&self) -> NaiveDate {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
