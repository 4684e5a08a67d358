//! People come, get another role, and go; nobody else's organisation is in reach.

use obligraph::store::Role;
use serde_json::json;

use super::on_both_databases;
use super::world::World;

on_both_databases!(what_one_may_do_follows_the_membership, another_organisation_is_out_of_reach);

const TITLES: &str = "{ evidence { nodes { title } } }";

const REGISTER: &str = r#"mutation { registerEvidence(input: {
    title: "Audit", claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) {
    evidence { title } userErrors { __typename } } }"#;

fn what_one_may_do_follows_the_membership(world: &World) {
    let alice = world.founder(1, "alice");
    let bob = world.person(1, "bob", &[]);
    assert_eq!(bob.refusals(TITLES, json!({})), ["FORBIDDEN"]);
    let add = "mutation($role: Role!) { addMembership(input: { subject: \"bob\", role: $role }) {
        membership { id } userErrors { __typename } } }";
    let added = alice.data(add, json!({ "role": "VIEWER" }));
    let id = &added["addMembership"]["membership"]["id"];
    assert_eq!(bob.data(TITLES, json!({})), json!({ "evidence": { "nodes": [] } }));
    assert_eq!(bob.refusals(REGISTER, json!({})), ["FORBIDDEN"]);
    let update = "mutation($id: ID!) { updateMembership(input: { id: $id, role: CONTRIBUTOR }) { membership { role } } }";
    alice.data(update, json!({ "id": id }));
    bob.data(REGISTER, json!({}));
    let remove = "mutation($id: ID!) { removeMembership(input: { id: $id }) { removedId } }";
    assert_eq!(&alice.data(remove, json!({ "id": id }))["removeMembership"]["removedId"], id);
    assert_eq!(bob.refusals(TITLES, json!({})), ["FORBIDDEN"]);
}

fn another_organisation_is_out_of_reach(world: &World) {
    let alice = world.founder(1, "alice");
    let mallory = world.founder(2, "mallory");
    alice.data(REGISTER, json!({}));
    assert_eq!(mallory.data(TITLES, json!({})), json!({ "evidence": { "nodes": [] } }));
    // Neither the header nor a role that the token names opens another organisation.
    assert_eq!(mallory.acting_for(1).refusals(TITLES, json!({})), ["FORBIDDEN"]);
    let boasting = world.person(2, "mallory", &[Role::Owner]);
    assert_eq!(boasting.acting_for(1).refusals(TITLES, json!({})), ["FORBIDDEN"]);
    assert_eq!(boasting.acting_for(1).refusals(REGISTER, json!({})), ["FORBIDDEN"]);
}
