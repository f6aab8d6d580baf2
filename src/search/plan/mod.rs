//! The plan says how an understood query is looked up: which terms of which lane, in which combination.
//!
//! All units of a query must stand in a document: words, names, dates, numbers. A question or a sentence is matched
//! loosely: by its pairs of characters, each with a weight, because nobody writes a notice in the words of the question.

mod conditions;
mod half_numbers;
pub mod highlight_term;
mod known;
mod latin;
mod meant;
mod reading;
pub(crate) mod resolve;
mod unit;

use self::conditions::{Join, Lookup, all_of, measured, together, unscored, within};
use self::highlight_term::HighlightTerm;
use self::reading::Reading;
use self::unit::Unit;
use crate::model::{DocumentNumber, Facet, Validity};
use crate::search::analysis::synonyms::{SynonymUse, Synonyms};
use crate::search::analysis::{Analyzer, Phrase, characters, fold, squeeze};
use crate::search::engine::query::{Boost, BoostWeight, Condition, TitleShare};
use crate::search::query::{Clause, FilterSuggestionKind, How, ParsedQuery, Text};
use crate::search::ranking;
use crate::search::schema::citations;
use crate::search::schema::identity::Identity;

/// How a query is looked up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// What is tried, one after the other, until something is found.
    pub conditions: Vec<(Condition, MatchStrategy)>,
    /// That all units stand there, where the first of `conditions` asks for less: for the orders by date, and to count.
    pub all_terms: Option<Condition>,
    /// What boosts a document; see [`EngineQuery::boosts`](crate::search::engine::query::EngineQuery).
    pub boosts: Vec<Boost>,
    /// What boosts a document where all units must stand: the written form before its synonyms, words before
    /// characters that only straddle a border of words.
    pub strict_boosts: Vec<Boost>,
    /// The texts to mark where they stand, folded: phrases, and of other texts the whole, its units and what these stand
    /// for.
    pub highlight_terms: Vec<HighlightTerm>,
    /// What is marked besides where a document need not have all units: their pieces.
    pub piece_terms: Vec<HighlightTerm>,
    /// The words that a reader asked for, without function words and phrases.
    pub words: Vec<QueryTerm>,
    /// What of the query also stands for something else.
    pub synonyms: Vec<SynonymUse>,
    /// All its texts as the segmenter is to see them, with blanks between.
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
    /// Every wanted text, unit by unit.
    AllTerms,
    /// The same, the characters of what no dictionary knows wherever they stand.
    AllPieces,
    /// Of each text that is a question or a sentence enough, and the rest.
    MostTerms,
    /// What was quoted, and of the rest what there is.
    QuotedOnly,
    /// Some word of some text: when nothing has more.
    AnyTerm,
}

impl MatchStrategy {
    /// Whether every document found has all units that were asked for.
    pub fn has_all_terms(self) -> bool {
        self == Self::AllTerms
    }

    /// Whether a document may lack some of what was asked for.
    pub fn is_loose(self) -> bool {
        !matches!(self, Self::AllTerms | Self::AllPieces)
    }
}

/// What is not in force any more comes after what is, where all else is equal.
fn over() -> Option<Boost> {
    let over = Validity::ALL.into_iter().filter(|validity| validity.is_over());
    let labels = over.map(|validity| validity.label().to_owned()).collect();
    Some(Boost::fixed(Condition::Facet(Facet::from_name("validity")?, labels), -ranking::OVER_PENALTY))
}

impl Plan {
    /// The plan of a query whose words stand for nothing but themselves.
    pub fn new(query: &ParsedQuery, analyzer: &Analyzer) -> Self {
        Self::with_synonyms(query, analyzer, &Synonyms::none())
    }

    /// The plan of a query whose words also stand for their synonyms. Quotations and exclusions do not.
    pub fn with_synonyms(query: &ParsedQuery, analyzer: &Analyzer, synonyms: &Synonyms) -> Self {
        Self::with_lookup(query, Lookup { analyzer, synonyms, as_words: false })
    }

    /// The same, where a word of the dictionary counts only where it stands as a word: for what is counted and not read.
    pub fn counting(query: &ParsedQuery, analyzer: &Analyzer, synonyms: &Synonyms) -> Self {
        Self::with_lookup(query, Lookup { analyzer, synonyms, as_words: true })
    }

