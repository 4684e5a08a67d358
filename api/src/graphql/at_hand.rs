//! Objects that are at hand, shown without a future for each field of each of them.
//!
//! A list of obligations with their proofs has thousands of fields, and all of them are read from memory. What an object
//! cannot show in this way (a field with arguments, a directive, a type that is looked up) is resolved as ever.

use std::borrow::Cow;
use std::collections::HashMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field, FragmentDefinition, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, InputType, Name, OutputType, Positioned, ServerResult, Value};

use crate::app::Content;

/// An object whose fields are read from memory.
pub(crate) trait AtHand {
    /// The name of its type.
    const TYPE: &'static str;

    /// What a field without arguments shows; `None` where it has to be resolved.
    fn field(&self, name: &str, selected: Selected<'_>) -> Option<Value>;
}

/// What is selected of the value of a field.
#[derive(Clone, Copy)]
pub(crate) struct Selected<'q> {
    set: &'q SelectionSet,
    fragments: &'q HashMap<Name, Positioned<FragmentDefinition>>,
    content: &'q Content,
}

impl<'q> Selected<'q> {
    /// The content that the request is answered from.
    pub(crate) const fn content(&self) -> &'q Content {
        self.content
    }

    /// An object of which this is selected.
    pub(crate) fn object<T: AtHand>(self, object: &T) -> Option<Value> {
        let mut shown = IndexMap::with_capacity(self.set.items.len());
        self.collect(object, self.set, &mut shown)?;
        Some(Value::Object(shown))
    }

    /// An object of which this is selected, or null.
    pub(crate) fn optional<T: AtHand>(self, object: Option<&T>) -> Option<Value> {
        object.map_or(Some(Value::Null), |object| self.object(object))
    }

    /// Objects of which this is selected.
    pub(crate) fn list<T: AtHand>(self, objects: impl IntoIterator<Item = T>) -> Option<Value> {
        let shown: Option<Vec<Value>> = objects.into_iter().map(|object| self.object(&object)).collect();
        shown.map(Value::List)
    }

    fn collect<T: AtHand>(
        self,
        object: &T,
        set: &'q SelectionSet,
        shown: &mut IndexMap<Name, Value>,
    ) -> Option<()> {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let field: &Field = &field.node;
                    if !field.arguments.is_empty() || !field.directives.is_empty() {
                        return None;
                    }
                    let value = match field.name.node.as_str() {
                        "__typename" => Value::String(T::TYPE.to_owned()),
                        name => object.field(name, Self { set: &field.selection_set.node, ..self })?,
                    };
                    // What stands twice would have to be merged.
                    if shown.insert(field.response_key().node.clone(), value).is_some() {
                        return None;
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let fragment = &fragment.node;
                    let fits = fragment.type_condition.as_ref().is_none_or(|on| on.node.on.node == T::TYPE);
                    if !fits || !fragment.directives.is_empty() {
                        return None;
                    }
                    self.collect(object, &fragment.selection_set.node, shown)?;
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = &self.fragments.get(&spread.node.fragment_name.node)?.node;
                    if fragment.type_condition.node.on.node != T::TYPE || !spread.node.directives.is_empty() {
                        return None;
                    }
                    self.collect(object, &fragment.selection_set.node, shown)?;
                }
            }
        }
        Some(())
    }
}

/// A scalar or a word of an enum.
pub(crate) fn plain(value: impl InputType) -> Value {
    value.to_value()
}

/// Scalars or words of an enum.
pub(crate) fn plain_list<T: InputType>(values: impl IntoIterator<Item = T>) -> Value {
    Value::List(values.into_iter().map(plain).collect())
}

/// A text.
pub(crate) fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// An object that is shown from memory where all that is selected of it is at hand.
pub(crate) struct Shown<T>(pub(crate) T);

impl<T: AtHand + OutputType> OutputType for Shown<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let at_hand = {
            let content = ctx.data_unchecked::<super::session::Session>().content();
            Selected { set: &ctx.item.node, fragments: &ctx.query_env.fragments, content }.object(&self.0)
        };
        match at_hand {
            Some(value) => Ok(value),
            None => self.0.resolve(ctx, field).await,
        }
    }
}
