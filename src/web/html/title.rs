//! A title as a page shows it in large letters: what matches is marked, and its lines end between words, never within one.

use std::fmt::Write;

use crate::model::escape::{Escape, write_escaped};
use crate::model::text::is_han;
use crate::search::Search;
use crate::search::types::response::Marked;

/// Characters of the longest title whose words are looked for.
const MAX_CHARS: usize = 300;

/// Words that no line begins with.
const NEVER_FIRST: [&str; 6] = ["的", "之", "等", "了", "们", "年"];

/// A title as HTML. Where a line may end stands a `<wbr>`, which is no character: what is copied or looked for in the page
/// is the title as published.
pub fn title(search: &Search, title: &Marked) -> String {
    let is_short = title.text.chars().nth(MAX_CHARS).is_none();
    let words = if is_short { search.words(&title.text) } else { Vec::new() };
    with_breaks(title, &words)
}

fn with_breaks(title: &Marked, words: &[&str]) -> String {
    let mut at = 0;
    let mut breaks = Vec::new();
    for pair in words.windows(2) {
        at += pair[0].chars().count();
        if may_part(pair[0], pair[1]) {
            breaks.push(at);
        }
    }
    let mut out = String::with_capacity(title.text.len() + breaks.len() * 5);
    let mut breaks = breaks.into_iter().peekable();
    let mut at = 0;
    for (piece, matches) in title.pieces() {
        if breaks.next_if_eq(&at).is_some() {
            out.push_str("<wbr>");
        }
        out.push_str(if matches { "<mark>" } else { "" });
        let mut rest = piece;
        let end = at + piece.chars().count();
        while let Some(next) = breaks.next_if(|next| *next < end) {
            let length = rest.char_indices().nth(next - at).map_or(rest.len(), |(byte, _)| byte);
            let (before, after) = rest.split_at(length);
            // A string takes whatever is written, here and below.
            let _ = write_escaped(&mut out, before, Escape::Quoted);
            let _ = out.write_str("<wbr>");
            (rest, at) = (after, next);
        }
        let _ = write_escaped(&mut out, rest, Escape::Quoted);
        out.push_str(if matches { "</mark>" } else { "" });
        at = end;
    }
    out
}

/// Whether a line may end between two words; around signs the browser knows, and a number stays with its unit.
fn may_part(before: &str, after: &str) -> bool {
    let begins = |c: char| is_han(c) || c.is_ascii_alphanumeric();
    before.ends_with(is_han) && after.starts_with(begins) && !NEVER_FIRST.contains(&after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words_and_marks_are_kept() {
        let words = ["关于", "印发", "《", "防汛", "预案", "》", "的", "通知", "2022", "年"];
        let text = words.concat();
        let marked =
            |ranges: &[(usize, usize)]| Marked { text: text.clone(), ranges: ranges.to_vec(), ..Marked::default() };
        assert_eq!(with_breaks(&marked(&[]), &words), "关于<wbr>印发《防汛<wbr>预案》的<wbr>通知<wbr>2022年");
        assert_eq!(
            with_breaks(&marked(&[(1, 7), (11, 15)]), &words),
            "关<mark>于<wbr>印发《防汛</mark><wbr>预案》的<wbr><mark>通知<wbr>20</mark>22年"
        );
        assert_eq!(with_breaks(&Marked { text: "甲<乙".into(), ..Marked::default() }, &[]), "甲&lt;乙");
    }
}
