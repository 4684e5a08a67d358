use std::collections::BTreeSet;

use obligraph_mapping::{AiClass, SubjectKind};

use super::Sample;
use crate::app::{
    Access, AiSystemPatch, EvidenceDraft, Instruction, ManagementSystemPatch, OperatorRole,
    OrganizationPatch, Refusal, Rejection, Service, add_ai_system, add_management_system,
    create_organization, register_evidence,
};
use crate::auth::Actor;
use crate::cli::database::refused;
use crate::error::{ApiError, Fault};
use crate::store::OrganizationId;

/// Founds an organisation that holds the samples, and tells who owns it.
pub(super) async fn found(service: &Service, samples: &[Sample]) -> Result<Actor, ApiError> {
    let organization = OrganizationId::new(service.randomness().uuid(service.clock().now()));
    let owner = Actor {
        subject: "demo".to_owned(),
        organization,
        roles: None,
        acting_for: None,
        service_token: None,
    };
    fill(service, &owner, samples).await.map_err(told)?;
    Ok(owner)
}

async fn fill(service: &Service, owner: &Actor, samples: &[Sample]) -> Result<(), Rejection> {
    let profile = OrganizationPatch {
        name: Some("Credit scoring provider".to_owned()),
        country: Some(Some("DE".to_owned())),
        headcount: Some(Some(180)),
        ..OrganizationPatch::default()
    };
    create_organization(service, owner, profile, None).await?;
    let access = Access::of(service, owner).await?;
    let instruction = Instruction::now(service, &access, None)?;
    for kind in [SubjectKind::Aims, SubjectKind::Isms, SubjectKind::Qms] {
        let name = Some(kind.word().to_uppercase());
        let patch = ManagementSystemPatch { name, ..ManagementSystemPatch::default() };
        add_management_system(kind, patch, &instruction).await?;
    }
    let system = AiSystemPatch {
        name: Some("CS-7".to_owned()),
        roles: Some(BTreeSet::from([OperatorRole::Provider])),
        ..AiSystemPatch::default()
    };
    add_ai_system(AiClass::HighRiskAnnexIii, system, &instruction).await?;
    for sample in samples {
        register_evidence(service.content(), draft(sample), &instruction).await?;
    }
    Ok(())
}

fn draft(sample: &Sample) -> EvidenceDraft {
    let facts = sample.facts.iter().filter_map(|fact| fact.split_once('='));
    EvidenceDraft {
        title: Some(sample.name.to_owned()),
        evidence_type: Some(Some(sample.evidence_type.to_owned())),
        facts: Some(facts.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()),
        covers: Some(sample.covers.iter().map(|&subject| subject.to_owned()).collect()),
        ..EvidenceDraft::default()
    }
}

fn told(rejection: Rejection) -> ApiError {
    match rejection {
        Rejection::Invalid(faults) => ApiError::Refused(faults),
        Rejection::Store(error) | Rejection::Refused(Refusal::Store(error)) => refused(error),
        Rejection::Refused(refusal) => ApiError::refused([Fault::new("refused", refusal.to_string())]),
    }
}
