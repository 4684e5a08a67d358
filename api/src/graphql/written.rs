//! Parts of an answer that are JSON already, and the answer that they stand in.

use async_graphql::{Response, Value};

/// Writes `null`.
pub(crate) fn write_null(json: &mut Vec<u8>) -> Option<()> {
    json.extend_from_slice(b"null");
    Some(())
}

/// Writes one text made of parts.
pub(crate) fn write_text(json: &mut Vec<u8>, parts: &[&str]) -> Option<()> {
    let stands_for_itself = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if !parts.iter().all(|part| part.bytes().all(stands_for_itself)) {
        return serde_json::to_writer(json, &parts.concat()).ok();
    }
    json.push(b'"');
    for part in parts {
        json.extend_from_slice(part.as_bytes());
    }
    json.push(b'"');
    Some(())
}

/// Writes a name of GraphQL, in which nothing is to be escaped.
pub(crate) fn write_name(json: &mut Vec<u8>, name: &str) -> Option<()> {
    json.push(b'"');
    json.extend_from_slice(name.as_bytes());
    json.push(b'"');
    Some(())
}

/// What is written, as a value of an answer. The schema has no binary scalars, so that such a value is always this.
pub(crate) fn written(json: Vec<u8>) -> Value {
    Value::Binary(json.into())
}

/// Reads what is written, so that it can be looked into.
///
/// # Errors
/// Where it is no JSON.
pub(crate) fn read(value: &mut Value) -> serde_json::Result<()> {
    match value {
        Value::Binary(json) => *value = serde_json::from_slice(json)?,
        Value::Object(fields) => fields.values_mut().try_for_each(read)?,
        Value::List(values) => values.iter_mut().try_for_each(read)?,
        _ => {}
    }
    Ok(())
}

/// An answer as JSON, with what is written as it is.
///
/// # Errors
/// What cannot be JSON.
pub(crate) fn to_json(response: &Response) -> serde_json::Result<Vec<u8>> {
    let mut json = Vec::with_capacity(length(&response.data) + 64);
    json.extend_from_slice(br#"{"data":"#);
    write_value(&mut json, &response.data)?;
    if !response.extensions.is_empty() {
        json.extend_from_slice(br#","extensions":"#);
        serde_json::to_writer(&mut json, &response.extensions)?;
    }
    if !response.errors.is_empty() {
        json.extend_from_slice(br#","errors":"#);
        serde_json::to_writer(&mut json, &response.errors)?;
    }
    json.push(b'}');
    Ok(json)
}

/// About how many bytes a value takes; what is written is counted, the rest guessed.
fn length(value: &Value) -> usize {
    match value {
        Value::Binary(json) => json.len(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| name.len() + 4 + length(value)).sum::<usize>() + 2
        }
        Value::List(values) => values.iter().map(|value| length(value) + 1).sum::<usize>() + 2,
        Value::String(text) => text.len() + 2,
        _ => 8,
    }
}

fn write_value(json: &mut Vec<u8>, value: &Value) -> serde_json::Result<()> {
    match value {
        Value::Binary(written) => json.extend_from_slice(written),
        Value::Object(fields) => {
            json.push(b'{');
            for (position, (name, value)) in fields.iter().enumerate() {
                if position > 0 {
                    json.push(b',');
                }
                serde_json::to_writer(&mut *json, name.as_str())?;
                json.push(b':');
                write_value(json, value)?;
            }
            json.push(b'}');
        }
        Value::List(values) => {
            json.push(b'[');
            for (position, value) in values.iter().enumerate() {
                if position > 0 {
                    json.push(b',');
                }
                write_value(json, value)?;
            }
            json.push(b']');
        }
        plain => serde_json::to_writer(&mut *json, plain)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use async_graphql::Name;
    use async_graphql::indexmap::IndexMap;

    use super::*;

    #[test]
    fn texts_are_written_as_json_whatever_they_hold() {
        for parts in [vec![""], vec!["plain"], vec!["a\"b", "\\", "\n\u{1}"], vec!["straße", "/", "日本"]]
        {
            let mut json = Vec::new();
            write_text(&mut json, &parts);
            assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), parts.concat());
        }
    }

    #[test]
    fn what_is_written_stands_in_the_answer_as_it_is() {
        let plain = serde_json::json!({ "data": { "a": [1, { "b": "c\"d", "e": null }] } });
        let object = written(br#"{"b":"c\"d","e":null}"#.to_vec());
        let list = Value::List(vec![Value::Number(1.into()), object]);
        let mut data = Value::Object(IndexMap::from_iter([(Name::new("a"), list)]));
        let json = to_json(&Response::new(data.clone())).unwrap();
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&json).unwrap(), plain);
        read(&mut data).unwrap();
        assert_eq!(serde_json::to_value(&data).unwrap(), plain["data"]);
    }
}
