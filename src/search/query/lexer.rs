//! The lexer cuts what was typed into [`Token`]s. All that can be ambiguous is decided here: whether a
//! bracket groups or belongs to a title, whether `或` joins or is looked for, where a quotation ends.

use std::ops::Range;

use super::filters;
use super::filters::Field;
use super::query_text::QueryText;
use crate::search::analysis::is_ideograph;
use crate::search::message::{Message, message};

/// Brackets within brackets that group; deeper ones are text.
pub const MAX_DEPTH: usize = 12;

/// A piece of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Range<usize>,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq)]
pub enum TokenKind {
    /// `(`.
    Open,
    /// `)`; its span is empty where it was left out.
    Close,
    /// `OR`, `|`, `或`.
    Or,
    /// `AND`, `与`, `且`.
    And,
    /// `-`, `NOT`, `不含`.
    Not,
    /// A field's name and its colon.
    Field(Field),
    /// A quotation.
    Quoted {
        /// What stands between the marks.
        inner: Range<usize>,
        /// What follows the closing mark.
        suffix: Suffix,
        /// Whether the closing mark is there.
        closed: bool,
    },
    /// Anything else up to a blank.
    Word,
    /// A word that would be an operator, did it stand alone: “甲”或“乙”.
    Joined,
}

/// What follows a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suffix {
    /// Nothing.
    None,
    /// `~10`.
    Near(usize),
    /// `*`.
    Star,
}

/// Cuts up what was typed; what was odd is said in `warnings`.
pub fn tokens(typed: &QueryText, warnings: &mut Vec<Message>) -> Vec<Token> {
    let mut lexer = Lexer { typed, place: 0, groups: Vec::new(), tokens: Vec::new(), warnings };
    while lexer.place < typed.len() {
        lexer.step();
    }
    for _ in 0..lexer.groups.len() {
        lexer.push(TokenKind::Close, typed.len());
    }
    lexer.tokens
}

