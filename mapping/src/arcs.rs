//! Compressed adjacency of mappings: per node, its arcs grouped by what they say.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: offsets and positions are made by `Arcs::new` from the same arcs that they index"
)]

use std::ops::Range;

use prefetch_index::prefetch_index;

use crate::automaton::{ArcClass, MAPPING_CLASSES};

/// One direction of one mapping.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    pub(crate) source: u32,
    pub(crate) target: u32,
    pub(crate) class: ArcClass,
    pub(crate) confidence: f32,
    pub(crate) edge: EdgeCode,
}

/// Of one node, where the arcs of each class start and those of the last one end.
pub(crate) type Row = [u32; MAPPING_CLASSES + 1];

/// Which mapping an arc belongs to and in which direction it is travelled; lower mappings come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EdgeCode(u32);

impl EdgeCode {
    /// After every mapping.
    pub(crate) const LAST: Self = Self(u32::MAX);

    pub(crate) const fn forward(mapping: u32) -> Self {
        Self(mapping << 1)
    }

    pub(crate) const fn backward(mapping: u32) -> Self {
        Self(mapping << 1 | 1)
    }

    pub(crate) const fn mapping(self) -> u32 {
        self.0 >> 1
    }

    pub(crate) const fn is_forward(self) -> bool {
        self.0 & 1 == 0
    }
}

/// The arcs of some nodes. Dense where every node of a part has a row, sparse in an overlay, which touches few.
#[derive(Debug, Default)]
pub(crate) struct Arcs {
    rows: Rows,
    offsets: Vec<Row>,
    /// Targets and confidences lie together, as a search reads both and no more.
    heads: Vec<Head>,
    edges: Vec<EdgeCode>,
    /// The number of the first arc: numbers go on over the tables of a graph.
    first: u32,
}

/// Where an arc leads and how sure it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) target: u32,
    pub(crate) confidence: f32,
}

#[derive(Debug, Default)]
enum Rows {
    #[default]
    None,
    /// Row `i` is node `i`.
    Dense,
    /// Row `i` is the `i`-th of these nodes, in ascending order.
    Sparse(Vec<u32>),
}

impl Arcs {
    /// `dense_nodes`: how many nodes a dense table has; `None` makes a sparse one.
    pub(crate) fn new(mut arcs: Vec<Arc>, dense_nodes: Option<usize>, first: u32) -> Self {
        if arcs.is_empty() {
            return Self { first, ..Self::default() };
        }
        arcs.sort_unstable_by_key(|arc| (arc.source, arc.class as u8, arc.target, arc.edge));
        let rows = match dense_nodes {
            Some(_) => Rows::Dense,
            None => {
                let mut sources: Vec<u32> = arcs.iter().map(|arc| arc.source).collect();
                sources.dedup();
                Rows::Sparse(sources)
            }
        };
        let row_count = match &rows {
            Rows::Sparse(sources) => sources.len(),
            _ => dense_nodes.unwrap_or_default(),
        };
        let mut offsets = vec![[0; MAPPING_CLASSES + 1]; row_count];
        let mut position = 0u32;
        let mut rest = arcs.iter().peekable();
        for (row, bounds) in offsets.iter_mut().enumerate() {
            let node = match &rows {
                Rows::Sparse(sources) => sources[row] as usize,
                _ => row,
            };
            // No arc is of the class after the last: its start is where the last one ends.
            for (class, start) in bounds.iter_mut().enumerate() {
                *start = position;
                while rest.next_if(|arc| arc.source as usize == node && arc.class as usize == class).is_some()
                {
                    position += 1;
                }
            }
        }
        Self {
            rows,
            offsets,
            heads: arcs.iter().map(|arc| Head { target: arc.target, confidence: arc.confidence }).collect(),
            edges: arcs.iter().map(|arc| arc.edge).collect(),
            first,
        }
    }

    /// The row of a node, to be asked for once a node.
    #[inline]
    pub(crate) fn row(&self, node: u32) -> Option<&Row> {
        match &self.rows {
            Rows::None => None,
            Rows::Dense => self.offsets.get(node as usize),
            Rows::Sparse(sources) => sources.binary_search(&node).ok().map(|row| &self.offsets[row]),
        }
    }

    /// The heads of some classes of a row.
    #[inline]
    pub(crate) fn heads(&self, row: &Row, classes: Range<usize>) -> &[Head] {
        &self.heads[row[classes.start] as usize..row[classes.end] as usize]
    }

    /// The number of the first arc.
    pub(crate) const fn first(&self) -> u32 {
        self.first
    }

    /// Asks for the row of a node to be brought into the cache.
    #[inline]
    pub(crate) fn ask_for_row(&self, node: u32) {
        if let Rows::Dense = self.rows {
            prefetch_index(&self.offsets, node as usize);
        }
    }

    /// Asks for the arcs of some classes of a row, or the first few lines of them.
    #[inline]
    pub(crate) fn ask_for_heads(&self, row: &Row, classes: Range<usize>) {
        const HEADS_A_LINE: usize = 8;
        const LINES: usize = 4;
        let (start, end) = (row[classes.start] as usize, row[classes.end] as usize);
        for head in (start..end).step_by(HEADS_A_LINE).take(LINES) {
            prefetch_index(&self.heads, head);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// The number after that of the last arc.
    pub(crate) fn end(&self) -> u32 {
        // INVARIANT: a catalogue holds fewer than 2^29 mappings, and each has two arcs.
        self.first + u32::try_from(self.edges.len()).unwrap_or(u32::MAX)
    }

    /// The mapping and direction of an arc of this table; `None` for the number of another table's arc.
    pub(crate) fn edge(&self, arc: u32) -> Option<EdgeCode> {
        self.edges.get(arc.checked_sub(self.first)? as usize).copied()
    }
}
