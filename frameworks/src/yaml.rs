//! From the bytes of one file to its typed content: within bounds, without a panic, with a line for every fault.

use serde::de::DeserializeOwned;
use serde_saphyr::options::{AliasLimits, DuplicateKeyPolicy, MergeKeyPolicy};
use serde_saphyr::{Budget, Options};

use crate::format::Content;
use crate::rule::Rule;
use crate::yaml_fault::describe;

/// The most bytes that a content file may have: 4 MiB.
pub(crate) const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Reporting stops there: whoever has so many faults in one file has one cause for them.
const MAX_FAULTS: usize = 50;

/// After each faulty item the file is read again; a large file full of faults would take long to read often.
const MAX_BYTES_READ_AGAIN: usize = 32 * 1024 * 1024;

/// Content nests six deep.
pub(crate) const MAX_DEPTH: usize = 24;

/// Content has no need of aliases; a few are let pass.
pub(crate) const MAX_ALIASES: usize = 100;

/// What is wrong with a file, before its content is looked at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The rule that is broken.
    pub(crate) rule: Rule,
    /// The line, from 1; 0 for the file as a whole.
    pub(crate) line: u32,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: String,
}

/// Reads one file.
///
/// # Errors
/// Every fault that can be told apart: after a faulty list item the rest of the file is still read.
pub(crate) fn read(bytes: &[u8]) -> Result<Content, Vec<Fault>> {
    let fault = |rule, line, message: String, help: &str| {
        Err(vec![Fault { rule, line, message, help: help.to_owned() }])
    };
    if bytes.len() > MAX_BYTES {
        let message =
            format!("{} bytes are more than the {MAX_BYTES} that a content file may have", bytes.len());
        return fault(Rule::TooLarge, 0, message, "split the file by theme");
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = format!("byte {} is not UTF-8", error.valid_up_to() + 1);
            return fault(Rule::NotUtf8, u32::try_from(line).unwrap_or(0), message, "save the file as UTF-8");
        }
    };
    match Shape::of(text) {
        Ok(Shape::Framework) => read_as(text).map(Content::Framework),
        Ok(Shape::Crosswalk) => read_as(text).map(Content::Crosswalk),
        Ok(Shape::EvidenceTypes) => read_as(text).map(Content::EvidenceTypes),
        Err(found) if found.is_empty() => {
            fault(Rule::EmptyFile, 0, "the file holds nothing".to_owned(), "write content or delete the file")
        }
        Err(found) => {
            let message = format!("`{}` is the start of no content file", found.join("`, `"));
            fault(
                Rule::UnknownShape,
                1,
                message,
                "start with `framework:`, `crosswalk:` or `evidence_types:`",
            )
        }
    }
}

/// Which of the three shapes a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One edition of one framework.
    Framework,
    /// Mappings between two editions.
    Crosswalk,
    /// Evidence types.
    EvidenceTypes,
}

impl Shape {
    /// By the keys at the top level; or else the starts of the unindented lines, at most three.
    ///
    /// A look at the lines and not at the YAML, so that a file with a fault in it still has a shape.
    ///
    /// # Errors
    /// The starts of the top-level lines, where none of them says what the file is.
    pub(crate) fn of(text: &str) -> Result<Self, Vec<String>> {
        if let Some(shape) = Self::of_json(text) {
            return Ok(shape);
        }
        let top =
            text.lines().filter(|line| !line.starts_with([' ', '\t', '#', '%']) && !line.trim().is_empty());
        let mut starts = Vec::new();
        for line in top.filter(|line| !line.starts_with("---")) {
            let start = line.split(':').next().unwrap_or(line).trim().trim_matches(['"', '\'']);
            match start {
                "framework" => return Ok(Self::Framework),
                "crosswalk" => return Ok(Self::Crosswalk),
                "evidence_types" => return Ok(Self::EvidenceTypes),
                _ if starts.len() < 3 => starts.push(start.chars().take(40).collect()),
                _ => {}
            }
        }
        Err(starts)
    }
}

