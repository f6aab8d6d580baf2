//! Dates as people write them in a query, read into a [`Span`](super::span::Span) of days: a point (`2020-02`,
//! `2020年2月份`, `去年12月`), a comparison (`>=2020-02`, `2020年以来`) or a range (`2020-01..2020-03`, `2020年1月至3月`,
//! `2月4日-10日`). There is no clock here: today is given, and where it is not, what depends on it is not understood.

mod expression;
mod find;
mod point;
#[cfg(test)]
mod tests;

pub use self::expression::parse;
pub use self::find::find;

use jiff::civil::Date;

use super::span::date_of;
use crate::search::analysis::fold;

/// The first and the last day that a date means, as people write it in a query: `2026年3月`, `去年`; either is absent
/// where the text leaves it open, as in `2020年以来`. `None` where it is no date.
pub fn days(text: &str, today: Date) -> Option<(Option<Date>, Option<Date>)> {
    let span = parse(&fold(text), Some(today))?;
    let day = |day: Option<i64>| day.and_then(date_of);
    Some((day(span.from), day(span.to)))
}
