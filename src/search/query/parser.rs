//! The parser puts [`Token`]s together to [`Piece`]s. A blank binds loosest, then `OR`, then `AND`, then
//! `NOT`: `甲 乙 OR 丙` is `甲 (乙 OR 丙)`, as search engines have it, and `甲 AND 乙 OR 丙` is
//! `(甲 AND 乙) OR 丙`, as logic has it. What makes no sense is left out with a warning.

use std::ops::Range;

use jiff::civil::Date;

use super::clause::{Clause, How, Scope, Text};
use super::filters::Field;
use super::lexer::{Suffix, Token, TokenKind};
use super::matching::Match;
use super::part::PartKind;
use super::query_text::{QueryText, partner, shortened};
use super::tree::{Leaf, Piece, Shape};
use super::{dates, filters};
use crate::model::document_number::HalfNumber;
use crate::model::{DocumentNumber, Facet};
use crate::search::analysis::fold;
use crate::search::message::{Message, message};

/// Texts, fields and dates of one query.
pub const MAX_LEAVES: usize = 100;

/// The farthest that the parts of `"…"~n` may be asked to stand from each other, in characters.
pub const MAX_NEAR: usize = 500;

/// The parts of `"…"~n` that are looked for.
pub const MAX_NEAR_PARTS: usize = 32;

/// Puts tokens together; what was odd is said in `warnings`.
pub fn pieces(
    typed: &QueryText,
    tokens: &[Token],
    matching: Match,
    today: Option<Date>,
    warnings: &mut Vec<Message>,
) -> Vec<Piece> {
    let mut parser = Parser {
        typed,
        tokens,
        at: 0,
        field: None,
        matching,
        today,
        leaves: 0,
        left_out: None,
        faults: 0,
        strays: Vec::new(),
        warnings,
    };
    let mut pieces = parser.list();
    if let Some(start) = parser.left_out {
        let rest = shortened(&typed.original(start..typed.len()));
        parser.warnings.push(message!("message-too-many", most = MAX_LEAVES, rest = rest));
    }
    parser.settle_strays(&mut pieces);
    pieces
}

