//! No organisation sees or changes what is another's. Every public function of a scope is tried.

use std::collections::BTreeSet;
use std::path::Path;

use obligraph::store::{
    AiSystemId, AsOf, ContentHash, CustomFrameworkId, EngagementId, EngagementTerms, EvidenceContent,
    EvidenceFile, EvidenceFilter, EvidenceId, EvidenceOrder, ManagementSystemId, MappingProposalId,
    MediaType, MembershipId, ObjectKind, OrganizationId, Page, ProposalStatus, Role, Scope, ServiceTokenId,
    SiteId, StoreError, UploadId, Verdict,
};

use super::on_both_databases;
use super::overlay::by_bob;
use super::uploads::announcement;
use super::world::{World, ai_system, at, day, id, instant, management_system, mapping, review, site};

on_both_databases!(
    an_organisation_sees_its_own_alone,
    an_organisation_changes_its_own_alone,
    an_unknown_organisation_has_nothing,
);

/// A mapping that waits for its review, and one that is approved.
fn proposals(first: u8) -> (MappingProposalId, MappingProposalId) {
    (MappingProposalId::new(id(first)), MappingProposalId::new(id(first + 1)))
}

/// An upload that nothing came of yet, and one that is complete.
fn uploads(first: u8) -> (UploadId, UploadId) {
    (UploadId::new(id(first)), UploadId::new(id(first + 1)))
}

/// One of each for the organisation, with identifiers from `first` on.
async fn fill(scope: &Scope<'_>, first: u8) {
    scope.add_ai_system(AiSystemId::new(id(first)), ai_system("triage"), at(2)).await.unwrap();
    scope
        .add_management_system(ManagementSystemId::new(id(first)), management_system("isms"), at(3))
        .await
        .unwrap();
    scope.add_site(SiteId::new(id(first)), site("head office"), at(4)).await.unwrap();
    let subject = format!("subject {first}");
    scope.add_membership(MembershipId::new(id(first)), &subject, Role::Contributor, at(5)).await.unwrap();
    let terms = EngagementTerms {
        body: scope.organization_id(),
        subjects: BTreeSet::from(["isms".parse().unwrap()]),
        purpose: "certification".to_owned(),
        expires_on: day("2027-11-25"),
    };
    scope.grant_engagement(EngagementId::new(id(first)), terms, at(6)).await.unwrap();
    let token = ServiceTokenId::new(id(first));
    scope.add_service_token(token, "pipeline", &[first; 32], None, at(7)).await.unwrap();
    let framework = CustomFrameworkId::new(id(first));
    scope.put_custom_framework(framework, "house-rules:2026", "text", None, at(6)).await.unwrap();
    let (open, approved) = proposals(first);
    scope.propose_mapping(open, mapping("open"), at(7)).await.unwrap();
    scope.propose_mapping(approved, mapping("approved"), at(8)).await.unwrap();
    scope.review_mapping(approved, Verdict::Approve, None, None, by_bob(9)).await.unwrap();
    let (open, completed) = uploads(first);
    scope.begin_upload(open, announcement("open.pdf"), at(9)).await.unwrap();
    scope.begin_upload(completed, announcement("completed.pdf"), at(9)).await.unwrap();
    scope.complete_upload(completed, ContentHash::of(&[first]), 1, at(9)).await.unwrap();
    let file = EvidenceFile {
        name: "completed.pdf".to_owned(),
        media_type: MediaType::Pdf,
        size: 1,
        sha256: ContentHash::of(&[first]),
    };
    let content = EvidenceContent { files: vec![file], ..review("review") };
    scope.register_evidence(EvidenceId::new(id(first)), content, at(10)).await.unwrap();
}

