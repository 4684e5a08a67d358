//! The database schema of Obligraph, as an ordered list of changes.
//!
//! ```text
//! Migrator::migrations()  ->  m20261125_000001_organizations, m20261125_000002_evidence, ...
//! ```
//!
//! - One file a change, named by its day, its number on that day and what it does: `m20261125_000001_organizations`.
//!   The list is in ascending order of those names, so that it grows at its end only.
//! - A change that has been released is never edited: a later one corrects it.
//! - A change names its own tables and columns and never uses a live entity of the program. Entities follow the newest
//!   schema; a change must go on meaning what it meant on its day.
//! - What a change makes, it can unmake: `up`, `down` and `up` again leave the same schema as `up`.

mod m20261125_000001_organizations;
mod m20261125_000002_evidence;
mod m20261125_000003_audit_log;
mod m20261125_000004_idempotency_keys;
mod m20261125_000005_profiles;
mod m20261125_000010_overlays;
mod m20261125_000011_files;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Brings a database from any earlier schema to the newest one.
#[derive(Clone, Copy, Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    /// Every change, oldest first.
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261125_000001_organizations::Migration),
            Box::new(m20261125_000002_evidence::Migration),
            Box::new(m20261125_000003_audit_log::Migration),
            Box::new(m20261125_000004_idempotency_keys::Migration),
            Box::new(m20261125_000005_profiles::Migration),
            Box::new(m20261125_000010_overlays::Migration),
            Box::new(m20261125_000011_files::Migration),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
    }

    /// Two changes of one name, or one slipped in before another, would leave databases that differ.
    #[test]
    fn the_list_is_in_strictly_ascending_order_of_names() {
        let names = names();
        assert!(names.is_sorted_by(|earlier, later| earlier < later), "not in ascending order: {names:#?}");
    }

    #[test]
    fn a_name_tells_the_day_the_number_and_the_change() {
        let form = |name: &str| -> Option<bool> {
            let mut parts = name.strip_prefix('m')?.splitn(3, '_');
            let mut digits = |n: usize| -> Option<bool> {
                let part = parts.next()?;
                Some(part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit()))
            };
            let numbered = digits(8)? && digits(6)?;
            let change = parts.next()?;
            Some(
                numbered
                    && !change.is_empty()
                    && change.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            )
        };
        let odd: Vec<String> = names().into_iter().filter(|name| form(name) != Some(true)).collect();
        assert!(odd.is_empty(), "not of the form `m20261201_000001_what_it_does`: {odd:#?}");
    }
}
