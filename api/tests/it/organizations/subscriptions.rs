//! Who listens hears the changes of their organisation, as long as they may.

use obligraph::auth::Actor;
use obligraph::store::{Role, ServiceTokenId};
use serde_json::json;

use super::world::{Heard, World, codes, holder, member};

#[tokio::test]
async fn a_change_of_evidence_is_told_with_what_it_is_since() {
    let (world, alice) = World::owned().await;
    let document =
        "subscription { evidenceChanged { missed action evidence { title revision { number } } } }";
    let event = world.first_event(Some(&alice), document).await["data"]["evidenceChanged"].clone();
    assert_eq!((&event["missed"], &event["action"]), (&json!(false), &json!("register-evidence")), "{event}");
    assert!(event["evidence"]["title"].as_str().unwrap().starts_with("Audit "));
}

#[tokio::test]
async fn a_new_revision_of_the_content_is_told() {
    let (world, alice) = World::owned().await;
    let shared =
        world.data(&alice, "{ catalog { revision } }", json!({})).await["catalog"]["revision"].clone();
    let event = world.first_event(Some(&alice), "subscription { catalogRevised { revision } }").await;
    let told = &event["data"]["catalogRevised"]["revision"];
    assert_eq!(told.as_str().map(str::len), Some(64), "{event}");
    assert_ne!(*told, shared);
}

#[tokio::test]
async fn nobody_hears_of_another_organisation() {
    let (world, alice) = World::owned().await;
    let mallory = member(2, "mallory");
    world.found(&mallory).await;
    let document = "subscription { evidenceChanged { evidence { title } } }";
    let mut heard = world.listen(&mallory, &mallory, document).await;
    for number in 0..5 {
        world.change(&alice, number).await;
    }
    world.change(&mallory, 77).await;
    loop {
        let event = heard.next().await;
        let title = event["data"]["evidenceChanged"]["evidence"]["title"].as_str().unwrap();
        assert!(title.ends_with(" of mallory"), "{title}");
        if title.starts_with("Audit 77 ") {
            break;
        }
    }
}

async fn assert_ends_forbidden(mut heard: Heard) {
    let mut last = heard.next().await;
    while last.get("errors").is_none() {
        last = heard.next().await;
    }
    assert_eq!(codes(&last), ["FORBIDDEN"]);
    assert_eq!(heard.end().await, None);
}

#[tokio::test]
async fn a_stream_ends_once_its_listener_may_read_no_more() {
    let (world, alice) = World::owned().await;
    let add = "mutation { addMembership(input: { subject: \"bob\", role: VIEWER }) { membership { id } } }";
    let added = world.data(&alice, add, json!({})).await;
    let document = "subscription { evidenceChanged { action } }";
    let mut heard = world.listen(&member(1, "bob"), &alice, document).await;
    assert_eq!(heard.next().await["data"]["evidenceChanged"]["action"], "register-evidence");
    let remove = "mutation($id: ID!) { removeMembership(input: { id: $id }) { removedId } }";
    world.data(&alice, remove, json!({ "id": added["addMembership"]["membership"]["id"] })).await;
    world.change(&alice, 2).await;
    assert_ends_forbidden(heard).await;
}

#[tokio::test]
async fn a_stream_ends_once_its_token_is_revoked() {
    let (world, alice) = World::owned().await;
    let create =
        "mutation { createServiceToken(input: { name: \"pipeline\" }) { created { serviceToken { id } } } }";
    let created = world.data(&alice, create, json!({})).await["createServiceToken"]["created"].clone();
    let id = created["serviceToken"]["id"].clone();
    let key = id.as_str().unwrap().strip_prefix("svt_").unwrap().parse().unwrap();
    let program = Actor { service_token: Some(ServiceTokenId::new(key)), ..holder(1, Role::Contributor) };
    let document = "subscription { evidenceChanged { action } }";
    let mut heard = world.listen(&program, &alice, document).await;
    assert_eq!(heard.next().await["data"]["evidenceChanged"]["action"], "register-evidence");
    let revoke = "mutation($id: ID!) { revokeServiceToken(input: { id: $id }) { serviceToken { inForce } } }";
    world.data(&alice, revoke, json!({ "id": id })).await;
    world.change(&alice, 2).await;
    assert_ends_forbidden(heard).await;
}
