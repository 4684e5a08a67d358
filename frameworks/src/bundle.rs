mod linked;
mod parsed;
mod validated;

pub use linked::Linked;
pub use parsed::Parsed;
pub use validated::Validated;

pub(crate) use linked::{
    LinkedClaim, LinkedEvidenceType, LinkedFramework, LinkedMapping, LinkedNoCounterpart,
};
pub(crate) use validated::nearest_requirements;

/// A set of content on its way to the engine.
///
/// ```text
/// files --read--> Bundle<Parsed> --link--> Bundle<Linked> --validate--> Bundle<Validated> --> Arc<Catalog>
/// ```
///
/// | state | guarantee |
/// |---|---|
/// | [`Parsed`] | what is in it follows the format; faulty files are known and reported |
/// | [`Linked`] | every reference that is left in it resolves; the rest is reported |
/// | [`Validated`] | it keeps every [`Rule`](crate::Rule) whose breach is an error |
///
/// Faults are carried along and not raised at once, so that the last step tells all of them. Only a validated bundle
/// gives out a catalogue: content that was not checked cannot reach the engine.
#[derive(Debug)]
pub struct Bundle<State> {
    state: State,
}
