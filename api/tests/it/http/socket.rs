use std::num::NonZeroU32;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use obligraph::http::{Rate, ServerOptions};
use obligraph::store::Store;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::server::{Server, bearer};
use crate::auth::issuer::{SECRET, Signer, at, claims};

struct Socket(WebSocketStream<TcpStream>);

/// The status of a connection that is refused.
async fn connect(server: &Server, headers: &[(&'static str, &str)]) -> Result<Socket, u16> {
    let mut request = format!("ws://{}/graphql/ws", server.address).into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    let stream = TcpStream::connect(server.address).await.unwrap();
    match client_async(request, stream).await {
        Ok((socket, response)) => {
            assert_eq!(response.headers()["sec-websocket-protocol"], "graphql-transport-ws");
            Ok(Socket(socket))
        }
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(other) => panic!("{other}"),
    }
}

const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

impl Socket {
    async fn to(server: &Server) -> Self {
        connect(server, &[PROTOCOL]).await.unwrap()
    }

    /// One that is initialised with this.
    async fn open(server: &Server, payload: Value) -> Self {
        let mut socket = Self::to(server).await;
        socket.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.hear().await, json!({ "type": "connection_ack" }));
        socket
    }

    async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({ "id": id, "type": "subscribe", "payload": { "query": query } })).await;
    }

    /// The next message that is not of the connection itself.
    async fn message(&mut self) -> Message {
        loop {
            match self.0.next().await.unwrap().unwrap() {
                Message::Ping(_) | Message::Pong(_) => {}
                message => return message,
            }
        }
    }

    async fn hear(&mut self) -> Value {
        match self.message().await {
            Message::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// With which code and reason it is closed.
    async fn closed(&mut self) -> (u16, String) {
        match self.message().await {
            Message::Close(Some(frame)) => (frame.code.into(), frame.reason.to_string()),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_query_is_answered_and_completed() {
    let server = Server::start(|_| {});
    let mut socket = Socket::open(&server, json!({})).await;
    socket.subscribe("1", "{ __typename }").await;
    let next = json!({ "id": "1", "type": "next", "payload": { "data": { "__typename": "Query" } } });
    assert_eq!(socket.hear().await, next);
    assert_eq!(socket.hear().await, json!({ "id": "1", "type": "complete" }));
    // The name is free again.
    socket.subscribe("1", "{ catalog { frameworkCount } }").await;
    assert!(socket.hear().await["payload"]["data"]["catalog"]["frameworkCount"].as_u64().unwrap() > 0);
    assert_eq!(socket.hear().await["type"], "complete");
    socket.say(json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, json!({ "type": "pong" }));
    socket.say(json!({ "id": "none", "type": "complete" })).await;
    socket.say(json!({ "type": "pong" })).await;
    socket.subscribe("2", "{ __typename }").await;
    assert_eq!(socket.hear().await["id"], "2");
}

#[tokio::test]
async fn what_cannot_be_answered_is_one_error() {
    let server = Server::start(|_| {});
    let mut socket = Socket::open(&server, Value::Null).await;
    let deep =
        format!("{{ requirement(ref: \"x\") {}{{ ref }}{} }}", "{ parent ".repeat(40), " }".repeat(40));
    for (query, code) in
        [("{ nope }", "BAD_USER_INPUT"), ("{", "BAD_USER_INPUT"), (deep.as_str(), "LIMIT_EXCEEDED")]
    {
        socket.subscribe("1", query).await;
        let error = socket.hear().await;
        assert_eq!((&error["id"], &error["type"]), (&json!("1"), &json!("error")), "{error}");
        assert!(error["payload"][0]["extensions"]["requestId"].is_string(), "{error}");
        assert_eq!(error["payload"][0]["extensions"]["code"], code, "{error}");
    }
    socket.say(json!({ "id": "1", "type": "subscribe", "payload": { "variables": {} } })).await;
    assert_eq!(socket.hear().await["payload"][0]["extensions"]["code"], "BAD_USER_INPUT");
    // Answered in part: the field is null.
    socket.subscribe("1", "{ mappings(first: 0) { totalCount } }").await;
    let next = socket.hear().await;
    assert_eq!(
        (&next["type"], &next["payload"]["errors"][0]["path"]),
        (&json!("next"), &json!(["mappings"]))
    );
    assert_eq!(socket.hear().await["type"], "complete");
}

#[tokio::test]
async fn who_one_is_is_said_at_the_start_or_by_the_headers() {
    let server = Server::start(|_| {});
    let asks = "{ evidence { totalCount } }";
    let code = async |socket: &mut Socket| {
        socket.subscribe("1", asks).await;
        socket.hear().await["payload"]["errors"][0]["extensions"]["code"].clone()
    };
    let mut nobody = Socket::open(&server, json!({})).await;
    assert_eq!(code(&mut nobody).await, "UNAUTHENTICATED");
    // There is no database to ask further.
    let mut said = Socket::open(&server, json!({ "authorization": bearer("alice") })).await;
    assert_eq!(code(&mut said).await, "UNAVAILABLE");
    let header = bearer("alice");
    let mut by_header = connect(&server, &[PROTOCOL, ("authorization", &header)]).await.unwrap();
    by_header.say(json!({ "type": "connection_init" })).await;
    by_header.hear().await;
    assert_eq!(code(&mut by_header).await, "UNAVAILABLE");
    assert_eq!(connect(&server, &[PROTOCOL, ("authorization", "Bearer none")]).await.err(), Some(401));
    for payload in [json!({ "authorization": "Bearer none" }), json!({ "authorization": "Basic YTpi" })] {
        let mut socket = Socket::to(&server).await;
        socket.say(json!({ "type": "connection_init", "payload": payload })).await;
        let (code, reason) = socket.closed().await;
        assert_eq!(code, 4403);
        assert!(reason.starts_with("Forbidden: "), "{reason}");
    }
    let mut socket = Socket::to(&server).await;
    let payload = json!({ "authorization": bearer("alice"), "organization": "acme" });
    socket.say(json!({ "type": "connection_init", "payload": payload })).await;
    assert_eq!(socket.closed().await.0, 4400);
}

#[tokio::test]
async fn a_connection_ends_with_its_token() {
    let server = Server::start(|_| {});
    let mut claims = claims();
    // Over, yet within what clocks may be apart.
    claims["exp"] = json!(at(-30).timestamp());
    let token = format!("Bearer {}", Signer::secret(SECRET.as_bytes()).token(&claims));
    let mut socket = Socket::open(&server, json!({ "authorization": token })).await;
    assert_eq!(socket.closed().await, (4403, "Forbidden: the token has expired".to_owned()));
}

#[tokio::test]
async fn who_breaks_the_protocol_is_told_by_a_code() {
    let server = Server::start(|_| {});
    let mut early = Socket::to(&server).await;
    early.subscribe("1", "{ __typename }").await;
    assert_eq!(early.closed().await, (4401, "Unauthorized".to_owned()));
    let mut twice = Socket::open(&server, json!({})).await;
    twice.say(json!({ "type": "connection_init" })).await;
    assert_eq!(twice.closed().await, (4429, "Too many initialisation requests".to_owned()));
    for message in
        [json!({ "type": "start" }), json!([]), json!({ "id": "", "type": "subscribe", "payload": {} })]
    {
        let mut strange = Socket::open(&server, json!({})).await;
        strange.say(message).await;
        assert_eq!(strange.closed().await.0, 4400);
    }
    let mut bytes = Socket::open(&server, json!({})).await;
    bytes.0.send(Message::binary(vec![1, 2])).await.unwrap();
    assert_eq!(bytes.closed().await.0, 4400);
    // The first goes on for as long as it is listened to.
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("obligraph.db").display());
    Store::open(&url).await.unwrap().migrate().await.unwrap();
    let server = Server::over(Some(url), |_| {});
    let mut same = Socket::open(&server, json!({ "authorization": bearer("alice") })).await;
    same.subscribe("1", "subscription { catalogRevised { revision } }").await;
    same.subscribe("1", "{ __typename }").await;
    assert_eq!(same.closed().await, (4409, "Subscriber for 1 already exists".to_owned()));
}

#[tokio::test]
async fn who_says_nothing_or_too_much_is_cut_off() {
    let server = Server::start(|options| {
        options.timeout = Duration::from_millis(50);
        options.largest_body = 1_000;
    });
    let mut silent = Socket::to(&server).await;
    assert_eq!(silent.closed().await, (4408, "Connection initialisation timeout".to_owned()));
    let server = Server::start(|options| options.largest_body = 1_000);
    let mut wordy = Socket::open(&server, json!({})).await;
    wordy.subscribe("1", &format!("{{ __typename }} # {}", "x".repeat(2_000))).await;
    assert_eq!(wordy.closed().await.0, 1009);
}

#[tokio::test]
async fn a_page_of_another_origin_connects_only_where_it_may() {
    let server = Server::start(|options: &mut ServerOptions| {
        options.origins = vec!["https://app.example.org".to_owned()];
    });
    let own = format!("http://{}", server.address);
    let from = async |origin: &str| connect(&server, &[PROTOCOL, ("origin", origin)]).await.map(drop);
    assert_eq!(from("https://app.example.org").await, Ok(()));
    assert_eq!(from(&own).await, Ok(()));
    assert_eq!(from("https://evil.example.org").await, Err(403));
    assert_eq!(from("null").await, Err(403));
    assert_eq!(connect(&server, &[]).await.err(), Some(400), "without the protocol");
    assert_eq!(connect(&server, &[("sec-websocket-protocol", "graphql-ws")]).await.err(), Some(400));
    assert_eq!(server.get("/graphql/ws", &[]).await.status, 400, "no upgrade");
}

#[tokio::test]
async fn documents_over_a_socket_are_counted_too() {
    let of = |number| NonZeroU32::new(number).unwrap();
    // One for the connection, one for the first document.
    let server =
        Server::start(|options| options.rate = Some(Rate { requests_per_minute: of(1), burst: of(2) }));
    let mut socket = Socket::open(&server, json!({})).await;
    socket.subscribe("1", "{ __typename }").await;
    assert_eq!(
        (socket.hear().await["type"].clone(), socket.hear().await["type"].clone()),
        (json!("next"), json!("complete"))
    );
    socket.subscribe("2", "{ __typename }").await;
    assert_eq!(socket.hear().await["payload"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
}
