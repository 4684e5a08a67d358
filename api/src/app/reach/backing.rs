use std::collections::BTreeMap;

use obligraph_mapping::{
    Claim, ClaimedCoverage, Coverage, Evidence, Options, RequirementId, ResolveFault, resolve,
};

use super::item::evidence_of;
use super::scope::{AI_ACT, newest, obligations};
use crate::app::catalog::Content;

/// What an implementation of a standard gives to articles of a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backing {
    /// The standard, as people cite it.
    pub standard: String,
    /// How many leaves of the standard are shown in full: all of them.
    pub leaves: usize,
    /// The law, as people cite it.
    pub law: String,
    /// The articles, in the order of the law.
    pub articles: Vec<BackedArticle>,
}

/// One article, and how much of it the standard shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedArticle {
    /// The article.
    pub article: RequirementId,
    /// Leaves that are satisfied.
    pub full: Vec<RequirementId>,
    /// Leaves that are shown in part.
    pub partial: Vec<RequirementId>,
    /// Leaves to which nothing is shown.
    pub unsupported: Vec<RequirementId>,
}

impl BackedArticle {
    /// How many leaves it has.
    #[must_use]
    pub const fn leaves(&self) -> usize {
        self.full.len() + self.partial.len() + self.unsupported.len()
    }
}

/// The requirements for high-risk AI systems, and the quality management system of their provider.
const ARTICLES: [&str; 9] =
    ["art-8", "art-9", "art-10", "art-11", "art-12", "art-13", "art-14", "art-15", "art-17"];

const STANDARD: &str = "iso-42001";

/// Each leaf of the standard is shown by evidence of its own, about the subject that it is a duty of.
pub(super) fn backing(content: &Content, options: &Options) -> Result<Option<Backing>, Vec<ResolveFault>> {
    let (Some(standard), Some(law)) = (newest(content, STANDARD), newest(content, AI_ACT)) else {
        return Ok(None);
    };
    let catalog = content.catalog();
    let shown = obligations(content, standard.id, options.as_of, |_| true);
    let evidence: Vec<Evidence> = (shown.iter())
        .map(|&leaf| evidence_of(content, vec![Claim::new(leaf, ClaimedCoverage::Full)]))
        .collect();
    let resolution = resolve(content.graph(), &evidence, options)?;
    let coverage: BTreeMap<RequirementId, Coverage> =
        resolution.obligations().iter().map(|one| (one.requirement(), one.coverage())).collect();
    let asked = obligations(content, law.id, options.as_of, |_| true);
    let article = |id: RequirementId| -> Option<BackedArticle> {
        let requirement = catalog.requirement(id)?;
        if !ARTICLES.contains(&requirement.id.as_str()) {
            return None;
        }
        let mut found = BackedArticle { article: id, full: vec![], partial: vec![], unsupported: vec![] };
        let is_below = |leaf: &RequirementId| {
            std::iter::successors(Some(*leaf), |&at| catalog.parent(at)).any(|at| at == id)
        };
        for &leaf in asked.iter().filter(|leaf| is_below(leaf)) {
            match coverage.get(&leaf) {
                Some(Coverage::Full) => found.full.push(leaf),
                Some(Coverage::Partial) => found.partial.push(leaf),
                Some(Coverage::Possible) | None => found.unsupported.push(leaf),
            }
        }
        Some(found)
    };
    Ok(Some(Backing {
        standard: standard.title.clone(),
        leaves: shown.len(),
        law: law.title.clone(),
        articles: catalog.requirements_of(law.id).filter_map(article).collect(),
    }))
}
