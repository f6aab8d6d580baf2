//! The plan says how an understood query is looked up: which terms of which lane, in which combination.
//!
//! A few words must all stand in a document. A question or a sentence is matched loosely: by its pairs of
//! characters, each with a weight, because nobody writes a notice in the words of the question.

mod half_numbers;
pub mod highlight_term;
pub(crate) mod resolve;

use self::highlight_term::HighlightTerm;
use crate::model::DocumentNumber;
use crate::search::analysis::synonyms::{Found, SynonymUse, Synonyms};
use crate::search::analysis::{Analyzer, Phrase, is_ideograph, pieces};
use crate::search::engine::query::{Condition, lookup};
use crate::search::query::{Clause, How, ParsedQuery, Scope, Text};
use crate::search::ranking;
use crate::search::schema::citations;
use crate::search::schema::identity::Identity;

/// Words of one text that are looked up.
const MAX_WORDS: usize = 64;

/// How a query is looked up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// What is tried, one after the other, until something is found.
    pub conditions: Vec<(Condition, MatchStrategy)>,
    /// What boosts a document; see [`EngineQuery::boosts`](crate::search::engine::query::EngineQuery).
    pub boosts: Vec<(Condition, f32)>,
    /// What boosts a document where all words must stand: the written form before its synonyms.
    pub strict_boosts: Vec<(Condition, f32)>,
    /// The texts to mark where they stand, folded: phrases, and of other texts the whole, its words and
    /// what these stand for.
    pub highlight_terms: Vec<HighlightTerm>,
    /// The words that a reader asked for, without function words and phrases.
    pub words: Vec<QueryTerm>,
    /// What of the query also stands for something else.
    pub synonyms: Vec<SynonymUse>,
    /// All its texts, with blanks between.
    pub text: String,
}

/// A word that a reader asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueryTerm {
    /// Folded.
    pub folded: String,
    /// As it was typed.
    pub typed: String,
    /// What does in its place, folded.
    pub also: Vec<String>,
}

/// How much of a query a document must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchStrategy {
    /// Every wanted text, word by word.
    AllTerms,
    /// Of each text that is a question or a sentence enough, and the rest.
    MostTerms,
    /// What was quoted, and of the rest what there is.
    QuotedOnly,
    /// Some word of some text: when nothing has more.
    AnyTerm,
}

impl Plan {
    /// The plan of a query whose words stand for nothing but themselves.
    pub fn new(query: &ParsedQuery, analyzer: &Analyzer) -> Self {
        Self::with_synonyms(query, analyzer, &Synonyms::none())
    }

    /// The plan of a query whose words also stand for their synonyms. Quotations and exclusions do not.
    pub fn with_synonyms(query: &ParsedQuery, analyzer: &Analyzer, synonyms: &Synonyms) -> Self {
        let mut texts: Vec<&Text> = Vec::new();
        wanted(&query.clause, &mut |text| texts.push(text));
        let mut plan = Self::default();
        plan.add_identities(query.whole.as_deref());
        texts.iter().for_each(|text| plan.prefer(text, analyzer, synonyms));
        // A sentence copied with its blanks and quotation marks is several texts, and yet one.
        if texts.len() > 1
            && let Some(whole) = query.whole.as_deref().and_then(|whole| Phrase::new(whole, analyzer))
        {
            plan.boosts.push((Condition::Phrase(whole), ranking::VERBATIM_BOOST));
        }
        plan.highlight_terms.sort_unstable();
        plan.highlight_terms.dedup();
        plan.words.sort_unstable();
        plan.words.dedup();
        let has_several = plan.words.len() > 1 || texts.len() > 1;
        plan.conditions = conditions(&query.clause, &texts, has_several, analyzer, synonyms);
        plan
    }

