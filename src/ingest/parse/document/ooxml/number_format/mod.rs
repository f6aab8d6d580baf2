//! Number formats: what a cell shows of the number that it holds (ECMA-376, 18.8.30 and 18.8.31). 0.125 is 12.50%, 44259 is
//! a day, 123 is 000123; what a reader sees is what is read.

mod dates;
mod digits;
mod section;

use self::dates::{as_date, moment};
use self::digits::as_number;
pub use self::digits::general;
use self::section::{Section, Token, parse};
use crate::ingest::parse::document::list_numbers::written;

/// The longest format that is obeyed, in characters.
const MAX_CHARS: usize = 300;

/// The formats that have a number and no text in the file, as Chinese editions of the program show them.
const BUILT_IN: &[(u32, &str)] = &[
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (5, "\"¥\"#,##0;\"¥\"-#,##0"),
    (6, "\"¥\"#,##0;\"¥\"-#,##0"),
    (7, "\"¥\"#,##0.00;\"¥\"-#,##0.00"),
    (8, "\"¥\"#,##0.00;\"¥\"-#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (11, "0.00E+00"),
    (12, "# ?/?"),
    (13, "# ??/??"),
    (14, "yyyy/m/d"),
    (15, "d-mmm-yy"),
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, "yyyy/m/d h:mm"),
    (27, "yyyy\"年\"m\"月\""),
    (28, "m\"月\"d\"日\""),
    (29, "m\"月\"d\"日\""),
    (30, "m-d-yy"),
    (31, "yyyy\"年\"m\"月\"d\"日\""),
    (32, "h\"时\"mm\"分\""),
    (33, "h\"时\"mm\"分\"ss\"秒\""),
    (34, "上午/下午h\"时\"mm\"分\""),
    (35, "上午/下午h\"时\"mm\"分\"ss\"秒\""),
    (36, "yyyy\"年\"m\"月\""),
    (37, "#,##0;-#,##0"),
    (38, "#,##0;-#,##0"),
    (39, "#,##0.00;-#,##0.00"),
    (40, "#,##0.00;-#,##0.00"),
    (41, "#,##0;-#,##0;\"-\""),
    (42, "\"¥\"#,##0;\"¥\"-#,##0;\"-\""),
    (43, "#,##0.00;-#,##0.00;\"-\"??"),
    (44, "\"¥\"#,##0.00;\"¥\"-#,##0.00;\"-\"??"),
    (45, "mm:ss"),
    (46, "[h]:mm:ss"),
    (47, "mm:ss.0"),
    (48, "##0.0E+0"),
    (50, "yyyy\"年\"m\"月\""),
    (51, "m\"月\"d\"日\""),
    (52, "yyyy\"年\"m\"月\""),
    (53, "m\"月\"d\"日\""),
    (54, "m\"月\"d\"日\""),
    (55, "上午/下午h\"时\"mm\"分\""),
    (56, "上午/下午h\"时\"mm\"分\"ss\"秒\""),
    (57, "yyyy\"年\"m\"月\""),
    (58, "m\"月\"d\"日\""),
];

/// The format that has this number where a file gives it no text; `None` for General and text.
pub fn built_in(id: u32) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == id).map(|(_, code)| *code)
}

/// What a cell with this format shows of a number. `epoch_1904`: whether days are counted from 1904.
pub fn shown(value: f64, code: &str, epoch_1904: bool) -> String {
    if !value.is_finite() || code.chars().count() > MAX_CHARS {
        return general(value);
    }
    let sections: Vec<Section> = split(code).iter().map(|section| parse(section)).collect();
    let (section, magnitude) = chosen(&sections, value);
    let Some(section) = section else { return general(value) };
    let has = |wanted: fn(&Token) -> bool| section.tokens.iter().any(wanted);
    let text = if has(|token| matches!(token, Token::Date(..) | Token::Elapsed(_) | Token::Half(..))) {
        match moment(value, epoch_1904) {
            Some(moment) => as_date(section, &moment, value),
            None => general(value),
        }
    } else if section.tokens.is_empty() && sections.len() == 1 {
        general(value)
    } else {
        as_number(section, magnitude)
    };
    if let Some(manner) = section.numerals.filter(|_| !text.is_empty()) {
        return in_numerals(&text, manner);
    }
    text
}

/// The day, in digits, of a number that a cell with this format shows as a day or a part of one; with the time where it
/// has one.
pub fn day(value: f64, code: &str, epoch_1904: bool) -> Option<String> {
    if !value.is_finite() || value < 1.0 || code.chars().count() > MAX_CHARS {
        return None;
    }
    let sections: Vec<Section> = split(code).iter().map(|section| parse(section)).collect();
    let section = chosen(&sections, value).0?;
    let tells_day = section.tokens.iter().any(|token| matches!(token, Token::Date('y' | 'e' | 'm' | 'd', _)));
    tells_day.then(|| moment(value, epoch_1904)).flatten().map(|moment| moment.in_digits())
}

