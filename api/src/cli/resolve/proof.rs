use obligraph_mapping::{ProofNode, RelationSet, Step, StepKind};

use crate::app::{AnswerRow, Content};

/// A proof, step by step: what each states, what is known of the evidence by then, and how sure that is.
pub(crate) fn lines(content: &Content, row: &AnswerRow<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (step, number) in row.proof().steps.iter().zip(1..) {
        let premises: Vec<String> = step.premises.iter().map(|premise| (premise + 1).to_string()).collect();
        let premises =
            if premises.is_empty() { String::new() } else { format!(", from {}", premises.join(", ")) };
        lines.push(format!(
            "  {number}. {}: {}; so far {}, {}{premises}",
            step.kind.word(),
            stated(content, step),
            step.relation_set,
            step.confidence
        ));
        let mapping = step.mapping.and_then(|used| content.catalog().mapping(used.id));
        if let Some(mapping) = mapping {
            lines.push(format!("     {} [{}]", mapping.rationale, mapping.crosswalk));
        }
    }
    lines
}

fn stated(content: &Content, step: &Step) -> String {
    let to = node(content, &step.to);
    match step.kind {
        StepKind::Claim if step.relation == RelationSet::HOLDS => format!("the evidence shows all of {to}"),
        StepKind::Claim => format!("the evidence shows a part of {to}"),
        StepKind::Union => format!("{} make up {to}", node(content, &step.from)),
        StepKind::Population => format!("{to} is shown for every AI system in scope"),
        _ => format!("{} {} {to}", node(content, &step.from), relation(step.relation)),
    }
}

/// `equal`, or `equal|subset` where a step leaves several relations open.
pub(crate) fn relation(set: RelationSet) -> String {
    set.iter().map(|relation| relation.word()).collect::<Vec<_>>().join("|")
}

/// A reference, or several joined by `+` where they are meant together.
pub(crate) fn node(content: &Content, node: &ProofNode) -> String {
    let reference = |&id| content.catalog().reference(id).map_or(String::new(), |found| found.to_string());
    match node {
        ProofNode::Evidence(_) => "evidence".to_owned(),
        ProofNode::Requirement(id) => reference(id),
        ProofNode::Together(members) => members.iter().map(reference).collect::<Vec<_>>().join("+"),
    }
}
