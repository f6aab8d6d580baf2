//! A key is a word before a colon that says what follows: 来源：…, 记者：…, 索引号：…. Pages space the
//! letters of a key for looks and put several on a line; this is the one place that reads them.

mod table;

use std::collections::HashMap;
use std::sync::LazyLock;

use self::table::GROUPS;
pub use self::table::Key;
use crate::model::text::{is_blank, is_han};

/// Keys that announce their value without a colon, at the start of a line or after a blank.
const COLONLESS: &[&str] = &[
    "记者",
    "本报记者",
    "通讯员",
    "作者",
    "编辑",
    "责任编辑",
    "责编",
    "来源",
    "来源于",
    "转载自",
    "发布时间",
    "发布日期",
    "更新时间",
];

/// Keys that are the end of longer words as well.
const PARTS_OF_WORDS: &[&str] =
    &["时间", "日期", "分类", "名称", "标题", "文字", "栏目", "出处", "转自", "摘自", "选自", "来自", "媒体"];

/// The keys by their first character, which dismisses nearly every position of a line.
static BY_FIRST: LazyLock<HashMap<char, Vec<(&'static str, Key)>>> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<(&'static str, Key)>> = HashMap::new();
    for (key, names) in GROUPS {
        for name in names.split(' ') {
            by_first.entry(name.chars().next().unwrap_or_default()).or_default().push((name, *key));
        }
    }
    by_first
});

/// A key found in a line, with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The key as the table writes it.
    pub name: &'static str,
    /// What it announces.
    pub key: Key,
    /// The text up to the next key, trimmed; perhaps empty.
    pub value: &'a str,
    /// Whether a colon stood between them.
    pub colon: bool,
}

