//! Told to stop, the program finishes what it has begun, and takes nothing new.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::journeys::World;
use crate::server::Server;
use crate::wait::until;

/// A request that the server has begun to answer, although a part of the body is still to come.
struct Begun(TcpStream);

impl Begun {
    fn on(server: &Server, request_line: &str, media_type: &str, length: usize, part: &[u8]) -> Self {
        let host = address(server);
        let mut stream = TcpStream::connect(host).unwrap();
        let head = format!(
            "{request_line} HTTP/1.1\r\nhost: {host}\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(part).unwrap();
        let under_way = || {
            let metrics = server.get("/metrics", &[]).body;
            let count =
                metrics.lines().find_map(|line| line.strip_prefix("obligraph_http_requests_in_flight "));
            // This one, and the one that asks.
            (count == Some("2")).then_some(())
        };
        until(under_way);
        Self(stream)
    }

    /// Sends the rest; the status line and the body of the answer.
    fn end(mut self, rest: &[u8]) -> (String, Value) {
        self.0.write_all(rest).unwrap();
        let mut answer = String::new();
        self.0.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: `{answer}`"));
        (head.lines().next().unwrap().to_owned(), serde_json::from_str(body).unwrap())
    }
}

fn address(server: &Server) -> &str {
    server.url.strip_prefix("http://").unwrap().strip_suffix("/graphql").unwrap()
}

/// Tells the server to stop, and waits until it has heard that.
fn told_to_stop(server: &Server) {
    server.terminate();
    until(|| TcpStream::connect(address(server)).is_err().then_some(()));
}

#[test]
fn a_document_that_has_begun_to_come_is_answered_after_the_signal_to_stop() {
    let server = Server::start();
    let body = json!({ "query": "{ frameworks { key } catalog { frameworkCount } }" }).to_string();
    let (part, rest) = body.split_at(body.len() / 2);
    let begun = Begun::on(&server, "POST /graphql", "application/json", body.len(), part.as_bytes());
    told_to_stop(&server);
    let (status, answer) = begun.end(rest.as_bytes());
    assert_eq!(status, "HTTP/1.1 200 OK");
    let frameworks = answer["data"]["frameworks"].as_array().unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(answer["data"]["catalog"]["frameworkCount"], frameworks.len());
    assert_eq!(server.ended().0, Some(0));
}

#[test]
fn a_file_that_has_begun_to_come_is_kept_after_the_signal_to_stop() {
    let world = World::sqlite();
    let announce = r#"mutation { createEvidenceUpload(input: { fileName: "a.csv", mediaType: "text/csv" }) {
        upload { url } } }"#;
    let announced = world.founder(1, "alice").data(announce, json!({}));
    let url = announced["createEvidenceUpload"]["upload"]["url"].as_str().unwrap();
    let path = url.strip_prefix("http://").unwrap().strip_prefix(address(&world.server)).unwrap();
    let file = "a,b\n".repeat(100_000);
    let (part, rest) = file.split_at(file.len() / 2);
    let begun = Begun::on(&world.server, &format!("PUT {path}"), "text/csv", file.len(), part.as_bytes());
    told_to_stop(&world.server);
    let (status, answer) = begun.end(rest.as_bytes());
    assert_eq!(status, "HTTP/1.1 201 Created");
    assert_eq!(answer["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(world.server.ended().0, Some(0));
}
