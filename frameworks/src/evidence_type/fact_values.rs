//! Values of a fact that conditions can tell apart.

use chrono::{Days, NaiveDate};

use super::fact::{FactDeclaration, FactType, FactValue};
use super::literal::Constant;

impl FactDeclaration {
    /// Values within the limits of the fact: those that it is compared with, those beside them, and the limits. What an
    /// author most likely wants comes first.
    pub(super) fn telling_values(&self, constants: &[Constant]) -> Vec<FactValue> {
        let mut values = match self.fact_type {
            FactType::Boolean => vec![FactValue::Boolean(true), FactValue::Boolean(false)],
            FactType::Integer => self.integers(constants),
            FactType::Number => self.numbers(constants),
            FactType::String => self.strings(constants),
            FactType::Date => dates(constants),
            FactType::StringList => self.lists(constants),
        };
        values.retain(|value| self.faults(value).is_empty());
        values
    }

    fn integers(&self, constants: &[Constant]) -> Vec<FactValue> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "limits and constants of facts are small numbers"
        )]
        let whole = |value: f64| value.floor() as i64;
        let given = constants.iter().filter_map(|constant| match constant {
            Constant::Integer(value) => Some(*value),
            Constant::Number(value) => Some(whole(*value)),
            Constant::Text(_) => None,
        });
        let limits = self.minimum.into_iter().chain(self.maximum).map(whole);
        let around = given.chain(limits).chain([1]);
        around
            .flat_map(|value| [value, value.saturating_add(1), value.saturating_sub(1)])
            .map(FactValue::Integer)
            .collect()
    }

    fn numbers(&self, constants: &[Constant]) -> Vec<FactValue> {
        #[expect(clippy::cast_precision_loss, reason = "constants of conditions are small numbers")]
        let given = constants.iter().filter_map(|constant| match constant {
            Constant::Integer(value) => Some(*value as f64),
            Constant::Number(value) => Some(*value),
            Constant::Text(_) => None,
        });
        let limits = self.minimum.into_iter().chain(self.maximum);
        // Shares lie between 0 and 1, so that a step beside a constant is a small one.
        let around = given.chain(limits).chain([1.0]);
        around.flat_map(|value| [value, value + 0.01, value - 0.01]).map(FactValue::Number).collect()
    }

    fn strings(&self, constants: &[Constant]) -> Vec<FactValue> {
        let mut words = self.one_of.clone();
        if words.is_empty() {
            words.extend(texts(constants));
            words.push("another".to_owned());
        }
        words.into_iter().map(FactValue::String).collect()
    }

    /// All members, all but one that is asked about, each alone, and none.
    fn lists(&self, constants: &[Constant]) -> Vec<FactValue> {
        let mut members = self.one_of.clone();
        if members.is_empty() {
            members.extend(texts(constants));
        }
        let without =
            |left_out: &String| members.iter().filter(|member| *member != left_out).cloned().collect();
        let asked: Vec<String> = texts(constants).collect();
        let mut lists = vec![members.clone()];
        lists.extend(asked.iter().map(without));
        lists.extend(members.iter().map(|member| vec![member.clone()]));
        lists.push(Vec::new());
        lists.into_iter().map(FactValue::StringList).collect()
    }
}

fn texts(constants: &[Constant]) -> impl Iterator<Item = String> {
    constants.iter().filter_map(|constant| match constant {
        Constant::Text(text) => Some(text.clone()),
        Constant::Integer(_) | Constant::Number(_) => None,
    })
}

fn dates(constants: &[Constant]) -> Vec<FactValue> {
    let given = texts(constants).filter_map(|text| text.parse::<NaiveDate>().ok());
    let one = Days::new(1);
    let around = given.chain(NaiveDate::from_ymd_opt(2026, 1, 1));
    around
        .flat_map(|day| [Some(day), day.checked_add_days(one), day.checked_sub_days(one)])
        .flatten()
        .map(FactValue::Date)
        .collect()
}