    fn with_lookup(query: &ParsedQuery, lookup: Lookup<'_>) -> Self {
        let mut texts: Vec<Reading<'_>> = Vec::new();
        wanted(&query.clause, &mut |text| texts.push(lookup.read(text)));
        let mut plan = Self::default();
        plan.add_identities(query.whole.as_deref());
        texts.iter().for_each(|text| plan.prefer(text, lookup));
        plan.prefer_whole(query.whole.as_deref(), &texts, lookup);
        if !texts.is_empty() {
            plan.boosts.extend(over());
        }
        for two in texts.windows(2) {
            let (one, two) = (two[0].text, two[1].text);
            let also = measured(one, two, lookup.synonyms);
            let writings = together(one, two).into_iter().chain(also.iter().cloned());
            plan.highlight_terms.extend(writings.map(|writing| HighlightTerm::new(&writing)));
            let used = SynonymUse { text: format!("{} {}", one.typed, two.typed), also };
            if !used.also.is_empty() && !plan.synonyms.contains(&used) {
                plan.synonyms.push(used);
            }
        }
        for terms in [&mut plan.highlight_terms, &mut plan.piece_terms] {
            terms.retain(|term| !term.text.is_empty());
            terms.sort_unstable();
            terms.dedup();
        }
        plan.words.sort_unstable();
        plan.words.dedup();
        // A date or a name by itself has no part that is worth looking for.
        let has_several = texts.len() > 1 || texts.iter().any(|reading| reading.content().count() > 1);
        plan.add_conditions(&query.clause, &texts, has_several, &times(query), lookup);
        plan
    }

    /// Adds the documents whose title or name for short is what was typed.
    fn add_identities(&mut self, whole: Option<&str>) {
        if let Some(title) = whole.and_then(Identity::title) {
            self.boosts.push(Boost::fixed(Condition::Identity(title), ranking::IDENTITY_BOOST));
        }
        if let Some(work) = whole.and_then(citations::work) {
            self.boosts.push(Boost::fixed(Condition::Identity(work), ranking::WORK_BOOST));
        }
    }

