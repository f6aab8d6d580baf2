//! A quotation is matched as it was typed. Where bulletins write it with a mark between its words, or without the one that
//! was typed, that is offered with how many have it: 不忘初心牢记使命 stands mostly as 不忘初心、牢记使命.

use std::time::{Duration, Instant};

use super::context::{Context, engine_query};
use crate::search::analysis::{Analyzer, fold, fold_for_words, is_ideograph, squeeze, squeeze_each};
use crate::search::engine::EngineError;
use crate::search::engine::answer::Hit;
use crate::search::engine::query::{EngineQuery, lookup};
use crate::search::message::message;
use crate::search::query::{FilterSuggestion, FilterSuggestionKind, ParsedQuery, Part, PartKind};
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;

/// A query that finds more is taken as it is.
const MAX_HITS: usize = 100;

/// Ideographs of a quotation, from and to.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=24;

/// Writings of a quotation that are looked up.
const MAX_WRITINGS: usize = 4;

/// Pieces of equal length that a slogan may have, more than two.
const PIECES: std::ops::RangeInclusive<usize> = 3..=8;

/// The time after which no further writing is looked up, where one was found; twice as long where none was.
const CHECKING: Duration = Duration::from_micros(250);

/// Quotations with other marks that are offered.
const MAX_OFFERS: usize = 3;

/// A mark of any kind, as it is typed into a quotation: what stands there is not compared.
const ANY_MARK: &str = "、";

/// A quotation in other marks that some bulletin has.
struct Found {
    /// The number of the part.
    part: usize,
    /// What is looked for, folded and squeezed, a mark of any kind as [`ANY_MARK`].
    wanted: String,
    count: usize,
    hit: Hit,
}

/// The quotations of a query in other marks, where it found `total`.
pub async fn other_marks(
    cx: &Context,
    request: &SearchRequest,
    parsed: &ParsedQuery,
    total: usize,
) -> Result<Vec<FilterSuggestion>, SearchError> {
    if total > MAX_HITS || request.cursor.is_some() || request.page > 1 || request.as_of.is_some() {
        return Ok(Vec::new());
    }
    let quoted = |(_, part): &(usize, &Part)| part.kind == PartKind::Phrase;
    if !parsed.parts.iter().enumerate().any(|part| quoted(&part)) {
        return Ok(Vec::new());
    }
    let analyzer = cx.engine.analyzer();
    let permit = cx.permits.acquire().await.ok_or(SearchError::Overloaded)?;
    let mut found: Vec<Found> = Vec::new();
    let started = Instant::now();
    for (part, quotation) in parsed.parts.iter().enumerate().filter(quoted) {
        for wanted in writings(&quotation.text, &analyzer) {
            // The likeliest is always looked up; nobody waits for the others.
            let most = if found.is_empty() { CHECKING * 2 } else { CHECKING };
            if started.elapsed() > most {
                break;
            }
            found.extend(count(cx, request, &analyzer, part, wanted)?);
        }
    }
    drop(permit);
    found.sort_by_key(|found| std::cmp::Reverse(found.count));
    found.truncate(MAX_OFFERS);
    let hits: Vec<Hit> = found.iter().map(|found| found.hit).collect();
    let texts = cx.cache.load(&hits).await?;
    let mut offers: Vec<FilterSuggestion> = Vec::new();
    for found in found {
        let Some((_, article)) = texts.iter().find(|(hit, _)| hit.key == found.hit.key) else { continue };
        let article = &article.stored.article;
        let standing =
            std::iter::once(&article.title).chain(&article.paragraphs).find_map(|text| stands(text, &found.wanted));
        let Some(text) = standing else { continue };
        let quoted = format!("“{text}”");
        let offer = FilterSuggestion {
            kind: FilterSuggestionKind::Quotation,
            label: message!("message-other-marks", text = quoted.as_str(), count = found.count),
            text: parsed.parts[found.part].text.clone(),
            query: parsed.rewritten(found.part..found.part + 1, &quoted),
            value: text,
        };
        if !offers.iter().any(|known| known.query == offer.query) {
            offers.push(offer);
        }
    }
    Ok(offers)
}

