//! The engine against what its answers mean: sets, a slow reference, laws, and cases of one trait each.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a test fails by panicking, and its numbers are small"
)]

mod cases;
mod conflicts;
mod faults;
mod laws;
mod model;
mod reference;
mod scale;
mod set_cover;
mod subjects;
mod verify;
mod world;
