use std::fmt;
use std::str::FromStr;

/// What a file is, of the kinds that are taken: none that a browser would run as a page, as it does HTML and SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MediaType {
    /// A PDF.
    Pdf,
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
    /// Text.
    PlainText,
    /// Values separated by commas.
    Csv,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// YAML.
    Yaml,
    /// A ZIP archive.
    Zip,
    /// A text document of Office Open XML.
    Docx,
    /// A workbook of Office Open XML.
    Xlsx,
    /// A presentation of Office Open XML.
    Pptx,
}

impl MediaType {
    /// All that are taken.
    pub const ALL: [Self; 13] = [
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::PlainText,
        Self::Csv,
        Self::Markdown,
        Self::Json,
        Self::Xml,
        Self::Yaml,
        Self::Zip,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
    ];

    /// As in the header `Content-Type`, without parameters: `application/pdf`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::PlainText => "text/plain",
            Self::Csv => "text/csv",
            Self::Markdown => "text/markdown",
            Self::Json => "application/json",
            Self::Xml => "application/xml",
            Self::Yaml => "application/yaml",
            Self::Zip => "application/zip",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A media type that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaTypeError {
    given: String,
}

impl MediaTypeError {
    /// A stable code for machines.
    pub const CODE: &'static str = "media-type-refused";
}

impl fmt::Display for MediaTypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken = MediaType::ALL.map(MediaType::word).join("`, `");
        write!(f, "files of the media type `{}` are not taken; use one of `{taken}`", self.given)
    }
}

impl std::error::Error for MediaTypeError {}

impl FromStr for MediaType {
    type Err = MediaTypeError;

    /// Reads the value of a header `Content-Type`; parameters as in `text/csv; charset=utf-8` are left aside.
    fn from_str(text: &str) -> Result<Self, MediaTypeError> {
        let essence = text.split(';').next().unwrap_or_default().trim();
        let known = Self::ALL.into_iter().find(|known| known.word().eq_ignore_ascii_case(essence));
        known.ok_or_else(|| MediaTypeError { given: essence.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_runs_is_refused() {
        for refused in ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "*/*", ""] {
            assert!(refused.parse::<MediaType>().is_err(), "{refused}");
        }
        let message = "text/html; charset=utf-8".parse::<MediaType>().map_err(|error| error.to_string());
        assert!(message.is_err_and(|message| message.starts_with("files of the media type `text/html` are")));
    }

    #[test]
    fn what_is_taken_is_read_however_it_is_written() {
        for known in MediaType::ALL {
            assert_eq!(known.word().parse(), Ok(known));
        }
        assert_eq!("Text/CSV; charset=utf-8".parse(), Ok(MediaType::Csv));
    }
}
