//! Secrets by which programs of an organisation are known.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use super::instruction::Instruction;
use super::rejection::{Rejection, sound};
use super::service::Service;
use super::text::name;
use crate::auth::Actor;
use crate::error::Fault;
use crate::store::{Object, ObjectKind, OrganizationId, Role, ServiceToken, ServiceTokenId, StoreError};

/// What every secret begins with, so that it is told from a signed token, and found where it has leaked.
pub const SERVICE_TOKEN_PREFIX: &str = "obl_";

/// Makes a service token. Its secret is given this once: with a key that was sent before, there is none.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn create_service_token(
    token_name: &str,
    expires_on: Option<NaiveDate>,
    instruction: &Instruction<'_>,
) -> Result<(ServiceToken, Option<SecretString>), Rejection> {
    let service = instruction.service();
    let mut faults = Vec::new();
    let token_name = name("name", token_name, &mut faults);
    if expires_on.is_some_and(|day| day <= service.clock().today()) {
        let message = "must be after today; leave it out for a token that holds until it is revoked";
        faults.push(Fault::new("service-token-expiry", message).of("expiresOn"));
    }
    let token_name = sound(token_name, faults)?;
    let id = instruction.new_id(ServiceTokenId::new);
    let secret =
        format!("{SERVICE_TOKEN_PREFIX}{}", URL_SAFE_NO_PAD.encode(service.randomness().bytes::<32>()));
    let scope = instruction.scope()?;
    let hash = sha256(&secret);
    match scope.add_service_token(id, &token_name, &hash, expires_on, instruction.recording()).await {
        Ok(token) => Ok((token, Some(SecretString::from(secret)))),
        Err(error) => {
            let known = instruction.answered(Err(error), |object| read(object, instruction)).await?;
            Ok((known, None))
        }
    }
}

/// Ends a service token.
///
/// # Errors
/// [`Rejection`].
pub async fn revoke_service_token(
    id: ServiceTokenId,
    instruction: &Instruction<'_>,
) -> Result<ServiceToken, Rejection> {
    let revoked = instruction.scope()?.revoke_service_token(id, instruction.recording()).await;
    instruction.answered(revoked, |object| read(object, instruction)).await
}

/// The program whose secret this is; `None` where no token in force has it.
///
/// # Errors
/// What the store says.
pub async fn service_actor(
    service: &Service,
    secret: &str,
    acting_for: Option<OrganizationId>,
) -> Result<Option<Actor>, StoreError> {
    let found = service.store()?.service_token_by_secret(&sha256(secret)).await?;
    let found = found.filter(|(_, token)| token.is_in_force(service.clock().today()));
    Ok(found.map(|(organization, token)| Actor {
        subject: format!("service-token:{}", token.id),
        organization,
        roles: Some(BTreeSet::from([Role::Service])),
        acting_for,
        service_token: Some(token.id),
    }))
}

fn sha256(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

async fn read(object: Object, instruction: &Instruction<'_>) -> Result<Option<ServiceToken>, StoreError> {
    debug_assert_eq!(object.kind, ObjectKind::ServiceToken);
    instruction.scope()?.service_token(ServiceTokenId::new(object.id)).await
}
