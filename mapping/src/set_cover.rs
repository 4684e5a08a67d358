//! The least number of sets that hold every element (minimum set cover): the least evidence that closes every gap.

mod exact;
mod greedy;
mod instance;

use instance::Instance;

/// The answer of [`least_cover()`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The positions of the sets that are taken, in ascending order.
    pub taken: Vec<usize>,
    /// No cover has fewer sets than this.
    pub at_least: usize,
    /// The elements that no set holds, in ascending order; the cover leaves them out.
    pub uncoverable: Vec<usize>,
}

impl Cover {
    /// How many sets fewer a least cover might have.
    #[must_use]
    pub fn gap(&self) -> usize {
        self.taken.len().saturating_sub(self.at_least)
    }

    /// Whether it is proved that no cover has fewer sets.
    #[must_use]
    pub fn is_least(&self) -> bool {
        self.gap() == 0
    }
}

/// As few of `sets` as can be found that together hold each of the elements `0..elements` that any of them holds.
///
/// What has to be taken, and what another set or element makes superfluous, is settled first; what is left falls into
/// parts that have nothing in common. Each part gets a greedy cover, and where a lower bound does not show at once that
/// it is a least one, an integer program looks for a smaller one for at most its share of `seconds`. Without enough time
/// the greedy cover stays, and [`Cover::gap`] tells how much better a cover might be. Of two equally good choices the
/// set that stands first is taken. Elements from `elements` on are ignored.
///
/// # Complexity
/// Settling takes time that grows with the squares of the numbers of sets and of elements; a part that is left may take
/// all of its time.
#[must_use]
pub fn least_cover(elements: usize, sets: &[Vec<usize>], seconds: f64) -> Cover {
    let mut instance = Instance::new(elements, sets);
    let uncoverable = instance.uncoverable();
    let mut taken = instance.settle();
    let mut at_least = taken.len();
    let parts = instance.parts();
    #[expect(clippy::cast_precision_loss, reason = "a share of seconds need not be exact")]
    let share = seconds / parts.len().max(1) as f64;
    for part in &parts {
        let greedy = greedy::cover(part);
        let bound = greedy::lower_bound(part);
        let (cover, bound) =
            if greedy.len() > bound { exact::improve(part, greedy, bound, share) } else { (greedy, bound) };
        at_least += bound;
        taken.extend(cover.into_iter().filter_map(|set| part.names.get(set)));
    }
    taken.sort_unstable();
    Cover { taken, at_least, uncoverable }
}
