use std::sync::Arc;

use super::catalog::Content;
use super::clock::Clock;
use super::randomness::Randomness;
use crate::store::{Store, StoreError};

/// All that use cases work with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Service {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    content: Content,
    clock: Clock,
    randomness: Randomness,
    store: Option<Store>,
}

impl Service {
    /// A service that answers from content; without a store it knows no organisation.
    #[must_use]
    pub fn new(content: Content, clock: Clock, randomness: Randomness, store: Option<Store>) -> Self {
        Self { inner: Arc::new(Inner { content, clock, randomness, store }) }
    }

    /// The content that all organisations share.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.inner.content
    }

    /// The time.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Bytes that nobody can guess.
    #[must_use]
    pub fn randomness(&self) -> &Randomness {
        &self.inner.randomness
    }

    /// What is kept.
    ///
    /// # Errors
    /// [`StoreError::NoDatabase`] where the service runs without one.
    pub fn store(&self) -> Result<&Store, StoreError> {
        self.inner.store.as_ref().ok_or(StoreError::NoDatabase)
    }
}
