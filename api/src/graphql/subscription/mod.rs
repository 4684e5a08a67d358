//! What can be listened to: one event is told once its change is committed, by whichever process it was made.

mod changes;

pub(crate) use changes::Subscription;
