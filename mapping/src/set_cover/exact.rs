//! The same as an integer program: a variable a set, 1 where it is taken, and at least one of its holders for each element.

use good_lp::solvers::SolutionStatus;
use good_lp::{
    Expression, ProblemVariables, Solution, SolverModel, Variable, WithInitialSolution, WithTimeLimit,
    constraint, microlp, variable,
};

use super::instance::Part;

/// A cover no larger than `greedy`, and a bound no lower than `bound`.
pub(super) fn improve(part: &Part, greedy: Vec<usize>, bound: usize, seconds: f64) -> (Vec<usize>, usize) {
    // A limit of zero or less would be none.
    if seconds <= 0.0 || seconds.is_nan() {
        return (greedy, bound);
    }
    let bound = bound.max(relaxed(part, seconds / 4.0).unwrap_or(0));
    if greedy.len() <= bound {
        return (greedy, bound);
    }
    let mut problem = ProblemVariables::new();
    let sets: Vec<Variable> = part.sets.iter().map(|_| problem.add(variable().binary())).collect();
    let start = sets.iter().enumerate().map(|(set, &variable)| {
        let is_taken = greedy.binary_search(&set).is_ok();
        (variable, if is_taken { 1.0 } else { 0.0 })
    });
    let start: Vec<(Variable, f64)> = start.collect();
    let mut model = problem.minimise(sets.iter().sum::<Expression>()).using(microlp);
    model = model.with_initial_solution(start).with_time_limit(seconds * 0.75);
    for holders in &part.holders {
        model.add_constraint(constraint!(sum(&sets, holders) >= 1.0));
    }
    let Ok(solution) = model.solve() else { return (greedy, bound) };
    let taken = sets.iter().enumerate().filter(|(_, set)| solution.value(**set) > 0.5);
    let taken: Vec<usize> = taken.map(|(set, _)| set).collect();
    let is_proved = matches!(solution.status(), SolutionStatus::Optimal);
    // A solver works with fractions: what it says is counted again before it is believed.
    if !is_cover(part, &taken) || taken.len() > greedy.len() {
        return (greedy, bound);
    }
    let bound = if is_proved { taken.len() } else { bound };
    // Among equals the greedy cover stays, which does not hang on a solver.
    if taken.len() == greedy.len() { (greedy, bound) } else { (taken, bound) }
}

/// What a cover costs at least if sets may be taken in part.
fn relaxed(part: &Part, seconds: f64) -> Option<usize> {
    let mut problem = ProblemVariables::new();
    let sets: Vec<Variable> = part.sets.iter().map(|_| problem.add(variable().min(0.0))).collect();
    let mut model = problem.minimise(sets.iter().sum::<Expression>()).using(microlp).with_time_limit(seconds);
    for holders in &part.holders {
        model.add_constraint(constraint!(sum(&sets, holders) >= 1.0));
    }
    let solution = model.solve().ok()?;
    if !matches!(solution.status(), SolutionStatus::Optimal) {
        return None;
    }
    let value: f64 = sets.iter().map(|&set| solution.value(set)).sum();
    // A cover has a whole number of sets; the tiny amount makes up for what fractions lack.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the number of sets"
    )]
    Some((value - 1e-6).ceil().max(0.0) as usize)
}

fn sum(sets: &[Variable], holders: &[usize]) -> Expression {
    holders.iter().filter_map(|&set| sets.get(set)).sum()
}

fn is_cover(part: &Part, taken: &[usize]) -> bool {
    part.holders.iter().all(|holders| holders.iter().any(|set| taken.binary_search(set).is_ok()))
}
