use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use obligraph::auth::{KeySource, Verifier};
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::issuer::{RSA, RSA_NEXT, Signer, at, claims, key_set, verdict, verifier};

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

/// A token that outlives all that is done in a test.
fn lasting(signer: &Signer) -> String {
    let mut claims = claims();
    claims["exp"] = json!(at(48 * HOUR).timestamp());
    signer.token(&claims)
}

fn from_file(path: &Path) -> Verifier {
    verifier(KeySource::KeySetFile(path.to_owned()))
}

/// A server that counts how often it is asked, and a verifier that asks it.
struct Server {
    server: MockServer,
    asked: Arc<AtomicUsize>,
    verifier: Verifier,
}

impl Server {
    async fn with(answer: ResponseTemplate) -> Self {
        let server = MockServer::start().await;
        let verifier = verifier(KeySource::KeySetUrl(format!("{}/keys", server.uri()).parse().unwrap()));
        let this = Self { server, asked: Arc::default(), verifier };
        this.answers(answer).await;
        this
    }

    async fn answers(&self, answer: ResponseTemplate) {
        self.server.reset().await;
        let asked = Arc::clone(&self.asked);
        let answer = move |_: &Request| {
            asked.fetch_add(1, Ordering::SeqCst);
            answer.clone()
        };
        Mock::given(any()).respond_with(answer).mount(&self.server).await;
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    async fn verdict(&self, token: &str, seconds: i64) -> &'static str {
        verdict(&self.verifier, token, at(seconds)).await
    }
}

fn set_of(signers: &[&Signer]) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(key_set(signers), "application/json")
}

#[tokio::test]
async fn a_file_is_read_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let (old, new) = (Signer::rsa("old", RSA), Signer::rsa("the new one", RSA_NEXT));
    let verifier = from_file(&path);
    assert_eq!(verdict(&verifier, &lasting(&old), at(0)).await, "token-keys-unavailable");
    assert!(verifier.ready(at(0)).await.is_err());
    std::fs::write(&path, key_set(&[&old])).unwrap();
    assert_eq!(verdict(&verifier, &lasting(&old), at(1)).await, "taken");
    assert_eq!(verdict(&verifier, &lasting(&new), at(1)).await, "token-key");
    assert!(verifier.ready(at(1)).await.is_ok());
    std::fs::write(&path, key_set(&[&new])).unwrap();
    assert_eq!(verdict(&verifier, &lasting(&new), at(2)).await, "taken");
    assert_eq!(verdict(&verifier, &lasting(&old), at(2)).await, "token-key");
    // One that stays as it is does not age.
    assert_eq!(verdict(&verifier, &lasting(&new), at(40 * HOUR)).await, "taken");
}

#[tokio::test]
async fn a_file_that_is_broken_leaves_the_last_keys_in_use_for_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let signer = Signer::ed("d");
    std::fs::write(&path, key_set(&[&signer])).unwrap();
    let verifier = from_file(&path);
    assert_eq!(verdict(&verifier, &lasting(&signer), at(0)).await, "taken");
    std::fs::write(&path, "{").unwrap();
    assert_eq!(verdict(&verifier, &lasting(&signer), at(1)).await, "taken");
    assert_eq!(verdict(&verifier, &lasting(&signer), at(23 * HOUR)).await, "taken");
    assert_eq!(verdict(&verifier, &lasting(&signer), at(25 * HOUR)).await, "token-keys-unavailable");
    std::fs::write(&path, key_set(&[&signer])).unwrap();
    assert_eq!(verdict(&verifier, &lasting(&signer), at(25 * HOUR + 1)).await, "taken");
}

#[tokio::test]
async fn keys_for_other_uses_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let signer = Signer::ec("e");
    let rsa = Signer::rsa("r", RSA);
    let mut encrypts = signer.jwk();
    encrypts["use"] = json!("enc");
    let mut signs_otherwise = rsa.jwk();
    signs_otherwise["alg"] = json!("PS256");
    let symmetric = json!({ "kty": "oct", "k": "AAAA", "kid": "e", "alg": "HS256" });
    let short = json!({ "kty": "RSA", "n": "AQAB".repeat(40), "e": "AQAB", "kid": "r" });
    std::fs::write(&path, json!({ "keys": [encrypts, signs_otherwise, symmetric, short, 7] }).to_string())
        .unwrap();
    let verifier = from_file(&path);
    assert_eq!(verdict(&verifier, &lasting(&signer), at(0)).await, "token-keys-unavailable");
    std::fs::write(&path, json!({ "keys": [{}, symmetric, signer.jwk()] }).to_string()).unwrap();
    assert_eq!(verdict(&verifier, &lasting(&signer), at(1)).await, "taken");
}

