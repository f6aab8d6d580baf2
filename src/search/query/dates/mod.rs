//! Dates as people write them in a query, read into a [`Span`] of days: a point (`2020-02`, `去年`), a
//! comparison (`>=2020-02`, `2020年以来`) or a range (`2020-01..2020-03`, `2019年至2020年`).
//! There is no clock here: today is given, and where it is not, what depends on it is not understood.

use std::ops::Range;

use jiff::civil::Date;

use super::span::Span;
use crate::model::PartialDate;

/// Reads a whole text, folded, as a date expression.
pub fn parse(text: &str, today: Option<Date>) -> Option<Span> {
    let characters: Vec<char> = text.trim().chars().collect();
    let digits_apart = |three: &[char]| matches!(three, [a, ' ' | '\t', b] if a.is_ascii_digit() && b.is_ascii_digit());
    if characters.windows(3).any(digits_apart) {
        return None;
    }
    let compact: String = characters.into_iter().filter(|c| !c.is_whitespace()).collect();
    let point = |text: &str| point(text, today);
    if let Some((first, last)) = point(&compact) {
        return Some(Span { from: Some(first), to: Some(last) });
    }
    compared(&compact, &point).or_else(|| ranged(&compact, &point))
}

/// `>=2020`, `2020年以来`.
fn compared(text: &str, point: &impl Fn(&str) -> Option<(i64, i64)>) -> Option<Span> {
    let since = |from| Some(Span { from: Some(from), to: None });
    let until = |to| Some(Span { from: None, to: Some(to) });
    for sign in [">=", "≥", "=>", "自", "从"] {
        if let Some((first, _)) = text.strip_prefix(sign).and_then(point) {
            return since(first);
        }
    }
    for sign in ["<=", "≤", "=<", "截至", "至", "到"] {
        if let Some((_, last)) = text.strip_prefix(sign).and_then(point) {
            return until(last);
        }
    }
    if let Some((_, last)) = text.strip_prefix('>').and_then(point) {
        return since(last + 1);
    }
    if let Some((first, _)) = text.strip_prefix('<').and_then(point) {
        return until(first - 1);
    }
    if let Some((first, last)) = text.strip_prefix('=').and_then(point) {
        return Some(Span { from: Some(first), to: Some(last) });
    }
    let text = text.trim_start_matches(['自', '从']);
    for word in ["以来", "以后", "起", "开始"] {
        if let Some((first, _)) = text.strip_suffix(word).and_then(point) {
            return since(first);
        }
    }
    if let Some((_, last)) = text.strip_suffix("之后").and_then(point) {
        return since(last + 1);
    }
    if let Some((first, _)) = ["以前", "之前"].iter().find_map(|word| text.strip_suffix(word)).and_then(point) {
        return until(first - 1);
    }
    let (_, last) = ["为止", "止"].iter().find_map(|word| text.strip_suffix(word)).and_then(point)?;
    until(last)
}

/// `2020-01..2020-03`, `2020..`, `2019年至2020年`, `2019-2020`. The later end may come first.
fn ranged(text: &str, point: &impl Fn(&str) -> Option<(i64, i64)>) -> Option<Span> {
    let both = |first: &str, last: &str| {
        let (a, b) = (point(first)?, point(last)?);
        Some(Span { from: Some(a.0.min(b.0)), to: Some(a.1.max(b.1)) })
    };
    if let Some((first, last)) = text.split_once("..") {
        let last = last.trim_start_matches('.');
        return match (first, last) {
            ("", "") => None,
            ("", last) => Some(Span { from: None, to: Some(point(last)?.1) }),
            (first, "") => Some(Span { from: Some(point(first)?.0), to: None }),
            (first, last) => both(first, last),
        };
    }
    let separators = text.match_indices(['至', '到', '~', '-', '〜']);
    separators
        .into_iter()
        .find_map(|(at, separator)| both(&text[..at], text[at + separator.len()..].trim_start_matches('-')))
}

/// First and last day of a point in time.
fn point(text: &str, today: Option<Date>) -> Option<(i64, i64)> {
    // No point is written longer: 二〇二〇年十二月二十一日.
    if text.chars().count() > 16 {
        return None;
    }
    absolute(text).or_else(|| relative(text, today?))
}

