use std::time::Duration;

use obligraph::store::{
    ChangeFeed, ChangeNotice, Object, ObjectKind, OrganizationId, SiteId, Store, StoreError,
};

use super::on_both_databases;
use super::postgres;
use super::world::{World, at, id, organization, site};

on_both_databases!(a_change_is_announced_once_it_is_committed, a_store_that_answers_is_told_so);

async fn next(feed: &mut ChangeFeed) -> ChangeNotice {
    tokio::time::timeout(Duration::from_secs(60), feed.next()).await.unwrap()
}

fn added_site(number: u8, sequence: i64) -> ChangeNotice {
    ChangeNotice::Changed {
        organization: OrganizationId::new(id(1)),
        sequence,
        object: Object::new(ObjectKind::Site, SiteId::new(id(number))),
        action: "add-site".to_owned(),
    }
}

async fn a_change_is_announced_once_it_is_committed(world: World) {
    let scope = world.organization(1).await;
    let mut feed = world.store.changes();
    if !world.is_sqlite() {
        assert_eq!(next(&mut feed).await, ChangeNotice::Missed);
    }
    scope.add_site(SiteId::new(id(2)), site("Bern"), at(1)).await.unwrap();
    let twice = scope.add_site(SiteId::new(id(2)), site("Bern"), at(2)).await;
    assert!(matches!(twice, Err(StoreError::Exists { .. })), "{twice:?}");
    scope.add_site(SiteId::new(id(3)), site("Chur"), at(3)).await.unwrap();
    assert_eq!(next(&mut feed).await, added_site(2, 2));
    assert_eq!(next(&mut feed).await, added_site(3, 3));
}

async fn a_store_that_answers_is_told_so(world: World) {
    world.store.ping().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_processes_hear_of_a_change_and_again_after_their_connection_was_lost() {
    let url = postgres::new_database();
    let (here, there) = (Store::open(&url).await.unwrap(), Store::open_lazily(&url).await.unwrap());
    here.migrate().await.unwrap();
    let key = OrganizationId::new(id(1));
    here.add_organization(key, organization("Alp"), None, at(0)).await.unwrap();
    let mut feed = there.changes();
    assert_eq!(next(&mut feed).await, ChangeNotice::Missed);
    here.scope(key).add_site(SiteId::new(id(2)), site("Bern"), at(1)).await.unwrap();
    assert_eq!(next(&mut feed).await, added_site(2, 2));

    let database = sea_orm::Database::connect(&url).await.unwrap();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    sea_orm::ConnectionTrait::execute_unprepared(&database, end).await.unwrap();
    assert_eq!(next(&mut feed).await, ChangeNotice::Missed);
    here.scope(key).add_site(SiteId::new(id(3)), site("Chur"), at(2)).await.unwrap();
    assert_eq!(next(&mut feed).await, added_site(3, 3));
}

#[tokio::test]
async fn a_store_opens_although_the_server_is_down() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("postgres://nobody@localhost/none?host={}", folder.path().display());
    assert!(matches!(Store::open(&url).await, Err(StoreError::Unavailable(_))));
    let store = Store::open_lazily(&url).await.unwrap();
    assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
}
