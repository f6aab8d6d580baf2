//! A [`PartialDate`] is a calendar date as far as it is known: a year, a month of a year, or a day.
//!
//! A work report is dated "2020", a gazette "2020-02", a news page "2020-02-04". Filling the missing
//! parts with 1 January would state what nobody said, so the precision is kept and shown.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// A date known to the year, the month or the day (proleptic Gregorian, years 1000 to 2999).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// Builds a date; `None` where the month or the day does not exist, or a day comes without a month.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        if !(1000..=2999).contains(&year) || (month.is_none() && day.is_some()) {
            return None;
        }
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month, day })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where known.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, where known.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// The first day the date may mean, in days since 1970-01-01.
    pub fn first_day(self) -> i32 {
        days_since_epoch(self.first_civil())
    }

    /// The last day the date may mean, in days since 1970-01-01.
    pub fn last_day(self) -> i32 {
        let first = self.first_civil();
        days_since_epoch(match (self.month, self.day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        })
    }

    /// A day, given in days since 1970-01-01; `None` outside the years 1000 to 2999.
    pub fn from_day(day: i32) -> Option<Self> {
        let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(day).ok()?).ok()?;
        Self::new(date.year(), Some(date.month()), Some(date.day()))
    }

    /// The month of a day, given in days since 1970-01-01; `None` outside the years 1000 to 2999.
    pub fn month_of_day(day: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(day).ok()?;
        let date = jiff::civil::date(1970, 1, 1).checked_add(span).ok()?;
        Self::new(date.year(), Some(date.month()), None)
    }

    /// The date as Chinese prose: 2020年2月4日.
    pub fn in_chinese(self) -> String {
        let mut text = format!("{}年", self.year);
        for (part, unit) in [(self.month, '月'), (self.day, '日')] {
            if let Some(part) = part {
                text.push_str(&part.to_string());
                text.push(unit);
            }
        }
        text
    }

    fn first_civil(self) -> jiff::civil::Date {
        jiff::civil::date(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Finds the first date in a text written the way government pages write them: `2020-02-04`,
    /// `2020/2/4`, `2020.02.04`, `2020年2月4日`, `20200204`, `2020-02`, `2020年2月`, each perhaps
    /// followed by a time of day; in English `May 9, 2021`, `9 May 2021`. `None` where there is none, or where it is not a real day.
    pub fn find(text: &str) -> Option<Self> {
        let digits_folded: String = text.chars().map(fold_digit).collect();
        let bytes = digits_folded.as_bytes();
        let mut start = 0;
        while let Some(offset) = bytes[start..].iter().position(u8::is_ascii_digit) {
            let from = start + offset;
            let length = bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
            if let Some(date) = Self::at_digits(&digits_folded[from..], length) {
                return Some(date);
            }
            start = from + length;
        }
        Self::in_english(&digits_folded)
    }

    /// Finds the first date that a text writes in ideographs: 二〇二一年三月四日, 二零二一年十月.
    pub fn find_in_ideographs(text: &str) -> Option<Self> {
        static DATE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                r"([一二][〇○零ＯOo0０一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十]{1,2})\s*月(?:\s*([一二三四五六七八九十]{1,3})\s*日)?",
            )
            .expect("the pattern is a literal and a test runs it")
        });
        let found = DATE.captures(text)?;
        let digits = |text: &str| text.chars().map(arabic).collect::<String>();
        let day = match found.get(3) {
            Some(day) => Some(small_number(&digits(day.as_str()))?),
            None => None,
        };
        Self::new(digits(&found[1]).parse().ok()?, Some(small_number(&digits(&found[2]))?), day)
    }

    /// Reads `May 9, 2021`, `9 May 2021` and `Sept. 9, 2021`, as pages in English date themselves.
    fn in_english(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let words =
            || text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.')).filter(|word| !word.is_empty());
        let number = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i16>().ok();
        words().zip(words().skip(1)).zip(words().skip(2)).find_map(|((first, second), third)| {
            let month = |word: &str| {
                let word = word.to_ascii_lowercase();
                MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(&word)).map(|at| at as i8 + 1)
            };
            let (month, day) = match month(first) {
                Some(month) => (month, number(second)?),
                None => (month(second)?, number(first)?),
            };
            let year = third.parse::<i16>().ok().filter(|year| (1_000..3_000).contains(year))?;
            Self::new(year, Some(month), Some(i8::try_from(day).ok()?))
        })
    }

    /// Reads a date from a text that begins with a run of `length` digits.
    fn at_digits(text: &str, length: usize) -> Option<Self> {
        if length == 8 {
            return Self::new(text[..4].parse().ok()?, text[4..6].parse().ok(), text[6..8].parse().ok());
        }
        if length != 4 {
            return None;
        }
        let year: i16 = text[..4].parse().ok()?;
        let rest = text[4..].trim_start();
        let separator = rest.chars().next()?;
        if !matches!(separator, '-' | '/' | '.' | '年' | '－' | '．') {
            return None;
        }
        let (month, rest) = leading_number(rest[separator.len_utf8()..].trim_start())?;
        let rest = rest.trim_start();
        let day = rest
            .chars()
            .next()
            .filter(|c| matches!(c, '-' | '/' | '.' | '月' | '－' | '．'))
            .and_then(|c| leading_number(rest[c.len_utf8()..].trim_start()))
            .map(|(day, _)| day);
        Self::new(year, Some(month), day)
    }
}

