use chrono::TimeDelta;
use clap::{Args, ValueEnum};
use uuid::Uuid;

use super::output::Report;
use super::surroundings::now;
use super::tokens::TokenArguments;
use crate::auth::{TokenClaims, sign};
use crate::error::{ApiError, Fault};
use crate::store::{OrganizationId, Role};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The organisation that it is for, by its UUID; one that is not there yet is created with `createOrganization`
    #[arg(long, value_name = "UUID")]
    organization: Uuid,
    /// Who bears it
    #[arg(long, value_name = "NAME")]
    subject: String,
    /// A role that it names; may be repeated. Without one, what its bearer may do is a matter of their membership
    #[arg(long = "role", value_enum, value_name = "ROLE")]
    roles: Vec<RoleWord>,
    /// For how many hours it is good
    #[arg(long, value_name = "HOURS", default_value = "12", value_parser = clap::value_parser!(u16).range(1..=8784))]
    hours: u16,
    #[command(flatten)]
    tokens: TokenArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleWord {
    Owner,
    Manager,
    Contributor,
    Auditor,
    Viewer,
    Service,
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Owner => Self::Owner,
            RoleWord::Manager => Self::Manager,
            RoleWord::Contributor => Self::Contributor,
            RoleWord::Auditor => Self::Auditor,
            RoleWord::Viewer => Self::Viewer,
            RoleWord::Service => Self::Service,
        }
    }
}

/// Signs a token with the secret of the service, for development and for one machine.
pub(crate) fn run(arguments: Arguments) -> Result<Report, ApiError> {
    let Some(secret) = &arguments.tokens.secret else {
        let message = "there is no secret to sign with; set OBLIGRAPH_AUTH_SECRET to that of the service";
        return Err(ApiError::refused([Fault::new("token-secret", message)]));
    };
    let roles = arguments.roles.into_iter().map(Role::from);
    let now = now();
    let claims = TokenClaims {
        subject: arguments.subject,
        organization: OrganizationId::new(arguments.organization),
        roles: Some(roles.collect()).filter(|roles: &std::collections::BTreeSet<Role>| !roles.is_empty()),
        expires_at: now + TimeDelta::hours(i64::from(arguments.hours)),
    };
    let token = sign(secret, &claims, &arguments.tokens.issuer, &arguments.tokens.audience, now);
    let token = token.map_err(|fault| ApiError::refused([Fault::new(fault.code(), fault.to_string())]))?;
    Ok(Report::text(format!("{token}\n")))
}
