//! A [`HalfNumber`] is what of a document number somebody types who has not all of it: 118号, 〔2018〕118号, 国办发2018, 令第12号.

use super::number::DocumentNumber;
use super::words::{
    BLANK, BREAK, ends_code, half_width, is_kind, is_office, is_plain_case_code, kind_at_end, kind_behind, normal,
    numeral, starts_with,
};

/// Characters of the longest text that may be one.
const MAX_CHARS: usize = 40;

/// The years that digits without a bracket may be.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;

/// Some parts of a document number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HalfNumber {
    /// The organ's code, or the end of it: 国办发, 令.
    pub code: String,
    /// The year.
    pub year: Option<i16>,
    /// The serial number.
    pub serial: Option<u32>,
    /// Whether the year stands in brackets, or has none.
    pub is_bracketed: bool,
    /// Whether the code is a court's: 浙0782民初1234号.
    pub is_case: bool,
}

impl HalfNumber {
    /// Reads the whole text as parts of a number, a year or a serial number among them. `None` where it has none, and where it may
    /// as well be a mere year or a mere figure.
    pub fn parse(text: &str) -> Option<Self> {
        if text.chars().nth(MAX_CHARS).is_some() {
            return None;
        }
        let written: Vec<char> =
            text.chars().map(half_width).filter(|c| !matches!(normal(*c), BLANK | BREAK)).collect();
        let read: Vec<char> = written.iter().map(|c| normal(*c)).collect();
        if let Some(case) = Self::case(&written, &read) {
            return Some(case);
        }
        let is_code = |c: &&char| c.is_alphanumeric() && !c.is_ascii_digit() && **c != '第';
        let length = read.iter().take_while(is_code).count();
        let is_bracketed = read.contains(&'(') || !read.contains(&'年');
        let mut half = Self { code: written[..length].iter().collect(), is_bracketed, ..Self::default() };
        let (code, rest) = read.split_at(length);
        if code.is_empty() && rest.iter().all(char::is_ascii_digit) {
            return None;
        }
        let is_known = ends_code(code) || kind_at_end(code).is_some();
        let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        if is_known && (5..=10).contains(&digits) && matches!(&rest[digits..], [] | ['号']) {
            // 国办发2018118: organ, year and serial number run together.
            half.year = year(&rest[..4]);
            half.serial = figure(&rest[4..digits]).filter(|_| rest[4] != '0');
            return (half.year.is_some() && half.serial.is_some()).then_some(half);
        }
        let after = half.take_year(rest, is_known)?;
        half.take_serial(after).then_some(half)
    }

    /// A judgment's number less its year: 浙0782民初1234号, 金义商初字第88号.
    fn case(written: &[char], read: &[char]) -> Option<Self> {
        let rest = read.strip_suffix(&['号'])?;
        let digits = rest.iter().rev().take_while(|c| c.is_ascii_digit()).count();
        let (before, serial) = rest.split_at(rest.len() - digits);
        let code = before.strip_suffix(&['第']).unwrap_or(before);
        let serial = figure(serial).filter(|_| is_plain_case_code(code))?;
        let code = written[..code.len()].iter().collect();
        Some(Self { code, serial: Some(serial), is_case: true, ..Self::default() })
    }

