//! A [`Comparison`] says what is different between two texts of a bulletin, word by word: two versions, or an article
//! and its reprint. Words are those of the index's dictionary, so that a change reads as a change of words.

use std::collections::HashMap;
use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use crate::model::{Article, Field};
use crate::search::analysis::Analyzer;
use crate::search::pipeline::context::Context;
use crate::search::pipeline::permits;

/// The longest that a comparison takes; beyond it differences are told less finely.
const DIFF_TIMEOUT: Duration = Duration::from_millis(400);

/// Characters of changed paragraphs on either side that are compared word by word.
const MAX_WORD_DIFF_CHARS: usize = 60_000;

/// Pairs of paragraphs that are tried for likeness within a stretch.
const MAX_PAIRS: usize = 2_500;

/// A stretch that keeps less than one character in this many is told as another text.
const MIN_KEPT_SHARE: usize = 5;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It stands in both.
    Equal,
    /// It stands in the old text alone.
    Delete,
    /// It stands in the new text alone.
    Insert,
}

/// A piece of text and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub change: Change,
    /// The text; paragraphs are parted by `\n`.
    pub text: String,
}

/// What is different.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The fields that are different, without the body.
    pub fields: Vec<(Field, Vec<Piece>)>,
    /// The body, whole. The pieces that are not inserted are the old one, those that are not deleted the new one.
    pub body: Vec<Piece>,
    /// Characters of the body that were inserted.
    pub inserted: usize,
    /// Characters of the body that were deleted.
    pub deleted: usize,
    /// Whether only the markup of the body is different (tables, pictures, links).
    pub markup_only: bool,
    /// Whether there was too much to compare all of it word by word.
    pub coarse: bool,
}

impl Comparison {
    /// Whether the two say the same in everything.
    pub fn is_equal(&self) -> bool {
        self.fields.is_empty() && self.inserted + self.deleted == 0 && !self.markup_only
    }
}

/// What is different between an old and a new text. Takes less than a second, however long they are.
pub fn diff(cx: &Context, old: &Article, new: &Article) -> Comparison {
    // Reading words is work for a processor.
    permits::run(u64::MAX, || compare(&cx.engine.analyzer(), old, new))
}

fn compare(analyzer: &Analyzer, old: &Article, new: &Article) -> Comparison {
    let deadline = Instant::now() + DIFF_TIMEOUT;
    let mut comparison = Comparison::default();
    for field in Field::ALL.iter().copied().filter(|field| !matches!(field, Field::Id | Field::Body)) {
        let (before, after) = (field_text(old, field), field_text(new, field));
        if before != after {
            let (before, after) = (vec![before], vec![after]);
            comparison.fields.push((field, by_words(analyzer, &before, &after, deadline)));
        }
    }
    let (before, after) = (&old.paragraphs, &new.paragraphs);
    let mut pieces = Vec::new();
    for operation in capture_diff_slices_deadline(Algorithm::Myers, before, after, Some(deadline)) {
        let (gone, come) = (&before[operation.old_range()], &after[operation.new_range()]);
        match operation {
            DiffOp::Equal { .. } => push(&mut pieces, Change::Equal, &ended(gone)),
            DiffOp::Delete { .. } => push(&mut pieces, Change::Delete, &ended(gone)),
            DiffOp::Insert { .. } => push(&mut pieces, Change::Insert, &ended(come)),
            DiffOp::Replace { .. } => {
                let length = |texts: &[String]| texts.iter().map(|text| text.chars().count()).sum::<usize>();
                let short = length(gone).max(length(come)) <= MAX_WORD_DIFF_CHARS && Instant::now() < deadline;
                comparison.coarse |= !short;
                // Without words, the whole stretch is told as another text.
                let stretches =
                    if short { aligned(gone, come) } else { vec![(0..gone.len(), 0..0), (0..0, 0..come.len())] };
                for (old, new) in stretches {
                    let (gone, come) = (&gone[old], &come[new]);
                    if gone.is_empty() || come.is_empty() {
                        push(&mut pieces, Change::Delete, &ended(gone));
                        push(&mut pieces, Change::Insert, &ended(come));
                    } else {
                        let fine = by_words(analyzer, gone, come, deadline);
                        fine.iter().for_each(|piece| push(&mut pieces, piece.change, &piece.text));
                    }
                }
            }
        }
    }
    let count = |change| {
        let those = pieces.iter().filter(|piece: &&Piece| piece.change == change);
        those.map(|piece| piece.text.chars().filter(|c| *c != '\n').count()).sum()
    };
    (comparison.deleted, comparison.inserted) = (count(Change::Delete), count(Change::Insert));
    comparison.body = pieces;
    comparison.markup_only = before == after && old.body_html != new.body_html;
    comparison
}

