use crate::app::LookupFault;
use crate::error::Fault;

/// The fault and, where nothing is near, the command that lists what there is.
pub(crate) fn unknown(fault: LookupFault) -> Fault {
    let lists = match &fault {
        LookupFault::UnknownRequirement { .. } => {
            "`obligraph frameworks list` shows the frameworks, and `frameworks show` their requirements"
        }
        LookupFault::UnknownFramework { .. } => "`obligraph frameworks list` shows them",
        LookupFault::UnknownEvidenceType { .. } => "`obligraph evidence-types list` shows them",
        LookupFault::Reference { .. } => return fault.into(),
    };
    match fault.near() {
        [] => Fault::new(fault.code(), format!("{fault}; {lists}")),
        _ => fault.into(),
    }
}
