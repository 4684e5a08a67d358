use std::sync::Arc;

use async_graphql::connection::PageInfo;
use async_graphql::{Object, Result, SimpleObject};

use super::resolution::Obligation;
use crate::app::{Answer, AnswerRow, Content};
use crate::graphql::at_hand::{AtHand, Place};
use crate::graphql::connection::{Page, encode};

/// A page of an answer, which may be long: cut when it is asked for, and shown from memory.
pub(crate) struct ObligationPage {
    answer: Arc<Answer>,
    roll_ups: bool,
    start: usize,
    end: usize,
}

impl ObligationPage {
    /// # Errors
    /// What makes no page.
    pub(crate) fn new(answer: &Arc<Answer>, roll_ups: bool, page: Page) -> Result<Self> {
        let obligations = answer.obligations(roll_ups);
        let place = |key: &str| {
            let (reference, subject) = key.split_once(' ')?;
            let requirement = answer.content().catalog().find(&reference.parse().ok()?)?;
            let is_of = |row: AnswerRow<'_>| row.subject().to_string() == subject;
            obligations.iter().position(|obligation| {
                obligation.requirement() == requirement && answer.row(obligation).is_some_and(is_of)
            })
        };
        let (start, end) = page.bounds(obligations.len(), place)?;
        Ok(Self { answer: Arc::clone(answer), roll_ups, start, end })
    }

    fn all(&self) -> &[obligraph_mapping::Obligation] {
        self.answer.obligations(self.roll_ups)
    }

    fn shown(&self) -> &[obligraph_mapping::Obligation] {
        self.all().get(self.start..self.end).unwrap_or(&[])
    }

    fn rows(&self) -> impl Iterator<Item = AnswerRow<'_>> {
        self.shown().iter().filter_map(|obligation| self.answer.row(obligation))
    }

    fn obligations(&self) -> impl Iterator<Item = Obligation> {
        let shown = self.shown().iter();
        shown.map(|obligation| Obligation { answer: Arc::clone(&self.answer), obligation: *obligation })
    }

    fn cuts(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.start > 0,
            has_next_page: self.end < self.all().len(),
            start_cursor: self.rows().next().as_ref().map(cursor),
            end_cursor: self.rows().last().as_ref().map(cursor),
        }
    }
}

fn cursor(row: &AnswerRow<'_>) -> String {
    encode(&format!("{}/{} {}", row.framework().key, row.requirement().id, row.subject()))
}

/// A page of a list, after the Relay specification of connections.
#[Object(name = "ObligationConnection")]
impl ObligationPage {
    /// The items of the page, each with its cursor.
    async fn edges(&self) -> Vec<ObligationEdge> {
        let edge = |(row, node)| ObligationEdge { cursor: cursor(&row), node };
        self.rows().zip(self.obligations()).map(edge).collect()
    }

    /// The items of the page.
    async fn nodes(&self) -> Vec<Obligation> {
        self.obligations().collect()
    }

    /// Whether there is more before and after.
    async fn page_info(&self) -> PageInfo {
        self.cuts()
    }

    /// How many items there are in all pages together.
    async fn total_count(&self) -> usize {
        self.all().len()
    }
}

/// An item of a page and its cursor.
#[derive(SimpleObject)]
pub(crate) struct ObligationEdge {
    /// Opaque; for `after` and `before`.
    cursor: String,
    /// The item.
    node: Obligation,
}

impl AtHand for ObligationPage {
    const TYPE: &'static str = "ObligationConnection";

    fn content(&self) -> Option<&Content> {
        Some(self.answer.content())
    }

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        match name {
            "edges" => place.list(self.rows().map(Edge)),
            "nodes" => place.list(self.rows()),
            "pageInfo" => place.object(&self.cuts()),
            "totalCount" => place.count(self.all().len()),
            _ => None,
        }
    }
}

struct Edge<'a>(AnswerRow<'a>);

impl AtHand for Edge<'_> {
    const TYPE: &'static str = "ObligationEdge";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        match name {
            "cursor" => place.text(&cursor(&self.0)),
            "node" => place.object(&self.0),
            _ => None,
        }
    }
}
