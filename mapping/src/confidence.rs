use std::fmt;

/// How sure an author is that a relation holds: `0 < c <= 1`.
///
/// Held as `f32`; along a path confidences multiply in the order of travel, so that a replay gives the same bits.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f32);

impl Confidence {
    /// Certain.
    pub const CERTAIN: Self = Self(1.0);

    /// # Errors
    /// [`ConfidenceError`] unless `0 < value <= 1`.
    pub fn new(value: f32) -> Result<Self, ConfidenceError> {
        if value > 0.0 && value <= 1.0 { Ok(Self(value)) } else { Err(ConfidenceError { value }) }
    }

    /// The number between 0 and 1.
    #[must_use]
    pub const fn value(self) -> f32 {
        self.0
    }

    /// For products of valid confidences, which stay in range or underflow to the least positive number.
    pub(crate) const fn from_product(value: f32) -> Self {
        Self(if value > 0.0 { value } else { f32::MIN_POSITIVE })
    }
}

/// Rounded to four decimals, as answers show it.
impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = format!("{:.4}", self.0);
        let shown = shown.trim_end_matches('0').trim_end_matches('.');
        f.pad(if shown == "0" { "<0.0001" } else { shown })
    }
}

/// A confidence outside `0 < c <= 1`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConfidenceError {
    value: f32,
}

impl ConfidenceError {
    /// A stable code for machines.
    pub const CODE: &'static str = "confidence-out-of-range";
}

impl fmt::Display for ConfidenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "confidence `{}` is out of range; it must be above 0 and at most 1", self.value)
    }
}

impl std::error::Error for ConfidenceError {}

/// Degree of overlap of a mapping, 1 to 10 (STRM of NIST IR 8477). Reported, never multiplied into confidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Strength(u8);

impl Strength {
    /// # Errors
    /// [`StrengthError`] unless `1 <= value <= 10`.
    pub const fn new(value: u8) -> Result<Self, StrengthError> {
        if value >= 1 && value <= 10 { Ok(Self(value)) } else { Err(StrengthError { value }) }
    }

    /// The number between 1 and 10.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.0
    }
}

/// A strength outside 1 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrengthError {
    value: u8,
}

impl StrengthError {
    /// A stable code for machines.
    pub const CODE: &'static str = "strength-out-of-range";
}

impl fmt::Display for StrengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "strength `{}` is out of range; it must be 1 to 10", self.value)
    }
}

impl std::error::Error for StrengthError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_in_range_are_taken() {
        assert!(Confidence::new(0.0).is_err());
        assert!(Confidence::new(f32::NAN).is_err());
        assert!(Confidence::new(1.000_001).is_err());
        assert_eq!(Confidence::new(1.0), Ok(Confidence::CERTAIN));
        assert!(Strength::new(0).is_err());
        assert!(Strength::new(11).is_err());
        assert_eq!(Strength::new(10).map(Strength::value), Ok(10));
    }

    #[test]
    fn shown_without_the_noise_of_binary_fractions() {
        let shown = |value: f32| Confidence::new(value).map(|c| c.to_string());
        assert_eq!(shown(0.9 * 0.9).as_deref(), Ok("0.81"));
        assert_eq!(shown(1.0).as_deref(), Ok("1"));
        assert_eq!(shown(0.000_01).as_deref(), Ok("<0.0001"));
    }
}
