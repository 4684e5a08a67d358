/// A rule that content has to keep. Its code is stable; the linter names it with every fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// A file or folder cannot be read.
    Unreadable,
    /// A file is not UTF-8.
    NotUtf8,
    /// A file is larger than content may be.
    TooLarge,
    /// A file holds nothing.
    EmptyFile,
    /// A file is none of the three kinds of content.
    UnknownShape,
    /// A file is not YAML.
    YamlSyntax,
    /// A file nests too deep or expands too far.
    OverBudget,
    /// A key stands twice in one mapping.
    DuplicateKey,
    /// The format has no such field.
    UnknownField,
    /// The format asks for a field that is absent.
    MissingField,
    /// A value has another type or is another word than the format asks for.
    WrongValue,
    /// A framework key is not `name:edition` in lower case.
    BadFrameworkKey,
    /// A framework's key names another edition than its `edition`.
    EditionMismatch,
    /// Two files hold one framework.
    DuplicateFramework,
    /// A framework of an overlay is called as one of its base, in another edition.
    BorrowedName,
    /// A framework has no requirement.
    EmptyFramework,
    /// A framework other than a hub has no default subject.
    MissingSubject,
    /// A hub, or a requirement of one, has a subject.
    HubWithSubject,
    /// A text that is shown to people is blank.
    BlankText,
    /// A requirement id cannot be part of a reference.
    BadId,
    /// Two requirements of a framework have one id.
    DuplicateId,
    /// A parent is no requirement of the framework.
    UnknownParent,
    /// A parent stands below its child.
    ParentAfterChild,
    /// Requirements are their own ancestors.
    HierarchyCycle,
    /// A framework has more or fewer controls than its publisher's.
    ExpectedCount,
    /// An assessable requirement says not what it asks.
    AssessableWithoutSummary,
    /// An assessable requirement is a heading or has assessable children.
    AssessableRollUp,
    /// A summary is longer than 40 words.
    LongSummary,
    /// A population is stated for a requirement of another subject than the AIMS.
    PopulationOutsideAims,
    /// Something other than a control may be excluded.
    ExcludableNotControl,
    /// A decomposition is called complete and has no child that holds content.
    CompleteWithoutContent,
    /// A provision is deleted without a date, or has one without being deleted.
    DeletedWithoutDate,
    /// A duration is not ISO 8601.
    BadDuration,
    /// A fine tier is no requirement of the framework.
    UnknownFineTier,
    /// No framework has the key that a crosswalk or claim names.
    UnknownFramework,
    /// Two crosswalks of one pair of editions cannot be told apart.
    DuplicateCrosswalk,
    /// A reference names no requirement of its framework.
    DanglingReference,
    /// A mapping has no requirement on one side.
    EmptyEnd,
    /// A requirement stands twice in one mapping.
    RepeatedEnd,
    /// A mapping ends at a roll-up and does not say why.
    RollUpEnd,
    /// A mapping or claim rests on a provision that is no longer law.
    RepealedEnd,
    /// A confidence is not above 0 and at most 1.
    ConfidenceOutOfRange,
    /// A confidence has more than four decimals.
    ConfidenceTooPrecise,
    /// A strength is not 1 to 10.
    StrengthOutOfRange,
    /// A rationale or reason is blank.
    MissingRationale,
    /// A rationale is repeated word for word.
    RepeatedRationale,
    /// A rationale says no more than the titles of both sides.
    EmptyRationale,
    /// A relation other than an identity is given as certain.
    CertainJudgement,
    /// What can make FULL was read by nobody but its author.
    UnreviewedFull,
    /// One relation of one pair is stated twice.
    DuplicateMapping,
    /// Two relations are stated for one pair.
    TwoRelations,
    /// Mappings make two leaves of one framework equal.
    MergedLeaves,
    /// Mappings contradict each other.
    Conflict,
    /// An id without counterpart exists on both sides.
    AmbiguousId,
    /// A requirement is said twice to have no counterpart.
    DuplicateNoCounterpart,
    /// A requirement is mapped and said to have no counterpart.
    CounterpartAfterAll,
    /// Content says or implies what no auditor would sign.
    OverClaim,
    /// A heading or roll-up is said to contain something.
    BroadSuperset,
    /// A policy is said to contain a record of operation.
    PolicyOverRecord,
    /// Requirements are called equal that share a number and not a meaning.
    SameNumber,
    /// Requirements are related by a number that they share, under titles without a common word.
    UnlikeTitles,
    /// A mapping ends at an article whose number meant something else in drafts.
    DraftArticle,
    /// An evidence type's key is not in lower case with hyphens.
    BadEvidenceKey,
    /// Two evidence types have one key.
    DuplicateEvidenceType,
    /// An evidence type claims nothing.
    EvidenceWithoutClaims,
    /// A claim is about a roll-up.
    ClaimOnRollUp,
    /// An evidence type claims one thing twice.
    DuplicateClaim,
    /// A claim covers all AI systems where the requirement is about none.
    AllSystemsMisplaced,
    /// An evidence type about one management system claims in full, unconditionally, what is another's.
    OtherManagementSystem,
    /// An evidence type claims in full, unconditionally, what is often over-claimed.
    UnconditionalFull,
    /// A fact's name cannot be used in a condition.
    BadFactName,
    /// A fact's limits do not fit its type or each other.
    BadFactLimits,
    /// A condition is not CEL, is too long, or uses more of CEL than conditions may.
    BadCondition,
    /// A condition names a fact that its evidence type does not declare.
    UndeclaredFact,
    /// A condition compares a fact with a text that the fact can never be.
    ImpossibleValue,
    /// A condition does not fit the types of its facts, or is no condition.
    ConditionType,
}

