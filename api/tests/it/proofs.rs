//! Every proof that is given can be replayed from its steps alone.

use obligraph::app::{Answer, Content, EvidenceItem, Question, resolve};
use obligraph_mapping::{Claim, ClaimedCoverage, Confidence, Coverage, Evidence, Options, Subject, verify};

use crate::demo::commands;
use crate::run::output;

fn content() -> Content {
    Content::load::<&str>(&[]).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// Everything that follows from the evidence, drafts and possible answers included.
fn answer(content: &Content, evidence: Evidence, include_possible: bool) -> Answer {
    let mut options = Options::on("2026-11-24".parse().unwrap());
    options.include_possible = include_possible;
    resolve(content, &Question { evidence: vec![evidence], options }).unwrap()
}

/// How many proofs were replayed.
fn replay(answer: &Answer, of: &str) -> usize {
    let rows = answer.rows(true);
    for row in &rows {
        let reference = row.reference().unwrap();
        let proof = row.proof();
        let shown = verify(&proof).unwrap_or_else(|fault| panic!("{of}: {reference}: {fault}"));
        assert_eq!(shown, (row.relation_set(), row.obligation().confidence()), "{of}: {reference}");
        let followed = Coverage::of(shown.0);
        let limited = row.obligation().limit().is_some() || row.obligation().lacks_subject();
        if limited {
            assert!(followed > Some(row.obligation().coverage()), "{of}: {reference}");
        } else {
            assert_eq!(followed, Some(row.obligation().coverage()), "{of}: {reference}");
        }
    }
    rows.len()
}

#[test]
fn those_of_the_demonstration_hold() {
    let content = content();
    let values = |command: &[String], flag: &str| -> Vec<String> {
        let after = command.iter().skip_while(|word| *word != flag).skip(1);
        after.take_while(|word| !word.starts_with("--")).cloned().collect()
    };
    let day = "2026-11-24".parse().unwrap();
    for command in commands(&output(&["demo", "--no-serve"])) {
        let key = &values(&command, "--type")[0];
        let item =
            EvidenceItem::read(content.evidence_type(key).unwrap(), &values(&command, "--fact")).unwrap();
        let covers: Vec<Subject> =
            values(&command, "--covers").iter().map(|subject| subject.parse().unwrap()).collect();
        for include_possible in [false, true] {
            let evidence = item.evidence(covers.clone(), day);
            assert!(replay(&answer(&content, evidence, include_possible), key) > 0);
        }
    }
}

#[test]
fn those_of_every_evidence_type_hold_with_all_its_claims() {
    let content = content();
    for evidence_type in content.bundle().evidence_types() {
        // FULL and PARTIAL stand for different facts; of both, FULL is what the best item of the type shows.
        let mut claims: Vec<Claim> = Vec::new();
        for claim in &evidence_type.claims {
            match claims.iter_mut().find(|known| known.requirement == claim.requirement) {
                Some(known) if claim.coverage == ClaimedCoverage::Full => known.coverage = claim.coverage,
                Some(_) => {}
                None => claims.push(Claim {
                    all_ai_systems: claim.all_ai_systems,
                    ..Claim::new(claim.requirement, claim.coverage)
                }),
            }
        }
        for include_possible in [false, true] {
            let answer = answer(&content, Evidence::of(claims.clone()), include_possible);
            assert!(replay(&answer, &evidence_type.key) > 0, "{} shows nothing", evidence_type.key);
        }
    }
}

/// What is asked for besides never changes what is proved, nor how sure it is.
#[test]
fn possible_answers_come_on_top_of_the_others() {
    let content = content();
    type Row = (String, String, Coverage, Confidence);
    let proved = |answer: &Answer| -> Vec<Row> {
        let rows = answer.rows(true).into_iter();
        let proved = rows.filter(|row| row.obligation().coverage() > Coverage::Possible);
        let row = |row: obligraph::app::AnswerRow<'_>| {
            let reference = row.reference().unwrap().to_string();
            (reference, row.subject().to_string(), row.obligation().coverage(), row.obligation().confidence())
        };
        proved.map(row).collect()
    };
    for requirement in content.catalog().requirement_ids() {
        let evidence = || Evidence::of(vec![Claim::new(requirement, ClaimedCoverage::Full)]);
        let without = answer(&content, evidence(), false);
        let with = answer(&content, evidence(), true);
        assert_eq!(proved(&without), proved(&with), "{:?}", content.catalog().reference(requirement));
        let gaps: usize = with.scope_gaps(true).iter().map(|gap| gap.obligations).sum();
        let listed = with.rows(true).iter().filter(|row| row.obligation().lacks_subject()).count();
        assert_eq!(gaps, listed);
        assert_eq!(without.scope_gaps(true), with.scope_gaps(true));
    }
}
