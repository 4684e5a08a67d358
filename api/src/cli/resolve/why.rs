use obligraph_mapping::{
    ClaimedCoverage, ProofNode, Reference, Relation, RelationSet, RequirementId, Step, StepKind,
};

use crate::app::{AnswerRow, Content, EvidenceItem};
use crate::cli::wording;

/// Why an obligation is covered, in a line: the claim that starts the proof, then each step as it is travelled.
///
/// Requirements of the obligation's own framework are named by their ids.
pub(crate) fn why(content: &Content, item: Option<&EvidenceItem<'_>>, row: &AnswerRow<'_>) -> String {
    let proof = row.proof();
    let names = Names { content, framework: &row.framework().key };
    let mut path = Vec::new();
    let mut at = proof.steps.last();
    let start = loop {
        let Some(step) = at else { break String::new() };
        match step.kind {
            StepKind::Claim | StepKind::Given => break start(&names, item, step, path.is_empty()),
            StepKind::Union => break format!("all parts: {}", parts(&names, &step.from)),
            StepKind::Population => break "shown for every AI system in scope".to_owned(),
            StepKind::Mapping | StepKind::Hierarchy | StepKind::Joint => {
                path.push(travelled(&names, step));
                at = step.premises.first().and_then(|&premise| proof.steps.get(premise));
            }
        }
    };
    path.push(start);
    path.reverse();
    let mut text = path.join(" → ");
    if let Some(limit) = row.obligation().limit() {
        text.push_str("; ");
        text.push_str(wording::limit(limit));
    }
    if !row.scope_gap().is_empty() {
        let gap: Vec<String> = row.scope_gap().iter().map(wording::subject).collect();
        text.push_str(&format!("; it would have to cover {}", wording::listed(&gap)));
    }
    text
}

/// The claim: by its condition where the obligation itself is claimed, else by what is claimed.
fn start(names: &Names<'_>, item: Option<&EvidenceItem<'_>>, step: &Step, alone: bool) -> String {
    let coverage = match step.relation == RelationSet::HOLDS {
        true => ClaimedCoverage::Full,
        false => ClaimedCoverage::Partial,
    };
    if alone {
        let ProofNode::Requirement(requirement) = step.to else { return "claim".to_owned() };
        let claim = item.and_then(|item| item.claim(requirement, coverage));
        return match (item, claim.and_then(|claim| claim.when())) {
            (Some(_), Some(when)) => format!("claim: {}", plainly(when)),
            (Some(_), None) => "claim, whatever the facts".to_owned(),
            (None, _) => "claim".to_owned(),
        };
    }
    let part = if coverage == ClaimedCoverage::Partial { " in part" } else { "" };
    format!("claim {}{part}", names.node(&step.to))
}

fn travelled(names: &Names<'_>, step: &Step) -> String {
    let to = names.node(&step.to);
    let relation = step.relation.iter().next().unwrap_or(Relation::Equal);
    match (step.kind, relation) {
        (StepKind::Hierarchy, Relation::Subset) => format!("part of {to}"),
        (StepKind::Hierarchy, Relation::Superset) => format!("its part {to}"),
        (StepKind::Hierarchy, _) => format!("the same as {to}"),
        (StepKind::Joint, Relation::Equal | Relation::Subset) if step.relation.contains(Relation::Subset) => {
            format!("together {to}")
        }
        (StepKind::Joint, _) => format!("its member {to}"),
        (_, Relation::Subset) => format!("subset of {to}"),
        (_, Relation::Superset) => format!("superset of {to}"),
        (_, Relation::Disjoint) => format!("disjoint from {to}"),
        (_, relation) => format!("{} {to}", relation.word()),
    }
}

/// The most parts that are named one by one.
const MOST_PARTS: usize = 4;

fn parts(names: &Names<'_>, whole: &ProofNode) -> String {
    let ProofNode::Together(members) = whole else { return names.node(whole) };
    let name = |id: &RequirementId| names.requirement(*id);
    match members.as_slice() {
        [first, .., last] if members.len() > MOST_PARTS => {
            format!("{} to {} ({})", name(first), name(last), members.len())
        }
        members => members.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}

/// A condition in fewer signs: what must hold, one after the other.
pub(crate) fn plainly(condition: &str) -> String {
    let mut text = String::new();
    let mut rest = condition;
    // `!(a && b)` is read as "not all of a, b"; anything less plain is left as it is.
    while let Some((before, negated)) = rest.split_once("!(") {
        let Some((inner, after)) = negated.split_once(')').filter(|(inner, _)| is_plain_list(inner)) else {
            break;
        };
        text.push_str(&before.replace(" && ", ", "));
        text.push_str(&format!("not all of ({})", inner.replace(" && ", ", ")));
        rest = after;
    }
    text.push_str(&if rest.contains('(') { rest.to_owned() } else { rest.replace(" && ", ", ") });
    text.replace("facts.", "").replace(" == true", "").replace('\'', "")
}

fn is_plain_list(inner: &str) -> bool {
    !inner.contains('(') && !inner.contains("||")
}

/// How requirements are named in a row about one framework.
struct Names<'a> {
    content: &'a Content,
    framework: &'a str,
}

impl Names<'_> {
    fn requirement(&self, id: RequirementId) -> String {
        let name = |reference: Reference| match reference.framework() == self.framework {
            true => reference.id().to_owned(),
            false => reference.to_string(),
        };
        self.content.catalog().reference(id).map_or(String::new(), name)
    }

    fn node(&self, node: &ProofNode) -> String {
        match node {
            ProofNode::Evidence(_) => "the evidence".to_owned(),
            ProofNode::Requirement(id) => self.requirement(*id),
            ProofNode::Together(members) => {
                members.iter().map(|&id| self.requirement(id)).collect::<Vec<_>>().join(" + ")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_read_as_lists_of_what_must_hold() {
        let check = |condition: &str, plain: &str| assert_eq!(plainly(condition), plain);
        check("'aims' in facts.systems && facts.full == true", "aims in systems, full");
        check("facts.a == true && !(facts.b == true && facts.c == true)", "a, not all of (b, c)");
        check("!(facts.a == true) && facts.b == false", "not all of (a), b == false");
        check("(facts.a == true || facts.b == true) && facts.c == true", "(a || b) && c");
        check("!(facts.a > 1 || facts.b == true) && facts.c == true", "!(a > 1 || b) && c");
    }
}
