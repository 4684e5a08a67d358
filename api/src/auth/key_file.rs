use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use super::fault::TokenFault;
use super::key_cache::KeyCache;
use super::key_set::{KeySet, LARGEST_SET};

/// A key set in a file, which is read again when it changes.
pub(super) struct KeyFile {
    path: PathBuf,
    cache: KeyCache,
    /// Locked while the file is read.
    seen: Mutex<Seen>,
}

/// The last attempt to read the file.
#[derive(Default)]
struct Seen {
    stamp: Option<Stamp>,
    is_read: bool,
}

/// What tells a file from the one that it replaces.
type Stamp = (Option<SystemTime>, u64);

impl KeyFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, cache: KeyCache::default(), seen: Mutex::default() }
    }

    /// The keys, of which one has the name `id` if the file has such a one.
    pub(super) fn keys(&self, id: Option<&str>, now: DateTime<Utc>) -> Result<Arc<KeySet>, TokenFault> {
        let stamp = std::fs::metadata(&self.path).map(|metadata| stamp(&metadata)).ok();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let held = self.cache.held();
        let has_changed = seen.stamp != stamp;
        let is_enough = seen.is_read && held.has(id);
        if has_changed || (!is_enough && held.may_ask(now)) {
            match read(&self.path) {
                Ok((set, stamp)) => {
                    *seen = Seen { stamp: Some(stamp), is_read: true };
                    self.cache.record(Some(set), now);
                }
                Err(cause) => {
                    tracing::warn!(path = %self.path.display(), %cause, "the key set cannot be read");
                    *seen = Seen { stamp, is_read: false };
                    self.cache.record(None, now);
                }
            }
        } else if seen.is_read {
            self.cache.confirm(now);
        }
        self.cache.held().set(now).ok_or(TokenFault::KeysUnavailable)
    }
}

fn stamp(metadata: &Metadata) -> Stamp {
    (metadata.modified().ok(), metadata.len())
}

fn read(path: &Path) -> io::Result<(KeySet, Stamp)> {
    let file = File::open(path)?;
    let stamp = stamp(&file.metadata()?);
    let mut text = Vec::new();
    // One byte more than is taken, so that a larger file is told from one that just fits.
    file.take(LARGEST_SET as u64 + 1).read_to_end(&mut text)?;
    Ok((KeySet::parse(&text).map_err(io::Error::other)?, stamp))
}
