//! A [`Comparison`] says what is different between two texts of a bulletin, word by word: two versions, or an article
//! and its reprint. Words are those of the index's dictionary, so that a change reads as a change of words.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::Search;
use super::analysis::{Analyzer, fold_for_words};
use crate::model::{Article, Field};

/// The longest that a comparison takes; beyond it differences are told less finely.
const PATIENCE: Duration = Duration::from_millis(400);

/// Characters of changed paragraphs on either side that are compared word by word.
const MOST_BY_WORDS: usize = 60_000;

/// A stretch that keeps less than one character in this many is told as another text.
const LEAST_KEPT: usize = 5;

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

impl Search {
    /// What is different between an old and a new text. Takes less than a second, however long they are.
    pub fn compare(&self, old: &Article, new: &Article) -> Comparison {
        // Reading words is work for a processor.
        super::permits::run(u64::MAX, || compare(&self.engine.analyzer(), old, new))
    }
}

fn compare(analyzer: &Analyzer, old: &Article, new: &Article) -> Comparison {
    let deadline = Instant::now() + PATIENCE;
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
                let short = length(gone).max(length(come)) <= MOST_BY_WORDS && Instant::now() < deadline;
                comparison.coarse |= !short;
                if short {
                    let fine = by_words(analyzer, gone, come, deadline);
                    fine.iter().for_each(|piece| push(&mut pieces, piece.change, &piece.text));
                } else {
                    push(&mut pieces, Change::Delete, &ended(gone));
                    push(&mut pieces, Change::Insert, &ended(come));
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
    if kept * LEAST_KEPT < length(&before).min(length(&after)) {
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
        // Folding keeps the number of characters, so a word has as many in the text as published.
        let folded = fold_for_words(paragraph);
        let mut rest = paragraph.as_str();
        for word in analyzer.segment(&folded, true) {
            let length = rest.char_indices().nth(word.chars().count()).map_or(rest.len(), |(byte, _)| byte);
            let (own, tail) = rest.split_at(length);
            words.push(own);
            rest = tail;
        }
        words.extend(Some(rest).filter(|rest| !rest.is_empty()));
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
    fn another_text_is_told_as_one() {
        check(
            &["关于召开防汛工作会议的通知"],
            &["春灌清淤全面展开"],
            &[(Change::Delete, "关于召开防汛工作会议的通知\n"), (Change::Insert, "春灌清淤全面展开\n")],
        );
    }
}
