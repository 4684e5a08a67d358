use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

use obligraph::store::{
    AiSystemId, IdempotencyKey, ManagementSystemId, MembershipId, Object, ObjectKind, OrganizationId, Page,
    Recording, Role, SiteId, Store, StoreError,
};

use super::on_both_databases;
use super::world::{World, ai_system, at, id, instant, management_system, organization, site};

on_both_databases!(
    what_is_added_and_updated_is_read_back,
    nothing_is_there_twice,
    a_text_that_cannot_be_kept_is_refused,
    instants_are_kept_to_the_microsecond,
    changes_at_the_same_time_come_one_after_the_other,
    what_fails_or_is_given_up_among_others_leaves_nothing,
    what_is_told_of_a_repeated_change_is_there,
    a_change_with_a_key_is_made_once_a_day,
    what_was_changed_in_the_meantime_is_not_overwritten,
    an_organisation_keeps_an_owner,
    what_is_removed_is_gone_and_stays_in_the_log,
);

async fn what_is_added_and_updated_is_read_back(world: World) {
    let scope = world.organization(1).await;
    let updated = scope.update_organization(organization("Zürich AG"), None, at(1)).await.unwrap();
    assert_eq!(scope.organization().await.unwrap(), Some(updated));

    let key = AiSystemId::new(id(2));
    let added = scope.add_ai_system(key, ai_system("triage"), at(2)).await.unwrap();
    assert_eq!(scope.ai_system(key).await.unwrap(), Some(added));
    let updated = scope.update_ai_system(key, ai_system("sorting"), None, at(3)).await.unwrap();
    assert_eq!((updated.profile.clone(), updated.recorded_at), (ai_system("sorting"), instant(3)));
    assert_eq!(scope.ai_systems(Page::first(9, None)).await.unwrap().items, [updated]);

    let key = ManagementSystemId::new(id(2));
    let added = scope.add_management_system(key, management_system("isms"), at(4)).await.unwrap();
    assert_eq!(scope.management_system(key).await.unwrap(), Some(added));
    let updated = scope.update_management_system(key, management_system("ISMS"), None, at(5)).await.unwrap();
    assert_eq!(scope.management_systems(Page::first(9, None)).await.unwrap().items, [updated]);

    let key = SiteId::new(id(2));
    let added = scope.add_site(key, site("head office"), at(6)).await.unwrap();
    assert_eq!(scope.site(key).await.unwrap(), Some(added));
    let updated = scope.update_site(key, site("plant"), None, at(7)).await.unwrap();
    assert_eq!(scope.sites(Page::first(9, None)).await.unwrap().items, [updated]);

    let key = MembershipId::new(id(2));
    let added = scope.add_membership(key, "bob", Role::Viewer, at(8)).await.unwrap();
    assert_eq!(scope.membership(key).await.unwrap(), Some(added));
    let updated = scope.update_membership(key, Role::Manager, at(9)).await.unwrap();
    assert_eq!(scope.membership_of("bob").await.unwrap(), Some(updated));
    scope.remove_membership(key, at(10)).await.unwrap();
    assert_eq!(scope.memberships(Page::first(9, None)).await.unwrap().items, []);
}

async fn nothing_is_there_twice(world: World) {
    let scope = world.organization(1).await;
    scope.add_site(SiteId::new(id(2)), site("one"), at(1)).await.unwrap();
    scope.add_membership(MembershipId::new(id(2)), "bob", Role::Viewer, at(2)).await.unwrap();
    let entries = scope.verify_audit_log().await.unwrap().entries;
    for (error, message) in [
        (
            world
                .store
                .add_organization(scope.organization_id(), organization("again"), None, at(3))
                .await
                .map(drop),
            format!("the organization `{}` is there already", id(1)),
        ),
        (
            scope.add_site(SiteId::new(id(2)), site("two"), at(3)).await.map(drop),
            format!("the site `{}` is there already", id(2)),
        ),
        (
            scope.add_membership(MembershipId::new(id(3)), "bob", Role::Owner, at(3)).await.map(drop),
            "the membership `bob` is there already".to_owned(),
        ),
    ] {
        let error = error.unwrap_err();
        assert_eq!((error.code(), error.to_string(), error.detail()), ("store-exists", message, None));
    }
    // Refused as a whole, without a trace.
    assert_eq!(scope.site(SiteId::new(id(2))).await.unwrap().unwrap().profile.name, "one");
    assert_eq!(scope.verify_audit_log().await.unwrap().entries, entries);
}