/// Which paragraphs of a changed stretch are to be compared with which: those that are alike, in order, so that the most
/// stays alike. Without this, an added paragraph would be told as changes in its neighbours. Where there are too many,
/// all with all.
fn aligned(old: &[String], new: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    let (rows, columns) = (old.len(), new.len());
    if rows * columns > MAX_PAIRS {
        return vec![(0..rows, 0..columns)];
    }
    let likeness: Vec<f32> = old.iter().flat_map(|one| new.iter().map(|other| likeness(one, other))).collect();
    // The most that can stay alike from these paragraphs on.
    let width = columns + 1;
    let mut best = vec![0.0_f32; (rows + 1) * width];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let without = best[(row + 1) * width + column].max(best[row * width + column + 1]);
            let together = likeness[row * columns + column] + best[(row + 1) * width + column + 1];
            best[row * width + column] = without.max(together);
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut stretches = Vec::new();
    while row < rows || column < columns {
        let here = best[row * width + column];
        let alike = row < rows && column < columns && likeness[row * columns + column] > 0.0;
        if alike && here == likeness[row * columns + column] + best[(row + 1) * width + column + 1] {
            stretches.push((row..row + 1, column..column + 1));
            (row, column) = (row + 1, column + 1);
        } else if row < rows && here == best[(row + 1) * width + column] {
            stretches.push((row..row + 1, column..column));
            row += 1;
        } else {
            stretches.push((row..row, column..column + 1));
            column += 1;
        }
    }
    stretches
}

/// The part of their characters that two paragraphs have in common, in any order; 0 where that is less than half.
fn likeness(one: &str, other: &str) -> f32 {
    let mut counts: HashMap<char, i32> = HashMap::new();
    one.chars().for_each(|c| *counts.entry(c).or_default() += 1);
    let (mut common, mut total) = (0, one.chars().count());
    for c in other.chars() {
        total += 1;
        if let Some(count) = counts.get_mut(&c).filter(|count| **count > 0) {
            *count -= 1;
            common += 2;
        }
    }
    let part = common as f32 / total.max(1) as f32;
    if part >= 0.5 { part } else { 0.0 }
}

/// Paragraphs, each with its end.
fn ended(paragraphs: &[String]) -> String {
    paragraphs.iter().map(|paragraph| format!("{paragraph}\n")).collect()
}

fn push(pieces: &mut Vec<Piece>, change: Change, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.change == change => last.text.push_str(text),
        _ => pieces.push(Piece { change, text: text.to_owned() }),
    }
}

/// Some paragraphs against others, by words.
fn by_words(analyzer: &Analyzer, old: &[String], new: &[String], deadline: Instant) -> Vec<Piece> {
    let (before, after) = (words(analyzer, old), words(analyzer, new));
    let operations = capture_diff_slices_deadline(Algorithm::Myers, &before, &after, Some(deadline));
    let kept: usize = operations
        .iter()
        .filter(|operation| matches!(operation, DiffOp::Equal { .. }))
        .map(|operation| before[operation.old_range()].iter().map(|word| word.chars().count()).sum::<usize>())
        .sum();
    let length = |words: &[&str]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    let mut pieces = Vec::new();
    if kept * MIN_KEPT_SHARE < length(&before).min(length(&after)) {
        // Words in common by chance would only tear both texts to pieces.
        push(&mut pieces, Change::Delete, &before.concat());
        push(&mut pieces, Change::Insert, &after.concat());
        return pieces;
    }
    for operation in operations {
        let (gone, come) = (before[operation.old_range()].concat(), after[operation.new_range()].concat());
        if matches!(operation, DiffOp::Equal { .. }) {
            push(&mut pieces, Change::Equal, &gone);
        } else {
            push(&mut pieces, Change::Delete, &gone);
            push(&mut pieces, Change::Insert, &come);
        }
    }
    pieces
}

