//! Relay connections over lists in memory and over rows of the store: the one place where pages are cut.
//!
//! A cursor is opaque: a version and the key of the item that it stands at. It stays good when items are added or
//! taken away elsewhere in the list.

use async_graphql::connection::PageInfo;
use async_graphql::{Context, OutputType, Result, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::at_hand::{AtHand, Place};
use super::error::{bad_input, of_store};
use super::types::ai_system::AiSystem;
use super::types::audit_entry::AuditEntry;
use super::types::custom_framework::CustomFramework;
use super::types::engagement::Engagement;
use super::types::evidence::Evidence;
use super::types::evidence_type::EvidenceType;
use super::types::management_system::ManagementSystem;
use super::types::mapping::Mapping;
use super::types::mapping_proposal::MappingProposal;
use super::types::membership::Membership;
use super::types::requirement::Requirement;
use super::types::service_token::ServiceToken;
use super::types::site::Site;
use super::types::support::Supporter;
use crate::error::Fault;
use crate::store::{self, StoreError};

/// What a page holds where nothing is said.
pub(crate) const DEFAULT_PAGE: usize = 25;
const LARGEST_PAGE: i32 = 100;
const VERSION: &str = "1:";

/// Which page is asked for.
pub(crate) struct Page {
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i32>,
    pub(crate) before: Option<String>,
}

impl Page {
    /// How many items a page may hold, for the reckoning of complexity; at least one, as a page costs something.
    pub(crate) fn weight(first: Option<i32>, last: Option<i32>) -> usize {
        let size = first.or(last).and_then(|size| usize::try_from(size).ok());
        size.unwrap_or(DEFAULT_PAGE).max(1)
    }

    /// Where the page starts and ends among so many items; `place` tells where the item with a key is.
    pub(crate) fn bounds(
        self,
        count: usize,
        place: impl Fn(&str) -> Option<usize>,
    ) -> Result<(usize, usize)> {
        bounds(count, self, place).map_err(|faults| bad_input(&faults))
    }
}

/// A page of a list, after the Relay specification of connections.
#[derive(SimpleObject)]
#[graphql(
    concrete(name = "AiSystemConnection", params(AiSystem)),
    concrete(name = "AuditEntryConnection", params(AuditEntry)),
    concrete(name = "EngagementConnection", params(Engagement)),
    concrete(name = "CustomFrameworkConnection", params(CustomFramework)),
    concrete(name = "EvidenceConnection", params(Evidence)),
    concrete(name = "EvidenceTypeConnection", params(EvidenceType)),
    concrete(name = "ManagementSystemConnection", params(ManagementSystem)),
    concrete(name = "MappingConnection", params(Mapping)),
    concrete(name = "MappingProposalConnection", params(MappingProposal)),
    concrete(name = "MembershipConnection", params(Membership)),
    concrete(name = "RequirementConnection", params(Requirement)),
    concrete(name = "ServiceTokenConnection", params(ServiceToken)),
    concrete(name = "SiteConnection", params(Site)),
    concrete(name = "SupporterConnection", params(Supporter))
)]
pub(crate) struct Connection<T: OutputType>
where
    Edge<T>: OutputType,
{
    /// The items of the page, each with its cursor.
    edges: Vec<Edge<T>>,
    /// The items of the page.
    nodes: Vec<T>,
    /// Whether there is more before and after.
    page_info: PageInfo,
    /// How many items there are in all pages together.
    total_count: usize,
}

/// An item of a page and its cursor.
#[derive(SimpleObject)]
#[graphql(
    concrete(name = "AiSystemEdge", params(AiSystem)),
    concrete(name = "AuditEntryEdge", params(AuditEntry)),
    concrete(name = "EngagementEdge", params(Engagement)),
    concrete(name = "CustomFrameworkEdge", params(CustomFramework)),
    concrete(name = "EvidenceEdge", params(Evidence)),
    concrete(name = "EvidenceTypeEdge", params(EvidenceType)),
    concrete(name = "ManagementSystemEdge", params(ManagementSystem)),
    concrete(name = "MappingEdge", params(Mapping)),
    concrete(name = "MappingProposalEdge", params(MappingProposal)),
    concrete(name = "MembershipEdge", params(Membership)),
    concrete(name = "RequirementEdge", params(Requirement)),
    concrete(name = "ServiceTokenEdge", params(ServiceToken)),
    concrete(name = "SiteEdge", params(Site)),
    concrete(name = "SupporterEdge", params(Supporter))
)]
pub(crate) struct Edge<T: OutputType> {
    /// Opaque; for `after` and `before`.
    cursor: String,
    /// The item.
    node: T,
}

