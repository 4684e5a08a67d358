//! The demonstration serves what it shows, and the line that it prints for a shell works.

use serde_json::Value;

use crate::server::Server;

#[test]
fn the_curl_line_that_it_prints_is_answered() {
    let (mut child, printed) = Server::demo();
    let line = printed.lines().last().unwrap();
    let words = shlex::split(line).unwrap();
    let after = |flag: &str| -> Vec<&String> {
        words.windows(2).filter(|pair| pair[0] == flag).map(|pair| &pair[1]).collect()
    };
    let url = words.iter().find(|word| word.starts_with("http://")).unwrap();
    let mut request = ureq::post(url.as_str());
    for header in after("-H") {
        let (name, value) = header.split_once(": ").unwrap();
        request = request.header(name, value);
    }
    let answer = request.send(after("-d")[0].as_str()).unwrap().body_mut().read_to_string().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let nodes = answer["data"]["evidence"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer:#}"));
    let titles: Vec<&str> = nodes.iter().map(|node| node["title"].as_str().unwrap()).collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    for (title, node) in titles.iter().zip(nodes) {
        assert!(printed.contains(title), "{title} is not shown");
        assert!(!node["resolution"]["summary"].as_array().unwrap().is_empty(), "{title}");
    }
}
