use std::fmt;
use std::sync::{Arc, OnceLock};

use super::catalog::Content;
use super::clock::Clock;
use super::overlay::{Overlays, OwnContent};
use super::randomness::Randomness;
use crate::files::{FileStore, UploadSigner};
use crate::store::{OrganizationId, Store, StoreError};

/// All that use cases work with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Service {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    content: Content,
    clock: Clock,
    randomness: Randomness,
    store: Option<Store>,
    overlays: Overlays,
    files: Option<Files>,
    has_schema: OnceLock<()>,
}

/// Where the bytes of files are, and how they come in.
pub struct Files {
    /// Keeps them.
    pub store: FileStore,
    /// Signs the addresses to which they are brought.
    pub signer: UploadSigner,
    /// What those addresses begin with: `https://obligraph.example`, without a slash at its end.
    pub base: String,
}

impl Service {
    /// A service that answers from content; without a store it knows no organisation.
    #[must_use]
    pub fn new(content: Content, clock: Clock, randomness: Randomness, store: Option<Store>) -> Self {
        Self::with_files(content, clock, randomness, store, None)
    }

    /// The same, with a place for files.
    #[must_use]
    pub fn with_files(
        content: Content,
        clock: Clock,
        randomness: Randomness,
        store: Option<Store>,
        files: Option<Files>,
    ) -> Self {
        let overlays = Overlays::default();
        Self {
            inner: Arc::new(Inner {
                content,
                clock,
                randomness,
                store,
                overlays,
                files,
                has_schema: OnceLock::new(),
            }),
        }
    }

    /// Where files are.
    ///
    /// # Errors
    /// [`StoreError::NoFiles`] where the service keeps none.
    pub fn files(&self) -> Result<&Files, StoreError> {
        self.inner.files.as_ref().ok_or(StoreError::NoFiles)
    }

    /// The content that an organisation is answered from, with what it adds to that of all; `None` where it adds nothing.
    ///
    /// # Errors
    /// What the store says.
    pub async fn content_of(&self, organization: OrganizationId) -> Result<Option<Content>, StoreError> {
        self.inner.overlays.of(&self.inner.content, self.store()?.scope(organization)).await
    }

    /// The revision of the content that an organisation is answered from, whatever is kept of it here.
    ///
    /// # Errors
    /// What the store says.
    pub async fn revision_of(&self, organization: OrganizationId) -> Result<String, StoreError> {
        let own = OwnContent::read(self.store()?.scope(organization)).await?;
        Ok(own.over(&self.inner.content).0.bundle().revision().to_owned())
    }

    /// Forgets what is kept of an organisation's own content, which has changed.
    pub(super) fn content_changed(&self, organization: OrganizationId) {
        self.inner.overlays.forget(organization);
    }

    /// Follows the changes that any process makes, so that what is kept of them here is never older than a moment. Ends
    /// never.
    pub async fn follow_changes(&self) {
        let Ok(store) = self.store() else { return };
        let mut changes = store.changes();
        loop {
            self.inner.overlays.notice(&changes.next().await);
        }
    }

    /// That requests can be answered: the database, where there is one, is there and has the schema of this program.
    ///
    /// # Errors
    /// What is not ready: `database` or `schema`. Why is in the log.
    pub async fn is_ready(&self) -> Result<(), &'static str> {
        let Some(store) = &self.inner.store else { return Ok(()) };
        // A schema that was once whole is looked at no more: supervisors ask every other second.
        let found = match self.inner.has_schema.get() {
            Some(()) => store.ping().await.map(|()| Vec::new()),
            None => store.schema_faults().await,
        };
        match found {
            Ok(faults) if faults.is_empty() => {
                self.inner.has_schema.get_or_init(|| ());
                Ok(())
            }
            Ok(_) => Err("schema"),
            Err(error) => {
                error.log();
                Err("database")
            }
        }
    }

    /// The content that all organisations share.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.inner.content
    }

    /// The time.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Bytes that nobody can guess.
    #[must_use]
    pub fn randomness(&self) -> &Randomness {
        &self.inner.randomness
    }

    /// What is kept.
    ///
    /// # Errors
    /// [`StoreError::NoDatabase`] where the service runs without one.
    pub fn store(&self) -> Result<&Store, StoreError> {
        self.inner.store.as_ref().ok_or(StoreError::NoDatabase)
    }
}

/// The key that signs addresses is a secret.
impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").field("store", &self.store).field("base", &self.base).finish_non_exhaustive()
    }
}
