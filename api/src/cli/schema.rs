use clap::{Args, ValueEnum};
use obligraph_frameworks::{SchemaKind, schema};

use super::output::Report;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The kind of content file
    #[arg(value_enum)]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// One edition of one framework
    Framework,
    /// Mappings between two editions
    Crosswalk,
    /// Evidence types of one theme
    EvidenceTypes,
}

pub(crate) fn run(arguments: &Arguments) -> Report {
    Report::text(schema(match arguments.kind {
        Kind::Framework => SchemaKind::Framework,
        Kind::Crosswalk => SchemaKind::Crosswalk,
        Kind::EvidenceTypes => SchemaKind::EvidenceTypes,
    }))
}
