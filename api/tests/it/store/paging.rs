use obligraph::store::{Page, Paged, Site, SiteId};

use super::on_both_databases;
use super::world::{World, at, id, site};

on_both_databases!(pages_follow_each_other_from_both_ends);

fn numbers(page: &Paged<Site>) -> Vec<String> {
    page.items.iter().map(|site| site.profile.name.clone()).collect()
}

async fn pages_follow_each_other_from_both_ends(world: World) {
    let scope = world.organization(1).await;
    let key = |number: u8| Some(SiteId::new(id(number)));
    // Not in the order of their identifiers.
    for number in [5, 2, 4, 3, 6] {
        scope.add_site(SiteId::new(id(number)), site(&number.to_string()), at(number.into())).await.unwrap();
    }
    for (page, expected, has_more) in [
        (Page::first(2, None), vec!["2", "3"], true),
        (Page::first(2, key(3)), vec!["4", "5"], true),
        (Page::first(2, key(5)), vec!["6"], false),
        (Page::first(5, None), vec!["2", "3", "4", "5", "6"], false),
        (Page::first(2, key(6)), vec![], false),
        (Page::last(2, None), vec!["5", "6"], true),
        (Page::last(2, key(5)), vec!["3", "4"], true),
        (Page::last(2, key(3)), vec!["2"], false),
        (Page::last(2, key(2)), vec![], false),
        (Page::first(0, None), vec![], true),
    ] {
        let read = scope.sites(page).await.unwrap();
        assert_eq!(
            (numbers(&read), read.has_more),
            (expected.iter().map(ToString::to_string).collect(), has_more)
        );
    }
}
