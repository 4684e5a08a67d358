use std::num::NonZeroU32;

use obligraph::auth::KeySource;
use obligraph::http::{Rate, ServerOptions};
use obligraph::store::Store;
use serde_json::json;

use super::server::{Server, bearer};
use crate::auth::issuer::verifier;

const TYPENAME: &str = "{ __typename }";

fn rate(burst: u32) -> impl FnOnce(&mut ServerOptions) {
    let of = |number| NonZeroU32::new(number).unwrap();
    move |options| options.rate = Some(Rate { requests_per_minute: of(1), burst: of(burst) })
}

#[tokio::test]
async fn a_request_keeps_its_name_or_is_given_one() {
    let server = Server::start(|_| {});
    let given = server.ask("{ nope }", &[("x-request-id", "mine-1")]).await;
    assert_eq!(given.header("x-request-id"), Some("mine-1"));
    assert_eq!(given.extensions()["requestId"], "mine-1");
    for strange in ["a b", "<script>", &"x".repeat(65)] {
        let answer = server.ask("{ nope }", &[("x-request-id", strange)]).await;
        let made = answer.header("x-request-id").unwrap();
        assert_eq!(made.len(), 36, "{made}");
        assert_eq!(answer.extensions()["requestId"], made);
    }
    assert!(server.get("/nowhere", &[]).await.header("x-request-id").is_some());
}

