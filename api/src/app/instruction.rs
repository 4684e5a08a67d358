use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::access::Access;
use super::rejection::Rejection;
use super::service::Service;
use crate::error::Fault;
use crate::store::{IdempotencyKey, Object, Recording, Scope, StoreError};

/// Who wants a change, and what makes it the same change when it is sent again.
#[derive(Clone, Debug)]
pub struct Instruction<'a> {
    service: &'a Service,
    access: &'a Access,
    at: DateTime<Utc>,
    repeatable: Option<Repeatable>,
}

/// What a change that is sent again is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeatable {
    /// As the client chose it, unique to the change.
    pub key: String,
    /// The SHA-256, in hexadecimal, of all that was asked.
    pub request_hash: String,
}

impl Repeatable {
    /// That the key is one.
    pub(super) fn demand_sound(&self) -> Result<(), Rejection> {
        if (1..=255).contains(&self.key.chars().count()) {
            return Ok(());
        }
        let message = "must have 1 to 255 characters; a UUID will do";
        Err(Rejection::Invalid(vec![Fault::new("idempotency-key", message).of("idempotencyKey")]))
    }

    /// As the store records it.
    pub(super) fn key(&self) -> IdempotencyKey<'_> {
        IdempotencyKey { key: &self.key, request_hash: &self.request_hash }
    }
}

impl<'a> Instruction<'a> {
    /// A change that is wanted now.
    ///
    /// # Errors
    /// [`Rejection::Invalid`] where the key is empty or longer than 255 characters.
    pub fn now(
        service: &'a Service,
        access: &'a Access,
        repeatable: Option<Repeatable>,
    ) -> Result<Self, Rejection> {
        if let Some(repeatable) = &repeatable {
            repeatable.demand_sound()?;
        }
        Ok(Self { service, access, at: service.clock().now(), repeatable })
    }

    /// What use cases work with.
    pub(super) const fn service(&self) -> &'a Service {
        self.service
    }

    /// What the organisation has.
    pub(super) fn scope(&self) -> Result<Scope<'a>, StoreError> {
        Ok(self.service.store()?.scope(self.access.organization))
    }

    /// As the store records it.
    pub(super) fn recording(&self) -> Recording<'_> {
        let idempotency = self.repeatable.as_ref().map(Repeatable::key);
        Recording { at: self.at, actor: &self.access.subject, idempotency }
    }

    /// The answer to a change: to one that was made before, what it changed, as it is now.
    pub(super) async fn answered<T, R>(
        &self,
        changed: Result<T, StoreError>,
        read: impl FnOnce(Object) -> R,
    ) -> Result<T, Rejection>
    where
        R: Future<Output = Result<Option<T>, StoreError>>,
    {
        match changed {
            Err(StoreError::Repeated(object)) => {
                read(object).await?.ok_or(Rejection::Store(StoreError::Unknown(object)))
            }
            other => Ok(other?),
        }
    }

    /// A new identifier.
    pub(super) fn new_id<T>(&self, id: impl FnOnce(Uuid) -> T) -> T {
        id(self.service.randomness().uuid(self.at))
    }
}
