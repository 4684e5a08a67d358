//! What texts of users must be like, whatever they name.

use crate::error::Fault;

/// The longest name.
const LONGEST_NAME: usize = 200;

/// The longest text of several sentences.
const LONGEST_PROSE: usize = 4_000;

/// A name of one line: not blank, no more than 200 characters, without blanks at its ends.
pub(super) fn name(field: &str, text: &str, faults: &mut Vec<Fault>) -> String {
    let name = text.trim();
    let fault = if name.is_empty() {
        Some("must not be blank".to_owned())
    } else if name.chars().count() > LONGEST_NAME {
        Some(format!("must have at most {LONGEST_NAME} characters"))
    } else if name.chars().any(char::is_control) {
        Some("must be of one line, without control characters".to_owned())
    } else {
        None
    };
    faults.extend(fault.map(|message| Fault::new("text-name", message).of(field)));
    name.to_owned()
}

/// A text of any lines, no more than 4,000 characters; `None` where it is blank.
pub(super) fn prose(field: &str, text: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let text = text?.trim();
    if text.chars().count() > LONGEST_PROSE {
        let message = format!("must have at most {LONGEST_PROSE} characters");
        faults.push(Fault::new("text-prose", message).of(field));
    }
    (!text.is_empty()).then(|| text.to_owned())
}

/// The same where it may not be blank.
pub(super) fn demanded_prose(field: &str, text: &str, faults: &mut Vec<Fault>) -> String {
    let text = prose(field, Some(text), faults);
    if text.is_none() {
        faults.push(Fault::new("text-prose", "must not be blank").of(field));
    }
    text.unwrap_or_default()
}

/// A country by its two capital letters (ISO 3166-1 alpha-2).
pub(super) fn country(field: &str, code: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let code = code?;
    if code.len() != 2 || !code.bytes().all(|letter| letter.is_ascii_uppercase()) {
        let message = format!("`{code}` is no country; write two capital letters as in `DE` (ISO 3166-1)");
        faults.push(Fault::new("text-country", message).of(field));
    }
    Some(code.to_owned())
}

/// How many persons there are.
pub(super) fn persons(field: &str, count: i32, faults: &mut Vec<Fault>) -> u32 {
    u32::try_from(count).unwrap_or_else(|_| {
        let message = format!("must be 0 or more, not `{count}`");
        faults.push(Fault::new("headcount", message).of(field));
        0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn codes(read: impl FnOnce(&mut Vec<Fault>)) -> Vec<&'static str> {
        let mut faults = Vec::new();
        read(&mut faults);
        faults.iter().map(Fault::code).collect()
    }

    #[test]
    fn a_name_is_of_one_line() {
        assert!(codes(|faults| assert_eq!(name("name", " Berlin ", faults), "Berlin")).is_empty());
        for text in ["", "  ", "a\nb", &"a".repeat(201)] {
            assert_eq!(codes(|faults| _ = name("name", text, faults)), ["text-name"], "{text:?}");
        }
    }

    #[test]
    fn a_blank_text_is_none() {
        assert!(codes(|faults| assert_eq!(prose("scope", Some(" "), faults), None)).is_empty());
        assert_eq!(codes(|faults| _ = prose("scope", Some(&"a".repeat(4_001)), faults)), ["text-prose"]);
    }

    #[test]
    fn a_country_has_two_capital_letters() {
        assert!(codes(|faults| _ = country("country", Some("DE"), faults)).is_empty());
        for code in ["de", "DEU", "", "D1"] {
            assert_eq!(
                codes(|faults| _ = country("country", Some(code), faults)),
                ["text-country"],
                "{code}"
            );
        }
    }
}
