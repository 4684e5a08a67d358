//! Documents as the schema has them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use serde_json::Map;

use super::choices::Choices;
use super::values::Pool;

/// The types of the schema, by name.
pub(crate) struct Types(BTreeMap<String, TypeDefinition>);

pub(crate) struct Document {
    pub(crate) text: String,
    pub(crate) variables: Map<String, serde_json::Value>,
}

impl Types {
    pub(crate) fn of_the_schema() -> Self {
        let document = parse_schema(obligraph::graphql::sdl()).unwrap();
        let types = document.definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => Some(definition.node),
            _ => None,
        });
        Self(types.map(|definition| (definition.name.node.to_string(), definition)).collect())
    }

    pub(crate) fn kind(&self, name: &str) -> Option<&TypeKind> {
        self.0.get(name).map(|definition| &definition.kind)
    }

    pub(crate) fn is_one_of(&self, name: &str) -> bool {
        self.0[name].directives.iter().any(|directive| directive.node.name.node == "oneOf")
    }

    /// A document that the schema allows, but for some values.
    pub(crate) fn document(&self, choices: &mut Choices<'_>, pool: &Pool) -> Document {
        let kinds =
            ["query", "query", "mutation", "query", "subscription", "mutation", "query", "mutation", "query"];
        let kind = choices.word(&kinds);
        let root = match kind.as_str() {
            "mutation" => "Mutation",
            "subscription" => "Subscription",
            _ => "Query",
        };
        let mut writer = Writer {
            types: self,
            pool,
            choices,
            declared: String::new(),
            variables: Map::new(),
            fragments: Vec::new(),
        };
        let mut selected = String::new();
        writer.select(root, 6, &mut selected);
        let Writer { declared, variables, fragments, .. } = writer;
        let declared = if declared.is_empty() { declared } else { format!("({declared})") };
        Document { text: format!("{kind} Asked{declared} {selected} {}", fragments.concat()), variables }
    }

    fn fields(&self, name: &str) -> &[Positioned<FieldDefinition>] {
        match self.kind(name) {
            Some(TypeKind::Object(object)) => &object.fields,
            Some(TypeKind::Interface(interface)) => &interface.fields,
            _ => &[],
        }
    }

    /// The objects that an object of an interface or union may be.
    fn members(&self, name: &str) -> Vec<String> {
        match self.kind(name) {
            Some(TypeKind::Union(union)) => {
                union.members.iter().map(|member| member.node.to_string()).collect()
            }
            Some(TypeKind::Interface(_)) => {
                let implements = |kind: &TypeKind| matches!(kind, TypeKind::Object(object) if object.implements.iter().any(|of| of.node == name));
                let members = self.0.iter().filter(|(_, definition)| implements(&definition.kind));
                members.map(|(name, _)| name.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn is_leaf(&self, name: &str) -> bool {
        !matches!(self.kind(name), Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_)))
    }
}

struct Writer<'a, 'c> {
    types: &'a Types,
    pool: &'a Pool,
    choices: &'a mut Choices<'c>,
    declared: String,
    variables: Map<String, serde_json::Value>,
    fragments: Vec<String>,
}

impl Writer<'_, '_> {
    fn select(&mut self, of: &str, depth: usize, text: &mut String) {
        text.push_str("{ ");
        let types = self.types;
        let fields: Vec<&FieldDefinition> = types.fields(of).iter().map(|field| &field.node).collect();
        let fields: Vec<&FieldDefinition> =
            fields.into_iter().filter(|field| depth > 0 || types.is_leaf(named(&field.ty.node))).collect();
        for _ in 0..=self.choices.below(4) {
            if fields.is_empty() || self.choices.chance(5) {
                text.push_str("__typename ");
            } else {
                let field = *self.choices.of(&fields);
                self.field(field, depth, text);
            }
        }
        let members = types.members(of);
        if !members.is_empty() && depth > 0 {
            let member = self.choices.of(&members).clone();
            let _ = write!(text, "... on {member} ");
            self.select(&member, depth - 1, text);
        } else if depth > 0 && self.choices.chance(8) {
            let mut fragment = String::new();
            self.select(of, depth - 1, &mut fragment);
            let name = format!("F{}", self.fragments.len());
            self.fragments.push(format!("fragment {name} on {of} {fragment} "));
            let _ = write!(text, "...{name} ");
        }
        text.push_str("} ");
    }

    fn field(&mut self, field: &FieldDefinition, depth: usize, text: &mut String) {
        if self.choices.chance(6) {
            let _ = write!(text, "a{}: ", self.choices.below(4));
        }
        text.push_str(&field.name.node);
        self.arguments(&field.arguments, text);
        if self.choices.chance(6) {
            let condition = self.choices.word(&["@include(if: true)", "@skip(if: true)", "@skip(if: false)"]);
            let _ = write!(text, " {condition}");
        }
        text.push(' ');
        let of = named(&field.ty.node);
        if !self.types.is_leaf(of) {
            self.select(of, depth.saturating_sub(1), text);
        }
    }

    fn arguments(&mut self, arguments: &[Positioned<InputValueDefinition>], text: &mut String) {
        let mut written = Vec::new();
        for argument in arguments.iter().map(|argument| &argument.node) {
            let is_required = !argument.ty.node.nullable && argument.default_value.is_none();
            if !is_required && !self.choices.chance(30) {
                continue;
            }
            let name = &argument.name.node;
            let value = self.pool.value(self.types, &argument.ty.node, name, 3, self.choices);
            if self.choices.chance(20) {
                let variable = format!("v{}", self.variables.len());
                let _ = write!(self.declared, "${variable}: {} ", argument.ty.node);
                self.variables.insert(variable.clone(), value.into_json().unwrap());
                written.push(format!("{name}: ${variable}"));
            } else {
                written.push(format!("{name}: {value}"));
            }
        }
        if !written.is_empty() {
            let _ = write!(text, "({})", written.join(", "));
        }
    }
}

/// The type within lists.
fn named(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(of) => named(of),
    }
}
