use obligraph::store::{
    AsOf, Evidence, EvidenceClaim, EvidenceContent, EvidenceFilter, EvidenceId, EvidenceOrder, Page,
    StoreError,
};
use obligraph_mapping::Confidence;

use super::on_both_databases;
use super::world::{World, at, day, id, instant, review};

on_both_databases!(
    what_was_revised_in_the_meantime_is_not_overwritten,
    what_is_registered_is_read_back,
    a_revision_never_overwrites,
    the_past_stays_as_it_was,
    a_clock_set_back_does_not_change_the_past,
    what_was_withdrawn_stays_as_it_is,
);

fn another() -> EvidenceContent {
    let claim = EvidenceClaim { confidence: Confidence::new(0.3).unwrap(), ..review("").claims[0].clone() };
    EvidenceContent {
        evidence_type: None,
        title: "another".to_owned(),
        facts: [].into(),
        covers: vec![],
        collected_on: day("2026-11-20"),
        claims: vec![claim],
        concerns: ["isms".parse().unwrap()].into(),
        files: vec![],
    }
}

async fn what_is_registered_is_read_back(world: World) {
    let scope = world.organization(1).await;
    for (number, content) in [(2, review("first")), (3, another())] {
        let id = EvidenceId::new(id(number));
        let registered = scope.register_evidence(id, content.clone(), at(number.into())).await.unwrap();
        let revision = &registered.revision;
        assert_eq!((revision.number, &revision.content, &registered.withdrawal), (1, &content, &None));
        assert_eq!((revision.recorded_at, revision.recorded_by.as_str()), (instant(number.into()), "alice"));
        assert_eq!(scope.evidence(id, AsOf::Latest).await.unwrap(), Some(registered));
    }
    let first = EvidenceId::new(id(2));
    let again = scope.register_evidence(first, another(), at(9)).await.unwrap_err();
    assert!(matches!(again, StoreError::Exists { .. }), "{again}");
    assert_eq!(scope.evidence(first, AsOf::Latest).await.unwrap().unwrap().revision.content, review("first"));
}

async fn a_revision_never_overwrites(world: World) {
    let scope = world.organization(1).await;
    let id = EvidenceId::new(id(2));
    let first = scope.register_evidence(id, review("first"), at(1)).await.unwrap().revision;
    let second = scope.revise_evidence(id, another(), None, at(2)).await.unwrap().revision;
    let third = scope.revise_evidence(id, review("third"), None, at(3)).await.unwrap().revision;
    assert_eq!([first.number, second.number, third.number], [1, 2, 3]);
    assert_eq!(scope.evidence(id, AsOf::Latest).await.unwrap().unwrap().revision, third);
    assert_eq!(scope.evidence_revisions(id).await.unwrap(), [first, second, third]);
}

async fn the_past_stays_as_it_was(world: World) {
    let scope = world.organization(1).await;
    let (one, two) = (EvidenceId::new(id(2)), EvidenceId::new(id(3)));
    let (all, page) = (EvidenceFilter::default(), Page::first(10, None));
    let mut told = Vec::new();
    for second in 1..=6 {
        match second {
            2 => drop(scope.register_evidence(one, review("first"), at(2)).await.unwrap()),
            3 => drop(scope.revise_evidence(one, another(), None, at(3)).await.unwrap()),
            4 => drop(scope.register_evidence(two, another(), at(4)).await.unwrap()),
            5 => drop(scope.withdraw_evidence(one, at(5)).await.unwrap()),
            6 => drop(scope.revise_evidence(two, review("last"), None, at(6)).await.unwrap()),
            _ => {}
        }
        told.push(scope.evidence_page(&all, EvidenceOrder::OldestFirst, page, AsOf::Latest).await.unwrap());
        // An instant counts to its end, and each is told as it was told then.
        for (earlier, then) in (1..=second).zip(&told) {
            let as_of = AsOf::Instant(instant(earlier));
            let found = scope.evidence_page(&all, EvidenceOrder::OldestFirst, page, as_of).await.unwrap();
            let told_then: Vec<Evidence> = then.items.iter().map(|item| known_at(earlier, item)).collect();
            assert_eq!((&found.items, found.has_more), (&told_then, then.has_more), "{second} {earlier}");
            for id in [one, two] {
                let item = told_then.iter().find(|item| item.id == id).cloned();
                assert_eq!(scope.evidence(id, as_of).await.unwrap(), item);
            }
        }
    }
    assert_eq!(told.iter().map(|page| page.items.len()).collect::<Vec<_>>(), [0, 1, 1, 2, 2, 2]);
    let withdrawn = told.iter().filter(|page| page.items.iter().any(|item| item.withdrawal.is_some()));
    assert_eq!(withdrawn.count(), 2);
}

/// The same item, as it is told of an instant.
fn known_at(seconds: i64, item: &Evidence) -> Evidence {
    Evidence { known_at: Some(instant(seconds)), ..item.clone() }
}

async fn a_clock_set_back_does_not_change_the_past(world: World) {
    let scope = world.organization(1).await;
    let id = EvidenceId::new(id(2));
    let first = scope.register_evidence(id, review("first"), at(60)).await.unwrap();
    let second = scope.revise_evidence(id, another(), None, at(30)).await.unwrap();
    assert!(second.revision.recorded_at > first.revision.recorded_at);
    assert_eq!(scope.evidence(id, AsOf::Instant(instant(60))).await.unwrap(), Some(known_at(60, &first)));
    let now = second.revision.recorded_at;
    let second = Evidence { known_at: Some(now), ..second };
    assert_eq!(scope.evidence(id, AsOf::Instant(now)).await.unwrap(), Some(second));
}

async fn what_was_withdrawn_stays_as_it_is(world: World) {
    let scope = world.organization(1).await;
    let id = EvidenceId::new(id(2));
    let registered = scope.register_evidence(id, review("first"), at(1)).await.unwrap();
    let withdrawal = scope.withdraw_evidence(id, at(2)).await.unwrap();
    assert_eq!((withdrawal.at, withdrawal.by.as_str()), (instant(2), "alice"));
    let revised = scope.revise_evidence(id, another(), None, at(3)).await.unwrap_err();
    let withdrawn = scope.withdraw_evidence(id, at(3)).await.unwrap_err();
    for error in [revised, withdrawn] {
        assert_eq!(error.code(), "store-withdrawn");
    }
    let read = scope.evidence(id, AsOf::Latest).await.unwrap().unwrap();
    assert_eq!((read.revision, read.withdrawal), (registered.revision, Some(withdrawal)));
}

async fn what_was_revised_in_the_meantime_is_not_overwritten(world: World) {
    let scope = world.organization(1).await;
    let id = EvidenceId::new(id(2));
    scope.register_evidence(id, review("first"), at(1)).await.unwrap();
    scope.revise_evidence(id, review("second"), Some(1), at(2)).await.unwrap();
    let stale = scope.revise_evidence(id, review("lost"), Some(1), at(3)).await.unwrap_err();
    assert!(matches!(stale, StoreError::Stale(_)), "{stale}");
    let held = scope.evidence(id, AsOf::Latest).await.unwrap().unwrap();
    assert_eq!((held.revision.number, held.revision.content.title.as_str()), (2, "second"));
}