fn absolute(text: &str) -> Option<(i64, i64)> {
    let digits: String = text.chars().take(4).map(digit).collect::<Option<_>>()?;
    let rest: String = text.chars().skip(4).collect();
    let year: i16 = digits.parse().ok()?;
    let days = |month, day| {
        let date = PartialDate::new(year, month, day)?;
        Some((i64::from(date.first_day()), i64::from(date.last_day())))
    };
    let Some(separator) = rest.chars().next() else { return days(None, None) };
    let rest = &rest[separator.len_utf8()..];
    match separator {
        '年' => {
            let months = |first: i8, last: i8| Some((days(Some(first), None)?.0, days(Some(last), None)?.1));
            match rest {
                "" | "度" => return days(None, None),
                "上半年" => return months(1, 6),
                "下半年" => return months(7, 12),
                _ => {}
            }
            if let Some(quarter) = rest.strip_suffix("季度") {
                let quarter = number(quarter.trim_start_matches('第')).filter(|n| (1..=4).contains(n))? as i8;
                return months(quarter * 3 - 2, quarter * 3);
            }
            let (month, day) = rest.split_once('月')?;
            let day = day.strip_suffix(['日', '号']).unwrap_or(day);
            let month = number(month)?.try_into().ok()?;
            days(Some(month), if day.is_empty() { None } else { Some(number(day)?.try_into().ok()?) })
        }
        '-' | '/' | '.' => {
            let plain = |text: &str| {
                let fits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
                fits.then(|| text.parse().ok()).flatten()
            };
            match rest.split_once(separator) {
                Some((month, day)) => days(Some(plain(month)?), Some(plain(day)?)),
                None => days(Some(plain(rest)?), None),
            }
        }
        _ if text.bytes().all(|b| b.is_ascii_digit()) => match text.len() {
            6 => days(text[4..].parse().ok(), None).filter(|_| text[4..] != *"00"),
            8 => days(Some(text[4..6].parse().ok()?), Some(text[6..].parse().ok()?)),
            _ => None,
        },
        _ => None,
    }
}

/// Units of time, a longer one before one that it ends with.
const UNITS: [&str; 16] = [
    "个星期",
    "星期",
    "周",
    "weeks",
    "week",
    "个月",
    "月",
    "months",
    "month",
    "天",
    "日",
    "days",
    "day",
    "年",
    "years",
    "year",
];

fn relative(text: &str, today: Date) -> Option<(i64, i64)> {
    let back = |span: Result<jiff::Span, jiff::Error>| today.checked_sub(span.ok()?).ok();
    let days = |n: i64| back(jiff::Span::new().try_days(n));
    let months = |n: i64| back(jiff::Span::new().try_months(n));
    let years = |n: i64| back(jiff::Span::new().try_years(n));
    let one = |date: Option<Date>| date.and_then(|date| between(date, date));
    let month = |date: Option<Date>| date.and_then(|date| between(date.first_of_month(), date.last_of_month()));
    let year = |date: Option<Date>| date.and_then(|date| between(date.first_of_year(), date.last_of_year()));
    let week = |weeks: i64| {
        let monday = days(i64::from(today.weekday().to_monday_zero_offset()) + 7 * weeks)?;
        between(monday, monday.checked_add(jiff::Span::new().days(6)).ok()?)
    };
    match text {
        "今天" | "今日" | "today" => return one(Some(today)),
        "昨天" | "昨日" | "yesterday" => return one(days(1)),
        "前天" => return one(days(2)),
        "本周" | "这周" | "本星期" | "thisweek" => return week(0),
        "上周" | "上星期" | "lastweek" => return week(1),
        "本月" | "这个月" | "thismonth" => return month(Some(today)),
        "上月" | "上个月" | "lastmonth" => return month(months(1)),
        "今年" | "本年" | "本年度" | "thisyear" => return year(Some(today)),
        "去年" | "上年" | "上年度" | "lastyear" => return year(years(1)),
        "前年" => return year(years(2)),
        _ => {}
    }
    // 最近30天: the last of them is today.
    let amount = ["最近", "近", "过去", "last", "past"].iter().find_map(|word| text.strip_prefix(word))?;
    if matches!(amount, "半年") {
        return between(months(6)?, today);
    }
    if matches!(amount, "半个月" | "半月") {
        return between(days(14)?, today);
    }
    let (count, unit) = UNITS.iter().find_map(|unit| Some((amount.strip_suffix(unit)?, *unit)))?;
    let count = i64::from(if count.is_empty() { 1 } else { number(count)? });
    if count == 0 {
        return None;
    }
    let first = match unit {
        "天" | "日" | "days" | "day" => days(count - 1),
        "个星期" | "星期" | "周" | "weeks" | "week" => days(count * 7 - 1),
        "个月" | "月" | "months" | "month" => months(count),
        _ => years(count),
    };
    between(first?, today)
}