async fn a_text_that_cannot_be_kept_is_refused(world: World) {
    let scope = world.organization(1).await;
    let key = SiteId::new(id(2));
    let error = scope.add_site(key, site("a\0b"), at(1)).await.unwrap_err();
    assert!(matches!(error, StoreError::NulCharacter), "{error:?}");
    assert_eq!(scope.site(key).await.unwrap(), None);
}

async fn instants_are_kept_to_the_microsecond(world: World) {
    let scope = world.organization(1).await;
    let nanosecond = TimeDelta::nanoseconds(1);
    let exact: DateTime<Utc> = instant(1) + TimeDelta::microseconds(123_456);
    let recording = Recording { at: exact + nanosecond, actor: "alice", idempotency: None };
    let added = scope.add_site(SiteId::new(id(2)), site("one"), recording).await.unwrap();
    assert_eq!(added.recorded_at, exact);
    assert_eq!(scope.site(added.id).await.unwrap(), Some(added));
    assert_eq!(scope.verify_audit_log().await.unwrap().faults, []);
}

/// At an instant, by `alice`, with a key.
fn with_key(seconds: i64, key: &'static str, request_hash: &'static str) -> Recording<'static> {
    Recording { idempotency: Some(IdempotencyKey { key, request_hash }), ..at(seconds) }
}

async fn a_change_with_a_key_is_made_once_a_day(world: World) {
    let scope = world.organization(1).await;
    let add = |number: u8, recording| scope.add_site(SiteId::new(id(number)), site("one"), recording);
    add(2, with_key(1, "k", "h")).await.unwrap();
    let first = Object::new(ObjectKind::Site, id(2));
    let again = add(3, with_key(2, "k", "h")).await.unwrap_err();
    assert!(matches!(again, StoreError::Repeated(object) if object == first), "{again}");
    let reused = add(3, with_key(2, "k", "other")).await.unwrap_err();
    assert!(matches!(reused, StoreError::KeyReused), "{reused}");
    let of_bob = Recording { actor: "bob", ..with_key(2, "k", "other") };
    add(3, of_bob).await.unwrap();
    let day = 24 * 60 * 60;
    assert!(matches!(add(4, with_key(day, "k", "h")).await, Err(StoreError::Repeated(_))));
    add(4, with_key(day + 1, "k", "other")).await.unwrap();
    // What is refused leaves no key.
    assert!(matches!(add(4, with_key(day + 2, "l", "h")).await, Err(StoreError::Exists { .. })));
    add(5, with_key(day + 3, "l", "h")).await.unwrap();
    assert_eq!(scope.site_count().await.unwrap(), 4);
    let mut writers = Vec::new();
    for number in 10..16_u8 {
        let (store, organization) = (world.store.clone(), scope.organization_id());
        writers.push(tokio::spawn(async move {
            let recording = with_key(day + 4, "m", "h");
            store.scope(organization).add_site(SiteId::new(id(number)), site("one"), recording).await.is_ok()
        }));
    }
    let mut made = 0;
    for writer in writers {
        made += usize::from(writer.await.unwrap());
    }
    assert_eq!((made, scope.site_count().await.unwrap()), (1, 5));
    assert_eq!(scope.verify_audit_log().await.unwrap().faults, []);
}

async fn what_was_changed_in_the_meantime_is_not_overwritten(world: World) {
    let scope = world.organization(1).await;
    let key = SiteId::new(id(2));
    let read = scope.add_site(key, site("one"), at(1)).await.unwrap().recorded_at;
    let two = scope.update_site(key, site("two"), Some(read), at(2)).await.unwrap();
    let stale = scope.update_site(key, site("three"), Some(read), at(3)).await.unwrap_err();
    assert!(matches!(stale, StoreError::Stale(_)), "{stale}");
    assert_eq!(scope.site(key).await.unwrap(), Some(two));
    let unknown = scope.update_site(SiteId::new(id(3)), site("x"), Some(read), at(3)).await.unwrap_err();
    assert!(matches!(unknown, StoreError::Unknown(_)), "{unknown}");
    let organization_read = scope.organization().await.unwrap().unwrap().recorded_at;
    scope.update_organization(organization("b"), Some(organization_read), at(4)).await.unwrap();
    let stale = scope.update_organization(organization("c"), Some(organization_read), at(5)).await;
    assert!(matches!(stale, Err(StoreError::Stale(_))));
}

