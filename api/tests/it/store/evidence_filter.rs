//! Which evidence is found, in which order, and by which index.

use obligraph::store::{
    AsOf, EvidenceContent, EvidenceFilter, EvidenceId, EvidenceOrder, Page, Paged, Scope,
};

use super::on_both_databases;
use super::world::{World, at, day, id, instant, review};

on_both_databases!(
    each_filter_finds_what_is_so_at_the_instant,
    pages_of_a_filter_follow_one_another_either_way,
    what_several_visible_subjects_share_is_listed_once,
);

fn concerning(title: &str, subjects: &[&str]) -> EvidenceContent {
    let concerns = subjects.iter().map(|word| word.parse().unwrap()).collect();
    EvidenceContent { concerns, ..review(title) }
}

async fn found(scope: &Scope<'_>, filter: &EvidenceFilter, as_of: AsOf) -> Vec<String> {
    let page =
        scope.evidence_page(filter, EvidenceOrder::OldestFirst, Page::first(100, None), as_of).await.unwrap();
    assert_eq!(scope.evidence_count(filter, as_of).await.unwrap(), page.items.len(), "{filter:?}");
    page.items.into_iter().map(|item| item.revision.content.title).collect()
}

async fn each_filter_finds_what_is_so_at_the_instant(world: World) {
    let scope = world.organization(1).await;
    let ids = [2, 3, 4].map(|number| EvidenceId::new(id(number)));
    let seven = concerning("seven", &["ai-system", "ai-system:CS-7"]);
    let plain = EvidenceContent {
        evidence_type: None,
        claims: Vec::new(),
        collected_on: day("2026-10-01"),
        ..concerning("plain", &["isms"])
    };
    scope.register_evidence(ids[0], seven.clone(), at(1)).await.unwrap();
    scope.register_evidence(ids[1], plain, at(2)).await.unwrap();
    scope.register_evidence(ids[2], concerning("three", &["isms", "aims"]), at(3)).await.unwrap();
    let (before, all) = (AsOf::Instant(instant(3)), EvidenceFilter::default);
    let filters = [
        (all(), vec!["seven", "plain", "three"], vec!["renamed", "plain", "three"]),
        (
            EvidenceFilter { evidence_type: Some("access-review".to_owned()), ..all() },
            vec!["seven", "three"],
            vec!["three"],
        ),
        (
            EvidenceFilter { requirement: Some("iso-27001:2022/A.5.15".parse().unwrap()), ..all() },
            vec!["seven", "three"],
            vec!["three"],
        ),
        (EvidenceFilter { subject: Some("ai-system:CS-7".parse().unwrap()), ..all() }, vec!["seven"], vec![]),
        (
            EvidenceFilter { subject: Some("isms".parse().unwrap()), ..all() },
            vec!["plain", "three"],
            vec!["renamed", "plain", "three"],
        ),
        (EvidenceFilter { withdrawn: Some(true), ..all() }, vec![], vec!["three"]),
        (
            EvidenceFilter { withdrawn: Some(false), ..all() },
            vec!["seven", "plain", "three"],
            vec!["renamed", "plain"],
        ),
        (EvidenceFilter { collected_until: Some(day("2026-10-01")), ..all() }, vec!["plain"], vec!["plain"]),
        (
            EvidenceFilter { collected_from: Some(day("2026-10-02")), ..all() },
            vec!["seven", "three"],
            vec!["renamed", "three"],
        ),
        (
            EvidenceFilter {
                withdrawn: Some(true),
                subject: Some("aims".parse().unwrap()),
                evidence_type: Some("access-review".to_owned()),
                ..all()
            },
            vec![],
            vec!["three"],
        ),
        (EvidenceFilter { visible: Some([].into()), ..all() }, vec![], vec![]),
        (
            EvidenceFilter {
                visible: Some(["ai-system:CS-7".parse().unwrap(), "aims".parse().unwrap()].into()),
                ..all()
            },
            vec!["seven", "three"],
            vec!["three"],
        ),
    ];
    for (filter, then, _) in &filters {
        assert_eq!(found(&scope, filter, AsOf::Latest).await, *then, "{filter:?}");
    }
    let renamed =
        EvidenceContent { evidence_type: None, claims: Vec::new(), ..concerning("renamed", &["isms"]) };
    scope.revise_evidence(ids[0], renamed, None, at(4)).await.unwrap();
    scope.withdraw_evidence(ids[2], at(5)).await.unwrap();
    for (filter, then, now) in &filters {
        assert_eq!(found(&scope, filter, AsOf::Latest).await, *now, "{filter:?}");
        assert_eq!(found(&scope, filter, before).await, *then, "{filter:?} before");
    }
}

async fn pages_of_a_filter_follow_one_another_either_way(world: World) {
    let scope = world.organization(1).await;
    for number in 2..9 {
        let content = concerning(&number.to_string(), &[if number % 2 == 0 { "isms" } else { "aims" }]);
        scope.register_evidence(EvidenceId::new(id(number)), content, at(number.into())).await.unwrap();
    }
    let filter = EvidenceFilter { subject: Some("isms".parse().unwrap()), ..EvidenceFilter::default() };
    let titles = |page: Paged<obligraph::store::Evidence>| {
        let titles: Vec<String> = page.items.into_iter().map(|item| item.revision.content.title).collect();
        (titles.join(""), page.has_more)
    };
    let key = |number: u8| Some(EvidenceId::new(id(number)));
    let (oldest, newest) = (EvidenceOrder::OldestFirst, EvidenceOrder::NewestFirst);
    for (order, page, expected, has_more) in [
        (oldest, Page::first(2, None), "24", true),
        (oldest, Page::first(2, key(4)), "68", false),
        (oldest, Page::last(3, None), "468", true),
        (newest, Page::first(2, None), "86", true),
        (newest, Page::first(9, key(6)), "42", false),
        (newest, Page::last(3, None), "642", true),
        (newest, Page::last(3, key(4)), "86", false),
    ] {
        let found = scope.evidence_page(&filter, order, page, AsOf::Latest).await.unwrap();
        assert_eq!(titles(found), (expected.to_owned(), has_more), "{order:?} {page:?}");
    }
}

async fn what_several_visible_subjects_share_is_listed_once(world: World) {
    let scope = world.organization(1).await;
    for number in 2..6 {
        let content = concerning(&number.to_string(), &["isms", "aims", "qms"]);
        scope.register_evidence(EvidenceId::new(id(number)), content, at(number.into())).await.unwrap();
    }
    let visible = Some(["isms".parse().unwrap(), "aims".parse().unwrap()].into());
    let filter = EvidenceFilter { visible, ..EvidenceFilter::default() };
    assert_eq!(found(&scope, &filter, AsOf::Latest).await, ["2", "3", "4", "5"]);
    let page = scope
        .evidence_page(&filter, EvidenceOrder::NewestFirst, Page::first(3, None), AsOf::Latest)
        .await
        .unwrap();
    let numbers: Vec<_> = page.items.iter().map(|item| item.revision.content.title.as_str()).collect();
    assert_eq!((numbers, page.has_more), (vec!["5", "4", "3"], true));
}
