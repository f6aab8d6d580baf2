//! Credits name inside a text, or in a line beside it, who wrote it: `（记者 甲）`, `（文/图 乙）`, `供稿：丙`.

use std::sync::LazyLock;

use regex::Regex;

use super::people::{
    BOTH, NOT_NAMES, PARTS, Part, ROLES, begins_with_surname, dedup, is_personal, is_separator, is_unit, names,
    names_a_role,
};
use crate::model::text::{is_blank, is_han};

fn literal(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a literal of this file and its tests run it")
}

/// The reporters named inside a text: `本报讯（记者 甲 通讯员 乙）`, `（记者 丙）`, `半月谈记者 丁`, `（文/图 戊）`, `供稿：己`.
/// Only the opening and the closing paragraphs carry credits.
pub fn credits<S: AsRef<str>>(paragraphs: &[S]) -> Vec<String> {
    let mut found = Vec::new();
    let last = paragraphs.len().saturating_sub(3);
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at >= 6 && at < last {
            continue;
        }
        let paragraph = paragraph.as_ref();
        for group in bracketed(paragraph) {
            let opens = paragraph.trim_start().find(group).is_some_and(|start| start < 90);
            let closes =
                paragraph.trim_end_matches(|c: char| is_blank(c) || "）)。".contains(c)).ends_with(group.trim_end());
            if !opens && !closes {
                continue;
            }
            let by_part = authors_by_part(group).filter(|_| closes && at >= last);
            if let Some(authors) = by_part.filter(|authors| !authors.is_empty() || !names_a_role(group)) {
                found.extend(authors);
            } else if names_a_role(group) {
                found.extend(after_roles(group));
            } else if closes && at + 1 == paragraphs.len() || opens && is_telegram(paragraph, group) {
                found.extend(signed(group));
            }
        }
        // ●苏晚 程小渔: names with a mark, alone on a line above the text.
        if let Some(names) = paragraph.trim_start().strip_prefix(['●', '◎', '□', '■', '○', '◆', '▲']).filter(|_| at < 3)
        {
            found.extend(signed(names.trim()));
        }
        let short = paragraph.chars().count() <= 50 && !paragraph.contains(['。', '，', ',']);
        if short && bracketed(paragraph).is_empty() {
            let is_line = |names: &Vec<String>| {
                at >= last
                    || at < 3 && paragraph.contains(['/', '／']) && names.iter().all(|name| begins_with_surname(name))
            };
            let authors = authors_by_part(paragraph).filter(is_line);
            match authors.filter(|authors| !authors.is_empty() || !names_a_role(paragraph)) {
                Some(authors) => found.extend(authors),
                None if names_a_role(paragraph) => found.extend(after_roles(paragraph)),
                None => {}
            }
        } else if let Some(opening) = opening_credit(paragraph) {
            found.extend(after_roles(opening));
        }
    }
    dedup(&mut found);
    found
}

