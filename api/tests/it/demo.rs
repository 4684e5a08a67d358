//! `demo`: what a person sees first.

use crate::run::output;

/// The commands that it prints, each as one line of arguments.
pub(crate) fn commands(demo: &str) -> Vec<Vec<String>> {
    let joined = demo.replace("\\\n", " ");
    let commands = joined.lines().filter_map(|line| line.trim().strip_prefix("obligraph "));
    commands.map(|command| command.split_whitespace().map(str::to_owned).collect()).collect()
}

#[test]
fn it_tells_what_three_items_are_worth_and_how_to_see_all_of_it() {
    let demo = output(&["demo", "--no-serve"]);
    let items: Vec<&str> = demo.lines().filter(|line| line.starts_with("One ")).collect();
    assert_eq!(items.len(), 3, "{demo}");
    let commands = commands(&demo);
    assert_eq!(commands.len(), 3);
    for (command, item) in commands.iter().zip(items) {
        let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        let all = output(&arguments);
        let worth = |text: &str, after: &str| {
            let (_, text) = text.split_once(after).unwrap();
            let (sentence, _) = text.split_once("\n\n").unwrap();
            sentence.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let first = format!("{}\n", all.lines().next().unwrap());
        assert_eq!(worth(&all, &first), worth(&demo, &format!("{item}\n")), "{command:?}");
        assert!(worth(&demo, &format!("{item}\n")).contains(" satisfied"), "{item}");
    }
}

/// The README shows it.
#[test]
fn it_does_not_change_from_day_to_day() {
    let demo = output(&["demo", "--no-serve", "--as-of", "2026-11-24"]);
    assert_eq!(output(&["demo", "--no-serve", "--as-of", "2026-12-31"]), demo);
    assert_eq!(output(&["demo", "--no-serve", "--as-of", "2027-11-24"]), demo);
}
