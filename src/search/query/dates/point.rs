//! A point in time: a year, a half, a quarter, a month, a third of a month, a day; by itself or counted from today.

use jiff::civil::Date;

use crate::model::PartialDate;

/// First and last day of a point in time.
pub type Days = (i64, i64);

/// The days of a point in time.
pub fn read(text: &str, today: Option<Date>) -> Option<Days> {
    // No point is written longer: 二〇二〇年十二月二十一日.
    if text.chars().count() > 20 {
        return None;
    }
    absolute(text).or_else(|| relative(text, today?))
}

fn absolute(text: &str) -> Option<Days> {
    if let Some(days) = plan_period(text).or_else(|| decade(text)).or_else(|| in_short_year(text)) {
        return Some(days);
    }
    let year: i16 = year_digits(text)?.parse().ok()?;
    let rest: String = text.chars().skip(4).collect();
    let Some(separator) = rest.chars().next() else { return days(year, None, None) };
    // 2020上半年, 2020q2.
    if matches!(separator, '上' | '下' | '前' | '第' | '一' | '二' | '三' | '四' | '初' | '底' | '末' | '全' | 'q')
    {
        return in_year(year, &rest);
    }
    let rest = &rest[separator.len_utf8()..];
    match separator {
        '年' => in_year(year, rest),
        '-' | '/' | '.' => {
            let plain = |text: &str| {
                let fits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
                fits.then(|| text.parse().ok()).flatten()
            };
            match rest.split_once(separator) {
                Some((month, day)) => days(year, Some(plain(month)?), Some(plain(day)?)),
                None => days(year, Some(plain(rest)?), None),
            }
        }
        _ if text.bytes().all(|b| b.is_ascii_digit()) => match text.len() {
            6 => days(year, text[4..].parse().ok(), None).filter(|_| text[4..] != *"00"),
            8 => days(year, Some(text[4..6].parse().ok()?), Some(text[6..].parse().ok()?)),
            _ => None,
        },
        _ => None,
    }
}

/// 十三五 (2016 to 2020), 十四五时期: the periods of the five-year plans, the third of which began three years late.
fn plan_period(text: &str) -> Option<Days> {
    let plan = text.trim_end_matches("时期").trim_matches('"').strip_suffix('五')?;
    let plan = i16::try_from(number(plan).filter(|_| !plan.contains(|c: char| c.is_ascii_digit()))?).ok()?;
    let first = match plan {
        1 | 2 => 1953 + 5 * (plan - 1),
        3..=30 => 1966 + 5 * (plan - 3),
        _ => return None,
    };
    Some((days(first, None, None)?.0, days(first + 4, None, None)?.1))
}

/// 1990年代, 上世纪90年代.
fn decade(text: &str) -> Option<Days> {
    let decade = text.strip_suffix("年代")?;
    let said = ["上世纪", "20世纪"].iter().find_map(|century| decade.strip_prefix(century));
    let digits = said.unwrap_or(decade);
    let year: i16 = digits.parse().ok().filter(|year| year % 10 == 0 && digits.len().is_multiple_of(2))?;
    let first = match digits.len() {
        4 if said.is_none() => year,
        2 => 1900 + year,
        _ => return None,
    };
    Some((days(first, None, None)?.0, days(first + 9, None, None)?.1))
}

/// 20年2月: the year has its last two digits.
fn in_short_year(text: &str) -> Option<Days> {
    let (year, rest) = text.split_once('年')?;
    let is_short = year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit());
    let year: i16 = year.parse().ok().filter(|_| is_short)?;
    in_year(if year < 50 { 2000 + year } else { 1900 + year }, rest)
}

/// The four digits of a year, in Arabic; 二oo八 is typed for 二〇〇八.
pub fn year_digits(text: &str) -> Option<String> {
    let chinese = text.chars().next().is_some_and(|c| !c.is_ascii());
    let digits: String =
        text.chars().take(4).map(|c| if chinese && c == 'o' { Some('0') } else { digit(c) }).collect::<Option<_>>()?;
    (digits.len() == 4).then_some(digits)
}

