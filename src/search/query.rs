//! What a person typed, understood: parts that are words or quoted phrases, wanted or excluded.
//! Reading never fails; what was odd is said in a warning and the rest is answered.

use super::analysis::{self, Analyzer};
use super::engine::Node;
use super::ranking;
use super::request::Match;
use super::schema::Identity;
use crate::model::DocumentNumber;
use crate::model::text::{is_blank, is_han};

/// Characters of a query that are read; no question that a person types is longer.
pub const MAX_CHARS: usize = 500;

/// Words of a query that are looked up.
const MAX_WORDS: usize = 64;

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The text, folded.
    pub text: String,
    /// Whether it must stand as one run of characters.
    pub phrase: bool,
    /// Whether documents with it are left out.
    pub excluded: bool,
}

/// A query as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedQuery {
    /// The parts in the order typed.
    pub parts: Vec<Part>,
    /// What was odd, as plain sentences.
    pub warnings: Vec<String>,
    /// What was typed as a whole title, where nothing is excluded.
    title: Option<Identity>,
}

impl ParsedQuery {
    /// Reads what was typed.
    pub fn parse(typed: &str, matching: Match) -> Self {
        let mut parsed = Self::default();
        let mut text: String = typed.chars().filter(|c| !is_blank(*c) || c.is_whitespace()).collect();
        if let Some((cut, _)) = text.char_indices().nth(MAX_CHARS) {
            text.truncate(cut);
            parsed.warnings.push(format!("查询太长，只用了前 {MAX_CHARS} 个字"));
        }
        // Folding makes every quotation mark a `"` and every width one width.
        let folded = analysis::fold(&text);
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
                        parsed.warnings.push("引号没有成对，已当作到结尾为止".to_owned());
                        (quoted, "")
                    }
                };
                parsed.push(phrase, true, excluded);
                rest = after;
            } else {
                let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
                parsed.push(&rest[..end], matching == Match::Exact, excluded);
                rest = &rest[end..];
            }
        }
        if parsed.parts.iter().all(|part| !part.excluded) {
            parsed.title = Identity::title(&folded);
        }
        if parsed.parts.is_empty() && !folded.trim().is_empty() {
            parsed.warnings.push("查询里没有可以查找的字词，列出了全部".to_owned());
        }
        parsed
    }

    fn push(&mut self, text: &str, phrase: bool, excluded: bool) {
        let text = text.trim();
        if text.chars().any(is_searchable) {
            self.parts.push(Part { text: text.to_owned(), phrase, excluded });
        } else if !text.is_empty() {
            self.warnings.push(format!("「{text}」里没有可以查找的字词，已略去"));
        }
    }

    /// The condition under which every wanted part stands in a document; the document whose whole title
    /// was typed comes first.
    pub fn condition(&self, analyzer: &Analyzer) -> Node {
        let condition = self.with(|part| part_condition(part, analyzer), Node::And);
        match &self.title {
            Some(title) => {
                let own = Node::Boost(Box::new(Node::Identity(title.clone())), ranking::IDENTITY_BOOST);
                Node::Or(vec![condition, own])
            }
            None => condition,
        }
    }

    /// The condition under which some word of some wanted part stands in a document: what is tried when
    /// nothing has them all.
    pub fn relaxed(&self, analyzer: &Analyzer) -> Node {
        self.with(
            |part| {
                let words = words_of(part, analyzer).into_iter().map(Node::Word);
                Node::Or(words.chain([part_condition(part, analyzer)]).collect())
            },
            Node::Or,
        )
    }

    fn with(&self, condition: impl Fn(&Part) -> Node, join: impl Fn(Vec<Node>) -> Node) -> Node {
        let (excluded, wanted): (Vec<&Part>, Vec<&Part>) = self.parts.iter().partition(|part| part.excluded);
        let wanted = match wanted.len() {
            0 => Node::All,
            1 => condition(wanted[0]),
            _ => join(wanted.into_iter().map(&condition).collect()),
        };
        if excluded.is_empty() {
            return wanted;
        }
        let excluded = excluded.into_iter().map(|part| characters(&part.text)).collect();
        Node::Except(Box::new(wanted), Box::new(Node::Or(excluded)))
    }

    /// The texts to look for when marking what matched: the phrases, and of each other part the whole
    /// and its words.
    pub fn needles(&self, analyzer: &Analyzer) -> Vec<String> {
        let mut needles: Vec<String> = Vec::new();
        for part in self.parts.iter().filter(|part| !part.excluded) {
            needles.push(trim_to_searchable(&part.text).to_owned());
            if !part.phrase {
                needles.extend(words_of(part, analyzer));
            }
        }
        needles.retain(|needle| !needle.is_empty());
        needles.sort_unstable();
        needles.dedup();
        needles
    }
}

