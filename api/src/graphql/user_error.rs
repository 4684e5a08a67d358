//! Errors that a user can mend: they come with the payload of a mutation, all at once.

use async_graphql::{Error, Interface, SimpleObject};

use super::error::{of_store, refused};
use crate::app::Rejection;
use crate::error::Fault;
use crate::store::StoreError;

/// An error that a user can mend: every member of the error union of a mutation is one.
#[derive(Interface)]
#[graphql(
    field(
        name = "code",
        ty = "&String",
        desc = "Stable, for machines: `unknown-requirement`. Expect new ones."
    ),
    field(name = "message", ty = "&String", desc = "What is wrong and how to mend it, in English."),
    field(
        name = "path",
        ty = "&Vec<String>",
        desc = "Where in the arguments: names, and positions from 0; empty where it is of no single one."
    )
)]
#[expect(
    clippy::duplicated_attributes,
    reason = "clippy takes the types of the fields for repeated attributes"
)]
pub(crate) enum UserError {
    InvalidInput(InvalidInputError),
    NotFound(NotFoundError),
    Conflict(ConflictError),
}

/// Something that was given is wrong.
#[derive(SimpleObject)]
pub(crate) struct InvalidInputError {
    /// Stable, for machines: `unknown-requirement`. Expect new ones.
    code: String,
    /// What is wrong and how to mend it, in English.
    message: String,
    /// Where in the arguments: names, and positions from 0; empty where it is of no single one.
    path: Vec<String>,
}

/// What is to be changed is not there, or not yours.
#[derive(SimpleObject)]
pub(crate) struct NotFoundError {
    /// Stable, for machines. Expect new ones.
    code: String,
    /// What is wrong and how to mend it, in English.
    message: String,
    /// Where in the arguments: names, and positions from 0; empty where it is of no single one.
    path: Vec<String>,
}

/// What is there stands against the change.
#[derive(SimpleObject)]
pub(crate) struct ConflictError {
    /// Stable, for machines. Expect new ones.
    code: String,
    /// What is wrong and how to mend it, in English.
    message: String,
    /// Where in the arguments: names, and positions from 0; empty where it is of no single one.
    path: Vec<String>,
}

/// A user's error before it is a member of the union of a mutation.
pub(crate) enum Mendable {
    InvalidInput(InvalidInputError),
    NotFound(NotFoundError),
    Conflict(ConflictError),
}

/// The errors that a user can mend, or the one that they cannot.
pub(crate) fn mendable(rejection: Rejection) -> Result<Vec<Mendable>, Error> {
    match rejection {
        Rejection::Invalid(faults) => Ok(faults.iter().map(invalid).collect()),
        Rejection::Refused(refusal) => Err(refused(&refusal)),
        Rejection::Store(fault) => {
            let (code, message, path) = (fault.code().to_owned(), fault.to_string(), Vec::new());
            Ok(vec![match fault {
                StoreError::NulCharacter => Mendable::InvalidInput(InvalidInputError { code, message, path }),
                StoreError::Unknown(_) | StoreError::UnknownFile(_) | StoreError::UnknownOrganization(_) => {
                    Mendable::NotFound(NotFoundError { code, message, path })
                }
                StoreError::Exists { .. }
                | StoreError::Withdrawn(_)
                | StoreError::Stale(_)
                | StoreError::Retired(_)
                | StoreError::Completed(_)
                | StoreError::OwnProposal
                | StoreError::NotProposed(_)
                | StoreError::NotApproved(_)
                | StoreError::LastOwner
                | StoreError::KeyReused => Mendable::Conflict(ConflictError { code, message, path }),
                other => return Err(of_store(&other)),
            }])
        }
    }
}

fn invalid(fault: &Fault) -> Mendable {
    Mendable::InvalidInput(InvalidInputError {
        code: fault.code().to_owned(),
        message: fault.reason().to_owned(),
        path: path(fault.argument()),
    })
}

/// `claims[0].requirement` in the input: `input`, `claims`, `0`, `requirement`.
fn path(argument: Option<&str>) -> Vec<String> {
    let Some(argument) = argument else { return Vec::new() };
    let parts = argument.split(['.', '[', ']']).filter(|part| !part.is_empty()).map(str::to_owned);
    std::iter::once("input".to_owned()).chain(parts).collect()
}

/// The payload of a mutation: what was changed, and a union of the errors that a user can mend.
macro_rules! payload {
    (
        $(#[$doc:meta])* $payload:ident {
            $(#[$field_doc:meta])* $field:ident: $node:ty
        }
        $(#[$error_doc:meta])* $error:ident
    ) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub(crate) struct $payload {
            $(#[$field_doc])*
            $field: Option<$node>,
            /// Everything that a user can mend; then nothing has changed. Empty where all is done.
            user_errors: Vec<$error>,
        }

        $(#[$error_doc])*
        #[derive(async_graphql::Union)]
        pub(crate) enum $error {
            InvalidInput(crate::graphql::user_error::InvalidInputError),
            NotFound(crate::graphql::user_error::NotFoundError),
            Conflict(crate::graphql::user_error::ConflictError),
        }

        impl $payload {
            fn of<T: Into<$node>>(
                changed: Result<T, crate::app::Rejection>,
            ) -> async_graphql::Result<Option<Self>> {
                use crate::graphql::user_error::{Mendable, mendable};
                let rejection = match changed {
                    Ok(node) => return Ok(Some(Self { $field: Some(node.into()), user_errors: Vec::new() })),
                    Err(rejection) => rejection,
                };
                let errors = mendable(rejection)?.into_iter().map(|error| match error {
                    Mendable::InvalidInput(error) => $error::InvalidInput(error),
                    Mendable::NotFound(error) => $error::NotFound(error),
                    Mendable::Conflict(error) => $error::Conflict(error),
                });
                Ok(Some(Self { $field: None, user_errors: errors.collect() }))
            }
        }
    };
}

pub(crate) use payload;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_each_part_of_an_argument() {
        assert_eq!(path(Some("claims[0].requirement")), ["input", "claims", "0", "requirement"]);
        assert_eq!(path(Some("name")), ["input", "name"]);
        assert!(path(None).is_empty());
    }
}
