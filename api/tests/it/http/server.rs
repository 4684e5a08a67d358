//! A server in this process, on a free port.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};

use obligraph::app::{Clock, Content, Randomness, Service};
use obligraph::auth::KeySource;
use obligraph::graphql::{Limits, schema};
use obligraph::http::{ServerOptions, bind};
use obligraph::store::Store;
use serde_json::{Value, json};

use crate::auth::issuer::{SECRET, Signer, at, claims, verifier};

/// Serves as long as the tests run.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
}

impl Server {
    /// One without a database that takes the tokens of the tests.
    pub(crate) fn start(change: impl FnOnce(&mut ServerOptions)) -> Self {
        Self::over(None, change)
    }

    pub(crate) fn over(database: Option<String>, change: impl FnOnce(&mut ServerOptions)) -> Self {
        Self::at(Clock::new(|| at(0)), database, change)
    }

    /// One with a clock of its own.
    pub(crate) fn at(
        clock: Clock,
        database: Option<String>,
        change: impl FnOnce(&mut ServerOptions),
    ) -> Self {
        let mut options = ServerOptions::at("127.0.0.1:0".parse().unwrap());
        options.workers = 1;
        options.verifier = Some(verifier(KeySource::Secret(SECRET.into())));
        change(&mut options);
        let listening = bind(options).unwrap();
        let address = listening.address();
        std::thread::spawn(move || {
            listening.run(async {
                let store = match &database {
                    Some(url) => Some(Store::open(url).await.unwrap()),
                    None => None,
                };
                let content = Content::load(&["tests/fixtures/acme"]).unwrap();
                let service = Service::new(content, clock, randomness(), store);
                Ok::<_, io::Error>(schema(service, &Limits::default()))
            })
        });
        Self { address }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = client().get(self.url(path));
        Answer::of(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    }

    /// Whether a page of an origin may post a document with a token, as a browser asks before it does.
    pub(crate) async fn preflight(&self, origin: &str) -> Answer {
        let request =
            client().request(reqwest::Method::OPTIONS, self.url("/graphql")).header("origin", origin);
        let request = request.header("access-control-request-method", "POST");
        Answer::of(request.header("access-control-request-headers", "authorization,content-type")).await
    }

    pub(crate) async fn ask(&self, query: &str, headers: &[(&str, &str)]) -> Answer {
        let body = json!({ "query": query }).to_string();
        let request =
            client().post(self.url("/graphql")).header("content-type", "application/json").body(body);
        Answer::of(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    }
}

/// Other bytes at each question, the same in each run.
fn randomness() -> Randomness {
    let asked = AtomicU8::new(0);
    Randomness::new(move |bytes| bytes.fill(asked.fetch_add(1, Ordering::Relaxed)))
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: reqwest::header::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.unwrap() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The extensions of the first error.
    pub(crate) fn extensions(&self) -> Value {
        serde_json::from_str::<Value>(&self.body).unwrap()["errors"][0]["extensions"].clone()
    }
}

/// The header of a token of the tests, of this subject.
pub(crate) fn bearer(subject: &str) -> String {
    bearer_of(json!({ "sub": subject }))
}

/// The same with these claims.
pub(crate) fn bearer_of(changed: Value) -> String {
    let mut claims = claims();
    for (name, value) in changed.as_object().unwrap() {
        claims[name] = value.clone();
    }
    format!("Bearer {}", Signer::secret(SECRET.as_bytes()).token(&claims))
}
