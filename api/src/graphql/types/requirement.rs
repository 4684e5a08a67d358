use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result};
use obligraph_mapping::{Options, RequirementId};

use super::framework::Framework;
use super::mapping::{Mapping, mapping_key};
use super::support::Support;
use super::words::{AiClass, RequirementKind, SubjectKind};
use super::{content, frameworks, of_other_content, today};
use crate::app::supported_by;
use crate::error::Fault;
use crate::graphql::at_hand::{AtHand, Place};
use crate::graphql::connection::{Connection, Page, connection};
use crate::graphql::error::bad_input;
use crate::graphql::id::NodeId;
use crate::graphql::input::max_hops;
use crate::graphql::scalar::{Confidence, Date};

/// One requirement.
pub(crate) struct Requirement(pub(crate) RequirementId);

impl Requirement {
    fn read<'a>(&self, context: &Context<'a>) -> Result<&'a obligraph_mapping::Requirement> {
        let found = content(context).catalog().requirement(self.0);
        found.ok_or_else(of_other_content)
    }
}

/// A requirement of one edition of one framework, or a heading above requirements.
#[Object]
impl Requirement {
    /// Opaque and globally unique; the same in every revision of the content.
    pub(crate) async fn id(&self, context: &Context<'_>) -> Result<ID> {
        let reference = content(context).catalog().reference(self.0).ok_or_else(of_other_content)?;
        Ok(NodeId::Requirement(reference.to_string()).id())
    }

    /// Its human reference: `iso-42001:2023/A.6.2.8`, `eu-ai-act:2024/art-9.2.a`.
    #[graphql(name = "ref")]
    async fn reference(&self, context: &Context<'_>) -> Result<String> {
        let reference = content(context).catalog().reference(self.0).ok_or_else(of_other_content)?;
        Ok(reference.to_string())
    }

    /// The framework that it is of.
    async fn framework(&self, context: &Context<'_>) -> Result<Framework> {
        content(context).catalog().framework_of(self.0).map(Framework).ok_or_else(of_other_content)
    }

    /// The requirement or heading above; null at the top.
    async fn parent(&self, context: &Context<'_>) -> Option<Self> {
        content(context).catalog().parent(self.0).map(Self)
    }

    /// What it is in its document.
    async fn kind(&self, context: &Context<'_>) -> Result<RequirementKind> {
        Ok(self.read(context)?.kind.into())
    }

    /// The official short title; null where the document gives none.
    async fn title<'a>(&self, context: &Context<'a>) -> Result<Option<&'a str>> {
        Ok(self.read(context)?.title.as_deref())
    }

    /// What it asks, in our own words; null where a title or the children say it.
    async fn summary<'a>(&self, context: &Context<'a>) -> Result<Option<&'a str>> {
        Ok(self.read(context)?.summary.as_deref())
    }

    /// Whether it is a leaf that evidence can be held against.
    async fn assessable(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.read(context)?.assessable)
    }

    /// Whether its id is ours, and never to be shown as the publisher's.
    async fn editorial(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.read(context)?.editorial)
    }

    /// Whether it says no more than its children together, so that it is proved when each of them is.
    async fn complete(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.read(context)?.complete)
    }

    /// Whose duty it is; null for a hub, and for provisions that oblige nobody.
    async fn subject(&self, context: &Context<'_>) -> Result<Option<SubjectKind>> {
        Ok(self.read(context)?.subject.map(Into::into))
    }

    /// Whether it is to be done for every AI system in scope.
    async fn per_ai_system(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.read(context)?.per_ai_system)
    }

    /// Whether a statement of applicability may exclude it.
    async fn excludable(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.read(context)?.excludable)
    }

    /// Operators and others that the provision addresses: `provider`, `deployer` ...; empty where it does not tell.
    async fn addressees(&self, context: &Context<'_>) -> Result<Vec<String>> {
        Ok(self.read(context)?.applicability.addressees.clone())
    }

    /// The AI classes that it is for; empty where classes play no part.
    async fn ai_classes(&self, context: &Context<'_>) -> Result<Vec<AiClass>> {
        Ok(self.read(context)?.applicability.ai_classes.iter().map(|&class| class.into()).collect())
    }

    /// The day to plan for: that of the class or, without one, the earliest of all. Null where it applies without a date.
    async fn applies_from(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For this class; all classes if absent.")] ai_class: Option<AiClass>,
    ) -> Result<Option<Date>> {
        Ok(self.read(context)?.applicability.planning_date(ai_class.map(Into::into)).map(Date))
    }

    /// From this day on it is no longer law; null where nothing is known of a repeal.
    async fn repealed_on(&self, context: &Context<'_>) -> Result<Option<Date>> {
        Ok(self.read(context)?.applicability.repealed_on.map(Date))
    }

    /// The reverse question: which requirements and evidence types satisfy or support this one?
    #[graphql(complexity = "20 + child_complexity")]
    async fn supported_by(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How to answer; the defaults of each field if absent.")] input: Option<SupportInput>,
    ) -> Result<Support> {
        let content = content(context);
        let options = input.unwrap_or_default().read(context).map_err(|faults| bad_input(&faults))?;
        let answer = supported_by(content, self.0, &options);
        answer
            .map(|answer| Support(Arc::new(answer)))
            .map_err(|faults| bad_input(&faults.into_iter().map(Fault::from).collect::<Vec<_>>()))
    }

    /// The mappings that it stands in, on either side, in the order of the crosswalks.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn mappings(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Mapping>> {
        let catalog = content(context).catalog();
        let stands_in = |mapping: &obligraph_mapping::Mapping| {
            mapping.from.contains(&self.0) || mapping.to.contains(&self.0)
        };
        let ids: Vec<_> =
            catalog.mapping_ids().filter(|&id| catalog.mapping(id).is_some_and(stands_in)).collect();
        let page = Page { first, after, last, before };
        connection(&ids, page, |&id| mapping_key(catalog, id), |&id| Mapping(id))
    }
}