    /// Adds the documents whose title or name for short is what was typed.
    fn add_identities(&mut self, whole: Option<&str>) {
        if let Some(title) = whole.and_then(Identity::title) {
            self.boosts.push((Condition::Identity(title), ranking::IDENTITY_BOOST));
        }
        if let Some(work) = whole.and_then(citations::work) {
            self.boosts.push((Condition::Identity(work), ranking::WORK_BOOST));
        }
    }

    /// Adds what boosts a document for a text, and what is marked of it.
    fn prefer(&mut self, text: &Text, analyzer: &Analyzer, synonyms: &Synonyms) {
        if let Some(number) = DocumentNumber::parse(&text.text) {
            self.boosts.push((Condition::Identity(Identity::number(&number)), ranking::IDENTITY_BOOST));
        }
        let whole = text.text.trim_matches(|c: char| !c.is_alphanumeric());
        self.text.push_str(&text.text);
        self.text.push(' ');
        match text.how {
            How::Near(_) => self.highlight_terms.extend(text.text.split_whitespace().map(HighlightTerm::new)),
            How::Phrase => self.highlight_terms.push(HighlightTerm::new(whole)),
            How::Prefix => self.highlight_terms.push(HighlightTerm::prefix(whole)),
            How::Words => {
                let words = words_of(text, analyzer);
                let found = synonyms.found_in(&text.text, analyzer);
                self.stand_for(text, &found, analyzer);
                if words.len() > 1
                    && let Some(phrase) = Phrase::new(&text.text, analyzer)
                {
                    self.boosts.push((within(text.scope, Condition::Phrase(phrase)), ranking::VERBATIM_BOOST));
                }
                let telling: Vec<&String> = words.iter().filter(|word| !ranking::is_function_word(word)).collect();
                let telling = if telling.is_empty() { words.iter().collect() } else { telling };
                self.highlight_terms.push(HighlightTerm::new(whole));
                self.highlight_terms.extend(telling.iter().map(|word| HighlightTerm::new(word)));
                self.words.extend(telling.into_iter().map(|word| wanted_word(text, word, &found)));
            }
        }
        self.highlight_terms.retain(|term| !term.text.is_empty());
    }

