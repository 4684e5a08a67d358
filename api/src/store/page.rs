/// Which rows of a list that is in ascending order of a key: at most so many from one end, or next to a key.
///
/// Rows that come or go meanwhile shift no page, since a page begins at a key and not at a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page<K> {
    pub(super) end: End<K>,
    pub(super) limit: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End<K> {
    First { after: Option<K> },
    Last { before: Option<K> },
}

impl<K> Page<K> {
    /// The first rows, after a key where one is given.
    #[must_use]
    pub const fn first(limit: u16, after: Option<K>) -> Self {
        Self { end: End::First { after }, limit }
    }

    /// The last rows, before a key where one is given.
    #[must_use]
    pub const fn last(limit: u16, before: Option<K>) -> Self {
        Self { end: End::Last { before }, limit }
    }

    /// The same page, by other keys.
    pub(super) fn map<L>(self, key: impl FnOnce(K) -> L) -> Page<L> {
        let end = match self.end {
            End::First { after } => End::First { after: after.map(key) },
            End::Last { before } => End::Last { before: before.map(key) },
        };
        Page { end, limit: self.limit }
    }
}

/// The rows of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged<T> {
    /// In ascending order of their key, from whichever end the page was asked for.
    pub items: Vec<T>,
    /// There are more beyond the page: after it, or before it where the last rows were asked for.
    pub has_more: bool,
}

impl<T> Paged<T> {
    /// The page of what each row stands for.
    ///
    /// # Errors
    /// The first that `map` gives.
    pub(super) fn try_map<U, E>(self, map: impl FnMut(T) -> Result<U, E>) -> Result<Paged<U>, E> {
        let items = self.items.into_iter().map(map).collect::<Result<_, E>>()?;
        Ok(Paged { items, has_more: self.has_more })
    }
}
