//! Dates as documents write them: in digits of either width, and in ideographs (二〇二一年三月四日).

use std::sync::LazyLock;

use regex::Regex;

use crate::model::PartialDate;
use crate::model::date::{arabic, small_number};

/// The first date in a text, in digits or else in ideographs.
pub fn find(text: &str) -> Option<PartialDate> {
    PartialDate::find(text).or_else(|| PartialDate::find_in_ideographs(text))
}

/// Finds the first date with the time of day that follows it, as written.
pub fn written_moment(text: &str) -> Option<&str> {
    static MOMENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"[12１２]\d{3}\s?[-/.年．－]\s?\d{1,2}\s?[-/.月．－]\s?\d{1,2}\s?日?",
            r"(?:[\sT]{0,3}\d{1,2}\s?[:：]\s?\d{2}(?:\s?[:：]\s?\d{2})?)?",
            r"|[12一二][\d○〇零ＯOo０一二三四五六七八九]{3}\s?年\s?[一二三四五六七八九十]{1,2}\s?月\s?[一二三四五六七八九十]{1,3}\s?日",
            r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}, [12]\d{3}",
            r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? [12]\d{3}",
        ))
        .expect("the pattern is a literal and tests run it")
    });
    MOMENT.find(text).map(|found| found.as_str().trim())
}

/// A line that is a day and nothing else, in either kind of numerals.
pub fn on_line(line: &str) -> Option<PartialDate> {
    if line.len() > 80 {
        return None;
    }
    let compact: String = line.chars().filter(|c| !c.is_whitespace()).map(arabic).collect();
    let compact = compact.trim_matches(['(', ')', '（', '）']);
    if compact.chars().count() > 12 || !compact.ends_with('日') {
        return None;
    }
    let (year, rest) = compact.split_once('年')?;
    let (month, day) = rest.split_once('月')?;
    PartialDate::new(year.parse().ok()?, Some(small_number(month)?), Some(small_number(day.trim_end_matches('日'))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_either_numerals() {
        for (line, expected) in [
            ("二〇二一年三月五日", Some("2021-03-05")),
            ("二○二二年十二月三十一日", Some("2022-12-31")),
            ("二Ｏ二二年六月一日", Some("2022-06-01")),
            ("二O二二年六月一日", Some("2022-06-01")),
            ("2021 年 3 月 20 日", Some("2021-03-20")),
            ("（2021年3月20日）", Some("2021-03-20")),
            ("2021年3月20日至2022年", None),
            ("二〇二二年十二月", None),
        ] {
            assert_eq!(on_line(line).map(|date| date.to_string()).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn dates_within_a_text() {
        for (text, expected) in [
            ("发布日期：二〇二一年三月四日", Some("2021-03-04")),
            ("二零二一年十月", Some("2021-10")),
            ("二〇二一年二月三十日", None),
            ("2021-03-04 二〇二〇年一月一日", Some("2021-03-04")),
            ("十四五规划", None),
        ] {
            assert_eq!(find(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }
}
