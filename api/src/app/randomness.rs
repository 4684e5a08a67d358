use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

/// Gives bytes that nobody can guess; a parameter, as time is.
#[derive(Clone)]
pub struct Randomness(Arc<Fill>);

/// Overwrites all of a slice.
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

impl Randomness {
    /// A source that has `fill` overwrite all of a slice.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// So many bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0)(&mut bytes);
        bytes
    }

    /// A version 7 UUID made at an instant: later ones sort after earlier ones, to the millisecond.
    #[must_use]
    pub fn uuid(&self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid()
    }
}

impl fmt::Debug for Randomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Randomness")
    }
}
