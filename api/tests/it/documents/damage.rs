//! Documents that were right once.

use super::choices::Choices;

/// What documents are made of, and what they are not.
pub(crate) const SIGNS: [&str; 30] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "!",
    "$",
    "@",
    "...",
    "\"",
    "\"\"\"",
    "\\u",
    "|",
    "&",
    "=",
    "#",
    "\n",
    ",",
    " query ",
    " fragment ",
    " on ",
    " mutation ",
    "__typename",
    "evidence",
    "\u{feff}",
    "\u{202e}",
    "é\u{301}",
    "\u{0}",
];

/// The document with one fault, or several.
pub(crate) fn damaged(document: &str, choices: &mut Choices<'_>) -> String {
    let mut words: Vec<String> = words(document);
    for _ in 0..=choices.below(3) {
        let (one, other) = (choices.below(words.len()), choices.below(words.len()));
        match choices.below(8) {
            0 => words.truncate(one),
            1 => words.insert(one, words[other].clone()),
            2 => words.swap(one, other),
            3 => drop(words.remove(one)),
            4 => words.insert(one, choices.word(&SIGNS)),
            5 => words[one] = "9".repeat(1 + choices.below(400)),
            6 => words.insert(one, choices.word(&["{ a ", "[", "(a: ", "{a: "]).repeat(choices.below(3_000))),
            _ => {
                let copy = words.clone();
                words.extend(copy);
            }
        }
        if words.is_empty() {
            break;
        }
    }
    words.concat()
}

fn words(document: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut is_name = false;
    for character in document.chars() {
        let continues = character.is_alphanumeric() || character == '_';
        if !(is_name && continues) {
            words.push(String::new());
        }
        is_name = continues;
        words.last_mut().unwrap().push(character);
    }
    words
}
