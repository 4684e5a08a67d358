/// What a test case chooses, one after the other. Once they have run out the first of everything is chosen, so that fewer and
/// smaller choices are a simpler case.
pub(crate) struct Choices<'a> {
    rest: &'a [u16],
}

impl<'a> Choices<'a> {
    pub(crate) const fn new(rest: &'a [u16]) -> Self {
        Self { rest }
    }

    /// One of so many.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        usize::from(*first) % count.max(1)
    }

    /// Whether something happens that does in so many cases of a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub(crate) fn of<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    pub(crate) fn word(&mut self, words: &[&str]) -> String {
        words[self.below(words.len())].to_owned()
    }
}
