//! What users do from beginning to end, through the built program over HTTP, on SQLite and on PostgreSQL alike.

mod curation;
mod engagements;
mod evidence;
mod files;
mod memberships;
mod service_tokens;
mod world;

pub(crate) use world::{Person, SECRET, World, in_days, organization_id, token};

/// Runs each of these as two tests: on a new SQLite file, and on a new PostgreSQL database.
macro_rules! on_both_databases {
    ($($journey:ident),+ $(,)?) => {$(
        mod $journey {
            use crate::journeys::world::World;

            #[test]
            fn on_sqlite() {
                super::$journey(&World::sqlite());
            }

            #[test]
            fn on_postgresql() {
                super::$journey(&World::postgresql());
            }
        }
    )+};
}
use on_both_databases;
