use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};

use super::instruction::{instruction, repeatable};
use super::patch::optional;
use crate::app::{OrganizationPatch, create_organization, update_organization};
use crate::graphql::session::{allowed, signed_in};
use crate::graphql::types::organization::Organization;
use crate::graphql::types::session;
use crate::graphql::user_error::payload;

#[derive(Default)]
pub(crate) struct OrganizationMutation;

/// The organisation itself.
#[Object]
impl OrganizationMutation {
    /// Creates the organisation that the token is made out for (claim `org`); its bearer becomes the first owner.
    async fn create_organization(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: CreateOrganizationInput,
    ) -> Result<Option<CreateOrganizationPayload>> {
        let actor = signed_in(context)?;
        let patch = OrganizationPatch {
            name: Some(input.name),
            legal_name: Some(input.legal_name),
            country: Some(input.country),
            headcount: Some(input.headcount),
            is_sme: Some(input.is_sme),
            is_certification_body: Some(input.is_certification_body),
        };
        let created = async {
            let repeatable = repeatable(context, input.idempotency_key)?;
            create_organization(session(context).service(), actor, patch, repeatable.as_ref()).await
        };
        CreateOrganizationPayload::of(created.await)
    }

    /// Changes the profile of the organisation: what is absent stays as it is.
    async fn update_organization(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: UpdateOrganizationInput,
    ) -> Result<Option<UpdateOrganizationPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            update_organization(
                OrganizationPatch {
                    name: input.name,
                    legal_name: optional(input.legal_name, |name| name),
                    country: optional(input.country, |country| country),
                    headcount: optional(input.headcount, |headcount| headcount),
                    is_sme: optional(input.is_sme, |is_sme| is_sme),
                    is_certification_body: input.is_certification_body,
                },
                &instruction,
            )
            .await
        };
        UpdateOrganizationPayload::of(changed.await)
    }
}

/// An organisation to be created.
#[derive(InputObject)]
pub(crate) struct CreateOrganizationInput {
    /// What it is called.
    name: String,
    /// Its name in law.
    legal_name: Option<String>,
    /// Its seat, as two capital letters (ISO 3166-1 alpha-2).
    country: Option<String>,
    /// How many persons work for it, for the reckoning of audit time.
    headcount: Option<i32>,
    /// Whether it is a small or medium-sized enterprise, for which the AI Act has lower fines (Art. 99(6)).
    is_sme: Option<bool>,
    /// Whether it audits others and may be engaged by them.
    #[graphql(default = false)]
    is_certification_body: bool,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// What is to change of the profile of the organisation.
#[derive(InputObject)]
pub(crate) struct UpdateOrganizationInput {
    /// What it is called.
    name: Option<String>,
    /// Its name in law; null takes it away.
    legal_name: MaybeUndefined<String>,
    /// Its seat, as two capital letters (ISO 3166-1 alpha-2); null takes it away.
    country: MaybeUndefined<String>,
    /// How many persons work for it, for the reckoning of audit time; null takes it away.
    headcount: MaybeUndefined<i32>,
    /// Whether it is a small or medium-sized enterprise, for which the AI Act has lower fines (Art. 99(6)); null takes it away.
    is_sme: MaybeUndefined<bool>,
    /// Whether it audits others and may be engaged by them.
    is_certification_body: Option<bool>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

payload! {
    /// What came of it.
    CreateOrganizationPayload {
        /// As it was created; null where it is not.
        organization: Organization
    }
    /// What can stand against it.
    CreateOrganizationError
}

payload! {
    /// What came of it.
    UpdateOrganizationPayload {
        /// As it is now; null where it is not.
        organization: Organization
    }
    /// What can stand against it.
    UpdateOrganizationError
}
