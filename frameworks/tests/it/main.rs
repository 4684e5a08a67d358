//! Tests of the content and of its linter, in one binary.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod bad_content;
mod builtin;
mod evidence;
mod hostile;
mod leaves;
mod overlay;
mod own_content;
