//! The lanes of [`crate::search::analysis`] as tantivy tokenizers that segment inline:
//! feeding tantivy prepared tokens was slower and took 1.4 GB for 58 MB of text.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::analysis;
use crate::search::analysis::{Analyzer, Segmented};

/// Positions that are left free before each text of a field: no run of characters goes from one text into the next.
const TEXT_GAP: usize = 16;

/// The beginning of a term that is no range of the text, but the mark whose code stands for its end.
const MARK: usize = usize::MAX;

/// Which lane a tokenizer makes.
#[derive(Clone)]
pub enum LaneTokenizer {
    /// Words and pairs wherever they stand.
    Words(Analyzer),
    /// Characters in their places.
    Characters,
    /// Words where they stand as words.
    Segmented(Segmented),
}

/// The terms of one text: ranges of its folded and squeezed form, with positions.
#[derive(Default)]
pub struct LaneStream {
    folded: String,
    terms: Vec<(usize, usize, usize)>,
    next: usize,
    token: Token,
}

impl Tokenizer for LaneTokenizer {
    type TokenStream<'a> = LaneStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LaneStream {
        let folded = match self {
            Self::Words(_) | Self::Characters => analysis::squeeze(analysis::fold(text)),
            Self::Segmented(_) => analysis::squeeze_but_dots(analysis::fold_for_words(text)),
        };
        let mut terms = Vec::with_capacity(folded.len() / 3);
        let begin = folded.as_ptr() as usize;
        let mut push = |term: &str, position: usize| {
            // Terms are slices of `folded`, so their place in it is the distance of the pointers; but for those that stand
            // for a kind of mark.
            let start = (term.as_ptr() as usize).wrapping_sub(begin);
            let within = folded.get(start..start.saturating_add(term.len()));
            match (within, term.chars().next()) {
                (Some(_), _) => terms.push((start, start + term.len(), position)),
                (None, Some(mark)) => terms.push((MARK, mark as usize, position)),
                (None, None) => {}
            }
        };
        match self {
            // These lanes keep no positions.
            Self::Words(analyzer) => analyzer.words(&folded, |term| push(term, 0)),
            Self::Segmented(segmented) => segmented.each(&folded, |term| push(term, 0)),
            Self::Characters => {
                analysis::characters(&folded, |term, position| push(term, TEXT_GAP + position));
            }
        }
        LaneStream { folded, terms, next: 0, token: Token::default() }
    }
}

impl TokenStream for LaneStream {
    fn advance(&mut self) -> bool {
        let Some(&(start, end, position)) = self.terms.get(self.next) else { return false };
        self.next += 1;
        self.token.text.clear();
        self.token.position = position;
        if start == MARK {
            self.token.text.extend(u32::try_from(end).ok().and_then(char::from_u32));
            return true;
        }
        self.token.text.push_str(&self.folded[start..end]);
        self.token.offset_from = start;
        self.token.offset_to = end;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