fn between(first: Date, last: Date) -> Option<(i64, i64)> {
    let day = |date: Date| {
        PartialDate::new(date.year(), Some(date.month()), Some(date.day())).map(|date| i64::from(date.first_day()))
    };
    Some((day(first)?, day(last)?))
}

/// A Chinese or Arabic digit as an Arabic one.
fn digit(c: char) -> Option<char> {
    const CHINESE: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '0'..='9' => Some(c),
        '零' | '○' => Some('0'),
        '两' => Some('2'),
        _ => CHINESE.iter().position(|known| *known == c).map(|n| char::from(b'0' + n as u8)),
    }
}

/// A number of up to four Arabic digits, or a Chinese one up to 99.
fn number(text: &str) -> Option<u16> {
    if !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let value = |c: char| digit(c).filter(|_| !c.is_ascii_digit()).and_then(|c| c.to_digit(10)).map(|n| n as u16);
    match text.chars().collect::<Vec<char>>()[..] {
        ['十'] => Some(10),
        ['十', ones] => Some(10 + value(ones)?),
        [tens, '十'] => Some(10 * value(tens)?),
        [tens, '十', ones] => Some(10 * value(tens)? + value(ones)?),
        [ones] => value(ones),
        _ => None,
    }
}

/// The dates in a word of free text, folded, by their places: at most two. What could as well be
/// something else is taken only where it is the whole word: `2020`, `20200204`.
pub fn find(word: &[char], today: Option<Date>) -> Vec<(Range<usize>, Span)> {
    const MAX_DATE_CHARS: usize = 24;
    let mut found = Vec::new();
    let mut start = 0;
    while start < word.len() && found.len() < 2 {
        let joins = |place: Option<&char>| {
            place.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '('))
        };
        let before = start.checked_sub(1).and_then(|place| word.get(place));
        let may_begin = digit(word[start]).is_some() || "今昨前本上去近最过这".contains(word[start]);
        if !may_begin || joins(before) {
            start += 1;
            continue;
        }
        let ends = (start + 2..=word.len().min(start + MAX_DATE_CHARS)).rev();
        let longest = ends.into_iter().find_map(|end| {
            let after = word.get(end);
            let cut = after.is_some_and(|c| {
                c.is_ascii_alphanumeric() || matches!(c, '度' | '底' | '初' | '末' | '中' | '代' | '轻')
            });
            let text: String = word[start..end].iter().collect();
            let whole = start == 0 && end == word.len();
            let at_edge = start == 0 || end == word.len();
            if cut || !is_plainly_a_date(&text, whole, at_edge) {
                return None;
            }
            Some((start..end, parse(&text, today)?))
        });
        match longest {
            Some((range, span)) => {
                start = range.end;
                found.push((range, span));
            }
            None => start += 1,
        }
    }
    found
}

