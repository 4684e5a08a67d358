use std::collections::{BTreeMap, BTreeSet};

use obligraph_mapping::{ClaimedCoverage, Confidence, Reference, Subject, SubjectError};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, Select};
use uuid::Uuid;

use super::{
    AsOf, Evidence, EvidenceClaim, EvidenceContent, EvidenceFile, EvidenceFilter, EvidenceOrder,
    EvidenceRevision, Withdrawal, coverage_word,
};
use crate::store::entity::{evidence, evidence_claim, evidence_file, evidence_revision, evidence_subject};
use crate::store::error::StoreError;
use crate::store::file::{read_hash, read_media_type, read_size};
use crate::store::id::EvidenceId;
use crate::store::page::{Page, Paged};
use crate::store::scope::Scope;

impl Scope<'_> {
    /// One item of evidence as of an instant; `None` where the organisation has, or then had, no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence(&self, id: EvidenceId, as_of: AsOf) -> Result<Option<Evidence>, StoreError> {
        let row = self.select_key::<evidence::Entity>(id.uuid()).one(&self.store.connection).await?;
        Ok(self.with_revisions(row.into_iter().collect(), as_of).await?.pop())
    }

    /// Those of these items that the organisation has, as of an instant, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence_by_id(&self, ids: &[EvidenceId], as_of: AsOf) -> Result<Vec<Evidence>, StoreError> {
        let rows = self.with_keys::<evidence::Entity>(ids).await?;
        self.with_revisions(rows, as_of).await
    }

    /// One page of the evidence that was there at an instant and passes the filter, by the identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence_page(
        &self,
        filter: &EvidenceFilter,
        order: EvidenceOrder,
        page: Page<EvidenceId>,
        as_of: AsOf,
    ) -> Result<Paged<Evidence>, StoreError> {
        let found = self.evidence_ids(filter, order, page, as_of).await?;
        let rows = self.select::<evidence::Entity>();
        let rows = rows.filter(evidence::Column::Id.is_in(found.items.iter().copied()));
        let mut rows: BTreeMap<Uuid, evidence::Model> =
            rows.all(&self.store.connection).await?.into_iter().map(|row| (row.id, row)).collect();
        let rows = found.items.iter().filter_map(|id| rows.remove(id)).collect();
        Ok(Paged { items: self.with_revisions(rows, as_of).await?, has_more: found.has_more })
    }

    /// All revisions of an item of evidence, oldest first; none where the organisation has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence_revisions(&self, id: EvidenceId) -> Result<Vec<EvidenceRevision>, StoreError> {
        let rows = self.select_key::<evidence_revision::Entity>(id.uuid());
        let rows = rows.order_by_asc(evidence_revision::Column::Number).all(&self.store.connection).await?;
        let (claims, files) = (self.claims_of(&rows).await?, self.files_of(&rows).await?);
        let subjects = self.subjects_of(&rows).await?;
        rows.into_iter().map(|row| revision(row, &claims, &files, &subjects)).collect()
    }

    /// Items with what they said at an instant, in the same order; those that were not there yet fall out.
    async fn with_revisions(
        &self,
        items: Vec<evidence::Model>,
        as_of: AsOf,
    ) -> Result<Vec<Evidence>, StoreError> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let ids = items.iter().map(|item| item.id);
        let rows = self
            .select::<evidence_revision::Entity>()
            .filter(evidence_revision::Column::EvidenceId.is_in(ids));
        let rows = latest(rows, as_of).all(&self.store.connection).await?;
        let (claims, files) = (self.claims_of(&rows).await?, self.files_of(&rows).await?);
        let subjects = self.subjects_of(&rows).await?;
        let mut revisions = BTreeMap::new();
        for row in rows {
            revisions.insert(row.evidence_id, revision(row, &claims, &files, &subjects)?);
        }
        let with_revision = |item: evidence::Model| {
            let revision = revisions.remove(&item.id)?;
            let withdrawal = item.withdrawn_at.zip(item.withdrawn_by).map(|(at, by)| Withdrawal { at, by });
            let withdrawal = withdrawal.filter(|withdrawal| match as_of {
                AsOf::Latest => true,
                AsOf::Instant(instant) => withdrawal.at <= instant,
            });
            let known_at = match as_of {
                AsOf::Latest => None,
                AsOf::Instant(instant) => Some(instant),
            };
            Some(Evidence { id: EvidenceId::new(item.id), revision, withdrawal, known_at })
        };
        Ok(items.into_iter().filter_map(with_revision).collect())
    }

    /// The claims of these revisions, by item and number, in the order in which they were given.
    async fn claims_of(&self, revisions: &[evidence_revision::Model]) -> Result<Claims, StoreError> {
        use evidence_claim::Column::{EvidenceId, Number, Position};
        let mut claims = Claims::new();
        if revisions.is_empty() {
            return Ok(claims);
        }
        let keys: Vec<(Uuid, i32)> = revisions.iter().map(|row| (row.evidence_id, row.number)).collect();
        let rows = self.select::<evidence_claim::Entity>();
        let rows = rows.filter(Expr::tuple([Expr::col(EvidenceId), Expr::col(Number)]).in_tuples(keys));
        for row in rows.order_by_asc(Position).all(&self.store.connection).await? {
            claims.entry((row.evidence_id, row.number)).or_default().push(claim(&row)?);
        }
        Ok(claims)
    }

    /// What these revisions concern, by item and number.
    async fn subjects_of(&self, revisions: &[evidence_revision::Model]) -> Result<Subjects, StoreError> {
        use evidence_subject::Column::{EvidenceId, Number};
        let mut subjects = Subjects::new();
        if revisions.is_empty() {
            return Ok(subjects);
        }
        let keys: Vec<(Uuid, i32)> = revisions.iter().map(|row| (row.evidence_id, row.number)).collect();
        let rows = self.select::<evidence_subject::Entity>();
        let rows = rows.filter(Expr::tuple([Expr::col(EvidenceId), Expr::col(Number)]).in_tuples(keys));
        for row in rows.all(&self.store.connection).await? {
            subjects.entry((row.evidence_id, row.number)).or_default().insert(read_subject(&row)?);
        }
        Ok(subjects)
    }

    /// The files of these revisions, by item and number, in the order in which they were given.
    async fn files_of(&self, revisions: &[evidence_revision::Model]) -> Result<Files, StoreError> {
        use evidence_file::Column::{EvidenceId, Number, Position};
        let mut files = Files::new();
        if revisions.is_empty() {
            return Ok(files);
        }
        let keys: Vec<(Uuid, i32)> = revisions.iter().map(|row| (row.evidence_id, row.number)).collect();
        let rows = self.select::<evidence_file::Entity>();
        let rows = rows.filter(Expr::tuple([Expr::col(EvidenceId), Expr::col(Number)]).in_tuples(keys));
        for row in rows.order_by_asc(Position).all(&self.store.connection).await? {
            files.entry((row.evidence_id, row.number)).or_default().push(file(row)?);
        }
        Ok(files)
    }
}

