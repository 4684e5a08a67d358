use serde_json::Value;

/// The one text of a JSON value: names in ascending order, no blanks. `None` where a text in it holds U+0000.
pub(super) fn canonical(value: Value) -> Option<String> {
    Some(sorted(value)?.to_string())
}

/// Sorts even where another crate has switched `serde_json` to keep names in the order in which they came.
fn sorted(value: Value) -> Option<Value> {
    let is_clean = |text: &str| !text.contains('\0');
    Some(match value {
        Value::String(text) if !is_clean(&text) => return None,
        Value::Array(members) => Value::Array(members.into_iter().map(sorted).collect::<Option<_>>()?),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().collect();
            fields.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
            let fields = fields
                .into_iter()
                .map(|(name, value)| is_clean(&name).then(|| Some((name, sorted(value)?)))?);
            Value::Object(fields.collect::<Option<_>>()?)
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_in_order_at_every_depth() {
        let value = json!({"b": [{"d": 1, "c": 0.5}], "a": null});
        assert_eq!(canonical(value).as_deref(), Some(r#"{"a":null,"b":[{"c":0.5,"d":1}]}"#));
    }

    #[test]
    fn a_nul_character_is_found_wherever_it_is() {
        for value in [json!("\0"), json!(["a", {"b": "\0"}]), json!({"\0": 1})] {
            assert_eq!(canonical(value), None);
        }
        assert!(canonical(json!("\\u0000")).is_some());
    }
}