    /// Adds what boosts a document for the whole query: a sentence copied with its blanks and quotation marks is several
    /// texts, and yet one; and a title that has all units.
    fn prefer_whole(&mut self, whole: Option<&str>, texts: &[Reading<'_>], lookup: Lookup<'_>) {
        let Some(whole) = whole else { return };
        if texts.len() > 1 {
            let together: String = whole.split(char::is_whitespace).collect();
            let is_sentence = texts.iter().any(|reading| reading.text.text.chars().count() >= ranking::SENTENCE_CHARS);
            let runs = [Some(&*together), Some(whole).filter(|whole| is_sentence && *whole != together)];
            let runs = runs.into_iter().flatten().filter_map(|text| Phrase::new(text, lookup.analyzer));
            let boosts = runs.map(|run| Boost::fixed(Condition::Phrase(run), ranking::VERBATIM_BOOST));
            self.boosts.extend(boosts);
        }
        let (mut all, mut length) = (Vec::new(), 0);
        for reading in texts {
            if reading.text.how != How::Words {
                all.push(lookup.verbatim(reading.text));
                length += terms_of(&reading.text.text);
            }
            for unit in reading.content() {
                all.push(lookup.unit(unit, reading));
                length += terms_of(reading.folded(unit));
            }
        }
        // One word is in a title only where it stands there as a word.
        if let [reading] = texts
            && reading.text.how == How::Words
            && let Some(word) = lookup.word(&reading.written)
        {
            all = vec![word];
        }
        // A quotation by itself is as much in a title as anywhere.
        let is_quotation = texts.len() == 1 && texts.iter().all(|reading| reading.text.how != How::Words);
        if !all.is_empty() && !is_quotation {
            let condition = Condition::TitleField(Box::new(all_of(all)));
            let names_one = texts.iter().any(Reading::calls_for_document);
            let min_share = if names_one { ranking::MIN_NAMED_SHARE } else { ranking::MIN_TITLE_SHARE };
            let share = TitleShare {
                units: length,
                min_share,
                much: ranking::TITLE_BOOST,
                little: ranking::LONG_TITLE_BOOST,
                by_share: ranking::TITLE_SHARE_BOOST,
            };
            self.boosts.push(Boost { condition, weight: BoostWeight::TitleShare(share) });
        }
    }

    /// Adds what boosts a document for a text, and what is marked of it.
    fn prefer(&mut self, reading: &Reading<'_>, lookup: Lookup<'_>) {
        let text = reading.text;
        for number in bearers(text) {
            let own = Condition::Identity(Identity::number(&number));
            self.boosts.push(Boost::fixed(own, ranking::IDENTITY_BOOST));
        }
        let whole = text.text.trim_matches(|c: char| !c.is_alphanumeric());
        self.text.push_str(&reading.written);
        self.text.push(' ');
        match text.how {
            How::Near(_) => self.highlight_terms.extend(text.text.split_whitespace().map(HighlightTerm::new)),
            How::Phrase => self.highlight_terms.push(HighlightTerm::new(whole)),
            How::Prefix => self.highlight_terms.push(HighlightTerm::prefix(whole)),
            How::Words => {
                let works = reading.short_names().flat_map(|name| lookup.synonyms.works(name));
                for work in works.filter_map(citations::work) {
                    self.boosts.push(Boost::fixed(Condition::Identity(work), ranking::WORK_BOOST));
                }
                self.highlight_terms.push(HighlightTerm::new(whole));
                if reading.units.len() > 1
                    && let Some(phrase) = Phrase::new(&text.text, lookup.analyzer)
                {
                    let run = within(text.scope, Condition::Phrase(phrase));
                    self.boosts.push(Boost::fixed(run, ranking::VERBATIM_BOOST));
                }
                reading.content().for_each(|unit| self.prefer_unit(unit, reading, lookup));
                let wanted = reading.words.iter().filter(|word| !reading.only_carries(word));
                self.words.extend(wanted.map(|word| wanted_word(text, word.clone(), &reading.units)));
            }
        }
    }

    /// Adds what boosts a document for a unit of a text, and what is marked of it.
    fn prefer_unit(&mut self, unit: &Unit, reading: &Reading<'_>, lookup: Lookup<'_>) {
        let text = reading.text;
        self.highlight_terms.push(HighlightTerm::new(reading.folded(unit)));
        self.highlight_terms.extend(unit.also.iter().map(|also| HighlightTerm::new(&also.folded)));
        self.highlight_terms.extend(unit.same.iter().map(|same| HighlightTerm::new(same)));
        self.piece_terms.extend(lookup.pieces_of(unit, reading).iter().map(|piece| HighlightTerm::new(piece)));
        if let Some(word) = lookup.word(reading.written(unit)) {
            self.strict_boosts.push(Boost::fixed(within(text.scope, word), ranking::WORD_BOOST));
        }
        if unit.also.is_empty() {
            return;
        }
        if let Some(phrase) = Phrase::new(reading.folded(unit), lookup.analyzer) {
            let own = within(text.scope, Condition::Phrase(phrase));
            self.strict_boosts.push(Boost::fixed(own, ranking::VERBATIM_BOOST));
        }
        let mut also: Vec<String> = unit.also.iter().map(|also| also.shown.clone()).collect();
        let mut seen = std::collections::HashSet::new();
        also.retain(|shown| seen.insert(shown.clone()));
        let used = SynonymUse { text: text.as_typed(unit.range.clone()), also };
        if !self.synonyms.contains(&used) {
            self.synonyms.push(used);
        }
    }

    /// Adds what is tried, one after the other: all that is asked for, or of a question enough; what was quoted with
    /// whatever else there is; and any of it, where there are several words or texts.
    fn add_conditions(
        &mut self,
        clause: &Clause,
        texts: &[Reading<'_>],
        has_several: bool,
        times: &[String],
        lookup: Lookup<'_>,
    ) {
        let condition = |of_text: &dyn Fn(&Reading<'_>) -> Condition, join| {
            let of = |text: &Text| {
                let known = texts.iter().find(|reading| std::ptr::eq(reading.text, text));
                known.map_or_else(|| of_text(&lookup.read(text)), of_text)
            };
            lookup.clause(clause, &of, join)
        };
        let any = |text: &Reading<'_>| lookup.loose(text, 0.0);
        let quoted = texts.iter().filter(|reading| reading.text.how != How::Words).count();
        let is_mixed = quoted > 0 && quoted < texts.len();
        let is_question = texts.iter().any(Reading::is_question);
        // Function words typed between others ask for nothing.
        let has_content = texts.iter().any(|text| !text.is_functional);
        let asks_nothing = |text: &Reading<'_>| has_content && text.is_functional;
        let needed = |text: &Reading<'_>| if asks_nothing(text) { Condition::All } else { lookup.strict(text) };
        let all_terms = condition(&needed, Join::All);
        let conditions = &mut self.conditions;
        if is_question && texts.iter().all(|text| !text.is_question() || text.may_be_name()) {
            conditions.push((all_terms.clone(), MatchStrategy::AllTerms));
        }
        if !is_question {
            conditions.push((all_terms, MatchStrategy::AllTerms));
            if texts.iter().any(|text| lookup.in_pieces(text).is_some()) {
                let pieces = |text: &Reading<'_>| match lookup.in_pieces(text) {
                    _ if asks_nothing(text) => Condition::All,
                    Some(pieces) => pieces,
                    None => lookup.strict(text),
                };
                conditions.push((condition(&pieces, Join::All), MatchStrategy::AllPieces));
            }
        } else {
            self.all_terms = Some(all_terms);
            if !is_mixed {
                let enough = |text: &Reading<'_>| lookup.loose(text, ranking::MIN_SHARE);
                conditions.push((condition(&enough, Join::All), MatchStrategy::MostTerms));
            }
        }
        // 防汛 近三个月: what was published then is meant, and none of it says so.
        let without: Vec<_> = texts.iter().map(|text| lookup.without_times(text, times)).collect();
        let has_more = texts.iter().zip(&without).any(|(text, rest)| match rest {
            Some(rest) => *rest != Condition::All,
            None => !asks_nothing(text),
        });
        let is_asked = is_question || texts.iter().any(Reading::is_asked);
        if !is_asked && has_more && without.iter().any(Option::is_some) {
            let needed = |text: &Reading<'_>| match lookup.without_times(text, times) {
                Some(rest) => rest,
                None => needed(text),
            };
            let rest = condition(&needed, Join::All);
            conditions.extend(has_several.then_some((rest, MatchStrategy::AnyTerm)));
        }
        if is_mixed {
            // What was quoted is meant; what stands around it may only ask about it.
            let around = |text: &Reading<'_>| match text.text.how {
                How::Words => Condition::Or(vec![unscored(Condition::All), any(text)]),
                _ => any(text),
            };
            let strategy = if is_question { MatchStrategy::MostTerms } else { MatchStrategy::QuotedOnly };
            conditions.push((condition(&around, Join::All), strategy));
            let pieces = |text: &Reading<'_>| match text.text.how {
                How::Words => any(text),
                _ => Condition::Or(vec![any(text), lookup.some_pieces(text, 0.0)]),
            };
            conditions.push((condition(&pieces, Join::Any), MatchStrategy::AnyTerm));
        } else if has_several {
            conditions.push((condition(&any, Join::Any), MatchStrategy::AnyTerm));
        }
    }
}

