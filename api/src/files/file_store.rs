use std::fmt;
use std::path::Path as Folder;
use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::error::FileError;
use crate::store::ContentHash;

/// So many parts of a file are on their way to the disk at most: a fast client does not fill the memory.
const MOST_PARTS: usize = 2;

/// Where files are kept, each under the hash of what it holds. To clone it is to have the same one.
#[derive(Clone, Debug)]
pub struct FileStore {
    objects: Arc<dyn ObjectStore>,
}

/// What was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// The hash of what it holds.
    pub sha256: ContentHash,
    /// How many bytes it has.
    pub size: u64,
}

/// A file that was found.
pub struct FileContent {
    /// How many bytes it has.
    pub size: u64,
    /// Those bytes, in order.
    pub chunks: BoxStream<'static, Result<Bytes, FileError>>,
}

impl FileStore {
    /// Keeps files in a folder, which is made where it is not there.
    ///
    /// # Errors
    /// [`FileError::Unavailable`] where the folder cannot be made or is none.
    pub fn open(folder: &Folder) -> Result<Self, FileError> {
        let unavailable = |error: std::io::Error| FileError::Unavailable(error.to_string());
        std::fs::create_dir_all(folder).map_err(unavailable)?;
        let files = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { objects: Arc::new(files) })
    }

    /// Keeps what the chunks are in order, under its hash. Where it is there already, nothing changes.
    ///
    /// Nothing is found under a hash until it is whole, on the disk: it comes in beside, under `attempt`, which must be
    /// a name that no other attempt has.
    ///
    /// # Errors
    /// [`FileError::TooLarge`] as soon as there are more bytes than `limit`, [`FileError::Interrupted`] where a chunk is
    /// an error, [`FileError::Unavailable`]; then nothing is kept.
    pub async fn put<E: fmt::Display>(
        &self,
        attempt: Uuid,
        chunks: impl Stream<Item = Result<Bytes, E>>,
        limit: u64,
    ) -> Result<KeptFile, FileError> {
        let incoming = Path::from_iter(["incoming".to_owned(), attempt.to_string()]);
        let mut parts = WriteMultipart::new(self.objects.put_multipart(&incoming).await?);
        let kept = match write(&mut parts, chunks, limit).await {
            Ok(kept) => kept,
            Err(error) => {
                // The first error is the one to tell.
                drop(parts.abort().await);
                return Err(error);
            }
        };
        parts.finish().await?;
        let moved = self.objects.rename(&incoming, &key(kept.sha256)).await;
        if let Err(error) = moved {
            drop(self.objects.delete(&incoming).await);
            return Err(error.into());
        }
        Ok(kept)
    }

    /// The file with a hash; `None` where there is none.
    ///
    /// # Errors
    /// [`FileError::Unavailable`].
    pub async fn get(&self, sha256: ContentHash) -> Result<Option<FileContent>, FileError> {
        match self.objects.get(&key(sha256)).await {
            Ok(found) => {
                let size = found.meta.size;
                Ok(Some(FileContent { size, chunks: found.into_stream().map_err(FileError::from).boxed() }))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether there is a file with a hash.
    ///
    /// # Errors
    /// [`FileError::Unavailable`].
    pub async fn holds(&self, sha256: ContentHash) -> Result<bool, FileError> {
        match self.objects.head(&key(sha256)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// `sha256/ab/abcd...`: a folder with every file in it would be slow to list.
fn key(sha256: ContentHash) -> Path {
    let name = sha256.to_string();
    let folder: String = name.chars().take(2).collect();
    Path::from_iter(["sha256".to_owned(), folder, name])
}

/// Writes the chunks, and says what they are in all.
async fn write<E: fmt::Display>(
    parts: &mut WriteMultipart,
    chunks: impl Stream<Item = Result<Bytes, E>>,
    limit: u64,
) -> Result<KeptFile, FileError> {
    let mut chunks = pin!(chunks);
    let mut hash = Sha256::new();
    let mut size: u64 = 0;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| FileError::Interrupted(error.to_string()))?;
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if size > limit {
            return Err(FileError::TooLarge { limit });
        }
        hash.update(&chunk);
        parts.wait_for_capacity(MOST_PARTS).await?;
        parts.put(chunk);
    }
    Ok(KeptFile { sha256: ContentHash::new(hash.finalize().into()), size })
}