async fn an_organisation_keeps_an_owner(world: World) {
    let key = OrganizationId::new(id(1));
    let alice = MembershipId::new(id(2));
    world.store.add_organization(key, organization("one"), Some((alice, "alice")), at(0)).await.unwrap();
    let scope = world.store.scope(key);
    assert_eq!(scope.membership_of("alice").await.unwrap().unwrap().role, Role::Owner);
    assert!(matches!(scope.remove_membership(alice, at(1)).await, Err(StoreError::LastOwner)));
    let lowered = scope.update_membership(alice, Role::Viewer, at(1)).await;
    assert!(matches!(lowered, Err(StoreError::LastOwner)));
    scope.update_membership(alice, Role::Owner, at(1)).await.unwrap();
    scope.add_membership(MembershipId::new(id(3)), "bob", Role::Owner, at(2)).await.unwrap();
    scope.remove_membership(alice, at(3)).await.unwrap();
    assert_eq!(scope.membership_count().await.unwrap(), 1);
}

async fn what_is_removed_is_gone_and_stays_in_the_log(world: World) {
    let scope = world.organization(1).await;
    let key = id(2);
    scope.add_site(SiteId::new(key), site("one"), at(1)).await.unwrap();
    scope.add_ai_system(AiSystemId::new(key), ai_system("triage"), at(2)).await.unwrap();
    scope
        .add_management_system(ManagementSystemId::new(key), management_system("isms"), at(3))
        .await
        .unwrap();
    scope.remove_site(SiteId::new(key), at(4)).await.unwrap();
    scope.remove_ai_system(AiSystemId::new(key), at(5)).await.unwrap();
    scope.remove_management_system(ManagementSystemId::new(key), at(6)).await.unwrap();
    assert_eq!(
        (
            scope.site_count().await.unwrap(),
            scope.ai_system_count().await.unwrap(),
            scope.management_system_count().await.unwrap()
        ),
        (0, 0, 0)
    );
    assert!(matches!(scope.remove_site(SiteId::new(key), at(7)).await, Err(StoreError::Unknown(_))));
    let last = scope.audit_log(Page::last(3, None)).await.unwrap().items;
    let told: Vec<(&str, &str)> =
        last.iter().map(|entry| (entry.action.as_str(), entry.content.as_str())).collect();
    assert_eq!(
        told,
        [("remove-site", "null"), ("remove-ai-system", "null"), ("remove-management-system", "null")]
    );
    assert_eq!(scope.audit_entry_count().await.unwrap(), 7);
    assert_eq!(scope.audit_entry(5).await.unwrap().unwrap().action, "remove-site");
}