#[tokio::test]
async fn a_set_is_fetched_once_and_then_every_ten_minutes() {
    let signer = Signer::rsa("r", RSA);
    let server = Server::with(set_of(&[&signer])).await;
    let token = lasting(&signer);
    for seconds in [0, 1, 9 * MINUTE] {
        assert_eq!(server.verdict(&token, seconds).await, "taken");
    }
    assert_eq!(server.asked(), 1);
    assert_eq!(server.verdict(&token, 10 * MINUTE).await, "taken");
    assert_eq!(server.asked(), 2);
}

#[tokio::test]
async fn an_unknown_key_is_looked_for_at_most_every_ten_seconds() {
    let (old, new) = (Signer::rsa("old", RSA), Signer::rsa("new", RSA_NEXT));
    let server = Server::with(set_of(&[&old])).await;
    assert_eq!(server.verdict(&lasting(&old), 0).await, "taken");
    for seconds in 1..10 {
        assert_eq!(server.verdict(&lasting(&new), seconds).await, "token-key");
    }
    assert_eq!(server.asked(), 1);
    server.answers(set_of(&[&old, &new])).await;
    assert_eq!(server.verdict(&lasting(&new), 10).await, "taken");
    assert_eq!(server.verdict(&lasting(&old), 10).await, "taken");
    assert_eq!(server.asked(), 2);
    server.answers(set_of(&[&new])).await;
    assert_eq!(server.verdict(&lasting(&old), 11 * MINUTE).await, "token-key");
}

#[tokio::test]
async fn a_set_that_cannot_be_had_leaves_the_last_one_in_use_for_a_day() {
    let signer = Signer::ec("e");
    let token = lasting(&signer);
    let server = Server::with(ResponseTemplate::new(500)).await;
    assert_eq!(server.verdict(&token, 0).await, "token-keys-unavailable");
    assert!(server.verifier.ready(at(1)).await.is_err());
    assert_eq!(server.asked(), 1, "not at once again");
    server.answers(set_of(&[&signer])).await;
    assert_eq!(server.verdict(&token, 10).await, "taken");
    assert!(server.verifier.ready(at(11)).await.is_ok());
    server.answers(ResponseTemplate::new(500)).await;
    assert_eq!(server.verdict(&token, HOUR).await, "taken");
    assert_eq!(server.verdict(&token, 23 * HOUR).await, "taken");
    assert_eq!(server.verdict(&token, 25 * HOUR).await, "token-keys-unavailable");
}

#[tokio::test]
async fn what_is_no_key_set_is_not_taken_for_one() {
    let signer = Signer::ec("e");
    let token = lasting(&signer);
    let elsewhere = MockServer::start().await;
    Mock::given(any()).respond_with(set_of(&[&signer])).mount(&elsewhere).await;
    let mut large: serde_json::Value = serde_json::from_str(&key_set(&[&signer])).unwrap();
    large["padding"] = json!("x".repeat(256 * 1024));
    let many: Vec<_> = std::iter::repeat_n(signer.jwk(), 101).collect();
    for answer in [
        ResponseTemplate::new(302).insert_header("location", elsewhere.uri().as_str()),
        ResponseTemplate::new(200).set_body_string(large.to_string()),
        ResponseTemplate::new(200).set_body_string(json!({ "keys": many }).to_string()),
        ResponseTemplate::new(200).set_body_string(json!({ "keys": [] }).to_string()),
        ResponseTemplate::new(200).set_body_string("<html>"),
        ResponseTemplate::new(404).set_body_string(key_set(&[&signer])),
    ] {
        let server = Server::with(answer).await;
        assert_eq!(server.verdict(&token, 0).await, "token-keys-unavailable");
        assert_eq!(server.asked(), 1);
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty(), "redirects are not followed");
}

#[tokio::test]
async fn a_server_that_is_not_there_makes_keys_unavailable() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let verifier = verifier(KeySource::KeySetUrl(format!("http://{address}/keys").parse().unwrap()));
    let token = lasting(&Signer::ed("d"));
    assert_eq!(verdict(&verifier, &token, at(0)).await, "token-keys-unavailable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_ask_at_the_same_time_cause_one_fetch() {
    let signer = Signer::ed("d");
    let server = Server::with(set_of(&[&signer]).set_delay(std::time::Duration::from_millis(100))).await;
    let token = lasting(&signer);
    let asking = (0..20).map(|_| {
        let (verifier, token) = (server.verifier.clone(), token.clone());
        tokio::spawn(async move { verdict(&verifier, &token, at(0)).await })
    });
    for asking in asking.collect::<Vec<_>>() {
        assert_eq!(asking.await.unwrap(), "taken");
    }
    assert_eq!(server.asked(), 1);
}
