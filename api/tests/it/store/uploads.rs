use obligraph::store::{
    AsOf, ContentHash, EvidenceContent, EvidenceFile, EvidenceId, MediaType, Page, Scope, StoreError,
    UploadAnnouncement, UploadId,
};

use super::on_both_databases;
use super::world::{World, at, id, instant, review};

on_both_databases!(
    an_upload_is_announced_and_completed_once,
    a_file_is_its_hash_and_there_once,
    a_file_of_another_organisation_is_not_there,
    evidence_has_its_files_by_revision,
    evidence_takes_no_file_that_nobody_brought,
);

pub(super) fn announcement(file_name: &str) -> UploadAnnouncement {
    UploadAnnouncement {
        file_name: file_name.to_owned(),
        media_type: MediaType::Pdf,
        size_limit: 5_000_000_000,
        expires_at: instant(900),
    }
}

async fn bring(scope: &Scope<'_>, number: u8, content: &[u8]) -> EvidenceFile {
    let (key, sha256) = (UploadId::new(id(number)), ContentHash::of(content));
    let size = content.len().try_into().unwrap();
    scope.begin_upload(key, announcement("report.pdf"), at(number.into())).await.unwrap();
    scope.complete_upload(key, sha256, size, at(number.into())).await.unwrap();
    EvidenceFile { name: format!("report {number}.pdf"), media_type: MediaType::Pdf, size, sha256 }
}

fn with_files(files: &[&EvidenceFile]) -> EvidenceContent {
    EvidenceContent { files: files.iter().map(|file| (*file).clone()).collect(), ..review("review") }
}

async fn an_upload_is_announced_and_completed_once(world: World) {
    let scope = world.organization(1).await;
    let (key, sha256) = (UploadId::new(id(2)), ContentHash::of(b"abc"));
    let begun = scope.begin_upload(key, announcement("a.pdf"), at(1)).await.unwrap();
    assert_eq!((&begun.announcement, begun.completion), (&announcement("a.pdf"), None));
    assert_eq!((begun.created_by.as_str(), begun.created_at), ("alice", instant(1)));
    assert_eq!(scope.upload(key).await.unwrap(), Some(begun));
    assert_eq!(scope.file(sha256).await.unwrap(), None);

    let completed = scope.complete_upload(key, sha256, 3, at(2)).await.unwrap();
    let completion = completed.completion.unwrap();
    assert_eq!((completion.sha256, completion.at), (sha256, instant(2)));
    assert_eq!(scope.upload(key).await.unwrap(), Some(completed.clone()));
    let entries = scope.audit_entry_count().await.unwrap();
    assert_eq!(scope.complete_upload(key, sha256, 3, at(3)).await.unwrap(), completed);
    let other = scope.complete_upload(key, ContentHash::of(b"abd"), 3, at(3)).await.unwrap_err();
    assert!(matches!(other, StoreError::Completed(_)), "{other}");
    assert_eq!(scope.file(ContentHash::of(b"abd")).await.unwrap(), None);
    assert_eq!(scope.audit_entry_count().await.unwrap(), entries);
    let last = scope.audit_log(Page::last(1, None)).await.unwrap().items.remove(0);
    assert_eq!(last.content, format!(r#"{{"sha256":"{sha256}","size":3}}"#));
    assert_eq!(scope.verify_audit_log().await.unwrap().faults, []);
}

async fn a_file_is_its_hash_and_there_once(world: World) {
    let scope = world.organization(1).await;
    let first = bring(&scope, 2, b"abc").await;
    let again = bring(&scope, 3, b"abc").await;
    assert_eq!(first.sha256, again.sha256);
    let file = scope.file(first.sha256).await.unwrap().unwrap();
    assert_eq!((file.size, file.media_type, file.recorded_at), (3, MediaType::Pdf, instant(2) + MICROSECOND));
    assert_eq!(world.texts("SELECT sha256 FROM files").await, [first.sha256.to_string()]);
}

/// Changes of one instant are recorded one after the other.
const MICROSECOND: chrono::TimeDelta = chrono::TimeDelta::microseconds(1);

async fn a_file_of_another_organisation_is_not_there(world: World) {
    let (one, two) = (world.organization(1).await, world.organization(11).await);
    let file = bring(&one, 2, b"abc").await;
    assert_eq!(two.file(file.sha256).await.unwrap(), None);
    let stolen = two.register_evidence(EvidenceId::new(id(12)), with_files(&[&file]), at(5)).await;
    assert!(matches!(stolen, Err(StoreError::UnknownFile(hash)) if hash == file.sha256), "{stolen:?}");
    bring(&two, 12, b"abc").await;
    two.register_evidence(EvidenceId::new(id(12)), with_files(&[&file]), at(20)).await.unwrap();
}

async fn evidence_has_its_files_by_revision(world: World) {
    let scope = world.organization(1).await;
    let (b, a) = (bring(&scope, 2, b"b").await, bring(&scope, 3, b"a").await);
    let key = EvidenceId::new(id(4));
    scope.register_evidence(key, with_files(&[&b, &a, &b]), at(10)).await.unwrap();
    let told = scope.audit_log(Page::last(1, None)).await.unwrap().items.remove(0).content;
    let expected = format!(
        r#""files":[{{"mediaType":"application/pdf","name":"report 2.pdf","sha256":"{}","size":1}},"#,
        b.sha256
    );
    assert!(told.contains(&expected), "{told}");
    scope.revise_evidence(key, with_files(&[]), None, at(11)).await.unwrap();
    let told = scope.audit_log(Page::last(1, None)).await.unwrap().items.remove(0).content;
    assert!(!told.contains("files"), "{told}");
    scope.revise_evidence(key, with_files(&[&a]), None, at(12)).await.unwrap();

    let expected = [with_files(&[&b, &a, &b]), with_files(&[]), with_files(&[&a])];
    let revisions = scope.evidence_revisions(key).await.unwrap();
    assert_eq!(revisions.into_iter().map(|revision| revision.content).collect::<Vec<_>>(), expected);
    let then = scope.evidence(key, AsOf::Instant(instant(10))).await.unwrap().unwrap();
    assert_eq!(then.revision.content, expected[0]);
    assert_eq!(scope.verify_audit_log().await.unwrap().faults, []);
}

async fn evidence_takes_no_file_that_nobody_brought(world: World) {
    let scope = world.organization(1).await;
    let file = bring(&scope, 2, b"b").await;
    let nowhere = EvidenceFile { sha256: ContentHash::of(b"nothing"), ..file };
    let key = EvidenceId::new(id(4));
    let error = scope.register_evidence(key, with_files(&[&nowhere]), at(10)).await.unwrap_err();
    assert_eq!(error.code(), "store-unknown-file");
    assert_eq!(scope.evidence(key, AsOf::Latest).await.unwrap(), None);
}