/// The section that a value is shown by, and the value as that section shows it.
fn chosen(sections: &[Section], value: f64) -> (Option<&Section>, f64) {
    if sections.iter().any(|section| section.condition.is_some()) {
        let holds = |section: &&Section| match &section.condition {
            Some((sign, bound)) => match sign.as_str() {
                "<" => value < *bound,
                "<=" => value <= *bound,
                ">" => value > *bound,
                ">=" => value >= *bound,
                "<>" => value != *bound,
                _ => value == *bound,
            },
            None => true,
        };
        return (sections.iter().take(3).find(holds), value);
    }
    match (sections.len(), value) {
        (2.., value) if value < 0.0 => (sections.get(1), -value),
        (3.., 0.0) => (sections.get(2), 0.0),
        _ => (sections.first(), value),
    }
}

/// The sections of a format, between semicolons that are not quoted.
fn split(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut quoted = false;
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        let is_last = sections.len() == 4;
        let Some(section) = sections.last_mut() else { break };
        match c {
            '"' => {
                quoted = !quoted;
                section.push(c);
            }
            '\\' if !quoted => {
                section.push(c);
                section.extend(characters.next());
            }
            ';' if !quoted && !is_last => sections.push(String::new()),
            c => section.push(c),
        }
    }
    sections
}

/// The numbers of a text in Chinese numerals: 2021年3月 is 二〇二一年三月.
fn in_numerals(text: &str, manner: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        shown.push_str(&rest[..at]);
        let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |length| at + length);
        let digits = &rest[at..end];
        let is_year = digits.len() == 4 && rest[end..].starts_with('年');
        let by_digit = is_year || digits.len() > 5 || shown.ends_with('.');
        match digits.parse::<i64>() {
            Ok(number) if !by_digit => shown.push_str(&written(number, manner)),
            _ => digits.chars().for_each(|digit| {
                shown.push_str(&written(i64::from(digit.to_digit(10).unwrap_or(0)), manner));
            }),
        }
        rest = &rest[end..];
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_their_formats_say() {
        // What adding up decimals leaves: 307.22 and a little more.
        let just_above = f64::from_bits(307.22_f64.to_bits() + 1);
        for (value, code, expected) in [
            (just_above, "0.00_);[Red]\\(0.00\\)", "307.22"),
            (-3.5, "0.00_);[Red]\\(0.00\\)", "(3.50)"),
            (0.125, "0.00%", "12.50%"),
            (0.5, "0%", "50%"),
            (123.0, "000000", "000123"),
            (1_234_567.891, "#,##0.00", "1,234,567.89"),
            (1_234.5, "#,##0", "1,235"),
            (1_234_567.0, "0.00,,\"百万\"", "1.23百万"),
            (12.0, "General\"亩\"", "12亩"),
            (12.0, "0\"亩\"", "12亩"),
            (-1_200.0, "\"¥\"#,##0.00", "-¥1,200.00"),
            (8_601_066.0, "000-0000", "860-1066"),
            (0.0, "0;-0;\"—\"", "—"),
            (1.005, "0.00", "1.01"),
            (9.995, "0.00", "10.00"),
            (12_345.0, "0.00E+00", "1.23E+04"),
            (1.75, "# ?/?", "1 3/4"),
            (150.0, "[>=100]\"达标\";\"未达标\"", "达标"),
            (50.0, "[>=100]\"达标\";\"未达标\"", "未达标"),
            (3.25, "#.##", "3.25"),
            (3.0, "#.##", "3"),
            (0.5, ".00", ".50"),
            (21.0, "[DBNum1]General", "二十一"),
            (7.0, "@", "7"),
            (5.0, ";;;", ""),
            (1.5, "[$-804]0.0", "1.5"),
            (0.1 + 0.2, "", "0.3"),
        ] {
            assert_eq!(shown(value, code, false), expected, "{value} {code}");
        }
        for (value, expected) in [
            (just_above, "307.22"),
            (1.0 / 3.0, "0.333333333"),
            (123_456_789_012.0, "123456789012"),
            (1e20, "1E+20"),
            (-0.000_000_000_12, "-1.2E-10"),
            (f64::NAN, ""),
        ] {
            assert_eq!(general(value), expected, "{value}");
        }
    }

    #[test]
    fn days_and_times_are_shown_as_their_formats_say() {
        for (value, code, expected) in [
            (44_259.0, "yyyy\"年\"m\"月\"d\"日\"", "2021年3月4日"),
            (44_259.0, "yyyy/m/d", "2021/3/4"),
            (44_259.0, "yyyy\\-mm\\-dd", "2021-03-04"),
            (44_259.0, "[$-804]aaaa", "星期四"),
            (44_259.375, "yyyy/m/d h:mm", "2021/3/4 9:00"),
            (44_259.999_999_999_9, "yyyy-mm-dd", "2021-03-05"),
            (0.604_166_666_7, "上午/下午h\"时\"mm\"分\"", "下午2时30分"),
            (0.604_166_666_7, "h:mm AM/PM", "2:30 PM"),
            (1.5, "[h]:mm", "36:00"),
            (44_259.0, "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", "二〇二一年三月四日"),
            (1.0, "yyyy-m-d", "1900-1-1"),
            (61.0, "yyyy-m-d", "1900-3-1"),
            (-1.0, "yyyy-m-d", "-1"),
            (1e300, "yyyy-m-d", "1E+300"),
            (0.000_358_8, "mm:ss.0", "00:31.0"),
        ] {
            assert_eq!(shown(value, code, false), expected, "{value} {code}");
        }
        assert_eq!(shown(42_797.0, "yyyy-mm-dd", true), "2021-03-04");
    }
}
