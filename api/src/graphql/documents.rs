use std::fmt;
use std::sync::Arc;

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Request, ServerError};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::limits::Limits;

/// Documents that have been read, as clients ask the same ones again and again with other variables.
#[derive(Clone)]
pub(crate) struct Documents {
    read: Arc<Cache<String, Arc<ExecutableDocument>, ByLength>>,
}

/// How much text is kept; a document that is read takes several times its text.
const MOST_BYTES: u64 = 1 << 20;
const SOME_DOCUMENTS: usize = 256;

/// A longer document is read each time.
const LONGEST: usize = 16 << 10;

#[derive(Clone)]
struct ByLength;

impl Weighter<String, Arc<ExecutableDocument>> for ByLength {
    fn weight(&self, text: &String, _: &Arc<ExecutableDocument>) -> u64 {
        text.len().max(1) as u64
    }
}

impl Default for Documents {
    fn default() -> Self {
        Self { read: Arc::new(Cache::with_weighter(SOME_DOCUMENTS, MOST_BYTES, ByLength)) }
    }
}

impl Documents {
    /// Reads the document of a request and holds it against the limits that must be kept before it is validated.
    ///
    /// INVARIANT: these limits are a matter of the text alone, and only what keeps them is kept here.
    ///
    /// # Errors
    /// What is wrong with the document, or the limit that it exceeds.
    pub(crate) fn read(&self, request: &mut Request, limits: &Limits) -> Result<(), ServerError> {
        if let Some(document) = self.read.get(request.query.as_str()) {
            request.set_parsed_query(ExecutableDocument::clone(&document));
            return Ok(());
        }
        limits.check(request)?;
        if request.query.len() <= LONGEST {
            let document = Arc::new(request.parsed_query()?.clone());
            self.read.insert(request.query.clone(), document);
        }
        Ok(())
    }
}

impl fmt::Debug for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Documents")
    }
}
