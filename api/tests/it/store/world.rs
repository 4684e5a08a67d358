//! A new database a test, and what the tests put into it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use obligraph::store::{
    AiSystemProfile, EvidenceClaim, EvidenceContent, Lifecycle, ManagementSystemProfile,
    MappingProposalContent, OrganizationId, OrganizationProfile, Recording, Scope, SiteProfile, Store,
};
use obligraph_mapping::{
    AiClass, ClaimedCoverage, Confidence, RationaleKind, Relation, Strength, SubjectKind,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use serde_json::json;
use uuid::{Builder, Uuid};

use super::postgres;

pub(crate) struct World {
    pub(crate) store: Store,
    /// Past the store, as whoever holds the database could.
    pub(crate) database: DatabaseConnection,
    _folder: Option<tempfile::TempDir>,
}

impl World {
    /// A migrated SQLite file.
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("obligraph.db").display());
        Self::open(&url, Some(folder)).await
    }

    /// A migrated PostgreSQL database.
    pub(crate) async fn postgresql() -> Self {
        Self::open(&postgres::new_database(), None).await
    }

    async fn open(url: &str, folder: Option<tempfile::TempDir>) -> Self {
        let store = Store::open(url).await.unwrap();
        store.migrate().await.unwrap();
        Self { store, database: Database::connect(url).await.unwrap(), _folder: folder }
    }

    /// A new organisation, which counts as the first entry of its audit log.
    pub(crate) async fn organization(&self, number: u8) -> Scope<'_> {
        let id = OrganizationId::new(id(number));
        let profile = organization(&format!("organisation {number}"));
        self.store.add_organization(id, profile, None, at(0)).await.unwrap();
        self.store.scope(id)
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.database.get_database_backend() == DbBackend::Sqlite
    }

    /// Runs a statement past the store.
    pub(crate) async fn tamper(&self, sql: &str) {
        self.database.execute_unprepared(sql).await.unwrap();
    }

    /// What a query of one column of texts gives.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.database.get_database_backend(), sql);
        let rows = self.database.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }
}

/// Version 7, ascending with the number.
pub(crate) fn id(number: u8) -> Uuid {
    Builder::from_unix_timestamp_millis(1_790_000_000_000 + u64::from(number), &[number; 10]).into_uuid()
}

pub(crate) fn instant(seconds: i64) -> DateTime<Utc> {
    "2026-11-25T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

/// By `alice`, so many seconds after the tests begin.
pub(crate) fn at(seconds: i64) -> Recording<'static> {
    Recording { at: instant(seconds), actor: "alice", idempotency: None }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn review(title: &str) -> EvidenceContent {
    EvidenceContent {
        evidence_type: Some("access-review".to_owned()),
        title: title.to_owned(),
        facts: BTreeMap::from([
            ("interval_days".to_owned(), json!(90)),
            ("share".to_owned(), json!(0.25)),
            ("systems".to_owned(), json!(["crm", "hr – Zürich"])),
        ]),
        covers: vec![SubjectKind::Isms.into(), "ai-system:CS-7".parse().unwrap()],
        collected_on: day("2026-11-02"),
        claims: vec![
            EvidenceClaim {
                requirement: "iso-27001:2022/A.5.18".parse().unwrap(),
                coverage: ClaimedCoverage::Full,
                confidence: Confidence::new(0.9).unwrap(),
                all_ai_systems: false,
            },
            EvidenceClaim {
                requirement: "iso-27001:2022/A.5.15".parse().unwrap(),
                coverage: ClaimedCoverage::Partial,
                confidence: Confidence::CERTAIN,
                all_ai_systems: true,
            },
        ],
        files: vec![],
    }
}

pub(crate) fn mapping(rationale: &str) -> MappingProposalContent {
    MappingProposalContent {
        from: vec!["iso-27001:2022/A.5.18".parse().unwrap(), "iso-27001:2022/A.5.15".parse().unwrap()],
        to: vec!["house-rules:2026/1.2".parse().unwrap()],
        relation: Relation::Superset,
        confidence: Confidence::new(0.8).unwrap(),
        strength: Some(Strength::new(7).unwrap()),
        rationale_kind: RationaleKind::Functional,
        rationale: rationale.to_owned(),
    }
}

pub(crate) fn organization(name: &str) -> OrganizationProfile {
    OrganizationProfile {
        name: name.to_owned(),
        legal_name: Some(format!("{name} AG")),
        country: Some("CH".to_owned()),
        headcount: Some(250),
        is_sme: Some(true),
        is_certification_body: false,
    }
}

pub(crate) fn ai_system(name: &str) -> AiSystemProfile {
    AiSystemProfile {
        name: name.to_owned(),
        roles: BTreeSet::from(["deployer".to_owned(), "provider".to_owned()]),
        risk_class: AiClass::HighRiskAnnexIii,
        lifecycle: Lifecycle { put_into_service_on: Some(day("2026-03-01")), ..Lifecycle::default() },
    }
}

pub(crate) fn management_system(name: &str) -> ManagementSystemProfile {
    ManagementSystemProfile {
        kind: SubjectKind::Isms,
        name: name.to_owned(),
        scope: Some("all sites".to_owned()),
    }
}

pub(crate) fn site(name: &str) -> SiteProfile {
    SiteProfile { name: name.to_owned(), country: Some("CH".to_owned()), headcount: 120 }
}
