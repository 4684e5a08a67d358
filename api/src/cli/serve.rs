use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZeroU32;

use clap::Args;
use url::Url;

use super::content::ContentArguments;
use super::database::{DatabaseArguments, refused};
use super::log::LogArguments;
use super::output::Report;
use super::surroundings::{now, random};
use super::tokens::TokenArguments;
use crate::app::{Clock, Content, Randomness, Service};
use crate::error::{ApiError, Fault};
use crate::graphql::{Limits, schema};
use crate::http::{Listening, Rate, ServerOptions, bind};
use crate::store::Store;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Listen here; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", env = "OBLIGRAPH_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    database: DatabaseArguments,
    #[command(flatten)]
    tokens: TokenArguments,
    #[command(flatten)]
    limits: CallerArguments,
    #[command(flatten)]
    log: LogArguments,
    #[command(flatten)]
    content: ContentArguments,
}

/// Who may ask from where, and how often.
#[derive(Args, Debug)]
struct CallerArguments {
    /// Let pages of this origin ask, such as `https://app.example.org`; `*` is any; may be repeated
    #[arg(
        long = "cors-origin",
        value_name = "ORIGIN",
        env = "OBLIGRAPH_CORS_ORIGINS",
        value_delimiter = ',',
        value_parser = origin
    )]
    origins: Vec<String>,
    /// Let one caller ask so often a minute, on average
    #[arg(long, value_name = "NUMBER", env = "OBLIGRAPH_LIMITS_REQUESTS_PER_MINUTE", default_value_t = Rate::default().requests_per_minute)]
    requests_per_minute: NonZeroU32,
    /// Let one caller ask so often at once
    #[arg(long, value_name = "NUMBER", env = "OBLIGRAPH_LIMITS_BURST", default_value_t = Rate::default().burst)]
    burst: NonZeroU32,
    /// How many proxies of yours stand before the server: callers are told apart by the `x-forwarded-for` of these
    #[arg(long, value_name = "NUMBER", env = "OBLIGRAPH_TRUSTED_PROXIES", default_value_t = 0)]
    trusted_proxies: usize,
}

/// As a browser sends it: a scheme, a host, and a port where it is not the usual one.
fn origin(text: &str) -> Result<String, String> {
    if text == "*" {
        return Ok(text.to_owned());
    }
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let origin = url.origin().ascii_serialization();
    if origin == text { Ok(origin) } else { Err(format!("a browser sends this origin as `{origin}`")) }
}

/// Serves until the process is told to stop.
pub(crate) fn run(arguments: Arguments, content: ContentArguments) -> Result<Report, ApiError> {
    let content = content.and(arguments.content).load()?;
    arguments.log.install();
    let CallerArguments { origins, requests_per_minute, burst, trusted_proxies } = arguments.limits;
    let options = ServerOptions {
        verifier: arguments.tokens.verifier()?,
        rate: Some(Rate { requests_per_minute, burst }),
        trusted_proxies,
        origins,
        ..ServerOptions::at(arguments.listen)
    };
    let listening = listen(options)?;
    let address = listening.address();
    listening.run(async {
        let store = prepared(&arguments.database).await?;
        let service = over(content, store);
        let follower = service.clone();
        actix_web::rt::spawn(async move { follower.follow_changes().await });
        let schema = schema(service, &Limits::default());
        // Whoever started it waits for this line; where nobody reads it, it serves all the same.
        let _ = writeln!(std::io::stderr(), "GraphQL at http://{address}/graphql");
        Ok::<_, ApiError>(schema)
    })?;
    Ok(Report::text(String::new()))
}

pub(crate) fn listen(options: ServerOptions) -> Result<Listening, ApiError> {
    let address = options.address;
    bind(options).map_err(|error| {
        let message = format!("cannot listen on {address}: {error}; choose another with `--listen`");
        ApiError::refused([Fault::new("listen", message)])
    })
}

fn over(content: Content, store: Store) -> Service {
    Service::new(content, Clock::new(now), Randomness::new(random), Some(store))
}

/// The database, with the schema of this program. A file is one process's own; a server is migrated on purpose.
async fn prepared(database: &DatabaseArguments) -> Result<Store, ApiError> {
    let store = database.open().await?;
    if database.database.starts_with("sqlite:") {
        store.migrate().await.map_err(refused)?;
    } else if !store.schema_faults().await.map_err(refused)?.is_empty() {
        let message = "the database has not the schema of this program; run `obligraph migrate` first";
        return Err(ApiError::refused([Fault::new("database-schema", message).of("--database")]));
    }
    Ok(store)
}
