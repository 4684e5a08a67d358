//! From the parameters of a request to what GraphQL is asked.

use async_graphql::{Request, Variables};
use serde_json::{Map, Value};

/// Reads the parameters of a POST, a JSON object.
///
/// # Errors
/// What is wrong with them, for the client.
pub(crate) fn of_body(body: &[u8]) -> Result<Request, String> {
    let value: Value =
        serde_json::from_slice(body).map_err(|error| format!("the body is no JSON: {error}"))?;
    let Value::Object(parameters) = value else {
        return Err(
            "the body must be a JSON object with `query`, and `variables` where it has some".to_owned()
        );
    };
    of_parameters(parameters)
}

/// Reads the parameters of a GET, from the query string; `variables` and `extensions` are JSON in it.
///
/// # Errors
/// What is wrong with them, for the client.
pub(crate) fn of_query_string(parameters: Vec<(String, String)>) -> Result<Request, String> {
    let mut read = Map::new();
    for (name, text) in parameters {
        let value = match name.as_str() {
            "variables" | "extensions" if !text.is_empty() => {
                serde_json::from_str(&text).map_err(|error| format!("`{name}` is no JSON: {error}"))?
            }
            "variables" | "extensions" => Value::Null,
            _ => Value::String(text),
        };
        if read.insert(name.clone(), value).is_some() {
            return Err(format!("`{name}` is given twice"));
        }
    }
    of_parameters(read)
}

pub(crate) fn of_parameters(mut parameters: Map<String, Value>) -> Result<Request, String> {
    let query = match parameters.remove("query") {
        Some(Value::String(query)) => query,
        Some(_) => return Err("`query` must be a string that holds a GraphQL document".to_owned()),
        None => return Err("`query` is missing; it holds a GraphQL document".to_owned()),
    };
    let mut request = Request::new(query);
    match parameters.remove("operationName") {
        None | Some(Value::Null) => {}
        Some(Value::String(name)) => request = request.operation_name(name),
        Some(_) => return Err("`operationName` must be a string".to_owned()),
    }
    match parameters.remove("variables") {
        None | Some(Value::Null) => {}
        Some(variables @ Value::Object(_)) => request = request.variables(Variables::from_json(variables)),
        Some(_) => return Err("`variables` must be a JSON object".to_owned()),
    }
    match parameters.remove("extensions") {
        None | Some(Value::Null | Value::Object(_)) => Ok(request),
        Some(_) => Err("`extensions` must be a JSON object".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> String {
        of_body(body.as_bytes()).err().unwrap_or_else(|| "taken".to_owned())
    }

    #[test]
    fn what_is_no_request_is_told() {
        assert_eq!(refused(r#"{"query":"{a}","variables":{"x":1},"operationName":null}"#), "taken");
        assert!(refused("{").starts_with("the body is no JSON"));
        assert!(refused("[]").starts_with("the body must be a JSON object"));
        assert_eq!(refused("{}"), "`query` is missing; it holds a GraphQL document");
        assert_eq!(refused(r#"{"query":1}"#), "`query` must be a string that holds a GraphQL document");
        assert_eq!(refused(r#"{"query":"{a}","variables":"{}"}"#), "`variables` must be a JSON object");
        assert_eq!(refused(r#"{"query":"{a}","operationName":1}"#), "`operationName` must be a string");
        assert_eq!(refused(r#"{"query":"{a}","extensions":[]}"#), "`extensions` must be a JSON object");
    }

    #[test]
    fn parameters_of_a_query_string_are_read_once_each() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert!(of_query_string(vec![pair("query", "{a}"), pair("variables", "{}")]).is_ok());
        assert!(of_query_string(vec![pair("query", "{a}"), pair("query", "{b}")]).is_err());
        assert!(of_query_string(vec![pair("query", "{a}"), pair("variables", "{")]).is_err());
    }
}