/// The words of paragraphs, as published, nothing left out; the end of a paragraph is a word of its own.
fn words<'t>(analyzer: &Analyzer, paragraphs: &'t [String]) -> Vec<&'t str> {
    let mut words = Vec::new();
    for paragraph in paragraphs {
        words.extend(analyzer.words_as_published(paragraph));
        words.push("\n");
    }
    words
}

/// What a field says, on a line for each value.
fn field_text(article: &Article, field: Field) -> String {
    let lines = |values: &[String]| values.join("\n");
    let optional = |value: &Option<String>| value.clone().unwrap_or_default();
    match field {
        Field::Id => article.id.to_string(),
        Field::Url => optional(&article.url),
        Field::Title => article.title.clone(),
        Field::Subtitle => optional(&article.subtitle),
        Field::PublishedOn => article.published_on.map_or(String::new(), |date| date.to_string()),
        Field::PublishedAt => optional(&article.published_at),
        Field::IssuedOn => article.issued_on.map_or(String::new(), |date| date.to_string()),
        Field::Source => optional(&article.source),
        Field::Authors => lines(&article.authors),
        Field::Editor => optional(&article.editor),
        Field::Column => optional(&article.column),
        Field::Issuers => lines(&article.issuers),
        Field::DocumentNumber => article.document_number.as_ref().map_or(String::new(), ToString::to_string),
        Field::IndexNumber => optional(&article.index_number),
        Field::Subjects => lines(&article.subjects),
        Field::Keywords => lines(&article.keywords),
        Field::DocumentKind => optional(&article.document_kind),
        Field::Validity => optional(&article.validity),
        Field::Region => optional(&article.region),
        Field::Site => optional(&article.site),
        Field::Body => lines(&article.paragraphs),
        Field::Attachments => {
            let titles: Vec<String> = article.attachments.iter().map(|file| file.title.clone()).collect();
            lines(&titles)
        }
        Field::Language => optional(&article.language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &[&str], new: &[&str], expected: &[(Change, &str)]) {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let deadline = Instant::now() + Duration::from_secs(20);
        let pieces = by_words(&Analyzer::new(), &owned(old), &owned(new), deadline);
        let shown: Vec<(Change, &str)> = pieces.iter().map(|piece| (piece.change, piece.text.as_str())).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn changes_are_of_words() {
        check(
            &["会议定于三月五日在县政府礼堂召开。"],
            &["会议定于三月八日在县政府礼堂召开。"],
            &[
                (Change::Equal, "会议定于三月"),
                (Change::Delete, "五日"),
                (Change::Insert, "八日"),
                (Change::Equal, "在县政府礼堂召开。\n"),
            ],
        );
        check(&["甲"], &["甲"], &[(Change::Equal, "甲\n")]);
    }

    #[test]
    fn an_added_paragraph_is_told_as_one() {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let old = owned(&["会议定于三月五日召开。", "联系人：郝青禾。"]);
        let new = owned(&["会议定于三月八日召开。", "请提前报名。", "联系人：郝青禾，电话另行通知。", "特此通知。"]);
        assert_eq!(aligned(&old, &new), [(0..1, 0..1), (1..1, 1..2), (1..2, 2..3), (2..2, 3..4)]);
        assert_eq!(aligned(&old, &[]), [(0..1, 0..0), (1..2, 0..0)]);
    }

    #[test]
    fn another_text_is_told_as_one() {
        check(
            &["关于召开防汛工作会议的通知"],
            &["春灌清淤全面展开"],
            &[(Change::Delete, "关于召开防汛工作会议的通知\n"), (Change::Insert, "春灌清淤全面展开\n")],
        );
    }
}
