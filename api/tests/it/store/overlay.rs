use obligraph::store::{
    AsOf, CustomFrameworkId, MappingProposal, MappingProposalId, Page, ProposalStatus, Recording, Scope,
    StoreError, Verdict,
};

use super::on_both_databases;
use super::world::{World, at, id, instant, mapping};

on_both_databases!(
    what_was_held_against_another_overlay_does_not_join_this_one,
    a_framework_is_put_replaced_and_retired,
    a_mapping_is_proposed_reviewed_and_retired,
    nobody_reviews_their_own_proposal,
    what_was_decided_is_not_decided_again,
    mappings_that_counted_at_an_instant_are_told_ever_after,
    the_version_changes_with_what_counts,
);

pub(super) fn by_bob(seconds: i64) -> Recording<'static> {
    Recording { actor: "bob", ..at(seconds) }
}

async fn proposed(scope: &Scope<'_>, number: u8, seconds: i64) -> MappingProposalId {
    let id = MappingProposalId::new(id(number));
    scope.propose_mapping(id, mapping("the same"), at(seconds)).await.unwrap();
    id
}

fn ids(mappings: &[MappingProposal]) -> Vec<MappingProposalId> {
    mappings.iter().map(|mapping| mapping.id).collect()
}

async fn a_framework_is_put_replaced_and_retired(world: World) {
    let scope = world.organization(1).await;
    let (one, two, other) =
        (CustomFrameworkId::new(id(2)), CustomFrameworkId::new(id(3)), CustomFrameworkId::new(id(4)));
    let added = scope.put_custom_framework(one, "house-rules:2026", "name: ü", None, at(1)).await.unwrap();
    assert_eq!((added.document.as_str(), added.recorded_by.as_str()), ("name: ü", "alice"));
    assert_eq!(scope.custom_framework(one).await.unwrap(), Some(added));
    scope.put_custom_framework(two, "bank-rules:2026", "name: b", None, at(2)).await.unwrap();
    let replaced =
        scope.put_custom_framework(other, "house-rules:2026", "name: h", None, by_bob(3)).await.unwrap();
    assert_eq!((replaced.id, replaced.recorded_at, replaced.recorded_by.as_str()), (one, instant(3), "bob"));
    assert_eq!(scope.custom_framework(other).await.unwrap(), None);
    let taken = scope.put_custom_framework(one, "third:2026", "name: t", None, at(4)).await.unwrap_err();
    assert_eq!(taken.code(), "store-exists");

    let keys = async || -> Vec<String> {
        scope.overlay_documents().await.unwrap().into_iter().map(|framework| framework.key).collect()
    };
    assert_eq!(keys().await, ["bank-rules:2026", "house-rules:2026"]);
    let retired = scope.retire_custom_framework(one, None, at(5)).await.unwrap();
    assert_eq!(retired.retired_at, Some(instant(5)));
    assert_eq!(keys().await, ["bank-rules:2026"]);
    let again = scope.retire_custom_framework(one, None, at(6)).await.unwrap_err();
    assert!(matches!(again, StoreError::Retired(_)), "{again}");
    let page = scope.custom_frameworks(Page::first(1, None)).await.unwrap();
    assert_eq!((page.items, page.has_more), (vec![retired], true));
    assert_eq!(scope.custom_framework_count().await.unwrap(), 2);
    scope.put_custom_framework(other, "house-rules:2026", "name: new", None, at(7)).await.unwrap();
    assert_eq!(keys().await, ["bank-rules:2026", "house-rules:2026"]);
    let last = scope.audit_log(Page::last(1, None)).await.unwrap().items.remove(0);
    assert_eq!(last.object, format!("custom-framework:{one}"));
    assert_eq!(last.content, r#"{"document":"name: new","key":"house-rules:2026"}"#);
}

async fn a_mapping_is_proposed_reviewed_and_retired(world: World) {
    let scope = world.organization(1).await;
    let key = MappingProposalId::new(id(2));
    let proposal = scope.propose_mapping(key, mapping("the same"), at(1)).await.unwrap();
    assert_eq!((&proposal.content, proposal.status), (&mapping("the same"), ProposalStatus::Proposed));
    assert_eq!((proposal.proposed_by.as_str(), proposal.proposed_at), ("alice", instant(1)));
    assert_eq!(scope.mapping_proposal(key).await.unwrap(), Some(proposal));

    let approved = scope.review_mapping(key, Verdict::Approve, Some("sound"), None, by_bob(2)).await.unwrap();
    let review = approved.review.clone().unwrap();
    assert_eq!((review.by.as_str(), review.at, review.note.as_deref()), ("bob", instant(2), Some("sound")));
    assert_eq!(scope.mapping_proposal(key).await.unwrap(), Some(approved.clone()));
    assert_eq!(scope.approved_mappings(AsOf::Latest).await.unwrap(), [approved]);

    let retired = scope.retire_mapping(key, None, at(3)).await.unwrap();
    assert_eq!((retired.status, retired.review.as_ref()), (ProposalStatus::Retired, Some(&review)));
    assert_eq!(scope.mapping_proposal(key).await.unwrap(), Some(retired));
    assert_eq!(scope.approved_mappings(AsOf::Latest).await.unwrap(), []);
    let log = scope.audit_log(Page::last(3, None)).await.unwrap().items;
    let told: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(told, ["propose-mapping", "approve-mapping", "retire-mapping"]);
    assert_eq!(log[1].content, r#"{"note":"sound","status":"APPROVED"}"#);
    assert_eq!(scope.verify_audit_log().await.unwrap().faults, []);
}

async fn nobody_reviews_their_own_proposal(world: World) {
    let scope = world.organization(1).await;
    let key = proposed(&scope, 2, 1).await;
    for verdict in [Verdict::Approve, Verdict::Reject] {
        let error = scope.review_mapping(key, verdict, None, None, at(2)).await.unwrap_err();
        assert_eq!(error.code(), "store-own-proposal");
    }
    assert_eq!(scope.mapping_proposal(key).await.unwrap().unwrap().status, ProposalStatus::Proposed);
    assert_eq!(scope.approved_mappings(AsOf::Latest).await.unwrap(), []);
}

async fn what_was_decided_is_not_decided_again(world: World) {
    let scope = world.organization(1).await;
    let (approved, rejected, open) =
        (proposed(&scope, 2, 1).await, proposed(&scope, 3, 2).await, proposed(&scope, 4, 3).await);
    scope.review_mapping(approved, Verdict::Approve, None, None, by_bob(4)).await.unwrap();
    scope.review_mapping(rejected, Verdict::Reject, Some("no"), None, by_bob(5)).await.unwrap();
    for key in [approved, rejected] {
        let again = scope.review_mapping(key, Verdict::Approve, None, None, by_bob(6)).await.unwrap_err();
        assert!(matches!(again, StoreError::NotProposed(_)), "{again}");
    }
    for key in [rejected, open] {
        let retired = scope.retire_mapping(key, None, at(6)).await.unwrap_err();
        assert!(matches!(retired, StoreError::NotApproved(_)), "{retired}");
    }
    for (status, expected) in [
        (Some(ProposalStatus::Proposed), vec![open]),
        (Some(ProposalStatus::Approved), vec![approved]),
        (Some(ProposalStatus::Rejected), vec![rejected]),
        (Some(ProposalStatus::Retired), vec![]),
        (None, vec![approved, rejected, open]),
    ] {
        let page = scope.mapping_proposals(Page::first(9, None), status).await.unwrap();
        assert_eq!(ids(&page.items), expected);
        assert_eq!(scope.mapping_proposal_count(status).await.unwrap(), expected.len());
    }
}

async fn mappings_that_counted_at_an_instant_are_told_ever_after(world: World) {
    let scope = world.organization(1).await;
    let (one, two, never) =
        (proposed(&scope, 2, 1).await, proposed(&scope, 3, 2).await, proposed(&scope, 4, 3).await);
    scope.review_mapping(two, Verdict::Approve, None, None, by_bob(10)).await.unwrap();
    scope.review_mapping(one, Verdict::Approve, None, None, by_bob(20)).await.unwrap();
    scope.review_mapping(never, Verdict::Reject, None, None, by_bob(25)).await.unwrap();
    scope.retire_mapping(two, None, at(30)).await.unwrap();
    for (seconds, expected) in
        [(9, vec![]), (10, vec![two]), (20, vec![one, two]), (29, vec![one, two]), (30, vec![one])]
    {
        let counted = scope.approved_mappings(AsOf::Instant(instant(seconds))).await.unwrap();
        assert_eq!(ids(&counted), expected, "{seconds}");
    }
}

async fn the_version_changes_with_what_counts(world: World) {
    let scope = world.organization(1).await;
    let mut versions = vec![scope.overlay_version().await.unwrap()];
    let key = proposed(&scope, 2, 1).await;
    let rejected = proposed(&scope, 3, 2).await;
    scope.review_mapping(rejected, Verdict::Reject, None, None, by_bob(3)).await.unwrap();
    assert_eq!(scope.overlay_version().await.unwrap(), versions[0]);
    for step in 0..5 {
        let framework = CustomFrameworkId::new(id(5));
        match step {
            0 => drop(scope.review_mapping(key, Verdict::Approve, None, None, by_bob(4)).await.unwrap()),
            1 => drop(scope.put_custom_framework(framework, "a:1", "a", None, at(5)).await.unwrap()),
            2 => drop(scope.put_custom_framework(framework, "a:1", "b", None, at(6)).await.unwrap()),
            3 => drop(scope.retire_custom_framework(framework, None, at(7)).await.unwrap()),
            _ => drop(scope.retire_mapping(key, None, at(8)).await.unwrap()),
        }
        versions.push(scope.overlay_version().await.unwrap());
    }
    assert!(versions.is_sorted_by(|earlier, later| earlier < later), "{versions:?}");
}

/// Two mappings, each of which fits what is there, need not fit together.
async fn what_was_held_against_another_overlay_does_not_join_this_one(world: World) {
    let scope = world.organization(1).await;
    let (one, two) = (MappingProposalId::new(id(2)), MappingProposalId::new(id(3)));
    scope.propose_mapping(one, mapping("one"), at(1)).await.unwrap();
    scope.propose_mapping(two, mapping("two"), at(2)).await.unwrap();
    let seen = scope.overlay_version().await.unwrap();
    let approve =
        |key, seconds| scope.review_mapping(key, Verdict::Approve, None, Some(seen), by_bob(seconds));
    approve(one, 3).await.unwrap();
    let stale = approve(two, 4).await.unwrap_err();
    assert!(matches!(stale, StoreError::Stale(_)), "{stale}");
    let framework = CustomFrameworkId::new(id(4));
    let stale = scope.put_custom_framework(framework, "a:1", "a", Some(seen), at(5)).await.unwrap_err();
    assert!(matches!(stale, StoreError::Stale(_)), "{stale}");
    let now = Some(scope.overlay_version().await.unwrap());
    scope.put_custom_framework(framework, "a:1", "a", now, at(6)).await.unwrap();
    let stale = scope.retire_custom_framework(framework, now, at(7)).await.unwrap_err();
    assert!(matches!(stale, StoreError::Stale(_)), "{stale}");
}
