//! What a person typed, understood: texts to find, filters and how they go together.
//! Reading never fails; what was odd is said in a warning and the rest is answered.
//!
//! How a text is looked up is not decided here but in [`plan`](super::plan).

use super::analysis;
use super::request::Match;
use crate::model::Facet;
use crate::model::text::is_blank;

/// Characters of a query that are read; no question that a person types is longer.
pub const MAX_CHARS: usize = 500;

/// What must hold of a document. Every text is folded.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// Nothing was asked: every document.
    All,
    /// A text stands in it.
    Text(Text),
    /// One of its values of the facet is this one.
    Facet(&'static Facet, String),
    /// Published between these days, both included, in days since 1970-01-01.
    Days(Option<i64>, Option<i64>),
    /// All of these.
    And(Vec<Clause>),
    /// At least one of these.
    Or(Vec<Clause>),
    /// This does not hold.
    Not(Box<Clause>),
}

/// A text to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Folded, trimmed, with at least one letter, digit or ideograph.
    pub text: String,
    /// How it must stand there.
    pub how: How,
    /// Where it must stand.
    pub scope: Scope,
}

/// How a text must stand in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Its words, in any order and place.
    Words,
    /// As one run of characters.
    Phrase,
    /// As the beginning of a run of letters or digits; in Chinese, which has no gaps, the same as [`How::Phrase`].
    Prefix,
    /// Its parts, separated by blanks, each a run, all within this many characters, in any order.
    Near(usize),
}

/// Where a text must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Anywhere a reader can see it.
    #[default]
    Anywhere,
    /// In the title or the subtitle.
    Title,
}

/// A query as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedQuery {
    /// What must hold.
    pub clause: Clause,
    /// What was typed as a whole, folded, where it may be a title: nothing is excluded in it.
    pub whole: Option<String>,
    /// What was odd, as plain sentences.
    pub warnings: Vec<String>,
}

impl ParsedQuery {
    /// Reads what was typed.
    pub fn parse(typed: &str, matching: Match) -> Self {
        let mut warnings: Vec<String> = Vec::new();
        let mut parts: Vec<Clause> = Vec::new();
        let mut text: String = typed.chars().filter(|c| !is_blank(*c) || c.is_whitespace()).collect();
        if let Some((cut, _)) = text.char_indices().nth(MAX_CHARS) {
            text.truncate(cut);
            warnings.push(format!("查询太长，只用了前 {MAX_CHARS} 个字"));
        }
        // Folding makes every quotation mark a `"` and every width one width.
        let folded = analysis::fold(&text);
        let mut push = |text: &str, how: How, excluded: bool, warnings: &mut Vec<String>| {
            let text = text.trim();
            if text.chars().any(is_searchable) {
                let clause = Clause::Text(Text { text: text.to_owned(), how, scope: Scope::Anywhere });
                parts.push(if excluded { Clause::Not(Box::new(clause)) } else { clause });
            } else if !text.is_empty() {
                warnings.push(format!("「{text}」里没有可以查找的字词，已略去"));
            }
        };
        let mut rest = folded.as_str();
        loop {
            rest = rest.trim_start();
            let Some(first) = rest.chars().next() else { break };
            let excluded = first == '-' && rest[1..].starts_with(|c: char| c == '"' || is_searchable(c));
            if excluded {
                rest = &rest[1..];
            }
            if let Some(quoted) = rest.strip_prefix('"') {
                let (phrase, after) = match quoted.split_once('"') {
                    Some(pair) => pair,
                    None => {
                        warnings.push("引号没有成对，已当作到结尾为止".to_owned());
                        (quoted, "")
                    }
                };
                push(phrase, How::Phrase, excluded, &mut warnings);
                rest = after;
            } else {
                let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
                let how = if matching == Match::Exact { How::Phrase } else { How::Words };
                push(&rest[..end], how, excluded, &mut warnings);
                rest = &rest[end..];
            }
        }
        let nothing_excluded = !parts.iter().any(|part| matches!(part, Clause::Not(_)));
        if parts.is_empty() && !folded.trim().is_empty() {
            warnings.push("查询里没有可以查找的字词，列出了全部".to_owned());
        }
        let clause = match parts.len() {
            0 => Clause::All,
            1 => parts.remove(0),
            _ => Clause::And(parts),
        };
        Self { clause, whole: nothing_excluded.then_some(folded), warnings }
    }
}

/// A letter, digit or ideograph: what an index has terms for.
fn is_searchable(c: char) -> bool {
    c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &[(&str, How, bool)], warnings: usize) {
        let parsed = ParsedQuery::parse(typed, Match::Words);
        let clauses = match parsed.clause.clone() {
            Clause::And(clauses) => clauses,
            Clause::All => Vec::new(),
            single => vec![single],
        };
        let expected: Vec<Clause> = expected
            .iter()
            .map(|(text, how, excluded)| {
                let text = Clause::Text(Text { text: (*text).to_owned(), how: *how, scope: Scope::Anywhere });
                if *excluded { Clause::Not(Box::new(text)) } else { text }
            })
            .collect();
        assert_eq!(clauses, expected, "{typed}");
        assert_eq!(parsed.warnings.len(), warnings, "{typed}: {:?}", parsed.warnings);
    }

    #[test]
    fn reads_what_people_type() {
        use How::{Phrase, Words};
        check("疫情 防控", &[("疫情", Words, false), ("防控", Words, false)], 0);
        check("疫情\u{3000}“四个意識”", &[("疫情", Words, false), ("四个意识", Phrase, false)], 0);
        check(
            "防汛 -演练 -\"应急 演练\"",
            &[("防汛", Words, false), ("演练", Words, true), ("应急 演练", Phrase, true)],
            0,
        );
        check("0579-84668311", &[("0579-84668311", Words, false)], 0);
        check("国发[2020]5号", &[("国发(2020)5号", Words, false)], 0);
        check("\"没有收尾", &[("没有收尾", Phrase, false)], 1);
        check("！！ 😀", &[], 3);
        check("", &[], 0);
        check("-", &[], 2);
    }
}
