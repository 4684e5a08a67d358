//! The words of the format as the values that the engine knows. Each match is exhaustive, so that neither side can gain
//! a word without the other.

use obligraph_mapping as mapping;

use crate::format::crosswalk::{MappingStatus, RationaleKind, Relation};
use crate::format::evidence_types::Coverage;
use crate::format::framework::{AiClass, Kind, Subject};

pub(super) const fn kind(word: Kind) -> mapping::Kind {
    match word {
        Kind::Chapter => mapping::Kind::Chapter,
        Kind::Section => mapping::Kind::Section,
        Kind::Clause => mapping::Kind::Clause,
        Kind::Objective => mapping::Kind::Objective,
        Kind::Annex => mapping::Kind::Annex,
        Kind::AnnexSection => mapping::Kind::AnnexSection,
        Kind::Article => mapping::Kind::Article,
        Kind::Paragraph => mapping::Kind::Paragraph,
        Kind::Point => mapping::Kind::Point,
        Kind::AnnexPoint => mapping::Kind::AnnexPoint,
        Kind::Subclause => mapping::Kind::Subclause,
        Kind::Requirement => mapping::Kind::Requirement,
        Kind::Control => mapping::Kind::Control,
    }
}

pub(super) const fn subject(word: Subject) -> Option<mapping::SubjectKind> {
    match word {
        Subject::Aims => Some(mapping::SubjectKind::Aims),
        Subject::Isms => Some(mapping::SubjectKind::Isms),
        Subject::Qms => Some(mapping::SubjectKind::Qms),
        Subject::Ems => Some(mapping::SubjectKind::Ems),
        Subject::Organization => Some(mapping::SubjectKind::Organization),
        Subject::AiSystem => Some(mapping::SubjectKind::AiSystem),
        Subject::AiModel => Some(mapping::SubjectKind::AiModel),
        Subject::Authority => Some(mapping::SubjectKind::Authority),
        Subject::None => None,
    }
}

pub(super) const fn ai_class(word: AiClass) -> mapping::AiClass {
    match word {
        AiClass::Prohibited => mapping::AiClass::Prohibited,
        AiClass::HighRisk => mapping::AiClass::HighRisk,
        AiClass::HighRiskAnnexI => mapping::AiClass::HighRiskAnnexI,
        AiClass::HighRiskAnnexIii => mapping::AiClass::HighRiskAnnexIii,
        AiClass::Transparency => mapping::AiClass::Transparency,
        AiClass::Gpai => mapping::AiClass::Gpai,
        AiClass::GpaiSystemic => mapping::AiClass::GpaiSystemic,
        AiClass::Minimal => mapping::AiClass::Minimal,
        AiClass::Any => mapping::AiClass::Any,
    }
}

pub(super) const fn relation(word: Relation) -> mapping::Relation {
    match word {
        Relation::Equal => mapping::Relation::Equal,
        Relation::Subset => mapping::Relation::Subset,
        Relation::Superset => mapping::Relation::Superset,
        Relation::Intersects => mapping::Relation::Intersects,
        Relation::Disjoint => mapping::Relation::Disjoint,
    }
}

pub(super) const fn rationale_kind(word: RationaleKind) -> mapping::RationaleKind {
    match word {
        RationaleKind::Syntactic => mapping::RationaleKind::Syntactic,
        RationaleKind::Semantic => mapping::RationaleKind::Semantic,
        RationaleKind::Functional => mapping::RationaleKind::Functional,
    }
}

pub(super) const fn status(word: MappingStatus) -> mapping::MappingStatus {
    match word {
        MappingStatus::Approved => mapping::MappingStatus::Approved,
        MappingStatus::Draft => mapping::MappingStatus::Draft,
        MappingStatus::Retired => mapping::MappingStatus::Retired,
    }
}

pub(super) const fn coverage(word: Coverage) -> mapping::ClaimedCoverage {
    match word {
        Coverage::Full => mapping::ClaimedCoverage::Full,
        Coverage::Partial => mapping::ClaimedCoverage::Partial,
    }
}
