//! A [`Composition`] is a query put together field by field, as a form asks for it; it is written in the language
//! that [`parse`](super::ParsedQuery::parse) reads, so that a reader sees how to type it next time.

use super::matching::Match;
use super::parsed_query::narrowed;
use crate::model::PartialDate;
use crate::search::analysis::fold_char;

/// What a form asks. Empty fields ask nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Composition {
    /// A query to begin with, as it was typed.
    pub base: String,
    /// Words that must all stand in a bulletin.
    pub all: String,
    /// Words of which one must.
    pub any: String,
    /// Words of which none may.
    pub none: String,
    /// Characters that must stand there as they are.
    pub phrase: String,
    /// Whether all of these are about the title alone.
    pub in_title: bool,
    /// The first day of publication.
    pub from: Option<PartialDate>,
    /// The last.
    pub to: Option<PartialDate>,
    /// 来源, or part of it.
    pub source: String,
    /// 发文字号, or part of it.
    pub document_number: String,
    /// 公文种类.
    pub document_kind: String,
}

impl Composition {
    /// The query; empty where nothing is asked.
    pub fn query(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let field = if self.in_title { "标题:" } else { "" };
        parts.extend(literals(&self.all).map(|word| format!("{field}{word}")));
        let any: Vec<String> = literals(&self.any).collect();
        match any.as_slice() {
            [] => {}
            [word] => parts.push(format!("{field}{word}")),
            words => parts.push(format!("{field}({})", words.join(" OR "))),
        }
        let phrase = unquoted(&self.phrase);
        parts.extend((!phrase.is_empty()).then(|| format!("{field}\"{phrase}\"")));
        let fields = [("来源", &self.source), ("文号", &self.document_number), ("公文种类", &self.document_kind)];
        for (name, value) in fields {
            let value = unquoted(value);
            parts.extend((!value.is_empty()).then(|| format!("{name}:\"{value}\"")));
        }
        parts.extend(match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => Some(format!("日期:{from}")),
            (Some(from), Some(to)) => Some(format!("日期:{from}..{to}")),
            (Some(from), None) => Some(format!("日期:>={from}")),
            (None, Some(to)) => Some(format!("日期:<={to}")),
            (None, None) => None,
        });
        parts.extend(literals(&self.none).map(|word| format!("-{field}{word}")));
        narrowed(self.base.trim(), &parts.join(" "), Match::Words)
    }
}

/// Each word as what it is and nothing else: what would mean more than its characters is quoted.
fn literals(words: &str) -> impl Iterator<Item = String> + '_ {
    words.split_whitespace().map(unquoted).filter(|word| word.chars().any(char::is_alphanumeric)).map(|word| {
        let plain = word.chars().all(char::is_alphanumeric) && !OPERATORS.contains(&&*word);
        if plain { word } else { format!("\"{word}\"") }
    })
}

/// Words that join others, as the lexer knows them.
const OPERATORS: &[&str] = &["OR", "AND", "NOT", "或", "与", "與", "且", "不含"];

/// A text without quotation marks, which would end a quotation.
fn unquoted(text: &str) -> String {
    let without: String = text.chars().map(|c| if fold_char(c) == '"' { ' ' } else { c }).collect();
    without.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::ParsedQuery;
    use crate::search::query::PartKind;

    fn check(composition: &Composition, query: &str, labels: &[&str]) {
        assert_eq!(composition.query(), query);
        let parsed = ParsedQuery::parse(query, Match::Words);
        let understood: Vec<&str> = parsed.parts.iter().map(|part| part.label.as_str()).collect();
        assert_eq!(understood, labels, "{query}");
        assert!(parsed.warnings.is_empty(), "{query}: {:?}", parsed.warnings);
    }

    fn composed(change: impl Fn(&mut Composition)) -> Composition {
        let mut composition = Composition::default();
        change(&mut composition);
        composition
    }

    #[test]
    fn a_form_is_written_as_it_is_read() {
        check(&Composition::default(), "", &[]);
        check(&composed(|c| c.all = "防汛　演练".to_owned()), "防汛 演练", &["防汛", "演练"]);
        let whole = composed(|c| {
            (c.all, c.any, c.none) = ("防汛".to_owned(), "水库 河道".to_owned(), "电视".to_owned());
            (c.phrase, c.source) = ("应急演练".to_owned(), "青岑".to_owned());
            (c.from, c.to) = ("2020".parse().ok(), "2021-03".parse().ok());
            (c.document_number, c.document_kind) = ("青政办发".to_owned(), "通知".to_owned());
        });
        check(
            &whole,
            "防汛 (水库 OR 河道) \"应急演练\" 来源:\"青岑\" 文号:\"青政办发\" 公文种类:\"通知\" 日期:2020..2021-03 -电视",
            &[
                "防汛",
                "水库 或 河道",
                "“应急演练”",
                "来源：青岑",
                "发文字号：青政办发",
                "公文种类：通知",
                "发布于 2020年1月至2021年3月",
                "不含 电视",
            ],
        );
        let title = composed(|c| (c.all, c.none, c.in_title) = ("防汛".to_owned(), "演练".to_owned(), true));
        check(&title, "标题:防汛 -标题:演练", &["标题含 防汛", "不含 标题含 演练"]);
        check(&composed(|c| c.base = "防汛 OR 抗旱".to_owned()), "防汛 OR 抗旱", &["防汛 或 抗旱"]);
        let more = composed(|c| (c.base, c.all) = ("防汛 OR 抗旱".to_owned(), "物资".to_owned()));
        check(&more, "防汛 OR 抗旱 物资", &["防汛 或 抗旱", "物资"]);
    }

    #[test]
    fn what_is_typed_into_a_field_is_no_operator() {
        for hostile in ["OR", "-x", "标题:x", "(a", "a\"b", "“a", "NOT", "或", "a*", "日期:2020", "\"", "（一）", "~3"]
        {
            let composition = composed(|c| (c.all, c.phrase) = (hostile.to_owned(), hostile.to_owned()));
            let parsed = ParsedQuery::parse(&composition.query(), Match::Words);
            assert!(parsed.warnings.is_empty(), "{hostile}: {parsed:?}");
            let texts = [PartKind::Words, PartKind::Phrase];
            assert!(parsed.parts.iter().all(|part| texts.contains(&part.kind)), "{hostile}: {parsed:?}");
        }
    }
}
