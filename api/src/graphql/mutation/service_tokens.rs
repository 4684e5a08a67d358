use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use secrecy::ExposeSecret;

use super::instruction::instruction;
use crate::app::{create_service_token, revoke_service_token};
use crate::graphql::id::{self};
use crate::graphql::scalar::Date;
use crate::graphql::session::allowed;
use crate::graphql::types::service_token::ServiceToken;
use crate::graphql::user_error::payload;

#[derive(Default)]
pub(crate) struct ServiceTokensMutation;

/// By what programs are known.
#[Object]
impl ServiceTokensMutation {
    /// Makes a token for a program, which may then read and provide evidence: `authorization: Bearer SECRET`. The secret is
    /// given in this answer alone.
    async fn create_service_token(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: CreateServiceTokenInput,
    ) -> Result<Option<CreateServiceTokenPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let created =
                create_service_token(&input.name, input.expires_on.map(|day| day.0), &instruction).await;
            created.map(|(token, secret)| CreatedServiceToken {
                service_token: ServiceToken(token),
                secret: secret.map(|secret| secret.expose_secret().to_owned()),
            })
        };
        CreateServiceTokenPayload::of(changed.await)
    }

    /// Ends a service token: from now on the program that bears it is refused.
    async fn revoke_service_token(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RevokeServiceTokenInput,
    ) -> Result<Option<RevokeServiceTokenPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            revoke_service_token(id, &instruction).await
        };
        RevokeServiceTokenPayload::of(changed.await)
    }
}

/// A service token to be made.
#[derive(InputObject)]
pub(crate) struct CreateServiceTokenInput {
    /// What it is for.
    name: String,
    /// The last day (UTC) on which it holds, after today; it holds until it is revoked if absent.
    expires_on: Option<Date>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike, without
    /// the secret.
    idempotency_key: Option<String>,
}

/// A service token to be revoked.
#[derive(InputObject)]
pub(crate) struct RevokeServiceTokenInput {
    /// Which one.
    id: ID,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A service token that was made.
#[derive(SimpleObject)]
pub(crate) struct CreatedServiceToken {
    /// The token.
    service_token: ServiceToken,
    /// `obl_` and 43 characters; keep it, since it is not given again. Null where this change was made before.
    secret: Option<String>,
}

payload! {
    /// What came of it.
    CreateServiceTokenPayload {
        /// As it was made; null where it is not.
        created: CreatedServiceToken
    }
    /// What can stand against it.
    CreateServiceTokenError
}

payload! {
    /// What came of it.
    RevokeServiceTokenPayload {
        /// As it is now; null where it is not.
        service_token: ServiceToken
    }
    /// What can stand against it.
    RevokeServiceTokenError
}
