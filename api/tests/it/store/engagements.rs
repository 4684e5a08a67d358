//! What lets others in: until when it does, and to whom.

use std::collections::BTreeSet;

use obligraph::store::{EngagementId, EngagementTerms, ServiceTokenId, StoreError};

use super::on_both_databases;
use super::world::{World, at, day, id};

on_both_databases!(
    an_engagement_is_in_force_until_it_expires_or_is_revoked,
    a_service_token_is_found_by_its_secret_alone,
);

async fn an_engagement_is_in_force_until_it_expires_or_is_revoked(world: World) {
    let (client, body) = (world.organization(1).await, world.organization(11).await);
    let (of, by) = (client.organization_id(), body.organization_id());
    let terms = EngagementTerms {
        body: by,
        subjects: BTreeSet::from(["ai-system:CS-7".parse().unwrap(), "isms".parse().unwrap()]),
        purpose: "surveillance audit".to_owned(),
        expires_on: day("2026-12-24"),
    };
    let first = EngagementId::new(id(2));
    let granted = client.grant_engagement(first, terms.clone(), at(1)).await.unwrap();
    assert_eq!(client.engagement(first).await.unwrap(), Some(granted.clone()));
    for (on, is_in_force) in [("2026-11-25", true), ("2026-12-24", true), ("2026-12-25", false)] {
        let found = world.store.engagements_in_force(of, by, day(on)).await.unwrap();
        assert_eq!(found, if is_in_force { vec![granted.clone()] } else { vec![] }, "{on}");
        assert_eq!(granted.is_in_force(day(on)), is_in_force);
        let clients = world.store.engagements_of_body(by, day(on)).await.unwrap();
        let clients: Vec<_> =
            clients.iter().map(|client| (client.organization, client.name.as_str())).collect();
        assert_eq!(clients, if is_in_force { vec![(of, "organisation 1")] } else { vec![] }, "{on}");
    }
    // It is no two-way street.
    assert_eq!(world.store.engagements_in_force(by, of, day("2026-11-25")).await.unwrap(), []);
    assert_eq!(world.store.engagements_of_body(of, day("2026-11-25")).await.unwrap(), []);
    let revoked = client.revoke_engagement(first, at(2)).await.unwrap();
    assert_eq!(client.engagement(first).await.unwrap(), Some(revoked.clone()));
    assert!(!revoked.is_in_force(day("2026-11-25")));
    assert_eq!(world.store.engagements_in_force(of, by, day("2026-11-25")).await.unwrap(), []);
    let again = client.revoke_engagement(first, at(3)).await.unwrap_err();
    assert!(matches!(again, StoreError::Withdrawn(_)), "{again}");
}

async fn a_service_token_is_found_by_its_secret_alone(world: World) {
    let (one, two) = (world.organization(1).await, world.organization(11).await);
    let token = ServiceTokenId::new(id(2));
    let until = Some(day("2026-12-24"));
    let added = one.add_service_token(token, "pipeline", &[7; 32], until, at(1)).await.unwrap();
    let found = world.store.service_token_by_secret(&[7; 32]).await.unwrap();
    assert_eq!(found, Some((one.organization_id(), added.clone())));
    assert_eq!(world.store.service_token_by_secret(&[8; 32]).await.unwrap(), None);
    assert!(added.is_in_force(day("2026-12-24")) && !added.is_in_force(day("2026-12-25")));
    let same = two.add_service_token(ServiceTokenId::new(id(3)), "same", &[7; 32], None, at(2)).await;
    assert!(matches!(same, Err(StoreError::Exists { .. })), "a secret belongs to one token");
    let revoked = one.revoke_service_token(token, at(3)).await.unwrap();
    assert!(!revoked.is_in_force(day("2026-11-25")));
    let found = world.store.service_token_by_secret(&[7; 32]).await.unwrap();
    assert_eq!(found, Some((one.organization_id(), revoked)), "that it is revoked is seen");
}