fn days_since_epoch(date: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map(|span| span.get_days()).expect("the years 1000 to 2999 are within jiff's range")
}

fn leading_number(text: &str) -> Option<(i8, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 || length > 2 {
        return None;
    }
    Some((text[..length].parse().ok()?, &text[length..]))
}

/// Chinese numerals of a year as digits; 十 stays.
pub(crate) fn arabic(c: char) -> char {
    match c {
        '〇' | '○' | '零' | 'Ｏ' | 'O' | 'o' | '０' => '0',
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => "一二三四五六七八九".chars().position(|digit| digit == c).map_or(c, |at| (b'1' + at as u8) as char),
    }
}

/// A number below a hundred in which 十 may be left: 十2 is 12, 2十 is 20.
pub(crate) fn small_number(text: &str) -> Option<i8> {
    match text.split_once('十') {
        None => text.parse().ok(),
        Some((tens, ones)) => {
            let tens: i8 = if tens.is_empty() { 1 } else { tens.parse().ok()? };
            let ones: i8 = if ones.is_empty() { 0 } else { ones.parse().ok()? };
            (tens < 10 && ones < 10).then_some(tens * 10 + ones)
        }
    }
}

fn fold_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        _ => c,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = String;

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and the other writings that [`PartialDate::find`]
    /// knows when they stand at the beginning.
    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let year_only = trimmed.strip_suffix('年').unwrap_or(trimmed);
        if year_only.len() == 4
            && let Ok(year) = year_only.parse()
            && let Some(date) = Self::new(year, None, None)
        {
            return Ok(date);
        }
        let begins_with_digit = trimmed.chars().next().is_some_and(|c| fold_digit(c).is_ascii_digit());
        begins_with_digit
            .then(|| Self::find(trimmed))
            .flatten()
            .ok_or_else(|| format!("「{trimmed}」不是日期；请写成 2020、2020-02 或 2020-02-04"))
    }
}

impl TryFrom<String> for PartialDate {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

/// The time in all of China: eight hours ahead of UTC all the year.
pub const CHINA: Offset = Offset::constant(8);

/// The day in China of a moment.
pub fn day_of(moment: Timestamp) -> Date {
    CHINA.to_datetime(moment).date()
}

/// A moment as the clocks of all of China show it: `2024-05-01 08:00`.
pub fn in_china(moment: Timestamp) -> String {
    CHINA.to_datetime(moment).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The date in China, where bulletins are dated, at a moment that is now.
pub fn today(now: Timestamp) -> Date {
    day_of(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(PartialDate::find(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn finds_the_writings_of_government_pages() {
        check("2020/02/04 来源:", Some("2020-02-04"));
        check("发布时间：2020年2月4日 08:30", Some("2020-02-04"));
        check("２０２０年２月４日", Some("2020-02-04"));
        check("2020.2.4", Some("2020-02-04"));
        check("20200204", Some("2020-02-04"));
        check("成文日期：2019年12月", Some("2019-12"));
        check("2020-02-30", None);
        check("0579-84668311", None);
        check("共 2020 条", None);
        check("Updated: May 9, 2021", Some("2021-05-09"));
        check("9 September 2021, Qingcen", Some("2021-09-09"));
        check("Sept. 9, 2021", Some("2021-09-09"));
        check("Marching 9 2021", None);
        check("Mayor 9 in 2021", None);
        check("第12345678901号", None);
        check("索引号 12345 2021-03-05", Some("2021-03-05"));
    }

    #[test]
    fn keeps_the_precision_and_knows_its_span() {
        let year: PartialDate = "2020".parse().unwrap();
        assert_eq!(year.to_string(), "2020");
        assert_eq!((year.first_day(), year.last_day()), (18262, 18627));
        let month: PartialDate = "2020-02".parse().unwrap();
        assert_eq!(month.last_day() - month.first_day(), 28);
        assert!("2020-13".parse::<PartialDate>().is_err());
        assert!("昨天".parse::<PartialDate>().is_err());
    }
}
