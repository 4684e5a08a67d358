//! What an organisation was at an instant, so that an answer of then stays what it was.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use obligraph_mapping::{Subject, SubjectKind};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::catalog::Content;
use super::overlay::OwnContent;
use crate::store::{AuditEntry, CustomFramework, CustomFrameworkId, Object, ObjectKind, Scope, StoreError};

/// What evidence was answered from at an instant.
#[derive(Clone, Debug)]
pub struct Past {
    /// The content of this program, with what the organisation had added.
    pub content: Content,
    /// Its AI systems, as subjects.
    pub ai_systems: BTreeSet<Subject>,
}

impl Past {
    /// At this instant.
    ///
    /// # Errors
    /// What the store says.
    pub async fn read(scope: Scope<'_>, instant: DateTime<Utc>, base: &Content) -> Result<Self, StoreError> {
        let systems = scope.recorded_by_then(ObjectKind::AiSystem, instant).await?;
        let named = |entry: &AuditEntry| {
            let Named { name } = recorded(entry)?;
            Ok(Subject::named(SubjectKind::AiSystem, &name))
        };
        let ai_systems = systems.iter().map(named).collect::<Result<_, StoreError>>()?;
        let frameworks = scope.recorded_by_then(ObjectKind::CustomFramework, instant).await?;
        let frameworks = frameworks.iter().map(framework).collect::<Result<_, _>>()?;
        let own = OwnContent::at(scope, instant, frameworks).await?;
        Ok(Self { content: own.over(base).0, ai_systems })
    }
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Put {
    key: String,
    document: String,
}

fn framework(entry: &AuditEntry) -> Result<CustomFramework, StoreError> {
    let Put { key, document } = recorded(entry)?;
    let object: Object = entry.object.parse().map_err(|()| unreadable(entry))?;
    Ok(CustomFramework {
        id: CustomFrameworkId::new(object.id),
        key,
        document,
        recorded_at: entry.recorded_at,
        recorded_by: entry.actor.clone(),
        retired_at: None,
    })
}

fn recorded<T: DeserializeOwned>(entry: &AuditEntry) -> Result<T, StoreError> {
    serde_json::from_str(&entry.content).map_err(|_| unreadable(entry))
}

fn unreadable(entry: &AuditEntry) -> StoreError {
    StoreError::Unreadable("audit_log", format!("entry {}", entry.sequence))
}
