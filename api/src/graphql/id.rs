//! Opaque identifiers: a prefix that tells the type, and what names the object within it.
//!
//! Objects of organisations are named by a version 7 UUID, content by its human reference, so that it keeps its
//! identifier from one revision to the next.

use async_graphql::ID;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::error::Fault;
use crate::store::{
    AiSystemId, CustomFrameworkId, EngagementId, EvidenceId, ManagementSystemId, MappingProposalId,
    MembershipId, OrganizationId, ServiceTokenId, SiteId, UploadId,
};

/// What an identifier names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NodeId {
    Organization(OrganizationId),
    Membership(MembershipId),
    ManagementSystem(ManagementSystemId),
    AiSystem(AiSystemId),
    Site(SiteId),
    Evidence(EvidenceId),
    Engagement(EngagementId),
    ServiceToken(ServiceTokenId),
    MappingProposal(MappingProposalId),
    CustomFramework(CustomFrameworkId),
    Upload(UploadId),
    /// An entry of the audit log, by its sequence.
    AuditEntry(i64),
    /// By its key.
    Framework(String),
    /// By its reference.
    Requirement(String),
    /// By its sides and crosswalk.
    Mapping(String),
    /// By its key.
    EvidenceType(String),
}

macro_rules! prefixes {
    ($($variant:ident: $prefix:literal, $read:expr, $write:expr;)*) => {
        impl NodeId {
            /// Reads an identifier; `None` for what this schema never gave out.
            pub(crate) fn parse(text: &str) -> Option<Self> {
                let (prefix, name) = text.split_once('_')?;
                match prefix {
                    $($prefix => { let read: fn(&str) -> Option<_> = $read; read(name).map(Self::$variant) })*
                    _ => None,
                }
            }

            /// The identifier.
            pub(crate) fn id(&self) -> ID {
                ID(match self {
                    $(Self::$variant(name) => { let write: fn(&_) -> String = $write; format!("{}_{}", $prefix, write(name)) })*
                })
            }
        }
    };
}

prefixes! {
    Organization: "org", |name| uuid(name).map(OrganizationId::new), ToString::to_string;
    Membership: "mem", |name| uuid(name).map(MembershipId::new), ToString::to_string;
    ManagementSystem: "mgs", |name| uuid(name).map(ManagementSystemId::new), ToString::to_string;
    AiSystem: "ais", |name| uuid(name).map(AiSystemId::new), ToString::to_string;
    Site: "sit", |name| uuid(name).map(SiteId::new), ToString::to_string;
    Evidence: "evd", |name| uuid(name).map(EvidenceId::new), ToString::to_string;
    Engagement: "eng", |name| uuid(name).map(EngagementId::new), ToString::to_string;
    ServiceToken: "svt", |name| uuid(name).map(ServiceTokenId::new), ToString::to_string;
    MappingProposal: "mpp", |name| uuid(name).map(MappingProposalId::new), ToString::to_string;
    CustomFramework: "cfw", |name| uuid(name).map(CustomFrameworkId::new), ToString::to_string;
    Upload: "upl", |name| uuid(name).map(UploadId::new), ToString::to_string;
    AuditEntry: "aud", |name| name.parse().ok().filter(|number: &i64| number.to_string() == name), ToString::to_string;
    Framework: "fwk", text, of_text;
    Requirement: "req", text, of_text;
    Mapping: "map", text, of_text;
    EvidenceType: "evt", text, of_text;
}

/// Only as it is given out, so that one object has one identifier.
fn uuid(name: &str) -> Option<Uuid> {
    Uuid::try_parse(name).ok().filter(|uuid| uuid.to_string() == name)
}

fn text(name: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(name).ok()?).ok()
}

fn of_text(name: &String) -> String {
    URL_SAFE_NO_PAD.encode(name)
}

/// What an identifier of one type names.
pub(crate) trait Named: Sized {
    /// The name of the type, for messages.
    const TYPE: &'static str;

    /// What it names, where it is of that type.
    fn of(id: NodeId) -> Option<Self>;
}

macro_rules! named {
    ($($variant:ident: $id:ident, $type:literal;)*) => {$(
        impl Named for $id {
            const TYPE: &'static str = $type;

            fn of(id: NodeId) -> Option<Self> {
                match id {
                    NodeId::$variant(id) => Some(id),
                    _ => None,
                }
            }
        }
    )*};
}

named! {
    Organization: OrganizationId, "Organization";
    Membership: MembershipId, "Membership";
    ManagementSystem: ManagementSystemId, "ManagementSystem";
    AiSystem: AiSystemId, "AiSystem";
    Site: SiteId, "Site";
    Evidence: EvidenceId, "Evidence";
    Engagement: EngagementId, "Engagement";
    ServiceToken: ServiceTokenId, "ServiceToken";
    MappingProposal: MappingProposalId, "MappingProposal";
    CustomFramework: CustomFrameworkId, "CustomFramework";
    Upload: UploadId, "EvidenceUpload";
    AuditEntry: i64, "AuditEntry";
}

/// The identifier of an argument, which must be of one type.
///
/// # Errors
/// The fault of the argument.
pub(crate) fn read<T: Named>(argument: &str, id: &ID) -> Result<T, Fault> {
    NodeId::parse(id).and_then(T::of).ok_or_else(|| {
        let message = format!(
            "`{}` is no id of type {}; take one from the field `id` of such an object",
            id.0,
            T::TYPE
        );
        Fault::new("wrong-id", message).of(argument)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_read_as_it_was_given_out() {
        let uuid = Uuid::from_u128(0x0198_c0de_0000_7000_8000_0000_0000_0001);
        for id in [
            NodeId::Organization(OrganizationId::new(uuid)),
            NodeId::Evidence(EvidenceId::new(uuid)),
            NodeId::AuditEntry(7),
            NodeId::Requirement("eu-ai-act:2024/art-9.2.a".to_owned()),
        ] {
            assert_eq!(NodeId::parse(&id.id()), Some(id));
        }
    }

    #[test]
    fn nothing_else_is_an_identifier() {
        for text in
            ["", "org", "org_", "org_1", "xyz_0198c0de-0000-7000-8000-000000000001", "aud_+7", "req_*"]
        {
            assert_eq!(NodeId::parse(text), None, "{text}");
        }
        assert_eq!(
            NodeId::parse("evd_0198C0DE-0000-7000-8000-000000000001"),
            None,
            "one object, one identifier"
        );
    }
}
