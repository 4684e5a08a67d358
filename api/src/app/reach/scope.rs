use std::collections::BTreeSet;

use chrono::NaiveDate;
use obligraph_frameworks::FrameworkDetails;
use obligraph_mapping::{AiClass, FrameworkId, Requirement, RequirementId, SubjectKind};

use crate::app::catalog::Content;

/// What is to be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Its name: the key of a framework, or `provider`, `deployer`, `together`.
    pub key: String,
    /// Its name for people.
    pub title: String,
    /// What kind of scope it is.
    pub kind: ScopeKind,
    /// The obligations: leaves that bind somebody other than an authority and are not repealed.
    pub obligations: BTreeSet<RequirementId>,
}

/// How a scope is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// One edition of one framework.
    Framework,
    /// What the AI Act asks of one operator of high-risk AI systems.
    Operator,
    /// Several standards and what the AI Act asks of a provider; of each standard the newest edition.
    Together,
}

/// Standards that are often held together, by the names of their keys.
const STANDARDS: [&str; 4] = ["iso-42001", "iso-27001", "iso-9001", "iso-14001"];

pub(super) const AI_ACT: &str = "eu-ai-act";

/// The frameworks in the order of the catalogue, then the operators, then all together.
pub(super) fn scopes(content: &Content, as_of: NaiveDate) -> Vec<Scope> {
    let frameworks = content.bundle().frameworks().filter(|details| !details.hub);
    let mut scopes: Vec<Scope> = frameworks
        .map(|details| Scope {
            key: details.key.clone(),
            title: details.title.clone(),
            kind: ScopeKind::Framework,
            obligations: obligations(content, details.id, as_of, |_| true),
        })
        .collect();
    let operators = [("provider", "Provider of high-risk AI"), ("deployer", "Deployer of high-risk AI")];
    let operators: Vec<Scope> = newest(content, AI_ACT)
        .into_iter()
        .flat_map(|act| operators.map(|(word, title)| (act, word, title)))
        .map(|(act, word, title)| Scope {
            key: word.to_owned(),
            title: format!("{title}, {}", act.title),
            kind: ScopeKind::Operator,
            obligations: obligations(content, act.id, as_of, |requirement| is_for(requirement, word)),
        })
        .collect();
    let standards: Vec<&FrameworkDetails> =
        STANDARDS.iter().filter_map(|name| newest(content, name)).collect();
    let provider = operators.first().map(|provider| (provider.title.clone(), provider.obligations.clone()));
    scopes.extend(operators);
    if let (Some((title, mut all)), true) = (provider, standards.len() == STANDARDS.len()) {
        let titles: Vec<&str> = standards.iter().map(|details| details.title.as_str()).collect();
        for details in &standards {
            all.append(&mut obligations(content, details.id, as_of, |_| true));
        }
        let title = format!("{}; {title}", titles.join(", "));
        scopes.push(Scope { key: "together".to_owned(), title, kind: ScopeKind::Together, obligations: all });
    }
    // What binds nobody is not to be met.
    scopes.retain(|scope| !scope.obligations.is_empty());
    scopes
}

/// The newest edition of a framework; two editions of one standard are never met at a time.
pub(super) fn newest<'a>(content: &'a Content, name: &str) -> Option<&'a FrameworkDetails> {
    let of_name = |details: &&FrameworkDetails| details.key.split(':').next() == Some(name);
    content.bundle().frameworks().filter(of_name).max_by(|a, b| a.edition.cmp(&b.edition))
}

/// Leaves that bind somebody other than an authority and are not repealed on the day.
pub(super) fn obligations(
    content: &Content,
    framework: FrameworkId,
    as_of: NaiveDate,
    is_wanted: impl Fn(&Requirement) -> bool,
) -> BTreeSet<RequirementId> {
    let catalog = content.catalog();
    let binds = |requirement: &Requirement| {
        let in_force = requirement.applicability.repealed_on.is_none_or(|repealed| as_of < repealed);
        let is_ones = requirement.subject.is_some_and(|subject| subject != SubjectKind::Authority);
        requirement.assessable && in_force && is_ones
    };
    let is_obligation =
        |id: &RequirementId| catalog.requirement(*id).is_some_and(|one| binds(one) && is_wanted(one));
    catalog.requirements_of(framework).filter(is_obligation).collect()
}

/// Whether a provision binds this operator of a high-risk AI system, of Annex I or of Annex III.
fn is_for(requirement: &Requirement, operator: &str) -> bool {
    let applicability = &requirement.applicability;
    let is_high_risk = |class: &AiClass| {
        matches!(
            class,
            AiClass::HighRisk | AiClass::HighRiskAnnexI | AiClass::HighRiskAnnexIii | AiClass::Any
        )
    };
    applicability.addressees.iter().any(|addressee| addressee == operator || addressee == "any")
        && (applicability.ai_classes.is_empty() || applicability.ai_classes.iter().any(is_high_risk))
}
