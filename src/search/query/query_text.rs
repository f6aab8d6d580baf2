//! [`QueryText`] is what was typed, character by character, in two writings of equal length: as typed and
//! folded. A place in one is the same place in the other, so what was understood can be shown as typed.

use std::ops::Range;

use crate::model::text::is_blank;
use crate::search::analysis::fold_char;

/// A query as typed, without invisible characters, and at most so many of them.
pub struct QueryText {
    original: Vec<char>,
    folded: Vec<char>,
    /// Whether something was left out at the end.
    pub cut: bool,
}

impl QueryText {
    /// Takes at most `most` characters.
    pub fn new(text: &str, most: usize) -> Self {
        // A zero-width space inside a word comes from copying and separates nothing.
        let mut shown = text.chars().filter(|c| !is_blank(*c) || c.is_whitespace());
        let original: Vec<char> = shown.by_ref().take(most).collect();
        let folded = original.iter().map(|c| fold_char(*c)).collect();
        Self { original, folded, cut: shown.next().is_some() }
    }

    /// How many characters there are.
    pub fn len(&self) -> usize {
        self.original.len()
    }

    /// The folded character there; a blank outside, where every word ends.
    pub fn at(&self, place: usize) -> char {
        self.folded.get(place).copied().unwrap_or(' ')
    }

    /// The character there as typed; a blank outside.
    pub fn original_at(&self, place: usize) -> char {
        self.original.get(place).copied().unwrap_or(' ')
    }

    /// The folded text of a range.
    pub fn folded(&self, range: Range<usize>) -> String {
        self.folded[range].iter().collect()
    }

    /// The text of a range as typed.
    pub fn original(&self, range: Range<usize>) -> String {
        self.original[range].iter().collect()
    }

    /// The range without blanks at its ends.
    pub fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        while !range.is_empty() && self.is_blank(range.start) {
            range.start += 1;
        }
        while !range.is_empty() && self.is_blank(range.end - 1) {
            range.end -= 1;
        }
        range
    }

    /// Whether a blank stands there, or nothing.
    pub fn is_blank(&self, place: usize) -> bool {
        self.at(place).is_whitespace()
    }

    /// Whether there is a letter, digit or ideograph, which is what can be looked up.
    pub fn is_searchable(&self, place: usize) -> bool {
        self.at(place).is_alphanumeric()
    }

    /// Whether a round bracket opens there. Other brackets belong to document numbers and titles.
    pub fn opens(&self, place: usize) -> bool {
        matches!(self.original_at(place), '(' | '（' | '﹙')
    }

    /// Whether a round bracket closes there.
    pub fn closes(&self, place: usize) -> bool {
        matches!(self.original_at(place), ')' | '）' | '﹚')
    }

    /// Whether a minus stands there. Dashes are punctuation: `——记者手记` excludes nothing.
    pub fn is_minus(&self, place: usize) -> bool {
        matches!(self.original_at(place), '-' | '－' | '−' | '﹣')
    }

    /// Whether a quotation mark of any kind stands there.
    pub fn is_quote(&self, place: usize) -> bool {
        self.at(place) == '"'
    }

    /// Where the quotation that begins at `open` ends before `end`: at the partner of its mark, so that
    /// “甲『乙』丙” is one quotation, else at any mark, since “甲“ is typed as well.
    pub fn closing_quote(&self, open: usize, end: usize) -> Option<usize> {
        let opener = self.original_at(open);
        if let Some(closer) = partner(opener) {
            let met = (open + 1..end).find(|place| [opener, closer].contains(&self.original_at(*place)));
            if let Some(place) = met.filter(|place| self.original_at(*place) == closer) {
                return Some(place);
            }
        }
        (open + 1..end).find(|place| self.is_quote(*place))
    }
}

/// The mark that ends a quotation begun by this one, where the two differ.
pub fn partner(opener: char) -> Option<char> {
    Some(match opener {
        '“' => '”',
        '「' => '」',
        '『' => '』',
        '«' => '»',
        '〝' => '〞',
        _ => return None,
    })
}

/// A text short enough for a sentence.
pub fn shortened(text: &str) -> String {
    const MAX_SHOWN: usize = 30;
    let text = text.trim();
    if text.chars().count() <= MAX_SHOWN {
        text.to_owned()
    } else {
        text.chars().take(MAX_SHOWN).chain(['…']).collect()
    }
}
