use super::access::Refusal;
use crate::error::Fault;
use crate::store::StoreError;

/// Why a change is not made; then nothing has changed.
#[derive(Debug)]
pub enum Rejection {
    /// What was given is wrong: every fault at once.
    Invalid(Vec<Fault>),
    /// Whoever asks may not do it.
    Refused(Refusal),
    /// What the store says.
    Store(StoreError),
}

impl From<Fault> for Rejection {
    fn from(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }
}

impl From<StoreError> for Rejection {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What was read, where it has no fault.
pub(super) fn sound<T>(read: T, faults: Vec<Fault>) -> Result<T, Rejection> {
    if faults.is_empty() { Ok(read) } else { Err(Rejection::Invalid(faults)) }
}
