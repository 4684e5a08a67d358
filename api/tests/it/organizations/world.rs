//! A schema over a new SQLite file, asked in process.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::futures_util::StreamExt;
use chrono::{DateTime, TimeDelta, Utc};
use obligraph::app::{Clock, Content, Files, Randomness, Service};
use obligraph::auth::Actor;
use obligraph::files::{FileStore, UploadSigner};
use obligraph::graphql::{ApiSchema, Limits, schema};
use obligraph::store::{OrganizationId, Role, Store};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) struct World {
    schema: ApiSchema,
    _folder: tempfile::TempDir,
}

/// A second passes from one question of the clock to the next.
fn clock() -> Clock {
    let seconds = AtomicU64::new(0);
    let start: DateTime<Utc> = "2026-12-01T09:00:00Z".parse().unwrap();
    Clock::new(move || {
        let passed = i64::try_from(seconds.fetch_add(1, Ordering::Relaxed)).unwrap();
        start + TimeDelta::seconds(passed)
    })
}

/// Different bytes at each question, the same in each run.
fn randomness() -> Randomness {
    let state = AtomicU64::new(1);
    Randomness::new(move |bytes| {
        for byte in bytes {
            let next = state.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            *byte = next.to_be_bytes()[0];
        }
    })
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("obligraph.db").display());
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        let content = Content::load::<&str>(&[]).unwrap();
        let files = Files {
            store: FileStore::open(&folder.path().join("files")).unwrap(),
            signer: UploadSigner::new(&[7; 32]),
            base: "https://obligraph.example".to_owned(),
        };
        let service = Service::with_files(content, clock(), randomness(), Some(store), Some(files));
        Self { schema: schema(service, &Limits::default()), _folder: folder }
    }

    /// A world in which `alice` owns the organisation 1.
    pub(crate) async fn owned() -> (Self, Actor) {
        let world = Self::new().await;
        let alice = member(1, "alice");
        world.found(&alice).await;
        (world, alice)
    }

    /// Creates the organisation that the actor's token is made out for.
    pub(crate) async fn found(&self, owner: &Actor) {
        let founded = self
            .data(
                owner,
                "mutation($name: String!) { createOrganization(input: { name: $name }) {
                    organization { id } userErrors { ... on UserError { message } } } }",
                json!({ "name": owner.subject }),
            )
            .await;
        assert_eq!(founded["createOrganization"]["userErrors"], json!([]), "{founded}");
    }

    pub(crate) async fn ask(&self, actor: Option<&Actor>, document: &str, variables: Value) -> Value {
        let request =
            async_graphql::Request::new(document).variables(async_graphql::Variables::from_json(variables));
        serde_json::to_value(self.schema.execute(request, actor.cloned()).await).unwrap()
    }

    /// The first response to a document that listens, while `alice` of the organisation 1 goes on changing things.
    pub(crate) async fn first_event(&self, actor: Option<&Actor>, document: &str) -> Value {
        let responses = self.schema.execute_stream(document, actor.cloned());
        let first = tokio::spawn(async move { Box::pin(responses).next().await.unwrap() });
        let alice = member(1, "alice");
        for number in 0..1_000 {
            if first.is_finished() {
                break;
            }
            self.change(&alice, number).await;
        }
        assert!(first.is_finished(), "nothing is told of a thousand changes");
        serde_json::to_value(first.await.unwrap()).unwrap()
    }

    /// A listener who has begun to listen: `owner` of the same organisation makes changes until the first is heard.
    pub(crate) async fn listen(&self, actor: &Actor, owner: &Actor, document: &str) -> Heard {
        let mut responses = Box::pin(self.schema.execute_stream(document, Some(actor.clone())));
        let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(response) = responses.next().await {
                let _ = sender.send(serde_json::to_value(response).unwrap());
            }
        });
        let mut made = 0;
        while receiver.is_empty() {
            made += 1;
            assert!(made < 1_000, "nothing is told of a thousand changes");
            self.change(owner, 0).await;
        }
        Heard(receiver)
    }

    /// Registers evidence, and brings another state of an own framework.
    pub(crate) async fn change(&self, actor: &Actor, number: usize) {
        let document = format!(
            r#"{{ "framework": {{ "key": "own-controls:1", "title": "Own controls", "publisher": "us", "edition": "1",
            "subject": "isms", "licence": "ours", "reviewed": "2026-11-01" }}, "requirements": [
            {{ "id": "K-1", "kind": "control", "title": "Logs", "summary": "Keep logs {number}.", "assessable": true }} ] }}"#
        );
        let change = r#"mutation($document: String!, $title: String!) {
            registerEvidence(input: { title: $title, claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) { evidence { id } }
            importFramework(input: { document: $document }) { customFramework { id } } }"#;
        let variables =
            json!({ "document": document, "title": format!("Audit {number} of {}", actor.subject) });
        self.data(actor, change, variables).await;
    }

    /// The data of an answer without errors.
    #[track_caller]
    pub(crate) fn data<'w>(
        &'w self,
        actor: &'w Actor,
        document: &'w str,
        variables: Value,
    ) -> impl Future<Output = Value> + 'w {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.ask(Some(actor), document, variables).await;
            assert!(answer.get("errors").is_none(), "at {caller}: {answer:#}");
            answer["data"].clone()
        }
    }
}

/// What a listener hears.
pub(crate) struct Heard(tokio::sync::mpsc::UnboundedReceiver<Value>);

impl Heard {
    /// What comes after the end: nothing.
    pub(crate) async fn end(&mut self) -> Option<Value> {
        self.0.recv().await
    }

    pub(crate) async fn next(&mut self) -> Value {
        self.0.recv().await.unwrap()
    }
}

/// Someone whose token names no roles: what they may do is a matter of their membership.
pub(crate) fn member(organization: u8, subject: &str) -> Actor {
    Actor {
        subject: subject.to_owned(),
        organization: OrganizationId::new(organization_id(organization)),
        roles: None,
        acting_for: None,
        service_token: None,
    }
}

/// Someone whose token names a role.
pub(crate) fn holder(organization: u8, role: Role) -> Actor {
    Actor { roles: Some(BTreeSet::from([role])), ..member(organization, &format!("{role:?}")) }
}

fn organization_id(number: u8) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(1_790_000_000_000, &[number; 10]).into_uuid()
}

/// The codes of the errors of an answer, in their order.
pub(crate) fn codes(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().map(|error| error["extensions"]["code"].as_str().unwrap_or("none")).collect()
}
