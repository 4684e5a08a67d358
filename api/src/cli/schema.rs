use clap::{Args, ValueEnum};
use obligraph_frameworks::{SchemaKind, schema};

use super::output::Report;
use crate::graphql::sdl;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// What the schema is of
    #[arg(value_enum, default_value = "graphql")]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// The GraphQL contract (SDL)
    Graphql,
    /// One edition of one framework
    Framework,
    /// Mappings between two editions
    Crosswalk,
    /// Evidence types of one theme
    EvidenceTypes,
}

pub(crate) fn run(arguments: &Arguments) -> Report {
    Report::text(match arguments.kind {
        Kind::Graphql => sdl(),
        Kind::Framework => schema(SchemaKind::Framework),
        Kind::Crosswalk => schema(SchemaKind::Crosswalk),
        Kind::EvidenceTypes => schema(SchemaKind::EvidenceTypes),
    })
}