struct Parser<'a> {
    typed: &'a QueryText,
    tokens: &'a [Token],
    at: usize,
    /// The field in whose brackets this is.
    field: Option<(Field, Range<usize>)>,
    matching: Match,
    today: Option<Date>,
    leaves: usize,
    /// Where the first piece stands that was one too many.
    left_out: Option<usize>,
    /// How often something was left out or added so far.
    faults: usize,
    /// Operators with nothing to join, and fields without a value.
    strays: Vec<Range<usize>>,
    warnings: &'a mut Vec<Message>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn next(&mut self) -> Range<usize> {
        let span = self.tokens.get(self.at).map_or(0..0, |token| token.span.clone());
        self.at += 1;
        span
    }

    /// What was read last ends here.
    fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span.end)
    }

    fn stray(&mut self, span: Range<usize>) {
        self.faults += 1;
        self.strays.push(span);
    }

    fn piece(&self, shape: Shape, start: usize, faults: usize) -> Piece {
        Piece { shape, span: start..self.end(), sound: self.faults == faults }
    }

    /// Everything up to the end of the group.
    fn list(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some(kind) = self.peek().filter(|kind| **kind != TokenKind::Close) {
            if matches!(kind, TokenKind::Or | TokenKind::And) {
                let span = self.next();
                self.stray(span);
            } else {
                pieces.extend(self.choice());
            }
        }
        pieces
    }

    /// `甲 OR 乙`.
    fn choice(&mut self) -> Option<Piece> {
        self.joined(&TokenKind::Or, Self::both, Shape::Or)
    }

    /// `甲 AND 乙`.
    fn both(&mut self) -> Option<Piece> {
        self.joined(&TokenKind::And, Self::unary, Shape::And)
    }

    fn joined(
        &mut self,
        operator: &TokenKind,
        operand: fn(&mut Self) -> Option<Piece>,
        shape: fn(Vec<Piece>) -> Shape,
    ) -> Option<Piece> {
        let (start, faults) = (self.tokens.get(self.at)?.span.start, self.faults);
        let mut pieces: Vec<Piece> = operand(self).into_iter().collect();
        while self.peek() == Some(operator) {
            let span = self.next();
            while matches!(self.peek(), Some(TokenKind::Or | TokenKind::And)) {
                let span = self.next();
                self.stray(span);
            }
            match self.peek() {
                None | Some(TokenKind::Close) => self.stray(span),
                _ => pieces.extend(operand(self)),
            }
        }
        match pieces.len() {
            0 | 1 => pieces.pop(),
            _ => Some(self.piece(shape(pieces), start, faults)),
        }
    }

    /// `-甲`, `NOT 甲`.
    fn unary(&mut self) -> Option<Piece> {
        let (start, faults) = (self.tokens.get(self.at)?.span.start, self.faults);
        let mut nots = Vec::new();
        while self.peek() == Some(&TokenKind::Not) {
            nots.push(self.next());
        }
        if matches!(self.peek(), None | Some(TokenKind::Close | TokenKind::Or | TokenKind::And)) {
            nots.into_iter().for_each(|span| self.stray(span));
            return None;
        }
        let piece = self.item()?;
        match piece.shape {
            _ if nots.len() % 2 == 0 => Some(piece),
            // Twice excluded is not excluded; so is what is excluded in brackets that are excluded.
            Shape::Not(inner) => Some(*inner),
            _ => Some(self.piece(Shape::Not(Box::new(piece)), start, faults)),
        }
    }

    fn item(&mut self) -> Option<Piece> {
        match *self.peek()? {
            TokenKind::Open => self.group(),
            TokenKind::Field(field) => {
                let name = self.next();
                match self.peek() {
                    Some(TokenKind::Open) => {
                        let faults = self.faults;
                        let outer = self.field.replace((field, name.clone()));
                        let inner = self.group();
                        self.field = outer;
                        let shape = Shape::Field(self.typed.original(name.clone()).trim().to_owned(), Box::new(inner?));
                        Some(self.piece(shape, name.start, faults))
                    }
                    Some(TokenKind::Quoted { .. } | TokenKind::Word | TokenKind::Joined) => {
                        let outer = self.field.replace((field, name.clone()));
                        let leaf = self.leaf(name.start, false);
                        self.field = outer;
                        leaf
                    }
                    _ => {
                        self.stray(name);
                        None
                    }
                }
            }
            _ => {
                let start = self.tokens.get(self.at)?.span.start;
                self.leaf(start, self.field.is_some())
            }
        }
    }

    fn group(&mut self) -> Option<Piece> {
        let faults = self.faults;
        let open = self.next();
        let mut pieces = self.list();
        let close = self.next();
        if close.is_empty() {
            self.faults += 1;
        }
        match pieces.len() {
            0 => {
                self.faults += 1;
                let text = self.typed.original(open.start..close.end);
                self.warnings.push(message!("message-brackets-empty", text = shortened(&text)));
                None
            }
            1 => pieces.pop(),
            _ => Some(self.piece(Shape::And(pieces), open.start, faults)),
        }
    }

    /// A word or a quotation, which began at `start` with its field; in the brackets of a field the words
    /// of a value may be separated by blanks.
    fn leaf(&mut self, start: usize, bracketed: bool) -> Option<Piece> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        let field = self.field.as_ref().map(|(field, _)| *field);
        let mut span = token.span.clone();
        if bracketed && matches!(field, Some(Field::Facet(_) | Field::Date)) && token.kind == TokenKind::Word {
            while self.peek() == Some(&TokenKind::Word) {
                span.end = self.next().end;
            }
        }
        let mut over_blanks = false;
        if !bracketed && field == Some(Field::Date) && token.kind == TokenKind::Word {
            over_blanks = self.rest_of_date(&mut span);
        }
        let whole = start..span.end;
        if self.leaves >= MAX_LEAVES {
            self.left_out.get_or_insert(start);
            self.faults += 1;
            return None;
        }
        let (inner, suffix) = match &token.kind {
            TokenKind::Quoted { inner, suffix, .. } => (self.typed.trimmed(inner.clone()), Some(*suffix)),
            _ => (self.typed.trimmed(span.clone()), None),
        };
        if !inner.clone().any(|place| self.typed.is_searchable(place)) {
            self.faults += 1;
            let text = shortened(&self.typed.original(whole));
            self.warnings.push(message!("message-text-empty", text = text));
            return None;
        }
        let joined = token.kind == TokenKind::Joined;
        let source = match over_blanks {
            // Quoted, so that it ends where it ended, whatever comes to stand after it.
            true => {
                let typed = |range: Range<usize>| self.typed.original(range);
                format!("{}\"{}\"", typed(start..token.span.start).trim_end(), typed(span.clone()))
            }
            false => self.source(start, token, span.end),
        };
        let (kind, clause, label) = match field {
            Some(Field::Facet(facet)) => self.facet(facet, inner),
            Some(Field::Date) => self.date(inner, &source),
            Some(Field::Title) => {
                let (text, label) = self.text(inner, suffix, joined, Scope::Title);
                (PartKind::Field, Clause::Text(text), message!("message-in-title", text = label))
            }
            Some(Field::Unindexed(name)) => {
                self.warnings.push(message!("message-unindexed", field = name, text = shortened(&source)));
                self.anywhere(inner, suffix, joined)
            }
            None => self.anywhere(inner, suffix, joined),
        };
        self.leaves += 1;
        Some(Piece::leaf(Leaf { kind, clause, label, source }, whole))
    }

    /// Takes the words behind blanks that still belong to a date: 日期:2020 年 2 月, 日期:2020年1月 至 3月. Returns
    /// whether there are any.
    fn rest_of_date(&mut self, span: &mut Range<usize>) -> bool {
        const MAX_WORDS: usize = 9;
        let words = self.tokens[self.at..].iter().take(MAX_WORDS).take_while(|token| {
            // 日期:2020年 ..2021年 are two things.
            token.kind == TokenKind::Word && !token.span.clone().any(|at| matches!(self.typed.at(at), '.' | '<' | '>'))
        });
        let ends: Vec<usize> = words.map(|token| token.span.end).collect();
        let is_date = |end: &usize| {
            let text = self.typed.folded(span.start..*end);
            // 日期:2020年2月 4 is not more of a date than 日期:2020年2月.
            let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
            let bare = last.bytes().all(|b| b.is_ascii_digit()) && !text.contains(['-', '/', '.']);
            !bare && dates::parse(&text, self.today).is_some()
        };
        let Some(last) = ends.iter().rposition(is_date) else { return false };
        span.end = ends[last];
        self.at += last + 1;
        self.faults += 1;
        true
    }

    /// What was typed of a leaf, written so that it says the same wherever it comes to stand.
    fn source(&mut self, start: usize, token: &Token, end: usize) -> String {
        let typed = |range: Range<usize>| self.typed.original(range);
        let closer = partner(self.typed.original_at(token.span.start));
        match &token.kind {
            TokenKind::Quoted { closed: false, .. } => {
                self.faults += 1;
                let mut source = typed(start..end);
                source.push(closer.unwrap_or('"'));
                source
            }
            // “甲“ would look for its partner in what comes to stand after it.
            TokenKind::Quoted { inner, .. }
                if closer.is_some_and(|closer| self.typed.original_at(inner.end) != closer) =>
            {
                self.faults += 1;
                let (field, suffix) = (typed(start..token.span.start), typed(inner.end + 1..token.span.end));
                format!("{field}\"{}\"{suffix}", typed(inner.clone()))
            }
            // By itself it would be an operator.
            TokenKind::Joined => {
                self.faults += 1;
                format!("{}\"{}\"", typed(start..token.span.start), typed(token.span.clone()))
            }
            _ => typed(start..end),
        }
    }

    fn anywhere(&mut self, inner: Range<usize>, suffix: Option<Suffix>, joined: bool) -> (PartKind, Clause, Message) {
        let (text, label) = self.text(inner, suffix, joined, Scope::Anywhere);
        let kind = match text.how {
            How::Words => PartKind::Words,
            // What is matched as typed only because everything is remains a word to its reader.
            How::Phrase if suffix.is_none() && !joined => PartKind::Words,
            How::Phrase => PartKind::Phrase,
            How::Prefix => PartKind::Prefix,
            How::Near(_) => PartKind::Near,
        };
        (kind, Clause::Text(text), label)
    }

    /// A text and what a reader is told of it; `suffix` is absent where it is not quoted.
    fn text(&mut self, inner: Range<usize>, suffix: Option<Suffix>, joined: bool, scope: Scope) -> (Text, Message) {
        let (text, shown) = (self.typed.folded(inner.clone()), self.typed.original(inner));
        let stem = |text: &str| text.trim_end_matches(['*', '＊']).to_owned();
        let words = || {
            let how = if joined || self.matching == Match::Exact { How::Phrase } else { How::Words };
            (text.clone(), how, Message::plain(&*shown))
        };
        let quoted = || (text.clone(), How::Phrase, Message::plain(format!("“{shown}”")));
        let begins = |text: &str| message!("message-begins", text = text);
        let mut typed = shown.clone();
        let (text, how, label) = match suffix {
            None if text.ends_with('*') => {
                typed = stem(&shown);
                (stem(&text), How::Prefix, begins(&typed))
            }
            None => words(),
            Some(Suffix::None) => quoted(),
            Some(Suffix::Star) => (text.clone(), How::Prefix, begins(&shown)),
            Some(Suffix::Near(slop)) => {
                let has_letters = |part: &&str| part.chars().any(char::is_alphanumeric);
                let mut parts: Vec<&str> = text.split_whitespace().filter(has_letters).collect();
                let slop_used = slop.clamp(1, MAX_NEAR);
                if parts.len() < 2 {
                    self.warnings.push(message!("message-one-part", text = &*shown));
                    quoted()
                } else {
                    if slop_used != slop {
                        self.warnings.push(message!(
                            "message-distance",
                            most = MAX_NEAR,
                            stated = slop,
                            used = slop_used
                        ));
                    }
                    let mut shown: Vec<&str> = shown.split_whitespace().filter(has_letters).collect();
                    if parts.len() > MAX_NEAR_PARTS {
                        let rest = shortened(&shown.split_off(MAX_NEAR_PARTS).join(" "));
                        parts.truncate(MAX_NEAR_PARTS);
                        self.warnings.push(message!("message-near-parts", most = MAX_NEAR_PARTS, rest = rest));
                    }
                    typed = shown.join(" ");
                    let label = message!("message-near", texts = format!("“{}”", shown.join("”“")), most = slop_used);
                    (parts.join(" "), How::Near(slop_used), label)
                }
            }
        };
        let (text, typed) = (text.trim().to_owned(), typed.trim().to_owned());
        (Text { text, typed, how, scope, meant: Vec::new() }, label)
    }

    fn facet(&mut self, facet: &'static Facet, inner: Range<usize>) -> (PartKind, Clause, Message) {
        let (folded, shown) = (self.typed.folded(inner.clone()), self.typed.original(inner));
        let label = message!("message-value", facet = facet, value = &*shown);
        let value = match facet.name {
            "document_number" => match number_value(&shown) {
                Some(number) => fold(&number),
                None => filters::value(facet, &folded),
            },
            "year" => match dates::parse(&folded, self.today) {
                Some(span) => {
                    let year = span.written();
                    if year.len() != 4 {
                        return (PartKind::Date, Clause::Days(span.from, span.to), span.published(None));
                    }
                    year
                }
                None => filters::value(facet, &folded),
            },
            _ => filters::value(facet, &folded),
        };
        (PartKind::Field, Clause::Facet(facet, value), label)
    }

    fn date(&mut self, inner: Range<usize>, source: &str) -> (PartKind, Clause, Message) {
        let (folded, shown) = (self.typed.folded(inner.clone()), self.typed.original(inner.clone()));
        match dates::parse(&folded, self.today) {
            Some(span) => {
                let relative = !folded.contains(|c: char| c.is_ascii_digit()) || folded.contains(['近', '去']);
                let label = span.published(relative.then_some(&*shown));
                (PartKind::Date, Clause::Days(span.from, span.to), label)
            }
            None => {
                self.warnings.push(message!("message-no-date", text = shortened(source)));
                self.anywhere(inner, None, false)
            }
        }
    }

    /// What joins nothing is left out; where there is nothing else it is what was meant.
    fn settle_strays(&mut self, pieces: &mut Vec<Piece>) {
        let strays = std::mem::take(&mut self.strays);
        if strays.is_empty() {
            return;
        }
        let text = |span: &Range<usize>| self.typed.original(span.clone());
        let said: Vec<String> = strays.iter().take(5).map(|span| format!("「{}」", shortened(&text(span)))).collect();
        let said = match strays.len() {
            0..=5 => Message::plain(said.join("")),
            _ => message!("message-and-others", words = said.join("")),
        };
        let searchable = |span: &Range<usize>| span.clone().any(|place| self.typed.is_searchable(place));
        if !pieces.is_empty() || !strays.iter().any(searchable) {
            self.warnings.push(message!("message-stray-left-out", words = said));
            return;
        }
        self.warnings.push(message!("message-stray", words = said));
        let mut searched: Vec<Range<usize>> = strays.into_iter().filter(searchable).collect();
        searched.sort_by_key(|span| span.start);
        for span in searched.into_iter().take(MAX_LEAVES) {
            // Quoted, so that beside other words it is not an operator again.
            let source = format!("\"{}\"", self.typed.original(span.clone()));
            let (kind, clause, label) = self.anywhere(span.clone(), Some(Suffix::None), false);
            pieces.push(Piece::leaf(Leaf { kind, clause, label, source }, span));
        }
    }
}

/// A document number, or part of one, as the values of its facet are written: 第12号令 as 令第12号.
fn number_value(typed: &str) -> Option<String> {
    if let Some(number) = DocumentNumber::typed(typed) {
        return Some(number.to_string());
    }
    let half = HalfNumber::parse(typed).filter(HalfNumber::is_in_one)?;
    half.whole().map(|number| number.to_string()).or_else(|| half.written().into_iter().next())
}
