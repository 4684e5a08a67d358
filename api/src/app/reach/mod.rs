//! How far evidence reaches: how many obligations the least evidence closes, and what one standard gives to another text.

mod backing;
mod item;
mod joint;
mod plan;
mod scope;

use chrono::NaiveDate;
use obligraph_mapping::{Options, ResolveFault, Subject, SubjectKind};

use super::catalog::Content;

pub use backing::{BackedArticle, Backing};
pub use item::{BestOfType, Item};
pub use plan::Plan;
pub use scope::{Scope, ScopeKind};

/// What is asked of [`reach()`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReachOptions {
    /// The day of the answer: what is repealed by then is nobody's obligation.
    pub as_of: NaiveDate,
    /// How long to look for less evidence, at most, for each plan, in seconds. What is found within it may hang on the
    /// machine only where the time is used up, which [`Plan::gap`] tells.
    pub seconds: f64,
}

/// How far evidence reaches.
#[derive(Debug)]
pub struct Reach<'a> {
    /// The day of the answer.
    pub as_of: NaiveDate,
    /// The evidence types that close any obligation, in the order of their keys.
    pub types: Vec<BestOfType<'a>>,
    /// What is to be met, each with the least evidence that closes as much of it as can be closed.
    pub plans: Vec<(Scope, Plan)>,
    /// What an implementation of ISO/IEC 42001 gives to the requirements for high-risk AI systems; `None` where one of
    /// the two is missing.
    pub backing: Option<Backing>,
}

/// How far the evidence types of this content reach.
///
/// The organisation has one management system of each kind, one AI system and one AI model, and evidence about a system or
/// a model is about that one. An obligation is closed where the engine says FULL for its subject.
///
/// # Errors
/// Every [`ResolveFault`].
pub fn reach(content: &Content, asked: ReachOptions) -> Result<Reach<'_>, Vec<ResolveFault>> {
    let options = Options { scope: subjects(), ..Options::on(asked.as_of) };
    let types = item::best_of_each_type(content, &options)?;
    let planner = plan::Planner {
        content,
        options: &options,
        types: &types,
        closable: item::closed_by(
            content,
            &options,
            types.iter().flat_map(|one| &one.items).map(|item| &item.evidence),
        )?,
        joint: joint::jointly_closable(content, &options, &types)?,
        seconds: asked.seconds,
    };
    let mut plans = Vec::new();
    for scope in scope::scopes(content, asked.as_of) {
        let plan = planner.least(&scope.obligations)?;
        plans.push((scope, plan));
    }
    let backing = backing::backing(content, &options)?;
    Ok(Reach { as_of: asked.as_of, types, plans, backing })
}

/// The only AI system and the only AI model. They have a name, so that what is to be done for each of them can be counted.
const ONLY_ONE: &str = "one";

fn subjects() -> Vec<Subject> {
    SubjectKind::ALL.into_iter().filter(|kind| *kind != SubjectKind::Authority).map(subject).collect()
}

fn subject(kind: SubjectKind) -> Subject {
    if kind.is_single_item() { Subject::named(kind, ONLY_ONE) } else { Subject::unnamed(kind) }
}
