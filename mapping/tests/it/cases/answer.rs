//! Answers as text, whole: every obligation with its proof.

use std::fmt::Write as _;

use obligraph_mapping::{
    Catalog, Confidence, ConflictOptions, Evidence, Graph, Lapse, MappingId, NotMet, Options, Proof,
    ProofNode, RelationSet, RequirementId, Step, StepKind, conflicts, fail, resolve, support, verify,
};

use super::format::{Asked, What, World};

/// The answer to a question; each of its proofs is replayed and must show what the answer says.
pub fn to(world: &World, asked: &Asked) -> String {
    let mut text = String::new();
    let lines = match &asked.what {
        What::Resolve(evidence) => resolved(&world.graph, evidence, &asked.options),
        What::Support(target) => supported(&world.graph, *target, &asked.options),
        What::Fail(not_met) => failed(&world.graph, not_met, &asked.options),
        What::Conflicts => contradicted(&world.graph, asked.options.include_draft),
    };
    for line in lines {
        writeln!(text, "{line}").unwrap();
    }
    if text.is_empty() { "nothing".to_owned() } else { text }
}

fn resolved(graph: &Graph, evidence: &[Evidence], options: &Options) -> Vec<String> {
    let resolution = resolve(graph, evidence, options).unwrap();
    let mut lines = Vec::new();
    for obligation in resolution.obligations() {
        let mut line = format!(
            "{} for {}: {} {}, {}, {}",
            requirement(graph.catalog(), obligation.requirement()),
            resolution.subject(obligation),
            obligation.coverage(),
            obligation.confidence(),
            hops(resolution.hops(obligation)),
            resolution.relation_set(obligation),
        );
        if let Some(strength) = resolution.strength(graph, obligation) {
            write!(line, ", strength {}", strength.value()).unwrap();
        }
        if let Some(limit) = obligation.limit() {
            write!(line, ", limit {limit}").unwrap();
        }
        let gap: Vec<String> = resolution.scope_gap(obligation).iter().map(ToString::to_string).collect();
        if !gap.is_empty() {
            write!(line, ", gap {}", gap.join(" ")).unwrap();
        }
        if obligation.lacks_subject() {
            line.push_str(", lacks its subject");
        }
        lines.push(line);
        let proof = resolution.proof(graph, obligation);
        let shown = (resolution.relation_set(obligation), obligation.confidence());
        lines.extend(steps(graph, &proof, shown));
    }
    for lapsed in resolution.not_counted() {
        let why = match lapsed.lapse {
            Lapse::NotYet => "not yet",
            Lapse::Expired => "expired",
        };
        lines.push(format!("evidence {} does not count: {why}", lapsed.evidence));
    }
    if resolution.scope_gap_count() > 0 {
        lines.push(format!("scope gaps: {}", resolution.scope_gap_count()));
    }
    lines
}

fn supported(graph: &Graph, target: RequirementId, options: &Options) -> Vec<String> {
    let support = support(graph, target, options).unwrap();
    let mut lines = Vec::new();
    for supporter in support.supporters() {
        lines.push(format!(
            "{}: {} {}, {}, {}",
            requirement(graph.catalog(), supporter.requirement()),
            supporter.coverage(),
            supporter.confidence(),
            hops(supporter.hops()),
            supporter.relation_set(),
        ));
        let shown = (supporter.relation_set(), supporter.confidence());
        lines.extend(steps(graph, &support.proof(graph, supporter), shown));
    }
    lines
}

fn failed(graph: &Graph, not_met: &NotMet, options: &Options) -> Vec<String> {
    let failure = fail(graph, not_met, options).unwrap();
    let mut lines = Vec::new();
    for affected in failure.affected() {
        lines.push(format!(
            "{} for {}: {} {}, {}, {}",
            requirement(graph.catalog(), affected.requirement()),
            affected.subject(),
            affected.status(),
            affected.confidence(),
            hops(affected.hops()),
            affected.relation_set(),
        ));
        let shown = (affected.relation_set(), affected.confidence());
        lines.extend(steps(graph, &failure.proof(graph, affected), shown));
    }
    lines
}

fn contradicted(graph: &Graph, include_draft: bool) -> Vec<String> {
    let catalog = graph.catalog();
    let mut lines = Vec::new();
    let asked = ConflictOptions { include_draft, ..ConflictOptions::new() };
    let found = conflicts(graph, &asked);
    assert!(found.complete);
    for conflict in found.conflicts {
        assert!(conflict.minimal);
        lines.push(format!(
            "{} {} {}, where the others leave {}",
            together(catalog, &conflict.from),
            conflict.stated,
            together(catalog, &conflict.to),
            conflict.derived,
        ));
        lines.extend(conflict.mappings.iter().map(|&id| format!("  {}", mapping(catalog, id))));
    }
    lines
}

fn hops(count: u8) -> String {
    if count == 1 { "1 hop".to_owned() } else { format!("{count} hops") }
}

/// `a/A`, where the reference is `a:1/A`.
fn requirement(catalog: &Catalog, id: RequirementId) -> String {
    let reference = catalog.reference(id).unwrap();
    let framework = reference.framework().strip_suffix(":1").unwrap();
    format!("{framework}/{}", reference.id())
}

fn together(catalog: &Catalog, ids: &[RequirementId]) -> String {
    ids.iter().map(|&id| requirement(catalog, id)).collect::<Vec<_>>().join(" + ")
}

fn mapping(catalog: &Catalog, id: MappingId) -> String {
    let mapping = catalog.mapping(id).unwrap();
    let (from, to) = (together(catalog, &mapping.from), together(catalog, &mapping.to));
    format!("#{} {from} {} {to}", id.index(), mapping.relation)
}

/// One line a step: what it rests on, what it states, and what is known after it.
fn steps(graph: &Graph, proof: &Proof, shown: (RelationSet, Confidence)) -> Vec<String> {
    assert_eq!(verify(proof), Ok(shown), "{proof:#?}");
    let each = proof.steps.iter().enumerate();
    each.map(|(position, step)| format!("  {position} {}", one_step(graph.catalog(), position, step)))
        .collect()
}

fn one_step(catalog: &Catalog, position: usize, step: &Step) -> String {
    let node = |node: &ProofNode| match node {
        ProofNode::Evidence(position) => format!("evidence {position}"),
        ProofNode::Requirement(id) => requirement(catalog, *id),
        ProofNode::Together(ids) => format!("[{}]", together(catalog, ids)),
    };
    let (kind, from, to, known) = (step.kind.word(), node(&step.from), node(&step.to), step.relation_set);
    if step.kind == StepKind::Claim {
        return format!("claim: {from} shows {to} {known} @{}", step.confidence);
    }
    if step.kind == StepKind::Given {
        return format!("given: {to} {known}");
    }
    let kind = match step.mapping {
        None => kind.to_owned(),
        Some(used) if used.forward => format!("{kind} #{}", used.id.index()),
        Some(used) => format!("{kind} #{} backwards", used.id.index()),
    };
    let relation = match step.relation.iter().collect::<Vec<_>>()[..] {
        [only] => only.to_string(),
        _ => step.relation.to_string(),
    };
    let mut text = format!("{kind}: {from} {relation} {to} -> {known} @{}", step.confidence);
    if position.checked_sub(1).is_none_or(|before| step.premises != [before]) {
        let premises: Vec<String> = step.premises.iter().map(ToString::to_string).collect();
        write!(text, " from {}", premises.join(" ")).unwrap();
    }
    text
}