/// The times in the words of a query, folded: days for which a filter is offered.
fn times(query: &ParsedQuery) -> Vec<String> {
    let dates = query.offers.iter().filter(|offer| offer.kind == FilterSuggestionKind::Date);
    dates.map(|offer| fold(&offer.text)).collect()
}

/// The document numbers that a whole text calls for: what it says, or what bulletins bear that is meant by it.
fn bearers(text: &Text) -> Vec<DocumentNumber> {
    let whole = text.meant.iter().filter(|meant| meant.range == (0..text.text.len()));
    let meant: Vec<DocumentNumber> = whole.flat_map(|meant| meant.numbers.iter().cloned()).collect();
    if meant.is_empty() { DocumentNumber::typed(&text.text).into_iter().collect() } else { meant }
}

/// How many terms of the character lane a text has.
fn terms_of(folded: &str) -> u32 {
    let mut count = 0;
    characters(&squeeze(folded.to_owned()), |_, _| count += 1);
    count
}

/// A word of a text, in bytes, with how it was typed there, and what does in its place.
fn wanted_word(text: &Text, word: std::ops::Range<usize>, units: &[Unit]) -> QueryTerm {
    let of = |unit: &&Unit| unit.range.start <= word.start && word.end <= unit.range.end;
    let also = |unit: &Unit| {
        let also = unit.also.iter().map(|also| also.folded.clone());
        also.chain(unit.same.iter().cloned()).collect::<Vec<_>>()
    };
    QueryTerm {
        folded: text.text[word.clone()].to_owned(),
        typed: text.as_typed(word.clone()),
        also: units.iter().filter(of).flat_map(also).collect(),
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
