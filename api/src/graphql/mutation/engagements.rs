use async_graphql::{Context, ID, InputObject, Object, Result};

use super::instruction::instruction;
use crate::app::{EngagementDraft, grant_engagement, revoke_engagement};
use crate::graphql::id::{self};
use crate::graphql::scalar::Date;
use crate::graphql::session::allowed;
use crate::graphql::types::engagement::Engagement;
use crate::graphql::types::subject::SubjectInput;
use crate::graphql::user_error::payload;

#[derive(Default)]
pub(crate) struct EngagementsMutation;

/// Which certification bodies may read.
#[Object]
impl EngagementsMutation {
    /// Lets a certification body read what the organisation has, until a day: whoever may read there sends the id of this
    /// organisation in the header `obligraph-organization`.
    async fn grant_engagement(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: GrantEngagementInput,
    ) -> Result<Option<GrantEngagementPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let body = id::read("bodyId", &input.body_id)?;
            let draft = EngagementDraft {
                body,
                subjects: input.subjects.unwrap_or_default().iter().map(SubjectInput::text).collect(),
                purpose: input.purpose,
                expires_on: input.expires_on.0,
            };
            grant_engagement(draft, &instruction).await
        };
        GrantEngagementPayload::of(changed.await)
    }

    /// Ends an engagement before its time: from now on the certification body reads nothing by it.
    async fn revoke_engagement(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RevokeEngagementInput,
    ) -> Result<Option<RevokeEngagementPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            revoke_engagement(id, &instruction).await
        };
        RevokeEngagementPayload::of(changed.await)
    }
}

/// An engagement to be granted.
#[derive(InputObject)]
pub(crate) struct GrantEngagementInput {
    /// The id of the organisation that may read; it must be a certification body.
    body_id: ID,
    /// The subjects that it may see, at most 100, one without a name standing for all of its kind; all if absent or empty.
    subjects: Option<Vec<SubjectInput>>,
    /// What for, at most 4,000 characters.
    purpose: String,
    /// The last day (UTC) on which it is in force: after today, within three years.
    expires_on: Date,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// An engagement to be revoked.
#[derive(InputObject)]
pub(crate) struct RevokeEngagementInput {
    /// Which one.
    id: ID,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

payload! {
    /// What came of it.
    GrantEngagementPayload {
        /// As it was granted; null where it is not.
        engagement: Engagement
    }
    /// What can stand against it.
    GrantEngagementError
}

payload! {
    /// What came of it.
    RevokeEngagementPayload {
        /// As it is now; null where it is not.
        engagement: Engagement
    }
    /// What can stand against it.
    RevokeEngagementError
}