/// How to answer the reverse question.
#[derive(InputObject, Default)]
pub(crate) struct SupportInput {
    /// The day of the answer; today (UTC) if absent.
    as_of: Option<Date>,
    /// Supporters of these frameworks only, by key; paths may lead through others. All if absent.
    frameworks: Option<Vec<String>>,
    /// Leave out what is less sure.
    min_confidence: Option<Confidence>,
    /// At most so many mappings in a row, 0 to 64; 4 if absent.
    max_hops: Option<i32>,
    /// Use mappings of status DRAFT too.
    #[graphql(default = false)]
    include_draft: bool,
}

impl SupportInput {
    fn read(self, context: &Context<'_>) -> Result<Options, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut options = Options::on(self.as_of.map_or_else(|| today(context), |day| day.0));
        options.frameworks = self.frameworks.map(|keys| frameworks(content(context), &keys, &mut faults));
        options.min_confidence = self.min_confidence.map_or(options.min_confidence, |least| least.0);
        options.max_hops = max_hops(self.max_hops, options.max_hops, &mut faults);
        options.include_draft = self.include_draft;
        if faults.is_empty() { Ok(options) } else { Err(faults) }
    }
}

impl AtHand for Requirement {
    const TYPE: &'static str = "Requirement";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        let catalog = place.content().catalog();
        let requirement = catalog.requirement(self.0)?;
        match name {
            "id" => place.text(&NodeId::Requirement(catalog.reference(self.0)?.to_string()).id()),
            "ref" => {
                let framework = catalog.framework_by_id(catalog.framework_of(self.0)?)?;
                place.joined(&[&framework.key, "/", &requirement.id])
            }
            "framework" => place.object(&Framework(catalog.framework_of(self.0)?)),
            "kind" => place.word(RequirementKind::from(requirement.kind)),
            "title" => place.optional_text(requirement.title.as_deref()),
            "summary" => place.optional_text(requirement.summary.as_deref()),
            "assessable" => place.scalar(requirement.assessable),
            "editorial" => place.scalar(requirement.editorial),
            "complete" => place.scalar(requirement.complete),
            "subject" => place.optional_word(requirement.subject.map(SubjectKind::from)),
            "perAiSystem" => place.scalar(requirement.per_ai_system),
            "excludable" => place.scalar(requirement.excludable),
            "parent" => place.optional(catalog.parent(self.0).map(Self).as_ref()),
            _ => None,
        }
    }
}
