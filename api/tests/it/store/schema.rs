use obligraph::store::SchemaFault;
use obligraph_migrations::Migrator;
use sea_orm::DbBackend;
use sea_orm_migration::MigratorTrait as _;

use super::on_both_databases;
use super::world::World;

on_both_databases!(
    a_migrated_database_is_what_the_program_takes_it_for,
    a_database_that_differs_is_found_out,
    changes_are_made_and_unmade,
    processes_that_start_together_migrate_once,
    every_row_is_of_an_organisation,
);

async fn a_migrated_database_is_what_the_program_takes_it_for(world: World) {
    assert_eq!(world.store.schema_faults().await.unwrap(), []);
    world.store.migrate().await.unwrap();
    assert_eq!(world.store.schema_faults().await.unwrap(), []);
}

async fn a_database_that_differs_is_found_out(world: World) {
    world.tamper("ALTER TABLE sites DROP COLUMN headcount").await;
    world.tamper("ALTER TABLE sites ADD COLUMN floors integer NOT NULL DEFAULT 1").await;
    world.tamper("ALTER TABLE organizations DROP COLUMN name").await;
    world.tamper("ALTER TABLE organizations ADD COLUMN name text").await;
    let column = |table: &str, column: &str| (table.to_owned(), column.to_owned());
    let (table, missing) = column("sites", "headcount");
    let (organizations, name) = column("organizations", "name");
    let (sites, floors) = column("sites", "floors");
    let expected = [
        SchemaFault::Missing { table, column: missing },
        SchemaFault::Nullability { table: organizations, column: name },
        SchemaFault::Unknown { table: sites, column: floors },
    ];
    assert_eq!(world.store.schema_faults().await.unwrap(), expected);
}

async fn changes_are_made_and_unmade(world: World) {
    let made = schema(&world).await;
    let tables = [
        "ai_systems",
        "audit_log",
        "audit_log_heads",
        "custom_frameworks",
        "evidence",
        "evidence_claims",
        "evidence_files",
        "evidence_revisions",
        "files",
        "idempotency_keys",
        "management_systems",
        "mapping_proposals",
        "memberships",
        "organizations",
        "overlay_versions",
        "sites",
        "uploads",
    ];
    for table in tables {
        assert!(made.iter().any(|part| part.contains(table)), "`{table}` is not among {made:#?}");
    }
    Migrator::down(&world.database, None).await.unwrap();
    assert_eq!(schema(&world).await, Vec::<String>::new());
    assert!(!world.store.schema_faults().await.unwrap().is_empty());
    Migrator::up(&world.database, None).await.unwrap();
    assert_eq!(schema(&world).await, made);
}

async fn processes_that_start_together_migrate_once(world: World) {
    Migrator::down(&world.database, None).await.unwrap();
    let migrations: Vec<_> = (0..4)
        .map(|_| {
            let store = world.store.clone();
            tokio::spawn(async move { store.migrate().await })
        })
        .collect();
    for migration in migrations {
        migration.await.unwrap().unwrap();
    }
    assert_eq!(world.store.schema_faults().await.unwrap(), []);
}

/// Every key leads with the organisation, so that a page of its rows is one range, and so that rows can be spread over
/// machines by it.
async fn every_row_is_of_an_organisation(world: World) {
    let sql = match world.is_sqlite() {
        true => {
            "SELECT t.name || '.' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND c.pk = 1 ORDER BY 1"
        }
        false => {
            "SELECT c.conrelid::regclass || '.' || a.attname FROM pg_constraint c \
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] \
             WHERE c.contype = 'p' AND c.connamespace = 'public'::regnamespace ORDER BY 1"
        }
    };
    let leading = world.texts(sql).await;
    let nobodys = ["organizations.id", "seaql_migrations.version"];
    let (nobodys_there, others): (Vec<_>, Vec<_>) =
        leading.iter().partition(|key| nobodys.contains(&key.as_str()));
    assert_eq!(nobodys_there, nobodys);
    assert_eq!(others.len(), 16);
    assert!(others.iter().all(|key| key.ends_with(".organization_id")), "{others:?}");
}

/// Every table, column, index and constraint, beside the list of changes.
async fn schema(world: &World) -> Vec<String> {
    let sql = match world.database.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT type || ' ' || tbl_name || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master \
             WHERE tbl_name NOT IN ('seaql_migrations', 'sqlite_sequence') ORDER BY 1"
        }
        _ => {
            "SELECT part FROM ( \
               SELECT table_name, table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS part \
                 FROM information_schema.columns WHERE table_schema = 'public' \
               UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' \
               UNION ALL SELECT conrelid::regclass::text, conrelid::regclass || ' ' || pg_get_constraintdef(oid) \
                 FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 \
             ) parts WHERE table_name <> 'seaql_migrations' ORDER BY 1"
        }
    };
    world.texts(sql).await
}