impl Rule {
    /// All rules, in the order of reading, frameworks, crosswalks and evidence types.
    pub const ALL: [Self; 76] = [
        Self::Unreadable,
        Self::NotUtf8,
        Self::TooLarge,
        Self::EmptyFile,
        Self::UnknownShape,
        Self::YamlSyntax,
        Self::OverBudget,
        Self::DuplicateKey,
        Self::UnknownField,
        Self::MissingField,
        Self::WrongValue,
        Self::BadFrameworkKey,
        Self::EditionMismatch,
        Self::DuplicateFramework,
        Self::BorrowedName,
        Self::EmptyFramework,
        Self::MissingSubject,
        Self::HubWithSubject,
        Self::BlankText,
        Self::BadId,
        Self::DuplicateId,
        Self::UnknownParent,
        Self::ParentAfterChild,
        Self::HierarchyCycle,
        Self::ExpectedCount,
        Self::AssessableWithoutSummary,
        Self::AssessableRollUp,
        Self::LongSummary,
        Self::PopulationOutsideAims,
        Self::ExcludableNotControl,
        Self::CompleteWithoutContent,
        Self::DeletedWithoutDate,
        Self::BadDuration,
        Self::UnknownFineTier,
        Self::UnknownFramework,
        Self::DuplicateCrosswalk,
        Self::DanglingReference,
        Self::EmptyEnd,
        Self::RepeatedEnd,
        Self::RollUpEnd,
        Self::RepealedEnd,
        Self::ConfidenceOutOfRange,
        Self::ConfidenceTooPrecise,
        Self::StrengthOutOfRange,
        Self::MissingRationale,
        Self::RepeatedRationale,
        Self::EmptyRationale,
        Self::CertainJudgement,
        Self::UnreviewedFull,
        Self::DuplicateMapping,
        Self::TwoRelations,
        Self::MergedLeaves,
        Self::Conflict,
        Self::AmbiguousId,
        Self::DuplicateNoCounterpart,
        Self::CounterpartAfterAll,
        Self::OverClaim,
        Self::BroadSuperset,
        Self::PolicyOverRecord,
        Self::SameNumber,
        Self::UnlikeTitles,
        Self::DraftArticle,
        Self::BadEvidenceKey,
        Self::DuplicateEvidenceType,
        Self::EvidenceWithoutClaims,
        Self::ClaimOnRollUp,
        Self::DuplicateClaim,
        Self::AllSystemsMisplaced,
        Self::OtherManagementSystem,
        Self::UnconditionalFull,
        Self::BadFactName,
        Self::BadFactLimits,
        Self::BadCondition,
        Self::UndeclaredFact,
        Self::ImpossibleValue,
        Self::ConditionType,
    ];

