//! Squeezing takes away the blanks that part nothing: those of letter-spaced text (不 忘 初 心), of a line that was
//! broken within a word, of what is invisible. A blank that parts, in a list or a table, becomes [`GAP`].
//!
//! Documents and queries are squeezed alike, so a quotation with a blank is found where the blank stands.

use super::characters::is_ideograph;
use super::fold::INVISIBLE;
use crate::model::text::is_blank;

/// What stands for a blank that parts: it takes a place of its own, as punctuation does.
pub const GAP: char = '␣';

/// The text without what parts nothing. It must come from [`fold`](super::fold()) or
/// [`fold_for_words`](super::fold_for_words); the two squeeze to the same places.
pub fn squeeze(folded: String) -> String {
    if !folded.contains(|c| is_blank(c) || c == '·') {
        return folded;
    }
    let mut squeezed = String::with_capacity(folded.len());
    squeeze_each(&folded, |c, _| squeezed.push(c));
    squeezed
}

/// Calls for each character that is left, with the byte at which it, or the blank it stands for, begins.
pub fn squeeze_each(folded: &str, mut push: impl FnMut(char, usize)) {
    let text: Vec<(usize, char)> = folded.char_indices().filter(|(_, c)| *c != INVISIBLE).collect();
    let mut at = 0;
    while let Some(&(byte, c)) = text.get(at) {
        if !is_blank(c) {
            // 阿不都·热依木 is typed without its dot as often as with it.
            let is_dot = c == '·' && at > 0 && is_han_at(&text, at - 1) && is_han_at(&text, at + 1);
            if !is_dot {
                push(c, byte);
            }
            at += 1;
            continue;
        }
        let end = at + text[at..].iter().take_while(|(_, c)| is_blank(*c)).count();
        match blank(&text, at, end) {
            Blank::Nothing => {}
            Blank::Space => push(' ', byte),
            Blank::Gap => push(GAP, byte),
        }
        at = end;
    }
}

/// What a blank is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blank {
    /// It parts nothing.
    Nothing,
    /// It ends a Latin word or a number.
    Space,
    /// It parts what stands before and after it.
    Gap,
}

/// What the blank from `start` to `end` is.
fn blank(text: &[(usize, char)], start: usize, end: usize) -> Blank {
    let at_edge = start == 0 || end == text.len();
    if !at_edge && text[start..end].iter().any(|(_, c)| *c == '\t') {
        return Blank::Gap;
    }
    if at_edge || !is_han_at(text, start - 1) || !is_han_at(text, end) {
        return Blank::Space;
    }
    match (singles_before(text, start), singles_after(text, end)) {
        // 李明 王强: two words.
        (0, 0) => Blank::Gap,
        // 王 强 and 李明 beside it: a short name that was padded, and another.
        (2, 0) | (0, 2) => Blank::Gap,
        // 防 控, a broken 疫情防 控, 不 忘 初 心.
        _ => Blank::Nothing,
    }
}

fn is_han_at(text: &[(usize, char)], at: usize) -> bool {
    text.get(at).is_some_and(|(_, c)| is_ideograph(*c))
}

fn is_blank_at(text: &[(usize, char)], at: usize) -> bool {
    text.get(at).is_some_and(|(_, c)| is_blank(*c))
}

/// Whether an ideograph stands there by itself.
fn is_single(text: &[(usize, char)], at: usize) -> bool {
    is_han_at(text, at) && (at == 0 || !is_han_at(text, at - 1)) && !is_han_at(text, at + 1)
}

/// How many ideographs, each by itself and with nothing but blanks between them, end before the blank at `start`; at
/// most three are told apart.
fn singles_before(text: &[(usize, char)], start: usize) -> usize {
    let (mut count, mut at) = (0, start);
    while count < 3 && at > 0 && is_single(text, at - 1) {
        count += 1;
        at -= 1;
        while at > 0 && is_blank_at(text, at - 1) {
            at -= 1;
        }
    }
    count
}

/// The same for those that begin after the blank which ends at `end`.
fn singles_after(text: &[(usize, char)], end: usize) -> usize {
    let (mut count, mut at) = (0, end);
    while count < 3 && is_single(text, at) {
        count += 1;
        at += 1;
        while is_blank_at(text, at) {
            at += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analysis::{fold, fold_for_words};

    fn check(text: &str, expected: &str) {
        assert_eq!(squeeze(fold(text)), expected, "{text}");
    }

    #[test]
    fn blanks_that_part_nothing_go() {
        check("甲 乙 ab  cd 丙", "甲乙 ab cd 丙");
        check("疫情防 控", "疫情防控");
        check("疫 情防控", "疫情防控");
        check("要坚持不 忘 初 心、牢 记 使 命", "要坚持不忘初心、牢记使命");
        check("会\u{200B}议 co\u{AD}vid mu\u{308}ller", "会议 covid muller");
        check("2020 年 2 月 4 日", "2020 年 2 月 4 日");
        check(" 甲 ", " 甲 ");
    }

    #[test]
    fn blanks_of_lists_and_tables_part() {
        check("名单：李明　王强　国发展", "名单:李明␣王强␣国发展");
        check("李明　王　强　国发展", "李明␣王强␣国发展");
        check("张三\t李四\t5", "张三␣李四␣5");
        check("县委 书记", "县委␣书记");
    }

    #[test]
    fn names_are_the_same_without_their_dot() {
        check("阿不都·热依木", "阿不都热依木");
        check("3·15 A·B", "3·15 a·b");
    }

    #[test]
    fn both_foldings_squeeze_to_the_same_places() {
        for text in ["著 名 的 乾隆　著名", "座谈会 坐 下\t谈", "阿不都·热依木 著"] {
            let places = |folded: String| squeeze(folded).char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            assert_eq!(places(fold(text)), places(fold_for_words(text)), "{text}");
        }
    }
}
