use actix_cors::Cors;
use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ORIGIN, RETRY_AFTER};

use super::caller::ORGANIZATION;
use super::request_id::REQUEST_ID;

/// The pages of other origins that a browser lets ask; `*` is any. Credentials of the browser are never taken: a page
/// shows a token, or asks as nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origins(pub(crate) Vec<String>);

/// How long a browser need not ask again, in seconds.
const MAX_AGE: usize = 600;

impl Origins {
    /// What a browser is told.
    pub(crate) fn cors(&self) -> Cors {
        let cors = Cors::default()
            .allowed_methods(["GET", "POST", "PUT"])
            .allowed_headers([ACCEPT, AUTHORIZATION, CONTENT_TYPE])
            .allowed_headers([ORGANIZATION, REQUEST_ID])
            .expose_headers([RETRY_AFTER])
            .expose_headers([REQUEST_ID])
            .max_age(MAX_AGE);
        if self.is_any() {
            return cors.allow_any_origin().send_wildcard();
        }
        self.0.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
    }

    /// Whether a request that browsers do not hold back comes from a page that may send it: one of an allowed origin or
    /// of this server's own, or no page at all.
    pub(crate) fn allow(&self, http: &HttpRequest) -> bool {
        let Some(origin) = http.headers().get(ORIGIN) else { return true };
        let Ok(origin) = origin.to_str() else { return false };
        let own = origin.split_once("://").is_some_and(|(_, host)| host == http.connection_info().host());
        own || self.is_any() || self.0.iter().any(|allowed| allowed == origin)
    }

    fn is_any(&self) -> bool {
        self.0.iter().any(|origin| origin == "*")
    }
}
