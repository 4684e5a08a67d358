use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header::{ALLOW, CONTENT_TYPE};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpResponse, HttpServer, web};

use super::cors::Origins;
use super::files;
use super::graphql::{self, Gate};
use super::health;
use super::metrics::{self, Metrics};
use super::observe::observe;
use super::rate::{Rate, Requests};
use super::security_headers::security_headers;
use super::socket;
use crate::auth::Verifier;
use crate::graphql::{ApiSchema, sdl};

/// How the server listens and what it puts up with.
#[derive(Clone, Debug)]
pub struct ServerOptions {
    /// Where to listen: `127.0.0.1:8080`; port 0 takes a free one.
    pub address: SocketAddr,
    /// The largest body taken, in bytes.
    pub largest_body: usize,
    /// How long one document may take, and how long one may take to say who one is on a new connection.
    pub timeout: Duration,
    /// How many threads answer.
    pub workers: usize,
    /// Checks tokens; `None` where the service takes none.
    pub verifier: Option<Verifier>,
    /// How often one caller may ask; `None` for no limit.
    pub rate: Option<Rate>,
    /// How many proxies of one's own stand before the server: the callers are those that they name.
    pub trusted_proxies: usize,
    /// The origins of pages that browsers let ask, such as `https://app.example.org`; `*` for any. None: closed.
    pub origins: Vec<String>,
}

impl ServerOptions {
    /// Bodies up to 1 MiB, ten seconds a document, a thread a core, the usual rate, closed to other origins.
    #[must_use]
    pub fn at(address: SocketAddr) -> Self {
        let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            address,
            largest_body: 1 << 20,
            timeout: Duration::from_secs(10),
            workers,
            verifier: None,
            rate: Some(Rate::default()),
            trusted_proxies: 0,
            origins: Vec::new(),
        }
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
        let system = actix_web::rt::System::new();
        let runtime = system.runtime().tokio_runtime().handle().clone();
        let ended = system.block_on(async move {
            let schema = schema.await?;
            Ok(server(listener, &options, schema)?.await?)
        });
        // What still runs beside goes with the system, and gives back connections, which takes a runtime.
        let _within = runtime.enter();
        drop(system);
        ended
    }
}

fn server(listener: TcpListener, options: &ServerOptions, schema: ApiSchema) -> io::Result<Server> {
    let schema = web::Data::new(schema);
    let gate = web::Data::new(Gate {
        verifier: options.verifier.clone(),
        timeout: options.timeout,
        requests: options.rate.map(Requests::new),
        trusted_proxies: options.trusted_proxies,
        largest_body: options.largest_body,
    });
    let metrics = web::Data::new(Metrics::new());
    let origins = web::Data::new(Origins(options.origins.clone()));
    let largest_body = options.largest_body;
    let app = move || {
        App::new()
            .wrap(Compress::default())
            .wrap(origins.cors())
            .wrap(security_headers())
            .wrap(from_fn(observe))
            .app_data(metrics.clone())
            .app_data(origins.clone())
            .app_data(schema.clone())
            .app_data(gate.clone())
            .app_data(web::PayloadConfig::new(largest_body))
            .service(
                web::resource("/graphql")
                    .route(web::post().to(graphql::post))
                    .route(web::get().to(graphql::get))
                    .default_service(web::to(method_not_allowed)),
            )
            .route("/graphql/ws", web::get().to(socket::open))
            .route("/uploads/{token}", web::put().to(files::put))
            .route("/files/{sha256}", web::get().to(files::get))
            .route("/schema.graphql", web::get().to(schema_text))
            .route("/healthz", web::get().to(health::alive))
            .route("/readyz", web::get().to(health::ready))
            .route("/metrics", web::get().to(metrics::get))
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