/// What is written after a year: 上半年, 第一季度, 前三季度, 初, 2月份, 2月上旬, 2月4日.
fn in_year(year: i16, rest: &str) -> Option<Days> {
    let months = |first: i8, last: i8| Some((days(year, Some(first), None)?.0, days(year, Some(last), None)?.1));
    let upto = |text: &str, most: u16| number(text).filter(|n| (1..=most).contains(n)).map(|n| n as i8);
    match rest.strip_prefix('年').unwrap_or(rest) {
        "" | "度" | "内" | "全年" => return days(year, None, None),
        "上半年" => return months(1, 6),
        "下半年" => return months(7, 12),
        "初" => return months(1, 1),
        "中" => return months(6, 7),
        "底" | "末" => return months(12, 12),
        _ => {}
    }
    if let Some(first) = rest.strip_prefix(['前', '头']) {
        if let Some(quarters) = first.strip_suffix("季度").map(|text| text.trim_end_matches('个')) {
            return months(1, upto(quarters, 4)? * 3);
        }
        return months(1, upto(first.strip_suffix("个月")?, 12)?);
    }
    if let Some(quarter) = rest.strip_prefix('年').unwrap_or(rest).strip_prefix('q') {
        let quarter = upto(quarter, 4)?;
        return months(quarter * 3 - 2, quarter * 3);
    }
    if let Some(quarter) = rest.strip_suffix("季度") {
        let quarter = upto(quarter.trim_start_matches('第'), 4)?;
        return months(quarter * 3 - 2, quarter * 3);
    }
    let (month, day) = rest.split_once('月')?;
    in_month(year, upto(month, 12)?, day.strip_prefix('份').unwrap_or(day))
}

/// What is written after a month: 上旬, 底, 4日.
fn in_month(year: i16, month: i8, rest: &str) -> Option<Days> {
    let whole = days(year, Some(month), None)?;
    match rest {
        "" => Some(whole),
        "初" | "上旬" => Some((whole.0, whole.0 + 9)),
        "中" | "中旬" => Some((whole.0 + 10, whole.0 + 19)),
        "底" | "末" | "下旬" => Some((whole.0 + 20, whole.1)),
        day => {
            let (day, time) = day.split_once(['日', '号']).unwrap_or((day, ""));
            is_time_of_day(time).then_some(())?;
            days(year, Some(month), Some(number(day)?.try_into().ok()?))
        }
    }
}

/// What may stand behind a day and says no other: 上午, 星期二, 9时30分.
fn is_time_of_day(text: &str) -> bool {
    const PARTS: &[&str] = &[
        "上午", "下午", "中午", "早上", "早晨", "晚上", "晚间", "傍晚", "凌晨", "夜间", "当天", "全天", "星期", "周",
        "礼拜", "时", "点", "分", "整", "半", "前后", "许", "一", "二", "三", "四", "五", "六", "天", "(", ")", ":",
    ];
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let part = PARTS.iter().find_map(|part| rest.strip_prefix(part));
        rest = match part {
            _ if (1..=2).contains(&digits) => &rest[digits..],
            Some(behind) => behind,
            None => return false,
        };
    }
    true
}

