//! A [`Span`] is a time by its days, and how a reader is told it and a query writes it.

use jiff::civil::Date;

use crate::model::PartialDate;
use crate::search::message::{Message, message};

/// First and last day, both included, in days since 1970-01-01; open where absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Option<i64>,
    pub to: Option<i64>,
}

impl Span {
    /// When a bulletin was published, in words, with the words that were typed for it where they do not say it themselves:
    /// `发布于 2020年2月（上个月）`.
    pub fn published(self, typed: Option<&str>) -> Message {
        let span = self.label();
        match typed {
            Some(typed) => message!("message-published-as", span = span, typed = typed),
            None => message!("message-published", span = span),
        }
    }

    /// A span in words: `2020年2月`, `2020年1月至2020年3月`, `2020年起`.
    fn label(self) -> Message {
        let date = |date: PartialDate| message!("message-date", date = date);
        let between = |from: PartialDate, to: PartialDate| message!("message-from-to", from = from, to = to);
        let told = match (self.from, self.to) {
            (None, None) => None,
            (Some(from), None) => {
                beginning(from).or_else(|| day(from)).map(|from| message!("message-from", from = from))
            }
            (None, Some(to)) => ending(to).or_else(|| day(to)).map(|to| message!("message-to", to = to)),
            (Some(from), Some(to)) if from == to => day(from).map(date),
            (Some(from), Some(to)) if whole_month(from, to).is_some() => whole_month(from, to).map(date),
            (Some(from), Some(to)) => match (beginning(from), ending(to)) {
                (Some(start), Some(end)) if start == end => Some(date(start)),
                // 2020年 for a beginning is a January; beside 2020年3月 it must say so.
                (Some(start), Some(end)) if start.month().is_none() == end.month().is_none() => {
                    Some(between(start, end))
                }
                (Some(_), Some(_)) => month(from).zip(month(to)).map(|(from, to)| between(from, to)),
                _ => day(from).zip(day(to)).map(|(from, to)| between(from, to)),
            },
        };
        told.unwrap_or_else(|| message!("message-any-time"))
    }

    /// A span as a query writes it: `2020-02`, `2020-01..2020-03`.
    pub fn written(self) -> String {
        let iso = |day: i64| date_of(day).map_or_else(String::new, |date| date.to_string());
        match (self.from, self.to) {
            (Some(from), Some(to)) => {
                let Some(date) = date_of(from) else { return String::new() };
                if let Some(month) = whole_month(from, to) {
                    return month.to_string();
                }
                let (start, end) = (beginning(from), ending(to));
                if start.is_some() && start == end {
                    let whole_year = start.is_some_and(|start| start.month().is_none());
                    return if whole_year {
                        format!("{:04}", date.year())
                    } else {
                        format!("{:04}-{:02}", date.year(), date.month())
                    };
                }
                if from == to { iso(from) } else { format!("{}..{}", iso(from), iso(to)) }
            }
            (from, to) => format!("{}..{}", from.map_or_else(String::new, iso), to.map_or_else(String::new, iso)),
        }
    }
}

/// The date of a day.
pub fn date_of(day: i64) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

fn month(day: i64) -> Option<PartialDate> {
    PartialDate::month_of_day(day)
}

fn day(day: i64) -> Option<PartialDate> {
    let date = date_of(day)?;
    PartialDate::new(date.year(), Some(date.month()), Some(date.day()))
}

/// The month of which these are the first and the last day.
fn whole_month(from: i64, to: i64) -> Option<PartialDate> {
    let (first, last) = (date_of(from)?, date_of(to)?);
    (first.day() == 1 && last == first.last_of_month()).then(|| month(from)).flatten()
}

/// The year or month that begins on this day.
fn beginning(day: i64) -> Option<PartialDate> {
    let date = date_of(day)?;
    match (date.month(), date.day()) {
        (1, 1) => PartialDate::new(date.year(), None, None),
        (_, 1) => month(day),
        _ => None,
    }
}

/// The year or month that ends on this day.
fn ending(day: i64) -> Option<PartialDate> {
    let date = date_of(day)?;
    match (date.month(), date.day()) {
        (12, 31) => PartialDate::new(date.year(), None, None),
        _ if date == date.last_of_month() => month(day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::search::query::dates::parse;

    #[test]
    fn says_and_writes_a_span() {
        let check = |text: &str, said: &str, again: &str| {
            let span = parse(text, None).expect(text);
            assert_eq!((span.label().as_str(), span.written().as_str()), (said, again), "{text}");
            assert_eq!(parse(again, None), Some(span), "{text}");
        };
        check("2020", "2020年", "2020");
        check("2020年2月", "2020年2月", "2020-02");
        check("2020-02-04", "2020年2月4日", "2020-02-04");
        check("2020年初", "2020年1月", "2020-01");
        check("2019..2020", "2019年至2020年", "2019-01-01..2020-12-31");
        check("2020-01..2020-03", "2020年1月至2020年3月", "2020-01-01..2020-03-31");
        check("2020-01-05..2020-03", "2020年1月5日至2020年3月31日", "2020-01-05..2020-03-31");
        check(">=2020", "2020年起", "2020-01-01..");
        check("<2020-02", "2020年1月止", "..2020-01-31");
    }
}
