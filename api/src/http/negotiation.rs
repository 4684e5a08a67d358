//! Which form an answer takes.

/// The media types of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// Of GraphQL over HTTP: the status tells whether the document was answered.
    GraphqlResponse,
    /// As older clients want it: 200 for every document that could be read as a request.
    Json,
}

impl MediaType {
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// The best of those that `accept` names; JSON where it names none or any. `None` where it takes neither.
    pub(crate) fn accepted(accept: Option<&str>) -> Option<Self> {
        let Some(accept) = accept.filter(|accept| !accept.trim().is_empty()) else { return Some(Self::Json) };
        let mut best: Option<(f32, Self)> = None;
        for range in accept.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let media = parts.next().unwrap_or_default().to_ascii_lowercase();
            let mut charset_known = true;
            let mut weight = 1.0;
            for parameter in parts {
                match parameter.split_once('=') {
                    Some((name, value)) if name.eq_ignore_ascii_case("q") => {
                        weight = value.parse().unwrap_or(0.0)
                    }
                    Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
                        charset_known = value.trim_matches('"').eq_ignore_ascii_case("utf-8");
                    }
                    _ => {}
                }
            }
            let found = match media.as_str() {
                "application/graphql-response+json" => Self::GraphqlResponse,
                "application/json" | "application/*" | "*/*" => Self::Json,
                _ => continue,
            };
            if weight > 0.0 && charset_known && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, found));
            }
        }
        best.map(|(_, media)| media)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_of_the_known_types_is_taken() {
        let of = MediaType::accepted;
        assert_eq!(of(None), Some(MediaType::Json));
        assert_eq!(of(Some("*/*")), Some(MediaType::Json));
        assert_eq!(of(Some("application/graphql-response+json")), Some(MediaType::GraphqlResponse));
        assert_eq!(
            of(Some("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8")),
            Some(MediaType::GraphqlResponse)
        );
        assert_eq!(
            of(Some("application/json;q=0.9, application/graphql-response+json;q=0.5")),
            Some(MediaType::Json)
        );
        assert_eq!(of(Some("text/html")), None);
        assert_eq!(of(Some("application/json;q=0")), None);
        assert_eq!(of(Some("application/json; charset=utf-16")), None);
    }
}
