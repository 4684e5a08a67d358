//! The README shows what the served program answers.

use serde_json::Value;

use crate::server::Server;
use crate::sources::top;

/// The texts of the blocks fenced as `language`.
fn blocks<'r>(readme: &'r str, language: &str) -> Vec<&'r str> {
    let fence = format!("\n```{language}\n");
    let starts = readme.split(fence.as_str()).skip(1);
    starts.map(|rest| rest.split("\n```").next().unwrap()).collect()
}

#[test]
fn the_document_of_the_readme_is_answered_as_it_shows() {
    let readme = std::fs::read_to_string(top().join("README.md")).unwrap();
    let (documents, answers) = (blocks(&readme, "graphql"), blocks(&readme, "json"));
    assert_eq!((documents.len(), answers.len()), (1, 1), "one document, one answer");
    let server = Server::start();
    let answer = server.ask(documents[0], &Value::Null);
    let shown: Value = serde_json::from_str(answers[0]).unwrap_or(Value::Null);
    assert!(answer.json() == shown, "README.md does not show this answer:\n{}", answer.body);
}
