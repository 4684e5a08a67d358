use std::collections::{BTreeMap, BTreeSet};

use obligraph_mapping::{Cover, Options, RequirementId, ResolveFault, least_cover};

use super::item::{BestOfType, closed_by};
use crate::app::catalog::Content;

/// The least evidence that closes all of a scope that can be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The obligations that it closes: all that evidence of any of the types can close.
    pub closed: BTreeSet<RequirementId>,
    /// The evidence types, by their places in [`super::Reach::types`], ascending.
    pub types: Vec<usize>,
    /// The items of these types that are needed, as places of type and item, ascending.
    pub items: Vec<(usize, usize)>,
    /// No plan that closes as much has fewer types.
    pub at_least: usize,
}

impl Plan {
    /// How many types fewer a least plan might have; 0 where it is proved that there is none with fewer.
    #[must_use]
    pub fn gap(&self) -> usize {
        self.types.len().saturating_sub(self.at_least)
    }

    /// Obligations closed for each evidence type; `None` without any.
    #[must_use]
    pub fn reuse(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "counts of obligations are small")]
        let each = |closed: usize, types: usize| closed as f64 / types as f64;
        (!self.types.is_empty()).then(|| each(self.closed.len(), self.types.len()))
    }
}

/// What plans are made from.
pub(super) struct Planner<'a> {
    pub(super) content: &'a Content,
    pub(super) options: &'a Options,
    pub(super) types: &'a [BestOfType<'a>],
    /// What all evidence together closes.
    pub(super) closable: BTreeSet<RequirementId>,
    /// What is closed even without the types that close it by themselves.
    pub(super) joint: BTreeSet<RequirementId>,
    pub(super) seconds: f64,
}

type Leaves = BTreeSet<RequirementId>;

impl Planner<'_> {
    /// The least plan, as far as it is found in time.
    ///
    /// Leaves that several types close together need no type of their own, so a least cover of the others is a lower
    /// bound. What the engine then finds open is asked for leaf by leaf, until nothing is.
    pub(super) fn least(&self, obligations: &Leaves) -> Result<Plan, Vec<ResolveFault>> {
        let wanted: Leaves = obligations.intersection(&self.closable).copied().collect();
        let of_types: Vec<&Leaves> = self.types.iter().map(|one| &one.closes).collect();
        let (types, at_least) = self.choose(&wanted, &of_types, |chosen| self.items_of(chosen))?;
        let items = self.items_of(&types);
        let of_items: Vec<&Leaves> = items.iter().filter_map(|&at| Some(&self.item(at)?.closes)).collect();
        let named = |chosen: &[usize]| chosen.iter().filter_map(|&place| items.get(place).copied()).collect();
        let (needed, _) = self.choose(&wanted, &of_items, named)?;
        Ok(Plan { closed: wanted, types, items: named(&needed), at_least })
    }

    /// The fewest choices that close what is wanted, and how many there are at least.
    fn choose(
        &self,
        wanted: &Leaves,
        choices: &[&Leaves],
        items_of: impl Fn(&[usize]) -> Vec<(usize, usize)>,
    ) -> Result<(Vec<usize>, usize), Vec<ResolveFault>> {
        let open = |chosen: &[usize]| -> Result<Leaves, Vec<ResolveFault>> {
            let items = items_of(chosen);
            let evidence = items.iter().filter_map(|&at| Some(&self.item(at)?.evidence));
            let closed = closed_by(self.content, self.options, evidence)?;
            Ok(wanted.difference(&closed).copied().collect())
        };
        let mut asked: Leaves = wanted.difference(&self.joint).copied().collect();
        let Cover { mut taken, at_least, .. } = cover(choices, &asked, self.seconds);
        let at_least = at_least.max(usize::from(!wanted.is_empty()));
        loop {
            let missing = open(&taken)?;
            if missing.is_empty() {
                break;
            }
            let before = asked.len();
            asked.extend(missing);
            // Where nothing new is asked, no single choice closes it: all of them together do.
            let is_stuck = asked.len() == before;
            taken = match is_stuck {
                true => (0..choices.len()).collect(),
                false => cover(choices, &asked, self.seconds).taken,
            };
            if is_stuck {
                break;
            }
        }
        if taken.len() > at_least {
            taken = without_superfluous(taken, |fewer| Ok(open(fewer)?.is_empty()))?;
        }
        Ok((taken, at_least))
    }

    fn item(&self, (one, item): (usize, usize)) -> Option<&super::Item> {
        self.types.get(one)?.items.get(item)
    }

    fn items_of(&self, types: &[usize]) -> Vec<(usize, usize)> {
        let items = |&place: &usize| {
            let count = self.types.get(place).map_or(0, |one| one.items.len());
            (0..count).map(move |item| (place, item))
        };
        types.iter().flat_map(items).collect()
    }
}

fn cover(choices: &[&Leaves], wanted: &Leaves, seconds: f64) -> Cover {
    let places: BTreeMap<RequirementId, usize> = wanted.iter().copied().zip(0..).collect();
    let held = |closes: &&Leaves| closes.iter().filter_map(|leaf| places.get(leaf).copied()).collect();
    let sets: Vec<Vec<usize>> = choices.iter().map(held).collect();
    least_cover(wanted.len(), &sets, seconds)
}

/// Gives back each choice without which the others do as well, those that come last first.
fn without_superfluous(
    mut chosen: Vec<usize>,
    suffices: impl Fn(&[usize]) -> Result<bool, Vec<ResolveFault>>,
) -> Result<Vec<usize>, Vec<ResolveFault>> {
    for one in chosen.clone().into_iter().rev() {
        let fewer: Vec<usize> = chosen.iter().copied().filter(|&other| other != one).collect();
        if suffices(&fewer)? {
            chosen = fewer;
        }
    }
    Ok(chosen)
}