struct Lexer<'a> {
    typed: &'a QueryText,
    place: usize,
    /// Where each open group ends; the length of the text where its bracket was left out.
    groups: Vec<usize>,
    tokens: Vec<Token>,
    warnings: &'a mut Vec<Message>,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let (typed, place) = (self.typed, self.place);
        if self.groups.last() == Some(&place) {
            self.groups.pop();
            self.push(TokenKind::Close, place + 1);
        } else if typed.is_blank(place) {
            self.place += 1;
        } else if typed.is_quote(place) {
            self.quotation();
        } else if typed.original_at(place) == '|' {
            let end = (place..self.limit()).find(|at| typed.original_at(*at) != '|').unwrap_or(self.limit());
            self.push(TokenKind::Or, end);
        } else if let Some((field, end)) = self.field() {
            self.push(TokenKind::Field(field), end);
        } else if typed.is_minus(place) && self.can_be_excluded(place + 1) {
            self.push(TokenKind::Not, place + 1);
        } else if typed.opens(place) && self.group() {
            self.push(TokenKind::Open, place + 1);
        } else if let Some(end) = self.suffix(place).filter(|_| !self.after_field()) {
            self.leave_out(place..end);
            self.place = end;
        } else {
            self.word();
        }
    }

    fn push(&mut self, kind: TokenKind, end: usize) {
        self.tokens.push(Token { kind, span: self.place..end });
        self.place = end;
    }

    /// Where the innermost group ends, and with it every token in it.
    fn limit(&self) -> usize {
        self.groups.last().copied().unwrap_or(self.typed.len())
    }

    fn after_field(&self) -> bool {
        self.tokens.last().is_some_and(|last| last.span.end == self.place && matches!(last.kind, TokenKind::Field(_)))
    }

    fn can_be_excluded(&self, place: usize) -> bool {
        let typed = self.typed;
        // Right after a colon a minus belongs to the value.
        !self.after_field()
            && place < self.limit()
            && (typed.is_searchable(place) || typed.is_quote(place) || typed.opens(place) || typed.at(place) == '《')
    }

    /// A known field's name here with its colon, and where that ends.
    fn field(&self) -> Option<(Field, usize)> {
        if self.after_field() {
            return None;
        }
        let most = self.limit().min(self.place + filters::MAX_NAME + 1);
        let colon = (self.place..most).find(|at| self.typed.at(*at) == ':')?;
        Some((Field::from_name(&self.typed.folded(self.place..colon))?, colon + 1))
    }

    /// Whether the bracket here groups; then its end is kept. It does where a field's value begins, or
    /// where it holds a blank, a quotation, `|`, a field or an exclusion; else it is part of a text:
    /// （试行）.
    fn group(&mut self) -> bool {
        let (typed, open) = (self.typed, self.place);
        let close = self.closing_bracket(open);
        let inside = open + 1..close.unwrap_or(self.limit());
        let begins = Lexer {
            typed,
            place: inside.start,
            groups: vec![inside.end],
            tokens: Vec::new(),
            warnings: &mut Vec::new(),
        };
        let field = begins.field().is_some();
        let holds = |at: usize| typed.is_blank(at) || typed.is_quote(at) || typed.original_at(at) == '|';
        let minus = typed.is_minus(inside.start) && inside.len() > 1 && typed.is_searchable(inside.start + 1);
        let nested = typed.opens(inside.start) && inside.len() > 1;
        if !(self.after_field() || minus || field || nested || inside.clone().any(holds)) {
            return false;
        }
        if self.groups.len() >= MAX_DEPTH {
            let warning = message!("message-brackets-deep", most = MAX_DEPTH);
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
            return false;
        }
        if close.is_none() {
            self.warnings.push(message!("message-bracket-open", bracket = typed.original(open..open + 1)));
        }
        self.groups.push(inside.end);
        true
    }

    fn closing_bracket(&self, open: usize) -> Option<usize> {
        let (typed, limit) = (self.typed, self.limit());
        let (mut depth, mut at) = (0_usize, open);
        while at < limit {
            if typed.opens(at) {
                depth += 1;
            } else if typed.closes(at) {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            } else if typed.is_quote(at) {
                at = typed.closing_quote(at, limit).unwrap_or(at);
            }
            at += 1;
        }
        None
    }

    fn quotation(&mut self) {
        let (typed, open, limit) = (self.typed, self.place, self.limit());
        let close = typed.closing_quote(open, limit);
        if close.is_none() {
            self.warnings.push(message!("message-quote-open", quote = typed.original(open..open + 1)));
        }
        let inner = open + 1..close.unwrap_or(limit);
        let mut end = close.map_or(limit, |close| close + 1);
        let mut suffix = Suffix::None;
        // "疫情 防控" ~10 is "疫情 防控"~10.
        let next = (end..limit).find(|at| !typed.is_blank(*at)).unwrap_or(end);
        if typed.at(next) == '~' && self.suffix(next).is_some() {
            end = next;
        }
        if end < limit && typed.at(end) == '*' {
            (suffix, end) = (Suffix::Star, end + 1);
        } else if end < limit && matches!(typed.at(end), '~' | '〜') {
            let digits = (end + 1..limit).find(|at| !typed.at(*at).is_ascii_digit()).unwrap_or(limit);
            match typed.folded(end + 1..digits).parse() {
                Ok(slop) => suffix = Suffix::Near(slop),
                Err(_) => self.warnings.push(message!("message-no-distance", sign = typed.original(end..digits))),
            }
            end = digits;
        }
        self.push(TokenKind::Quoted { inner, suffix, closed: close.is_some() }, end);
    }

    /// Where the number behind a `~` or `^` here ends, if nothing follows it: the suffix of another search engine's query.
    fn suffix(&self, place: usize) -> Option<usize> {
        let (typed, limit) = (self.typed, self.limit());
        let number = |at: &usize| typed.at(*at).is_ascii_digit() || typed.at(*at) == '.';
        let end = (place + 1..limit).find(|at| !number(at)).unwrap_or(limit);
        let ends = end == limit
            || typed.is_blank(end)
            || typed.is_quote(end)
            || typed.closes(end)
            || typed.original_at(end) == '|';
        let digits = end > place + 1 && typed.at(place + 1).is_ascii_digit();
        (place < limit && matches!(typed.at(place), '~' | '^') && digits && ends).then_some(end)
    }

    /// Says that a suffix is left out.
    fn leave_out(&mut self, suffix: Range<usize>) {
        let sign = self.typed.original(suffix.clone());
        self.warnings.push(match self.typed.at(suffix.start) {
            '^' => message!("message-no-boost", sign = sign),
            _ => message!("message-stray-distance", sign = sign),
        });
    }

    fn word(&mut self) {
        let (typed, start, limit) = (self.typed, self.place, self.limit());
        let ends = |at: &usize| typed.is_blank(*at) || typed.is_quote(*at) || typed.original_at(*at) == '|';
        let end = (start..limit).find(ends).unwrap_or(limit).max(start + 1);
        let begins_group =
            self.tokens.last().is_some_and(|last| last.kind == TokenKind::Open && last.span.end == start);
        let alone = (start == 0 || typed.is_blank(start - 1) || begins_group) && (typed.is_blank(end) || end == limit);
        let kind = match operator(&typed.original(start..end)) {
            Some(operator) if alone => operator,
            Some(_) => TokenKind::Joined,
            None => TokenKind::Word,
        };
        // 疫情防控^2 and 疫情防控~10, yet neither 10^2 nor 1月~3.
        let sign = (start + 1..end).find(|at| matches!(typed.at(*at), '~' | '^'));
        let sign =
            sign.filter(|sign| kind == TokenKind::Word && !self.after_field() && self.suffix(*sign) == Some(end));
        let follows_word = |sign: &usize| {
            let (last, letters) = (typed.at(*sign - 1), (start..*sign).all(|at| typed.at(at).is_ascii_alphabetic()));
            letters && *sign > start + 2 || is_ideograph(last) && !matches!(last, '年' | '月' | '日' | '号')
        };
        let Some(sign) = sign.filter(follows_word) else { return self.push(kind, end) };
        self.push(kind, sign);
        self.leave_out(sign..end);
        self.place = end;
    }
}

/// The operator that a word standing alone is. Small letters are words: `or` may be looked for.
fn operator(word: &str) -> Option<TokenKind> {
    let half_width: String = word
        .chars()
        .map(|c| match c {
            'Ａ'..='Ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect();
    Some(match half_width.as_str() {
        "OR" | "或" | "｜" => TokenKind::Or,
        "AND" | "与" | "與" | "且" | "&&" => TokenKind::And,
        "NOT" | "不含" => TokenKind::Not,
        _ => return None,
    })
}