    /// Adds what the forms in a text stand for.
    fn stand_for(&mut self, text: &Text, found: &[Found<'_>], analyzer: &Analyzer) {
        for form in found {
            self.highlight_terms.extend(form.also.iter().map(|also| HighlightTerm::new(&also.folded)));
            if let Some(phrase) = Phrase::new(&text.text[form.range.clone()], analyzer) {
                self.strict_boosts.push((within(text.scope, Condition::Phrase(phrase)), ranking::VERBATIM_BOOST));
            }
            let used = SynonymUse {
                text: text.as_typed(form.range.clone()),
                also: form.also.iter().map(|also| also.shown.clone()).collect(),
            };
            if !self.synonyms.contains(&used) {
                self.synonyms.push(used);
            }
        }
    }
}

/// What is tried, one after the other: all that is asked for, or of a question enough; what was quoted with whatever
/// else there is; and any of it, where there are several words or texts.
fn conditions(
    clause: &Clause,
    texts: &[&Text],
    has_several: bool,
    analyzer: &Analyzer,
    synonyms: &Synonyms,
) -> Vec<(Condition, MatchStrategy)> {
    let condition = |of_text: &dyn Fn(&Text) -> Condition, join| condition(clause, of_text, join, analyzer);
    let any = |text: &Text| loose(text, 0.0, analyzer, synonyms);
    let quoted = texts.iter().filter(|text| text.how != How::Words).count();
    let is_mixed = quoted > 0 && quoted < texts.len();
    let is_question = texts.iter().any(|text| is_question(text, analyzer))
        || (is_mixed && texts.iter().any(|text| asks(text, analyzer)));
    let mut conditions = Vec::new();
    if !is_question {
        // Function words typed between others ask for nothing.
        let has_content = texts.iter().any(|text| !is_functional(text, analyzer));
        let needed = |text: &Text| {
            if has_content && is_functional(text, analyzer) { Condition::All } else { strict(text, analyzer, synonyms) }
        };
        conditions.push((condition(&needed, Condition::And), MatchStrategy::AllTerms));
    } else if !is_mixed {
        let enough = |text: &Text| loose(text, ranking::MIN_SHARE, analyzer, synonyms);
        conditions.push((condition(&enough, Condition::And), MatchStrategy::MostTerms));
    }
    if is_mixed {
        // What was quoted is meant; what stands around it may only ask about it.
        let around = |text: &Text| match text.how {
            How::Words => Condition::Or(vec![unscored(Condition::All), any(text)]),
            _ => any(text),
        };
        let strategy = if is_question { MatchStrategy::MostTerms } else { MatchStrategy::QuotedOnly };
        conditions.push((condition(&around, Condition::And), strategy));
        let pieces = |text: &Text| match text.how {
            How::Words => any(text),
            _ => Condition::Or(vec![any(text), some_pieces(text, 0.0, analyzer, synonyms)]),
        };
        conditions.push((condition(&pieces, Condition::Or), MatchStrategy::AnyTerm));
    } else if has_several {
        conditions.push((condition(&any, Condition::Or), MatchStrategy::AnyTerm));
    }
    conditions
}

/// A word of a text with how it was typed there, and what does in its place.
fn wanted_word(text: &Text, word: &str, found: &[Found<'_>]) -> QueryTerm {
    let at = text.text.find(word).unwrap_or_default();
    let stands_for = found.iter().filter(|form| form.range.start <= at && at + word.len() <= form.range.end);
    QueryTerm {
        folded: word.to_owned(),
        typed: text.as_typed(at..at + word.len()),
        also: stands_for.flat_map(|form| form.also).map(|also| also.folded.clone()).collect(),
    }
}

/// Calls for every text that is wanted, not excluded.
fn wanted<'c>(clause: &'c Clause, each: &mut dyn FnMut(&'c Text)) {
    match clause {
        Clause::Text(text) => each(text),
        Clause::And(clauses) | Clause::Or(clauses) => clauses.iter().for_each(|clause| wanted(clause, each)),
        Clause::All | Clause::Facet(..) | Clause::Days(..) | Clause::Not(_) => {}
    }
}

/// A clause as a node, with `of_text` for what is wanted and `join` for what was typed side by side.
fn condition(
    clause: &Clause,
    of_text: &dyn Fn(&Text) -> Condition,
    join: fn(Vec<Condition>) -> Condition,
    analyzer: &Analyzer,
) -> Condition {
    let of = |clause: &Clause| condition(clause, of_text, join, analyzer);
    // What is excluded is excluded as it was typed, character by character.
    let exclusion = |clause: &Clause| condition(clause, &|text| verbatim(text, analyzer), Condition::And, analyzer);
    match clause {
        Clause::All => Condition::All,
        Clause::Text(text) => Condition::Part(text.typed.clone(), Box::new(within(text.scope, of_text(text)))),
        Clause::Facet(facet, value) => Condition::Facet(facet, vec![value.clone()]),
        Clause::Days(from, to) => Condition::Days(*from, *to),
        Clause::Or(clauses) => Condition::Or(clauses.iter().map(of).collect()),
        Clause::Not(excluded) => Condition::Except(Box::new(Condition::All), Box::new(exclusion(excluded))),
        Clause::And(clauses) => {
            let (mut filters, mut texts, mut excluded) = (Vec::new(), Vec::new(), Vec::new());
            for clause in clauses {
                match clause {
                    Clause::Not(inner) => excluded.push(exclusion(inner)),
                    filter if filter.is_filter() => filters.push(of(filter)),
                    _ => texts.push(of(clause)),
                }
            }
            match texts.len() {
                0 => {}
                1 => filters.append(&mut texts),
                _ => filters.push(join(texts)),
            }
            let wanted = match filters.len() {
                0 => Condition::All,
                1 => filters.remove(0),
                _ => Condition::And(filters),
            };
            if excluded.is_empty() {
                wanted
            } else {
                Condition::Except(Box::new(wanted), Box::new(Condition::Or(excluded)))
            }
        }
    }
}

fn within(scope: Scope, condition: Condition) -> Condition {
    match scope {
        Scope::Anywhere => condition,
        Scope::Title => Condition::TitleField(Box::new(condition)),
    }
}

fn words_of(text: &Text, analyzer: &Analyzer) -> Vec<String> {
    let mut words = analyzer.query_words(&text.text);
    words.truncate(MAX_WORDS);
    words
}

/// Whether a text is a question or a sentence: so many words that no other text has them all, or some that
/// only carry the others.
fn is_question(text: &Text, analyzer: &Analyzer) -> bool {
    let words = words_of(text, analyzer);
    let carried = words.iter().filter(|word| !ranking::is_function_word(word)).count();
    text.how == How::Words && (carried > ranking::MAX_KEYWORDS || (carried > 1 && carried < words.len()))
}

/// Whether a text asks for something.
fn asks(text: &Text, analyzer: &Analyzer) -> bool {
    text.how == How::Words
        && words_of(text, analyzer).iter().any(|word| ranking::INTERROGATIVES.contains(&word.as_str()))
}

/// Whether a text has nothing but function words.
fn is_functional(text: &Text, analyzer: &Analyzer) -> bool {
    text.how == How::Words && words_of(text, analyzer).iter().all(|word| ranking::is_function_word(word))
}

/// The text, all of its words in any order and place unless it must stand as typed.
fn strict(text: &Text, analyzer: &Analyzer, synonyms: &Synonyms) -> Condition {
    match text.how {
        How::Words => {
            let words = words_of(text, analyzer);
            // Of a text of nothing but function words each counts.
            let some = words.iter().any(|word| !ranking::is_function_word(word));
            let needed = |words: Vec<String>| -> Vec<Condition> {
                let needed = words.iter().filter(|word| !some || !ranking::is_function_word(word));
                needed.map(|word| lookup(word, analyzer)).collect()
            };
            let found = synonyms.found_in(&text.text, analyzer);
            if found.is_empty() {
                return all_of(needed(words));
            }
            let piece = |piece: &str| needed(analyzer.query_words(piece));
            let (mut nodes, mut at) = (Vec::new(), 0);
            for form in &found {
                nodes.extend(piece(&text.text[at..form.range.start]));
                let own = &text.text[form.range.clone()];
                let words = piece(own);
                let mut any = vec![if words.is_empty() { lookup(own, analyzer) } else { all_of(words) }];
                any.extend(form.also.iter().map(|also| synonym(&also.folded, 1.0, analyzer)));
                nodes.push(Condition::Or(any));
                at = form.range.end;
            }
            nodes.extend(piece(&text.text[at..]));
            all_of(nodes)
        }
        _ => verbatim(text, analyzer),
    }
}

fn all_of(mut nodes: Vec<Condition>) -> Condition {
    if nodes.len() == 1 { nodes.remove(0) } else { Condition::And(nodes) }
}

/// What a form stands for, looked up as it is listed.
fn synonym(folded: &str, weight: f32, analyzer: &Analyzer) -> Condition {
    Condition::Boost(Box::new(lookup(folded, analyzer)), ranking::SYNONYM_WEIGHT * weight)
}

/// The text as it was typed.
fn verbatim(text: &Text, analyzer: &Analyzer) -> Condition {
    match text.how {
        How::Words | How::Phrase => lookup(&text.text, analyzer),
        How::Near(slop) => {
            let parts: Vec<&str> = text.text.split_whitespace().collect();
            Phrase::near(&parts, slop, analyzer).map_or(Condition::Nothing, Condition::Phrase)
        }
        How::Prefix => {
            let letters = text.text.trim_end_matches(|c: char| c.is_alphanumeric() && !is_ideograph(c));
            let beginning = &text.text[letters.len()..];
            let before = (!letters.is_empty()).then(|| lookup(letters, analyzer));
            let beginning = (!beginning.is_empty()).then(|| Condition::Prefix(beginning.to_owned()));
            match (before, beginning) {
                (Some(before), Some(beginning)) => Condition::And(vec![before, beginning]),
                (Some(condition), None) | (None, Some(condition)) => condition,
                (None, None) => Condition::Nothing,
            }
        }
    }
}

/// Enough of a text: its pairs of ideographs and its numbers, each weighted by what it tells.
fn loose(text: &Text, least_share: f32, analyzer: &Analyzer, synonyms: &Synonyms) -> Condition {
    match text.how {
        How::Words => some_pieces(text, least_share, analyzer, synonyms),
        // It stands for as many pairs as it has, and counts as much.
        _ => weighted(verbatim(text, analyzer), text.text.chars().count().saturating_sub(1).max(1) as f32),
    }
}

fn some_pieces(text: &Text, least_share: f32, analyzer: &Analyzer, synonyms: &Synonyms) -> Condition {
    let mut terms: Vec<(Condition, f32)> = Vec::new();
    for piece in pieces(&text.text, analyzer, ranking::is_function_word) {
        let weight = ranking::pair_weight(piece.crosses, piece.functional);
        let term = lookup(&piece.text, analyzer);
        match terms.iter_mut().find(|(known, _)| *known == term) {
            Some((_, sum)) => *sum += weight,
            None => terms.push((term, weight)),
        }
    }
    terms.sort_by(|a, b| b.1.total_cmp(&a.1));
    terms.truncate(ranking::MAX_TERMS);
    let least = (terms.len() as f32 * least_share) as usize;
    let mut any: Vec<Condition> = terms.into_iter().map(|(condition, weight)| weighted(condition, weight)).collect();
    // Beside the terms, not among them: what a form stands for asks no more of a document.
    let also = synonyms.found_in(&text.text, analyzer).into_iter().flat_map(|form| form.also);
    any.extend(also.map(|also| synonym(&also.folded, 1.0, analyzer)));
    Condition::Some(any, least.max(1))
}

fn weighted(condition: Condition, weight: f32) -> Condition {
    if weight == 1.0 { condition } else { Condition::Boost(Box::new(condition), weight) }
}

fn unscored(condition: Condition) -> Condition {
    weighted(condition, 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Match;

    fn plan(typed: &str) -> Plan {
        Plan::new(&ParsedQuery::parse(typed, Match::Words), &Analyzer::new())
    }

    #[test]
    fn nothing_typed_can_fail() {
        for typed in ["\"", "--", "-\"", "OR", "AND (", "国务院:关于", "\u{200B}", &"长".repeat(10_000), "的 了"]
        {
            let plan = plan(typed);
            assert!(!plan.conditions.is_empty(), "{typed:?} is looked up somehow");
            assert!(plan.highlight_terms.iter().all(|term| !term.text.is_empty()), "{typed:?}");
        }
    }

    #[test]
    fn keywords_are_strict_and_questions_loose() {
        for (typed, question) in [
            ("疫情防控", false),
            ("疫情防控工作会议", false),
            ("防汛 演练 青岑县 水库 应急", false),
            ("孩子户口怎么迁到青岑县", true),
            ("青岑县应急管理局组织开展水库防汛抢险演练", true),
            ("“孩子户口怎么迁到青岑县”", false),
        ] {
            assert_eq!(plan(typed).conditions[0].1 == MatchStrategy::MostTerms, question, "{typed}");
        }
    }

    #[test]
    fn function_words_are_not_asked_for() {
        let words = |typed: &str| plan(typed).words.into_iter().map(|word| word.typed).collect::<Vec<_>>();
        assert_eq!(words("低保怎么申请"), ["低保", "申请"]);
        assert_eq!(words("怎么办"), ["怎么办"]);
        // 沈 folds to the class it shares with 沉, and is told as it was typed.
        assert_eq!(words("沈漱"), ["沈漱"]);
    }
}
