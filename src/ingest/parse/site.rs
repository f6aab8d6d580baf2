//! The site and the column of a page, as its footer and its breadcrumb name them.

use std::sync::LazyLock;

use regex::Regex;

use super::boilerplate::compact;
use crate::model::text::{is_blank, is_han};

/// The site that a footer names: before 版权所有 first, then after it, then 主办.
pub fn site_of_footer<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let before = |line: &'a str| {
        let at = line.find("版权所有").filter(|at| !line[at + "版权所有".len()..].starts_with([':', '：']))?;
        site_name(line[..at].rsplit(['|', '｜', '丨', '：', ':', '，', ',']).find(|part| part.chars().any(is_han))?)
    };
    let after = |line: &'a str| {
        let rest = &line[line.find("版权所有")? + "版权所有".len()..];
        site_name(
            rest.strip_prefix([':', '：'])?.split([' ', '\u{3000}', '|', '，', ',']).find(|part| !part.is_empty())?,
        )
    };
    let host = |line: &'a str| {
        let at = line.find("主办").filter(|at| !line[*at..].contains('。'))?;
        let rest = line[at + "主办".len()..].trim_start_matches("单位").trim_start();
        // 青岑县水务局主办 县信息中心承办
        let before = line[..at].rsplit(|c: char| !is_han(c)).next().unwrap_or_default();
        if before.chars().count() >= 4 && !rest.starts_with([':', '：']) && !before.contains("由") {
            return site_name(before);
        }
        site_name(rest.strip_prefix([':', '：'])?.trim_start().split([' ', '\u{3000}', '|', '，', ',', '\t']).next()?)
    };
    let belongs = |line: &'a str| {
        static BELONGS: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:版权(?:均|都)?(?:归属?|属于?)|由|未经)(\p{Han}{2,25}?)(?:书面)?(?:所有|主办|授权|许可|同意|允许|$|[^\p{Han}])")
                .expect("the pattern is a literal and a test runs it")
        });
        site_name(BELONGS.captures(line)?.get(1)?.as_str()).filter(|name| {
            !["作者", "本站", "本网", "书面", "授权", "许可", "允许", "同意", "转载"]
                .iter()
                .any(|word| name.contains(word))
        })
    };
    let copyright = |line: &'a str| {
        static COPYRIGHT: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)(?:copyright|©|\(c\))[\s\d©(c)?,.~–—-]*(?:by)?\s*(\p{Han}{4,25})(?:\s|$|[^\p{Han}])")
                .expect("the pattern is a literal and a test runs it")
        });
        let name = COPYRIGHT.captures(line)?.get(1)?.as_str().trim_end_matches("版权所有");
        site_name(name).filter(|name| name.chars().count() >= 4)
    };
    let first = |read: &dyn Fn(&'a str) -> Option<String>| lines.clone().find_map(read);
    first(&before)
        .or_else(|| first(&after))
        .or_else(|| first(&host))
        .or_else(|| first(&belongs))
        .or_else(|| first(&copyright))
}

/// A name out of the words around it: no years, no version, no `Copyright`.
fn site_name(text: &str) -> Option<String> {
    static PREFACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:本网站?|本站|网站|本平台)?(?:上|中)?的?(?:所有|全部|一切)?(?:内容|信息|文章|作品|资料|图文|文字|图片|稿件|、|和|及|与)*(?:均|皆|都)?(?:由|为|归|属于?|是)")
            .expect("the pattern is a literal and a test runs it")
    });
    let text = text.trim_matches(|c: char| !is_han(c));
    let text = PREFACE.find(text).filter(|found| found.len() > 3).map_or(text, |found| &text[found.end()..]);
    let name = text
        .trim_matches(|c: char| !is_han(c))
        .split_whitespace()
        .rfind(|word| word.chars().any(is_han))?
        .trim_start_matches("本网站")
        .trim_matches(|c: char| !(is_han(c) || c.is_ascii_alphabetic() || "·（）()《》".contains(c)));
    let length = name.chars().count();
    ((2..=25).contains(&length)).then(|| name.to_owned())
}