async fn changes_at_the_same_time_come_one_after_the_other(world: World) {
    let scope = world.organization(1).await;
    let mut writers = Vec::new();
    for writer in 0..6_u8 {
        let (store, organization) = (world.store.clone(), scope.organization_id());
        writers.push(tokio::spawn(async move {
            for number in 0..5 {
                let key = SiteId::new(id(10 + writer * 5 + number));
                store.scope(organization).add_site(key, site("one"), at(1)).await.unwrap();
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let verified = scope.verify_audit_log().await.unwrap();
    assert_eq!((verified.entries, verified.faults), (31, vec![]));
    let log = scope.audit_log(Page::first(40, None)).await.unwrap().items;
    assert!(log.windows(2).all(|pair| pair[0].recorded_at < pair[1].recorded_at));
    assert_eq!(scope.sites(Page::first(40, None)).await.unwrap().items.len(), 30);
}

async fn what_is_told_of_a_repeated_change_is_there(world: World) {
    const KEYS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let scope = world.organization(1).await;
    let mut writers = Vec::new();
    for (number, key) in (10..74_u8).zip(KEYS.into_iter().cycle()) {
        let (store, organization) = (world.store.clone(), scope.organization_id());
        writers.push(tokio::spawn(async move {
            let scope = store.scope(organization);
            match scope.add_site(SiteId::new(id(number)), site("one"), with_key(1, key, "h")).await {
                Ok(added) => added.id,
                Err(StoreError::Repeated(made)) => {
                    let made = SiteId::new(made.id);
                    assert!(
                        scope.site(made).await.unwrap().is_some(),
                        "{number} is told of what is not there"
                    );
                    made
                }
                Err(other) => panic!("{other}"),
            }
        }));
    }
    let mut made = BTreeSet::new();
    for writer in writers {
        made.insert(writer.await.unwrap());
    }
    assert_eq!((made.len(), scope.site_count().await.unwrap()), (KEYS.len(), KEYS.len()));
}

async fn what_fails_or_is_given_up_among_others_leaves_nothing(world: World) {
    let scope = world.organization(1).await;
    scope.add_site(SiteId::new(id(2)), site("there"), at(1)).await.unwrap();
    let mut writers = Vec::new();
    for number in 10..90_u8 {
        let (store, organization) = (world.store.clone(), scope.organization_id());
        writers.push(tokio::spawn(async move {
            let key = if number % 4 == 0 { 2 } else { number };
            let scope = store.scope(organization);
            let added = scope.add_site(SiteId::new(id(key)), site("one"), at(2));
            if number % 3 > 0 {
                return Some((key, added.await.is_ok()));
            }
            // Given up in the middle, or done already.
            let patience = std::time::Duration::from_micros(u64::from(number) * 60);
            tokio::time::timeout(patience, added).await.ok().map(|added| (key, added.is_ok()))
        }));
    }
    let mut acknowledged = BTreeSet::from([SiteId::new(id(2))]);
    for writer in writers {
        if let Some((key, is_added)) = writer.await.unwrap() {
            assert_eq!(is_added, key != 2, "{key}");
            acknowledged.insert(SiteId::new(id(key)));
        }
    }
    // Whoever writes now waits for all that was given up.
    scope.add_site(SiteId::new(id(100)), site("last"), at(3)).await.unwrap();
    let sites = scope.sites(Page::first(100, None)).await.unwrap().items;
    let there: BTreeSet<SiteId> = sites.iter().map(|site| site.id).collect();
    assert!(acknowledged.is_subset(&there), "{:?} are lost", acknowledged.difference(&there));
    let verified = scope.verify_audit_log().await.unwrap();
    assert_eq!((verified.entries, verified.faults), (1 + u64::try_from(there.len()).unwrap(), vec![]));
    // Nothing is left open.
    world.tamper("UPDATE sites SET headcount = headcount").await;
}

#[tokio::test]
async fn an_sqlite_file_is_made_has_a_write_ahead_log_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    let store = Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
    store.migrate().await.unwrap();
    assert!(path.is_file());
    assert!(folder.path().join("new.db-wal").is_file());
    let id = OrganizationId::new(id(1));
    store.add_organization(id, organization("one"), None, at(0)).await.unwrap();
    store.close().await.unwrap();
    let again = Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
    assert_eq!(again.scope(id).organization().await.unwrap().unwrap().profile.name, "one");
}

/// What the database says stays inside.
#[tokio::test]
async fn messages_tell_nothing_of_the_database() {
    let world = World::sqlite().await;
    let scope = world.organization(1).await;
    world.tamper("DROP TABLE sites").await;
    let error = scope.site(SiteId::new(id(2))).await.unwrap_err();
    assert_eq!(
        (error.code(), error.to_string()),
        ("store-database", "the database refuses what was asked".into())
    );
    assert!(error.detail().unwrap().contains("no such table"));
    let address = Store::open("mysql://root:secret@localhost/db").await.unwrap_err();
    assert_eq!(address.code(), "store-address");
    assert!(!address.to_string().contains("secret"));
    let memory = Store::open("sqlite::memory:").await.unwrap_err();
    assert_eq!(memory.code(), "store-address");
    let unknown = StoreError::UnknownOrganization(OrganizationId::new(id(1)));
    assert_eq!(unknown.to_string(), format!("there is no organisation `{}`", id(1)));
}
