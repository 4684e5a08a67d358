use std::collections::BTreeSet;
use std::fmt;

use obligraph_mapping::Subject;

use super::service::Service;
use crate::auth::{Actor, Permission};
use crate::store::{Evidence, OrganizationId, Role, StoreError};

/// What someone may do in the organisation that their request is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The organisation.
    pub organization: OrganizationId,
    /// Who: the subject of the token.
    pub subject: String,
    /// Each of them must grant what is to be done.
    granting: Vec<BTreeSet<Role>>,
    /// The subjects whose evidence may be read, a kind standing for all of its kind; `None` for all.
    pub visible: Option<BTreeSet<Subject>>,
    /// An engagement lets one read, and nothing else.
    is_engaged: bool,
}

/// Why someone may not do what they want.
#[derive(Debug)]
pub enum Refusal {
    /// There is no token.
    Unauthenticated,
    /// Nobody may use it.
    Unlisted,
    /// There is neither a role of the token nor a membership or engagement in the organisation.
    Stranger,
    /// The roles do not grant it.
    Lacks(Permission),
    /// The memberships cannot be read.
    Store(StoreError),
}

impl Access {
    /// Looks up what an actor may do.
    ///
    /// Of someone in the organisation: what their membership grants, and of that, where the token names roles, what
    /// one of those grants too; without a membership, what the roles of the token grant. Of someone of another
    /// organisation, who may read there: what an engagement lets it read, and neither who may do what here nor the audit
    /// log. A program acts for its own organisation alone, and as long as its token is in force.
    ///
    /// # Errors
    /// [`Refusal::Stranger`], or what the store says.
    pub async fn of(service: &Service, actor: &Actor) -> Result<Self, Refusal> {
        let store = service.store().map_err(Refusal::Store)?;
        let organization = actor.acting_for.unwrap_or(actor.organization);
        let is_engaged = organization != actor.organization;
        let mut granting: Vec<BTreeSet<Role>> = actor.roles.iter().cloned().collect();
        let own = store.scope(actor.organization);
        if let Some(token) = actor.service_token {
            let today = service.clock().today();
            let token = own.service_token(token).await.map_err(Refusal::Store)?;
            if is_engaged || !token.is_some_and(|token| token.is_in_force(today)) {
                return Err(Refusal::Stranger);
            }
        } else {
            let membership = own.membership_of(&actor.subject).await.map_err(Refusal::Store)?;
            granting.extend(membership.map(|membership| BTreeSet::from([membership.role])));
        }
        if granting.is_empty() {
            return Err(Refusal::Stranger);
        }
        let subject = actor.subject.clone();
        let mut access = Self { organization, subject, granting, visible: None, is_engaged };
        if is_engaged {
            access.demand(Permission::Read)?;
            access.visible = engaged(service, actor, organization).await?;
            access.granting.push(BTreeSet::from([Role::Auditor]));
        }
        Ok(access)
    }

    /// Whether it lets one do this.
    #[must_use]
    pub fn grants(&self, permission: Permission) -> bool {
        (!self.is_engaged || permission == Permission::Read)
            && self.granting.iter().all(|roles| roles.iter().any(|role| role.grants(permission)))
    }

    /// Whether it lets one see what is of this subject.
    #[must_use]
    pub fn sees(&self, subject: &Subject) -> bool {
        sees(self.visible.as_ref(), subject)
    }

    /// Whether it lets one see an item of evidence: one that concerns a subject that it lets one see.
    #[must_use]
    pub fn sees_evidence(&self, evidence: &Evidence) -> bool {
        let concerns = &evidence.revision.content.concerns;
        self.visible.as_ref().is_none_or(|visible| !visible.is_disjoint(concerns))
    }

    /// The roles in force: of the membership or engagement, else those of the token.
    #[must_use]
    pub fn roles(&self) -> BTreeSet<Role> {
        self.granting.last().cloned().unwrap_or_default()
    }

    /// That it lets one do this.
    ///
    /// # Errors
    /// [`Refusal::Lacks`].
    pub fn demand(&self, permission: Permission) -> Result<(), Refusal> {
        if self.grants(permission) { Ok(()) } else { Err(Refusal::Lacks(permission)) }
    }
}

/// Whether a subject is among the visible ones, a kind standing for all of its kind; all are where none are named.
pub(super) fn sees(visible: Option<&BTreeSet<Subject>>, subject: &Subject) -> bool {
    visible.is_none_or(|visible| {
        visible.contains(subject) || visible.contains(&Subject::unnamed(subject.kind()))
    })
}

/// The subjects that an engagement lets the actor's organisation see of a client; `None` for all of them.
async fn engaged(
    service: &Service,
    actor: &Actor,
    client: OrganizationId,
) -> Result<Option<BTreeSet<Subject>>, Refusal> {
    let store = service.store().map_err(Refusal::Store)?;
    let today = service.clock().today();
    let engagements = store.engagements_in_force(client, actor.organization, today).await;
    let engagements = engagements.map_err(Refusal::Store)?;
    if engagements.is_empty() {
        return Err(Refusal::Stranger);
    }
    let is_of_all = engagements.iter().any(|engagement| engagement.terms.subjects.is_empty());
    let subjects = engagements.into_iter().flat_map(|engagement| engagement.terms.subjects);
    Ok((!is_of_all).then(|| subjects.collect()))
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unauthenticated => {
                f.write_str("this needs a token; send it as `authorization: Bearer TOKEN`")
            }
            Self::Unlisted => f.write_str("nobody may use this"),
            Self::Stranger => f.write_str(
                "the token has no role in this organisation; an owner adds you with `addMembership`, or grants your \
                 organisation an engagement",
            ),
            Self::Lacks(permission) => {
                write!(f, "your role does not let you {}; ask an owner for another", permission.purpose())
            }
            Self::Store(error) => error.fmt(f),
        }
    }
}