/// Beginnings of a breadcrumb.
const CRUMBS: &[&str] = &[
    "当前位置",
    "您的位置",
    "您现在的位置",
    "您当前的位置",
    "你的位置",
    "所在位置",
    "现在位置",
    "当前的位置",
    "首页",
    "网站首页",
    "位置",
];

/// Last steps of a breadcrumb that name no column.
const NO_COLUMNS: &[&str] = &[
    "正文",
    "内容",
    "文章",
    "详情",
    "信息内容",
    "文章内容",
    "详细内容",
    "新闻详情",
    "浏览文章",
    "内容详情",
    "正文内容",
    "首页",
    "列表",
    "文章正文",
    "浏览正文",
    "稿件",
    "文章详情",
];

/// The column a breadcrumb leads to: `当前位置：首页 > 新闻 > 本县要闻` → 本县要闻. `None`: no breadcrumb.
pub fn column_of_breadcrumb(line: &str, title: &str) -> Option<String> {
    const MARKS: &[char] = &['>', '＞', '»', '›', '→', '/', '\\'];
    if line.chars().count() > 200 || !line.contains(MARKS) {
        return None;
    }
    let compact = compact(line);
    let first = compact.split(MARKS).next().unwrap_or_default();
    let home = first.ends_with("首页") && first.chars().count() <= 12;
    if !home && !CRUMBS.iter().any(|start| compact.starts_with(start)) {
        return None;
    }
    let names_a_column = |step: &&str| {
        let length = step.chars().count();
        let repeats_title = *step == title || title.starts_with(step) && length > 8;
        length <= 20 && !NO_COLUMNS.contains(step) && !repeats_title
    };
    let steps = line.split(MARKS).map(|step| step.rsplit(['：', ':']).next().unwrap_or(step));
    let steps: Vec<&str> = steps
        .map(|step| step.trim_matches(|c: char| is_blank(c) || matches!(c, '-' | '|')))
        .filter(|step| !step.is_empty())
        .collect();
    let column = steps.into_iter().skip(1).rfind(names_a_column)?;
    Some(column.split(is_blank).next().unwrap_or(column).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_site_and_column() {
        let site = |line: &str| site_of_footer([line].into_iter());
        assert_eq!(site("Copyright? V2 2013-2017 泊云新闻网 版权所有").as_deref(), Some("泊云新闻网"));
        assert_eq!(site("版权所有：青岑县人民政府 泊ICP备1号").as_deref(), Some("青岑县人民政府"));
        assert_eq!(site("主办：青岑县人民政府办公室 承办：县大数据中心").as_deref(), Some("青岑县人民政府办公室"));
        assert_eq!(site("所有内容为泊云新闻网版权所有，未经授权不得转载").as_deref(), Some("泊云新闻网"));
        assert_eq!(site("本网站内容均由泊云县融媒体中心版权所有").as_deref(), Some("泊云县融媒体中心"));
        assert_eq!(site("本站内容版权归泊云新闻网所有，转载请注明").as_deref(), Some("泊云新闻网"));
        assert_eq!(site("Copyright © 2015-2021 泊云新闻网 All Rights Reserved").as_deref(), Some("泊云新闻网"));
        assert_eq!(site("青岑县水务局主办 青岑县信息中心承办").as_deref(), Some("青岑县水务局"));
        assert_eq!(site("未经泊云新闻网授权，不得转载").as_deref(), Some("泊云新闻网"));
        assert_eq!(site("未经授权不得转载"), None);
        assert_eq!(site("凡注明“来源：泊云新闻网”的作品，版权均属泊云新闻网所有").as_deref(), Some("泊云新闻网"));
        let column = |line: &str| column_of_breadcrumb(line, "标题");
        assert_eq!(column("当前位置：首页 > 新闻 > 本县要闻").as_deref(), Some("本县要闻"));
        assert_eq!(column("您现在的位置：首页 >> 政务公开 >> 通知公告 >> 正文").as_deref(), Some("通知公告"));
        assert_eq!(column("网易首页 > 财经频道 > 宏观新闻 > 正文").as_deref(), Some("宏观新闻"));
        assert_eq!(column("首页新闻要闻"), None);
    }
}
