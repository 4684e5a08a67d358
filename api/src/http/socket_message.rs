//! The messages of `graphql-transport-ws`.

use actix_ws::{CloseCode, CloseReason};
use async_graphql::Response;
use serde::Deserialize;
use serde_json::{Value, json};

/// What the other side says.
pub(crate) enum Incoming {
    Init { authorization: Option<String>, organization: Option<String> },
    Ping,
    Pong,
    Subscribe { id: String, request: Value },
    Complete { id: String },
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Message {
    ConnectionInit { payload: Option<Init> },
    Ping,
    Pong,
    Subscribe { id: String, payload: Value },
    Complete { id: String },
}

/// Other members are those of other servers.
#[derive(Default, Deserialize)]
struct Init {
    #[serde(alias = "Authorization")]
    authorization: Option<String>,
    organization: Option<String>,
}

impl Incoming {
    pub(crate) fn read(text: &str) -> Result<Self, Closing> {
        match serde_json::from_str(text).map_err(|_| Closing::NoMessage)? {
            Message::ConnectionInit { payload } => {
                let Init { authorization, organization } = payload.unwrap_or_default();
                Ok(Self::Init { authorization, organization })
            }
            Message::Ping => Ok(Self::Ping),
            Message::Pong => Ok(Self::Pong),
            Message::Subscribe { id, .. } if id.is_empty() || id.len() > LONGEST_ID => {
                Err(Closing::NoMessage)
            }
            Message::Subscribe { id, payload } => Ok(Self::Subscribe { id, request: payload }),
            Message::Complete { id } => Ok(Self::Complete { id }),
        }
    }
}

const LONGEST_ID: usize = 128;

pub(crate) fn next(id: &str, response: &Response) -> Value {
    json!({ "id": id, "type": "next", "payload": response })
}

pub(crate) fn complete(id: &str) -> Value {
    json!({ "id": id, "type": "complete" })
}

/// That a document is not answered.
pub(crate) fn error(id: &str, response: &Response) -> Value {
    json!({ "id": id, "type": "error", "payload": response.errors })
}

pub(crate) fn refusal(id: &str, code: &str, message: &str, request_id: &str) -> Value {
    let extensions = json!({ "code": code, "requestId": request_id });
    json!({ "id": id, "type": "error", "payload": [{ "message": message, "extensions": extensions }] })
}

/// Why a connection is closed from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Closing {
    NoMessage,
    NoText,
    NoRequest,
    Organization,
    Unauthorized,
    Forbidden(String),
    Expired,
    InitTimeout,
    InitTwice,
    Exists(String),
    TooLarge,
    Later,
    Internal,
}

/// Of the reason, in bytes, by RFC 6455.
const LONGEST_REASON: usize = 123;

impl Closing {
    /// By the protocol; 4403 is the one after which clients come back.
    pub(crate) const fn code(&self) -> u16 {
        match self {
            Self::NoMessage | Self::NoText | Self::NoRequest | Self::Organization => 4400,
            Self::Unauthorized => 4401,
            Self::Forbidden(_) | Self::Expired => 4403,
            Self::InitTimeout => 4408,
            Self::Exists(_) => 4409,
            Self::InitTwice => 4429,
            Self::TooLarge => 1009,
            Self::Later => 1013,
            Self::Internal => 4500,
        }
    }

    pub(crate) fn reason(&self) -> CloseReason {
        let mut description = match self {
            Self::NoMessage => "Invalid message".to_owned(),
            Self::NoText => "Messages must be text".to_owned(),
            Self::NoRequest => "The payload must be a JSON object with a query".to_owned(),
            Self::Organization => "The organization must be the id of an organisation".to_owned(),
            Self::Unauthorized => "Unauthorized".to_owned(),
            Self::Forbidden(reason) => format!("Forbidden: {reason}"),
            Self::Expired => "Forbidden: the token has expired".to_owned(),
            Self::InitTimeout => "Connection initialisation timeout".to_owned(),
            Self::InitTwice => "Too many initialisation requests".to_owned(),
            Self::Exists(id) => format!("Subscriber for {id} already exists"),
            Self::TooLarge => "The message is too large".to_owned(),
            Self::Later => "Try again later".to_owned(),
            Self::Internal => "Internal server error".to_owned(),
        };
        description.truncate(description.floor_char_boundary(LONGEST_REASON));
        CloseReason { code: CloseCode::Other(self.code()), description: Some(description) }
    }
}
