//! Which document numbers may be meant by a part of one: 118号, 国办发2018. Offered, never applied by itself.

use std::collections::BTreeSet;

use crate::model::document_number::HalfNumber;
use crate::model::{DocumentNumber, Facet};
use crate::search::analysis::fold;
use crate::search::engine::EngineError;
use crate::search::query::{FilterSuggestion, Part, PartKind, filter_suggestions};

/// Numbers that are offered for one part of a query.
const MAX_OFFERED: usize = 3;

/// Numbers of the archive that are looked through for one part.
const MAX_LOOKED_AT: usize = 200;

/// Halves of numbers that one query is looked through for.
const MAX_HALVES: usize = 2;

/// The values of the facet of document numbers that contain a folded text, so many at most.
type Containing<'a> = &'a dyn Fn(&Facet, &str, usize) -> Result<Vec<String>, EngineError>;

/// The numbers of the archive that the parts of a query may mean.
///
/// # Errors
/// Of the engine.
pub fn offers(parts: &[Part], containing: Containing<'_>) -> Result<Vec<FilterSuggestion>, EngineError> {
    let mut offers = Vec::new();
    let Some(facet) = Facet::from_name("document_number") else { return Ok(offers) };
    let mut index = 0;
    let mut halves = 0;
    while index < parts.len() && halves < MAX_HALVES {
        let Some((count, half)) = half_at(parts, index) else {
            index += 1;
            continue;
        };
        halves += 1;
        let replaced = index..index + count;
        let mut numbers = Vec::new();
        for text in half.written() {
            let values = containing(facet, &fold(&text), MAX_LOOKED_AT)?;
            numbers.extend(values.into_iter().filter(|value| fits(&half, value)));
        }
        // 118号 beside 国办发 is one of 国办发.
        let beside: Vec<String> = beside(parts, &replaced);
        let is_beside = |value: &String| beside.iter().any(|organ| fold(value).starts_with(organ.as_str()));
        if half.code.is_empty() && numbers.iter().any(is_beside) {
            numbers.retain(is_beside);
        }
        let mut offered = Vec::new();
        if half.serial.is_none() && numbers.len() > 1 {
            offered.extend(half.written().into_iter().find(|text| numbers.iter().any(|value| value.contains(text))));
        }
        let mut seen = BTreeSet::new();
        offered.extend(numbers.into_iter().filter(|value| seen.insert(value.clone())).take(MAX_OFFERED));
        for value in offered {
            let range = 0..parts[index].source.chars().count();
            offers.extend(filter_suggestions::facet_offer(parts, replaced.clone(), range, facet.name, &value));
        }
        index = replaced.end;
    }
    Ok(offers)
}

/// The half of a number that a part is, or two parts together: 国办发 2018. How many they are, and what.
fn half_at(parts: &[Part], index: usize) -> Option<(usize, HalfNumber)> {
    let words = |at: usize| parts.get(at).filter(|part| part.kind == PartKind::Words).map(|part| fold(&part.source));
    let first = words(index)?;
    let two = words(index + 1).and_then(|second| HalfNumber::parse(&format!("{first}{second}")));
    let two = two.filter(|half| !half.code.is_empty() && HalfNumber::parse(&first).is_none());
    // What is a whole number is offered as such.
    let is_open = |half: &HalfNumber| half.whole().is_none() && DocumentNumber::parse(&first).is_none();
    two.map(|half| (2, half)).or_else(|| Some((1, HalfNumber::parse(&first)?))).filter(|(_, half)| is_open(half))
}

/// Whether a value of the facet has the parts.
fn fits(half: &HalfNumber, value: &str) -> bool {
    DocumentNumber::parse(&fold(value)).is_some_and(|number| half.fits(&number))
}

/// The other words of a query, folded.
fn beside(parts: &[Part], taken: &std::ops::Range<usize>) -> Vec<String> {
    let others = parts.iter().enumerate().filter(|(at, part)| !taken.contains(at) && part.kind == PartKind::Words);
    others.map(|(_, part)| fold(&part.source)).filter(|text| text.chars().count() > 1).collect()
}