/// The likeliest writings of a quotation that differ from it in one mark, in the marks between pieces of equal length, or in
/// all of its own.
fn writings(typed: &str, analyzer: &Analyzer) -> Vec<String> {
    let quoted = |c: char| !c.is_alphanumeric() && !matches!(c, '《' | '》');
    let written = fold_for_words(typed.trim_matches(quoted));
    let letters: String = written.chars().filter(|c| is_ideograph(*c)).collect();
    if !LENGTH.contains(&letters.chars().count()) {
        return Vec::new();
    }
    if letters != written {
        let only_marks = written.chars().all(|c| is_ideograph(c) || !c.is_alphanumeric());
        return if only_marks { vec![fold(&letters)] } else { Vec::new() };
    }
    let words: Vec<&str> = analyzer.segment(&written, false).collect();
    let (mut borders, mut at) = (Vec::new(), 0);
    for word in &words[..words.len() - 1] {
        at += word.len();
        borders.push(at);
    }
    // 听党话 感党恩 跟党走: pieces of equal length, or else the middle.
    let count = letters.chars().count();
    let equal = PIECES.filter(|pieces| count.is_multiple_of(*pieces) && count > *pieces);
    let length = |pieces: usize| written.len() / pieces;
    let equal = equal.map(|pieces| (1..pieces).map(|piece| piece * length(pieces)).collect::<Vec<_>>());
    let equal: Vec<Vec<usize>> = equal.filter(|marks| marks.iter().all(|mark| borders.contains(mark))).collect();
    borders.sort_by_key(|border| (border * 2).abs_diff(written.len()));
    let all = equal.into_iter().chain(borders.into_iter().map(|border| vec![border])).take(MAX_WRITINGS);
    all.map(|marks| fold(&with_marks(&written, &marks))).collect()
}

/// A text with a mark at each of these bytes, which ascend.
fn with_marks(text: &str, marks: &[usize]) -> String {
    let starts = std::iter::once(0).chain(marks.iter().copied());
    let ends = marks.iter().copied().chain([text.len()]);
    starts.zip(ends).map(|(start, end)| &text[start..end]).collect::<Vec<_>>().join(ANY_MARK)
}

fn count(
    cx: &Context,
    request: &SearchRequest,
    analyzer: &Analyzer,
    part: usize,
    wanted: String,
) -> Result<Option<Found>, EngineError> {
    let condition = lookup(&wanted, analyzer);
    let query =
        EngineQuery { offset: 0, limit: 1, facets: Vec::new(), months: false, ..engine_query(request, condition, &[]) };
    let answer = cx.ask(&query)?;
    let first = answer.hits.first().copied();
    Ok(first.map(|hit| Found { part, wanted, count: answer.total, hit }))
}

/// The piece of a text that has this writing, as published. One with quotation marks within is none that can be quoted.
fn stands(text: &str, wanted: &str) -> Option<String> {
    let (folded, wanted) = (fold(text), squeeze(wanted.to_owned()));
    let (mut squeezed, mut places) = (Vec::new(), Vec::new());
    squeeze_each(&folded, |piece, at| {
        squeezed.extend(piece.chars());
        places.extend(piece.char_indices().map(|(within, _)| at + within));
    });
    let wanted: Vec<char> = wanted.chars().collect();
    let (start, end) = (0..squeezed.len()).find_map(|start| Some((start, end_of(&squeezed, start, &wanted)?)))?;
    // Without the blanks of letter-spaced text.
    let original: Vec<char> = text.chars().collect();
    let at = |place: &usize| original.get(folded[..*place].chars().count()).copied();
    places[start..end].iter().map(at).collect()
}

/// Where a writing ends that begins here in a text: where it has a mark, any number of them may stand.
fn end_of(text: &[char], start: usize, wanted: &[char]) -> Option<usize> {
    let any = fold(ANY_MARK).chars().next();
    let is_mark = |c: &char| !(c.is_alphanumeric() || is_ideograph(*c) || *c == '"');
    let mut at = start;
    for c in wanted {
        let length = match text.get(at) {
            Some(own) if own == c => 1,
            Some(_) if Some(*c) == any => text[at..].iter().take_while(|c| is_mark(c)).count(),
            _ => 0,
        };
        if length == 0 {
            return None;
        }
        at += length;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_tried_at_borders_of_words() {
        let analyzer = Analyzer::new();
        let all = writings("不忘初心牢记使命", &analyzer);
        assert!(all.contains(&fold("不忘初心、牢记使命")), "{all:?}");
        assert_eq!(writings("“不忘初心，牢记使命”", &analyzer), [fold("不忘初心牢记使命")]);
        assert!(writings("讲卫生爱运动勤读书", &analyzer).contains(&fold("讲卫生、爱运动、勤读书")));
        assert!(writings("创新协调绿色开放共享", &analyzer).contains(&fold("创新、协调、绿色、开放、共享")));
        assert_eq!(writings("防汛", &analyzer), [""; 0]);
        assert_eq!(writings("2020年防汛演练", &analyzer), [""; 0]);
    }

    #[test]
    fn what_stands_there_is_shown_as_published() {
        let wanted = fold("不忘初心、牢记使命");
        assert_eq!(stands("要不忘初心，牢记使命。", &wanted).as_deref(), Some("不忘初心，牢记使命"));
        assert_eq!(stands("不忘初心  牢记使命", &wanted).as_deref(), Some("不忘初心 牢记使命"));
        assert_eq!(stands("不 忘 初 心、牢 记 使 命", &wanted).as_deref(), Some("不忘初心、牢记使命"));
        assert_eq!(stands("不忘初心牢记使命", &wanted), None);
        assert_eq!(stands("不忘初心……牢记使命", &wanted).as_deref(), Some("不忘初心……牢记使命"));
        assert_eq!(stands("“不忘初心”“牢记使命”", &wanted), None);
    }
}
