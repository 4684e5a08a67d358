//! The names that a source uses: comments and texts hold none, the contents of macros hold some.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One use of a name, as long as it is written there: `std::fs::read` is one, and so is each item of an import list.
#[derive(Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

impl Name {
    /// Whether these segments stand in a row somewhere in it.
    pub(crate) fn holds(&self, segments: &[&str]) -> bool {
        self.path.windows(segments.len()).any(|window| window == segments)
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.join("::"))
    }
}

/// Every name in a Rust source, in order.
pub(crate) fn names(source: &str) -> Vec<Name> {
    names_in(source.parse().unwrap())
}

/// Every name among these tokens, in order.
pub(crate) fn names_in(tokens: TokenStream) -> Vec<Name> {
    let mut found = Vec::new();
    collect(tokens, &[], &mut found);
    found
}

/// `prefix` is what stands before an import list.
fn collect(tokens: TokenStream, prefix: &[String], found: &mut Vec<Name>) {
    let mut name = Name { path: prefix.to_vec(), line: 0 };
    let mut continues = false;
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons += 1;
                continues = colons == 2;
                continue;
            }
            TokenTree::Ident(ident) => {
                if !continues {
                    end(&mut name, prefix, found);
                }
                name.path.push(ident.to_string());
                name.line = ident.span().start().line;
            }
            TokenTree::Group(group) if continues && group.delimiter() == Delimiter::Brace => {
                collect(group.stream(), &name.path, found);
                name.path = prefix.to_vec();
            }
            TokenTree::Group(group) => {
                end(&mut name, prefix, found);
                collect(group.stream(), &[], found);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => end(&mut name, prefix, found),
        }
        continues = false;
        colons = 0;
    }
    end(&mut name, prefix, found);
}

/// Keeps the name that ends here, if there is one, and begins the next.
fn end(name: &mut Name, prefix: &[String], found: &mut Vec<Name>) {
    if name.path.len() > prefix.len() {
        let next = Name { path: prefix.to_vec(), line: 0 };
        found.push(std::mem::replace(name, next));
    }
}

#[test]
fn imports_calls_and_macros_give_their_names() {
    let source = r#"
        // std::net is only talked of here
        use std::{fs, io::{self, Read as _}};
        async fn f(now: ::std::time::Instant) -> Vec<tokio::Task> { println!("{}", rand::random()); "std::env".len() }
    "#;
    let names = names(source);
    let shown: Vec<String> = names.iter().map(ToString::to_string).collect();
    for name in [
        "std::fs",
        "std::io::self",
        "std::io::Read",
        "async",
        "std::time::Instant",
        "tokio::Task",
        "rand::random",
    ] {
        assert!(shown.iter().any(|shown| shown == name), "{name} is not among {shown:?}");
    }
    for name in ["net", "env"] {
        assert!(!names.iter().any(|found| found.holds(&[name])), "{name} is among {shown:?}");
    }
    let instant = names.iter().find(|name| name.holds(&["time", "Instant"])).unwrap();
    assert_eq!(instant.line, 4);
}
