//! The store, on SQLite and on PostgreSQL alike.

mod audit_log;
mod change_feed;
mod changes;
mod evidence;
mod overlay;
mod paging;
mod postgres;
mod schema;
mod tenancy;
mod uploads;
mod world;

/// Runs each of these as two tests: on a new SQLite file, and on a new PostgreSQL database.
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            use crate::store::world::World;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$test(World::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgresql() {
                super::$test(World::postgresql().await).await;
            }
        }
    )+};
}
use on_both_databases;
