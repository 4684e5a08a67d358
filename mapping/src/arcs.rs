//! Compressed adjacency of mappings: per node, its arcs grouped by what they say.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: offsets and positions are made by `Arcs::new` from the same arcs that they index"
)]

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

/// Which mapping an arc belongs to and in which direction it is travelled; lower mappings come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EdgeCode(pub(crate) u32);

impl EdgeCode {
    pub(crate) const fn forward(mapping: u32) -> Self {
        Self(mapping << 1)
    }

    pub(crate) const fn backward(mapping: u32) -> Self {
        Self(mapping << 1 | 1)
    }
}

/// The arcs of some nodes. Dense where every node of a part has a row, sparse in an overlay, which touches few.
#[derive(Debug, Default)]
pub(crate) struct Arcs {
    rows: Rows,
    /// Per row, where each class starts and the last one ends.
    offsets: Vec<[u32; MAPPING_CLASSES + 1]>,
    targets: Vec<u32>,
    confidences: Vec<f32>,
    edges: Vec<EdgeCode>,
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

/// The arcs of one class of one node.
#[derive(Clone, Copy)]
pub(crate) struct Segment<'a> {
    pub(crate) targets: &'a [u32],
    pub(crate) confidences: &'a [f32],
    pub(crate) edges: &'a [EdgeCode],
}

impl Arcs {
    /// `dense_nodes`: how many nodes a dense table has; `None` makes a sparse one.
    pub(crate) fn new(mut arcs: Vec<Arc>, dense_nodes: Option<usize>) -> Self {
        if arcs.is_empty() {
            return Self::default();
        }
        arcs.sort_unstable_by_key(|arc| (arc.source, arc.class as u8, arc.edge));
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
            for class in 0..MAPPING_CLASSES {
                bounds[class] = position;
                while rest.next_if(|arc| arc.source as usize == node && arc.class as usize == class).is_some()
                {
                    position += 1;
                }
            }
            bounds[MAPPING_CLASSES] = position;
        }
        Self {
            rows,
            offsets,
            targets: arcs.iter().map(|arc| arc.target).collect(),
            confidences: arcs.iter().map(|arc| arc.confidence).collect(),
            edges: arcs.iter().map(|arc| arc.edge).collect(),
        }
    }

    /// The row of a node, to be asked for once a node.
    #[inline]
    pub(crate) fn row(&self, node: u32) -> Option<&[u32; MAPPING_CLASSES + 1]> {
        match &self.rows {
            Rows::None => None,
            Rows::Dense => self.offsets.get(node as usize),
            Rows::Sparse(sources) => sources.binary_search(&node).ok().map(|row| &self.offsets[row]),
        }
    }

    #[inline]
    pub(crate) fn segment(&self, row: &[u32; MAPPING_CLASSES + 1], class: usize) -> Segment<'_> {
        let range = row[class] as usize..row[class + 1] as usize;
        Segment {
            targets: &self.targets[range.clone()],
            confidences: &self.confidences[range.clone()],
            edges: &self.edges[range],
        }
    }
}
