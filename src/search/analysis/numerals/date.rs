//! Years, months and days in their writings.

use std::ops::Range;

use super::number::{in_chinese, is_numeral, positional_digit, proper, year_forms};
use super::{Reading, Script, Text};

impl Text<'_> {
    /// 2008年, 二〇〇八年二月, 十二月.
    pub(super) fn date(&self, place: usize) -> Option<Reading> {
        let (end, date) = self.parts_of_date(place).filter(|(_, date)| date.day.is_none())?;
        Some((end, date.forms()))
    }

    /// 二〇〇八年二月四日, 2月4号, 2008-02-04, 2008.2.4, 20080204, with all their writings.
    pub(super) fn day(&self, place: usize) -> Option<Reading> {
        let (end, date) =
            self.numeric_day(place).or_else(|| self.parts_of_date(place).filter(|(_, date)| date.day.is_some()))?;
        let own: String = self.slice(place..end).chars().filter(|c| *c != ' ').collect();
        let mut forms = date.days();
        forms.retain(|form| *form != own);
        Some((end, forms))
    }

    /// 2008-02-04, 2008.2.4, 2008/2/4, 20080204.
    fn numeric_day(&self, place: usize) -> Option<(usize, Date)> {
        let digits =
            |from: usize| (from..from + 9).take_while(|at| self.at(*at).is_some_and(|c| c.is_ascii_digit())).count();
        let figure = |range: Range<usize>| self.slice(range).parse::<u32>().ok();
        let (end, year, month, day) = match digits(place) {
            8 => (place + 8, figure(place..place + 4)?, figure(place + 4..place + 6)?, figure(place + 6..place + 8)?),
            4 => {
                let mark = self.at(place + 4).filter(|c| matches!(c, '-' | '/' | '.'))?;
                let month = place + 5;
                let second = month + digits(month);
                let end = second + 1 + digits(second + 1);
                let fits =
                    self.at(second) == Some(mark) && second - month <= 2 && (1..=2).contains(&(end - second - 1));
                fits.then_some(())?;
                (end, figure(place..place + 4)?, figure(month..second)?, figure(second + 1..end)?)
            }
            _ => return None,
        };
        let goes_on = self
            .at(end)
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.') && digits(end + 1) > 0);
        let is_day = (1900..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        (is_day && !goes_on)
            .then_some((end, Date { year: Some(year), month: Some(month), day: Some(day), unit: "日", is_bare: false }))
    }

    fn parts_of_date(&self, place: usize) -> Option<(usize, Date)> {
        let year = self.year(place);
        let (mut end, mut parts) = (place, Date::default());
        if let Some((digits_end, year)) = year {
            parts.year = Some(year);
            match self.past(self.past_blanks(digits_end), "年") {
                Some(past) => end = past,
                // 二〇〇八 is a year by itself, 2008 may be any number.
                None if self.at(place).is_some_and(is_numeral) => {
                    return Some((digits_end, Date { is_bare: true, ..parts }));
                }
                None => return None,
            }
        }
        let next = if year.is_some() { self.past_blanks(end) } else { end };
        if let Some((past, month)) = self.part_of_date(next, "月", 12) {
            (end, parts.month) = (past, Some(month));
            let next = self.past_blanks(past);
            let day = ["日", "号"].iter().find_map(|unit| Some((*unit, self.part_of_date(next, unit, 31)?)));
            if let Some((unit, (past, day))) = day {
                (end, parts.day, parts.unit) = (past, Some(day), unit);
            } else if year.is_none() && self.at(past).is_some_and(is_numeral) {
                // 三月三, 八月十五 are days of another calendar.
                return None;
            }
        }
        (end > place).then_some((end, parts))
    }

    /// A year of four digits from 1800 to 2100, in one script.
    fn year(&self, place: usize) -> Option<(usize, u32)> {
        let end = place + 4;
        let first = self.at(place)?;
        let digits: String = (place..end).map(|at| self.at(at).and_then(positional_digit)).collect::<Option<_>>()?;
        let arabic = self.slice(place..end).bytes().all(|b| b.is_ascii_digit());
        let chinese =
            is_numeral(first) && self.slice(place..end).chars().all(|c| is_numeral(c) || matches!(c, '0' | 'o'));
        let joined = self.at(end).is_some_and(|c| c.is_ascii_alphanumeric() || is_numeral(c));
        let year = digits.parse().ok().filter(|year| (1800..=2100).contains(year))?;
        ((arabic || chinese) && !joined).then_some((end, year))
    }

    fn part_of_date(&self, place: usize, unit: &str, most: u32) -> Option<(usize, u32)> {
        let number = self.number(place).filter(|number| number.script != Script::Roman)?;
        let text = self.slice(place..number.end);
        let plain = number.script == Script::Digits && text.len() <= 2 || proper(text).is_some();
        let end = self.past(self.past_blanks(number.end), unit)?;
        (plain && (1..=most).contains(&number.value)).then_some((end, number.value))
    }
}

