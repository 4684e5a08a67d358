//! What stands above and below: parents and children, groups of joint mappings, complete decompositions.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: offsets are made by `Adjacency::new` from the same entries that they index"
)]

use crate::automaton::ArcClass;

/// A step that costs no mapping: between parent and child, or between a group and a member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) target: u32,
    pub(crate) class: ArcClass,
}

/// Entries by node, for few nodes or many.
#[derive(Debug)]
pub(crate) struct Adjacency<T> {
    sources: Vec<u32>,
    offsets: Vec<u32>,
    entries: Vec<T>,
}

impl<T> Default for Adjacency<T> {
    fn default() -> Self {
        Self { sources: Vec::new(), offsets: vec![0], entries: Vec::new() }
    }
}

impl<T: Copy> Adjacency<T> {
    /// Entries of one node keep the order of `pairs`.
    pub(crate) fn new(mut pairs: Vec<(u32, T)>) -> Self {
        pairs.sort_by_key(|(source, _)| *source);
        let mut sources = Vec::new();
        let mut offsets = Vec::new();
        for ((source, _), position) in pairs.iter().zip(0u32..) {
            if sources.last() != Some(source) {
                sources.push(*source);
                offsets.push(position);
            }
        }
        offsets.push(pairs.len().try_into().unwrap_or(u32::MAX));
        let entries = pairs.into_iter().map(|(_, entry)| entry).collect();
        Self { sources, offsets, entries }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    #[inline]
    pub(crate) fn of(&self, node: u32) -> &[T] {
        if self.sources.is_empty() {
            return &[];
        }
        // Where every node has entries, as in a whole framework, the row is the node itself.
        let row = match self.sources.get(node as usize) {
            Some(&source) if source == node => node as usize,
            _ => match self.sources.binary_search(&node) {
                Ok(row) => row,
                Err(_) => return &[],
            },
        };
        &self.entries[self.offsets[row] as usize..self.offsets[row + 1] as usize]
    }
}

/// A node that is no more than its members together.
#[derive(Debug)]
pub(crate) struct Decomposition {
    pub(crate) whole: u32,
    /// In the order of their requirements, at least two.
    pub(crate) members: Box<[u32]>,
}
