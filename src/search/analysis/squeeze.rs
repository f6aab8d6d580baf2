//! Squeezing takes away the blanks that part nothing: those of letter-spaced text (不 忘 初 心), of a line that was
//! broken within a word, of what is invisible. A blank that parts, in a list or a table, becomes [`GAP`].
//!
//! Documents and queries are squeezed alike, so a quotation with a blank is found where the blank stands.

use super::characters::is_ideograph;
use super::fold::INVISIBLE;

/// What stands for a blank that parts: it takes a place of its own, as punctuation does.
pub const GAP: &str = "␣";

/// The text without what parts nothing. It must come from [`fold`](super::fold()) or
/// [`fold_for_words`](super::fold_for_words); the two squeeze to the same places.
pub fn squeeze(folded: String) -> String {
    if !folded.contains(is_looked_at) {
        return folded;
    }
    let mut squeezed = String::with_capacity(folded.len());
    squeeze_each(&folded, |piece, _| squeezed.push_str(piece));
    squeezed
}

/// The same with the dots of names.
pub fn squeeze_but_dots(folded: String) -> String {
    if !folded.contains(is_looked_at) {
        return folded;
    }
    let mut squeezed = String::with_capacity(folded.len());
    squeeze_pieces(&folded, true, |piece, _| squeezed.push_str(piece));
    squeezed
}

/// Calls for each piece that is left, with the byte at which it, or the blank it stands for, begins.
pub fn squeeze_each<'t>(folded: &'t str, push: impl FnMut(&'t str, usize)) {
    squeeze_pieces(folded, false, push);
}

fn squeeze_pieces<'t>(folded: &'t str, with_dots: bool, mut push: impl FnMut(&'t str, usize)) {
    let mut at = 0;
    while let Some(found) = folded[at..].find(is_looked_at) {
        let start = at + found;
        if found > 0 {
            push(&folded[at..start], at);
        }
        let rest = folded[start..].trim_start_matches(is_blank);
        let (before, end) = (&folded[..start], folded.len() - rest.len());
        if end == start {
            // 阿不都·热依木 is typed without its dot as often as with it.
            let dot = '·'.len_utf8();
            let is_within = ends_with_ideograph(before) && begins_with_ideograph(&folded[start + dot..]);
            if !is_within || with_dots {
                push(&folded[start..start + dot], start);
            }
            at = start + dot;
            continue;
        }
        let is_invisible = folded[start..end].chars().all(|c| c == INVISIBLE);
        let is_tab = folded[start..end].contains('\t');
        match blank(before, rest, is_tab) {
            _ if is_invisible => {}
            Blank::Nothing => {}
            Blank::Space => push(" ", start),
            Blank::Gap => push(GAP, start),
        }
        at = end;
    }
    if at < folded.len() {
        push(&folded[at..], at);
    }
}

/// Whether a character of a folded text is looked at, with what stands beside it: a blank, or the dot within a name.
pub fn is_looked_at(c: char) -> bool {
    // Every other blank has been folded to one of these.
    matches!(c, ' ' | '\t' | INVISIBLE | '·')
}

fn is_blank(c: char) -> bool {
    c != '·' && is_looked_at(c)
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

/// What the blank between two texts is.
fn blank(before: &str, after: &str, is_tab: bool) -> Blank {
    let at_edge = before.is_empty() || after.is_empty();
    if !at_edge && is_tab {
        return Blank::Gap;
    }
    if at_edge || !ends_with_ideograph(before) || !begins_with_ideograph(after) {
        return Blank::Space;
    }
    match (singles(before, last), singles(after, first)) {
        // 李明 王强: two words.
        (0, 0) => Blank::Gap,
        // 王 强 and 李明 beside it: a short name that was padded, and another.
        (2, 0) | (0, 2) => Blank::Gap,
        // 防 控, a broken 疫情防 控, 不 忘 初 心.
        _ => Blank::Nothing,
    }
}

/// The last character that is seen, and what stands before it.
fn last(text: &str) -> Option<(char, &str)> {
    let text = text.trim_end_matches(INVISIBLE);
    let c = text.chars().next_back()?;
    Some((c, &text[..text.len() - c.len_utf8()]))
}

/// The first character that is seen, and what stands behind it.
fn first(text: &str) -> Option<(char, &str)> {
    let text = text.trim_start_matches(INVISIBLE);
    let c = text.chars().next()?;
    Some((c, &text[c.len_utf8()..]))
}

fn ends_with_ideograph(text: &str) -> bool {
    last(text).is_some_and(|(c, _)| is_ideograph(c))
}

fn begins_with_ideograph(text: &str) -> bool {
    first(text).is_some_and(|(c, _)| is_ideograph(c))
}

/// How many ideographs, each by itself and with nothing but blanks between them, stand at an end of a text that is beside
/// a blank; at most three are told apart.
fn singles(text: &str, next: fn(&str) -> Option<(char, &str)>) -> usize {
    let (mut count, mut rest) = (0, text);
    while count < 3 {
        let Some((_, beyond)) = next(rest).filter(|(c, _)| is_ideograph(*c)) else { break };
        let mut beside = next(beyond);
        if beside.is_some_and(|(c, _)| is_ideograph(c)) {
            break;
        }
        count += 1;
        rest = beyond;
        // Over the blanks to the next.
        while let Some((_, further)) = beside.filter(|(c, _)| is_blank(*c)) {
            rest = further;
            beside = next(further);
        }
        if rest.len() == beyond.len() {
            break;
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
        assert_eq!(squeeze_but_dots(fold("阿不都·热 依 木")), "阿不都·热依木");
    }

    #[test]
    fn both_foldings_squeeze_to_the_same_places() {
        for text in ["著 名 的 乾隆　著名", "座谈会 坐 下\t谈", "阿不都·热依木 著"] {
            let places = |folded: String| squeeze(folded).char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            assert_eq!(places(fold(text)), places(fold_for_words(text)), "{text}");
        }
    }
}
