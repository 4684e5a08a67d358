use async_graphql::{InputType, MaybeUndefined};

/// What a patch says of a field that may be empty: nothing, that it shall be empty, or its new value.
pub(crate) fn optional<T: InputType, U>(
    field: MaybeUndefined<T>,
    read: impl FnOnce(T) -> U,
) -> Option<Option<U>> {
    match field {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(read(value))),
    }
}