    /// The stable code, as shown in diagnostics.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NotUtf8 => "not-utf8",
            Self::TooLarge => "too-large",
            Self::EmptyFile => "empty-file",
            Self::UnknownShape => "unknown-shape",
            Self::YamlSyntax => "yaml-syntax",
            Self::OverBudget => "over-budget",
            Self::DuplicateKey => "duplicate-key",
            Self::UnknownField => "unknown-field",
            Self::MissingField => "missing-field",
            Self::WrongValue => "wrong-value",
            Self::BadFrameworkKey => "bad-framework-key",
            Self::EditionMismatch => "edition-mismatch",
            Self::DuplicateFramework => "duplicate-framework",
            Self::BorrowedName => "borrowed-name",
            Self::EmptyFramework => "empty-framework",
            Self::MissingSubject => "missing-subject",
            Self::HubWithSubject => "hub-with-subject",
            Self::BlankText => "blank-text",
            Self::BadId => "bad-id",
            Self::DuplicateId => "duplicate-id",
            Self::UnknownParent => "unknown-parent",
            Self::ParentAfterChild => "parent-after-child",
            Self::HierarchyCycle => "hierarchy-cycle",
            Self::ExpectedCount => "expected-count",
            Self::AssessableWithoutSummary => "assessable-without-summary",
            Self::AssessableRollUp => "assessable-roll-up",
            Self::LongSummary => "long-summary",
            Self::PopulationOutsideAims => "population-outside-aims",
            Self::ExcludableNotControl => "excludable-not-control",
            Self::CompleteWithoutContent => "complete-without-content",
            Self::DeletedWithoutDate => "deleted-without-date",
            Self::BadDuration => "bad-duration",
            Self::UnknownFineTier => "unknown-fine-tier",
            Self::UnknownFramework => "unknown-framework",
            Self::DuplicateCrosswalk => "duplicate-crosswalk",
            Self::DanglingReference => "dangling-reference",
            Self::EmptyEnd => "empty-end",
            Self::RepeatedEnd => "repeated-end",
            Self::RollUpEnd => "roll-up-end",
            Self::RepealedEnd => "repealed-end",
            Self::ConfidenceOutOfRange => "confidence-out-of-range",
            Self::ConfidenceTooPrecise => "confidence-too-precise",
            Self::StrengthOutOfRange => "strength-out-of-range",
            Self::MissingRationale => "missing-rationale",
            Self::RepeatedRationale => "repeated-rationale",
            Self::EmptyRationale => "empty-rationale",
            Self::CertainJudgement => "certain-judgement",
            Self::UnreviewedFull => "unreviewed-full",
            Self::DuplicateMapping => "duplicate-mapping",
            Self::TwoRelations => "two-relations",
            Self::MergedLeaves => "merged-leaves",
            Self::Conflict => "conflict",
            Self::AmbiguousId => "ambiguous-id",
            Self::DuplicateNoCounterpart => "duplicate-no-counterpart",
            Self::CounterpartAfterAll => "counterpart-after-all",
            Self::OverClaim => "over-claim",
            Self::BroadSuperset => "broad-superset",
            Self::PolicyOverRecord => "policy-over-record",
            Self::SameNumber => "same-number",
            Self::UnlikeTitles => "unlike-titles",
            Self::DraftArticle => "draft-article",
            Self::BadEvidenceKey => "bad-evidence-key",
            Self::DuplicateEvidenceType => "duplicate-evidence-type",
            Self::EvidenceWithoutClaims => "evidence-without-claims",
            Self::ClaimOnRollUp => "claim-on-roll-up",
            Self::DuplicateClaim => "duplicate-claim",
            Self::AllSystemsMisplaced => "all-systems-misplaced",
            Self::OtherManagementSystem => "other-management-system",
            Self::UnconditionalFull => "unconditional-full",
            Self::BadFactName => "bad-fact-name",
            Self::BadFactLimits => "bad-fact-limits",
            Self::BadCondition => "bad-condition",
            Self::UndeclaredFact => "undeclared-fact",
            Self::ImpossibleValue => "impossible-value",
            Self::ConditionType => "condition-type",
        }
    }

    /// Whether content that breaks it may still be used.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::BorrowedName
            | Self::LongSummary
            | Self::RollUpEnd
            | Self::RepeatedRationale
            | Self::EmptyRationale
            | Self::CertainJudgement
            | Self::BroadSuperset
            | Self::PolicyOverRecord
            | Self::UnlikeTitles
            | Self::OtherManagementSystem
            | Self::UnconditionalFull
            | Self::UnreviewedFull
            | Self::DraftArticle => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Whether an overlay that breaks it may still be used.
    ///
    /// What is an error of judgement in content for everyone is an organisation's own affair in its own.
    #[must_use]
    pub const fn severity_in_overlay(self) -> Severity {
        match self {
            Self::AssessableWithoutSummary
            | Self::PopulationOutsideAims
            | Self::ExcludableNotControl
            | Self::DeletedWithoutDate
            | Self::RepealedEnd
            | Self::ConfidenceTooPrecise
            | Self::MergedLeaves
            | Self::OverClaim
            | Self::SameNumber => Severity::Warning,
            _ => self.severity(),
        }
    }

    /// Whether a fault against it spoils one item of a file and leaves the others readable.
    pub(crate) const fn is_about_one_item(self) -> bool {
        matches!(self, Self::DuplicateKey | Self::MissingField | Self::UnknownField | Self::WrongValue)
    }
}

/// Whether content may be used in spite of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// It may not.
    Error,
    /// It may, and somebody should look.
    Warning,
}

impl Severity {
    /// The word shown before a diagnostic.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}
