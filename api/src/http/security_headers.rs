use actix_web::middleware::DefaultHeaders;

/// What keeps a browser from doing with an answer what it is not for.
pub(crate) fn security_headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("x-content-type-options", "nosniff"))
        .add(("x-frame-options", "DENY"))
        .add(("referrer-policy", "no-referrer"))
        .add(("content-security-policy", "default-src 'none'; frame-ancestors 'none'"))
        .add(("cache-control", "no-store"))
}
