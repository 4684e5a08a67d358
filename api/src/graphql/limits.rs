//! What a document may ask at most, checked before anything is answered.

use apollo_parser::{Lexer, TokenKind};
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Pos, Request, ServerError};

use super::error::ErrorCode;

/// The limits of one document.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Fields within fields.
    pub depth: usize,
    /// The sum of the costs of all fields; a list costs as much as its page holds.
    pub complexity: usize,
    /// Directives on one field.
    pub directives: usize,
    /// Fields under another name, in the whole document.
    pub aliases: usize,
    /// Words, numbers and signs, in the whole document.
    pub tokens: usize,
    /// Brackets within brackets.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 15, complexity: 20_000, directives: 10, aliases: 30, tokens: 10_000, nesting: 64 }
    }
}

impl Limits {
    /// Holds a document against the limits that must be kept before it is parsed: the parser goes down once for each
    /// bracket, so that enough of them would end the process.
    pub(crate) fn admit(&self, document: &str) -> Result<(), ServerError> {
        let (mut tokens, mut nesting) = (0, 0_usize);
        for token in Lexer::new(document) {
            // Refused here: the parser may read on where this one stops, and find any number of brackets there.
            let token = token.map_err(|error| unreadable(document, &error))?;
            match token.kind() {
                TokenKind::Whitespace | TokenKind::Comment | TokenKind::Comma | TokenKind::Eof => continue,
                TokenKind::LCurly | TokenKind::LBracket | TokenKind::LParen => nesting += 1,
                TokenKind::RCurly | TokenKind::RBracket | TokenKind::RParen => {
                    nesting = nesting.saturating_sub(1)
                }
                _ => {}
            }
            tokens += 1;
            if tokens > self.tokens {
                let message =
                    format!("the document has more than {} words and signs; ask in parts", self.tokens);
                return Err(exceeded(message));
            }
            if nesting > self.nesting {
                let message = format!("the document has more than {} brackets within brackets", self.nesting);
                return Err(exceeded(message));
            }
        }
        Ok(())
    }
}

impl Limits {
    /// Holds a request against the limits that must be kept before it is validated, which is dear for a document that
    /// asks one field a thousand times. What remains, depth and complexity, validation counts.
    pub(crate) fn check(&self, request: &mut Request) -> Result<(), ServerError> {
        self.admit(&request.query)?;
        let count = aliases(request.parsed_query()?);
        if count > self.aliases {
            let message = format!("the document has {count} aliases; at most {} are answered", self.aliases);
            return Err(exceeded(message));
        }
        Ok(())
    }

    /// Gives the refusals of reading, of validation and of arguments, which have no code, that of a limit with the figure, or
    /// of bad input.
    pub(crate) fn named(&self, refusal: ServerError) -> ServerError {
        match refusal.message.as_str() {
            deep if deep == "Query is nested too deep." || deep.starts_with(TOO_DEEP_TO_READ) => {
                exceeded(format!(
                    "the document is nested too deep; at most {} fields within fields are answered",
                    self.depth
                ))
            }
            "Query is too complex." => exceeded(format!(
                "the document costs too much; at most {} is answered; ask for smaller pages",
                self.complexity
            )),
            _ => with_code(refusal, ErrorCode::BadUserInput),
        }
    }
}

/// The code that it has, or else this.
fn with_code(mut refusal: ServerError, code: ErrorCode) -> ServerError {
    let extensions = refusal.extensions.get_or_insert_default();
    if extensions.get("code").is_none() {
        extensions.set("code", code.word());
    }
    refusal
}

/// What is told of a document that is too deep to be validated at all.
const TOO_DEEP_TO_READ: &str = "The recursion depth of the query";

fn unreadable(document: &str, error: &apollo_parser::Error) -> ServerError {
    let before = document.get(..error.index()).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    with_code(ServerError::new(error.message(), Some(Pos { line, column })), ErrorCode::BadUserInput)
}

fn exceeded(message: String) -> ServerError {
    with_code(ServerError::new(message, None), ErrorCode::LimitExceeded)
}

/// The aliases of operations and fragments; a fragment counts once, as it can be spread only where depth allows.
fn aliases(document: &ExecutableDocument) -> usize {
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    let mut open: Vec<&SelectionSet> = operations.chain(fragments).collect();
    let mut count = 0;
    while let Some(set) = open.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    count += usize::from(field.node.alias.is_some());
                    open.push(&field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => open.push(&fragment.node.selection_set.node),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
    count
}
