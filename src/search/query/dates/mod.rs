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
