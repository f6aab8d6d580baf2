//! A [`DocumentNumber`] in its parts: how it is read from a whole text, and what it is the same as.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::scan::{Serial, Source, Standing, scan};
use super::words::{
    BLANK, BREAK, ends_code, half_width, is_counted_without_year, is_idle, is_numeral, is_office, kind_at_end, normal,
};
use crate::model::text::is_blank;

/// Characters of the longest code: no real one comes near.
const MAX_CODE_CHARS: usize = 20;

/// Characters of the longest name of an organ before its 令 or 公告.
pub const MAX_ORGAN_CHARS: usize = 40;

/// Characters of the longest text that is kept for a number without being read as one.
const MAX_OTHER_CHARS: usize = 2_000;

/// What fields of numbers are labelled with.
const LABELS: &[&str] =
    &["发文字号", "發文字號", "发文文号", "发布文号", "文件编号", "文件字号", "公告编号", "文号", "文號", "编号"];

/// A document number in its parts, and as it was published.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentNumber {
    pub(super) text: String,
    kind: Kind,
    /// Without the word of its kind.
    organ: String,
    year: Option<i16>,
    pub(super) serials: Vec<Serial>,
}

/// What a number is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An organ's code and a year: 国办发〔2017〕47号.
    Code,
    /// An organ and a kind of document: 国务院令第714号.
    Named(&'static str),
    /// Year, a court's code: （2021）京0105民初3号.
    Case,
    /// Whatever a field of numbers says and is none of these; `organ` has its letters and digits.
    Other,
}

