//! Whatever is asked, by whomever: an answer within its bounds or a refusal, and never a word of what goes on inside.

mod choices;
mod damage;
mod values;
mod writer;

use std::cell::Cell;
use std::time::Duration;

use obligraph::auth::Actor;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::organizations::tenancy::filled;
use crate::organizations::world::{World, member};
use choices::Choices;
use damage::damaged;
use values::Pool;
use writer::{Document, Types};

/// The same documents in each run, so that none fails by chance.
fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x0b11_6a4f),
        ..Config::default()
    })
}

/// Each of the 20,000 fields that a document may cost shows a text of the content, which has few of more than some lines.
const LARGEST_ANSWER: usize = 16 << 20;

/// The codes of errors, without the one that is a fault of ours and the one of a database out of reach.
const CODES: [&str; 6] =
    ["UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "BAD_USER_INPUT", "CONFLICT", "LIMIT_EXCEEDED"];

struct Asked<'r> {
    runtime: &'r Runtime,
    world: World,
    actors: [Option<Actor>; 4],
    pool: Pool,
}

impl<'r> Asked<'r> {
    /// An organisation that has one of everything; nobody, its owner and a viewer ask.
    fn on(runtime: &'r Runtime) -> Self {
        let (world, ids) = runtime.block_on(async {
            let (world, _) = World::owned().await;
            let ids = filled(&world).await;
            (world, ids)
        });
        let pool = Pool::new(ids.into_values().map(|id| id.as_str().unwrap().to_owned()).collect());
        let someone = |subject| Some(member(1, subject));
        // The owner gets furthest.
        let actors = [None, someone("alice"), someone("bob"), someone("alice")];
        Self { runtime, world, actors, pool }
    }

    /// The answer to a document, which is as every answer must be.
    fn answer(&self, actor: usize, document: &str, variables: Value) -> Result<Value, TestCaseError> {
        let actor = self.actors[actor % self.actors.len()].as_ref();
        let answer = self.runtime.block_on(async {
            tokio::time::timeout(Duration::from_secs(60), self.world.ask(actor, document, variables)).await
        });
        let Ok(answer) = answer else { return Err(TestCaseError::fail("no answer within a minute")) };
        let text = answer.to_string();
        prop_assert!(text.len() <= LARGEST_ANSWER, "{} bytes", text.len());
        let errors = answer["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        prop_assert!(!errors.is_empty() || answer["data"].is_object(), "neither data nor errors: {text}");
        for error in errors {
            let message = error["message"].as_str().unwrap_or_default();
            prop_assert!(!message.is_empty(), "{error}");
            for inside in [".rs:", "sqlx", "returned from database", "panicked", "RecvError"] {
                prop_assert!(!message.contains(inside), "{error}");
            }
            let code = error["extensions"]["code"].as_str().unwrap_or("none");
            prop_assert!(CODES.contains(&code), "{error}");
        }
        Ok(answer)
    }
}

#[test]
fn documents_of_the_schema_are_answered_or_refused() {
    let runtime = Runtime::new().unwrap();
    // What is given back at the end takes a runtime.
    let _within = runtime.enter();
    let asked = Asked::on(&runtime);
    let types = Types::of_the_schema();
    let (whole, cases) = (Cell::new(0), 2_000);
    let strategy = (0..4_usize, vec(any::<u16>(), 0..300));
    let ran = runner(cases).run(&strategy, |(actor, choices)| {
        let mut choices = Choices::new(&choices);
        let Document { text, variables } = types.document(&mut choices, &asked.pool);
        let text = if choices.chance(25) { damaged(&text, &mut choices) } else { text };
        let answer =
            asked.answer(actor, &text, Value::Object(variables)).map_err(|error| at(&error, &text))?;
        whole.set(whole.get() + u32::from(answer.get("errors").is_none()));
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
    assert!(whole.get() > cases / 6, "hardly any document is answered: {} of {cases}", whole.get());
}

#[test]
fn texts_that_are_no_documents_are_refused() {
    let runtime = Runtime::new().unwrap();
    // What is given back at the end takes a runtime.
    let _within = runtime.enter();
    let asked = Asked::on(&runtime);
    let bytes = vec(any::<u8>(), 0..200).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let signs = vec(prop::sample::select(damage::SIGNS.to_vec()), 0..200).prop_map(|signs| signs.concat());
    let strategy = (0..4_usize, prop_oneof![any::<String>(), bytes, signs]);
    let ran = runner(1_000).run(&strategy, |(actor, text)| {
        let answer = asked.answer(actor, &text, json!({})).map_err(|error| at(&error, &text))?;
        prop_assert!(answer["errors"].is_array(), "`{text}` is answered: {answer}");
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}

fn at(error: &TestCaseError, document: &str) -> TestCaseError {
    TestCaseError::fail(format!("{error}\n{document}"))
}
