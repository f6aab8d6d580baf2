//! A key is a word before a colon that says what follows: 来源：…, 记者：…, 索引号：…. Pages space the
//! letters of a key for looks and put several on a line; this is the one place that reads them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::Field;
use crate::model::text::is_blank;

/// What a key announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// When the page was published; the time of day counts.
    Published,
    /// 来源.
    Source,
    /// 记者, 通讯员, 作者.
    Author,
    /// 编辑, 责任编辑.
    Editor,
    /// A field of the document's label table.
    Label(Field),
    /// Known, and no field of a bulletin: 点击量, 字号, 审核 …
    Ignored,
}

/// Every key, without inner blanks. Where one is the end of another, the longer is met first because
/// a line is read from the left.
const KEYS: &[(&str, Key)] = &[
    ("发布时间", Key::Published),
    ("发表时间", Key::Published),
    ("发稿时间", Key::Published),
    ("发文时间", Key::Published),
    ("更新时间", Key::Published),
    ("信息时间", Key::Published),
    ("录入时间", Key::Published),
    ("上传时间", Key::Published),
    ("公布时间", Key::Published),
    ("公开时间", Key::Published),
    ("公开日期", Key::Published),
    ("刊发时间", Key::Published),
    ("发表于", Key::Published),
    ("发布于", Key::Published),
    ("时间", Key::Published),
    ("日期", Key::Published),
    ("来源", Key::Source),
    ("稿源", Key::Source),
    ("稿件来源", Key::Source),
    ("信息来源", Key::Source),
    ("文章来源", Key::Source),
    ("本文来源", Key::Source),
    ("新闻来源", Key::Source),
    ("内容来源", Key::Source),
    ("文件来源", Key::Source),
    ("来源单位", Key::Source),
    ("记者", Key::Author),
    ("本报记者", Key::Author),
    ("通讯员", Key::Author),
    ("作者", Key::Author),
    ("撰稿", Key::Author),
    ("撰稿人", Key::Author),
    ("撰文", Key::Author),
    ("供稿", Key::Author),
    ("供稿人", Key::Author),
    ("文字", Key::Author),
    ("编辑", Key::Editor),
    ("责任编辑", Key::Editor),
    ("责编", Key::Editor),
    ("本文责编", Key::Editor),
    ("本期编辑", Key::Editor),
    ("网络编辑", Key::Editor),
    ("值班编辑", Key::Editor),
    ("执行编辑", Key::Editor),
    ("文字编辑", Key::Editor),
    ("编辑人", Key::Editor),
    ("索引号", Key::Label(Field::IndexNumber)),
    ("索取号", Key::Label(Field::IndexNumber)),
    ("信息索引号", Key::Label(Field::IndexNumber)),
    ("主题分类", Key::Label(Field::Subjects)),
    ("信息分类", Key::Label(Field::Subjects)),
    ("分类", Key::Label(Field::Subjects)),
    ("发文机关", Key::Label(Field::Issuers)),
    ("发文单位", Key::Label(Field::Issuers)),
    ("发布机构", Key::Label(Field::Issuers)),
    ("发布机关", Key::Label(Field::Issuers)),
    ("发布单位", Key::Label(Field::Issuers)),
    ("制发机关", Key::Label(Field::Issuers)),
    ("成文日期", Key::Label(Field::IssuedOn)),
    ("成文时间", Key::Label(Field::IssuedOn)),
    ("产生日期", Key::Label(Field::IssuedOn)),
    ("生成日期", Key::Label(Field::IssuedOn)),
    ("发文日期", Key::Label(Field::IssuedOn)),
    ("印发日期", Key::Label(Field::IssuedOn)),
    ("标题", Key::Label(Field::Title)),
    ("名称", Key::Label(Field::Title)),
    ("信息名称", Key::Label(Field::Title)),
    ("文件名称", Key::Label(Field::Title)),
    ("发文字号", Key::Label(Field::DocumentNumber)),
    ("文号", Key::Label(Field::DocumentNumber)),
    ("文件编号", Key::Label(Field::DocumentNumber)),
    ("发文文号", Key::Label(Field::DocumentNumber)),
    ("文件字号", Key::Label(Field::DocumentNumber)),
    ("发布文号", Key::Label(Field::DocumentNumber)),
    ("发布日期", Key::Label(Field::PublishedOn)),
    ("公布日期", Key::Label(Field::PublishedOn)),
    ("主题词", Key::Label(Field::Keywords)),
    ("关键词", Key::Label(Field::Keywords)),
    ("关键字", Key::Label(Field::Keywords)),
    ("有效性", Key::Label(Field::Validity)),
    ("时效性", Key::Label(Field::Validity)),
    ("效力状态", Key::Label(Field::Validity)),
    ("有效状态", Key::Label(Field::Validity)),
    ("公文种类", Key::Label(Field::DocumentKind)),
    ("文种", Key::Label(Field::DocumentKind)),
    ("所属栏目", Key::Label(Field::Column)),
    ("信息类别", Key::Ignored),
    ("公开类别", Key::Ignored),
    ("公开形式", Key::Ignored),
    ("公开方式", Key::Ignored),
    ("公开时限", Key::Ignored),
    ("公开范围", Key::Ignored),
    ("责任部门", Key::Ignored),
    ("公开责任部门", Key::Ignored),
    ("体裁分类", Key::Ignored),
    ("服务对象", Key::Ignored),
    ("组配分类", Key::Ignored),
    ("生效日期", Key::Ignored),
    ("实施日期", Key::Ignored),
    ("失效日期", Key::Ignored),
    ("废止日期", Key::Ignored),
    ("内容概述", Key::Ignored),
    ("内容摘要", Key::Ignored),
    ("统一编号", Key::Ignored),
    ("规范性文件编号", Key::Ignored),
    ("登记号", Key::Ignored),
    ("点击量", Key::Ignored),
    ("点击数", Key::Ignored),
    ("点击次数", Key::Ignored),
    ("点击率", Key::Ignored),
    ("点击", Key::Ignored),
    ("浏览量", Key::Ignored),
    ("浏览数", Key::Ignored),
    ("浏览次数", Key::Ignored),
    ("浏览", Key::Ignored),
    ("访问量", Key::Ignored),
    ("访问次数", Key::Ignored),
    ("阅读量", Key::Ignored),
    ("阅读次数", Key::Ignored),
    ("阅读数", Key::Ignored),
    ("阅读", Key::Ignored),
    ("人气", Key::Ignored),
    ("字号", Key::Ignored),
    ("字体", Key::Ignored),
    ("字体大小", Key::Ignored),
    ("视力保护色", Key::Ignored),
    ("保护视力色", Key::Ignored),
    ("背景色", Key::Ignored),
    ("分享", Key::Ignored),
    ("分享到", Key::Ignored),
    ("分享至", Key::Ignored),
    ("审核", Key::Ignored),
    ("审核人", Key::Ignored),
    ("审稿", Key::Ignored),
    ("审签", Key::Ignored),
    ("校对", Key::Ignored),
    ("校审", Key::Ignored),
    ("初审", Key::Ignored),
    ("复审", Key::Ignored),
    ("终审", Key::Ignored),
    ("一审", Key::Ignored),
    ("二审", Key::Ignored),
    ("三审", Key::Ignored),
    ("签发", Key::Ignored),
    ("签发人", Key::Ignored),
    ("监制", Key::Ignored),
    ("总监制", Key::Ignored),
    ("策划", Key::Ignored),
    ("统筹", Key::Ignored),
    ("摄影", Key::Ignored),
    ("图片", Key::Ignored),
    ("录入", Key::Ignored),
    ("录入人", Key::Ignored),
    ("主编", Key::Ignored),
    ("总编", Key::Ignored),
    ("值班主任", Key::Ignored),
    ("图片来源", Key::Ignored),
    ("素材来源", Key::Ignored),
    ("资料来源", Key::Ignored),
    ("数据来源", Key::Ignored),
    ("关联稿件", Key::Ignored),
    // In traditional characters, as sites of Taiwan, Hong Kong and Macao have them; 資料來源 is there who issued.
    ("發布時間", Key::Published),
    ("發佈時間", Key::Published),
    ("發布日期", Key::Published),
    ("發佈日期", Key::Published),
    ("張貼日期", Key::Published),
    ("更新時間", Key::Published),
    ("更新日期", Key::Published),
    ("來源", Key::Source),
    ("新聞來源", Key::Source),
    ("資料來源", Key::Source),
    ("記者", Key::Author),
    ("編輯", Key::Editor),
    ("責任編輯", Key::Editor),
    ("索引號", Key::Label(Field::IndexNumber)),
    ("發文機關", Key::Label(Field::Issuers)),
    ("發布單位", Key::Label(Field::Issuers)),
    ("發佈單位", Key::Label(Field::Issuers)),
    ("發文字號", Key::Label(Field::DocumentNumber)),
    ("點閱", Key::Ignored),
    ("點閱數", Key::Ignored),
    ("點擊數", Key::Ignored),
    ("瀏覽人次", Key::Ignored),
    // In English.
    ("Published", Key::Published),
    ("Updated", Key::Published),
    ("Date", Key::Published),
    ("Time", Key::Published),
    ("Source", Key::Source),
    ("Author", Key::Author),
    ("Editor", Key::Editor),
];

