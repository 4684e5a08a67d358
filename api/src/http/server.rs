use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header::{ALLOW, CONTENT_TYPE};
use actix_web::middleware::Compress;
use actix_web::{App, HttpResponse, HttpServer, web};

use super::graphql::{self, Gate};
use super::security_headers::security_headers;
use crate::auth::Verifier;
use crate::graphql::{ApiSchema, sdl};

/// How the server listens and what it puts up with.
#[derive(Clone, Debug)]
pub struct ServerOptions {
    /// Where to listen: `127.0.0.1:8080`; port 0 takes a free one.
    pub address: SocketAddr,
    /// The largest body taken, in bytes.
    pub largest_body: usize,
    /// How long one document may take.
    pub timeout: Duration,
    /// How many threads answer.
    pub workers: usize,
    /// Checks tokens; `None` where the service takes none.
    pub verifier: Option<Verifier>,
}

impl ServerOptions {
    /// Bodies up to 1 MiB, ten seconds a document, a thread a core.
    #[must_use]
    pub fn at(address: SocketAddr) -> Self {
        let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { address, largest_body: 1 << 20, timeout: Duration::from_secs(10), workers, verifier: None }
    }
}

/// A server that listens; it answers once it is run.
#[derive(Debug)]
pub struct Listening {
    address: SocketAddr,
    listener: TcpListener,
    options: ServerOptions,
}

/// Takes the address.
///
/// # Errors
/// What the system says where it cannot be had.
pub fn bind(options: ServerOptions) -> io::Result<Listening> {
    let listener = TcpListener::bind(options.address)?;
    Ok(Listening { address: listener.local_addr()?, listener, options })
}

impl Listening {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the process is told to stop; then what is under way is finished. `schema` is made on the runtime that
    /// answers, as what it opens belongs to that.
    ///
    /// # Errors
    /// What the system or `schema` says.
    pub fn run<E: From<io::Error>>(
        self,
        schema: impl Future<Output = Result<ApiSchema, E>>,
    ) -> Result<(), E> {
        let Self { listener, options, .. } = self;
        actix_web::rt::System::new().block_on(async move {
            let schema = schema.await?;
            Ok(server(listener, &options, schema)?.await?)
        })
    }
}

fn server(listener: TcpListener, options: &ServerOptions, schema: ApiSchema) -> io::Result<Server> {
    let schema = web::Data::new(schema);
    let gate = Gate { verifier: options.verifier.clone(), timeout: options.timeout };
    let gate = web::Data::new(gate);
    let largest_body = options.largest_body;
    let app = move || {
        App::new()
            .wrap(Compress::default())
            .wrap(security_headers())
            .app_data(schema.clone())
            .app_data(gate.clone())
            .app_data(web::PayloadConfig::new(largest_body))
            .service(
                web::resource("/graphql")
                    .route(web::post().to(graphql::post))
                    .route(web::get().to(graphql::get))
                    .default_service(web::to(method_not_allowed)),
            )
            .route("/schema.graphql", web::get().to(schema_text))
            .route("/healthz", web::get().to(alive))
    };
    Ok(HttpServer::new(app)
        .workers(options.workers)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .listen(listener)?
        .run())
}

/// Longer than a document may take.
const SHUTDOWN_SECONDS: u64 = 30;

async fn method_not_allowed() -> HttpResponse {
    HttpResponse::MethodNotAllowed().insert_header((ALLOW, "GET, POST")).finish()
}

async fn schema_text() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/plain; charset=utf-8")).body(sdl())
}

async fn alive() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/plain; charset=utf-8")).body("alive\n")
}
