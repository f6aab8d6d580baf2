//! What only the index knows: which values of a field are meant by what was typed, and which words are
//! the names of people and bodies.

pub use super::known::Known;
use super::{half_numbers, meant};
use crate::model::Facet;
use crate::search::analysis::fold;
use crate::search::engine::EngineError;
use crate::search::engine::query::{Values, lookup};
use crate::search::message::{Message, message};
use crate::search::query::filter_suggestions::MAX_OFFERS;
use crate::search::query::query_text::shortened;
use crate::search::query::{Clause, FilterSuggestion, FilterSuggestionKind, ParsedQuery, PartKind, filter_suggestions};

/// Values of a field that one typed value may stand for.
const MAX_VALUES: usize = 100;

/// Values that are named where none is meant.
const CLOSE_VALUES: usize = 3;

/// The facets whose values are people and bodies.
const NAMES: &[&str] = &["author", "editor", "issuer", "source"];

/// Characters of a query in which names are looked for.
const MAX_NAME_SEARCH: usize = 24;

/// Characters of the longest name that is recognised.
const MAX_NAME: usize = 12;

impl ParsedQuery {
    /// Puts in the place of each typed value of a facet the index's own values that are meant by it: those
    /// that equal it, else those that contain it. Where there is none a warning says so, and the clause
    /// finds nothing. Offers what the index knows as names of people and bodies.
    ///
    /// # Errors
    /// Of the engine.
    pub fn resolve(mut self, known: Known<'_>) -> Result<Self, EngineError> {
        values(&mut self.clause, known, &mut self.warnings)?;
        meant::resolve(&mut self.clause, known)?;
        let common = self.only_common_words();
        if !common.is_empty() && everywhere(&common, known) {
            let words = shortened(&common.join(" "));
            self.warnings.push(message!("message-common", words = words));
        }
        let mut offers = Vec::new();
        for offer in std::mem::take(&mut self.offers) {
            if is_there(&offer, known)? {
                offers.push(offer);
            }
        }
        let containing = |facet: &Facet, text: &str, limit: usize| known.values(facet, Values::Containing(text), limit);
        // Half of a number is looked at where no whole one is meant.
        if offers.iter().all(|offer| offer.kind.name() != "document_number") {
            offers.extend(half_numbers::offers(&self.parts, &containing)?);
        }
        self.names(known, &mut offers)?;
        offers.truncate(MAX_OFFERS);
        self.offers = offers;
        Ok(self)
    }

    fn names(&self, known: Known<'_>, offers: &mut Vec<FilterSuggestion>) -> Result<(), EngineError> {
        let mut left = MAX_NAME_SEARCH;
        for (index, part) in self.parts.iter().enumerate() {
            if !matches!(part.kind, PartKind::Words | PartKind::Phrase) {
                continue;
            }
            let marks: &[char] = if part.kind == PartKind::Phrase {
                &['"', '“', '”', '「', '」', '『', '』', '＂']
            } else {
                &[]
            };
            let text = part.source.trim_matches(marks);
            let folded: String = fold(text).chars().take(left).collect();
            let candidates = candidates(&folded, part.kind == PartKind::Phrase);
            let texts: Vec<&str> = candidates.iter().map(|(_, text)| *text).collect();
            left = left.saturating_sub(folded.chars().count());
            for name in NAMES {
                let Some(facet) = Facet::from_name(name) else { continue };
                let there = known.values(facet, Values::Equal(&texts), MAX_OFFERS)?;
                let mut found: Vec<(usize, &str, String)> = there
                    .into_iter()
                    .filter_map(|value| {
                        let folded = fold(&value);
                        let (start, text) = candidates.iter().find(|(_, text)| *text == folded)?;
                        Some((*start, *text, value))
                    })
                    .collect();
                // 青岑新闻网, not 新闻网 in it.
                found.sort_by_key(|(start, text, _)| (std::cmp::Reverse(text.len()), *start));
                let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
                for (start, text, value) in found {
                    let range = start..start + text.chars().count();
                    if taken.iter().any(|other| other.start < range.end && range.start < other.end) {
                        continue;
                    }
                    taken.push(range.clone());
                    offers.extend(filter_suggestions::facet_offer(
                        &self.parts,
                        index..index + 1,
                        range,
                        facet.name,
                        &value,
                    ));
                }
            }
        }
        Ok(())
    }
}

