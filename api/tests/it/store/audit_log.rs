use chrono::SecondsFormat;
use obligraph::store::{
    AuditEntry, AuditFault, EvidenceId, OrganizationId, Page, Scope, SiteId, Verification,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::on_both_databases;
use super::world::{World, at, id, instant, review, site};

on_both_databases!(
    every_change_is_an_entry_of_one_chain,
    a_log_longer_than_a_page_is_verified,
    an_edited_entry_is_found,
    an_entry_edited_with_its_hash_is_found,
    an_entry_of_another_organisation_is_found,
    removed_entries_are_found,
    entries_that_changed_places_are_found,
    a_gap_closed_by_moving_entries_up_is_found,
    an_entry_of_another_hand_is_found,
);

/// An organisation with five entries in its log.
async fn with_five_entries(world: &World) -> Scope<'_> {
    let scope = world.organization(1).await;
    for number in 2..=5 {
        scope
            .add_site(SiteId::new(id(number)), site(&format!("site {number}")), at(number.into()))
            .await
            .unwrap();
    }
    assert_eq!(verify(&scope).await.faults, []);
    scope
}

async fn verify(scope: &Scope<'_>) -> Verification {
    scope.verify_audit_log().await.unwrap()
}

async fn every_change_is_an_entry_of_one_chain(world: World) {
    let scope = world.organization(1).await;
    let evidence = EvidenceId::new(id(2));
    scope.register_evidence(evidence, review("first"), at(1)).await.unwrap();
    scope.revise_evidence(evidence, review("second"), None, at(2)).await.unwrap();
    scope.withdraw_evidence(evidence, at(3)).await.unwrap();
    let log = scope.audit_log(Page::first(10, None)).await.unwrap().items;
    let told: Vec<_> =
        log.iter().map(|entry| (entry.sequence, entry.action.as_str(), entry.recorded_at)).collect();
    let expected = [
        (1, "add-organization", instant(0)),
        (2, "register-evidence", instant(1)),
        (3, "revise-evidence", instant(2)),
        (4, "withdraw-evidence", instant(3)),
    ];
    assert_eq!(told, expected);
    assert!(log.windows(2).all(|pair| pair[1].previous_hash == pair[0].hash));
    assert!(log.iter().all(|entry| entry.actor == "alice"));
    assert_eq!(log[1].object, format!("evidence:{evidence}"));
    let expected = r#"{"claims":[{"allAiSystems":false,"confidence":0.8999999761581421,"coverage":"full","requirement":"iso-27001:2022/A.5.18"},{"allAiSystems":true,"confidence":1.0,"coverage":"partial","requirement":"iso-27001:2022/A.5.15"}],"collectedOn":"2026-11-02","covers":["isms","ai-system:CS-7"],"evidenceType":"access-review","facts":{"interval_days":90,"share":0.25,"systems":["crm","hr – Zürich"]},"revision":1,"title":"first"}"#;
    assert_eq!(log[1].content, expected);
    let Verification { entries, head, faults } = verify(&scope).await;
    assert_eq!((entries, head.sequence, head.hash, faults), (4, 4, log[3].hash.clone(), vec![]));
}

/// The same change gives the same hash on every database and in every later version.
#[tokio::test]
async fn the_form_of_entries_stays() {
    let world = World::sqlite().await;
    let log = with_five_entries(&world).await.audit_log(Page::last(1, None)).await.unwrap().items;
    assert_eq!(log[0].hash, "2cac6fa38827a9f5428ddf6cfa4eca90dd1180e28abd7a646589a8fb7bde3ba3");
    assert_eq!(log[0].hash, hash(&world, 5, &log[0].content).await);
}

async fn a_log_longer_than_a_page_is_verified(world: World) {
    let scope = world.organization(1).await;
    let one = SiteId::new(id(2));
    scope.add_site(one, site("one"), at(1)).await.unwrap();
    for number in 0..1010_u32 {
        scope.update_site(one, site(&number.to_string()), None, at(2)).await.unwrap();
    }
    assert_eq!((verify(&scope).await.entries, verify(&scope).await.faults), (1012, vec![]));
    world.tamper("UPDATE audit_log SET actor = 'mallory' WHERE sequence IN (500, 501, 1012)").await;
    let edited = [500, 501, 1012].map(|sequence| AuditFault::Edited { sequence });
    assert_eq!(verify(&scope).await.faults, edited);
    // All of it, in a time that is not that of a search for each.
    world.tamper("DELETE FROM audit_log WHERE sequence = 1").await;
    world.tamper("UPDATE audit_log SET sequence = -sequence").await;
    world.tamper("UPDATE audit_log SET sequence = -sequence - 1").await;
    let faults = verify(&scope).await.faults;
    assert!(faults.contains(&AuditFault::Removed { first: 1, last: 1 }), "{faults:?}");
    let moved = faults
        .iter()
        .filter(|fault| matches!(fault, AuditFault::Moved { sequence, from } if from - 1 == *sequence));
    assert_eq!(moved.count(), 1008);
}

async fn an_edited_entry_is_found(world: World) {
    let scope = with_five_entries(&world).await;
    for (column, value) in [
        ("content", "'{}'"),
        ("actor", "'mallory'"),
        ("action", "'update-site'"),
        ("object", "'site:1'"),
        ("hash", "'0'"),
        ("previous_hash", "'0'"),
        ("recorded_at", "'2026-11-25T09:00:03.000001+00:00'"),
    ] {
        let kept =
            world.texts(&format!("SELECT CAST({column} AS text) FROM audit_log WHERE sequence = 3")).await;
        world.tamper(&format!("UPDATE audit_log SET {column} = {value} WHERE sequence = 3")).await;
        let faults = verify(&scope).await.faults;
        assert!(faults.contains(&AuditFault::Edited { sequence: 3 }), "{column}: {faults:?}");
        world.tamper(&format!("UPDATE audit_log SET {column} = '{}' WHERE sequence = 3", kept[0])).await;
        assert_eq!(verify(&scope).await.faults, [], "{column}");
    }
}

