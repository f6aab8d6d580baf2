//! A [`DocumentNumber`] (发文字号) names an official document: the issuing organ's code, the year in
//! six-cornered brackets, and the serial number, as GB/T 9704-2012 §7.2.5 lays it down: 国办发〔2017〕47号.
//!
//! Pages write the brackets in a dozen ways; two writings of the same number are the same number.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A document number in its three parts, and as it was published.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentNumber {
    text: String,
    organ: String,
    year: i16,
    number: u32,
}

impl DocumentNumber {
    /// Reads the whole text as one document number; `None` where it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        let (open, bracket) = compact.char_indices().find(|(_, c)| is_open(*c))?;
        let (close, close_bracket) = compact.char_indices().find(|(_, c)| is_close(*c))?;
        let organ = &compact[..open];
        let year: i16 = compact.get(open + bracket.len_utf8()..close)?.parse().ok()?;
        let tail = &compact[close + close_bracket.len_utf8()..];
        let tail = tail.strip_prefix('第').unwrap_or(tail);
        let number = tail.strip_suffix('号').or_else(|| tail.strip_suffix('號')).unwrap_or(tail);
        if number.is_empty() || number.len() > 6 || !(1900..=2999).contains(&year) {
            return None;
        }
        let organ_length = organ.chars().count();
        if !(1..=20).contains(&organ_length) || !organ.chars().all(char::is_alphanumeric) {
            return None;
        }
        Some(Self { number: number.parse().ok()?, organ: organ.to_owned(), year, text: text.to_owned() })
    }

    /// The code of the issuing organ: 国办发.
    pub fn organ(&self) -> &str {
        &self.organ
    }

    /// The year between the brackets.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// The serial number within organ and year.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The number as the page wrote it.
    pub fn as_published(&self) -> &str {
        &self.text
    }

    /// The identity of the number, the same for every writing: `国办发|2017|47`.
    pub fn key(&self) -> String {
        format!("{}|{}|{}", self.organ, self.year, self.number)
    }
}

fn is_open(c: char) -> bool {
    matches!(c, '〔' | '[' | '［' | '(' | '（' | '【' | '﹝' | '〖' | '『')
}

fn is_close(c: char) -> bool {
    matches!(c, '〕' | ']' | '］' | ')' | '）' | '】' | '﹞' | '〗' | '』')
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - 0xFEE0).expect("full-width forms map into ASCII")
        }
        _ => c,
    }
}

/// Two writings of one number are equal.
impl PartialEq for DocumentNumber {
    fn eq(&self, other: &Self) -> bool {
        (self.year, self.number, &self.organ) == (other.year, other.number, &other.organ)
    }
}

impl Eq for DocumentNumber {}

/// The standard writing, with six-cornered brackets.
impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕{}号", self.organ, self.year, self.number)
    }
}

impl TryFrom<String> for DocumentNumber {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("「{text}」不是发文字号；形如 国办发〔2017〕47号"))
    }
}

impl From<DocumentNumber> for String {
    fn from(number: DocumentNumber) -> Self {
        number.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_is_the_same_number() {
        let standard = DocumentNumber::parse("青政办发〔2021〕8号").unwrap();
        for writing in
            ["青政办发[2021]8号", "青政办发（２０２１）８号", "青政办发【2021】第8号", "青政办发 〔2021〕 8 号"]
        {
            assert_eq!(DocumentNumber::parse(writing).as_ref(), Some(&standard), "{writing}");
        }
        assert_eq!(standard.key(), "青政办发|2021|8");
        assert_eq!(standard.to_string(), "青政办发〔2021〕8号");
    }

    #[test]
    fn other_texts_are_not_numbers() {
        for text in ["", "2021年第8号", "（2021）", "关于印发（2021）通知", "青政办发〔21〕8号", "〔2021〕8号"]
        {
            assert!(DocumentNumber::parse(text).is_none(), "{text}");
        }
    }
}