/// Cuts the page out of `items`; `key` tells items apart and never changes for one of them.
pub(crate) fn connection<I, T: OutputType>(
    items: &[I],
    page: Page,
    key: impl Fn(&I) -> String,
    node: impl Fn(&I) -> T,
) -> Result<Connection<T>>
where
    Edge<T>: OutputType,
{
    let place = |wanted: &str| items.iter().position(|item| key(item) == wanted);
    let (start, end) = page.bounds(items.len(), place)?;
    let shown = items.get(start..end).unwrap_or(&[]);
    let edge = |item: &I| Edge { cursor: encode(&key(item)), node: node(item) };
    let edges: Vec<Edge<T>> = shown.iter().map(edge).collect();
    let cursor = |edge: Option<&Edge<T>>| edge.map(|edge| edge.cursor.clone());
    let page_info = PageInfo {
        has_previous_page: start > 0,
        has_next_page: end < items.len(),
        start_cursor: cursor(edges.first()),
        end_cursor: cursor(edges.last()),
    };
    Ok(Connection { nodes: shown.iter().map(node).collect(), edges, page_info, total_count: items.len() })
}

/// A page of rows that the store keeps, in the order of their keys.
struct RowsPage<K> {
    rows: store::Page<K>,
    is_backward: bool,
    is_after_some: bool,
}

/// A list of rows that the store keeps: `page` reads one page of them, `count` counts them all, which is asked only where
/// the total is.
pub(crate) async fn rows<I, K, T, P, C>(
    context: &Context<'_>,
    page: Page,
    read: impl Fn(&str) -> Option<K>,
    found: impl FnOnce(store::Page<K>) -> P,
    count: impl FnOnce() -> C,
) -> Result<Connection<T>>
where
    I: Row<Node = T>,
    T: OutputType,
    Edge<T>: OutputType,
    P: Future<Output = Result<store::Paged<I>, StoreError>>,
    C: Future<Output = Result<usize, StoreError>>,
{
    let RowsPage { rows, is_backward, is_after_some } = page.of_rows(read)?;
    let found = found(rows).await.map_err(|fault| of_store(&fault))?;
    let total_count = match context.look_ahead().field("totalCount").exists() {
        true => count().await.map_err(|fault| of_store(&fault))?,
        false => 0,
    };
    // Where a page begins after or before a row, that row counts as one beyond it.
    let (has_previous_page, has_next_page) =
        if is_backward { (found.has_more, is_after_some) } else { (is_after_some, found.has_more) };
    let edge = |row: &I| Edge { cursor: encode(&row.key()), node: row.clone().into() };
    let edges: Vec<Edge<T>> = found.items.iter().map(edge).collect();
    let cursor = |edge: Option<&Edge<T>>| edge.map(|edge| edge.cursor.clone());
    let page_info = PageInfo {
        has_previous_page,
        has_next_page,
        start_cursor: cursor(edges.first()),
        end_cursor: cursor(edges.last()),
    };
    Ok(Connection { nodes: found.items.into_iter().map(Into::into).collect(), edges, page_info, total_count })
}

/// A row of the store as a list shows it.
pub(crate) trait Row: Clone + Into<Self::Node> {
    /// The object that it is.
    type Node;

    /// What orders the list.
    fn key(&self) -> String;
}

macro_rules! listed {
    ($($name:ident by $key:ident),* $(,)?) => {$(
        impl Row for store::$name {
            type Node = $name;

            fn key(&self) -> String {
                self.$key.to_string()
            }
        }
    )*};
}

listed!(
    AiSystem by id,
    AuditEntry by sequence,
    CustomFramework by id,
    Engagement by id,
    Evidence by id,
    ManagementSystem by id,
    MappingProposal by id,
    Membership by id,
    ServiceToken by id,
    Site by id,
);

/// The key of a row that is named by a UUID.
pub(crate) fn uuid<K>(id: impl Fn(Uuid) -> K) -> impl Fn(&str) -> Option<K> {
    move |key| Uuid::try_parse(key).ok().map(&id)
}

impl Page {
    /// The same page of rows of the store; `read` reads the key out of a cursor.
    fn of_rows<K>(self, read: impl Fn(&str) -> Option<K>) -> Result<RowsPage<K>> {
        let mut faults = Vec::new();
        let is_backward = self.last.is_some();
        if self.first.is_some() && is_backward {
            faults.push(Fault::new("page-both-ends", "give `first` or `last`, not both"));
        }
        if is_backward && self.after.is_some() || !is_backward && self.before.is_some() {
            let message = "`after` goes with `first`, and `before` with `last`, in this list";
            faults.push(Fault::new("page-both-ends", message));
        }
        let first = size("first", self.first, &mut faults);
        let last = size("last", self.last, &mut faults);
        let mut key = |argument: &str, cursor: Option<String>| {
            let cursor = cursor?;
            let key = decode(&cursor).and_then(|key| read(&key));
            if key.is_none() {
                faults.push(foreign(argument, &cursor));
            }
            key
        };
        let (after, before) = (key("after", self.after), key("before", self.before));
        if !faults.is_empty() {
            return Err(bad_input(&faults));
        }
        let is_after_some = after.is_some() || before.is_some();
        // INVARIANT: `size` has refused all that is over 100.
        let limit = u16::try_from(last.or(first).unwrap_or(DEFAULT_PAGE)).unwrap_or(u16::MAX);
        let rows =
            if is_backward { store::Page::last(limit, before) } else { store::Page::first(limit, after) };
        Ok(RowsPage { rows, is_backward, is_after_some })
    }
}

