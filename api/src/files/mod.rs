//! The bytes of files, and who may bring them. What the database knows of a file is in [`crate::store`].
//!
//! ```text
//! UploadSigner::sign -> token -> UploadSigner::check -> FileStore::put -> Scope::complete_upload
//! ```
//!
//! - A file is kept under the hash of what it holds: it is there once, and what is found under a hash is whole.
//! - Whether someone may read a file is no matter of its hash: ask the database whether their organisation has it.

mod error;
mod file_store;
mod upload_signer;

pub use error::FileError;
pub use file_store::{FileContent, FileStore, KeptFile};
pub use upload_signer::{UploadGrant, UploadSigner, UploadTokenFault};