/// The authors of credits that consist of parts and names and nothing else: `文/图 甲 乙`, `文：甲 图：乙`, `甲/文 乙/图`, `甲 摄`.
/// `None` where something else is said; those who took the pictures are left out.
fn authors_by_part(text: &str) -> Option<Vec<String>> {
    static BOTH_WORDS: LazyLock<Regex> = LazyLock::new(|| {
        literal(
            r"(?:文|图|摄影|文字|图片)\s?[/／、&＆+]\s?(?:文|图|摄影|文字|图片|摄)|图文报道|图文|文图|文并摄|摄影报道|摄并文|文并图",
        )
    });
    let text = BOTH_WORDS.replace_all(text, format!(" {BOTH} "));
    let mut parts: Vec<(Option<Part>, Vec<&str>)> = vec![(None, Vec::new())];
    let tokens: Vec<&str> = text.split(is_separator).filter(|token| !token.is_empty()).collect();
    for token in tokens {
        let part = PARTS.iter().find(|(word, _)| *word == token).map(|(_, part)| *part);
        // 南都见习记者: the part of someone of a medium.
        let of_medium = ROLES.iter().any(|role| token.ends_with(role) && token.len() <= role.len() + 24);
        match part {
            Some(part) => parts.push((Some(part), Vec::new())),
            None if of_medium => parts.push((Some(Part::Author), Vec::new())),
            None if is_personal(token) => parts.last_mut()?.1.push(token),
            // 供稿：县水务局 苏晚: where they work.
            None if is_unit(token) => {}
            // 记者苏晚, 苏晚摄: the part clings to the name.
            None => {
                let ((word, part), name) = PARTS.iter().find_map(|known| {
                    let name = token.strip_prefix(known.0).or_else(|| token.strip_suffix(known.0))?;
                    (is_personal(name) && begins_with_surname(name)).then_some((*known, name))
                })?;
                if token.starts_with(word) {
                    parts.push((Some(part), vec![name]));
                } else {
                    parts.last_mut()?.1.push(name);
                    parts.push((Some(part), Vec::new()));
                }
            }
        }
    }
    if parts.len() < 2 {
        return None;
    }
    // A part stands before its people, or behind them where the line begins with people.
    let behind = !parts[0].1.is_empty();
    let is_author = |at: usize| {
        let part = if behind { parts.get(at + 1).and_then(|(part, _)| *part) } else { parts[at].0 };
        part == Some(Part::Author)
    };
    let authors = (0..parts.len()).filter(|at| is_author(*at)).flat_map(|at| &parts[at].1);
    Some(authors.map(|name| (*name).to_owned()).collect())
}

/// The people of a line above a text that names their part without a colon: 青岑日报记者 苏晚 通讯员 程小渔.
pub fn reporters(line: &str) -> Vec<String> {
    if line.chars().count() > 50 || line.contains(['。', '，', ',', '！', '？']) {
        return Vec::new();
    }
    let by_part = authors_by_part(line).unwrap_or_default();
    if by_part.is_empty() && names_a_role(line) { after_roles(line) } else { by_part }
}

/// `（常书香 马丹阳）` at the very end: names alone, so each must begin with a surname.
fn signed(group: &str) -> Vec<String> {
    let tokens: Vec<String> = names(group).into_iter().filter(|name| !is_unit(name)).collect();
    let all_people = tokens.iter().all(|name| is_personal(name) && begins_with_surname(name));
    if all_people && (1..=4).contains(&tokens.len()) && group.chars().count() <= 20 { tokens } else { Vec::new() }
}

/// Whether a bracket stands behind the words that open a report: 青岑日报讯（…）, 本报消息（…）.
fn is_telegram(paragraph: &str, group: &str) -> bool {
    let before = paragraph.find(group).map_or("", |at| &paragraph[..at]);
    let before = before.trim_end_matches(|c: char| is_blank(c) || matches!(c, '(' | '（'));
    ["讯", "电", "消息"].iter().any(|end| before.ends_with(end))
}

/// The opening of a telegram: `新华社青岑2月3日电 记者甲、乙`, `本报讯 记者 丙 …`.
fn opening_credit(paragraph: &str) -> Option<&str> {
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        literal(
            r"^\s*(?:本报讯|本网讯|本台讯|本报\S{0,8}讯|\S{2,6}社\S{0,14}电)\s+((?:本报|本网|见习|实习)?(?:记者|通讯员)\s?[^，。：:]{2,30}?)\s*(?:报道)?[:：]",
        )
    });
    OPENING.captures(paragraph).and_then(|found| found.get(1)).map(|found| found.as_str())
}

/// The short texts in round brackets.
fn bracketed(text: &str) -> Vec<&str> {
    static GROUP: LazyLock<Regex> = LazyLock::new(|| literal(r"[（(]([^（）()。]{2,80})[）)]"));
    GROUP.captures_iter(text).filter_map(|found| found.get(1)).map(|found| found.as_str()).collect()
}

