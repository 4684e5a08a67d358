use std::fmt;

/// What is wrong with frameworks or mappings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CatalogFault {
    /// Two frameworks have one key.
    DuplicateFramework {
        /// The key.
        key: String,
    },
    /// Two requirements of a framework have one id.
    DuplicateRequirement {
        /// The reference of both.
        reference: String,
    },
    /// A key or id cannot be part of a reference.
    Reference {
        /// What the reference lacks.
        message: String,
    },
    /// The parent is no requirement of the same framework.
    UnknownParent {
        /// The child.
        reference: String,
        /// The id that it names.
        parent: String,
    },
    /// Requirements are their own ancestors.
    HierarchyCycle {
        /// The members of the ring.
        references: Vec<String>,
    },
    /// A mapping has no requirement on one side.
    EmptySide {
        /// Its position in the list as given.
        position: usize,
    },
    /// A mapping names a requirement that the catalogue does not hold.
    UnknownRequirement {
        /// Its position in the list as given.
        position: usize,
    },
    /// A mapping has one requirement on both sides.
    SameOnBothSides {
        /// Its position in the list as given.
        position: usize,
    },
    /// More requirements, mappings or frameworks than ids can tell apart.
    TooLarge,
}

impl CatalogFault {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DuplicateFramework { .. } => "duplicate-framework",
            Self::DuplicateRequirement { .. } => "duplicate-requirement",
            Self::Reference { .. } => "bad-reference",
            Self::UnknownParent { .. } => "unknown-parent",
            Self::HierarchyCycle { .. } => "hierarchy-cycle",
            Self::EmptySide { .. } => "mapping-without-end",
            Self::UnknownRequirement { .. } => "mapping-unknown-requirement",
            Self::SameOnBothSides { .. } => "mapping-to-itself",
            Self::TooLarge => "catalogue-too-large",
        }
    }
}

impl fmt::Display for CatalogFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateFramework { key } => write!(f, "two frameworks have the key `{key}`"),
            Self::DuplicateRequirement { reference } => write!(f, "`{reference}` is defined twice"),
            Self::Reference { message } => f.write_str(message),
            Self::UnknownParent { reference, parent } => {
                write!(f, "`{reference}` has the parent `{parent}`, which its framework does not hold")
            }
            Self::HierarchyCycle { references } => {
                write!(f, "requirements are their own ancestors: {}", references.join(", "))
            }
            Self::EmptySide { position } => write!(f, "mapping {position} has no requirement on one side"),
            Self::UnknownRequirement { position } => {
                write!(f, "mapping {position} names a requirement that the catalogue does not hold")
            }
            Self::SameOnBothSides { position } => {
                write!(f, "mapping {position} has one requirement on both sides")
            }
            Self::TooLarge => f.write_str("the catalogue has more entries than ids can tell apart"),
        }
    }
}

impl std::error::Error for CatalogFault {}