impl Shape {
    /// By the outermost keys of a JSON object; `None` where the text is none.
    fn of_json(text: &str) -> Option<Self> {
        let mut rest = text.trim_start().strip_prefix('{')?;
        let mut depth = 1usize;
        while let Some(at) = rest.find(['"', '{', '[', '}', ']']) {
            let (mark, after) = rest.split_at_checked(at)?.1.split_at_checked(1)?;
            rest = after;
            match mark {
                "{" | "[" => depth += 1,
                "\"" => {
                    let word;
                    (word, rest) = rest.split_at_checked(end_of_string(rest)?)?;
                    rest = rest.strip_prefix('"')?;
                    match word {
                        _ if depth > 1 || !rest.trim_start().starts_with(':') => {}
                        "framework" => return Some(Self::Framework),
                        "crosswalk" => return Some(Self::Crosswalk),
                        "evidence_types" => return Some(Self::EvidenceTypes),
                        _ => {}
                    }
                }
                _ => depth = depth.checked_sub(1)?,
            }
        }
        None
    }
}

/// Where the quote is that ends a JSON string.
fn end_of_string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}

fn read_as<T: DeserializeOwned>(text: &str) -> Result<T, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    let mut rest = text.to_owned();
    loop {
        let error = match serde_saphyr::from_str_with_options::<T>(&rest, options()) {
            Ok(content) if faults.is_empty() => return Ok(content),
            Ok(_) => return Err(faults),
            Err(error) => error,
        };
        let fault = describe(&error);
        let line = fault.line;
        let is_in_one_item = fault.rule.is_about_one_item();
        if faults.iter().any(|earlier| earlier.line == line) {
            return Err(faults);
        }
        faults.push(fault);
        if lines.is_empty() {
            lines = text.lines().collect();
        }
        let is_enough = faults.len() >= MAX_FAULTS || faults.len() * text.len() > MAX_BYTES_READ_AGAIN;
        if !is_in_one_item || is_enough || !blank_item(&mut lines, line) {
            return Err(faults);
        }
        rest = lines.join("\n");
    }
}

/// Blanks the list item around `line`, so that the items after it can be read; `false` where there is none.
fn blank_item(lines: &mut [&str], line: u32) -> bool {
    let Some(at) = usize::try_from(line).ok().and_then(|line| line.checked_sub(1)) else { return false };
    let is_key = |line: &&str| !line.starts_with([' ', '\t', '#', '-', '}', ']']) && !line.trim().is_empty();
    let is_item = |line: &&str| line.trim_start().starts_with("- ");
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(key) = lines.iter().take(at + 1).rposition(is_key) else { return false };
    let end = lines.iter().skip(key + 1).position(is_key).map_or(lines.len(), |after| key + 1 + after);
    let Some(section) = lines.get_mut(key + 1..end) else { return false };
    let Some(depth) = section.iter().find(|line| is_item(line)).map(|line| indent(line)) else {
        return false;
    };
    let starts: Vec<usize> = (section.iter().enumerate())
        .filter(|(_, line)| is_item(line) && indent(line) == depth)
        .map(|(position, _)| position)
        .collect();
    let Some(start) = starts.iter().copied().rfind(|start| key + 1 + start <= at) else { return false };
    let end = starts.iter().copied().find(|next| *next > start).unwrap_or(section.len());
    if let Some(item) = section.get_mut(start..end) {
        item.fill("");
    }
    // A list of which nothing is left would be no list to YAML.
    if starts.len() == 1
        && let Some(first) = section.get_mut(start)
    {
        *first = "  []";
    }
    true
}

fn options() -> Options {
    let mut budget = Budget::default();
    budget.max_events = MAX_BYTES;
    budget.max_nodes = MAX_BYTES;
    budget.max_depth = MAX_DEPTH;
    budget.flow_nesting_limit = MAX_DEPTH;
    budget.max_aliases = MAX_ALIASES;
    budget.max_anchors = MAX_ALIASES;
    budget.max_recorded_anchor_events = MAX_BYTES;
    budget.max_documents = 1;
    let mut alias_limits = AliasLimits::default();
    alias_limits.max_total_replayed_events = 10_000;
    alias_limits.max_replay_stack_depth = 8;
    let mut options = Options::default();
    options.budget = Some(budget);
    options.alias_limits = alias_limits;
    options.duplicate_keys = DuplicateKeyPolicy::Error;
    options.merge_keys = MergeKeyPolicy::Error;
    options.strict_booleans = true;
    options.reject_unsupported_tags = true;
    options.with_snippet = false;
    // Kept comments have limits of their own, and another crate may switch the keeping on.
    options.emit_comments = false;
    options
}
