//! [`AsOf`] is the time whose bulletins are searched.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::model::PartialDate;

/// A time at which the archive is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The end of a day, a month or a year in China, where bulletins are dated.
    Date(PartialDate),
    /// A moment.
    Moment(Timestamp),
}

impl AsOf {
    /// Eight hours ahead of UTC, all the year.
    const CHINA: Offset = Offset::constant(8);

    /// The last millisecond that it means, since 1970-01-01 UTC: stores know times to the millisecond.
    pub fn millisecond(self) -> i64 {
        match self {
            Self::Date(date) => {
                (i64::from(date.last_day()) + 1) * 86_400_000 - i64::from(Self::CHINA.seconds()) * 1_000 - 1
            }
            Self::Moment(moment) => moment.as_millisecond(),
        }
    }

    /// Its day in China, the last of several.
    pub fn day(self) -> Date {
        let moment = Timestamp::from_millisecond(self.millisecond());
        Self::CHINA.to_datetime(moment.expect("dates of four digits are within jiff's range")).date()
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
