//! What each root field demands, and what each role grants: the whole policy, as two tables.

use crate::store::Role;

/// A kind of root field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Asks.
    Query,
    /// Changes.
    Mutation,
    /// Listens.
    Subscription,
}

/// What may be done with the data of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// Read all but who may do what, and the audit log.
    Read,
    /// Read the audit log.
    ReadAuditLog,
    /// Read memberships, engagements and service tokens.
    ReadAccess,
    /// Register, revise and withdraw evidence.
    ProvideEvidence,
    /// Change management systems, AI systems and sites; propose, review and retire mappings.
    ManageContent,
    /// Change the organisation's profile, memberships, engagements and service tokens.
    Administer,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Read,
        Self::ReadAuditLog,
        Self::ReadAccess,
        Self::ProvideEvidence,
        Self::ManageContent,
        Self::Administer,
    ];

    /// What it lets one do, for messages: "to ...".
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Read => "read the organisation's data",
            Self::ReadAuditLog => "read the audit log",
            Self::ReadAccess => "see who may do what",
            Self::ProvideEvidence => "provide evidence",
            Self::ManageContent => "change systems, sites and mappings",
            Self::Administer => "administer the organisation",
        }
    }
}

/// What a root field demands of whoever uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Nothing: content is public.
    Nothing,
    /// A token that holds.
    SignedIn,
    /// A token whose bearer may do this in the organisation that the request is about.
    Permission(Permission),
}

impl Role {
    /// Whether it lets its holder do something.
    #[must_use]
    pub const fn grants(self, permission: Permission) -> bool {
        use Permission::{Administer, ManageContent, ProvideEvidence, Read, ReadAccess, ReadAuditLog};
        match permission {
            Read => true,
            ReadAuditLog => matches!(self, Self::Owner | Self::Manager | Self::Auditor),
            ReadAccess => matches!(self, Self::Owner | Self::Manager | Self::Auditor),
            ProvideEvidence => {
                matches!(self, Self::Owner | Self::Manager | Self::Contributor | Self::Service)
            }
            ManageContent => matches!(self, Self::Owner | Self::Manager),
            Administer => matches!(self, Self::Owner),
        }
    }
}

/// What a root field demands; `None` for a field that the table lacks, which nobody may use.
#[must_use]
pub fn demand(operation: Operation, field: &str) -> Option<Demand> {
    rules().find(|&(of, named, _)| of == operation && named == field).map(|(_, _, demand)| demand)
}

/// The table of root fields.
pub fn rules() -> impl Iterator<Item = (Operation, &'static str, Demand)> {
    let of = |operation: Operation, rules: &'static [(&'static str, Demand)]| {
        rules.iter().map(move |&(field, demand)| (operation, field, demand))
    };
    of(Operation::Query, QUERIES)
        .chain(of(Operation::Mutation, MUTATIONS))
        .chain(of(Operation::Subscription, SUBSCRIPTIONS))
}

const READ: Demand = Demand::Permission(Permission::Read);
const READ_ACCESS: Demand = Demand::Permission(Permission::ReadAccess);
const PROVIDE_EVIDENCE: Demand = Demand::Permission(Permission::ProvideEvidence);
const MANAGE_CONTENT: Demand = Demand::Permission(Permission::ManageContent);
const ADMINISTER: Demand = Demand::Permission(Permission::Administer);

const QUERIES: &[(&str, Demand)] = &[
    ("catalog", Demand::Nothing),
    ("crosswalks", Demand::Nothing),
    ("evidenceType", Demand::Nothing),
    ("evidenceTypes", Demand::Nothing),
    ("framework", Demand::Nothing),
    ("frameworks", Demand::Nothing),
    ("mappingConflicts", Demand::Nothing),
    ("mappings", Demand::Nothing),
    ("node", Demand::Nothing),
    ("nodes", Demand::Nothing),
    ("requirement", Demand::Nothing),
    ("requirements", Demand::Nothing),
    ("resolve", Demand::Nothing),
    ("viewer", Demand::SignedIn),
    ("organization", READ),
    ("managementSystems", READ),
    ("aiSystems", READ),
    ("sites", READ),
    ("evidence", READ),
    ("mappingProposals", READ),
    ("customFrameworks", READ),
    ("memberships", READ_ACCESS),
    ("auditLog", Demand::Permission(Permission::ReadAuditLog)),
];

const MUTATIONS: &[(&str, Demand)] = &[
    ("createOrganization", Demand::SignedIn),
    ("updateOrganization", ADMINISTER),
    ("addMembership", ADMINISTER),
    ("updateMembership", ADMINISTER),
    ("removeMembership", ADMINISTER),
    ("addManagementSystem", MANAGE_CONTENT),
    ("updateManagementSystem", MANAGE_CONTENT),
    ("removeManagementSystem", MANAGE_CONTENT),
    ("addAiSystem", MANAGE_CONTENT),
    ("updateAiSystem", MANAGE_CONTENT),
    ("removeAiSystem", MANAGE_CONTENT),
    ("addSite", MANAGE_CONTENT),
    ("updateSite", MANAGE_CONTENT),
    ("removeSite", MANAGE_CONTENT),
    ("proposeMapping", MANAGE_CONTENT),
    ("reviewMapping", MANAGE_CONTENT),
    ("retireMapping", MANAGE_CONTENT),
    ("importFramework", MANAGE_CONTENT),
    ("retireFramework", MANAGE_CONTENT),
    ("createEvidenceUpload", PROVIDE_EVIDENCE),
    ("registerEvidence", PROVIDE_EVIDENCE),
    ("reviseEvidence", PROVIDE_EVIDENCE),
    ("claimRequirements", PROVIDE_EVIDENCE),
    ("withdrawEvidence", PROVIDE_EVIDENCE),
];

const SUBSCRIPTIONS: &[(&str, Demand)] = &[("evidenceChanged", READ), ("catalogRevised", READ)];
