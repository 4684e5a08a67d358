//! Work in units that hang on the input alone, so that what a budget cuts off is the same on every machine.

use rayon::prelude::*;

/// What is left of a budget.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meter {
    left: u64,
}

/// The budget does not suffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spent;

impl Meter {
    pub(crate) const fn new(budget: u64) -> Self {
        Self { left: budget }
    }

    /// # Errors
    /// [`Spent`] where less than `units` is left; then nothing is.
    pub(crate) const fn spend(&mut self, units: u64) -> Result<(), Spent> {
        match self.left.checked_sub(units) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = 0;
                Err(Spent)
            }
        }
    }

    /// `run` on each item, on all cores, with the outcome of running one after the other on this meter.
    ///
    /// `take` gets the results in the order of the items and says whether to go on. An item that what is left does not
    /// suffice for is the last, with the result that `run` gives of it then.
    pub(crate) fn each<I: Sync, T: Send>(
        &mut self,
        items: &[I],
        run: impl Fn(&I, &mut Self) -> (T, Result<(), Spent>) + Sync,
        mut take: impl FnMut(T) -> bool,
    ) -> Result<(), Spent> {
        for chunk in items.chunks(CHUNK) {
            // A share each, so that all together do not do more than what is left.
            let share = self.left / CHUNK as u64;
            let tried: Vec<(T, Result<(), Spent>, u64)> = chunk
                .par_iter()
                .map(|item| {
                    let mut meter = Self::new(share);
                    let (result, within) = run(item, &mut meter);
                    (result, within, share - meter.left)
                })
                .collect();
            for (item, (mut result, mut within, used)) in chunk.iter().zip(tried) {
                match within {
                    Ok(()) => within = self.spend(used),
                    Err(Spent) => (result, within) = run(item, self),
                }
                let goes_on = take(result);
                within?;
                if !goes_on {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Enough for many cores, and few enough that a share is no sliver of the budget.
const CHUNK: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    /// Each item costs what it says and gives what it got done.
    fn run(cost: &u64, meter: &mut Meter) -> (u64, Result<(), Spent>) {
        for done in 0..*cost {
            if let Err(spent) = meter.spend(1) {
                return (done, Err(spent));
            }
        }
        (*cost, Ok(()))
    }

    #[test]
    fn many_at_once_end_where_one_after_the_other_does() {
        let costs: Vec<u64> = (0..1000).map(|item| item * 7 % 31).collect();
        for budget in [0, 1, 100, 5_000, 14_000, 1_000_000] {
            let mut meter = Meter::new(budget);
            let mut results = Vec::new();
            let within = meter.each(&costs, run, |result| {
                results.push(result);
                true
            });
            let (mut one, mut expected) = (Meter::new(budget), Vec::new());
            let in_turn = costs.iter().try_for_each(|cost| {
                let (result, within) = run(cost, &mut one);
                expected.push(result);
                within
            });
            assert_eq!((results, within, meter.left), (expected, in_turn, one.left), "{budget}");
        }
    }
}
