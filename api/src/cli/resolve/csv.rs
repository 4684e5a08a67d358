use super::asked::Asked;
use super::json::rounded;
use super::proof::relation;
use super::why::why;
use crate::app::Answer;
use crate::cli::format;
use crate::error::ApiError;

/// One row an obligation; lists within a cell are joined by `|`.
pub(crate) fn csv(answer: &Answer, asked: &Asked<'_>, with_roll_ups: bool) -> Result<String, ApiError> {
    let header = [
        "ref",
        "framework",
        "title",
        "subject",
        "assessable",
        "coverage",
        "confidence",
        "strength",
        "relation_set",
        "hops",
        "limit",
        "scope_gap",
        "applies_from",
        "why",
    ];
    let rows = answer.rows(with_roll_ups);
    let records = rows.iter().map(|row| {
        let obligation = row.obligation();
        let gap: Vec<String> = row.scope_gap().iter().map(ToString::to_string).collect();
        [
            row.reference().map_or(String::new(), |reference| reference.to_string()),
            row.framework().key.clone(),
            row.requirement().label().to_owned(),
            row.subject().to_string(),
            row.requirement().assessable.to_string(),
            obligation.coverage().word().to_owned(),
            rounded(obligation.confidence()).to_string(),
            row.strength().map_or(String::new(), |strength| strength.value().to_string()),
            relation(row.relation_set()),
            row.hops().to_string(),
            obligation.limit().map_or(String::new(), |limit| limit.word().to_owned()),
            gap.join("|"),
            row.applies_from().map_or(String::new(), |day| day.to_string()),
            why(answer.content(), asked.item.as_ref(), row),
        ]
    });
    format::csv(header, records)
}
