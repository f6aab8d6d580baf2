//! [`Names`] are the people and bodies that the archive knows by its records, ready to be found in any text. They are
//! made with the [lexicon](super::lexicon) of a state of the index, and never changed. What is found is meant to be
//! right rather than complete: a person who is called 高峰 is not looked for.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::Facet;
use crate::search::analysis::{Analyzer, fold, is_ideograph};
use crate::search::engine::query::{Condition, EngineQuery};
use crate::search::engine::{Deadline, Engine, EngineError};

/// Names that are looked for, the most frequent; about 200 bytes each.
const MAX_NAMES: usize = 20_000;

/// Characters of a person's name.
const PERSON: std::ops::RangeInclusive<usize> = 2..=4;

/// Characters of a body's name.
const BODY: std::ops::RangeInclusive<usize> = 4..=40;

/// A name of two characters that stands in so many times as many bulletins as bear it, and a few more, is a word.
const WORDLIKE: (u64, u64) = (4, 10);

/// The facets whose values are names, and whether these are people.
const FACETS: &[(&str, bool)] = &[("source", false), ("issuer", false), ("author", true), ("editor", true)];

/// What ends the name of a place.
const PLACES: &[char] = &['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡', '村'];

/// What goes on with the name of a body: 县人民政府 is no name within 县人民政府办公室.
const ONWARD: &[char] =
    &['办', '局', '委', '厅', '部', '处', '党', '所', '站', '院', '会', '社', '台', '网', '报', '科', '组'];

/// A name, and the facet that it is most often a value of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As the records have it.
    pub text: String,
    /// The facet.
    pub facet: &'static Facet,
}

/// A place in a text where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameInText {
    /// Where it begins, in Unicode scalar values.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The number of the [name](Names::name).
    pub number: usize,
}

/// The names that are looked for.
#[derive(Default)]
pub struct Names {
    names: Vec<Name>,
    search: Option<(AhoCorasick, Analyzer)>,
}

