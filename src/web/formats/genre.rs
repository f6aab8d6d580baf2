//! The [`Genre`] of a bulletin is the kind of publication that references and schema.org take it for, as far as its
//! fields and its title tell.

use crate::model::{Article, DocumentNumber};

/// A kind of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// 法律, 法规: what a legislature or a government enacted as 法 or 条例.
    Statute,
    /// 规章 and other norms: 规定, 办法, 细则 …
    Regulation,
    /// 标准.
    Standard,
    /// 工作报告, 统计公报, 白皮书.
    Report,
    /// Any other official document: 通知, 意见, 公告 …
    Document,
    /// News, and whatever states nothing official.
    News,
}

/// Endings of the names of statutes.
const STATUTES: &[&str] = &["法", "法典", "条例"];

/// Endings of the names of other norms.
const REGULATIONS: &[&str] = &["办法", "规定", "规则", "细则", "规章", "决定", "令"];

/// Words that end as the names of statutes do and are none.
const NO_STATUTES: &[&str] = &["办法", "方法", "做法", "执法", "司法", "立法", "守法", "普法", "说法", "看法", "想法"];

/// Endings of the names of reports.
const REPORTS: &[&str] = &["报告", "统计公报", "白皮书"];

impl Genre {
    /// Of a bulletin. Its stated kind goes before its title, and a page of a newspaper before both.
    pub fn new(article: &Article) -> Self {
        let number = article.document_number.as_ref().map(DocumentNumber::to_string);
        let kind = article.document_kind.as_deref();
        let is_official = number.is_some() || kind.is_some();
        let title = without_brackets(&article.title);
        if NewspaperPage::new(article).is_some() {
            Self::News
        } else if kind == Some("标准") || number.is_some_and(|number| is_standard(&number)) {
            Self::Standard
        } else if let Some(norm) =
            kind.and_then(norm).or_else(|| norm(title).filter(|_| is_official || has_articles(article)))
        {
            norm
        } else if is_report(title, is_official || !article.issuers.is_empty()) {
            Self::Report
        } else if is_official || !article.issuers.is_empty() {
            Self::Document
        } else {
            Self::News
        }
    }
}

/// A page of a newspaper, as its 栏目 tells: 第04版, A04版：要闻.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewspaperPage(pub String);

impl NewspaperPage {
    /// Where a bulletin stood, if it is from a newspaper that is named.
    pub fn new(article: &Article) -> Option<Self> {
        article.source.as_ref()?;
        let (number, rest) = article.column.as_deref()?.trim().split_once('版')?;
        let number = number.strip_prefix('第').unwrap_or(number).trim();
        let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = &number[..number.len() - digits.len()];
        let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let ends = rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
        let shown = digits.trim_start_matches('0');
        (is_number && letters.len() <= 1 && ends && !shown.is_empty()).then(|| Self(format!("{letters}{shown}")))
    }
}

/// Whether the text is in articles, as that of a norm is, whoever states nothing of its kind.
fn has_articles(article: &Article) -> bool {
    article.paragraphs.iter().any(|paragraph| paragraph.trim_start().starts_with("第一条"))
}

/// What norm a name is of, if any.
fn norm(name: &str) -> Option<Genre> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(STATUTES) && !ends(NO_STATUTES) {
        return Some(Genre::Statute);
    }
    ends(REGULATIONS).then_some(Genre::Regulation)
}

/// Whether a title is that of a report. News of a report ends alike, so a title that nothing official stands beside must
/// begin with the year that it reports.
fn is_report(title: &str, is_official: bool) -> bool {
    let begins_with_year = || title.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
    REPORTS.iter().any(|ending| title.ends_with(ending)) && (is_official || begins_with_year())
}

/// Whether a number is that of a national, industry or local standard: GB/T 7714, DB37/T 1.
fn is_standard(number: &str) -> bool {
    number.starts_with("GB")
        || number.strip_prefix("DB").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// A title without what stands in brackets at its end: （试行）, （2018年修正）.
fn without_brackets(title: &str) -> &str {
    let title = title.trim();
    match title.ends_with(['）', ')']).then(|| title.rfind(['（', '('])).flatten() {
        Some(at) if at > 0 => without_brackets(&title[..at]),
        _ => title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_norms() {
        for (name, expected) in [
            ("青岑县节约用水条例", Some(Genre::Statute)),
            ("水法", Some(Genre::Statute)),
            ("防汛物资管理办法", Some(Genre::Regulation)),
            ("推广先进做法", None),
            ("通知", None),
        ] {
            assert_eq!(norm(name), expected, "{name}");
        }
        assert_eq!(without_brackets("防汛办法（2018年修正）（试行）"), "防汛办法");
        assert_eq!(without_brackets("（一）"), "（一）");
    }

    #[test]
    fn standards_are_known_by_their_numbers() {
        for (number, expected) in
            [("GB/T 7714-2015", true), ("DB37/T 4012-2020", true), ("DB", false), ("青政办发〔2021〕8号", false)]
        {
            assert_eq!(is_standard(number), expected, "{number}");
        }
    }
}
