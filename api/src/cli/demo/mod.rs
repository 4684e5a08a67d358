mod organization;

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use chrono::TimeDelta;
use clap::Args;
use obligraph_mapping::{Options, Subject};
use secrecy::SecretString;

use crate::app::{Clock, Content, EvidenceItem, Question, Randomness, Service, resolve};
use crate::auth::{Actor, KeySource, SECRET_BYTES, TokenClaims, Verifier, VerifierOptions, sign};
use crate::cli::content::ContentArguments;
use crate::cli::database::refused;
use crate::cli::lookup::unknown;
use crate::cli::output::{Report, width};
use crate::cli::resolve::{Asked, Shown, View, day, headline, table};
use crate::cli::style::{BOLD, DIM};
use crate::cli::surroundings::{now, random, today};
use crate::cli::wrap::wrap_command;
use crate::error::{ApiError, Fault};
use crate::graphql::{Limits, schema};
use crate::http::{ServerOptions, bind};
use crate::store::Store;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The day of the answer [default: today, UTC]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Only print; do not serve
    #[arg(long)]
    no_serve: bool,
    /// Serve here; port 0 takes a free one [default: 127.0.0.1:8080, or a free port where that is taken]
    #[arg(long, value_name = "ADDRESS", conflicts_with = "no_serve")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    content: ContentArguments,
}

/// One item of evidence as an auditor would meet it.
struct Sample {
    name: &'static str,
    evidence_type: &'static str,
    covers: &'static [&'static str],
    facts: &'static [&'static str],
}

const SAMPLES: [Sample; 3] = [
    Sample {
        name: "One integrated internal audit report of the AIMS, ISMS and QMS",
        evidence_type: "internal-audit-report",
        covers: &["aims", "isms", "qms"],
        facts: &[
            "management_systems=aims,isms,qms",
            "full_scope=true",
            "effectiveness_concluded=true",
            "criteria_and_scope_stated=true",
            "objectives_stated=true",
            "auditors_independent=true",
            "reported_to_management=true",
            "programme_included=true",
        ],
    },
    Sample {
        name: "One bias test report of an AI system, its mitigation not yet verified",
        evidence_type: "bias-test-report",
        covers: &["ai-system:CS-7"],
        facts: &[
            "training_data_examined=true",
            "all_bias_kinds_considered=true",
            "feedback_loops_considered=true",
            "outputs_by_group_tested=true",
            "thresholds_fixed_beforehand=true",
            "mitigation_recorded=true",
            "mitigation_verified=false",
            "dated_and_signed=true",
        ],
    },
    Sample {
        name: "One event-log retention setting of 200 days on the same AI system",
        evidence_type: "event-log-retention-setting",
        covers: &["ai-system:CS-7"],
        facts: &[
            "retention_days=200",
            "keeper=provider",
            "all_logs_under_control=true",
            "period_suits_purpose=true",
            "enforced=true",
            "in_isms_scope=true",
        ],
    },
];

/// Of each framework and subject.
const MOST_OF_A_GROUP: usize = 4;

pub(crate) fn run(arguments: Arguments, content: ContentArguments) -> Result<Report, ApiError> {
    let Arguments { as_of, no_serve, listen, content: more } = arguments;
    let content = content.and(more).load()?;
    let mut faults = Vec::new();
    let as_of = day("--as-of", as_of.as_deref(), &mut faults);
    if !faults.is_empty() {
        return Err(ApiError::Refused(faults));
    }
    let options = Options::on(as_of.unwrap_or_else(today));
    let width = width();
    let mut text = String::new();
    for sample in &SAMPLES {
        let shown = show(&content, sample, &options, width)?;
        if !text.is_empty() {
            text.push_str(&format!("\n{DIM}{}{DIM:#}\n\n", "─".repeat(width)));
        }
        text.push_str(&shown);
    }
    if no_serve {
        return Ok(Report::text(text));
    }
    // Nothing is lost where standard output is closed: it serves all the same.
    let _ = anstream::stdout().write_all(text.as_bytes());
    serve(content, listen, width)?;
    Ok(Report::default())
}

