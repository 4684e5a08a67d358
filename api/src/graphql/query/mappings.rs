use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use obligraph_mapping::{ConflictOptions, MappingId, RequirementId, conflicts};

use crate::error::Fault;
use crate::graphql::connection::{Connection, Page, connection};
use crate::graphql::error::bad_input;
use crate::graphql::scalar::Confidence;
use crate::graphql::types::content;
use crate::graphql::types::framework::Framework;
use crate::graphql::types::mapping::{Mapping, mapping_key};
use crate::graphql::types::requirement::Requirement;
use crate::graphql::types::words::{MappingStatus, Relation};

#[derive(Default)]
pub(crate) struct MappingsQuery;

/// How requirements relate.
#[Object]
impl MappingsQuery {
    /// Every crosswalk, in the order of its name.
    async fn crosswalks(&self, context: &Context<'_>) -> Vec<Crosswalk> {
        let bundle = content(context).bundle();
        let shown = bundle.crosswalks().map(|crosswalk| Crosswalk {
            name: crosswalk.name.clone(),
            title: crosswalk.title.clone(),
            from: Framework(crosswalk.from),
            to: Framework(crosswalk.to),
            authors: crosswalk.authors.clone(),
            reviewers: crosswalk.reviewers.clone(),
            no_counterparts: bundle
                .no_counterparts()
                .filter(|record| record.crosswalk == crosswalk.name)
                .map(|record| NoCounterpart {
                    requirement: Requirement(record.requirement),
                    within: Framework(record.within),
                    reason: record.reason.clone(),
                })
                .collect(),
        });
        shown.collect()
    }

    /// Every contradiction among the mappings, each with a minimal set that cannot all hold; empty where they are
    /// consistent.
    #[graphql(complexity = "1000 + child_complexity")]
    async fn mapping_conflicts(
        &self,
        context: &Context<'_>,
        #[graphql(default = false, desc = "Hold mappings of status DRAFT against the others too.")]
        include_draft: bool,
    ) -> Vec<MappingConflict> {
        let asked = ConflictOptions { include_draft, ..ConflictOptions::new() };
        let shown = conflicts(content(context).graph(), &asked).conflicts.into_iter().map(|conflict| {
            MappingConflict {
                mappings: conflict.mappings.into_iter().map(Mapping).collect(),
                from: conflict.from.into_iter().map(Requirement).collect(),
                to: conflict.to.into_iter().map(Requirement).collect(),
                stated: conflict.stated.into(),
                derived: conflict.derived.iter().map(Into::into).collect(),
            }
        });
        shown.collect()
    }

    /// Mappings, in the order of crosswalks and rows.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn mappings(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which ones; all if absent.")] filter: Option<MappingFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Mapping>> {
        let content = content(context);
        let catalog = content.catalog();
        let filter = filter.unwrap_or_default();
        let mut faults: Vec<Fault> = Vec::new();
        let framework = filter.framework.as_deref().and_then(|key| {
            content
                .framework(key)
                .map_err(|fault| faults.push(Fault::from(fault).of("filter.framework")))
                .ok()
        });
        let requirement = filter.requirement.as_deref().and_then(|text| {
            content
                .requirement(text)
                .map_err(|fault| faults.push(Fault::from(fault).of("filter.requirement")))
                .ok()
        });
        if !faults.is_empty() {
            return Err(bad_input(&faults));
        }
        let admits = |mapping: &obligraph_mapping::Mapping| {
            let ends = || mapping.from.iter().chain(&mapping.to);
            let is_of = |&id: &RequirementId| catalog.framework_of(id) == framework;
            framework.is_none_or(|_| ends().any(is_of))
                && requirement.is_none_or(|wanted| ends().any(|&id| id == wanted))
                && filter.crosswalk.as_ref().is_none_or(|wanted| mapping.crosswalk == *wanted)
                && filter.relation.is_none_or(|wanted| mapping.relation == wanted.into())
                && filter.status.is_none_or(|wanted| mapping.status == wanted.into())
                && filter.min_confidence.is_none_or(|least| mapping.confidence.value() >= least.0)
        };
        let found: Vec<MappingId> =
            catalog.mapping_ids().filter(|&id| catalog.mapping(id).is_some_and(admits)).collect();
        let page = Page { first, after, last, before };
        connection(&found, page, |&id| mapping_key(catalog, id), |&id| Mapping(id))
    }
}

/// The mappings between two editions, with who stands behind them.
#[derive(SimpleObject)]
pub(crate) struct Crosswalk {
    /// Unique among crosswalks.
    name: String,
    /// What it is about; null where its name says it.
    title: Option<String>,
    /// The framework on the left.
    from: Framework,
    /// The framework on the right.
    to: Framework,
    /// Who wrote it.
    authors: Vec<String>,
    /// Who reviewed it; empty where nobody has yet.
    reviewers: Vec<String>,
    /// Requirements that were looked at and have no counterpart on the other side.
    no_counterparts: Vec<NoCounterpart>,
}

/// Mappings that cannot all hold.
#[derive(SimpleObject)]
pub(crate) struct MappingConflict {
    /// A minimal set: without any one of them the rest can hold.
    mappings: Vec<Mapping>,
    /// One side of the mapping that the others contradict.
    from: Vec<Requirement>,
    /// Its other side.
    to: Vec<Requirement>,
    /// What that mapping states.
    stated: Relation,
    /// What the others leave possible.
    derived: Vec<Relation>,
}

/// A requirement that was looked at and has no counterpart.
#[derive(SimpleObject)]
pub(crate) struct NoCounterpart {
    /// The requirement.
    requirement: Requirement,
    /// Where none was found.
    within: Framework,
    /// Why there is none.
    reason: String,
}

/// Which mappings: those that fit everything that is given.
#[derive(InputObject, Default)]
pub(crate) struct MappingFilterInput {
    /// With an end in this framework, by its key.
    framework: Option<String>,
    /// With this requirement on a side, by its reference.
    requirement: Option<String>,
    /// Of this crosswalk, by its name.
    crosswalk: Option<String>,
    /// Of this relation, as written.
    relation: Option<Relation>,
    /// Of this status.
    status: Option<MappingStatus>,
    /// At least this sure.
    min_confidence: Option<Confidence>,
}
