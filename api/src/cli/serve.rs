use std::io::Write;
use std::net::SocketAddr;

use clap::Args;

use super::content::ContentArguments;
use super::database::{DatabaseArguments, refused};
use super::output::Report;
use super::surroundings::{now, random};
use super::tokens::TokenArguments;
use crate::app::{Clock, Content, Randomness, Service};
use crate::error::{ApiError, Fault};
use crate::graphql::{Limits, schema};
use crate::http::{Listening, ServerOptions, bind};
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
    content: ContentArguments,
}

/// Serves until the process is told to stop.
pub(crate) fn run(arguments: Arguments, content: ContentArguments) -> Result<Report, ApiError> {
    let content = content.and(arguments.content).load()?;
    let options =
        ServerOptions { verifier: arguments.tokens.verifier()?, ..ServerOptions::at(arguments.listen) };
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
