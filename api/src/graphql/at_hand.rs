//! Objects that are at hand, written out without a future, a map and a name for each field of each of them.
//!
//! A list of obligations with their proofs has thousands of fields, and all of them are read from memory: they are written
//! as JSON at once. What an object cannot show in this way (a field with arguments, a directive, a type that is looked up)
//! is resolved as ever.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use async_graphql::Value;
use async_graphql::parser::types::{Field, FragmentDefinition, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::EnumType;
use async_graphql::{ContextSelectionSet, InputType, Name, OutputType, Positioned, QueryEnv, ServerResult};

use super::error::{ErrorCode, error};
use super::scalar::Confidence;
use super::session::Session;
use super::written::{write_name, write_null, write_text, written};
use crate::app::Content;

/// What a page takes, so that it is seldom moved while it grows.
const SOME_BYTES: usize = 16 << 10;

/// An object whose fields are read from memory.
pub(crate) trait AtHand {
    /// The name of its type.
    const TYPE: &'static str;

    /// The content that it is of, where that may be another than the one that the request is answered from.
    fn content(&self) -> Option<&Content> {
        None
    }

    /// Writes what a field without arguments shows; `None` where it has to be resolved.
    fn field(&self, name: &str, place: Place<'_>) -> Option<()>;
}

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// What is selected of an object, read once for all objects of a list.
#[derive(Default)]
struct Selected<'q> {
    fields: Vec<SelectedField<'q>>,
    /// The types that fragments of it are on.
    on: Vec<&'q str>,
}

struct SelectedField<'q> {
    /// The name in the answer, as it is written there.
    key: Vec<u8>,
    name: &'q str,
    selected: Selected<'q>,
}

impl<'q> Selected<'q> {
    /// `None` where something in it has to be resolved.
    fn of(set: &'q SelectionSet, fragments: &'q Fragments) -> Option<Self> {
        let mut selected = Self::default();
        selected.take(set, fragments)?;
        Some(selected)
    }

    fn take(&mut self, set: &'q SelectionSet, fragments: &'q Fragments) -> Option<()> {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let field: &Field = &field.node;
                    if !field.arguments.is_empty() || !field.directives.is_empty() {
                        return None;
                    }
                    let mut key = Vec::new();
                    write_name(&mut key, field.response_key().node.as_str())?;
                    key.push(b':');
                    let selected = Self::of(&field.selection_set.node, fragments)?;
                    self.fields.push(SelectedField { key, name: field.name.node.as_str(), selected });
                }
                Selection::InlineFragment(fragment) => {
                    let fragment = &fragment.node;
                    if !fragment.directives.is_empty() {
                        return None;
                    }
                    self.on.extend(fragment.type_condition.as_ref().map(|on| on.node.on.node.as_str()));
                    self.take(&fragment.selection_set.node, fragments)?;
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = &fragments.get(&spread.node.fragment_name.node)?.node;
                    if !spread.node.directives.is_empty() || !fragment.directives.is_empty() {
                        return None;
                    }
                    self.on.push(fragment.type_condition.node.on.node.as_str());
                    self.take(&fragment.selection_set.node, fragments)?;
                }
            }
        }
        Some(())
    }
}

/// Where the value of a field is written, and what is selected of it.
pub(crate) struct Place<'q> {
    json: &'q mut Vec<u8>,
    selected: &'q Selected<'q>,
    content: &'q Content,
}

