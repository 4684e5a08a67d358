use clap::Args;
use obligraph_mapping::{Options, Subject};

use super::content::ContentArguments;
use super::lookup::unknown;
use super::output::{Report, width};
use super::resolve::{Asked, Shown, View, day, headline, table};
use super::style::{BOLD, DIM};
use super::surroundings::today;
use super::wrap::wrap_command;
use crate::app::{Content, EvidenceItem, Question, resolve};
use crate::error::ApiError;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The day of the answer [default: today, UTC]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
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
    let Arguments { as_of, content: more } = arguments;
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
    Ok(Report::text(text))
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
