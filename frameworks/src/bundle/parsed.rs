use std::path::Path;
use std::sync::Arc;

use super::{Bundle, Linked, Validated};
use crate::builtin;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::format::Content;
use crate::link;
use crate::overlay::{OwnMapping, own_mapping_digest};
use crate::report::{Place, Report};
use crate::revision::{UnitDigest, unit_digests};
use crate::rule::Rule;
use crate::source::{Source, read_directory};
use crate::yaml::{self, Shape};

/// What is in it follows the format; faulty files are known and reported.
#[derive(Debug, Default)]
pub struct Parsed {
    files: Vec<ParsedFile>,
    faults: Vec<Diagnostic>,
    lacks_a_framework: bool,
    holds_other_files: bool,
}

#[derive(Debug)]
struct ParsedFile {
    name: String,
    content: Content,
    units: Vec<UnitDigest>,
    is_builtin: bool,
}

impl Bundle<Parsed> {
    /// No content at all, as a start for own content.
    #[must_use]
    pub fn empty() -> Self {
        Self { state: Parsed::default() }
    }

    /// The built-in content, as the build has read and checked it.
    ///
    /// Nothing is parsed here, so that a process is ready at once.
    #[must_use]
    pub fn builtin() -> Self {
        let mut parsed = Parsed::default();
        match builtin::prepared() {
            Ok(files) => parsed.files.extend(files.into_iter().map(|file| ParsedFile {
                name: file.name,
                content: file.content,
                units: file.units,
                is_builtin: true,
            })),
            Err(error) => {
                let message = format!("the embedded content cannot be decoded: {error}");
                let help = "build the program again".to_owned();
                parsed.faults.push(Diagnostic::new(Rule::Unreadable, "built-in content", 0, message, help));
                parsed.lacks_a_framework = true;
            }
        }
        Self { state: parsed }
    }

    /// The built-in content as its authors wrote it, to be held against every rule with lines.
    pub(crate) fn builtin_as_written() -> Self {
        builtin::builtin_sources().iter().fold(Self::empty(), |parsed, source| parsed.with(source, true))
    }

    /// Adds one file.
    #[must_use]
    pub fn with_source(self, source: &Source) -> Self {
        self.with(source, false)
    }

    fn with(mut self, source: &Source, is_builtin: bool) -> Self {
        self.state.holds_other_files = true;
        match yaml::read(&source.bytes) {
            Ok(content) => match unit_digests(&content) {
                Ok(units) => {
                    let name = source.name.clone();
                    self.state.files.push(ParsedFile { name, content, units, is_builtin });
                }
                Err(error) => {
                    let help = "write numbers as numbers".to_owned();
                    let fault = Diagnostic::new(Rule::WrongValue, &source.name, 0, error.to_string(), help);
                    self.state.faults.push(fault);
                }
            },
            Err(faults) => {
                let text = String::from_utf8_lossy(&source.bytes);
                self.state.lacks_a_framework |= Shape::of(&text) == Ok(Shape::Framework);
                self.state.faults.extend(faults.into_iter().map(|fault| {
                    Diagnostic::new(fault.rule, &source.name, fault.line, fault.message, fault.help)
                }));
            }
        }
        self
    }

    /// Adds every `*.yaml` and `*.yml` file at or below `path`, which may also be one file.
    #[must_use]
    pub fn with_directory(mut self, path: &Path) -> Self {
        let (sources, faults) = read_directory(path);
        self.state.faults.extend(faults);
        sources.iter().fold(self, Self::with_source)
    }

    /// Resolves every name: parents, ends of mappings, claims.
    ///
    /// # Errors
    /// All diagnostics so far, where a framework cannot be read: what rests on it would then be reported without cause.
    pub fn link(self) -> Result<Bundle<Linked>, Diagnostics> {
        self.link_on(None, Vec::new())
    }

    /// As [`Self::link`], with what `base` holds beneath, and with mappings that stand in no file.
    pub(crate) fn link_over(
        self,
        base: Arc<Bundle<Validated>>,
        mappings: Vec<OwnMapping>,
    ) -> Result<Bundle<Linked>, Diagnostics> {
        self.link_on(Some(base), mappings)
    }

    fn link_on(
        self,
        base: Option<Arc<Bundle<Validated>>>,
        mut mappings: Vec<OwnMapping>,
    ) -> Result<Bundle<Linked>, Diagnostics> {
        let Parsed { mut files, faults, lacks_a_framework, holds_other_files } = self.state;
        // Ids, and which of two duplicates is reported, must not hang on the order of loading.
        files.sort_by(|a, b| (&a.name, &a.units).cmp(&(&b.name, &b.units)));
        mappings.iter_mut().for_each(OwnMapping::sort_sides);
        mappings.sort_by(OwnMapping::by_content);
        let names = files.iter().map(|file| &file.name).chain(mappings.iter().map(|own| &own.provenance));
        let mut report = match base {
            Some(_) => Report::of_overlay(names.cloned().collect(), faults),
            None => Report::new(names.cloned().collect(), faults),
        };
        if lacks_a_framework {
            return Err(report.finish());
        }
        let is_overlay = base.is_some();
        let mut parts = link::Parts { base, is_builtin: !holds_other_files, ..link::Parts::default() };
        let builtin_files = files.iter().enumerate().filter(|(_, file)| file.is_builtin);
        parts.builtin_files = builtin_files.map(|(position, _)| position).collect();
        for (own, file) in mappings.into_iter().zip(files.len()..) {
            match own_mapping_digest(&own) {
                Ok(unit) => parts.units.push(unit),
                Err(error) => {
                    let place = Place { file, line: 0 };
                    report.add(Rule::WrongValue, place, error.to_string(), "write numbers as numbers");
                }
            }
            parts.own_mappings.push((Place { file, line: 0 }, own));
        }
        for (position, file) in files.into_iter().enumerate() {
            let place = |line| Place { file: position, line };
            parts.units.extend(file.units);
            match file.content {
                Content::Framework(framework) => parts.frameworks.push((place(0), framework)),
                Content::Crosswalk(crosswalk) => parts.crosswalks.push((place(0), crosswalk)),
                Content::EvidenceTypes(_) if is_overlay => {
                    let help = "leave them out: an overlay holds frameworks and crosswalks";
                    report.add(Rule::UnknownShape, place(1), "the document holds evidence types", help);
                }
                Content::EvidenceTypes(types) => parts.evidence_types.push((place(0), types)),
            }
        }
        link::link(parts, report).map(|state| Bundle { state })
    }
}
