use std::collections::BTreeMap;

use obligraph_mapping::Subject;

use crate::app::AnswerRow;

/// The obligations of one framework for one subject, in the order of the document.
pub(crate) struct Group<'a> {
    pub(crate) subject: &'a Subject,
    pub(crate) rows: Vec<AnswerRow<'a>>,
}

/// In the order of frameworks, then of subjects.
pub(crate) fn groups<'a>(rows: &[AnswerRow<'a>]) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<(&str, &Subject), Vec<AnswerRow<'a>>> = BTreeMap::new();
    for row in rows {
        groups.entry((&row.framework().key, row.subject())).or_default().push(*row);
    }
    groups.into_iter().map(|((_, subject), rows)| Group { subject, rows }).collect()
}
