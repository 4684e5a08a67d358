//! A server in this process, on a free port.

use std::io;
use std::net::SocketAddr;

use obligraph::app::{Clock, Content, Randomness, Service};
use obligraph::auth::KeySource;
use obligraph::graphql::{Limits, schema};
use obligraph::http::{ServerOptions, bind};
use obligraph::store::Store;
use serde_json::Value;

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
                let randomness = Randomness::new(|bytes| bytes.fill(7));
                let service = Service::new(content, Clock::new(|| at(0)), randomness, store);
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

    pub(crate) async fn ask(&self, query: &str, headers: &[(&str, &str)]) -> Answer {
        let body = serde_json::json!({ "query": query }).to_string();
        let request =
            client().post(self.url("/graphql")).header("content-type", "application/json").body(body);
        Answer::of(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    }
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
    let mut claims = claims();
    claims["sub"] = subject.into();
    format!("Bearer {}", Signer::secret(SECRET.as_bytes()).token(&claims))
}
