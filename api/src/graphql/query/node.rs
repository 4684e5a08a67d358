use async_graphql::{Context, ID, Object, Result};

use crate::error::Fault;
use crate::graphql::error::bad_input;
use crate::graphql::id::NodeId;
use crate::graphql::node::{Node, find};

/// More at once would be a list.
const MOST_NODES: usize = 100;

#[derive(Default)]
pub(crate) struct NodeQuery;

/// Any object by its id.
#[Object]
impl NodeQuery {
    /// The object with this id; null where there is none, or where it is not yours to read.
    async fn node(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "From the field `id` of an object.")] id: ID,
    ) -> Result<Option<Node>> {
        let id = NodeId::parse(&id).ok_or_else(|| bad_input(&[unreadable(&id, "id")]))?;
        Ok(find(context, &[id]).await?.pop().flatten())
    }

    /// The objects with these ids, in their order; null for each that is not there, or not yours to read.
    #[graphql(complexity = "ids.len().max(1) * child_complexity")]
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "At most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        let mut faults = Vec::new();
        if ids.len() > MOST_NODES {
            let message = format!("names {} objects; at most {MOST_NODES} are answered", ids.len());
            faults.push(Fault::new("nodes-many", message).of("ids"));
        }
        let mut read = Vec::new();
        for (position, id) in ids.iter().enumerate() {
            match NodeId::parse(id) {
                Some(id) => read.push(id),
                None => faults.push(unreadable(id, &format!("ids[{position}]"))),
            }
        }
        if !faults.is_empty() {
            return Err(bad_input(&faults));
        }
        find(context, &read).await
    }
}

fn unreadable(id: &ID, argument: &str) -> Fault {
    let message = format!("`{}` is no id; take one from the field `id` of an object", id.0);
    Fault::new("wrong-id", message).of(argument)
}
