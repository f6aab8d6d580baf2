//! How the texts of a query are looked up: all of their units, enough of a sentence, or whatever stands of them.

use super::latin;
use super::reading::Reading;
use super::unit::{Unit, UnitKind};
use crate::search::analysis::numerals::Written;
use crate::search::analysis::synonyms::Synonyms;
use crate::search::analysis::{
    Analyzer, Phrase, fold, fold_for_words, is_ideograph, numerals, pieces, units as measures,
};
use crate::search::engine::query::{Condition, lookup, quotation};
use crate::search::query::{Clause, How, Scope, Text};
use crate::search::ranking;
use crate::search::schema::identity::Identity;

/// What conditions are made with.
#[derive(Clone, Copy)]
pub struct Lookup<'a> {
    /// What cuts texts.
    pub analyzer: &'a Analyzer,
    /// What words stand for beside themselves.
    pub synonyms: &'a Synonyms,
    /// Whether a word of the dictionary is looked for only where it stands as a word.
    pub as_words: bool,
}

impl Lookup<'_> {
    /// Reads a text.
    pub fn read<'q>(&self, text: &'q Text) -> Reading<'q> {
        Reading::new(text, self.analyzer, self.synonyms)
    }

    /// The text, all of its units in any order and place unless it must stand as typed.
    pub fn strict(&self, reading: &Reading<'_>) -> Condition {
        match reading.text.how {
            How::Words => all_of(reading.content().map(|unit| self.unit(unit, reading)).collect()),
            _ => self.verbatim(reading.text),
        }
    }

    /// The text without the times in it, each of which is one of these; `None` where there is none in it.
    pub fn without_times(&self, reading: &Reading<'_>, times: &[String]) -> Option<Condition> {
        let folded = &reading.text.text;
        if reading.text.how != How::Words {
            return None;
        }
        if times.iter().any(|time| time.split(' ').any(|word| word == folded)) {
            return Some(Condition::All);
        }
        let places = times.iter().filter_map(|time| Some((folded.find(time)?, time.len())));
        let places: Vec<_> = places.map(|(start, length)| start..start + length).collect();
        let is_time =
            |unit: &Unit| places.iter().any(|time| time.start < unit.range.end && unit.range.start < time.end);
        let rest: Vec<Condition> =
            reading.content().filter(|unit| !is_time(unit)).map(|unit| self.unit(unit, reading)).collect();
        (!places.is_empty()).then(|| if rest.is_empty() { Condition::All } else { all_of(rest) })
    }

    /// The same, with the characters of what the dictionary does not know wherever they stand; `None` where that is no
    /// different.
    pub fn in_pieces(&self, reading: &Reading<'_>) -> Option<Condition> {
        reading.content().find(|unit| self.pieces_of(unit, reading).len() > 1)?;
        let of = |unit: &Unit| match self.pieces_of(unit, reading).as_slice() {
            [] | [_] => self.unit(unit, reading),
            several => all_of(several.iter().map(|piece| lookup(piece, self.analyzer)).collect()),
        };
        Some(all_of(reading.content().map(of).collect()))
    }

    /// The pieces that what the dictionary does not know may be taken apart into; none of any other unit.
    pub fn pieces_of(&self, unit: &Unit, reading: &Reading<'_>) -> Vec<String> {
        if unit.kind != UnitKind::Unknown {
            return Vec::new();
        }
        let mut words: Vec<String> = Vec::new();
        self.analyzer.segment(reading.written(unit), false).for_each(|word| {
            let folded = fold(word);
            if word.chars().any(char::is_alphanumeric) && !words.contains(&folded) {
                words.push(folded);
            }
        });
        words
    }

    /// A unit, in any of its writings.
    pub fn unit(&self, unit: &Unit, reading: &Reading<'_>) -> Condition {
        let own = lookup(reading.folded(unit), self.analyzer);
        let own = if self.as_words { self.where_a_word(own, reading.written(unit)) } else { own };
        if unit.also.is_empty() && unit.same.is_empty() && unit.numbers.is_empty() {
            return own;
        }
        // Who bears the number, and who cites it in whatever writing.
        let numbers: Vec<Identity> = unit.numbers.iter().map(Identity::number).collect();
        let citing = (!numbers.is_empty()).then(|| Condition::Cites(numbers.clone()));
        let bearer = numbers.into_iter().map(Condition::Identity).chain(citing);
        let same = unit.same.iter().map(|same| lookup(same, self.analyzer));
        let also = unit.also.iter().map(|also| self.synonym(&also.folded));
        let apart = unit.apart.iter().map(|word| lookup(word, self.analyzer)).collect::<Vec<_>>();
        let apart = (!apart.is_empty()).then(|| weighted(all_of(apart), ranking::SYNONYM_WEIGHT));
        Condition::Or(std::iter::once(own).chain(bearer).chain(same).chain(apart).chain(also).collect())
    }

    /// A word of the dictionary where it stands as a word.
    pub fn word(&self, written: &str) -> Option<Condition> {
        let is_word = written.chars().nth(1).is_some()
            && written.chars().all(is_ideograph)
            && self.analyzer.knows(written)
            && self.analyzer.segment(written, false).next() == Some(written);
        is_word.then(|| Condition::Segmented(written.to_owned()))
    }

    /// What a form stands for, looked up as it is listed: a word of the dictionary only where it stands as a word.
    pub fn synonym(&self, folded: &str) -> Condition {
        let mut own = self.where_a_word(lookup(folded, self.analyzer), &fold_for_words(folded));
        // 十八岁, and not in 二十八岁.
        let mut longer = numerals::longer(folded);
        // 5km, and not 5km².
        if folded.starts_with(|c: char| c.is_ascii_digit()) && folded.ends_with('m') {
            longer.extend(['²', '³'].map(|raised| format!("{folded}{raised}")));
        }
        if !longer.is_empty() {
            let longer = longer.iter().map(|text| lookup(text, self.analyzer)).collect();
            own = Condition::Except(Box::new(own), Box::new(Condition::Or(longer)));
        }
        Condition::Boost(Box::new(own), ranking::SYNONYM_WEIGHT)
    }

    /// A text only where it stands as a word, if it is one of the dictionary.
    fn where_a_word(&self, own: Condition, written: &str) -> Condition {
        match self.word(written) {
            Some(word) => Condition::And(vec![own, unscored(word)]),
            None => own,
        }
    }

    /// The text as it was typed.
    pub fn verbatim(&self, text: &Text) -> Condition {
        match text.how {
            How::Words => lookup(&text.text, self.analyzer),
            How::Phrase => quotation(&text.text, self.analyzer),
            How::Near(slop) => {
                let parts: Vec<&str> = text.text.split_whitespace().collect();
                Phrase::near(&parts, slop, self.analyzer).map_or(Condition::Nothing, Condition::Phrase)
            }
            How::Prefix => {
                let letters = text.text.trim_end_matches(|c: char| c.is_alphanumeric() && !is_ideograph(c));
                let beginning = &text.text[letters.len()..];
                let before = (!letters.is_empty()).then(|| lookup(letters, self.analyzer));
                let beginning = (!beginning.is_empty()).then(|| Condition::Prefix(beginning.to_owned()));
                match (before, beginning) {
                    (Some(before), Some(beginning)) => Condition::And(vec![before, beginning]),
                    (Some(condition), None) | (None, Some(condition)) => condition,
                    (None, None) => Condition::Nothing,
                }
            }
        }
    }

    /// What is excluded: a word of the dictionary where it stands as a word, all else as it was typed.
    fn excluded(&self, text: &Text) -> Condition {
        let word = if text.how == How::Words { self.word(&text.for_words()) } else { None };
        word.unwrap_or_else(|| self.verbatim(text))
    }

    /// Two texts that were typed with a blank between and may be written without: GB/T 9704, PM 2.5, 500 kg.
    fn together(&self, one: &Text, two: &Text) -> Option<Condition> {
        let (same, also) = (together(one, two), measured(one, two, self.synonyms));
        if same.is_empty() && also.is_empty() {
            return None;
        }
        let same = same.iter().map(|writing| lookup(writing, self.analyzer));
        let any = same.chain(also.iter().map(|also| self.synonym(also))).collect();
        let typed = format!("{} {}", one.typed, two.typed);
        Some(Condition::Part(typed, Box::new(within(one.scope, Condition::Or(any)))))
    }

    /// Enough of a text: its pairs of ideographs and its numbers, each weighted by what it tells.
    pub fn loose(&self, reading: &Reading<'_>, least_share: f32) -> Condition {
        let text = reading.text;
        match text.how {
            How::Words => self.some_pieces(reading, least_share),
            // It stands for as many pairs as it has, and counts as much.
            _ => weighted(self.verbatim(text), text.text.chars().count().saturating_sub(1).max(1) as f32),
        }
    }

    /// The same of a text however it must stand.
    pub fn some_pieces(&self, reading: &Reading<'_>, least_share: f32) -> Condition {
        let mut terms: Vec<(Condition, f32)> = Vec::new();
        for piece in pieces(&reading.written, self.analyzer, ranking::is_function_word) {
            let weight = ranking::pair_weight(piece.crosses, piece.functional);
            let term = lookup(&piece.text, self.analyzer);
            match terms.iter_mut().find(|(known, _)| *known == term) {
                Some((_, sum)) => *sum += weight,
                None => terms.push((term, weight)),
            }
        }
        terms.sort_by(|a, b| b.1.total_cmp(&a.1));
        terms.truncate(ranking::MAX_TERMS);
        let least = (terms.len() as f32 * least_share) as usize;
        let mut any: Vec<Condition> =
            terms.into_iter().map(|(condition, weight)| weighted(condition, weight)).collect();
        // Beside the terms, not among them: what a form stands for asks no more of a document.
        let also = reading.units.iter().flat_map(|unit| &unit.also);
        any.extend(also.map(|also| self.synonym(&also.folded)));
        Condition::Some(any, least.max(1))
    }

    /// A clause as a condition, with `of_text` for what is wanted and `join` for what was typed side by side.
    pub fn clause(&self, clause: &Clause, of_text: &dyn Fn(&Text) -> Condition, join: Join) -> Condition {
        let of = |clause: &Clause| self.clause(clause, of_text, join);
        let exclusion = |clause: &Clause| self.clause(clause, &|text| self.excluded(text), Join::All);
        match clause {
            Clause::All => Condition::All,
            Clause::Text(text) => Condition::Part(text.typed.clone(), Box::new(within(text.scope, of_text(text)))),
            Clause::Facet(facet, value) => Condition::Facet(facet, vec![value.clone()]),
            Clause::Days(from, to) => Condition::Days(*from, *to),
            Clause::Or(clauses) => Condition::Or(clauses.iter().map(of).collect()),
            Clause::Not(excluded) => Condition::Except(Box::new(Condition::All), Box::new(exclusion(excluded))),
            Clause::And(clauses) => {
                let (mut filters, mut texts, mut excluded) = (Vec::new(), Vec::new(), Vec::new());
                let mut before: Option<&Text> = None;
                for clause in clauses {
                    let text = if let Clause::Text(text) = clause { Some(text) } else { None };
                    match clause {
                        Clause::Not(inner) => excluded.push(exclusion(inner)),
                        filter if filter.is_filter() => filters.push(of(filter)),
                        _ => {
                            let own = of(clause);
                            let beside = before.zip(text).filter(|_| join == Join::All);
                            let together = beside.and_then(|(before, text)| self.together(before, text));
                            match (together, texts.last_mut()) {
                                (Some(together), Some(other)) => {
                                    let apart = Condition::And(vec![std::mem::replace(other, Condition::All), own]);
                                    *other = Condition::Or(vec![apart, together]);
                                }
                                _ => texts.push(own),
                            }
                        }
                    }
                    before = text;
                }
                match texts.len() {
                    0 => {}
                    1 => filters.append(&mut texts),
                    _ => filters.push(if join == Join::All { Condition::And(texts) } else { Condition::Or(texts) }),
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
}

/// How what was typed side by side goes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// All of it must stand in a document.
    All,
    /// Some of it.
    Any,
}

/// A condition within the scope of a text.
pub fn within(scope: Scope, condition: Condition) -> Condition {
    match scope {
        Scope::Anywhere => condition,
        Scope::Title => Condition::TitleField(Box::new(condition)),
    }
}

/// All of these.
pub fn all_of(mut conditions: Vec<Condition>) -> Condition {
    if conditions.len() == 1 { conditions.remove(0) } else { Condition::And(conditions) }
}

/// The writings in which two texts are one; none where they are two in any case.
pub fn together(one: &Text, two: &Text) -> Vec<String> {
    let is_plain = |text: &Text| text.how == How::Words;
    if !is_plain(one) || !is_plain(two) || one.scope != two.scope {
        return Vec::new();
    }
    latin::joined(&one.text, &two.text)
}

/// The other writings of a number and its unit of measure that were typed with a blank between, folded: 100 平方米 as 100㎡. A
/// reader is told of them.
pub fn measured(one: &Text, two: &Text, synonyms: &Synonyms) -> Vec<String> {
    let is_plain = |text: &Text| text.how == How::Words;
    let is_number = one.text.len() <= 12
        && one.text.starts_with(|c: char| c.is_ascii_digit())
        && one.text.trim_end_matches(['万', '亿']).bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    if !is_plain(one) || !is_plain(two) || one.scope != two.scope || !is_number || !synonyms.has_writings() {
        return Vec::new();
    }
    let whole = format!("{} {}", one.text, two.text);
    let unit = measures::writings(&whole).into_iter().find(|unit| unit.range.start == one.text.len() + 1);
    let Some(Written { range, also, .. }) = unit else { return Vec::new() };
    let rest = &whole[range.end..];
    // 20t is one run of letters and digits, 20 t are two.
    let blanks = |unit: &str| if unit.starts_with(|c: char| c.is_ascii_lowercase()) { &["", " "][..] } else { &[""] };
    let written = |unit: &String| blanks(unit).iter().map(|blank| format!("{}{blank}{unit}{rest}", one.text)).collect();
    also.iter().flat_map(|unit: &String| -> Vec<String> { written(unit) }).collect()
}

fn weighted(condition: Condition, weight: f32) -> Condition {
    if weight == 1.0 { condition } else { Condition::Boost(Box::new(condition), weight) }
}

/// The condition without a score.
pub fn unscored(condition: Condition) -> Condition {
    weighted(condition, 0.0)
}