/// What each read gives of the rows with identifiers from `first` on: its name, and how many.
async fn seen(scope: &Scope<'_>, first: u8) -> Vec<(&'static str, usize)> {
    let key = id(first);
    let (evidence, membership) = (EvidenceId::new(key), MembershipId::new(key));
    let subject = format!("subject {first}");
    let count = |is_there: bool| usize::from(is_there);
    let organization = scope.organization().await.unwrap();
    let is_own = organization.is_some_and(|organization| organization.id.uuid() == id(first - 1));
    // A count has no identifiers: of the organisation's own it is one of each.
    let counted = |found: Result<usize, StoreError>| if is_own { found.unwrap() } else { 0 };
    let evidence_page = scope
        .evidence_page(
            &EvidenceFilter::default(),
            EvidenceOrder::OldestFirst,
            Page::first(9, None),
            AsOf::Latest,
        )
        .await
        .unwrap()
        .items;
    let ai_systems = scope.ai_systems(Page::first(9, None)).await.unwrap().items;
    let management_systems = scope.management_systems(Page::last(9, None)).await.unwrap().items;
    let sites = scope.sites(Page::first(9, None)).await.unwrap().items;
    let memberships = scope.memberships(Page::last(9, None)).await.unwrap().items;
    let engagements = scope.engagements(Page::first(9, None)).await.unwrap().items;
    let service_tokens = scope.service_tokens(Page::first(9, None)).await.unwrap().items;
    let framework = CustomFrameworkId::new(key);
    let custom_frameworks = scope.custom_frameworks(Page::first(9, None)).await.unwrap().items;
    let overlay_documents = scope.overlay_documents().await.unwrap();
    let (open, approved) = proposals(first);
    let mapping_proposals = scope.mapping_proposals(Page::first(9, None), None).await.unwrap().items;
    let approved_mappings = scope.approved_mappings(AsOf::Latest).await.unwrap();
    let audit_log = scope.audit_log(Page::last(9, None)).await.unwrap().items;
    let (open_upload, _) = uploads(first);
    vec![
        ("organization", count(is_own)),
        ("evidence", count(scope.evidence(evidence, AsOf::Latest).await.unwrap().is_some())),
        ("evidence_by_id", scope.evidence_by_id(&[evidence], AsOf::Latest).await.unwrap().len()),
        ("evidence_page", evidence_page.iter().filter(|item| item.id.uuid() == key).count()),
        ("evidence_revisions", scope.evidence_revisions(evidence).await.unwrap().len()),
        ("ai_systems_by_id", scope.ai_systems_by_id(&[AiSystemId::new(key)]).await.unwrap().len()),
        ("ai_system", count(scope.ai_system(AiSystemId::new(key)).await.unwrap().is_some())),
        ("ai_systems", ai_systems.iter().filter(|item| item.id.uuid() == key).count()),
        (
            "management_systems_by_id",
            scope.management_systems_by_id(&[ManagementSystemId::new(key)]).await.unwrap().len(),
        ),
        (
            "management_system",
            count(scope.management_system(ManagementSystemId::new(key)).await.unwrap().is_some()),
        ),
        ("management_systems", management_systems.iter().filter(|item| item.id.uuid() == key).count()),
        ("sites_by_id", scope.sites_by_id(&[SiteId::new(key)]).await.unwrap().len()),
        ("site", count(scope.site(SiteId::new(key)).await.unwrap().is_some())),
        ("sites", sites.iter().filter(|item| item.id.uuid() == key).count()),
        ("memberships_by_id", scope.memberships_by_id(&[membership]).await.unwrap().len()),
        ("membership", count(scope.membership(membership).await.unwrap().is_some())),
        ("membership_of", count(scope.membership_of(&subject).await.unwrap().is_some())),
        ("memberships", memberships.iter().filter(|item| item.id.uuid() == key).count()),
        ("engagements_by_id", scope.engagements_by_id(&[EngagementId::new(key)]).await.unwrap().len()),
        ("engagement", count(scope.engagement(EngagementId::new(key)).await.unwrap().is_some())),
        ("engagements", engagements.iter().filter(|item| item.id.uuid() == key).count()),
        ("engagement_count", counted(scope.engagement_count().await)),
        (
            "service_tokens_by_id",
            scope.service_tokens_by_id(&[ServiceTokenId::new(key)]).await.unwrap().len(),
        ),
        ("service_token", count(scope.service_token(ServiceTokenId::new(key)).await.unwrap().is_some())),
        ("service_tokens", service_tokens.iter().filter(|item| item.id.uuid() == key).count()),
        ("service_token_count", counted(scope.service_token_count().await)),
        ("audit_log", count(audit_log.iter().any(|entry| entry.object == format!("evidence:{evidence}")))),
        ("evidence_count", counted(scope.evidence_count(&EvidenceFilter::default(), AsOf::Latest).await)),
        ("ai_system_count", counted(scope.ai_system_count().await)),
        ("management_system_count", counted(scope.management_system_count().await)),
        ("site_count", counted(scope.site_count().await)),
        ("membership_count", counted(scope.membership_count().await)),
        ("custom_frameworks_by_id", scope.custom_frameworks_by_id(&[framework]).await.unwrap().len()),
        ("custom_framework", count(scope.custom_framework(framework).await.unwrap().is_some())),
        ("custom_frameworks", custom_frameworks.iter().filter(|item| item.id == framework).count()),
        ("custom_framework_count", counted(scope.custom_framework_count().await)),
        ("overlay_documents", overlay_documents.iter().filter(|item| item.id == framework).count()),
        ("overlay_version", count(is_own && scope.overlay_version().await.unwrap() == 2)),
        ("mapping_proposals_by_id", scope.mapping_proposals_by_id(&[open]).await.unwrap().len()),
        ("mapping_proposal", count(scope.mapping_proposal(open).await.unwrap().is_some())),
        ("mapping_proposals", mapping_proposals.iter().filter(|item| item.id == open).count()),
        (
            "mapping_proposal_count",
            counted(scope.mapping_proposal_count(Some(ProposalStatus::Proposed)).await),
        ),
        ("approved_mappings", approved_mappings.iter().filter(|item| item.id == approved).count()),
        ("uploads_by_id", scope.uploads_by_id(&[UploadId::new(key)]).await.unwrap().len()),
        ("upload", count(scope.upload(UploadId::new(key)).await.unwrap().is_some())),
        ("uploads_with_files", scope.uploads_with_files(&[open_upload]).await.unwrap().len()),
        (
            "subjects_of_file",
            count(!scope.subjects_of_file(ContentHash::of(&[first])).await.unwrap().is_empty()),
        ),
        ("file", count(scope.file(ContentHash::of(&[first])).await.unwrap().is_some())),
        ("audit_entry", count(is_own && scope.audit_entry(15).await.unwrap().is_some())),
        ("audit_entries", if is_own { scope.audit_entries(&[15]).await.unwrap().len() } else { 0 }),
        ("audit_entry_count", count(is_own && scope.audit_entry_count().await.unwrap() == 15)),
        (
            "recorded_by_then",
            count(
                is_own && scope.recorded_by_then(ObjectKind::Evidence, instant(60)).await.unwrap().len() == 1,
            ),
        ),
        ("verify_audit_log", count(is_own && scope.verify_audit_log().await.unwrap().entries == 15)),
    ]
}

