use std::io::Write;
use std::net::SocketAddr;

use clap::Args;

use super::content::ContentArguments;
use super::output::Report;
use super::surroundings::{now, random};
use crate::app::{Clock, Randomness, Service};
use crate::error::{ApiError, Fault};
use crate::graphql::{Limits, schema};
use crate::http::{ServerOptions, bind};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Listen here; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    content: ContentArguments,
}

/// Serves until the process is told to stop.
pub(crate) fn run(arguments: Arguments, content: ContentArguments) -> Result<Report, ApiError> {
    let content = content.and(arguments.content).load()?;
    let listening = bind(ServerOptions::at(arguments.listen)).map_err(|error| {
        let message =
            format!("cannot listen on {}: {error}; choose another with `--listen`", arguments.listen);
        ApiError::refused([Fault::new("listen", message)])
    })?;
    // Whoever started it waits for this line; where nobody reads it, it serves all the same.
    let _ = writeln!(std::io::stderr(), "GraphQL at http://{}/graphql", listening.address());
    let service = Service::new(content, Clock::new(now), Randomness::new(random), None);
    listening.run(schema(service, &Limits::default()))?;
    Ok(Report::text(String::new()))
}
