use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::content::ContentArguments;
use super::database::DatabaseArguments;
use super::log::LogArguments;
use super::output::Report;
use super::surroundings::{now, random};
use super::tokens::TokenArguments;
use crate::app::{Clock, Files, Randomness, Service};
use crate::error::{ApiError, Fault};
use crate::files::{FileStore, UploadSigner};
use crate::graphql::{Limits, schema};
use crate::http::{Listening, Rate, ServerOptions, bind};
use crate::store::{Store, StoreError};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Listen here; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", env = "OBLIGRAPH_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    database: DatabaseArguments,
    /// Keep the files of evidence in this folder
    #[arg(long, value_name = "DIR", env = "OBLIGRAPH_FILES", default_value = "obligraph-files")]
    files: PathBuf,
    /// Give this as the beginning of addresses, where the service is reached by another than it listens on
    #[arg(long, value_name = "URL", env = "OBLIGRAPH_PUBLIC_URL")]
    public_url: Option<Url>,
    /// The key that signs the addresses to bring files to, as 64 hexadecimal digits; the same for all processes on one
    /// database. Set it as OBLIGRAPH_UPLOAD_KEY; each process makes one of its own if absent
    #[arg(long, env = "OBLIGRAPH_UPLOAD_KEY", hide = true, hide_env_values = true)]
    upload_key: Option<SecretString>,
    #[command(flatten)]
    tokens: TokenArguments,
    #[command(flatten)]
    limits: CallerArguments,
    #[command(flatten)]
    log: LogArguments,
    #[command(flatten)]
    content: ContentArguments,
    /// Print all settings that are in force, and where each is from, instead of serving
    #[arg(long)]
    pub(crate) print_config: bool,
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
        let service = Service::with_files(
            content,
            Clock::new(now),
            Randomness::new(random),
            Some(store),
            Some(files(&arguments.files, arguments.public_url, arguments.upload_key.as_ref(), address)?),
        );
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

/// Where the files of evidence are.
pub(crate) fn files(
    folder: &Path,
    public_url: Option<Url>,
    key: Option<&SecretString>,
    address: SocketAddr,
) -> Result<Files, ApiError> {
    let store = FileStore::open(folder).map_err(|error| {
        let message = format!("cannot keep files in {}: {error}", folder.display());
        ApiError::refused([Fault::new(error.code(), message).of("--files")])
    })?;
    let key = match key {
        None => Randomness::new(random).bytes::<32>(),
        Some(key) => key_bytes(key.expose_secret()).ok_or_else(|| {
            let message = "must be 64 hexadecimal digits; `openssl rand -hex 32` makes some";
            ApiError::refused([Fault::new("upload-key", message).of("OBLIGRAPH_UPLOAD_KEY")])
        })?,
    };
    let base = public_url.map_or_else(|| format!("http://{address}"), |url| url.to_string());
    Ok(Files { store, signer: UploadSigner::new(&key), base: base.trim_end_matches('/').to_owned() })
}

fn key_bytes(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        text.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
    let bytes: Vec<u8> =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    if digits.len() == 64 { bytes.try_into().ok() } else { None }
}

/// The database, with the schema of this program. A file is one process's own; a server is migrated on purpose, and where it
/// is out of reach now it may be there later: until then what needs it is refused, and the rest is answered.
async fn prepared(database: &DatabaseArguments) -> Result<Store, ApiError> {
    let store = Store::open_lazily(&database.database).await.map_err(|error| database.refused(error))?;
    if database.database.starts_with("sqlite:") {
        store.migrate().await.map_err(|error| database.refused(error))?;
        return Ok(store);
    }
    match store.schema_faults().await {
        Ok(faults) if faults.is_empty() => Ok(store),
        Ok(_) => {
            let message = "the database has not the schema of this program; run `obligraph migrate` first";
            Err(ApiError::refused([Fault::new("database-schema", message).of("--database")]))
        }
        Err(error @ StoreError::Unavailable(_)) => {
            tracing::warn!(code = error.code(), detail = error.detail(), "the database is out of reach");
            Ok(store)
        }
        Err(error) => Err(database.refused(error)),
    }
}
