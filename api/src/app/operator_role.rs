/// What an organisation is to an AI system (AI Act Art. 3(3)-(8), Art. 25(3), Chapter V).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OperatorRole {
    /// Develops it, or has it developed, under its own name (Art. 3(3)).
    Provider,
    /// Uses it under its authority (Art. 3(4)).
    Deployer,
    /// Acts for a provider of a third country (Art. 3(5)).
    AuthorisedRepresentative,
    /// Brings it into the Union (Art. 3(6)).
    Importer,
    /// Makes it available, being neither provider nor importer (Art. 3(7)).
    Distributor,
    /// Makes a product that it is a part of (Art. 25(3)).
    ProductManufacturer,
    /// Provides a general-purpose AI model (Art. 53).
    GpaiProvider,
    /// Provides a general-purpose AI model with systemic risk (Art. 55).
    GpaiSystemicProvider,
}

impl OperatorRole {
    /// All roles.
    pub const ALL: [Self; 8] = [
        Self::Provider,
        Self::Deployer,
        Self::AuthorisedRepresentative,
        Self::Importer,
        Self::Distributor,
        Self::ProductManufacturer,
        Self::GpaiProvider,
        Self::GpaiSystemicProvider,
    ];

    /// The word of content for an addressee: `authorised-representative`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Deployer => "deployer",
            Self::AuthorisedRepresentative => "authorised-representative",
            Self::Importer => "importer",
            Self::Distributor => "distributor",
            Self::ProductManufacturer => "product-manufacturer",
            Self::GpaiProvider => "gpai-provider",
            Self::GpaiSystemicProvider => "gpai-systemic-provider",
        }
    }
}