impl DocumentNumber {
    /// Reads the whole text as one document number; `None` where it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text, Source::Text)
    }

    /// Reads what somebody typed to find a number: also with a code that ends as none usually does (计价格1999年1283号), and
    /// with the organ behind it (第18号主席令).
    pub fn typed(text: &str) -> Option<Self> {
        Self::read(text, Source::Typed).or_else(|| Self::turned(text))
    }

    /// 第18号主席令.
    pub(super) fn turned(text: &str) -> Option<Self> {
        let read: Vec<char> = text.chars().filter(|c| !is_blank(*c)).take(MAX_ORGAN_CHARS + 12).map(normal).collect();
        let sign = read.iter().position(|c| *c == '号')?;
        let (serial, named) = (read[..sign].strip_prefix(&['第']).unwrap_or(&read[..sign]), &read[sign + 1..]);
        let kind = kind_at_end(named).filter(|kind| is_counted_without_year(kind) && *kind != "字")?;
        let organ: String = named[..named.len() - kind.chars().count()].iter().collect();
        let is_serial = serial.iter().all(char::is_ascii_digit) || serial.iter().all(|c| is_numeral(*c));
        let number: String = serial.iter().collect();
        (is_serial && is_office(&organ)).then(|| Self::parse(&format!("{organ}{kind}第{number}号"))).flatten()
    }

    fn read(text: &str, source: Source) -> Option<Self> {
        let text = text.trim();
        let mut written: Vec<char> = text.chars().take(200).filter(|c| !is_blank(*c)).map(half_width).collect();
        if text.chars().nth(200).is_some() {
            return None;
        }
        let mut read: Vec<char> = written.iter().map(|c| normal(*c)).collect();
        if let (Some('('), Some(')')) = (read.first(), read.last()) {
            // （青岑县人民政府令第12号）
            (written, read) = (written[1..written.len() - 1].to_vec(), read[1..read.len() - 1].to_vec());
        }
        if read.last().is_some_and(char::is_ascii_digit) {
            written.push('号');
            read.push('号');
        }
        let standings = scan(&read, source);
        let [standing] = standings.as_slice() else { return None };
        if standing.end != read.len() || standing.case_code.is_some() && standing.code_end != 0 {
            return None;
        }
        Self::of(&written[..standing.code_end], standing, &written, text)
    }

    /// What a field says that holds nothing but document numbers: one that is read, or the text itself, so that nothing
    /// given is lost. `None` where it says that there is none (无).
    pub fn given(text: &str) -> Option<Self> {
        let text = text.trim();
        let labelled = LABELS.iter().find_map(|label| text.strip_prefix(label)?.trim_start().strip_prefix([':', '：']));
        let bare = labelled.map_or(text, str::trim);
        Self::parse(bare).or_else(|| Self::other(bare))
    }

    /// A text that is no number of a known kind, told by its letters and digits.
    fn other(text: &str) -> Option<Self> {
        let letters: String = text.chars().map(half_width).filter(|c| c.is_alphanumeric()).collect();
        if letters.is_empty() || is_idle(&letters) || text.chars().nth(MAX_OTHER_CHARS).is_some() {
            return None;
        }
        Some(Self { text: text.to_owned(), kind: Kind::Other, organ: letters, year: None, serials: Vec::new() })
    }

    /// The number that stands in a text, with this code before it; `written` is the whole text, `as_published` what of
    /// it is the number.
    pub(super) fn of(code: &[char], standing: &Standing, written: &[char], as_published: &str) -> Option<Self> {
        let serials: Vec<Serial> = standing.serials.iter().map(|(serial, _)| *serial).collect();
        Self::with_serials(code, standing, written, serials, as_published)
    }

    /// [`Self::of`] some of its serial numbers.
    pub(super) fn with_serials(
        code: &[char],
        standing: &Standing,
        written: &[char],
        serials: Vec<Serial>,
        as_published: &str,
    ) -> Option<Self> {
        let of = |kind, organ: &[char]| Self {
            text: as_published.trim().to_owned(),
            kind,
            organ: organ.iter().filter(|c| !matches!(normal(**c), BLANK | BREAK)).map(|c| half_width(*c)).collect(),
            year: standing.year,
            serials,
        };
        if let Some(place) = &standing.case_code {
            return Some(of(Kind::Case, &written[place.clone()]));
        }
        let read: Vec<char> = code.iter().map(|c| normal(*c)).filter(|c| *c != BLANK).collect();
        let ending = kind_at_end(&read);
        let kind = standing.kind_behind.or(ending.filter(|kind| *kind != "字" || standing.year.is_none()));
        let number = match kind {
            None => of(Kind::Code, code),
            Some(kind) => {
                let mut organ = of(Kind::Named(kind), code);
                if standing.kind_behind.is_none() {
                    let length = organ.organ.chars().count().saturating_sub(kind.chars().count());
                    organ.organ = organ.organ.chars().take(length).collect();
                }
                organ.organ = full_organ(&organ.organ);
                organ
            }
        };
        number.is_whole().then_some(number)
    }

    /// Whether the organ may be one.
    fn is_whole(&self) -> bool {
        let length = self.organ.chars().count();
        match self.kind {
            Kind::Code => (1..=MAX_CODE_CHARS).contains(&length) && self.organ.chars().all(char::is_alphanumeric),
            Kind::Named(_) => {
                let may = |c: char| c.is_alphanumeric() || matches!(c, '、' | '·');
                // A year tells announcements apart even where the organ is left to the bulletin; a bare 第12号令 says nothing.
                let least = if self.year.is_some() { 0 } else { 2 };
                (least..=MAX_ORGAN_CHARS).contains(&length) && self.organ.chars().all(may)
            }
            Kind::Case | Kind::Other => length > 0,
        }
    }

    /// The issuing organ's name or code: 国办发, 国务院, 京0105民初. `None` where the number does not say it.
    pub fn organ(&self) -> Option<&str> {
        (self.kind != Kind::Other && !self.organ.is_empty()).then_some(&self.organ)
    }

    /// The kind of document, where the number is counted by it: 令, 公告.
    pub fn kind(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Named(kind) => Some(kind),
            _ => None,
        }
    }

    /// The year, which orders may lack.
    pub fn year(&self) -> Option<i16> {
        self.year
    }

    /// The serial number, the first of several.
    pub fn number(&self) -> Option<u32> {
        self.serials.first().map(|serial| serial.number)
    }

    /// The number as the page wrote it.
    pub fn as_published(&self) -> &str {
        &self.text
    }

    /// Whether it was kept as a text that is no number of a known kind.
    pub fn is_other(&self) -> bool {
        self.kind == Kind::Other
    }

    /// Whether the organ is left for the bulletin to say: 公告2021年第5号.
    pub fn lacks_organ(&self) -> bool {
        matches!(self.kind, Kind::Named(_)) && self.organ.is_empty()
    }

    /// The number with the organ that issued it, where it says none itself: 第12号令 of 青岑县人民政府.
    #[must_use]
    pub fn issued_by(&self, organ: &str) -> Option<Self> {
        let may = self.lacks_organ() || self.kind == Kind::Other;
        let with = Self::parse(&format!("{organ}{}", self.text)).filter(|_| may)?;
        (with.kind().is_some() && with.organ == full_organ(organ)).then_some(with)
    }

    /// Whether its form alone says that it is a number, whatever the archive has: not so with the code of 环土壤2019年7号.
    pub fn is_plain(&self) -> bool {
        self.kind != Kind::Code || ends_code(&self.organ.chars().map(normal).collect::<Vec<_>>())
    }

    /// The number, and what is the same number under another code: courts left the 字 of 民初字 away in 2016, and people do so
    /// for older judgments.
    pub fn alike(&self) -> Vec<Self> {
        let mut alike = vec![self.clone()];
        if self.kind == Kind::Case {
            alike.push(self.with_sign_toggled());
        }
        alike
    }

    /// The number whose code has a 字 more, or less: 财税字〔2016〕36号 for 财税〔2016〕36号.
    #[must_use]
    pub fn with_sign_toggled(&self) -> Self {
        let organ = match self.organ.strip_suffix('字') {
            Some(bare) => bare.to_owned(),
            None => format!("{}字", self.organ),
        };
        let other = Self { organ, ..self.clone() };
        Self { text: other.to_string(), ..other }
    }

    /// Whether another number is this one under a longer name of the organ: 国家药监局公告2021年第35号 for 药监局公告2021年第35号.
    pub fn is_short_for(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.kind != Kind::Other
            && (self.year, &self.serials) == (other.year, &other.serials)
            && other.organ.ends_with(&self.organ)
    }

    /// The identity of the number, the same for every writing: `国办发|2017|47`, `国务院令||714`, `2021|京0105民初|3`; of what is
    /// no number of a known kind its letters and digits.
    pub fn key(&self) -> String {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let organ = self.organ.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        match self.kind {
            Kind::Code => format!("{organ}|{year}|{}", self.written_serials()),
            Kind::Named(kind) => format!("{organ}{kind}|{year}|{}", self.written_serials()),
            Kind::Case => format!("{year}|{organ}|{}", self.written_serials()),
            Kind::Other => organ,
        }
    }

    /// The standard writing of the number that has this [key](Self::key).
    pub fn of_key(key: &str) -> String {
        let parts: Vec<&str> = key.split('|').collect();
        let [first, second, serials] = parts.as_slice() else { return key.to_owned() };
        let is_year = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let written = match (is_year(first), is_year(second)) {
            (true, _) => format!("（{first}）{second}{serials}号"),
            (_, true) => format!("{first}〔{second}〕{serials}号"),
            _ => format!("{first}第{serials}号"),
        };
        Self::parse(&written).map_or(written, |number| number.to_string())
    }

    /// 43, 8-1, 43、44.
    pub(super) fn written_serials(&self) -> String {
        let written = |serial: &Serial| match serial.supplement {
            Some(supplement) => format!("{}-{supplement}", serial.number),
            None => serial.number.to_string(),
        };
        self.serials.iter().map(written).collect::<Vec<_>>().join("、")
    }

    /// The number of the same organ and year with this serial number alone.
    pub(super) fn single(&self, serial: Serial) -> Self {
        let single = Self { serials: vec![serial], ..self.clone() };
        Self { text: single.to_string(), ..single }
    }

    /// Organ and kind, as they stand before the number.
    pub(super) fn code(&self) -> String {
        format!("{}{}", self.organ, self.kind().unwrap_or_default())
    }

    /// Whether its year stands without brackets in the standard writing: that of a kind, beside the organ's full name.
    pub(super) fn is_counted_by_kind(&self) -> bool {
        self.kind().is_some() && (self.organ.is_empty() || is_office(&self.organ))
    }

    /// Whether it is a judgment's.
    pub(super) fn is_case(&self) -> bool {
        self.kind == Kind::Case
    }
}

