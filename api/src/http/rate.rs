//! How often one may ask.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::HttpRequest;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::auth::Actor;
use crate::store::OrganizationId;

/// How often one caller may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// On average.
    pub requests_per_minute: NonZeroU32,
    /// At once, after a while of silence.
    pub burst: NonZeroU32,
}

/// Fifty a second, and ten seconds' worth of them at once: more than a person needs, less than a loop that went wrong.
impl Default for Rate {
    fn default() -> Self {
        let of = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self { requests_per_minute: of(3_000), burst: of(500) }
    }
}

/// Whose requests are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Caller {
    /// The bearer of a token that holds.
    Subject(OrganizationId, String),
    /// Whoever has no such token, by their address.
    Address(IpAddr),
    /// All who come while there are too many to tell apart.
    Others,
}

/// Callers that are told apart, so that nobody can make the service remember without bound.
const MOST_CALLERS: usize = 100_000;

/// The requests of each caller, of late.
pub(crate) struct Requests {
    limiter: RateLimiter<Caller, DashMapStateStore<Caller>, DefaultClock>,
    most: usize,
}

impl Requests {
    pub(crate) fn new(rate: Rate) -> Self {
        Self::of_at_most(MOST_CALLERS, rate)
    }

    fn of_at_most(most: usize, rate: Rate) -> Self {
        let quota = Quota::per_minute(rate.requests_per_minute).allow_burst(rate.burst);
        Self { limiter: RateLimiter::dashmap(quota), most }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// How long to wait, where it is one too many.
    pub(crate) fn count(&self, caller: Caller) -> Result<(), Duration> {
        if self.limiter.len() >= self.most {
            self.limiter.retain_recent();
        }
        let caller = if self.limiter.len() >= self.most { Caller::Others } else { caller };
        let counted = self.limiter.check_key(&caller);
        counted.map(drop).map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }
}

impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Requests")
    }
}

impl Caller {
    /// Whose request it is, where `trusted_proxies` of our own stand before the server.
    pub(crate) fn of(http: &HttpRequest, actor: Option<&Actor>, trusted_proxies: usize) -> Self {
        match actor {
            Some(actor) => Self::of_actor(actor),
            None => Self::Address(address(http, trusted_proxies)),
        }
    }

    pub(crate) fn of_actor(actor: &Actor) -> Self {
        Self::Subject(actor.organization, actor.subject.clone())
    }
}

/// Each of our proxies adds the address it was called from; what stands before those can be made up by anyone.
fn address(http: &HttpRequest, trusted_proxies: usize) -> IpAddr {
    let peer = http.peer_addr().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.ip());
    let forwarded = http.headers().get_all("x-forwarded-for").filter_map(|header| header.to_str().ok());
    let forwarded: Vec<&str> = forwarded.flat_map(|header| header.split(',')).map(str::trim).collect();
    let told = trusted_proxies
        .checked_sub(1)
        .and_then(|before| forwarded.into_iter().rev().nth(before))
        .and_then(|address| address.parse().ok());
    of_one_network(told.unwrap_or(peer))
}

/// A network of IPv6 is one caller: it has more addresses than could be counted.
fn of_one_network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            IpAddr::V6(network.into())
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn of(number: u32) -> NonZeroU32 {
        NonZeroU32::new(number).unwrap()
    }

    fn told(forwarded: &str, trusted_proxies: usize) -> String {
        let http = TestRequest::default()
            .peer_addr("192.0.2.1:99".parse().unwrap())
            .insert_header(("x-forwarded-for", forwarded))
            .to_http_request();
        address(&http, trusted_proxies).to_string()
    }

    #[test]
    fn a_caller_is_who_the_nearest_untrusted_address_says() {
        assert_eq!(told("198.51.100.7, 198.51.100.8", 0), "192.0.2.1");
        assert_eq!(told("198.51.100.7, 198.51.100.8", 1), "198.51.100.8");
        assert_eq!(told("198.51.100.7, 198.51.100.8", 2), "198.51.100.7");
        assert_eq!(told("198.51.100.7", 2), "192.0.2.1");
        assert_eq!(told("nonsense", 1), "192.0.2.1");
        assert_eq!(told("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::");
        assert_eq!(told("::ffff:198.51.100.7", 1), "198.51.100.7");
    }

    #[test]
    fn callers_do_not_use_up_each_others_share() {
        let requests = Requests::new(Rate { requests_per_minute: of(1), burst: of(2) });
        let caller = |last| Caller::Address([192, 0, 2, last].into());
        assert_eq!((requests.count(caller(1)), requests.count(caller(1))), (Ok(()), Ok(())));
        let wait = requests.count(caller(1)).unwrap_err();
        assert!(wait > Duration::from_secs(50) && wait <= Duration::from_secs(60), "{wait:?}");
        assert_eq!(requests.count(caller(2)), Ok(()));
    }

    #[test]
    fn those_who_are_too_many_are_counted_together() {
        let requests = Requests::of_at_most(3, Rate { requests_per_minute: of(1), burst: of(1) });
        let caller = |last| Caller::Address([192, 0, 2, last].into());
        for last in 1..=3 {
            assert_eq!(requests.count(caller(last)), Ok(()));
        }
        assert_eq!(requests.count(caller(4)), Ok(()));
        assert!(requests.count(caller(5)).is_err());
        assert_eq!(requests.limiter.len(), 4);
    }
}