fn days(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Days> {
    let date = PartialDate::new(year, month, day)?;
    Some((i64::from(date.first_day()), i64::from(date.last_day())))
}

fn relative(text: &str, today: Date) -> Option<Days> {
    let back = |span: Result<jiff::Span, jiff::Error>| today.checked_sub(span.ok()?).ok();
    let days_ago = |n: i64| back(jiff::Span::new().try_days(n));
    let month_ago = |n: i64| back(jiff::Span::new().try_months(n));
    let one = |date: Option<Date>| date.and_then(|date| between(date, date));
    let week = |weeks: i64| {
        let monday = days_ago(i64::from(today.weekday().to_monday_zero_offset()) + 7 * weeks)?;
        between(monday, monday.checked_add(jiff::Span::new().days(6)).ok()?)
    };
    let quarter = |date: Option<Date>| in_year(date?.year(), &format!("{}季度", (date?.month() + 2) / 3));
    match text {
        "今天" | "今日" | "today" => return one(Some(today)),
        "昨天" | "昨日" | "yesterday" => return one(days_ago(1)),
        "前天" => return one(days_ago(2)),
        "本周" | "这周" | "本星期" | "这个星期" | "这一周" | "thisweek" => return week(0),
        "上周" | "上星期" | "上个星期" | "上一周" | "lastweek" => return week(1),
        "本季度" | "这个季度" => return quarter(Some(today)),
        "上季度" | "上个季度" => return quarter(month_ago(3)),
        "thisyear" => return in_year(today.year(), ""),
        "lastyear" => return in_year(today.year() - 1, ""),
        _ => {}
    }
    for (word, ago) in [("今年", 0), ("本年", 0), ("去年", 1), ("上年", 1), ("前年", 2), ("大前年", 3)] {
        if let Some(rest) = text.strip_prefix(word) {
            return in_year(today.year() - ago, rest);
        }
    }
    for (word, ago) in [("本月", 0), ("这个月", 0), ("thismonth", 0), ("上月", 1), ("上个月", 1), ("lastmonth", 1)]
    {
        if let Some(rest) = text.strip_prefix(word) {
            let month = month_ago(ago)?;
            return in_month(month.year(), month.month(), rest);
        }
    }
    if let Some(rest) = text.strip_prefix('月').filter(|rest| rest.chars().count() == 1) {
        return in_month(today.year(), today.month(), rest);
    }
    // 3月 and 上半年 are of this year; 前三个月 need not be.
    let of_year = text.starts_with(['年', '上', '下']) && text.contains('年')
        || text.ends_with("季度")
        || text.contains('月') && !text.starts_with(['前', '头']);
    if let Some(days) = of_year.then(|| in_year(today.year(), text)).flatten() {
        return Some(days);
    }
    lately(text, today)
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

/// 最近30天: the last of them is today.
fn lately(text: &str, today: Date) -> Option<Days> {
    let back = |span: Result<jiff::Span, jiff::Error>| today.checked_sub(span.ok()?).ok();
    let days_ago = |n: i64| back(jiff::Span::new().try_days(n));
    let months_ago = |n: i64| back(jiff::Span::new().try_months(n));
    let amount = ["最近", "近", "过去", "last", "past"].iter().find_map(|word| text.strip_prefix(word))?;
    if matches!(amount, "半年") {
        return between(months_ago(6)?, today);
    }
    if matches!(amount, "半个月" | "半月") {
        return between(days_ago(14)?, today);
    }
    let (count, unit) = UNITS.iter().find_map(|unit| Some((amount.strip_suffix(unit)?, *unit)))?;
    let count = i64::from(if count.is_empty() { 1 } else { number(count)? });
    if count == 0 {
        return None;
    }
    let first = match unit {
        "天" | "日" | "days" | "day" => days_ago(count - 1),
        "个星期" | "星期" | "周" | "weeks" | "week" => days_ago(count * 7 - 1),
        "个月" | "月" | "months" | "month" => months_ago(count),
        _ => back(jiff::Span::new().try_years(count)),
    };
    between(first?, today)
}

fn between(first: Date, last: Date) -> Option<Days> {
    let day = |date: Date| days(date.year(), Some(date.month()), Some(date.day())).map(|days| days.0);
    Some((day(first)?, day(last)?))
}

/// A Chinese or Arabic digit as an Arabic one.
pub fn digit(c: char) -> Option<char> {
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