/// A date by its parts.
#[derive(Debug, Default)]
struct Date {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    /// 日 or 号.
    unit: &'static str,
    /// Whether the year stands without its 年.
    is_bare: bool,
}

impl Date {
    fn forms(&self) -> Vec<String> {
        if let Some(year) = self.year.filter(|_| self.is_bare) {
            return year_forms(year);
        }
        let rest = |written: &dyn Fn(u32) -> String| {
            let month = self.month.map_or_else(String::new, |month| format!("{}月", written(month)));
            let day = self.day.map_or_else(String::new, |day| format!("{}{}", written(day), self.unit));
            month + &day
        };
        let (digits, chinese) = (rest(&|n| n.to_string()), rest(&in_chinese));
        let Some(year) = self.year else {
            // 二月 would be found in 十二月.
            let chinese = Some(chinese).filter(|_| self.month.is_some_and(|month| month > 2));
            return std::iter::once(digits).chain(chinese).chain([rest(&|n| format!("{n:02}"))]).collect();
        };
        let mut years = year_forms(year).into_iter();
        let mut forms: Vec<String> = years.next().map(|year| format!("{year}年{digits}")).into_iter().collect();
        forms.extend(years.map(|year| format!("{year}年{chinese}")));
        forms.push(format!("{year}年{}", rest(&|n| format!("{n:02}"))));
        forms
    }

    /// A day in all its writings, the usual ones first.
    fn days(&self) -> Vec<String> {
        let (month, day) = (self.month.unwrap_or_default(), self.day.unwrap_or_default());
        let in_digits = |unit: &str| format!("{month}月{day}{unit}");
        let padded = format!("{month:02}月{day:02}日");
        let chinese = format!("{}月{}日", in_chinese(month), in_chinese(day));
        let mut forms: Vec<String> = Vec::new();
        match self.year {
            None => {
                forms.extend([in_digits("日"), in_digits("号"), padded]);
                // 二月 would be found in 十二月.
                forms.extend(Some(chinese).filter(|_| month > 2));
            }
            Some(year) => {
                forms.extend(["日", "号"].map(|unit| format!("{year}年{}", in_digits(unit))));
                forms.push(format!("{year}年{padded}"));
                forms.extend(year_forms(year).iter().skip(1).take(3).map(|year| format!("{year}年{chinese}")));
                // A slash stands where a hyphen does.
                for mark in ['-', '.'] {
                    forms.push(format!("{year}{mark}{month}{mark}{day}"));
                    forms.push(format!("{year}{mark}{month:02}{mark}{day:02}"));
                }
                forms.push(format!("{year}{month:02}{day:02}"));
            }
        }
        let mut seen = std::collections::HashSet::new();
        forms.retain(|form| seen.insert(form.clone()));
        forms
    }
}
