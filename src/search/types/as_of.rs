//! [`AsOf`] is the time at which the archive is looked at, where that is not now.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::PartialDate;
use crate::model::date::CHINA;

/// A time at which the archive is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The end of a day, a month or a year in China, where bulletins are dated.
    Date(PartialDate),
    /// A moment.
    Moment(Timestamp),
}

impl AsOf {
    /// The last millisecond that it means, since 1970-01-01 UTC: stores know times to the millisecond.
    pub fn millisecond(self) -> i64 {
        match self {
            Self::Date(date) => (i64::from(date.last_day()) + 1) * 86_400_000 - i64::from(CHINA.seconds()) * 1_000 - 1,
            Self::Moment(moment) => moment.as_millisecond(),
        }
    }

    /// Its day in China, the last of several.
    pub fn day(self) -> Date {
        let moment = Timestamp::from_millisecond(self.millisecond());
        CHINA.to_datetime(moment.expect("dates of four digits are within jiff's range")).date()
    }
}

impl fmt::Display for AsOf {
    /// As an address states it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Moment(moment) => moment.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(date: &str, last: &str, day: &str) {
        let as_of = AsOf::Date(date.parse().unwrap());
        let last: Timestamp = last.parse().unwrap();
        assert_eq!((as_of.millisecond(), as_of.day().to_string().as_str()), (last.as_millisecond(), day), "{date}");
    }

    #[test]
    fn a_date_is_its_end_in_china() {
        check("2024-05-01", "2024-05-01T23:59:59.999+08:00", "2024-05-01");
        check("2024-02", "2024-02-29T23:59:59.999+08:00", "2024-02-29");
        check("1969", "1969-12-31T23:59:59.999+08:00", "1969-12-31");
        check("2999", "2999-12-31T23:59:59.999+08:00", "2999-12-31");
        check("1000", "1000-12-31T23:59:59.999+08:00", "1000-12-31");
        let moment = AsOf::Moment("2024-05-01T16:30:00Z".parse().unwrap());
        assert_eq!(
            (moment.day().to_string(), moment.to_string()),
            ("2024-05-02".into(), "2024-05-01T16:30:00Z".into())
        );
    }
}
