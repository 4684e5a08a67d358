//! What a case file holds, and the catalogue, evidence and questions that it stands for.
//!
//! A requirement is `framework/id`; every framework is of edition 1. A mapping is `a/A superset b/B @0.9 strength 5
//! draft`, with a joint side as `a/A + a/B`; a claim is `full a/A @0.8 all-ai-systems`; a question is `resolve`,
//! `support a/A`, `fail a/A for qms` or `conflicts`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use obligraph_mapping::{
    Catalog, Claim, ClaimedCoverage, Confidence, Evidence, Framework, FrameworkContent, Graph, Kind, Mapping,
    MappingStatus, NotMet, Options, RationaleKind, Reference, Relation, Requirement, RequirementId, Strength,
    Subject, SubjectKind, Validity,
};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The rule, with its section of the semantics.
    pub says: String,
    frameworks: BTreeMap<String, Vec<RequirementRow>>,
    /// Those of the frameworks that are nobody's obligation.
    #[serde(default)]
    hubs: Vec<String>,
    #[serde(default)]
    mappings: Vec<String>,
    /// A catalogue on top.
    overlay: Option<Overlay>,
    /// Of the questions that have none of their own.
    #[serde(default)]
    evidence: Vec<EvidenceRow>,
    pub questions: Vec<Question>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Overlay {
    #[serde(default)]
    frameworks: BTreeMap<String, Vec<RequirementRow>>,
    #[serde(default)]
    mappings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RequirementRow {
    id: String,
    parent: Option<String>,
    kind: Option<String>,
    /// Where nothing is said: whether it is nobody's parent.
    assessable: Option<bool>,
    #[serde(default)]
    complete: bool,
    /// A kind of subject, or `nobody`; the AIMS where nothing is said.
    subject: Option<String>,
    #[serde(default)]
    per_ai_system: bool,
    repealed_on: Option<NaiveDate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceRow {
    claims: Vec<String>,
    #[serde(default)]
    covers: Vec<String>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub ask: String,
    evidence: Option<Vec<EvidenceRow>>,
    #[serde(default)]
    pub options: OptionsRow,
    pub answer: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionsRow {
    as_of: Option<NaiveDate>,
    frameworks: Option<Vec<String>>,
    min_confidence: Option<f32>,
    max_hops: Option<u8>,
    #[serde(default)]
    include_possible: bool,
    #[serde(default)]
    include_draft: bool,
    #[serde(default)]
    scope: Vec<String>,
}

/// Tells the questions of one file apart.
impl fmt::Display for OptionsRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { as_of, frameworks, min_confidence, max_hops, include_possible, include_draft, scope } =
            self;
        write!(
            f,
            "possible {include_possible}, draft {include_draft}, scope {scope:?}, frameworks {frameworks:?}, "
        )?;
        write!(f, "on {as_of:?}, confidence {min_confidence:?}, hops {max_hops:?}")
    }
}

/// The catalogue of a case.
pub struct World {
    pub graph: Graph,
}

/// What is asked, ready for the engine.
pub struct Asked {
    pub what: What,
    pub options: Options,
}

pub enum What {
    Resolve(Vec<Evidence>),
    Support(RequirementId),
    Fail(NotMet),
    Conflicts,
}

impl Case {
    pub fn world(&self) -> World {
        let content =
            |(key, rows): (&String, &Vec<RequirementRow>)| content(key, rows, self.hubs.contains(key));
        let catalog = Catalog::new(self.frameworks.iter().map(content).collect()).unwrap();
        let catalog = with_mappings(catalog, &self.mappings);
        let graph = Graph::new(Arc::new(catalog));
        let Some(overlay) = &self.overlay else { return World { graph } };
        let own = overlay.frameworks.iter().map(content).collect();
        let above = Catalog::overlay(Arc::clone(graph.catalog()), own).unwrap();
        let above = with_mappings(above, &overlay.mappings);
        World { graph: graph.with_overlay(Arc::new(above)).unwrap() }
    }

    pub fn question(&self, question: &Question, world: &World) -> Asked {
        let catalog = world.graph.catalog();
        let (word, rest) = question.ask.split_once(' ').unwrap_or((&question.ask, ""));
        let what = match word {
            "resolve" => {
                let rows = question.evidence.as_ref().unwrap_or(&self.evidence);
                What::Resolve(rows.iter().map(|row| evidence(catalog, row)).collect())
            }
            "support" => What::Support(find(catalog, rest)),
            "fail" => {
                let (requirement, subjects) = rest.split_once(" for ").unwrap_or((rest, ""));
                let subjects = subjects.split(", ").filter(|word| !word.is_empty()).map(subject).collect();
                What::Fail(NotMet { requirement: find(catalog, requirement), subjects })
            }
            "conflicts" => What::Conflicts,
            other => panic!("`{other}` is no question"),
        };
        Asked { what, options: options(catalog, &question.options) }
    }
}

fn content(key: &str, rows: &[RequirementRow], hub: bool) -> FrameworkContent {
    let is_parent = |id: &str| rows.iter().any(|row| row.parent.as_deref() == Some(id));
    let requirements = rows.iter().map(|row| {
        let kind = row.kind.as_deref().unwrap_or("requirement");
        let kind = Kind::ALL.into_iter().find(|known| known.word() == kind).expect(kind);
        let mut requirement = Requirement::bare(&row.id, row.parent.as_deref(), kind);
        requirement.assessable = row.assessable.unwrap_or(!is_parent(&row.id));
        requirement.complete = row.complete;
        requirement.per_ai_system = row.per_ai_system;
        requirement.applicability.repealed_on = row.repealed_on;
        requirement.subject = match row.subject.as_deref().unwrap_or("aims") {
            "nobody" => None,
            word => Some(SubjectKind::ALL.into_iter().find(|kind| kind.word() == word).expect(word)),
        };
        requirement
    });
    let framework = Framework { key: format!("{key}:1"), title: key.to_owned(), hub };
    FrameworkContent { framework, requirements: requirements.collect() }
}

fn with_mappings(catalog: Catalog, rows: &[String]) -> Catalog {
    let mappings = rows.iter().map(|row| mapping(&catalog, row)).collect();
    catalog.with_mappings(mappings).unwrap()
}

fn find(catalog: &Catalog, text: &str) -> RequirementId {
    let (framework, id) = text.split_once('/').expect(text);
    let reference = Reference::new(&format!("{framework}:1"), id).unwrap();
    catalog.find(&reference).unwrap_or_else(|| panic!("no requirement `{text}`"))
}

fn subject(text: &str) -> Subject {
    text.parse().unwrap()
}

fn confidence(word: &str) -> Option<Confidence> {
    let value = word.strip_prefix('@')?;
    Some(Confidence::new(value.parse().unwrap()).unwrap())
}

fn mapping(catalog: &Catalog, row: &str) -> Mapping {
    let relation_of = |word: &str| Relation::ALL.into_iter().find(|relation| relation.word() == word);
    let words: Vec<&str> = row.split_whitespace().collect();
    let at = words.iter().position(|word| relation_of(word).is_some()).expect(row);
    let ends =
        |words: &[&str]| words.iter().filter(|word| **word != "+").map(|word| find(catalog, word)).collect();
    let (right, about): (Vec<&str>, Vec<&str>) =
        words[at + 1..].iter().partition(|word| word.contains('/') || **word == "+");
    let mut mapping = Mapping {
        from: ends(&words[..at]),
        to: ends(&right),
        relation: relation_of(words[at]).unwrap(),
        confidence: Confidence::CERTAIN,
        strength: None,
        rationale_kind: RationaleKind::Semantic,
        rationale: String::new(),
        status: MappingStatus::Approved,
        crosswalk: "case".to_owned(),
        author: None,
        reviewer: None,
    };
    let mut about = about.into_iter();
    while let Some(word) = about.next() {
        if let Some(stated) = confidence(word) {
            mapping.confidence = stated;
        } else if word == "strength" {
            let value = about.next().expect(row).parse().unwrap();
            mapping.strength = Some(Strength::new(value).unwrap());
        } else {
            mapping.status = MappingStatus::ALL.into_iter().find(|status| status.word() == word).expect(row);
        }
    }
    mapping
}

fn claim(catalog: &Catalog, row: &str) -> Claim {
    let words: Vec<&str> = row.split_whitespace().collect();
    let coverage = match words[0] {
        "full" => ClaimedCoverage::Full,
        "partial" => ClaimedCoverage::Partial,
        other => panic!("`{other}` is no coverage of a claim"),
    };
    let mut claim = Claim::new(find(catalog, words[1]), coverage);
    for word in &words[2..] {
        match confidence(word) {
            Some(stated) => claim.confidence = stated,
            None if *word == "all-ai-systems" => claim.all_ai_systems = true,
            None => panic!("`{word}` says nothing of a claim"),
        }
    }
    claim
}

fn evidence(catalog: &Catalog, row: &EvidenceRow) -> Evidence {
    Evidence {
        claims: row.claims.iter().map(|row| claim(catalog, row)).collect(),
        covers: row.covers.iter().map(|word| subject(word)).collect(),
        validity: row.from.map(|from| Validity { from, until: row.until }),
    }
}

fn options(catalog: &Catalog, row: &OptionsRow) -> Options {
    let framework = |key: &String| catalog.framework(&format!("{key}:1")).expect(key);
    let default = Options::on(row.as_of.unwrap_or_else(|| "2027-01-01".parse().unwrap()));
    Options {
        frameworks: row.frameworks.as_ref().map(|keys| keys.iter().map(framework).collect()),
        min_confidence: row.min_confidence.unwrap_or(default.min_confidence),
        max_hops: row.max_hops.unwrap_or(default.max_hops),
        include_possible: row.include_possible,
        include_draft: row.include_draft,
        scope: row.scope.iter().map(|word| subject(word)).collect(),
        ..default
    }
}
