use async_graphql::{Context, ID, Object, Result};

use super::session;
use crate::app::upload_address;
use crate::graphql::error::{of_store, refused};
use crate::graphql::id::NodeId;
use crate::graphql::scalar::{DateTime, Sha256, Url};
use crate::store;

/// One upload.
pub(crate) struct EvidenceUpload(pub(crate) store::Upload);

/// A file on its way in, for those who may provide evidence: send its bytes by PUT to `url`, with `mediaType` as the
/// content type, and name the upload in `registerEvidence` or `reviseEvidence`.
#[Object]
impl EvidenceUpload {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Upload(self.0.id).id()
    }

    /// What the file is called.
    async fn file_name(&self) -> &str {
        &self.0.announcement.file_name
    }

    /// What it is, as in the header `Content-Type`.
    async fn media_type(&self) -> &str {
        self.0.announcement.media_type.word()
    }

    /// The most bytes that it may have, in decimal figures.
    async fn size_limit(&self) -> String {
        self.0.announcement.size_limit.to_string()
    }

    /// Until when it is waited for.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.0.announcement.expires_at)
    }

    /// Where to send the bytes: whoever has this address needs no token. Null once the file has come or its time is over.
    async fn url(&self, context: &Context<'_>) -> Result<Option<Url>> {
        let session = session(context);
        let access = session.access().await.map_err(|refusal| refused(&refusal))?;
        let store = session.service().store().map_err(|fault| of_store(&fault))?;
        let address = upload_address(session.service(), store.scope(access.organization), &self.0);
        Ok(address.map_err(|fault| of_store(&fault))?.map(Url))
    }

    /// When the file was there as a whole; null as long as it is not.
    async fn completed_at(&self) -> Option<DateTime> {
        self.0.completion.map(|completion| DateTime(completion.at))
    }

    /// The hash of what it holds; null as long as it has not come.
    async fn sha256(&self) -> Option<Sha256> {
        self.0.completion.map(|completion| Sha256(completion.sha256.to_string()))
    }
}

impl From<store::Upload> for EvidenceUpload {
    fn from(upload: store::Upload) -> Self {
        Self(upload)
    }
}