/// Serves a database of its own in which an organisation holds the samples.
fn serve(content: Content, listen: Option<SocketAddr>, width: usize) -> Result<(), ApiError> {
    let folder = tempfile::Builder::new().prefix("obligraph-demo-").tempdir()?;
    let secret = secret();
    let options = |address| -> Result<ServerOptions, ApiError> {
        Ok(ServerOptions { verifier: Some(verifier(&secret)?), ..ServerOptions::at(address) })
    };
    let listening = match listen {
        Some(address) => crate::cli::serve::listen(options(address)?)?,
        None => match bind(options(USUAL)?) {
            Ok(listening) => listening,
            Err(_) => crate::cli::serve::listen(options(ANY)?)?,
        },
    };
    let address = listening.address();
    let url = format!("http://{address}/graphql");
    listening.run(async {
        let store = Store::open(&format!("sqlite:{}", folder.path().join("obligraph.db").display())).await;
        let store = store.map_err(refused)?;
        store.migrate().await.map_err(refused)?;
        let files = crate::cli::serve::files(&folder.path().join("files"), None, None, address)?;
        let service =
            Service::with_files(content, Clock::new(now), Randomness::new(random), Some(store), Some(files));
        let owner = organization::found(&service, &SAMPLES).await?;
        let told = how_to_ask(&url, &token(&secret, &owner)?, width);
        let _ = anstream::stdout().write_all(told.as_bytes());
        Ok::<_, ApiError>(schema(service, &Limits::default()))
    })
}

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const USUAL: SocketAddr = SocketAddr::new(LOOPBACK, 8080);
const ANY: SocketAddr = SocketAddr::new(LOOPBACK, 0);

/// What is asked in the example: what each item of evidence is worth.
const QUESTION: &str =
    "{ evidence { nodes { title resolution { summary { framework { key } full partial } } } } }";

fn how_to_ask(url: &str, token: &str, width: usize) -> String {
    let body = format!(r#"'{{"query":"{QUESTION}"}}'"#);
    let rule = "─".repeat(width);
    format!(
        "\n{DIM}{rule}{DIM:#}\n\n{BOLD}The same organisation is served at {url} until you press Ctrl-C.{BOLD:#}\n\
         The token of its owner is good for 12 hours:\n\n  {token}\n\n\
         {BOLD}Ask what its evidence is worth:{BOLD:#}\n\n  \
         curl -s {url} -H 'content-type: application/json' -H 'authorization: Bearer {token}' -d {body}\n"
    )
}

/// Of this run alone.
fn secret() -> SecretString {
    let bytes = Randomness::new(random).bytes::<SECRET_BYTES>();
    SecretString::from(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

const NAME: &str = "obligraph";

fn verifier(secret: &SecretString) -> Result<Verifier, ApiError> {
    let options = VerifierOptions {
        issuer: NAME.to_owned(),
        audience: NAME.to_owned(),
        keys: KeySource::Secret(secret.clone()),
        leeway: VerifierOptions::LEEWAY,
    };
    Verifier::new(options).map_err(|fault| ApiError::refused([Fault::new(fault.code(), fault.to_string())]))
}

fn token(secret: &SecretString, owner: &Actor) -> Result<String, ApiError> {
    let now = now();
    let claims = TokenClaims {
        subject: owner.subject.clone(),
        organization: owner.organization,
        roles: None,
        expires_at: now + TimeDelta::hours(12),
    };
    sign(secret, &claims, NAME, NAME, now)
        .map_err(|fault| ApiError::refused([Fault::new(fault.code(), fault.to_string())]))
}

fn show(content: &Content, sample: &Sample, options: &Options, width: usize) -> Result<String, ApiError> {
    let evidence_type =
        content.evidence_type(sample.evidence_type).map_err(|fault| ApiError::refused([unknown(fault)]))?;
    let item = EvidenceItem::read(evidence_type, sample.facts).map_err(ApiError::refused)?;
    let covers: Result<Vec<Subject>, _> = sample.covers.iter().map(|text| text.parse()).collect();
    let covers = covers.map_err(|error: obligraph_mapping::SubjectError| ApiError::refused([error]))?;
    // Collected on the day of the answer, so that it counts whenever the demonstration is given.
    let evidence = vec![item.evidence(covers, options.as_of)];
    let asked = Asked { question: Question { evidence, options: options.clone() }, item: Some(item) };
    let answer = resolve(content, &asked.question).map_err(ApiError::refused)?;
    let view =
        View { width, with_roll_ups: false, with_proof: false, most_of_a_group: Some(MOST_OF_A_GROUP) };
    let head = headline(sample.name, &[], &answer, false, width);
    let Shown { text, left } = table(&answer, &asked, view);
    Ok(format!("{head}{text}\n{}", in_full(sample, left, width)))
}

/// The command that shows all of it, as it can be pasted into a shell.
fn in_full(sample: &Sample, left: usize, width: usize) -> String {
    let Sample { evidence_type, covers, facts, .. } = sample;
    let mut words = vec!["obligraph resolve".to_owned(), format!("--type {evidence_type}")];
    for (flag, values) in [("--covers", covers), ("--fact", facts)] {
        let flagged = values.iter().zip(std::iter::once(true).chain(std::iter::repeat(false)));
        words.extend(flagged.map(|(value, is_first)| match is_first {
            true => format!("{flag} {value}"),
            false => (*value).to_owned(),
        }));
    }
    let what = match left {
        0 => "The same, with the claims behind it".to_owned(),
        left => format!("And {left} more, with the claims behind them"),
    };
    format!("{BOLD}{what}:{BOLD:#}\n{}", wrap_command(words.iter().map(String::as_str), width))
}
