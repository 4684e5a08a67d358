use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, OneofObject, Result};
use chrono::NaiveDate;
use obligraph_mapping::{Claim, Evidence, Options, Validity};

use crate::app::{Content, EvidenceItem, Question};
use crate::error::Fault;
use crate::graphql::error::bad_input;
use crate::graphql::input::{ClaimInput, FactInput, max_hops};
use crate::graphql::scalar::{Confidence, Date};
use crate::graphql::types::resolution::Resolution;
use crate::graphql::types::subject::{SubjectInput, subjects};
use crate::graphql::types::{content, frameworks, today};

#[derive(Default)]
pub(crate) struct ResolveQuery;

/// The main question.
#[Object]
impl ResolveQuery {
    /// Which obligations does this evidence satisfy, or show in part? Nothing is stored.
    #[graphql(complexity = "20 + child_complexity")]
    async fn resolve(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The evidence, and how to answer.")] input: ResolveInput,
    ) -> Result<Resolution> {
        let content = content(context);
        let question = input.read(content, today(context)).map_err(|faults| bad_input(&faults))?;
        let answer = crate::app::resolve(content, &question)
            .map_err(|faults| bad_input(&faults.into_iter().map(Fault::from).collect::<Vec<_>>()))?;
        Ok(Resolution(Arc::new(answer)))
    }
}

/// Evidence, and how to answer.
#[derive(InputObject)]
pub(crate) struct ResolveInput {
    /// The evidence, one item or several. What several show together, they show as one.
    evidence: Vec<EvidenceInput>,
    /// The day of the answer; today (UTC) if absent.
    as_of: Option<Date>,
    /// Answer for these frameworks only, by key; paths may lead through others. All if absent.
    frameworks: Option<Vec<String>>,
    /// Leave out what is less sure.
    min_confidence: Option<Confidence>,
    /// At most so many mappings in a row, 0 to 64; 4 if absent.
    max_hops: Option<i32>,
    /// Answer POSSIBLE too, scope gaps among them.
    #[graphql(default = false)]
    include_possible: bool,
    /// Use mappings of status DRAFT too.
    #[graphql(default = false)]
    include_draft: bool,
    /// The organisation's subjects, among them every AI system in scope. If absent: one of each kind, and the AI
    /// systems that the evidence names.
    scope: Option<Vec<SubjectInput>>,
}

/// One item of evidence.
#[derive(InputObject)]
pub(crate) struct EvidenceInput {
    /// What it shows.
    shows: ShownInput,
    /// The subjects that it covers; those of the requirements that it shows if absent.
    covers: Option<Vec<SubjectInput>>,
    /// The day from which it counts; the day of the answer if absent.
    collected_on: Option<Date>,
}

/// What evidence shows: by its own claims, or by its type.
#[derive(OneofObject)]
pub(crate) enum ShownInput {
    /// Claims of its own.
    Claims(Vec<ClaimInput>),
    /// An item of a known type, whose facts decide what it claims.
    Item(EvidenceItemInput),
}

/// An item of a known type.
#[derive(InputObject)]
pub(crate) struct EvidenceItemInput {
    /// The key of its type.
    #[graphql(name = "type")]
    evidence_type: String,
    /// What it carries.
    facts: Vec<FactInput>,
}

impl ResolveInput {
    fn read(self, content: &Content, today: NaiveDate) -> Result<Question, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut options = Options::on(self.as_of.map_or(today, |day| day.0));
        options.frameworks = self.frameworks.map(|keys| frameworks(content, &keys, &mut faults));
        options.min_confidence = self.min_confidence.map_or(options.min_confidence, |least| least.0);
        options.max_hops = max_hops(self.max_hops, options.max_hops, &mut faults);
        options.include_possible = self.include_possible;
        options.include_draft = self.include_draft;
        options.scope = subjects(self.scope.unwrap_or_default(), "scope", &mut faults);
        let read = |(position, item): (usize, EvidenceInput)| {
            item.read(content, &format!("evidence[{position}]"), options.as_of, &mut faults)
        };
        let evidence = self.evidence.into_iter().enumerate().map(read).collect();
        if faults.is_empty() {
            return Ok(Question { evidence, options });
        }
        // The engine checks options before it looks at evidence, so that all faults come at once.
        let of_options = obligraph_mapping::resolve(content.graph(), &[], &options).err();
        faults.extend(of_options.into_iter().flatten().map(Fault::from));
        Err(faults)
    }
}

impl EvidenceInput {
    fn read(self, content: &Content, field: &str, as_of: NaiveDate, faults: &mut Vec<Fault>) -> Evidence {
        let covers = subjects(self.covers.unwrap_or_default(), &format!("{field}.covers"), faults);
        let collected = self.collected_on.map(|day| day.0);
        match self.shows {
            ShownInput::Claims(claims) => {
                let read = |(position, claim): (usize, ClaimInput)| {
                    claim.read(content, &format!("{field}.shows.claims[{position}]"), faults)
                };
                let claims = claims.into_iter().enumerate().filter_map(read).collect();
                Evidence { claims, covers, validity: collected.map(|from| Validity { from, until: None }) }
            }
            ShownInput::Item(item) => {
                let field = format!("{field}.shows.item");
                let nothing = Evidence { claims: Vec::new(), covers: Vec::new(), validity: None };
                item.read(content, &field, faults)
                    .map_or(nothing, |item| item.evidence(covers, collected.unwrap_or(as_of)))
            }
        }
    }
}

impl ClaimInput {
    fn read(self, content: &Content, field: &str, faults: &mut Vec<Fault>) -> Option<Claim> {
        let requirement = content
            .requirement(&self.requirement)
            .map_err(|fault| faults.push(at(fault, &format!("{field}.requirement"))));
        let confidence = self.confidence.map_or(Ok(obligraph_mapping::Confidence::CERTAIN), |confidence| {
            obligraph_mapping::Confidence::new(confidence.0).map_err(|error| {
                faults.push(
                    Fault::new("claim-confidence", error.to_string()).of(&format!("{field}.confidence")),
                );
            })
        });
        let mut claim = Claim::new(requirement.ok()?, self.coverage.into());
        claim.confidence = confidence.ok()?;
        claim.all_ai_systems = self.all_ai_systems;
        Some(claim)
    }
}

impl EvidenceItemInput {
    fn read<'c>(
        self,
        content: &'c Content,
        field: &str,
        faults: &mut Vec<Fault>,
    ) -> Option<EvidenceItem<'c>> {
        let found = content.evidence_type(&self.evidence_type);
        let found = found.map_err(|fault| faults.push(at(fault, &format!("{field}.type")))).ok()?;
        let texts: Vec<String> =
            self.facts.into_iter().map(|FactInput { name, value }| format!("{name}={value}")).collect();
        let read = EvidenceItem::read(found, &texts);
        let told = |fault| Fault::from(fault).of(&format!("{field}.facts"));
        read.map_err(|found| faults.extend(found.into_iter().map(told))).ok()
    }
}

fn at(fault: impl Into<Fault>, field: &str) -> Fault {
    fault.into().of(field)
}
