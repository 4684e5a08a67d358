use std::cmp::Reverse;

use chrono::NaiveDate;
use obligraph_mapping::{AiClass, FrameworkId, Kind, Requirement, RequirementId, SubjectKind};

use super::catalog::{Content, LookupFault};

/// Which requirements: those that fit everything that is given.
#[derive(Clone, Debug, Default)]
pub struct RequirementFilter {
    /// Of this framework, by its key.
    pub framework: Option<String>,
    /// With all of these words in reference, title or summary; a word may be cut short at its end.
    pub text: Option<String>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// A leaf that evidence can be held against, or not.
    pub assessable: Option<bool>,
    /// Whose duty it is.
    pub subject: Option<SubjectKind>,
    /// Addressed to this operator.
    pub addressee: Option<String>,
    /// For this AI class, or for every class.
    pub ai_class: Option<AiClass>,
    /// In force on this day.
    pub applies_on: Option<NaiveDate>,
}

/// The requirements that fit, in document order or, where a text is searched for, best match first.
///
/// # Errors
/// [`LookupFault`] where there is no such framework.
pub fn find_requirements(
    content: &Content,
    filter: &RequirementFilter,
) -> Result<Vec<RequirementId>, LookupFault> {
    let framework = filter.framework.as_deref().map(|key| content.framework(key)).transpose()?;
    let catalog = content.catalog();
    let words: Vec<String> = words(filter.text.as_deref().unwrap_or_default()).collect();
    let mut found: Vec<(Reverse<u32>, RequirementId)> = Vec::new();
    for id in catalog.requirement_ids() {
        let Some(requirement) = catalog.requirement(id) else { continue };
        if !filter.admits(requirement) || !is_of(catalog.framework_of(id), framework) {
            continue;
        }
        if let Some(rank) = rank(requirement, &words) {
            found.push((Reverse(rank), id));
        }
    }
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

fn is_of(framework: Option<FrameworkId>, wanted: Option<FrameworkId>) -> bool {
    wanted.is_none() || framework == wanted
}

impl RequirementFilter {
    fn admits(&self, requirement: &Requirement) -> bool {
        let applicability = &requirement.applicability;
        let in_force = |day: NaiveDate| {
            applicability.planning_date(self.ai_class).is_none_or(|from| from <= day)
                && applicability.repealed_on.is_none_or(|repealed| day < repealed)
        };
        let is_for = |class: AiClass| {
            applicability.ai_classes.iter().any(|&listed| listed == class || listed == AiClass::Any)
        };
        self.kind.is_none_or(|kind| requirement.kind == kind)
            && self.assessable.is_none_or(|assessable| requirement.assessable == assessable)
            && self.subject.is_none_or(|subject| requirement.subject == Some(subject))
            && self.addressee.as_ref().is_none_or(|wanted| applicability.addressees.contains(wanted))
            && self.ai_class.is_none_or(is_for)
            && self.applies_on.is_none_or(in_force)
    }
}

/// How well a requirement matches: `None` where a word is found nowhere. A word in the id counts most, one in the title
/// more than one in the summary, and a whole word more than the beginning of one.
fn rank(requirement: &Requirement, wanted: &[String]) -> Option<u32> {
    let fields = [
        (8, Some(requirement.id.as_str())),
        (4, requirement.title.as_deref()),
        (1, requirement.summary.as_deref()),
    ];
    let of_word = |wanted: &String| {
        let found = fields.iter().filter_map(|(weight, text)| {
            let whole =
                |word: &String| if word == wanted { 2 } else { u32::from(word.starts_with(wanted.as_str())) };
            let best = words((*text)?).map(|word| whole(&word)).max().unwrap_or(0);
            (best > 0).then_some(weight * best)
        });
        let rank: u32 = found.sum();
        (rank > 0).then_some(rank)
    };
    wanted.iter().map(of_word).sum()
}

/// Words in lower case; the dots of `A.6.2.8` and the hyphens of `art-9` hold a word together.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-'));
    parts.map(|word| word.trim_matches(['.', '-']).to_lowercase()).filter(|word| !word.is_empty())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first fault")]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let content = Content::load::<&str>(&[]).unwrap();
        let filter = RequirementFilter { text: Some(text.to_owned()), ..RequirementFilter::default() };
        let ids = find_requirements(&content, &filter).unwrap();
        ids.into_iter().filter_map(|id| Some(content.catalog().reference(id)?.to_string())).collect()
    }

    #[test]
    fn an_id_is_found_before_texts_that_mention_it() {
        assert_eq!(found("A.6.2.8").first().map(String::as_str), Some("iso-42001:2023/A.6.2.8"));
    }

    #[test]
    fn every_word_must_be_there_and_may_be_cut_short() {
        let all = found("management rev");
        assert!(all.iter().any(|reference| reference.ends_with("/9.3")), "{all:?}");
        assert!(found("management reviewxyz").is_empty());
        assert!(found("MANAGEMENT Review").len() <= all.len());
    }

    #[test]
    fn without_words_all_are_listed_in_document_order() {
        let content = Content::load::<&str>(&[]).unwrap();
        let all = find_requirements(&content, &RequirementFilter::default()).unwrap();
        assert_eq!(all.len(), content.catalog().requirement_count());
        assert!(all.is_sorted());
    }

    #[test]
    fn what_is_in_force_depends_on_the_day() {
        let content = Content::load::<&str>(&[]).unwrap();
        let on = |day: &str| {
            let filter = RequirementFilter {
                framework: Some("eu-ai-act:2024".to_owned()),
                assessable: Some(true),
                applies_on: Some(day.parse().unwrap()),
                ..RequirementFilter::default()
            };
            find_requirements(&content, &filter).unwrap().len()
        };
        assert!(on("2025-01-01") < on("2026-08-02"));
        assert!(on("2026-08-02") < on("2028-08-02"));
    }
}