/// The runs of a text that may be a name, each with the character at which it begins: the whole, and
/// within it three characters or more, since two of them are too often part of something else.
fn candidates(folded: &str, whole_only: bool) -> Vec<(usize, &str)> {
    let starts: Vec<usize> = folded.char_indices().map(|(byte, _)| byte).chain([folded.len()]).collect();
    let length = starts.len() - 1;
    if length < 2 {
        return Vec::new();
    }
    let mut candidates = vec![(0, folded)];
    if !whole_only {
        let inside =
            (0..length).flat_map(|start| (start + 3..=length.min(start + MAX_NAME)).map(move |end| (start, end)));
        let parts = inside.filter(|(start, end)| end - start < length).filter(|(start, end)| {
            // A name does not begin or end in the middle of a Latin word.
            let letter = |at: usize| folded.as_bytes()[at].is_ascii_alphanumeric();
            let cut = |at: usize| at > 0 && at < length && letter(starts[at] - 1) && letter(starts[at]);
            !cut(*start) && !cut(*end)
        });
        candidates.extend(parts.map(|(start, end)| (start, &folded[starts[start]..starts[end]])));
    }
    candidates
}

fn is_there(offer: &FilterSuggestion, known: Known<'_>) -> Result<bool, EngineError> {
    let FilterSuggestionKind::Facet(facet) = offer.kind else { return Ok(true) };
    Ok(!known.values(facet, Values::Equal(&[&fold(&offer.value)]), 1)?.is_empty())
}

/// Whether each of these words stands in most bulletins.
fn everywhere(words: &[&str], known: Known<'_>) -> bool {
    let (analyzer, documents) = (known.engine.analyzer(), known.engine.documents());
    words.iter().all(|word| known.engine.document_frequency(&lookup(word, &analyzer)) * 2 > documents)
}

/// The index's own values that are meant by a typed one: those that equal it, else those that contain it,
/// else a name that differs by its dot.
fn meant_by(facet: &Facet, typed: &str, known: Known<'_>) -> Result<Vec<String>, EngineError> {
    let meant = known.values(facet, Values::Equal(&[typed]), MAX_VALUES + 1)?;
    if !meant.is_empty() || facet.name == "year" {
        return Ok(meant);
    }
    let meant = known.values(facet, Values::Containing(typed), MAX_VALUES + 1)?;
    if !meant.is_empty() || !NAMES.contains(&facet.name) {
        return Ok(meant);
    }
    // 阿不都热依木 and 阿不都·热依木 are one name.
    let undotted = |name: &str| name.replace('·', "");
    let close = known.values(facet, Values::Like(typed), CLOSE_VALUES)?;
    Ok(close.into_iter().filter(|value| undotted(&fold(value)) == undotted(typed)).collect())
}

/// 甲报,乙报 as one of either, where it is no value itself.
fn several(facet: &'static Facet, typed: &str) -> Option<Vec<Clause>> {
    /// Values of one list.
    const MAX_LISTED: usize = 20;
    let pieces =
        typed.split([',', '、', ';', '|']).map(str::trim).filter(|piece| piece.contains(char::is_alphanumeric));
    let values: Vec<Clause> = pieces.take(MAX_LISTED).map(|piece| Clause::Facet(facet, piece.to_owned())).collect();
    (values.len() > 1).then_some(values)
}

fn values(clause: &mut Clause, known: Known<'_>, warnings: &mut Vec<Message>) -> Result<(), EngineError> {
    match clause {
        Clause::All | Clause::Text(_) | Clause::Days(..) => {}
        Clause::And(clauses) | Clause::Or(clauses) => {
            for clause in clauses {
                values(clause, known, warnings)?;
            }
        }
        Clause::Not(inner) => values(inner, known, warnings)?,
        Clause::Facet(facet, typed) => {
            let mut meant = meant_by(facet, typed, known)?;
            if meant.is_empty()
                && let Some(several) = several(facet, typed)
            {
                *clause = Clause::Or(several);
                return values(clause, known, warnings);
            }
            if meant.len() > MAX_VALUES {
                meant.truncate(MAX_VALUES);
                warnings.push(message!(
                    "message-many-values",
                    value = shortened(typed),
                    facet = *facet,
                    most = MAX_VALUES
                ));
            }
            if meant.is_empty() {
                let close = known.values(facet, Values::Like(typed), CLOSE_VALUES)?;
                let value = shortened(typed);
                warnings.push(if close.is_empty() {
                    message!("message-no-value", facet = *facet, value = value)
                } else {
                    message!("message-no-value-but", facet = *facet, value = value, close = close.join("、"))
                });
                return Ok(());
            }
            let mut choices: Vec<Clause> = meant.into_iter().map(|value| Clause::Facet(facet, value)).collect();
            *clause = if choices.len() == 1 { choices.remove(0) } else { Clause::Or(choices) };
        }
    }
    Ok(())
}
