use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Client;
use reqwest::redirect::Policy;
use tokio::sync::Mutex;
use url::{Host, Url};

use super::fault::{KeySourceFault, TokenFault};
use super::key_cache::KeyCache;
use super::key_set::{KeySet, LARGEST_SET};

/// A key set at a URL, which is fetched when it is missed and now and then.
#[derive(Clone)]
pub(super) struct KeyUrl(Arc<Remote>);

struct Remote {
    url: Url,
    client: Client,
    cache: KeyCache,
    /// Held while the set is fetched, so that those who miss it at the same time cause one fetch.
    fetching: Arc<Mutex<()>>,
}

/// How long a set is used before a newer one is asked for.
const FRESH: TimeDelta = TimeDelta::minutes(10);

/// How long the other side may take for all of its answer.
const TIMEOUT: Duration = Duration::from_secs(5);

impl KeyUrl {
    pub(super) fn new(url: Url) -> Result<Self, KeySourceFault> {
        let is_on_this_machine = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => return Err(KeySourceFault::Url("must name a host")),
        };
        if url.scheme() != "https" && !(is_on_this_machine && url.scheme() == "http") {
            return Err(KeySourceFault::Url("must begin with `https://`, unless it is on this machine"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(KeySourceFault::Url("must not hold a user name or a password"));
        }
        // Whoever was first decides for the process; it does not matter to anyone.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .https_only(!is_on_this_machine)
            .redirect(Policy::none())
            .connect_timeout(TIMEOUT)
            .timeout(TIMEOUT)
            // A connection would outlive the thread that made it.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("obligraph/", env!("CARGO_PKG_VERSION")));
        let client = if is_on_this_machine { client.no_proxy() } else { client };
        let client = client.build().map_err(|_| KeySourceFault::Tls)?;
        let fetching = Arc::new(Mutex::new(()));
        Ok(Self(Arc::new(Remote { url, client, cache: KeyCache::default(), fetching })))
    }

    /// The keys, of which one has the name `id` if the other side has such a one, as far as it was asked of late.
    pub(super) async fn keys(&self, id: Option<&str>, now: DateTime<Utc>) -> Result<Arc<KeySet>, TokenFault> {
        let remote = &self.0;
        let held = remote.cache.held();
        let is_enough = held.is_fresh(FRESH, now) && held.has(id);
        if !is_enough && held.may_ask(now) {
            match Arc::clone(&remote.fetching).try_lock_owned() {
                Ok(turn) => remote.refresh(turn, now).await,
                // A set that is merely old will do until the one who fetches is done.
                Err(_) if held.set(now).is_some() && held.has(id) => {}
                Err(_) => {
                    let turn = Arc::clone(&remote.fetching).lock_owned().await;
                    if remote.cache.held().may_ask(now) {
                        remote.refresh(turn, now).await;
                    }
                }
            }
        }
        remote.cache.held().set(now).ok_or(TokenFault::KeysUnavailable)
    }
}

impl Remote {
    /// Goes on although the one who asks for it goes away: somebody else may be waiting.
    async fn refresh(self: &Arc<Self>, turn: tokio::sync::OwnedMutexGuard<()>, now: DateTime<Utc>) {
        let remote = Arc::clone(self);
        let fetching = tokio::spawn(async move {
            let set = match remote.fetch().await {
                Ok(set) => Some(set),
                Err(cause) => {
                    let host = remote.url.host_str().unwrap_or_default();
                    tracing::warn!(host, cause, "the key set cannot be fetched");
                    None
                }
            };
            remote.cache.record(set, now);
            drop(turn);
        });
        // What it came to is in the cache.
        let _ = fetching.await;
    }

    async fn fetch(&self) -> Result<KeySet, String> {
        let mut response = self.client.get(self.url.clone()).send().await.map_err(told)?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(format!("it is answered with {}", response.status()));
        }
        let mut text = Vec::new();
        while let Some(part) = response.chunk().await.map_err(told)? {
            if text.len() + part.len() > LARGEST_SET {
                return Err("it is larger than a key set can be".to_owned());
            }
            text.extend_from_slice(&part);
        }
        KeySet::parse(&text).map_err(ToOwned::to_owned)
    }
}

/// What went wrong and, in the words of the system, why.
fn told(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        told = format!("{told}: {cause}");
        source = cause.source();
    }
    told
}