type Files = BTreeMap<(Uuid, i32), Vec<EvidenceFile>>;

type Claims = BTreeMap<(Uuid, i32), Vec<EvidenceClaim>>;
type Subjects = BTreeMap<(Uuid, i32), BTreeSet<Subject>>;

/// Of these revisions the last of each item that was recorded up to an instant.
fn latest(rows: Select<evidence_revision::Entity>, as_of: AsOf) -> Select<evidence_revision::Entity> {
    use evidence_revision::{Column, Entity};
    let later = Alias::new("later");
    let mut newer = Query::select();
    newer
        .expr(Expr::val(1))
        .from_as(Entity, later.clone())
        .and_where(
            Expr::col((later.clone(), Column::OrganizationId)).equals((Entity, Column::OrganizationId)),
        )
        .and_where(Expr::col((later.clone(), Column::EvidenceId)).equals((Entity, Column::EvidenceId)))
        .and_where(Expr::col((later.clone(), Column::Number)).gt(Expr::col((Entity, Column::Number))));
    let rows = match as_of {
        AsOf::Latest => rows,
        AsOf::Instant(instant) => {
            newer.and_where(Expr::col((later, Column::RecordedAt)).lte(instant));
            rows.filter(Column::RecordedAt.lte(instant))
        }
    };
    rows.filter(Expr::exists(newer).not())
}

fn revision(
    row: evidence_revision::Model,
    claims: &Claims,
    files: &Files,
    subjects: &Subjects,
) -> Result<EvidenceRevision, StoreError> {
    let unreadable = |fault: String| StoreError::Unreadable("evidence_revisions", fault);
    let covers: Vec<String> =
        serde_json::from_value(row.covers).map_err(|error| unreadable(format!("covers: {error}")))?;
    let covers =
        covers.iter().map(|word| word.parse().map_err(|error| unreadable(format!("covers: {error}"))));
    let content = EvidenceContent {
        evidence_type: row.evidence_type,
        title: row.title,
        facts: serde_json::from_value(row.facts).map_err(|error| unreadable(format!("facts: {error}")))?,
        covers: covers.collect::<Result<_, _>>()?,
        collected_on: row.collected_on,
        claims: claims.get(&(row.evidence_id, row.number)).cloned().unwrap_or_default(),
        concerns: subjects.get(&(row.evidence_id, row.number)).cloned().unwrap_or_default(),
        files: files.get(&(row.evidence_id, row.number)).cloned().unwrap_or_default(),
    };
    let number = u32::try_from(row.number).map_err(|_| unreadable(format!("number {}", row.number)))?;
    Ok(EvidenceRevision { number, content, recorded_at: row.recorded_at, recorded_by: row.recorded_by })
}

fn claim(row: &evidence_claim::Model) -> Result<EvidenceClaim, StoreError> {
    let unreadable = |fault: String| StoreError::Unreadable("evidence_claims", fault);
    let known = [ClaimedCoverage::Full, ClaimedCoverage::Partial];
    let coverage = known.into_iter().find(|known| coverage_word(*known) == row.coverage);
    Ok(EvidenceClaim {
        requirement: row.requirement.parse::<Reference>().map_err(|error| unreadable(error.to_string()))?,
        coverage: coverage.ok_or_else(|| unreadable(format!("coverage `{}`", row.coverage)))?,
        confidence: Confidence::new(row.confidence).map_err(|error| unreadable(error.to_string()))?,
        all_ai_systems: row.all_ai_systems,
    })
}

pub(in crate::store) fn read_subject(row: &evidence_subject::Model) -> Result<Subject, StoreError> {
    row.subject
        .parse()
        .map_err(|error: SubjectError| StoreError::Unreadable("evidence_subjects", error.to_string()))
}

fn file(row: evidence_file::Model) -> Result<EvidenceFile, StoreError> {
    let table = "evidence_files";
    Ok(EvidenceFile {
        name: row.name,
        media_type: read_media_type(table, &row.media_type)?,
        size: read_size(table, row.size)?,
        sha256: read_hash(table, &row.sha256)?,
    })
}