/// The hash as it is documented, made of what the log of one organisation holds, with another content.
async fn hash(world: &World, sequence: i64, content: &str) -> String {
    let organization = OrganizationId::new(id(1));
    let log =
        world.store.scope(organization).audit_log(Page::first(1, Some(sequence - 1))).await.unwrap().items;
    let AuditEntry { recorded_at, actor, action, object, previous_hash, .. } = &log[0];
    let recorded_at = recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let parts = json!([
        "obligraph-audit-1",
        organization.to_string(),
        sequence.to_string(),
        recorded_at,
        actor,
        action,
        object,
        content,
        previous_hash
    ]);
    Sha256::digest(parts.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whoever edits an entry and its hash has to edit all that follow, and the head, which may be kept elsewhere.
async fn an_entry_edited_with_its_hash_is_found(world: World) {
    let scope = with_five_entries(&world).await;
    let edit = async |sequence: i64| {
        let hash = hash(&world, sequence, "{}").await;
        let edit =
            format!("UPDATE audit_log SET content = '{{}}', hash = '{hash}' WHERE sequence = {sequence}");
        world.tamper(&edit).await;
    };
    edit(3).await;
    assert_eq!(verify(&scope).await.faults, [AuditFault::Detached { sequence: 4 }]);
    edit(5).await;
    let faults = [AuditFault::Detached { sequence: 4 }, AuditFault::Foreign { sequence: 5 }];
    assert_eq!(verify(&scope).await.faults, faults);
}

/// Each log is of its own organisation, even where another's has entries like its own.
async fn an_entry_of_another_organisation_is_found(world: World) {
    let scope = with_five_entries(&world).await;
    let other = world.organization(9).await;
    for number in 2..=5 {
        other
            .add_site(SiteId::new(id(number)), site(&format!("site {number}")), at(number.into()))
            .await
            .unwrap();
    }
    let literal = |scope: &Scope<'_>| {
        let id = scope.organization_id().uuid();
        if world.is_sqlite() { format!("x'{}'", id.simple()) } else { format!("'{id}'") }
    };
    let (ours, theirs) = (literal(&scope), literal(&other));
    world.tamper(&format!("DELETE FROM audit_log WHERE organization_id = {ours} AND sequence = 3")).await;
    let moved = format!("SET organization_id = {ours} WHERE organization_id = {theirs} AND sequence = 3");
    world.tamper(&format!("UPDATE audit_log {moved}")).await;
    assert_eq!(verify(&scope).await.faults, [AuditFault::Edited { sequence: 3 }]);
    assert_eq!(verify(&other).await.faults, [AuditFault::Removed { first: 3, last: 3 }]);
}

async fn removed_entries_are_found(world: World) {
    let scope = with_five_entries(&world).await;
    world.tamper("DELETE FROM audit_log WHERE sequence IN (2, 3)").await;
    assert_eq!(verify(&scope).await.faults, [AuditFault::Removed { first: 2, last: 3 }]);
    world.tamper("DELETE FROM audit_log WHERE sequence = 5").await;
    let faults = [AuditFault::Removed { first: 2, last: 3 }, AuditFault::Removed { first: 5, last: 5 }];
    assert_eq!(verify(&scope).await.faults, faults);
    world.tamper("DELETE FROM audit_log").await;
    assert_eq!(verify(&scope).await.faults, [AuditFault::Removed { first: 1, last: 5 }]);
}

async fn entries_that_changed_places_are_found(world: World) {
    let scope = with_five_entries(&world).await;
    for sql in ["SET sequence = 99 WHERE sequence = 3", "SET sequence = 3 WHERE sequence = 4"] {
        world.tamper(&format!("UPDATE audit_log {sql}")).await;
    }
    world.tamper("UPDATE audit_log SET sequence = 4 WHERE sequence = 99").await;
    let faults = [AuditFault::Moved { sequence: 3, from: 4 }, AuditFault::Moved { sequence: 4, from: 3 }];
    assert_eq!(verify(&scope).await.faults, faults);
}

async fn a_gap_closed_by_moving_entries_up_is_found(world: World) {
    let scope = with_five_entries(&world).await;
    world.tamper("DELETE FROM audit_log WHERE sequence = 3").await;
    world.tamper("UPDATE audit_log SET sequence = 3 WHERE sequence = 4").await;
    world.tamper("UPDATE audit_log SET sequence = 4 WHERE sequence = 5").await;
    let faults = [
        AuditFault::Moved { sequence: 3, from: 4 },
        AuditFault::Removed { first: 3, last: 3 },
        AuditFault::Moved { sequence: 4, from: 5 },
    ];
    assert_eq!(verify(&scope).await.faults, faults);
}

/// A head set back, or replaced, hides nothing: the entries speak.
async fn an_entry_of_another_hand_is_found(world: World) {
    let scope = with_five_entries(&world).await;
    world.tamper("UPDATE audit_log_heads SET sequence = 4").await;
    assert_eq!(verify(&scope).await.faults, [AuditFault::Foreign { sequence: 5 }]);
    world.tamper("UPDATE audit_log_heads SET sequence = 5, hash = '0'").await;
    assert_eq!(verify(&scope).await.faults, [AuditFault::Foreign { sequence: 5 }]);
}