impl AtHand for PageInfo {
    const TYPE: &'static str = "PageInfo";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        match name {
            "hasPreviousPage" => place.scalar(self.has_previous_page),
            "hasNextPage" => place.scalar(self.has_next_page),
            "startCursor" => place.optional_text(self.start_cursor.as_deref()),
            "endCursor" => place.optional_text(self.end_cursor.as_deref()),
            _ => None,
        }
    }
}

fn foreign(argument: &str, cursor: &str) -> Fault {
    let message = format!("`{argument}` is no cursor of this list: `{cursor}`; take one from `pageInfo`");
    Fault::new("page-cursor", message)
}

/// Where the page starts and ends among so many items.
fn bounds(
    count: usize,
    page: Page,
    place_of: impl Fn(&str) -> Option<usize>,
) -> Result<(usize, usize), Vec<Fault>> {
    let mut faults = Vec::new();
    if page.first.is_some() && page.last.is_some() {
        faults.push(Fault::new("page-both-ends", "give `first` or `last`, not both"));
    }
    let first = size("first", page.first, &mut faults);
    let last = size("last", page.last, &mut faults);
    let place = |argument: &str, cursor: Option<String>, faults: &mut Vec<Fault>| {
        let cursor = cursor?;
        let found = decode(&cursor).and_then(|wanted| place_of(&wanted));
        if found.is_none() {
            faults.push(foreign(argument, &cursor));
        }
        found
    };
    let after = place("after", page.after, &mut faults);
    let before = place("before", page.before, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut start = after.map_or(0, |place| place + 1);
    let mut end = before.unwrap_or(count).max(start);
    match last {
        Some(last) => start = start.max(end.saturating_sub(last)),
        None => end = end.min(start + first.unwrap_or(DEFAULT_PAGE)),
    }
    Ok((start, end))
}

fn size(argument: &str, size: Option<i32>, faults: &mut Vec<Fault>) -> Option<usize> {
    let size = size?;
    if !(1..=LARGEST_PAGE).contains(&size) {
        let message = format!("`{argument}` must be from 1 to {LARGEST_PAGE}, not `{size}`");
        faults.push(Fault::new("page-size", message));
    }
    usize::try_from(size).ok()
}

/// The cursor of the item with this key.
pub(crate) fn encode(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{VERSION}{key}"))
}

fn decode(cursor: &str) -> Option<String> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    Some(text.strip_prefix(VERSION)?.to_owned())
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test stops at the first fault")]
mod tests {
    use super::*;

    /// The items of a page of `a` to `e`, and whether there are more before and after.
    fn shown(first: Option<i32>, after: Option<&str>, last: Option<i32>, before: Option<&str>) -> String {
        let page = Page { first, last, after: after.map(encode), before: before.map(encode) };
        let items = ["a", "b", "c", "d", "e"];
        match bounds(items.len(), page, |wanted| items.iter().position(|item| *item == wanted)) {
            Ok((start, end)) => {
                let (before, after) =
                    (if start > 0 { "<" } else { "" }, if end < items.len() { ">" } else { "" });
                format!("{before}{}{after}", items[start..end].concat())
            }
            Err(faults) => faults.iter().map(|fault| fault.code()).collect::<Vec<_>>().join(" "),
        }
    }

    #[test]
    fn a_page_is_cut_from_either_end() {
        assert_eq!(shown(None, None, None, None), "abcde");
        assert_eq!(shown(Some(2), None, None, None), "ab>");
        assert_eq!(shown(Some(2), Some("b"), None, None), "<cd>");
        assert_eq!(shown(Some(9), Some("d"), None, None), "<e");
        assert_eq!(shown(None, None, Some(2), None), "<de");
        assert_eq!(shown(None, None, Some(2), Some("d")), "<bc>");
        assert_eq!(shown(None, Some("d"), None, Some("b")), "<>");
    }

    #[test]
    fn what_makes_no_page_is_refused_with_all_faults() {
        assert_eq!(shown(Some(0), None, None, None), "page-size");
        assert_eq!(shown(Some(101), None, None, None), "page-size");
        assert_eq!(shown(Some(1), None, Some(1), None), "page-both-ends");
        assert_eq!(shown(None, Some("z"), None, None), "page-cursor");
        assert_eq!(shown(Some(-1), Some("z"), Some(2), None), "page-both-ends page-size page-cursor");
    }
}
