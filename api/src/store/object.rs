use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// What kind of thing is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ObjectKind {
    /// An organisation.
    Organization,
    /// A membership.
    Membership,
    /// A management system.
    ManagementSystem,
    /// An AI system.
    AiSystem,
    /// A site.
    Site,
    /// An item of evidence.
    Evidence,
    /// A framework of an organisation's own.
    CustomFramework,
    /// A mapping that was proposed.
    MappingProposal,
    /// A file on its way in.
    Upload,
}

impl ObjectKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Organization,
        Self::Membership,
        Self::ManagementSystem,
        Self::AiSystem,
        Self::Site,
        Self::Evidence,
        Self::CustomFramework,
        Self::MappingProposal,
        Self::Upload,
    ];

    /// The word in the audit log and in messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Membership => "membership",
            Self::ManagementSystem => "management-system",
            Self::AiSystem => "ai-system",
            Self::Site => "site",
            Self::Evidence => "evidence",
            Self::CustomFramework => "custom-framework",
            Self::MappingProposal => "mapping-proposal",
            Self::Upload => "upload",
        }
    }
}

/// One thing that is kept: `evidence:0198c0de-...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Which one.
    pub id: Uuid,
}

impl Object {
    /// The thing of this kind with this identifier.
    #[must_use]
    pub fn new(kind: ObjectKind, id: impl Into<Uuid>) -> Self {
        Self { kind, id: id.into() }
    }
}

impl FromStr for Object {
    type Err = ();

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (word, id) = text.split_once(':').ok_or(())?;
        let kind = ObjectKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or(())?;
        Ok(Self { kind, id: id.parse().map_err(|_| ())? })
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.id)
    }
}
