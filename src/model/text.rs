//! What every room needs to know of characters: which are Han, which are blank, and how a line is
//! tidied without changing what it says.

/// Whether a character is a Han ideograph (URO, extensions A to H, compatibility ideographs, 〇).
pub fn is_han(c: char) -> bool {
    matches!(c as u32,
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x3007 | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

/// Whether a character shows nothing: spaces of all widths, control and zero-width characters.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

/// Between two signs or letters it makes them one.
const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// The line without blanks at its ends, and with each run of inner blanks as one space.
/// A tab between words stays a tab: it separates the cells of a table row. A joiner that makes one sign of two (👩‍🌾) stays
/// as well.
pub fn tidy_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut pending: Option<char> = None;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        if c == ZERO_WIDTH_JOINER && pending.is_none() {
            let joins = |c: Option<char>| c.is_some_and(|c| !is_blank(c) && !is_han(c) && !c.is_ascii());
            if joins(out.chars().next_back()) && joins(rest.peek().copied()) {
                out.push(c);
            }
        } else if is_blank(c) {
            if !out.is_empty() && (c.is_whitespace()) {
                pending = Some(if c == '\t' || pending == Some('\t') { '\t' } else { ' ' });
            }
        } else {
            out.extend(pending.take());
            out.push(c);
        }
    }
    out
}

/// The same of what may be the row of a table, whose cells are parted by tabs: an empty cell stays, so that those behind it
/// stay in their columns. Empty cells at the end say nothing, and a row of one cell is a line like others.
pub fn tidy_row(line: &str) -> String {
    if !line.contains('\t') {
        return tidy_line(line);
    }
    let mut row = String::with_capacity(line.len());
    let (mut filled, mut empty) = (0, 0);
    for (at, cell) in line.split('\t').map(tidy_line).enumerate() {
        empty += usize::from(at > 0);
        if !cell.is_empty() {
            row.extend(std::iter::repeat_n('\t', empty));
            row.push_str(&cell);
            (filled, empty) = (filled + 1, 0);
        }
    }
    if filled < 2 {
        row.drain(..row.len() - row.trim_start_matches('\t').len());
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidies_without_losing_characters() {
        assert_eq!(tidy_line("\u{3000}\u{3000}会议  强调\u{200B}，\u{FEFF}一　二 "), "会议 强调，一 二");
        assert_eq!(tidy_line(" 甲\t 乙 "), "甲\t乙");
        assert_eq!(tidy_line(" \u{3000} "), "");
        assert_eq!(tidy_row(" 甲 \t\t 乙  丙\t \t"), "甲\t\t乙 丙");
        assert_eq!(tidy_row("\t甲\t乙"), "\t甲\t乙");
        assert_eq!(tidy_row("\t\t正文\t"), "正文");
        assert_eq!([tidy_row("\t \t"), tidy_row(" 甲  乙")], ["", "甲 乙"]);
        assert_eq!(tidy_line("村民👩\u{200D}🌾 会\u{200D}议 a\u{200D}"), "村民👩\u{200D}🌾 会议 a");
    }
}