impl Names {
    /// Of what the engine has.
    ///
    /// # Errors
    /// Of the engine.
    pub fn from_engine(engine: &dyn Engine) -> Result<Self, EngineError> {
        let facets: Vec<(&'static Facet, bool)> =
            FACETS.iter().filter_map(|(name, people)| Some((Facet::from_name(name)?, *people))).collect();
        let query = EngineQuery {
            limit: 0,
            facets: facets.iter().map(|(facet, _)| *facet).collect(),
            facet_values: MAX_NAMES,
            ..EngineQuery::new(Condition::All)
        };
        let analyzer = engine.analyzer();
        let mut found: HashMap<String, (&'static Facet, usize)> = HashMap::new();
        for (answer, (facet, people)) in engine.search(&query, &Deadline::NONE)?.facets.into_iter().zip(facets) {
            for (text, count) in answer.values {
                let is_person = people && !is_body(&text);
                if !is_distinctive(&text, is_person, &analyzer) || (is_person && is_wordlike(&text, count, engine)) {
                    continue;
                }
                let known = found.entry(text).or_insert((facet, count));
                if count > known.1 {
                    *known = (facet, count);
                }
            }
        }
        let mut names: Vec<(String, &'static Facet, usize)> =
            found.into_iter().map(|(text, (facet, count))| (text, facet, count)).collect();
        names.sort_unstable_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        names.truncate(MAX_NAMES);
        Ok(Self::new(names.into_iter().map(|(text, facet, _)| Name { text, facet }).collect(), analyzer))
    }

    fn new(names: Vec<Name>, analyzer: Analyzer) -> Self {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.iter().map(|name| name.text.as_str()));
        match automaton {
            Ok(automaton) => Self { names, search: Some((automaton, analyzer)) },
            Err(error) => {
                tracing::error!("文中的人名与机构名无从查找：{error}");
                Self::default()
            }
        }
    }

    /// The name of this number.
    pub fn name(&self, number: usize) -> &Name {
        &self.names[number]
    }

    /// The places where names stand, ascending and apart; of names that begin together the longest.
    pub fn in_text(&self, text: &str) -> Vec<NameInText> {
        let Some((automaton, analyzer)) = &self.search else { return Vec::new() };
        let (mut bytes, mut characters) = (0, 0);
        let mut places = Vec::new();
        for found in automaton.find_iter(text) {
            let number = found.pattern().as_usize();
            if !stands_alone(text, found.range(), analyzer) {
                continue;
            }
            let start = characters + text[bytes..found.start()].chars().count();
            let end = start + self.names[number].text.chars().count();
            (bytes, characters) = (found.end(), end);
            places.push(NameInText { start, end, number });
        }
        places
    }
}

/// Whether a text is the name of a person or a body and hardly anything else.
fn is_distinctive(text: &str, is_person: bool, analyzer: &Analyzer) -> bool {
    let (length, allowed) = (text.chars().count(), if is_person { PERSON } else { BODY });
    let is_vague = || {
        if is_person {
            // The dictionary takes many a word of two characters for a name: 文明, 高峰.
            analyzer.is_common(text) && (length == 2 || !analyzer.is_name(text))
        } else {
            // 市教育局 is that of any city.
            text.starts_with(PLACES)
        }
    };
    allowed.contains(&length) && text.chars().all(is_ideograph) && !is_vague()
}

/// Whether two characters stand in far more bulletins than a name would.
fn is_wordlike(text: &str, count: usize, engine: &dyn Engine) -> bool {
    let (times, more) = WORDLIKE;
    let standing = || engine.document_frequency(&Condition::Word(fold(text)));
    text.chars().count() == 2 && standing() > times * count as u64 + more
}

/// Whether what stands in a text is the name itself, not a part of a longer name or of words: no 教育局 within
/// 青岑县教育局, no 岳建 within 岳建设.
fn stands_alone(text: &str, range: std::ops::Range<usize>, analyzer: &Analyzer) -> bool {
    let (before, after) = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    let name = &text[range];
    if BODY.contains(&name.chars().count()) && is_body(name) {
        let has_place = name.chars().take(*BODY.start() * 2).any(|c| PLACES.contains(&c));
        let goes_on = after.is_some_and(|c| ONWARD.contains(&c));
        return !goes_on && (has_place || before.is_none_or(|c| !PLACES.contains(&c)));
    }
    let is_word = |one: Option<char>, other: Option<char>| {
        let pair: String = one.into_iter().chain(other).collect();
        pair.chars().count() == 2 && analyzer.knows(&pair)
    };
    !is_word(before, name.chars().next()) && !is_word(name.chars().next_back(), after)
}

/// What ends the name of a body that stands where an author does.
pub const BODIES: &[char] =
    &['院', '局', '部', '会', '委', '网', '社', '台', '厅', '署', '办', '府', '处', '组', '心', '室'];

/// Whether a name that may be a person's is that of a body.
pub fn is_body(name: &str) -> bool {
    name.chars().nth(2).is_some() && name.ends_with(BODIES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let of = |facet: &str, text: &str| Name { text: text.to_owned(), facet: Facet::from_name(facet).unwrap() };
        let names = vec![
            of("author", "邱一苇"),
            of("author", "岳建"),
            of("issuer", "青岑县人民政府"),
            of("issuer", "青岑县人民政府办公室"),
            of("source", "统计调查局"),
        ];
        Names::new(names, Analyzer::new())
    }

    fn check(text: &str, expected: &[&str]) {
        let found = names().in_text(text);
        let said: Vec<String> =
            found.iter().map(|place| text.chars().take(place.end).skip(place.start).collect()).collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn the_longest_name_is_found_where_it_stands_alone() {
        check("记者邱一苇、岳建报道：𠮷，青岑县人民政府办公室印发", &["邱一苇", "岳建", "青岑县人民政府办公室"]);
        check("云澜省青岑县人民政府公布", &["青岑县人民政府"]);
        check("青岑县人民政府党组会议", &[]);
        check("由岳建设计院承办", &[]);
        check("统计调查局说，青岑县统计调查局也说", &["统计调查局"]);
        check("", &[]);
    }

    #[test]
    fn what_is_a_word_is_no_persons_name() {
        let analyzer = Analyzer::new();
        for (text, is_person, expected) in [
            ("邱一苇", true, true),
            ("沈漱", true, true),
            ("记者", true, false),
            ("通讯员", true, false),
            ("高峰", true, false),
            ("邱", true, false),
            ("青岑县人民政府", false, true),
            ("新闻网", false, false),
            ("市教育局", false, false),
            ("ABCD", false, false),
        ] {
            assert_eq!(is_distinctive(text, is_person, &analyzer), expected, "{text}");
        }
        assert!(Names::default().in_text("邱一苇").is_empty());
    }
}
