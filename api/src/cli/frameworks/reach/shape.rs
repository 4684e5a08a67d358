//! The answer as programs read it; the table and the CSV are made from the same.

use std::collections::BTreeMap;

use obligraph_mapping::RequirementId;
use serde::Serialize;

use crate::app::{Backing, Content, Reach, ReachPlan, ReachScope, ScopeKind};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shown<'a> {
    pub(super) catalog_revision: &'a str,
    pub(super) as_of: String,
    pub(super) scopes: Vec<Scope<'a>>,
    pub(super) backing: Option<Backed<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scope<'a> {
    pub(super) kind: &'a str,
    pub(super) scope: &'a str,
    pub(super) title: &'a str,
    pub(super) obligations: usize,
    pub(super) closed: usize,
    pub(super) evidence_types: usize,
    pub(super) at_least: usize,
    pub(super) items: usize,
    /// Cut to two decimals, so that it is never more than there is.
    pub(super) obligations_per_type: Option<f64>,
    /// What no evidence of any type closes.
    pub(super) open: Vec<String>,
    pub(super) plan: Vec<Planned<'a>>,
}

/// An item of the plan.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Planned<'a> {
    pub(super) evidence_type: &'a str,
    pub(super) facts: BTreeMap<&'a str, String>,
    /// How many of the obligations it closes by itself.
    pub(super) closes: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Backed<'a> {
    pub(super) standard: &'a str,
    pub(super) leaves: usize,
    pub(super) law: &'a str,
    pub(super) articles: Vec<Article>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Article {
    #[serde(rename = "ref")]
    pub(super) reference: String,
    pub(super) title: String,
    pub(super) obligations: usize,
    pub(super) full: Vec<String>,
    pub(super) partial: Vec<String>,
    pub(super) unsupported: Vec<String>,
}

pub(super) fn shown<'a>(content: &'a Content, reach: &'a Reach<'a>) -> Shown<'a> {
    Shown {
        catalog_revision: content.bundle().revision(),
        as_of: reach.as_of.to_string(),
        scopes: reach.plans.iter().map(|(of, plan)| scope(content, reach, of, plan)).collect(),
        backing: reach.backing.as_ref().map(|backing| backed(content, backing)),
    }
}

fn scope<'a>(content: &Content, reach: &'a Reach<'a>, of: &'a ReachScope, plan: &ReachPlan) -> Scope<'a> {
    let planned = |&(one, item): &(usize, usize)| {
        let one = reach.types.get(one)?;
        let item = one.items.get(item)?;
        Some(Planned {
            evidence_type: &one.evidence_type.key,
            facts: item.facts.iter().map(|(name, value)| (name.as_str(), value.to_string())).collect(),
            closes: item.closes.intersection(&plan.closed).count(),
        })
    };
    Scope {
        kind: match of.kind {
            ScopeKind::Framework => "framework",
            ScopeKind::Operator => "operator",
            ScopeKind::Together => "together",
        },
        scope: &of.key,
        title: &of.title,
        obligations: of.obligations.len(),
        closed: plan.closed.len(),
        evidence_types: plan.types.len(),
        at_least: plan.at_least,
        items: plan.items.len(),
        obligations_per_type: plan.reuse().map(|each| (each * 100.0).floor() / 100.0),
        open: references(content, of.obligations.difference(&plan.closed)),
        plan: plan.items.iter().filter_map(planned).collect(),
    }
}

fn backed<'a>(content: &Content, backing: &'a Backing) -> Backed<'a> {
    let articles = backing.articles.iter().map(|article| Article {
        reference: references(content, [&article.article]).concat(),
        title: content.catalog().requirement(article.article).map_or("", |one| one.label()).to_owned(),
        obligations: article.leaves(),
        full: references(content, &article.full),
        partial: references(content, &article.partial),
        unsupported: references(content, &article.unsupported),
    });
    Backed {
        standard: &backing.standard,
        leaves: backing.leaves,
        law: &backing.law,
        articles: articles.collect(),
    }
}

fn references<'a>(content: &Content, ids: impl IntoIterator<Item = &'a RequirementId>) -> Vec<String> {
    let references = ids.into_iter().filter_map(|&id| content.catalog().reference(id));
    references.map(|reference| reference.to_string()).collect()
}
