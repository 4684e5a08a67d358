//! What crosswalks and evidence types between standards and the AI Act are known to over-claim. An auditor would sign
//! none of it.

/// A provision that nothing of certain requirements may be said to contain.
pub(super) struct OverClaim {
    /// The requirements, as framework name and id; `iso-` stands for every standard, an empty id for all of them.
    pub(super) holders: &'static [(&'static str, &'static str)],
    /// Ids of the AI Act.
    pub(super) provisions: &'static [&'static str],
    /// How far the prohibition goes.
    pub(super) reach: Reach,
    /// What is missing.
    pub(super) reason: &'static str,
}

/// How far the prohibition of an over-claim goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It may not be contained, nor may one item of evidence show both in full.
    Contained,
    /// It may not be contained; an item may show both in full under a condition that asks for what is missing.
    ContainedWithoutCondition,
    /// The two may not even be said to overlap.
    Related,
}

pub(super) const OVER_CLAIMS: [OverClaim; 8] = [
    OverClaim {
        holders: &[("iso-", ""), ("nist-ai-rmf", "")],
        provisions: &["art-40", "art-43", "art-47", "art-48"],
        reach: Reach::Contained,
        reason: "conformity assessment, presumption, declaration and CE marking are legal acts that no management \
                 system certificate or audit stands for",
    },
    OverClaim {
        holders: &[("iso-", ""), ("nist-ai-rmf", "")],
        provisions: &["art-49", "art-71"],
        reach: Reach::Contained,
        reason: "an inventory or register of the organisation is no registration in the EU database",
    },
    OverClaim {
        holders: &[("iso-", ""), ("nist-ai-rmf", "")],
        provisions: &["art-5"],
        reach: Reach::Contained,
        reason: "no governance control shows that a prohibited practice does not take place",
    },
    OverClaim {
        holders: &[("iso-", ""), ("nist-ai-rmf", "")],
        provisions: &["art-73"],
        reach: Reach::Contained,
        reason: "the deadlines and the addressee of serious-incident reports are missing",
    },
    OverClaim {
        holders: &[("iso-42001", "A.8.4"), ("iso-42001", "10.2"), ("iso-27001", "A.6.8")],
        provisions: &["art-73"],
        reach: Reach::Related,
        reason: "communication of incidents is no report to the market surveillance authority",
    },
    OverClaim {
        holders: &[("iso-42001", "A.6.2.8"), ("iso-27001", "A.8.15")],
        provisions: &["art-12", "art-19", "art-26.6"],
        reach: Reach::ContainedWithoutCondition,
        reason: "event logging has no six-month floor and fixes no log content",
    },
    OverClaim {
        holders: &[("iso-", "9.1")],
        provisions: &["art-72"],
        reach: Reach::ContainedWithoutCondition,
        reason: "monitoring of a management system is no post-market monitoring of an AI system",
    },
    OverClaim {
        holders: &[("iso-42001", "6.1.4"), ("iso-42001", "8.4"), ("iso-42001", "A.5")],
        provisions: &["art-27"],
        reach: Reach::ContainedWithoutCondition,
        reason: "elements, deployer scope and notification of the fundamental-rights impact assessment are missing",
    },
];
