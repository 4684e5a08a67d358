use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use obligraph_mapping::Options;

use super::evidence_type::EvidenceType;
use super::requirement::Requirement;
use super::resolution::Resolution;
use super::subject::Subject;
use super::words::ClaimedCoverage;
use super::{content, frameworks, session, today};
use crate::app::{Content, HeldEvidence, fact_text, resolve};
use crate::error::Fault;
use crate::graphql::error::{bad_input, refused};
use crate::graphql::id::NodeId;
use crate::graphql::input::max_hops;
use crate::graphql::scalar::{Confidence, Date, DateTime, Sha256};
use crate::store;

/// An item of evidence, by one of its revisions.
pub(crate) struct Evidence(pub(crate) store::Evidence);

/// An item of evidence. It is revised, never overwritten: what it said at an instant can be read ever after.
#[Object]
impl Evidence {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Evidence(self.0.id).id()
    }

    /// What it says: the latest revision, or the one that was so at the instant asked for.
    async fn revision(&self) -> EvidenceRevision {
        EvidenceRevision(self.0.revision.clone())
    }

    /// What it is called.
    async fn title(&self) -> &str {
        &self.0.revision.content.title
    }

    /// Its type; null where all that it shows is claimed by hand, or where the content knows the type no more.
    #[graphql(name = "type")]
    async fn evidence_type(&self, context: &Context<'_>) -> Option<EvidenceType> {
        let key = self.0.revision.content.evidence_type.as_ref()?;
        content(context).evidence_type(key).ok().map(|found| EvidenceType(found.key.clone()))
    }

    /// The subjects that it covers; empty where it covers those of the requirements that it shows.
    async fn covers(&self) -> Vec<Subject> {
        self.0.revision.content.covers.iter().map(Into::into).collect()
    }

    /// The day of its collection.
    async fn collected_on(&self) -> Date {
        Date(self.0.revision.content.collected_on)
    }

    /// Its last day of freshness, by its type; null where it does not lapse.
    async fn fresh_until(&self, context: &Context<'_>) -> Option<Date> {
        let held = store::Evidence { withdrawal: None, ..self.0.clone() };
        HeldEvidence::read(content(context), &held).evidence.validity?.until.map(Date)
    }

    /// Since when it counts no more; null where nobody has withdrawn it, or had at the instant asked for.
    async fn withdrawn_at(&self) -> Option<DateTime> {
        self.0.withdrawal.as_ref().map(|withdrawal| DateTime(withdrawal.at))
    }

    /// Who has withdrawn it; null where nobody has.
    async fn withdrawn_by(&self) -> Option<&str> {
        self.0.withdrawal.as_ref().map(|withdrawal| withdrawal.by.as_str())
    }

    /// What of it the content of today knows no more, such as a requirement of an edition that is gone: it plays no part
    /// in answers. Empty where all is known.
    async fn unknown(&self, context: &Context<'_>) -> Vec<String> {
        let unknown = HeldEvidence::read(content(context), &self.0).unknown;
        unknown.iter().map(Fault::message).collect()
    }

    /// Every obligation that it satisfies or shows in part, for the organisation's own AI systems, with proofs. Where it is
    /// told of an instant, by what the organisation had then: its AI systems, frameworks and mappings.
    #[graphql(complexity = "20 + child_complexity")]
    async fn resolution(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How to answer.")] options: Option<ResolutionOptionsInput>,
    ) -> Result<Resolution> {
        let session = session(context);
        let past = match self.0.known_at {
            Some(instant) => Some(session.past(instant).await?),
            None => None,
        };
        let ai_systems = match &past {
            Some(past) => &past.ai_systems,
            None => session.ai_systems().await?,
        };
        let content = match &past {
            Some(past) if past.content.bundle().revision() != session.content().bundle().revision() => {
                &past.content
            }
            _ => session.content(),
        };
        let mut faults = Vec::new();
        let day = self.0.known_at.map_or_else(|| today(context), |instant| instant.date_naive());
        let options = options.unwrap_or_default().read(content, day, &mut faults);
        if !faults.is_empty() {
            return Err(bad_input(&faults));
        }
        let question = HeldEvidence::read(content, &self.0).question(options, ai_systems);
        let answer = resolve(content, &question)
            .map_err(|faults| bad_input(&faults.into_iter().map(Fault::from).collect::<Vec<_>>()))?;
        let access = session.access().await.map_err(|refusal| refused(&refusal))?;
        Ok(Resolution(Arc::new(answer.told_of(access.visible.clone()))))
    }
}