/// A line as text before its first key, and the keys with their values.
pub fn pairs(line: &str) -> (&str, Vec<Pair<'_>>) {
    let mut found: Vec<(usize, usize, &'static str, Key, bool)> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        match key_at(line, at, !found.is_empty()) {
            Some((end, name, key, colon)) => {
                found.push((at, end, name, key, colon));
                at = end;
            }
            None => at += line[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    let before = found.first().map_or(line, |(start, ..)| &line[..*start]);
    let ends = found.iter().skip(1).map(|(start, ..)| *start).chain([line.len()]);
    let pairs = found
        .iter()
        .zip(ends)
        .map(|((_, start, name, key, colon), end)| Pair {
            name,
            key: *key,
            value: trim_value(&line[*start..end]),
            colon: *colon,
        })
        .collect();
    (before, pairs)
}

/// Bytes of the longest cell that can be a key, spaced out.
const MAX_CELL: usize = 120;

/// The key a whole cell consists of, with or without its colon: `索 引 号：`.
pub fn key_alone(cell: &str) -> Option<(&'static str, Key)> {
    if cell.len() > MAX_CELL {
        return None;
    }
    let compact: String =
        cell.chars().filter(|c| !is_blank(*c) && !matches!(c, ':' | '：' | '[' | ']' | '【' | '】')).collect();
    BY_FIRST.get(&compact.chars().next()?)?.iter().find(|(name, _)| *name == compact).copied()
}

fn trim_value(value: &str) -> &str {
    let value = value.trim_end_matches(is_blank);
    // （来源：青岑县水务局）: the bracket was opened before the key.
    let value = [('（', '）'), ('(', ')')].into_iter().fold(value, |value, (open, close)| {
        let is_stray = value.matches(close).count() > value.matches(open).count();
        value.strip_suffix(close).filter(|_| is_stray).unwrap_or(value)
    });
    value.trim_matches(|c: char| {
        is_blank(c)
            || matches!(
                c,
                '|' | '｜'
                    | '丨'
                    | '/'
                    | ';'
                    | '；'
                    | '，'
                    | ','
                    | '。'
                    | '['
                    | '［'
                    | '【'
                    | ']'
                    | '］'
                    | '】'
                    | '〖'
                    | '〗'
                    | '·'
                    | '-'
                    | '—'
                    | '_'
                    | '>'
            )
    })
}

/// The longest key that begins exactly here, with where its value begins; `after_another`, where the line had a key before.
fn key_at(line: &str, at: usize, after_another: bool) -> Option<(usize, &'static str, Key, bool)> {
    let here = &line[at..];
    let first = here.chars().next()?;
    let before = line[..at].chars().next_back();
    let apart = before.is_none_or(|c| is_blank(c) || matches!(c, '(' | '（' | '|' | '｜' | '、' | '/' | '【' | '['));
    let mut best: Option<(usize, &'static str, Key, bool)> = None;
    for (name, key) in BY_FIRST.get(&first)? {
        let Some(length) = spaced_prefix(here, name) else { continue };
        // 会议时间：, 所属分类：: the end of another word is no key; behind a value it is (来源：县水利局时间：2021-03-05).
        if !after_another && before.is_some_and(is_han) && PARTS_OF_WORDS.contains(name) {
            continue;
        }
        let rest = &here[length..];
        let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
        // Accounts of the social networks set a bar where others set a colon: 编辑｜甲.
        let bar =
            |c: &char| at == 0 && (matches!(c, '｜' | '丨' | '|') || matches!(c, '/' | '／') && *key == Key::Editor);
        // 【索引号】A0001: the closing bracket stands for the colon.
        let bracket = |c: &char| {
            matches!((before, c), (Some('【'), '】') | (Some('['), ']') | (Some('［'), '］') | (Some('〖'), '〗'))
        };
        let colon =
            rest[blanks..].chars().next().filter(|c| matches!(c, ':' | '：' | '∶' | '﹕') || bar(c) || bracket(c));
        let end = match colon {
            Some(colon) => at + length + blanks + colon.len_utf8(),
            None if apart && blanks > 0 && COLONLESS.contains(name) => at + length + blanks,
            None => continue,
        };
        if best.is_none_or(|(_, known, ..)| known.len() < name.len()) {
            best = Some((end, name, *key, colon.is_some()));
        }
    }
    best
}

/// How many bytes of `text` spell `name`, blanks between its letters allowed.
fn spaced_prefix(text: &str, name: &str) -> Option<usize> {
    let mut letters = name.chars();
    let mut wanted = letters.next()?;
    for (at, c) in text.char_indices() {
        if c == wanted {
            match letters.next() {
                Some(next) => wanted = next,
                None => return Some(at + c.len_utf8()),
            }
        } else if !is_blank(c) || at == 0 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, before: &str, expected: &[(&str, &str)]) {
        let (found_before, found) = pairs(line);
        let found: Vec<(&str, &str)> = found.iter().map(|pair| (pair.name, pair.value)).collect();
        assert_eq!((found_before, found.as_slice()), (before, expected), "{line}");
    }

    #[test]
    fn reads_the_keys_of_a_line() {
        check("2020/02/04 来源:  记者 应燕航 马传贤", "2020/02/04 ", &[("来源", ""), ("记者", "应燕航 马传贤")]);
        check("来 源：泊云日报　作　者: 陆青禾", "", &[("来源", "泊云日报"), ("作者", "陆青禾")]);
        check(
            "发布时间：2021-03-05 09:12 来源：县府办 点击量：12 【字号：大 中 小】",
            "",
            &[("发布时间", "2021-03-05 09:12"), ("来源", "县府办"), ("点击量", "12"), ("字号", "大 中 小")],
        );
        check("责任编辑：甲 校对：乙", "", &[("责任编辑", "甲"), ("校对", "乙")]);
        check("记者从县水利局获悉，工程完工。", "记者从县水利局获悉，工程完工。", &[]);
        check("编辑｜甲", "", &[("编辑", "甲")]);
        check("資料來源：泊雲縣政府", "", &[("資料來源", "泊雲縣政府")]);
        check("Source: Qingcen Daily", "", &[("Source", "Qingcen Daily")]);
        check("索 引 号： 000014349/2018-00198", "", &[("索引号", "000014349/2018-00198")]);
        check(
            "【索引号】A0001 【发布机构】青岑县水务局 【文号】青水发〔2021〕3号",
            "【",
            &[("索引号", "A0001"), ("发布机构", "青岑县水务局"), ("文号", "青水发〔2021〕3号")],
        );
        check("〖索引号〗A0001 〖文号〗青水发〔2021〕3号", "〖", &[("索引号", "A0001"), ("文号", "青水发〔2021〕3号")]);
        check("编辑/甲", "", &[("编辑", "甲")]);
        check("（来源：青岑县水务局（综合股））", "（", &[("来源", "青岑县水务局（综合股）")]);
        check("来源于：青岑日报", "", &[("来源于", "青岑日报")]);
        check("会议时间：2021年3月5日", "会议时间：2021年3月5日", &[]);
        check("来源：县水利局时间：2021-03-05", "", &[("来源", "县水利局"), ("时间", "2021-03-05")]);
        check("所属分类：头条", "", &[("所属分类", "头条")]);
        assert_eq!(key_alone("发 文 字 号：").unwrap().0, "发文字号");
        assert!(key_alone("发文字号管理办法").is_none());
    }
}
