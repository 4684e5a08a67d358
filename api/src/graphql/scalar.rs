//! Scalars of the contract.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) NaiveDate);

/// A calendar day without a time zone, as law and standards date things: `2027-12-02` (ISO 8601).
#[Scalar(name = "Date", specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        // Only the written-out form: chrono would take `2027-1-2` too.
        let day = text.parse().ok().filter(|day: &NaiveDate| day.to_string() == *text);
        day.map(Self).ok_or_else(|| {
            InputValueError::custom(format!("`{text}` is no day; write year, month and day as `2027-12-02`"))
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateTime(pub(crate) chrono::DateTime<Utc>);

/// An instant in UTC with microseconds, as things are recorded: `2026-11-24T09:30:00.000000Z` (RFC 3339). Other offsets
/// are taken and shown in UTC.
#[Scalar(name = "DateTime", specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let instant = chrono::DateTime::parse_from_rfc3339(text).ok();
        instant.map(|instant| Self(instant.to_utc())).ok_or_else(|| {
            InputValueError::custom(format!(
                "`{text}` is no instant; write day, time and offset as `2026-11-24T09:30:00Z`"
            ))
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

/// An address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url(pub(crate) String);

/// An address of the web: `https://obligraph.example/uploads/...` (RFC 3986).
#[Scalar(name = "URL", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3986")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = value else { return Err(InputValueError::expected_type(value)) };
        match url::Url::parse(&text) {
            Ok(_) => Ok(Self(text)),
            Err(error) => Err(InputValueError::custom(format!("`{text}` is no address: {error}"))),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A SHA-256 hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sha256(pub(crate) String);

/// A SHA-256 hash in 64 lower-case hexadecimal figures (FIPS 180-4).
#[Scalar(name = "Sha256", specified_by_url = "https://csrc.nist.gov/pubs/fips/180-4/upd1/final")]
impl ScalarType for Sha256 {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = value else { return Err(InputValueError::expected_type(value)) };
        let is_figure = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(is_figure) {
            return Ok(Self(text));
        }
        let message = format!("`{text}` is no SHA-256; write 64 figures of 0 to 9 and a to f");
        Err(InputValueError::custom(message))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// How sure something is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Confidence(pub(crate) f32);

/// How sure an author is, or a proof as a whole: above 0, at most 1, rounded to four decimals. Along a proof confidences
/// multiply.
#[Scalar(
    name = "Confidence",
    specified_by_url = "https://nvlpubs.nist.gov/nistpubs/ir/2024/NIST.IR.8477.pdf"
)]
impl ScalarType for Confidence {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::Number(number) = &value else { return Err(InputValueError::expected_type(value)) };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the engine counts in f32; the range is checked first"
        )]
        let confidence =
            number.as_f64().filter(|number| (0.0..=1.0).contains(number)).map(|number| number as f32);
        confidence.map(Self).ok_or_else(|| {
            InputValueError::custom(format!("`{number}` is no confidence; give a number from 0 to 1"))
        })
    }

    fn to_value(&self) -> Value {
        let rounded = (f64::from(self.0) * 1e4).round() / 1e4;
        serde_json::Number::from_f64(rounded).map_or(Value::Null, Value::Number)
    }
}

impl Confidence {
    /// Writes it as [`ScalarType::to_value`] shows it.
    pub(crate) fn write(self, json: &mut Vec<u8>) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a confidence is from 0 to 1; any other number is written as one of these"
        )]
        let ten_thousandths = (f64::from(self.0) * 1e4 + 0.5) as u32;
        if ten_thousandths >= 10_000 {
            json.extend_from_slice(b"1.0");
            return;
        }
        json.extend_from_slice(b"0.");
        let (mut rest, mut place) = (ten_thousandths, 1000);
        loop {
            // INVARIANT: the rest is below ten times the place, so that this is one digit.
            json.push(b'0' + u8::try_from(rest / place).unwrap_or_default());
            rest %= place;
            place /= 10;
            if rest == 0 {
                return;
            }
        }
    }
}

impl From<obligraph_mapping::Confidence> for Confidence {
    fn from(confidence: obligraph_mapping::Confidence) -> Self {
        Self(confidence.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_is_written_as_it_is_shown() {
        for ten_thousandths in 0..=10_000_u16 {
            let confidence = Confidence(f32::from(ten_thousandths) / 1e4);
            let mut json = Vec::new();
            confidence.write(&mut json);
            assert_eq!(json, serde_json::to_vec(&confidence.to_value()).unwrap(), "{ten_thousandths}");
        }
    }

    #[test]
    fn a_day_is_read_in_one_form_only() {
        let read = |text: &str| Date::parse(Value::String(text.to_owned())).ok().map(|day| day.0.to_string());
        assert_eq!(read("2027-12-02").as_deref(), Some("2027-12-02"));
        for text in ["2027-1-2", "2027-02-30", "02.12.2027", "2027-12-02T00:00:00Z", ""] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(Date::parse(Value::Number(20_271_202.into())).is_err());
    }

    #[test]
    fn an_instant_is_read_with_any_offset_and_shown_in_utc() {
        let read = |text: &str| DateTime::parse(Value::String(text.to_owned())).ok().map(|at| at.to_value());
        let shown = Some(Value::String("2026-11-24T09:30:00.250000Z".to_owned()));
        assert_eq!(read("2026-11-24T09:30:00.25Z"), shown);
        assert_eq!(read("2026-11-24T10:30:00.25+01:00"), shown);
        for text in ["2026-11-24", "2026-11-24T09:30:00", "2026-13-24T09:30:00Z", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_hash_has_64_lower_case_figures() {
        let read = |text: String| Sha256::parse(Value::String(text)).ok();
        assert!(read("0a".repeat(32)).is_some());
        assert!(
            ["0A".repeat(32), "0a".repeat(31), "0g".repeat(32)].into_iter().all(|text| read(text).is_none())
        );
    }

    #[test]
    fn an_address_has_a_scheme() {
        let read = |text: &str| Url::parse(Value::String(text.to_owned())).ok().map(|url| url.to_value());
        let address = "https://obligraph.example/uploads/a.b";
        assert_eq!(read(address), Some(Value::String(address.to_owned())));
        assert_eq!(read("obligraph"), None);
        assert!(Url::parse(Value::Number(1.into())).is_err());
    }

    #[test]
    fn a_confidence_is_a_number_from_0_to_1() {
        let read = |number: f64| Confidence::parse(Value::Number(serde_json::Number::from_f64(number)?)).ok();
        assert_eq!(read(0.8), Some(Confidence(0.8)));
        assert_eq!(read(1.0), Some(Confidence(1.0)));
        assert_eq!(read(1.01), None);
        assert_eq!(read(-0.1), None);
        assert!(Confidence::parse(Value::String("0.5".to_owned())).is_err());
    }

    #[test]
    fn a_confidence_is_shown_with_four_decimals() {
        assert_eq!(Confidence(0.81_f32 * 0.9).to_value().to_string(), "0.729");
    }
}
