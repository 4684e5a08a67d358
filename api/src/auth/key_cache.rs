use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};

use super::key_set::KeySet;

/// The newest set of keys that could be had, and when it was asked for.
#[derive(Default)]
pub(super) struct KeyCache(RwLock<Held>);

/// A moment of the cache.
#[derive(Clone, Default)]
pub(super) struct Held {
    set: Option<(Arc<KeySet>, DateTime<Utc>)>,
    asked_at: Option<DateTime<Utc>>,
}

/// How long a set is used although no newer one can be had.
const LAST_RESORT: TimeDelta = TimeDelta::hours(24);

/// The time between two attempts to get a set.
const RETRY: TimeDelta = TimeDelta::seconds(10);

impl KeyCache {
    pub(super) fn held(&self) -> Held {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Records what asking at `now` came to: a set, or nothing.
    pub(super) fn record(&self, set: Option<KeySet>, now: DateTime<Utc>) {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        held.asked_at = Some(now);
        if let Some(set) = set {
            held.set = Some((Arc::new(set), now));
        }
    }

    /// Records that the set is at `now` as new as can be.
    pub(super) fn confirm(&self, now: DateTime<Utc>) {
        if let Some((_, at)) = &mut self.0.write().unwrap_or_else(PoisonError::into_inner).set {
            *at = now;
        }
    }
}

impl Held {
    /// The set, unless it is too old to be trusted.
    pub(super) fn set(&self, now: DateTime<Utc>) -> Option<Arc<KeySet>> {
        self.younger(LAST_RESORT, now).map(Arc::clone)
    }

    /// Whether there is a set that was had within `age`.
    pub(super) fn is_fresh(&self, age: TimeDelta, now: DateTime<Utc>) -> bool {
        self.younger(age, now).is_some()
    }

    /// Whether there is a key of this name.
    pub(super) fn has(&self, id: Option<&str>) -> bool {
        self.set.as_ref().is_some_and(|(set, _)| set.has(id))
    }

    /// Whether it may be asked for again.
    pub(super) fn may_ask(&self, now: DateTime<Utc>) -> bool {
        self.asked_at.is_none_or(|at| now.signed_duration_since(at).abs() >= RETRY)
    }

    fn younger(&self, age: TimeDelta, now: DateTime<Utc>) -> Option<&Arc<KeySet>> {
        let (set, at) = self.set.as_ref()?;
        (now.signed_duration_since(*at) < age).then_some(set)
    }
}
