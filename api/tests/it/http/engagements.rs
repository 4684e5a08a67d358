use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use obligraph::app::Clock;
use obligraph::store::Store;
use serde_json::{Value, json};

use super::server::{Server, bearer_of};
use crate::auth::issuer::ORGANIZATION;

const BODY: &str = "0199c0de-0000-7000-8000-000000000002";

/// The header of a token without roles, good for a month.
fn token(organization: &str, subject: &str) -> String {
    let expires_at = instant("2026-12-25T09:00:00Z").timestamp();
    bearer_of(json!({ "org": organization, "sub": subject, "roles": null, "exp": expires_at }))
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test]
async fn an_auditor_reads_until_the_day_of_the_engagement_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("obligraph.db").display());
    Store::open(&url).await.unwrap().migrate().await.unwrap();
    let seconds = Arc::new(AtomicI64::new(instant("2026-11-25T09:00:00Z").timestamp()));
    let told = Arc::clone(&seconds);
    let clock = Clock::new(move || DateTime::from_timestamp(told.load(Ordering::SeqCst), 0).unwrap());
    let server = Server::at(clock, Some(url), |_| {});

    let ask = async |token: &str, document: &str, acting_for: Option<&str>| -> Value {
        let mut headers = vec![("authorization", token)];
        headers.extend(acting_for.map(|client| ("obligraph-organization", client)));
        let answer = server.ask(document, &headers).await;
        serde_json::from_str(&answer.body).unwrap()
    };
    let (client, body) = (token(ORGANIZATION, "alice"), token(BODY, "auditor"));
    let create = "mutation { createOrganization(input: { name: \"one\" }) { organization { id } } }";
    let certify =
        "mutation { updateOrganization(input: { isCertificationBody: true }) { organization { id } } }";
    let grant = format!(
        "mutation {{ grantEngagement(input: {{ bodyId: \"org_{BODY}\", purpose: \"Audit\", expiresOn: \"2026-11-30\" }}) {{
            engagement {{ inForce }} userErrors {{ ... on UserError {{ message }} }} }} }}"
    );
    for (token, document) in [(&client, create), (&body, create), (&body, certify), (&client, &grant)] {
        let done = ask(token, document, None).await;
        assert!(done.get("errors").is_none(), "{done}");
    }

    let read = "{ evidence { totalCount } }";
    let clients = "{ viewer { clients { organization { id } } } }";
    seconds.store(instant("2026-11-30T23:59:59Z").timestamp(), Ordering::SeqCst);
    let seen = ask(&body, read, Some(ORGANIZATION)).await;
    assert_eq!(seen, json!({ "data": { "evidence": { "totalCount": 0 } } }));
    let of_body = ask(&body, clients, None).await;
    assert_eq!(of_body["data"]["viewer"]["clients"].as_array().map(Vec::len), Some(1));

    seconds.store(instant("2026-12-01T00:00:00Z").timestamp(), Ordering::SeqCst);
    let refused = ask(&body, read, Some(ORGANIZATION)).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{refused}");
    let file = format!("/files/{}", "0".repeat(64));
    let headers = [("authorization", body.as_str()), ("obligraph-organization", ORGANIZATION)];
    assert_eq!(server.get(&file, &headers).await.status, 403);
    assert_eq!(ask(&body, clients, None).await["data"]["viewer"]["clients"], json!([]));
    let shown = ask(&client, "{ engagements { nodes { inForce expiresOn } } }", None).await;
    let over = json!([{ "inForce": false, "expiresOn": "2026-11-30" }]);
    assert_eq!(shown["data"]["engagements"]["nodes"], over);
}