    /// Takes the year that a text begins with, where there is one; returns what is behind it. `None` where it is none.
    fn take_year<'a>(&mut self, text: &'a [char], is_known: bool) -> Option<&'a [char]> {
        match text {
            ['(', a, b, c, d, rest @ ..] => {
                self.year = Some(year(&[*a, *b, *c, *d])?);
                let rest = rest.strip_prefix(&['年']).unwrap_or(rest);
                Some(rest.strip_prefix(&[')']).unwrap_or(rest))
            }
            [a, b, c, d, rest @ ..] if matches!(rest, [] | ['年' | '第', ..]) && year(&[*a, *b, *c, *d]).is_some() => {
                let rest = rest.strip_prefix(&['年']).unwrap_or(rest);
                // 2018年 is a year, and 中国2018 no number.
                if rest.is_empty() && !is_known {
                    return None;
                }
                self.year = year(&[*a, *b, *c, *d]);
                Some(rest)
            }
            _ => Some(text),
        }
    }

    /// Takes the serial number that is all of a text; tells whether the text is one, or nothing behind a year.
    fn take_serial(&mut self, text: &[char]) -> bool {
        if text.is_empty() {
            return self.year.is_some();
        }
        let is_ordinal = text[0] == '第';
        let rest = &text[usize::from(is_ordinal)..];
        let length = rest.iter().take_while(|c| **c != '号').count();
        let (number, behind) = rest.split_at(length);
        self.serial = figure(number).or_else(|| numeral(number).filter(|_| is_ordinal && !number.is_empty()));
        let behind = behind.strip_prefix(&['号']).unwrap_or(behind);
        // 12 alone is a figure, and 国办发12 nobody's number.
        let has_sign = rest.get(length) == Some(&'号') || is_ordinal && is_kind(&self.code) || self.year.is_some();
        if let Some(kind) = kind_behind(behind)
            && kind.chars().count() == behind.len()
            && !starts_with(&self.code.chars().map(normal).collect::<Vec<_>>(), kind)
        {
            self.code.push_str(kind);
        } else if !matches!(behind, [] | ['文'] | ['文', '件']) {
            return false;
        }
        self.serial.is_some() && has_sign
    }

    /// The number that it is where it has all parts.
    pub fn whole(&self) -> Option<DocumentNumber> {
        let (year, serial) = (self.year?, self.serial?);
        (!self.code.is_empty()).then(|| DocumentNumber::parse(&format!("{}〔{year}〕{serial}号", self.code))).flatten()
    }

    /// Whether its code stands straight before its other parts: not so in 国办发118号, which lacks the year between.
    pub fn is_in_one(&self) -> bool {
        self.year.is_some()
            || self.is_case
            || self.code.is_empty()
            || kind_at_end(&self.code.chars().map(normal).collect::<Vec<_>>()).is_some()
    }

    /// What the standard writings have in them of numbers that have its parts. Two where it cannot be seen which, the likelier
    /// first.
    pub fn written(&self) -> Vec<String> {
        let code = &self.code;
        if let (true, Some(serial)) = (self.is_case, self.serial) {
            let bare = code.strip_suffix('字').unwrap_or(code);
            return vec![format!("{code}{serial}号"), format!("{bare}{serial}号"), format!("{bare}字{serial}号")];
        }
        let serial = self.serial.map(|serial| format!("{serial}号")).unwrap_or_default();
        let ordinal = if serial.is_empty() { "" } else { "第" };
        let read: Vec<char> = code.chars().map(normal).collect();
        let kind = kind_at_end(&read);
        let Some(year) = self.year else {
            // Between the code and the number stands a year that nobody typed: 国办发118号.
            return vec![match (code.is_empty(), kind) {
                (true, _) => serial,
                (_, Some(_)) => format!("{code}{ordinal}{serial}"),
                (_, None) => format!("〕{serial}"),
            }];
        };
        let bracketed = format!("{code}〔{year}〕{serial}");
        let by_kind = format!("{code}{year}年{ordinal}{serial}");
        let organ = kind.and_then(|kind| code.strip_suffix(kind));
        if organ.is_some_and(|organ| organ.is_empty() || is_office(organ)) || code.is_empty() && !self.is_bracketed {
            vec![by_kind, bracketed]
        } else {
            vec![bracketed, by_kind]
        }
    }

    /// Whether a number has these parts: its code begins or ends as this one, year and serial number are the same.
    pub fn fits(&self, number: &DocumentNumber) -> bool {
        let code = format!("{}{}", number.organ().unwrap_or_default(), number.kind().unwrap_or_default());
        let bare = |code: &str| code.strip_suffix('字').unwrap_or(code).to_owned();
        let has_code = match self.is_case {
            true => number.is_case() && bare(&code).ends_with(&bare(&self.code)),
            false => code.ends_with(&self.code) || code.starts_with(&self.code),
        };
        let same = |stated: bool, known: bool| !stated || known;
        has_code
            && same(self.year.is_some(), self.year == number.year())
            && same(self.serial.is_some(), self.serial == number.number())
    }
}

fn year(digits: &[char]) -> Option<i16> {
    figure(digits).and_then(|year| i16::try_from(year).ok()).filter(|year| YEARS.contains(year))
}

fn figure(digits: &[char]) -> Option<u32> {
    let is_short = (1..=6).contains(&digits.len());
    is_short.then(|| digits.iter().try_fold(0_u32, |sum, c| Some(sum * 10 + c.to_digit(10)?))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_of_a_number_is_read() {
        let check = |text: &str, expected: Option<(&str, Option<i16>, Option<u32>)>| {
            let half = HalfNumber::parse(text);
            let parts = half.as_ref().map(|half| (half.code.as_str(), half.year, half.serial));
            assert_eq!(parts, expected, "{text}");
        };
        check("国办发2018118", Some(("国办发", Some(2018), Some(118))));
        check("青政办函20217号", Some(("青政办函", Some(2021), Some(7))));
        check("国办发2018", Some(("国办发", Some(2018), None)));
        check("国办发〔2018〕", Some(("国办发", Some(2018), None)));
        check("国办发(2018", Some(("国办发", Some(2018), None)));
        check("国办发2018年", Some(("国办发", Some(2018), None)));
        check("〔2018〕118号", Some(("", Some(2018), Some(118))));
        check("[2018]118", Some(("", Some(2018), Some(118))));
        check("2018年第118号", Some(("", Some(2018), Some(118))));
        check("118号", Some(("", None, Some(118))));
        check("第118号", Some(("", None, Some(118))));
        check("令第12号", Some(("令", None, Some(12))));
        check("第12号令", Some(("令", None, Some(12))));
        check("令第十二号", Some(("令", None, Some(12))));
        check("青财税36号文", Some(("青财税", None, Some(36))));
        check("云0105民初38号", Some(("云0105民初", None, Some(38))));
        check("泊云民三终字第7号", Some(("泊云民三终字", None, Some(7))));
        for other in [
            "",
            "2018",
            "2018年",
            "中国2018",
            "118",
            "国办发",
            "国办发118",
            "118名",
            "12号楼",
            "第36条",
            "2020年2月4日",
            "20180118",
        ] {
            check(other, None);
        }
    }

    #[test]
    fn a_number_has_the_parts_of_its_halves() {
        let number = DocumentNumber::parse("国办发〔2018〕118号").unwrap();
        for half in ["国办发2018118", "国办发2018", "〔2018〕118号", "118号", "发〔2018〕118号"] {
            assert!(HalfNumber::parse(half).is_some_and(|half| half.fits(&number)), "{half}");
        }
        for half in ["国办函2018", "〔2017〕118号", "18号"] {
            assert!(HalfNumber::parse(half).is_some_and(|half| !half.fits(&number)), "{half}");
        }
        assert_eq!(HalfNumber::parse("国办发2018118").unwrap().whole(), Some(number));
        assert_eq!(HalfNumber::parse("第12号令").unwrap().written(), ["令第12号"]);
    }
}