/// What each change of the rows with identifiers from `first` on is answered by.
async fn changed(scope: &Scope<'_>, first: u8) -> Vec<(&'static str, Option<StoreError>)> {
    let key = id(first);
    let (evidence, site_id, membership) = (EvidenceId::new(key), SiteId::new(key), MembershipId::new(key));
    let (system, managed) = (AiSystemId::new(key), ManagementSystemId::new(key));
    let framework = CustomFrameworkId::new(key);
    let (open, approved) = proposals(first);
    vec![
        ("retire_custom_framework", scope.retire_custom_framework(framework, None, at(10)).await.err()),
        ("review_mapping", scope.review_mapping(open, Verdict::Reject, None, None, by_bob(10)).await.err()),
        ("retire_mapping", scope.retire_mapping(approved, None, at(10)).await.err()),
        (
            "complete_upload",
            scope.complete_upload(uploads(first).0, ContentHash::of(b"x"), 1, at(10)).await.err(),
        ),
        ("revise_evidence", scope.revise_evidence(evidence, review("mine"), None, at(10)).await.err()),
        ("withdraw_evidence", scope.withdraw_evidence(evidence, at(10)).await.err()),
        ("update_ai_system", scope.update_ai_system(system, ai_system("mine"), None, at(10)).await.err()),
        (
            "update_management_system",
            scope.update_management_system(managed, management_system("mine"), None, at(10)).await.err(),
        ),
        ("update_site", scope.update_site(site_id, site("mine"), None, at(10)).await.err()),
        ("update_membership", scope.update_membership(membership, Role::Viewer, at(10)).await.err()),
        ("revoke_engagement", scope.revoke_engagement(EngagementId::new(key), at(10)).await.err()),
        ("revoke_service_token", scope.revoke_service_token(ServiceTokenId::new(key), at(10)).await.err()),
        ("remove_membership", scope.remove_membership(membership, at(10)).await.err()),
        ("remove_ai_system", scope.remove_ai_system(system, at(10)).await.err()),
        ("remove_management_system", scope.remove_management_system(managed, at(10)).await.err()),
        ("remove_site", scope.remove_site(site_id, at(10)).await.err()),
    ]
}

