use async_graphql::{Context, InputObject, Object, Result};

use super::instruction::instruction;
use crate::app::{UploadDraft, create_evidence_upload};
use crate::graphql::session::allowed;
use crate::graphql::types::evidence_upload::EvidenceUpload;
use crate::graphql::user_error::payload;

#[derive(Default)]
pub(crate) struct UploadsMutation;

/// Files of evidence.
#[Object]
impl UploadsMutation {
    /// Announces a file of evidence. Its bytes go by PUT to the address in the answer, which is good for 15 minutes and for
    /// this one file; they never go through GraphQL.
    async fn create_evidence_upload(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: CreateEvidenceUploadInput,
    ) -> Result<Option<CreateEvidenceUploadPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let draft = UploadDraft {
                file_name: input.file_name,
                media_type: input.media_type,
                size_limit: input.size_limit.map(i64::from),
            };
            create_evidence_upload(&draft, &instruction).await
        };
        CreateEvidenceUploadPayload::of(changed.await)
    }
}

/// A file to be announced.
#[derive(InputObject)]
pub(crate) struct CreateEvidenceUploadInput {
    /// What it is called, without folders.
    file_name: String,
    /// What it is, as in the header `Content-Type`: `application/pdf`. HTML and SVG are refused.
    media_type: String,
    /// The most bytes that it may have; 104857600 (100 MiB), which is the most of all, if absent.
    size_limit: Option<i32>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

payload! {
    /// What came of it.
    CreateEvidenceUploadPayload {
        /// As it was announced; null where it is not.
        upload: EvidenceUpload
    }
    /// What can stand against it.
    CreateEvidenceUploadError
}
