//! The bytes of files, in a folder, and the tokens by which they are brought.

mod file_store;
mod upload_signer;
