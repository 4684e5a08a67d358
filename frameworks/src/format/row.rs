use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An item of a file with the line on which it starts, so that every diagnostic can name its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<T> {
    /// The line, from 1; 0 where the source has no lines.
    pub line: u32,
    /// The item.
    pub value: T,
}

/// Text formats carry only the item, and their reader tells the line; a binary format carries both.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Row<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let spanned = serde_saphyr::Spanned::<T>::deserialize(deserializer)?;
            let line = u32::try_from(spanned.referenced.line()).unwrap_or(u32::MAX);
            Ok(Self { line, value: spanned.value })
        } else {
            let (line, value) = Deserialize::deserialize(deserializer)?;
            Ok(Self { line, value })
        }
    }
}

impl<T: Serialize> Serialize for Row<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            self.value.serialize(serializer)
        } else {
            (self.line, &self.value).serialize(serializer)
        }
    }
}

#[cfg(test)]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Row<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}
