use super::fault::TokenFault;

/// The token of an `authorization` header; `None` where there is no header.
///
/// # Errors
/// [`TokenFault::Malformed`] for another scheme than `Bearer` and for one without a token.
pub fn bearer(header: Option<&str>) -> Result<Option<&str>, TokenFault> {
    let Some(header) = header else { return Ok(None) };
    let malformed = TokenFault::Malformed("the header `authorization` must be `Bearer` and one token");
    let Some((scheme, token)) = header.trim().split_once(' ') else { return Err(malformed) };
    let token = token.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() || token.contains(char::is_whitespace) {
        return Err(malformed);
    }
    Ok(Some(token))
}
