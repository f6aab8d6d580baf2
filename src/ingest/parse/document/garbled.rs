//! Garbled text: a font may draw letters without saying which they are, and what is read then is no text. It is told by
//! characters that no text has, and is not taken in.

use std::sync::LazyLock;

use regex::Regex;

/// Letters below which nothing is told.
const FEW: usize = 12;

/// One letter in so many that is none makes a text garbled.
const SHARE: usize = 4;

/// Whether a text is mostly characters that stand for nothing: unassigned, private, controls, what could not be decoded.
pub fn is_garbled<'a>(pieces: impl Iterator<Item = &'a str>) -> bool {
    static NO_TEXT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[\p{Cn}\p{Co}\p{Cc}\u{FFFD}]").expect("the pattern is a literal and a test runs it")
    });
    let (mut letters, mut bad, mut empty) = (0, 0, 0);
    for piece in pieces {
        letters += piece.chars().filter(|c| !c.is_whitespace()).count();
        empty += piece.chars().filter(|c| matches!(c, '□' | '?' | '？' | '¤')).count();
        bad += NO_TEXT.find_iter(piece).filter(|found| !found.as_str().trim().is_empty()).count();
    }
    // Where most are the sign for what is not there, they stand for other letters.
    letters >= FEW && (bad * SHARE >= letters || empty * 5 >= letters * 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_codes() {
        let check = |text: &str, expected: bool| assert_eq!(is_garbled(std::iter::once(text)), expected, "{text:?}");
        check(&"\u{E001}\u{E07F}\u{F8FF}".repeat(10), true);
        check(&"\u{1}\u{2}a\u{3}".repeat(10), true);
        check(&"\u{378}\u{FFFD}关于".repeat(10), true);
        check("关于做好春季农田水利设施维护工作的通知\u{E001}", false);
        // A few signs of a font of symbols are no fault.
        check("\u{F0FE}同意\u{F0A8}不同意，请在方框内打勾并签名", false);
        check("\u{E001}\u{E002}", false);
        check(&"□□□？".repeat(10), true);
        check("□是　□否　□同意　□不同意　□其他", false);
        check("\tA\n\tB\n\tC\n\tD\n一二三四五六七八", false);
    }
}