/// An organ's full name where its number says a short one: 国令 is 国务院令, and the State's name adds nothing.
fn full_organ(organ: &str) -> String {
    let bare = organ.replace("中华人民共和国", "").replace("中華人民共和國", "");
    match bare.as_str() {
        "" => organ.to_owned(),
        "国" => "国务院".to_owned(),
        "國" => "國務院".to_owned(),
        "国家主席" | "國家主席" => "主席".to_owned(),
        _ => bare,
    }
}

/// Two writings of one number are equal.
impl PartialEq for DocumentNumber {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for DocumentNumber {}

/// The standard writing, with six-cornered brackets.
impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, serials) = (self.code(), self.written_serials());
        match (self.kind, self.year) {
            (Kind::Other, _) => f.write_str(&self.text),
            (Kind::Case, Some(year)) => write!(f, "（{year}）{code}{serials}号"),
            (_, Some(year)) if self.is_counted_by_kind() => write!(f, "{code}{year}年第{serials}号"),
            (_, Some(year)) => write!(f, "{code}〔{year}〕{serials}号"),
            (_, None) => write!(f, "{code}第{serials}号"),
        }
    }
}

impl TryFrom<String> for DocumentNumber {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
            .or_else(|| Self::other(&text))
            .ok_or_else(|| format!("「{text}」不是发文字号；形如 国办发〔2017〕47号"))
    }
}

impl From<DocumentNumber> for String {
    fn from(number: DocumentNumber) -> Self {
        number.text
    }
}
