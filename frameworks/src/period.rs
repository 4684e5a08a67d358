use std::fmt;
use std::str::FromStr;

use chrono::{Days, Months, NaiveDate};

/// A length of time as ISO 8601 writes it: `P1Y`, `P6M`, `P2W`, `P10D`, `PT72H`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    text: String,
    months: u32,
    days: u32,
    seconds: u32,
}

impl Period {
    /// The last day of the period that starts with something done on `day`.
    ///
    /// Counted in the calendar as Regulation (EEC, Euratom) No 1182/71, Art. 3 counts: the day itself plays no part, so
    /// that a year from 15 January ends with the next 15 January; where the last month lacks the day, the period ends
    /// with that month. Hours count as begun days. `None` past the end of the calendar.
    #[must_use]
    pub fn last_day(&self, day: NaiveDate) -> Option<NaiveDate> {
        let days = u64::from(self.days) + u64::from(self.seconds.div_ceil(SECONDS_OF_A_DAY));
        day.checked_add_months(Months::new(self.months))?.checked_add_days(Days::new(days))
    }

    /// Whether it is given in days or longer units only.
    #[must_use]
    pub const fn is_in_days(&self) -> bool {
        self.seconds == 0
    }
}

const SECONDS_OF_A_DAY: u32 = 24 * 60 * 60;

/// As it was written.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| PeriodError { text: text.to_owned() })
    }
}

/// `P[nY][nM][nW][nD][T[nH][nM][nS]]`: each unit at most once, in that order, at least one of them, and not all zero.
fn parse(text: &str) -> Option<Period> {
    let (date, time) = match text.strip_prefix('P')?.split_once('T') {
        None => (text.strip_prefix('P')?, None),
        Some((_, "")) => return None,
        Some((date, time)) => (date, Some(time)),
    };
    let [years, months, weeks, days] = counts(date, ['Y', 'M', 'W', 'D'])?;
    let [hours, minutes, seconds] = counts(time.unwrap_or(""), ['H', 'M', 'S'])?;
    let period = Period {
        text: text.to_owned(),
        months: years * 12 + months,
        days: weeks * 7 + days,
        seconds: hours * 3600 + minutes * 60 + seconds,
    };
    (period.months > 0 || period.days > 0 || period.seconds > 0).then_some(period)
}

/// The counts before `units`, each of at most four digits, so that no sum of them overflows.
fn counts<const N: usize>(mut text: &str, units: [char; N]) -> Option<[u32; N]> {
    let mut counts = [0; N];
    for (count, unit) in counts.iter_mut().zip(units) {
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let (number, rest) = text.split_at_checked(digits)?;
        if let Some(rest) = rest.strip_prefix(unit) {
            if digits == 0 || digits > 4 {
                return None;
            }
            *count = number.parse().ok()?;
            text = rest;
        }
    }
    text.is_empty().then_some(counts)
}

/// A text that is no [`Period`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodError {
    text: String,
}

impl PeriodError {
    /// A stable code for machines.
    pub const CODE: &'static str = "bad-duration";
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no ISO 8601 duration; write it as in `P1Y`, `P6M`, `P15D` or `PT72H`", self.text)
    }
}

impl std::error::Error for PeriodError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn last_day(period: &str, day: &str) -> String {
        let period: Period = period.parse().unwrap();
        period.last_day(day.parse().unwrap()).map_or("none".to_owned(), |day| day.to_string())
    }

    #[test]
    fn periods_are_counted_in_the_calendar() {
        assert_eq!(last_day("P1Y", "2026-01-15"), "2027-01-15");
        assert_eq!(last_day("P1M", "2026-01-31"), "2026-02-28");
        assert_eq!(last_day("P1Y", "2028-02-29"), "2029-02-28");
        assert_eq!(last_day("P2W", "2026-12-25"), "2027-01-08");
        assert_eq!(last_day("P1Y6M10D", "2026-01-01"), "2027-07-11");
        assert_eq!(last_day("PT72H", "2026-01-01"), "2026-01-04");
        assert_eq!(last_day("PT1H", "2026-01-01"), "2026-01-02");
        assert_eq!(last_day("P9999Y9999M9999W9999DT9999H9999M9999S", "2026-01-01"), "+13078-06-03");
        assert_eq!(Period::from_str("P1Y").unwrap().last_day(NaiveDate::MAX), None);
    }

    #[test]
    fn what_is_no_duration_is_refused_by_name() {
        for text in [
            "", "P", "PT", "P1", "1Y", "P1H", "P1D1Y", "P-1Y", "P1.5Y", "P0D", "P1YT", "p1y", "P12345Y",
            "P1Y ",
        ] {
            assert_eq!(text.parse::<Period>(), Err(PeriodError { text: text.to_owned() }));
        }
        let shown = "1 year".parse::<Period>().unwrap_err().to_string();
        assert_eq!(shown, "`1 year` is no ISO 8601 duration; write it as in `P1Y`, `P6M`, `P15D` or `PT72H`");
    }
}
