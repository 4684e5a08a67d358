use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Breaks a text into lines of at most `width` columns, between words where it can.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_words(text.split_whitespace(), width)
}

/// A command to be pasted into a shell, over several lines where it must; words that belong together are given as one.
pub(crate) fn wrap_command<'a>(words: impl IntoIterator<Item = &'a str>, width: usize) -> String {
    // Room for the indent and for the sign that the line goes on.
    format!("  {}\n", wrap_words(words, width.saturating_sub(6)).join(" \\\n    "))
}

fn wrap_words<'a>(words: impl IntoIterator<Item = &'a str>, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.width() + 1 + word.width() <= width {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = word.to_owned();
        while line.width() > width {
            let rest = line.split_off(break_within(&line, width));
            lines.push(std::mem::replace(&mut line, rest));
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Where a word that is too long is broken: after the last punctuation that fits, else where the line ends.
fn break_within(word: &str, width: usize) -> usize {
    let mut used = 0;
    let (mut last, mut end) = (None, word.len());
    for (at, character) in word.char_indices() {
        used += character.width().unwrap_or(0);
        if used > width {
            // At least one character, or nothing would get shorter.
            end = at.max(word.chars().next().map_or(1, char::len_utf8));
            break;
        }
        if matches!(character, '/' | ',' | '-' | ':' | '+') {
            last = Some(at + character.len_utf8());
        }
    }
    last.unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("一二三 四", 4), ["一二", "三", "四"]);
    }

    #[test]
    fn a_long_word_breaks_after_punctuation_or_anywhere() {
        assert_eq!(wrap("iso-42001:2023/A.6.2.8", 16), ["iso-42001:2023/", "A.6.2.8"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("一二", 1), ["一", "二"]);
    }
}