/// Keys that announce their value without a colon, at the start of a line or after a blank.
const COLONLESS: &[&str] =
    &["记者", "本报记者", "通讯员", "作者", "编辑", "责任编辑", "责编", "来源", "发布时间", "发布日期", "更新时间"];

/// The keys by their first character, which dismisses nearly every position of a line.
static BY_FIRST: LazyLock<HashMap<char, Vec<(&'static str, Key)>>> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<(&'static str, Key)>> = HashMap::new();
    for (name, key) in KEYS {
        by_first.entry(name.chars().next().unwrap_or_default()).or_default().push((*name, *key));
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
        match key_at(line, at) {
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

/// The key a whole cell consists of, with or without its colon: `索 引 号：`.
pub fn key_alone(cell: &str) -> Option<(&'static str, Key)> {
    let compact: String =
        cell.chars().filter(|c| !is_blank(*c) && !matches!(c, ':' | '：' | '[' | ']' | '【' | '】')).collect();
    KEYS.iter().find(|(name, _)| *name == compact).map(|(name, key)| (*name, *key))
}

fn trim_value(value: &str) -> &str {
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
                    | '·'
                    | '-'
                    | '—'
                    | '_'
                    | '>'
            )
    })
}

/// The longest key that begins exactly here, with where its value begins.
fn key_at(line: &str, at: usize) -> Option<(usize, &'static str, Key, bool)> {
    let here = &line[at..];
    let first = here.chars().next()?;
    let before = line[..at].chars().next_back();
    let apart = before.is_none_or(|c| is_blank(c) || matches!(c, '(' | '（' | '|' | '｜' | '、' | '/' | '【' | '['));
    let mut best: Option<(usize, &'static str, Key, bool)> = None;
    for (name, key) in BY_FIRST.get(&first)? {
        let Some(length) = spaced_prefix(here, name) else { continue };
        let rest = &here[length..];
        let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
        // Accounts of the social networks set a bar where others set a colon: 编辑｜甲.
        let bar = |c: &char| at == 0 && matches!(c, '｜' | '丨' | '|');
        let colon = rest[blanks..].chars().next().filter(|c| matches!(c, ':' | '：' | '∶' | '﹕') || bar(c));
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
        assert_eq!(key_alone("发 文 字 号：").unwrap().0, "发文字号");
        assert!(key_alone("发文字号管理办法").is_none());
    }
}
