//! The program on a new database, and people who use it.

use chrono::{DateTime, Days, TimeDelta, Utc};
use obligraph::auth::{TokenClaims, sign};
use obligraph::store::{OrganizationId, Role};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::postgres;
use crate::server::{Answer, Server};

/// Long enough for HS256, and of no other use.
pub(crate) const SECRET: &str = "a secret of the tests, and of nothing else";

pub(crate) struct World {
    pub(crate) server: Server,
    _folder: tempfile::TempDir,
}

/// Someone with a token.
pub(crate) struct Person<'w> {
    world: &'w World,
    pub(crate) token: String,
    organization: Option<String>,
}

impl World {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("obligraph.db").display());
        Self::on(&database, folder)
    }

    pub(crate) fn postgresql() -> Self {
        Self::on(&postgres::new_database(), tempfile::tempdir().unwrap())
    }

    fn on(database: &str, folder: tempfile::TempDir) -> Self {
        let server = Server::start_on(database, &folder.path().join("files"), SECRET);
        Self { server, _folder: folder }
    }

    /// A server on this PostgreSQL database, with further flags.
    pub(crate) fn over(database: &str, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start_with(database, &folder.path().join("files"), SECRET, flags);
        Self { server, _folder: folder }
    }

    /// Someone whose token is made out for an organisation, with the roles that it names, if any.
    pub(crate) fn person(&self, organization: u8, subject: &str, roles: &[Role]) -> Person<'_> {
        let token = token(organization, subject, roles);
        Person { world: self, token, organization: None }
    }

    /// Whoever bears a secret.
    pub(crate) fn bearer(&self, secret: &str) -> Person<'_> {
        Person { world: self, token: secret.to_owned(), organization: None }
    }

    /// The owner of a new organisation.
    pub(crate) fn founder(&self, organization: u8, subject: &str) -> Person<'_> {
        let founder = self.person(organization, subject, &[]);
        let founded = founder.data(
            "mutation($input: CreateOrganizationInput!) { createOrganization(input: $input) {
                organization { name } userErrors { ... on UserError { message } } } }",
            json!({ "input": { "name": format!("{subject}'s organisation") } }),
        );
        assert_eq!(founded["createOrganization"]["userErrors"], json!([]), "{founded}");
        founder
    }
}

impl<'w> Person<'w> {
    /// What the same person asks about another organisation.
    pub(crate) fn acting_for(&self, organization: u8) -> Person<'w> {
        let organization = Some(organization_id(organization).to_string());
        Person { world: self.world, token: self.token.clone(), organization }
    }

    /// Fetches a path with the token of the person.
    pub(crate) fn get(&self, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![("authorization", bearer.as_str())];
        headers.extend(self.organization.as_deref().map(|id| ("obligraph-organization", id)));
        self.world.server.get(path, &headers)
    }

    pub(crate) fn ask(&self, document: &str, variables: &Value) -> Value {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![
            ("content-type", "application/json"),
            ("accept", "application/graphql-response+json"),
            ("authorization", bearer.as_str()),
        ];
        headers.extend(self.organization.as_deref().map(|id| ("obligraph-organization", id)));
        let body = json!({ "query": document, "variables": variables }).to_string();
        self.world.server.post(&body, &headers).json()
    }

    /// The data of an answer without errors.
    #[track_caller]
    pub(crate) fn data(&self, document: &str, variables: Value) -> Value {
        let answer = self.ask(document, &variables);
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].clone()
    }

    /// The codes of the errors of an answer.
    pub(crate) fn refusals(&self, document: &str, variables: Value) -> Vec<String> {
        let answer = self.ask(document, &variables);
        let errors = answer["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["extensions"]["code"].as_str().unwrap_or("none").to_owned()).collect()
    }
}

pub(crate) fn organization_id(number: u8) -> OrganizationId {
    let id = uuid::Builder::from_unix_timestamp_millis(1_790_000_000_000, &[number; 10]).into_uuid();
    OrganizationId::new(id)
}

/// A day from which on an engagement is over, for the program, which has a clock of its own.
#[expect(clippy::disallowed_methods, reason = "an engagement is in force from now on")]
pub(crate) fn in_days(days: u64) -> String {
    (Utc::now().date_naive() + Days::new(days)).to_string()
}

#[expect(clippy::disallowed_methods, reason = "a token is good from now on")]
pub(crate) fn token(organization: u8, subject: &str, roles: &[Role]) -> String {
    let now: DateTime<Utc> = Utc::now();
    let claims = TokenClaims {
        subject: subject.to_owned(),
        organization: organization_id(organization),
        roles: (!roles.is_empty()).then(|| roles.iter().copied().collect()),
        expires_at: now + TimeDelta::hours(1),
    };
    sign(&SecretString::from(SECRET), &claims, "obligraph", "obligraph", now).unwrap()
}