async fn an_organisation_sees_its_own_alone(world: World) {
    let (one, two) = (world.organization(1).await, world.organization(11).await);
    fill(&one, 2).await;
    fill(&two, 12).await;
    for (scope, own, other) in [(one, 2, 12), (two, 12, 2)] {
        let of_own = seen(&scope, own).await;
        assert!(of_own.iter().all(|(_, count)| *count == 1), "{of_own:?}");
        let of_other = seen(&scope, other).await;
        assert!(of_other.iter().all(|(_, count)| *count == 0), "{of_other:?}");
    }
}

async fn an_organisation_changes_its_own_alone(world: World) {
    let (one, two) = (world.organization(1).await, world.organization(11).await);
    fill(&one, 2).await;
    fill(&two, 12).await;
    let before = world.texts("SELECT hash FROM audit_log ORDER BY organization_id, sequence").await;
    for (name, error) in changed(&one, 12).await {
        assert!(matches!(error, Some(StoreError::Unknown(_))), "{name}: {error:?}");
    }
    assert_eq!(world.texts("SELECT hash FROM audit_log ORDER BY organization_id, sequence").await, before);
    for (name, error) in changed(&two, 12).await {
        assert!(error.is_none(), "{name}: {error:?}");
    }
}

async fn an_unknown_organisation_has_nothing(world: World) {
    let nobody = world.store.scope(OrganizationId::new(id(1)));
    assert_eq!(nobody.organization().await.unwrap(), None);
    assert_eq!(nobody.audit_log(Page::first(9, None)).await.unwrap().items, []);
    for error in [
        nobody.verify_audit_log().await.map(drop).unwrap_err(),
        nobody.add_site(SiteId::new(id(2)), site("site"), at(1)).await.map(drop).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::UnknownOrganization(_)), "{error}");
    }
}

/// A function of a scope that no test here tries would be one that might leak.
#[tokio::test]
async fn every_function_of_a_scope_is_tried() {
    let world = World::sqlite().await;
    let scope = world.organization(1).await;
    fill(&scope, 2).await;
    let mut tried: BTreeSet<String> =
        seen(&scope, 2).await.into_iter().map(|(name, _)| name.to_owned()).collect();
    tried.extend(changed(&scope, 2).await.into_iter().map(|(name, _)| name.to_owned()));
    let mut there = BTreeSet::new();
    functions_of_scopes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store"), &mut there);
    // What adds is given no identifier of another's rows.
    let adds = |name: &String| {
        let others = [
            "grant_engagement",
            "register_evidence",
            "update_organization",
            "put_custom_framework",
            "propose_mapping",
            "begin_upload",
        ];
        name.starts_with("add_") || others.contains(&name.as_str())
    };
    there.retain(|name| !adds(name));
    assert_eq!(tried, there);
}

/// The names of public functions that wait for the database, in implementations of a scope.
fn functions_of_scopes(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions_of_scopes(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for block in text.split("\nimpl ").skip(1).filter(|block| block.starts_with("Scope<'_>")) {
            let block = block.split("\n}\n").next().unwrap();
            let names = block.split("\n    pub async fn ").skip(1);
            found.extend(names.map(|rest| rest.split(['(', '<']).next().unwrap().to_owned()));
        }
    }
}
