//! Dates in the words of free text, for what a query may mean beside itself.

use std::ops::Range;

use jiff::civil::Date;

use super::expression::parse;
use super::point::{digit, year_digits};
use crate::search::analysis::is_ideograph;
use crate::search::query::span::Span;

/// Characters of a date: 2020年12月10日至2021年11月15日.
const MAX_DATE_CHARS: usize = 26;

/// The dates in a word of free text, folded, by their places: at most two. What could as well be
/// something else is taken only where it is the whole word: `2020`, `20200204`.
pub fn find(word: &[char], today: Option<Date>) -> Vec<(Range<usize>, Span)> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < word.len() && found.len() < 2 {
        let joins = |place: Option<&char>| {
            place.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '('))
        };
        let before = start.checked_sub(1).and_then(|place| word.get(place));
        let may_begin = digit(word[start]).is_some() || "今昨前本上下去近最过这第从自十".contains(word[start]);
        if !may_begin || joins(before) {
            start += 1;
            continue;
        }
        let ends = (start + 2..=word.len().min(start + MAX_DATE_CHARS)).rev();
        let longest = ends.into_iter().find_map(|end| {
            let text: String = word[start..end].iter().collect();
            let whole = start == 0 && end == word.len();
            let at_edge = start == 0 || end == word.len();
            if is_cut(word, end) || !is_plainly_a_date(&text, whole, at_edge) {
                return None;
            }
            Some((start..end, parse(&text, today)?))
        });
        match longest {
            Some((range, span)) => {
                start = range.end;
                found.push((range, span));
            }
            // The rest of a number is no date.
            None => start += word[start..].iter().take_while(|c| c.is_ascii_digit()).count().max(1),
        }
    }
    found
}

/// Whether a date that ends there would end in the middle of a word: 2020年|中国, 2020年初|中, 1990年|代.
fn is_cut(word: &[char], end: usize) -> bool {
    let (last, next) = (word.get(end - 1).copied().unwrap_or(' '), word.get(end).copied().unwrap_or(' '));
    let after_next = word.get(end + 1).copied().unwrap_or(' ');
    let split = match last {
        '中' => is_ideograph(next),
        '初' => "中级步期始心衷一二三".contains(next),
        '底' => "线层部蕴".contains(next),
        '末' => "端位梢".contains(next),
        '前' => "后三两几个半十头期述".contains(next),
        '后' => "者续期来勤半".contains(next),
        _ => false,
    };
    let goes_on = match next {
        '初' => !"中级步期始心衷一二三".contains(after_next),
        _ => matches!(next, '度' | '底' | '末' | '代' | '轻') || next.is_ascii_alphanumeric(),
    };
    split || goes_on
}

fn is_plainly_a_date(text: &str, whole: bool, at_edge: bool) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    // 十三五期间, and neither 十三五规划 nor 十一月.
    if first == '十' {
        return at_edge && (text.ends_with("五期间") || text.ends_with("五时期"));
    }
    if digit(first).is_none() {
        return at_edge;
    }
    let year = year_digits(text).and_then(|year| year.parse().ok());
    if !year.is_some_and(|year: u16| (1900..=2100).contains(&year)) {
        // 2月4日, 1-3月, 一季度: of this year.
        let arabic = text.starts_with(|c: char| c.is_ascii_digit());
        return at_edge && (arabic && text.contains('月') || text.ends_with("季度"));
    }
    if text.ends_with("年代") {
        return false;
    }
    let separators = text.matches(['-', '/', '.']).count();
    text.contains('年') || (separators == 2 && !text.contains("..")) || (whole && !text.contains('.'))
}