impl<'q> Place<'q> {
    /// The content that the request is answered from.
    pub(crate) const fn content(&self) -> &'q Content {
        self.content
    }

    /// An object.
    pub(crate) fn object<T: AtHand>(mut self, object: &T) -> Option<()> {
        self.write_object(object)
    }

    /// An object or null.
    pub(crate) fn optional<T: AtHand>(mut self, object: Option<&T>) -> Option<()> {
        match object {
            None => write_null(self.json),
            Some(object) => self.write_object(object),
        }
    }

    /// Objects.
    pub(crate) fn list<T: AtHand>(mut self, objects: impl IntoIterator<Item = T>) -> Option<()> {
        self.json.push(b'[');
        for (position, object) in objects.into_iter().enumerate() {
            if position > 0 {
                self.json.push(b',');
            }
            self.write_object(&object)?;
        }
        self.json.push(b']');
        Some(())
    }

    /// A scalar.
    pub(crate) fn scalar(self, value: impl InputType) -> Option<()> {
        serde_json::to_writer(self.json, &value.to_value()).ok()
    }

    /// How sure something is.
    pub(crate) fn confidence(self, confidence: impl Into<Confidence>) -> Option<()> {
        confidence.into().write(self.json);
        Some(())
    }

    /// A position; null without one.
    pub(crate) fn count(self, count: impl Into<Option<usize>>) -> Option<()> {
        serde_json::to_writer(self.json, &count.into()).ok()
    }

    /// Positions.
    pub(crate) fn counts(self, counts: &[usize]) -> Option<()> {
        serde_json::to_writer(self.json, counts).ok()
    }

    /// A word of an enum.
    pub(crate) fn word<E: EnumType>(self, word: E) -> Option<()> {
        write_name(self.json, name_of(word)?)
    }

    /// A word of an enum, or null.
    pub(crate) fn optional_word<E: EnumType>(self, word: Option<E>) -> Option<()> {
        match word {
            None => write_null(self.json),
            Some(word) => self.word(word),
        }
    }

    /// Words of an enum.
    pub(crate) fn words<E: EnumType>(self, words: impl IntoIterator<Item = E>) -> Option<()> {
        self.json.push(b'[');
        for (position, word) in words.into_iter().enumerate() {
            if position > 0 {
                self.json.push(b',');
            }
            write_name(self.json, name_of(word)?)?;
        }
        self.json.push(b']');
        Some(())
    }

    /// A text.
    pub(crate) fn text(self, text: &str) -> Option<()> {
        write_text(self.json, &[text])
    }

    /// One text made of parts.
    pub(crate) fn joined(self, parts: &[&str]) -> Option<()> {
        write_text(self.json, parts)
    }

    /// A text or null.
    pub(crate) fn optional_text(self, text: Option<&str>) -> Option<()> {
        match text {
            None => write_null(self.json),
            Some(text) => self.text(text),
        }
    }

    fn write_object<T: AtHand>(&mut self, object: &T) -> Option<()> {
        // A fragment on an interface, or on another type.
        if self.selected.on.iter().any(|&on| on != T::TYPE) {
            return None;
        }
        self.json.push(b'{');
        for (position, SelectedField { key, name, selected }) in self.selected.fields.iter().enumerate() {
            if position > 0 {
                self.json.push(b',');
            }
            self.json.extend_from_slice(key);
            if *name == "__typename" {
                write_name(self.json, T::TYPE)?;
            } else {
                object.field(name, Place { json: &mut *self.json, selected, content: self.content })?;
            }
        }
        self.json.push(b'}');
        Some(())
    }
}

fn name_of<E: EnumType>(word: E) -> Option<&'static str> {
    E::items().iter().find(|item| item.value == word).map(|item| item.name)
}

/// Whether no two fields of an operation stand under one name in one object. What is written can be merged with nothing.
pub(crate) fn stands_once(query: &QueryEnv) -> bool {
    fn collect<'q>(set: &'q SelectionSet, fragments: &'q Fragments, names: &mut BTreeSet<&'q str>) -> bool {
        set.items.iter().all(|selection| match &selection.node {
            Selection::Field(field) => {
                let field = &field.node;
                names.insert(field.response_key().node.as_str())
                    && collect(&field.selection_set.node, fragments, &mut BTreeSet::new())
            }
            Selection::InlineFragment(fragment) => {
                collect(&fragment.node.selection_set.node, fragments, names)
            }
            Selection::FragmentSpread(spread) => fragments
                .get(&spread.node.fragment_name.node)
                .is_some_and(|fragment| collect(&fragment.node.selection_set.node, fragments, names)),
        })
    }
    collect(&query.operation.node.selection_set.node, &query.fragments, &mut BTreeSet::new())
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
        match shown(&self.0, ctx) {
            Some(value) => Ok(value),
            // What is resolved looks things up in the content of the request, where they may be others.
            None if self.0.content().is_some_and(|content| !content.is_same(session_of(ctx).content())) => {
                Err(ctx.set_error_path(of_past().into_server_error(field.pos)))
            }
            None => self.0.resolve(ctx, field).await,
        }
    }
}

/// Whole, or nothing of it.
fn shown<T: AtHand>(object: &T, ctx: &ContextSelectionSet<'_>) -> Option<Value> {
    let session = session_of(ctx);
    if !session.stands_once(ctx.query_env) {
        return None;
    }
    let selected = Selected::of(&ctx.item.node, &ctx.query_env.fragments)?;
    let mut json = Vec::with_capacity(SOME_BYTES);
    let content = object.content().unwrap_or_else(|| session.content());
    Place { json: &mut json, selected: &selected, content }.object(object)?;
    Some(written(json))
}

fn session_of<'a>(ctx: &ContextSelectionSet<'a>) -> &'a Session {
    // INVARIANT: `ApiSchema` puts a session into every request that it runs.
    ctx.data_unchecked::<Session>()
}

/// Why something is not told of what an organisation had at another instant.
pub(crate) fn of_past() -> async_graphql::Error {
    let message = "the frameworks or mappings of the organisation's own were others then: of that answer, ask for fields \
                   without arguments and directives only, none of them twice, and look up the rest by `requirement`";
    error(ErrorCode::BadUserInput, message)
}