/// The personal names that follow the words for a part.
fn after_roles(text: &str) -> Vec<String> {
    const MARK: char = '\u{1}';
    let mut marked = text.to_owned();
    for role in ROLES {
        marked = marked.replace(role, "\u{1}");
    }
    let mut found = Vec::new();
    for segment in marked.split(MARK).skip(1) {
        let mut letter: Option<&str> = None;
        for token in segment.split(is_separator).filter(|token| !token.is_empty()) {
            let single = token.chars().count() == 1 && token.chars().all(is_han);
            match letter.take() {
                Some(first) if single => found.push(format!("{first}{token}")),
                // 记者 苏晚 文/图: 文 is no name here.
                _ if single && !found.is_empty() && PARTS.iter().any(|(part, _)| *part == token) => break,
                _ if single => letter = Some(token),
                _ if is_unit(token) => {}
                _ if is_personal(token) => found.push(token.to_owned()),
                _ if NOT_NAMES.contains(&token) => {}
                // The names are over: what follows is text.
                _ => break,
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_credits_inside_a_text() {
        let check = |paragraph: &str, expected: &[&str]| assert_eq!(credits(&[paragraph]), expected, "{paragraph}");
        check("本报讯 （实习记者 苏晚 程小渔 记者何川）清晨，渠水到田。", &["苏晚", "程小渔", "何川"]);
        check("渠水到田。（记者 欧阳澄）", &["欧阳澄"]);
        check("渠水到田。(青岑晚报记者 宋望舒)", &["宋望舒"]);
        check("渠水到田。（常书禾 马丹枫 ）", &["常书禾", "马丹枫"]);
        check("渠水到田。（完）", &[]);
        check("半岛谈记者 史卫禾", &["史卫禾"]);
        check("顶端新闻·泊云商报记者马俊川/文受访者供图", &["马俊川"]);
        check("记者在现场看到（如图），渠水到田。", &[]);
        check("渠水到田。（记者苏晚 通讯员程小渔）", &["苏晚", "程小渔"]);
        check("渠水到田。（县水利局 苏晚）", &["苏晚"]);
        check("渠水到田。（县水利局）", &[]);
        check("本报讯 记者苏晚报道：清晨，渠水到田。", &["苏晚"]);
        check("青岑日报讯（苏晚 程小渔）清晨，渠水到田。", &["苏晚", "程小渔"]);
        check("●苏晚 程小渔", &["苏晚", "程小渔"]);
        check("●渠道维护 闸门检查", &[]);
        check("青岑县融媒体中心记者 苏晚 文/图", &["苏晚"]);
        check("作者：苏晚 单位：青岑县水务局", &["苏晚"]);
        check("（通讯员 甘棠 乔木 记者 丙丁） 渠水到田。", &["甘棠", "乔木", "丙丁"]);
    }

    #[test]
    fn parts_tell_writers_from_photographers() {
        let check = |paragraph: &str, expected: &[&str]| assert_eq!(credits(&[paragraph]), expected, "{paragraph}");
        check("（文/图 刘夏禾 易楠）", &["刘夏禾", "易楠"]);
        check("渠水到田。（图文/苏晚）", &["苏晚"]);
        check("文：苏晚 图：程小渔", &["苏晚"]);
        check("苏晚/文 程小渔/图", &["苏晚"]);
        check("（苏晚 文/图）", &["苏晚"]);
        check("（苏晚 摄影报道）", &["苏晚"]);
        check("（程小渔 摄）", &[]);
        check("程小渔摄", &[]);
        check("采写：泊云见习记者 苏晚", &["苏晚"]);
        check("供稿：苏晚 审核：程小渔", &["苏晚"]);
        check("撰文/苏晚", &["苏晚"]);
        check("供稿：青岑县水务局", &[]);
        check("（供稿：县水务局 苏晚）", &["苏晚"]);
        check("图为渠道维护现场。", &[]);
        check("文化馆 图书馆", &[]);
    }

    #[test]
    fn reporters_without_a_colon() {
        assert_eq!(reporters("青岑日报记者 苏晚 通讯员 程小渔"), ["苏晚", "程小渔"]);
        assert_eq!(reporters("文/苏晚"), ["苏晚"]);
        assert!(reporters("记者从县水务局获悉，工程完工").is_empty());
    }
}
