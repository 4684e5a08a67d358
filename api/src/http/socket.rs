//! `/graphql/ws`: documents over a WebSocket, by the protocol `graphql-transport-ws`.

use std::collections::HashMap;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::SEC_WEBSOCKET_PROTOCOL;
use actix_web::{HttpRequest, HttpResponse, web};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, ProtocolError, Session};
use async_graphql::Response;
use futures_util::stream::{AbortHandle, BoxStream, SelectAll, abortable};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tracing::Instrument;

use super::caller::{self, CallerFault, Known};
use super::cors::Origins;
use super::graphql::{Gate, Reply};
use super::rate::Caller;
use super::request_id::RequestId;
use super::socket_message::{Closing, Incoming, complete, error, next, refusal};
use crate::auth::TokenFault;
use crate::graphql::ApiSchema;

const PROTOCOL: &str = "graphql-transport-ws";

/// How often it is asked whether the other side is still there, and how long it may be silent.
const PING: Duration = Duration::from_secs(20);
const SILENCE: Duration = Duration::from_secs(45);

/// How long the other side may take to take what it is sent.
const SEND: Duration = Duration::from_secs(10);

/// Documents under way at once, of one connection.
const MOST_OPERATIONS: usize = 50;

pub(crate) async fn open(
    http: HttpRequest,
    body: web::Payload,
    schema: web::Data<ApiSchema>,
    gate: web::Data<Gate>,
    origins: web::Data<Origins>,
) -> HttpResponse {
    let reply = match Reply::to(&http) {
        Ok(reply) => reply,
        Err(refusal) => return refusal,
    };
    if !origins.allow(&http) {
        let message = "pages of this origin may not connect";
        return reply.refuse(StatusCode::FORBIDDEN, "FORBIDDEN", message);
    }
    let known = match gate.admit(&http, &schema, &reply).await {
        Ok(known) => known,
        Err(refusal) => return refusal,
    };
    let offered = http.headers().get_all(SEC_WEBSOCKET_PROTOCOL).filter_map(|header| header.to_str().ok());
    if !offered.flat_map(|header| header.split(',')).any(|protocol| protocol.trim() == PROTOCOL) {
        let message = "connect with the WebSocket protocol `graphql-transport-ws`";
        return reply.refuse(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
    }
    let Ok((response, session, messages)) = actix_ws::handle_with_protocols(&http, body, &[PROTOCOL]) else {
        let message = "this address is for WebSocket connections; send documents to /graphql";
        return reply.refuse(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
    };
    let address = Caller::of(&http, None, gate.trusted_proxies);
    let id = RequestId::of(&http);
    let largest = gate.largest_body;
    let messages = messages.max_frame_size(largest).aggregate_continuations().max_continuation_size(largest);
    let span = tracing::error_span!("socket", request_id = %id);
    let connection = Connection {
        schema,
        gate,
        address,
        id,
        session,
        known,
        is_open: false,
        answers: SelectAll::new(),
        under_way: HashMap::new(),
    };
    actix_web::rt::spawn(connection.serve(messages).instrument(span));
    response
}

/// One connection, from when it is made until it is closed.
struct Connection {
    schema: web::Data<ApiSchema>,
    gate: web::Data<Gate>,
    address: Caller,
    id: RequestId,
    session: Session,
    /// Whoever the headers name, and then whoever `connection_init` does.
    known: Option<Known>,
    /// It has been initialised.
    is_open: bool,
    answers: SelectAll<BoxStream<'static, Answer>>,
    under_way: HashMap<String, AbortHandle>,
}

/// What becomes of the document of this name.
enum Answer {
    Next(String, Box<Response>),
    Complete(String),
}

impl Connection {
    async fn serve(mut self, messages: AggregatedMessageStream) {
        let closing = self.talk(messages).await;
        let session = self.session.clone();
        drop(self);
        if let Some(closing) = closing {
            tracing::info!(code = closing.code(), "closed");
            let _ = timeout(SEND, session.close(Some(closing.reason()))).await;
        }
    }

    /// Until one side has enough: why this one has; `None` where the other one has.
    async fn talk(&mut self, mut messages: AggregatedMessageStream) -> Option<Closing> {
        let mut pings = interval(PING);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let begun = Instant::now();
        let mut heard = begun;
        // First the time to say who one is, as long as for a document; then the time of the token.
        let mut ends = Some((begun + self.gate.timeout, Closing::InitTimeout));
        loop {
            let end = ends.as_ref().map(|(at, _)| *at);
            tokio::select! {
                () = until(end) => return ends.map(|(_, closing)| closing),
                _ = pings.tick() => {
                    if heard.elapsed() > SILENCE || self.session.ping(b"").await.is_err() {
                        return None;
                    }
                }
                message = messages.recv() => {
                    heard = Instant::now();
                    let was_open = self.is_open;
                    match self.hear(message?).await {
                        Ok(()) => {}
                        Err(Ended::Closing(closing)) => return Some(closing),
                        Err(Ended::Gone) => return None,
                    }
                    if self.is_open && !was_open {
                        ends = self.expiry().map(|at| (at, Closing::Expired));
                    }
                }
                Some(answer) = self.answers.next() => {
                    if self.tell(answer).await.is_err() {
                        return None;
                    }
                }
            }
        }
    }

    /// When the token ends, if there is one.
    fn expiry(&self) -> Option<Instant> {
        let left = self.known.as_ref()?.expires_at.signed_duration_since(self.schema.now());
        // Farther off than that, no timer goes; nor does a connection last so long.
        const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);
        Some(Instant::now() + left.to_std().unwrap_or_default().min(LONGEST))
    }

    async fn hear(&mut self, message: Result<AggregatedMessage, ProtocolError>) -> Result<(), Ended> {
        let text = match message {
            Ok(AggregatedMessage::Text(text)) => text,
            Ok(AggregatedMessage::Ping(bytes)) => {
                return timeout(SEND, self.session.pong(&bytes))
                    .await
                    .map_err(|_| Ended::Gone)?
                    .map_err(Ended::from);
            }
            Ok(AggregatedMessage::Pong(_)) => return Ok(()),
            Ok(AggregatedMessage::Close(_)) => return Err(Ended::Gone),
            Ok(AggregatedMessage::Binary(_)) => return Err(Closing::NoText.into()),
            Err(ProtocolError::Overflow) => return Err(Closing::TooLarge.into()),
            Err(_) => return Err(Ended::Gone),
        };
        match Incoming::read(&text)? {
            Incoming::Init { .. } if self.is_open => Err(Closing::InitTwice.into()),
            Incoming::Init { authorization, organization } => {
                self.initialise(authorization.as_deref(), organization.as_deref()).await?;
                self.send(&json!({ "type": "connection_ack" })).await
            }
            Incoming::Ping => self.send(&json!({ "type": "pong" })).await,
            Incoming::Pong => Ok(()),
            Incoming::Subscribe { .. } if !self.is_open => Err(Closing::Unauthorized.into()),
            Incoming::Subscribe { id, .. } if self.under_way.contains_key(&id) => {
                Err(Closing::Exists(id).into())
            }
            Incoming::Subscribe { id, request } => self.subscribe(id, request).await,
            Incoming::Complete { id } => {
                if let Some(handle) = self.under_way.remove(&id) {
                    handle.abort();
                }
                Ok(())
            }
        }
    }

    /// A token of the message counts before one of the headers.
    async fn initialise(
        &mut self,
        authorization: Option<&str>,
        organization: Option<&str>,
    ) -> Result<(), Closing> {
        let now = self.schema.now();
        if authorization.is_some() {
            let known = caller::known(
                authorization,
                organization,
                self.gate.verifier.as_ref(),
                self.schema.service(),
                now,
            )
            .await;
            self.known = known.map_err(|fault| match fault {
                CallerFault::Token(TokenFault::KeysUnavailable) => Closing::Later,
                CallerFault::Token(fault) => Closing::Forbidden(fault.to_string()),
                CallerFault::Store(fault) => {
                    fault.log();
                    if fault.is_passing() { Closing::Later } else { Closing::Internal }
                }
                CallerFault::Organization => Closing::Organization,
            })?;
        } else if let (Some(organization), Some(known)) = (organization, &mut self.known) {
            known.actor.acting_for =
                caller::organization(Some(organization)).map_err(|_| Closing::Organization)?;
        }
        self.is_open = true;
        Ok(())
    }

    async fn subscribe(&mut self, id: String, request: Value) -> Result<(), Ended> {
        let actor = self.known.as_ref().map(|known| known.actor.clone());
        let caller = actor.as_ref().map_or_else(|| self.address.clone(), Caller::of_actor);
        if let Some(Err(wait)) = self.gate.requests.as_ref().map(|requests| requests.count(caller)) {
            let message = format!("you ask too often; ask again in {} s", wait.as_secs_f64().ceil());
            return self.refuse(&id, "LIMIT_EXCEEDED", &message).await;
        }
        if self.under_way.len() >= MOST_OPERATIONS {
            let message =
                format!("at most {MOST_OPERATIONS} documents are answered at once on one connection");
            return self.refuse(&id, "LIMIT_EXCEEDED", &message).await;
        }
        let Value::Object(parameters) = request else { return Err(Closing::NoRequest.into()) };
        let mut request = match super::request::of_parameters(parameters) {
            Ok(request) => request,
            Err(message) => return self.refuse(&id, "BAD_USER_INPUT", &message).await,
        };
        let patience = (!self.schema.subscribes(&mut request)).then_some(self.gate.timeout);
        let responses = self.schema.execute_stream(request, actor).boxed();
        let responses = match patience {
            None => responses,
            Some(patience) => in_time(responses, patience),
        };
        let (of_next, of_complete) = (id.clone(), id.clone());
        let answers = responses.map(move |response| Answer::Next(of_next.clone(), Box::new(response)));
        let answers = answers.chain(stream::once(async move { Answer::Complete(of_complete) }));
        let (answers, handle) = abortable(answers);
        self.under_way.insert(id, handle);
        self.answers.push(answers.boxed());
        Ok(())
    }

    async fn tell(&mut self, answer: Answer) -> Result<(), Ended> {
        match answer {
            Answer::Next(id, mut response) => {
                for error in &mut response.errors {
                    error.extensions.get_or_insert_default().set("requestId", self.id.text());
                }
                // Refused before anything was answered: that is all there is.
                let refused = response.is_err() && response.errors.iter().all(|error| error.path.is_empty());
                if refused && let Some(handle) = self.under_way.remove(&id) {
                    handle.abort();
                    return self.send(&error(&id, &response)).await;
                }
                self.send(&next(&id, &response)).await
            }
            Answer::Complete(id) => {
                self.under_way.remove(&id);
                self.send(&complete(&id)).await
            }
        }
    }

    async fn refuse(&mut self, id: &str, code: &str, message: &str) -> Result<(), Ended> {
        let refusal = refusal(id, code, message, self.id.text());
        self.send(&refusal).await
    }

    async fn send(&mut self, message: &Value) -> Result<(), Ended> {
        let sent = timeout(SEND, self.session.text(message.to_string())).await;
        sent.map_err(|_| Ended::Gone)?.map_err(Ended::from)
    }
}

/// Why a connection ends.
enum Ended {
    Closing(Closing),
    /// The other side is no longer there.
    Gone,
}

impl From<Closing> for Ended {
    fn from(closing: Closing) -> Self {
        Self::Closing(closing)
    }
}

impl From<actix_ws::Closed> for Ended {
    fn from(_: actix_ws::Closed) -> Self {
        Self::Gone
    }
}

async fn until(end: Option<Instant>) {
    match end {
        Some(end) => sleep_until(end).await,
        None => std::future::pending().await,
    }
}

/// The first answer, if it comes in time.
fn in_time(mut responses: BoxStream<'static, Response>, patience: Duration) -> BoxStream<'static, Response> {
    let first = async move {
        match timeout(patience, responses.next()).await {
            Ok(response) => response,
            Err(_) => Some(ApiSchema::too_slow()),
        }
    };
    stream::once(first).filter_map(|response| async move { response }).boxed()
}