/// A letter, digit or ideograph: what an index has terms for.
fn is_searchable(c: char) -> bool {
    c.is_alphanumeric()
}

fn trim_to_searchable(text: &str) -> &str {
    text.trim_matches(|c: char| !is_searchable(c))
}

fn words_of(part: &Part, analyzer: &Analyzer) -> Vec<String> {
    let mut words = analyzer.query_words(&part.text);
    words.truncate(MAX_WORDS);
    words
}

/// All the words of a part, or the part as typed: the words rank, and the characters reach what
/// segmentation hid. What segmentation hid includes every single ideograph inside a word.
fn part_condition(part: &Part, analyzer: &Analyzer) -> Node {
    let verbatim = characters(&part.text);
    let mut choices = Vec::new();
    if let Some(number) = DocumentNumber::parse(&part.text) {
        let own = Node::Identity(Identity::number(&number));
        choices.push(Node::Boost(Box::new(own), ranking::IDENTITY_BOOST));
    }
    let words = words_of(part, analyzer);
    let single_ideograph = |word: &str| word.chars().count() == 1 && word.chars().all(is_han);
    if part.phrase || words.iter().all(|word| single_ideograph(word)) {
        choices.push(verbatim);
    } else {
        let words = words.into_iter().map(|word| {
            // The word lane has an ideograph only where it stands alone.
            if single_ideograph(&word) { characters(&word) } else { Node::Word(word) }
        });
        choices.push(Node::And(words.collect()));
        choices.push(Node::Boost(Box::new(verbatim), ranking::VERBATIM_BOOST));
    }
    match choices.len() {
        1 => choices.remove(0),
        _ => Node::Or(choices),
    }
}

fn characters(folded: &str) -> Node {
    match analysis::phrase_terms(folded) {
        terms if terms.is_empty() => Node::Nothing,
        terms => Node::Characters(terms),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &[(&str, bool, bool)], warnings: usize) {
        let parsed = ParsedQuery::parse(typed, Match::Words);
        let parts: Vec<_> = parsed.parts.iter().map(|p| (p.text.as_str(), p.phrase, p.excluded)).collect();
        assert_eq!(parts, expected, "{typed}");
        assert_eq!(parsed.warnings.len(), warnings, "{typed}: {:?}", parsed.warnings);
    }

    #[test]
    fn reads_what_people_type() {
        check("疫情 防控", &[("疫情", false, false), ("防控", false, false)], 0);
        check("疫情\u{3000}“四个意識”", &[("疫情", false, false), ("四个意识", true, false)], 0);
        check(
            "防汛 -演练 -\"应急 演练\"",
            &[("防汛", false, false), ("演练", false, true), ("应急 演练", true, true)],
            0,
        );
        check("0579-84668311", &[("0579-84668311", false, false)], 0);
        check("国发[2020]5号", &[("国发(2020)5号", false, false)], 0);
        check("\"没有收尾", &[("没有收尾", true, false)], 1);
        check("！！ 😀", &[], 3);
        check("", &[], 0);
        check("-", &[], 2);
    }

    #[test]
    fn nothing_typed_can_fail() {
        let analyzer = Analyzer::new();
        for typed in ["\"", "--", "-\"", "OR", "AND (", "国务院:关于", "\u{200B}", &"长".repeat(10_000), "的 了"]
        {
            let parsed = ParsedQuery::parse(typed, Match::Words);
            parsed.condition(&analyzer);
            parsed.relaxed(&analyzer);
            parsed.needles(&analyzer);
        }
    }
}