fn is_plainly_a_date(text: &str, whole: bool, at_edge: bool) -> bool {
    if text.chars().next().is_none_or(|c| digit(c).is_none()) {
        return at_edge;
    }
    let plausible = text.chars().take(4).map(digit).collect::<Option<String>>().and_then(|year| year.parse().ok());
    if !plausible.is_some_and(|year: u16| (1900..=2100).contains(&year)) {
        return false;
    }
    let separators = text.matches(['-', '/', '.']).count();
    text.contains('年') || (separators == 2 && !text.contains("..")) || (whole && !text.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::span::date_of;

    fn today() -> Option<Date> {
        Some(jiff::civil::date(2024, 3, 13))
    }

    fn check(text: &str, expected: &str) {
        let read = parse(text, today()).map(|span| {
            let iso = |day: Option<i64>| day.and_then(date_of).map_or_else(String::new, |date| date.to_string());
            format!("{}..{}", iso(span.from), iso(span.to))
        });
        assert_eq!(read.as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn reads_points_comparisons_and_ranges() {
        check("2020", "2020-01-01..2020-12-31");
        check("2020年", "2020-01-01..2020-12-31");
        check("二〇二〇年二月四日", "2020-02-04..2020-02-04");
        check("2020-02", "2020-02-01..2020-02-29");
        check("202002", "2020-02-01..2020-02-29");
        check("2020年2月", "2020-02-01..2020-02-29");
        check("2020/2/4", "2020-02-04..2020-02-04");
        check("2020.2.4", "2020-02-04..2020-02-04");
        check("20200204", "2020-02-04..2020-02-04");
        check("2020年上半年", "2020-01-01..2020-06-30");
        check("2020年第四季度", "2020-10-01..2020-12-31");
        check("2020-01..2020-03", "2020-01-01..2020-03-31");
        check("2020-03..2020-01", "2020-01-01..2020-03-31");
        check("2020-01至2020-03", "2020-01-01..2020-03-31");
        check("2020年1月 到 2020年3月", "2020-01-01..2020-03-31");
        check("2019-2020", "2019-01-01..2020-12-31");
        check("2020-01-2020-03", "2020-01-01..2020-03-31");
        check("2020..", "2020-01-01..");
        check("..2020-02", "..2020-02-29");
        check(">=2020-01", "2020-01-01..");
        check(">2020-02", "2020-03-01..");
        check("<=2020-02", "..2020-02-29");
        check("<2020", "..2019-12-31");
        check("2020年以来", "2020-01-01..");
        check("2020年以前", "..2019-12-31");
    }

    #[test]
    fn reads_what_depends_on_today() {
        check("今天", "2024-03-13..2024-03-13");
        check("昨天", "2024-03-12..2024-03-12");
        check("本周", "2024-03-11..2024-03-17");
        check("上周", "2024-03-04..2024-03-10");
        check("本月", "2024-03-01..2024-03-31");
        check("上月", "2024-02-01..2024-02-29");
        check("今年", "2024-01-01..2024-12-31");
        check("去年", "2023-01-01..2023-12-31");
        check("最近30天", "2024-02-13..2024-03-13");
        check("最近 30 天", "2024-02-13..2024-03-13");
        check("最近一周", "2024-03-07..2024-03-13");
        check("近三个月", "2023-12-13..2024-03-13");
        check("近半年", "2023-09-13..2024-03-13");
        check("最近十二个月", "2023-03-13..2024-03-13");
        check("last 30 days", "2024-02-13..2024-03-13");
        check("去年..今天", "2023-01-01..2024-03-13");
        assert_eq!(parse("去年", None), None);
    }

    #[test]
    fn other_texts_are_not_dates() {
        for text in [
            "",
            "2020-13",
            "2021-02-29",
            "12",
            "..",
            ">=",
            "至",
            "0579-84668311",
            "2020 12",
            "最近0天",
            "最近",
            "防汛",
            "最近9999年",
        ] {
            check(text, "none");
        }
    }

    #[test]
    fn finds_dates_in_free_text() {
        let check = |word: &str, expected: &[&str]| {
            let word: Vec<char> = word.chars().collect();
            let found: Vec<String> =
                find(&word, today()).into_iter().map(|(range, _)| word[range].iter().collect()).collect();
            assert_eq!(found, expected);
        };
        check("2020年2月", &["2020年2月"]);
        check("青岑县2020年2月疫情", &["2020年2月"]);
        check("去年防汛", &["去年"]);
        check("去年底", &[]);
        check("最近30天", &["最近30天"]);
        check("2020", &["2020"]);
        check("covid-2020", &[]);
        check("国办发(2017)47号", &[]);
        check("0579-84668311", &[]);
        check("2020年度", &["2020年度"]);
        check("2020-02-04", &["2020-02-04"]);
        check("防汛", &[]);
    }
}
