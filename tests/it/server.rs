//! The built program, serving.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use crate::program::program;

/// A server of its own on a free port; stopped when it goes out of scope.
pub(crate) struct Server {
    child: Child,
    /// Hears what it says until it ends, so that it is never held up by saying it.
    log: Option<JoinHandle<String>>,
    pub(crate) url: String,
    agent: ureq::Agent,
    /// What it keeps; gone with it.
    folder: Option<tempfile::TempDir>,
}

/// An answer, whatever its status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Server {
    /// A server on a database of its own that takes no tokens.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("obligraph.db").display());
        let mut server = Self::of(
            program().env("OBLIGRAPH_DATABASE", database).env("OBLIGRAPH_FILES", folder.path().join("files")),
            &[],
        );
        server.folder = Some(folder);
        server
    }

    /// A server on a database and a folder for files, which it first brings to its schema, that takes tokens signed with a secret.
    pub(crate) fn start_on(database: &str, files: &Path, secret: &str) -> Self {
        Self::start_with(database, files, secret, &[])
    }

    /// The same, with further flags.
    pub(crate) fn start_with(database: &str, files: &Path, secret: &str, flags: &[&str]) -> Self {
        let migrated = program().arg("migrate").env("OBLIGRAPH_DATABASE", database).output().unwrap();
        assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
        Self::of(&mut serving(database, files, secret), flags)
    }

    /// A server whose database is out of reach, or cannot be written.
    pub(crate) fn start_without(database: &str, files: &Path, secret: &str) -> Self {
        Self::of(&mut serving(database, files, secret), &[])
    }

    /// The demonstration, serving on a free port; and what it prints before it does.
    pub(crate) fn demo() -> (Child, String) {
        let mut child =
            program().args(["demo", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut printed = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        while !printed.lines().last().is_some_and(|line| line.trim().starts_with("curl ")) {
            assert_ne!(said.read_line(&mut printed).unwrap(), 0, "it ended: {printed}");
        }
        (child, printed)
    }

    /// A server that may write no file longer than so many blocks of 512 bytes: to it the disk is full then, although no
    /// disk has to be filled for that.
    pub(crate) fn start_in(blocks: u32, database: &str, files: &Path, secret: &str) -> Self {
        let program = program();
        let mut shell = Command::new("sh");
        // Without the signal, a write beyond the limit fails as on a full disk.
        shell.args(["-c", "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"", "sh", &blocks.to_string()]);
        shell.arg(program.get_program());
        shell
            .stdin(Stdio::null())
            .env("OBLIGRAPH_DATABASE", database)
            .env("OBLIGRAPH_FILES", files)
            .env("OBLIGRAPH_AUTH_SECRET", secret);
        Self::of(&mut shell, &[])
    }

    fn of(program: &mut Command, flags: &[&str]) -> Self {
        // A test asks in a second what a person asks in an hour.
        program
            .env("OBLIGRAPH_LIMITS_REQUESTS_PER_MINUTE", "1000000")
            .env("OBLIGRAPH_LIMITS_BURST", "100000");
        program.args(["serve", "--listen", "127.0.0.1:0"]).args(flags).stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut log = String::new();
        let url = loop {
            let before = log.len();
            assert_ne!(said.read_line(&mut log).unwrap(), 0, "it ended: {log}");
            if let Some(url) = log[before..].trim().strip_prefix("GraphQL at ") {
                break url.to_owned();
            }
        };
        let log = std::thread::spawn(move || {
            said.read_to_string(&mut log).unwrap();
            log
        });
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Self { child, url, log: Some(log), agent: config.into(), folder: None }
    }

    /// Asks `path` of the server, beside `/graphql`.
    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let url = format!("{}{path}", self.url.trim_end_matches("/graphql"));
        let request =
            headers.iter().fold(self.agent.get(&url), |request, (name, value)| request.header(*name, *value));
        Answer::of(request.call().unwrap())
    }

    /// Brings bytes to an address of the server.
    pub(crate) fn put(&self, url: &str, media_type: &str, body: &[u8]) -> Answer {
        Answer::of(self.agent.put(url).header("content-type", media_type).send(body).unwrap())
    }

    pub(crate) fn post(&self, body: &str, headers: &[(&str, &str)]) -> Answer {
        let request = headers
            .iter()
            .fold(self.agent.post(&self.url), |request, (name, value)| request.header(*name, *value));
        Answer::of(request.send(body).unwrap())
    }

    /// Sends a body that may get no answer, as where the server is killed meanwhile.
    pub(crate) fn try_post(&self, body: &str, headers: &[(&str, &str)]) -> Option<Answer> {
        let request = headers
            .iter()
            .fold(self.agent.post(&self.url), |request, (name, value)| request.header(*name, *value));
        let mut response = request.send(body).ok()?;
        let status = response.status().as_u16();
        let body = response.body_mut().read_to_string().ok()?;
        Some(Answer { status, headers: Vec::new(), body })
    }

    /// Ends it at once, whatever it is doing.
    pub(crate) fn kill(&self) {
        let killed = Command::new("kill").args(["-KILL", &self.child.id().to_string()]).status();
        assert!(killed.unwrap().success());
    }

    /// Asks a document as clients do.
    pub(crate) fn ask(&self, query: &str, variables: &Value) -> Answer {
        let body = serde_json::json!({ "query": query, "variables": variables }).to_string();
        let headers = [("content-type", "application/json"), ("accept", "application/graphql-response+json")];
        self.post(&body, &headers)
    }

    /// Tells it to stop, as a supervisor does, and waits until it has.
    pub(crate) fn stop(self) -> Option<i32> {
        self.end().0
    }

    /// The same, and gives all that it has told on standard error.
    pub(crate) fn end(self) -> (Option<i32>, String) {
        self.terminate();
        self.ended()
    }

    /// Waits until it has stopped.
    pub(crate) fn ended(mut self) -> (Option<i32>, String) {
        let log = self.log.take().unwrap().join().unwrap();
        assert!(!log.contains("panicked"), "{log}");
        (self.child.wait().unwrap().code(), log)
    }

    /// Tells it to stop.
    pub(crate) fn terminate(&self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(told.unwrap().success());
    }
}

/// The program, to serve with this.
fn serving(database: &str, files: &Path, secret: &str) -> Command {
    let mut program = program();
    program
        .env("OBLIGRAPH_DATABASE", database)
        .env("OBLIGRAPH_FILES", files)
        .env("OBLIGRAPH_AUTH_SECRET", secret);
    program
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let headers = response.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        let body = response.body_mut().read_to_string().unwrap();
        Self { status: response.status().as_u16(), headers, body }
    }

    pub(crate) fn header(&self, wanted: &str) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }
}