/// One revision.
pub(crate) struct EvidenceRevision(store::EvidenceRevision);

/// What an item of evidence said from one instant on.
#[Object]
impl EvidenceRevision {
    /// From 1 on, without gaps.
    async fn number(&self) -> u32 {
        self.0.number
    }

    /// Since when it says so.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// Who made it say so: the subject of their token.
    async fn recorded_by(&self) -> &str {
        &self.0.recorded_by
    }

    /// What the item is called.
    async fn title(&self) -> &str {
        &self.0.content.title
    }

    /// The key of its type; null where all that it shows is claimed by hand.
    async fn type_key(&self) -> Option<&str> {
        self.0.content.evidence_type.as_deref()
    }

    /// The facts that it carries, by name.
    async fn facts(&self) -> Vec<Fact> {
        let facts = self.0.content.facts.iter();
        facts.map(|(name, value)| Fact { name: name.clone(), value: fact_text(value) }).collect()
    }

    /// The subjects that it covers; empty where it covers those of the requirements that it shows.
    async fn covers(&self) -> Vec<Subject> {
        self.0.content.covers.iter().map(Into::into).collect()
    }

    /// The day of its collection.
    async fn collected_on(&self) -> Date {
        Date(self.0.content.collected_on)
    }

    /// The files that the item consists of; in the order given.
    async fn files(&self) -> Vec<EvidenceFile> {
        let files = self.0.content.files.iter().map(|file| EvidenceFile {
            name: file.name.clone(),
            media_type: file.media_type.word().to_owned(),
            size: file.size.to_string(),
            sha256: Sha256(file.sha256.to_string()),
        });
        files.collect()
    }

    /// What it is claimed by hand to show, beside what its type claims; in the order given.
    async fn claims(&self, context: &Context<'_>) -> Vec<EvidenceClaim> {
        let claims = self.0.content.claims.iter().map(|claim| {
            let reference = claim.requirement.to_string();
            EvidenceClaim {
                requirement: content(context).requirement(&reference).ok().map(Requirement),
                reference,
                coverage: claim.coverage.into(),
                confidence: claim.confidence.into(),
                all_ai_systems: claim.all_ai_systems,
            }
        });
        claims.collect()
    }
}

impl From<store::EvidenceRevision> for EvidenceRevision {
    fn from(revision: store::EvidenceRevision) -> Self {
        Self(revision)
    }
}

impl From<store::Evidence> for Evidence {
    fn from(evidence: store::Evidence) -> Self {
        Self(evidence)
    }
}

/// A file of an item: `GET /files/SHA256` with a token gives its bytes.
#[derive(SimpleObject)]
pub(crate) struct EvidenceFile {
    /// What it is called.
    name: String,
    /// What it is, as in the header `Content-Type`.
    media_type: String,
    /// How many bytes it has, in decimal figures.
    size: String,
    /// The hash of what it holds.
    sha256: Sha256,
}

/// A fact that an item carries.
#[derive(SimpleObject)]
pub(crate) struct Fact {
    /// As the type declares it.
    name: String,
    /// In words or figures; members of a list are separated by commas.
    value: String,
}

/// The statement, by hand, that an item shows a requirement.
#[derive(SimpleObject)]
pub(crate) struct EvidenceClaim {
    /// The requirement; null where the content knows it no more.
    requirement: Option<Requirement>,
    /// Its reference, as it was recorded.
    #[graphql(name = "ref")]
    reference: String,
    /// How much of it.
    coverage: ClaimedCoverage,
    /// How sure that is.
    confidence: Confidence,
    /// Whether it holds for every AI system in scope.
    all_ai_systems: bool,
}

/// How to answer which obligations evidence satisfies.
#[derive(InputObject, Default)]
pub(crate) struct ResolutionOptionsInput {
    /// The day of the answer; if absent today (UTC), or that of the instant of which the evidence is told. Evidence counts
    /// from its collection until it lapses or is withdrawn.
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
}

impl ResolutionOptionsInput {
    fn read(self, content: &Content, today: NaiveDate, faults: &mut Vec<Fault>) -> Options {
        let mut options = Options::on(self.as_of.map_or(today, |day| day.0));
        options.frameworks = self.frameworks.map(|keys| frameworks(content, &keys, faults));
        options.min_confidence = self.min_confidence.map_or(options.min_confidence, |least| least.0);
        options.max_hops = max_hops(self.max_hops, options.max_hops, faults);
        options.include_possible = self.include_possible;
        options.include_draft = self.include_draft;
        options
    }
}