#[tokio::test]
async fn a_token_that_does_not_hold_is_refused_whatever_is_asked() {
    let server = Server::start(|_| {});
    let taken = server.ask(TYPENAME, &[("authorization", &bearer("alice"))]).await;
    assert_eq!((taken.status, taken.body.as_str()), (200, r#"{"data":{"__typename":"Query"}}"#));
    for refused in ["Bearer none", "Basic YTpi", "Bearer"] {
        let answer = server.ask(TYPENAME, &[("authorization", refused)]).await;
        assert_eq!((answer.status, &answer.extensions()["code"]), (401, &json!("UNAUTHENTICATED")));
        assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""));
    }
    let headers = [("authorization", bearer("alice")), ("obligraph-organization", "acme".to_owned())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let answer = server.ask(TYPENAME, &headers).await;
    assert_eq!((answer.status, &answer.extensions()["code"]), (400, &json!("BAD_USER_INPUT")));
}

#[tokio::test]
async fn who_asks_too_often_is_told_to_wait_and_nobody_else_is() {
    let server = Server::start(rate(2));
    let (alice, bob) = (bearer("alice"), bearer("bob"));
    let ask = async |token: &str| server.ask(TYPENAME, &[("authorization", token)]).await;
    assert_eq!((ask(&alice).await.status, ask(&alice).await.status), (200, 200));
    let refused = ask(&alice).await;
    assert_eq!((refused.status, &refused.extensions()["code"]), (429, &json!("LIMIT_EXCEEDED")));
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((30..=60).contains(&wait), "{wait}");
    assert_eq!(ask(&bob).await.status, 200);
    // Without a token, and with one that does not hold, by address.
    assert_eq!(server.ask(TYPENAME, &[]).await.status, 200);
    assert_eq!(ask("Bearer none").await.status, 401);
    assert_eq!(ask("Bearer none").await.status, 429);
    assert_eq!(server.ask(TYPENAME, &[]).await.status, 429);
    // What tells whether the server is well is not counted.
    assert_eq!(server.get("/healthz", &[]).await.status, 200);
}

#[tokio::test]
async fn callers_behind_a_proxy_are_told_apart_where_it_is_trusted() {
    for (trusted_proxies, second) in [(1, 200), (0, 429)] {
        let server = Server::start(|options| {
            rate(1)(options);
            options.trusted_proxies = trusted_proxies;
        });
        let from = async |address: &str| server.ask(TYPENAME, &[("x-forwarded-for", address)]).await.status;
        assert_eq!(from("198.51.100.1").await, 200);
        assert_eq!(from("198.51.100.2").await, second, "{trusted_proxies} trusted");
    }
}

#[tokio::test]
async fn pages_of_other_origins_may_ask_where_they_are_allowed() {
    let server = Server::start(|options| options.origins = vec!["https://app.example.org".to_owned()]);
    let closed = Server::start(|_| {});
    let any = Server::start(|options| options.origins = vec!["*".to_owned()]);
    let allowed = async |server: &Server, origin: &str| {
        let answer = server.ask(TYPENAME, &[("origin", origin)]).await;
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        answer.header("access-control-allow-origin").map(ToOwned::to_owned)
    };
    let (app, other) = ("https://app.example.org", "https://other.example.org");
    assert_eq!(allowed(&server, app).await.as_deref(), Some(app));
    assert_eq!(allowed(&server, other).await, None);
    assert_eq!(allowed(&closed, app).await, None);
    assert_eq!(allowed(&any, other).await.as_deref(), Some("*"));
}

#[tokio::test]
async fn a_browser_is_told_beforehand_who_may_ask() {
    let app = "https://app.example.org";
    let server = Server::start(|options| options.origins = vec![app.to_owned()]);
    let may = server.preflight(app).await;
    assert_eq!((may.status, may.header("access-control-allow-origin")), (200, Some(app)));
    assert!(may.header("access-control-allow-methods").unwrap().contains("POST"));
    let headers = may.header("access-control-allow-headers").unwrap().to_lowercase();
    assert!(headers.contains("authorization") && headers.contains("content-type"), "{headers}");
    assert_eq!(may.header("access-control-allow-credentials"), None);
    let closed = Server::start(|_| {});
    for (server, origin) in [(&server, "https://other.example.org"), (&closed, app), (&closed, "null")] {
        let refused = server.preflight(origin).await;
        assert_eq!(refused.status, 400, "{origin}");
        for header in ["access-control-allow-origin", "access-control-allow-methods"] {
            assert_eq!(refused.header(header), None, "{origin}");
        }
        assert_eq!(refused.header("x-content-type-options"), Some("nosniff"), "{origin}");
    }
}

#[tokio::test]
async fn files_are_counted_with_all_else_that_someone_asks() {
    let server = Server::start(rate(2));
    let (alice, file) = (bearer("alice"), format!("/files/{}", "0".repeat(64)));
    let fetch = async || server.get(&file, &[("authorization", &alice)]).await;
    assert_ne!(fetch().await.status, 429);
    assert_eq!(server.ask(TYPENAME, &[("authorization", &alice)]).await.status, 200);
    let refused = fetch().await;
    assert_eq!((refused.status, &refused.extensions()["code"]), (429, &json!("LIMIT_EXCEEDED")));
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
}

#[tokio::test]
async fn readiness_names_what_is_missing_and_nothing_else() {
    let ready = |answer: super::server::Answer| (answer.status, answer.body);
    let server = Server::start(|_| {});
    assert_eq!(ready(server.get("/readyz", &[]).await), (200, "ready\n".to_owned()));
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("secret-name.db").display());
    let keys = folder.path().join("keys.json");
    let server = Server::over(Some(url.clone()), |options| {
        options.verifier = Some(verifier(KeySource::KeySetFile(keys)));
    });
    let missing = (503, "not ready: schema, key set\n".to_owned());
    assert_eq!(ready(server.get("/readyz", &[]).await), missing);
    assert_eq!(server.get("/healthz", &[]).await.status, 200, "alive all the same");
    Store::open(&url).await.unwrap().migrate().await.unwrap();
    let missing = (503, "not ready: key set\n".to_owned());
    assert_eq!(ready(server.get("/readyz", &[]).await), missing);
}

#[tokio::test]
async fn requests_are_counted_by_how_they_end() {
    let server = Server::start(|_| {});
    for _ in 0..3 {
        server.ask(TYPENAME, &[]).await;
    }
    server.ask(TYPENAME, &[("authorization", "Bearer none")]).await;
    for name in ["/a-secret-path", "/another"] {
        server.get(name, &[]).await;
    }
    let metrics = server.get("/metrics", &[]).await;
    assert_eq!(metrics.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    for line in [
        r#"obligraph_http_requests_total{path="/graphql",status="2xx"} 3"#,
        r#"obligraph_http_requests_total{path="/graphql",status="4xx"} 1"#,
        r#"obligraph_http_requests_total{path="none",status="4xx"} 2"#,
        r#"obligraph_http_request_duration_seconds_count{path="/graphql"} 4"#,
        "obligraph_http_requests_in_flight 1",
    ] {
        assert!(metrics.body.lines().any(|told| told == line), "{line} is not in {}", metrics.body);
    }
    assert!(!metrics.body.contains("secret"));
}
