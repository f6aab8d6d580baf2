//! Document numbers that stand on lines of their own: 青政办发〔2021〕8号, （青岑县人民政府令第12号）, and over two lines 青岑县人民政府令 / 第12号.

use crate::model::DocumentNumber;

/// Characters of the longest line of a number.
const MAX_LINE: usize = 60;

/// The document number that a line is, with or without a bracket around it.
pub fn on_line(line: &str) -> Option<DocumentNumber> {
    let read = |line: &str| DocumentNumber::parse(line).filter(|_| line.chars().count() <= MAX_LINE);
    // A bracket around the whole is no part of the number; that of （2021）云0105民初3号 is.
    let bare = line.trim().strip_prefix(['(', '（']).and_then(|line| line.strip_suffix([')', '）']));
    bare.and_then(read).or_else(|| read(line)).or_else(|| read(line.trim_matches(['(', ')', '（', '）'])))
}

/// The number on a line, and whether the line says nothing else: 青政办发〔2021〕8号　　签发人：陆青禾.
pub fn number_in(line: &str) -> Option<(String, bool)> {
    if let Some(number) = on_line(line) {
        return Some((number.as_published().to_owned(), true));
    }
    let line = line.trim_matches(['(', ')', '（', '）']);
    let before = line.split(['\t', ' ']).next().unwrap_or(line);
    let rest = line[before.len()..].trim();
    let number = DocumentNumber::parse(before).filter(|_| rest.starts_with("签发人") || rest.starts_with("特急"))?;
    Some((number.as_published().to_owned(), false))
}

/// The document number that two lines are: an organ with 令 or 公告, and below it the number.
pub fn on_two_lines(first: &str, second: &str) -> Option<DocumentNumber> {
    let below = second.trim_start_matches(['(', '（', ' ', '〔', '[']);
    let is_below = below.starts_with('第') || below.starts_with(|c: char| c.is_ascii_digit());
    if !is_below || first.chars().count() + second.chars().count() > MAX_LINE || on_line(first).is_some() {
        return None;
    }
    // 2021年第5号公告 below an office is its title rather than a number of two lines.
    let is_kind_above = |number: &DocumentNumber| {
        let compact: String = first.chars().filter(|c| !c.is_whitespace()).collect();
        number.kind().is_some_and(|kind| compact.ends_with(kind))
    };
    DocumentNumber::parse(&format!("{first} {second}")).filter(is_kind_above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_have_a_line_or_two() {
        let one = |line: &str| on_line(line).map(|number| number.to_string());
        assert_eq!(one("（泊云县人民政府令第31号）").as_deref(), Some("泊云县人民政府令第31号"));
        assert_eq!(one("公告 2021年第5号").as_deref(), Some("公告2021年第5号"));
        assert_eq!(one("（2021）云0105民初3号").as_deref(), Some("（2021）云0105民初3号"));
        assert_eq!(one("泊云县人民政府令第31号公布的规定"), None);
        let two = |first: &str, second: &str| on_two_lines(first, second).map(|number| number.to_string());
        assert_eq!(two("泊 云 县 人 民 政 府 令", "第31号").as_deref(), Some("泊云县人民政府令第31号"));
        assert_eq!(two("泊云县水利局公告", "（2021年第5号）").as_deref(), Some("泊云县水利局公告2021年第5号"));
        assert_eq!(two("泊云县人民政府令", "（第十二号）").as_deref(), Some("泊云县人民政府令第12号"));
        assert_eq!(two("泊云县人民政府", "第31号令"), None);
        assert_eq!(two("防汛工作", "第3期"), None);
    }
}
