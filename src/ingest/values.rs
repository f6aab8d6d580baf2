//! The values of fields as they are kept: dates and moments in one writing, addresses that a browser may be sent to, lines
//! without the markup that their systems left in them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use scraper::Html;

use super::dates;
use crate::model::PartialDate;
use crate::model::date::CHINA;
use crate::model::text::tidy_line;

/// A date in any of its writings.
pub fn date(text: String) -> Option<PartialDate> {
    text.parse().ok().or_else(|| dates::find(&text))
}

/// A moment as RFC 3339; pages of this country that give no offset mean +08:00. Midnight is what systems write that know
/// the day alone, so it is no moment.
pub fn moment(text: String) -> Option<String> {
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        let is_midnight = CHINA.to_datetime(timestamp).time() == jiff::civil::Time::midnight();
        return (!is_midnight).then(|| timestamp.display_with_offset(CHINA).to_string());
    }
    let day = dates::find(&text).filter(|date| date.day().is_some())?;
    let clock = text.split([' ', 'T', '日', '-']).rev().find(|part| part.contains([':', '：']))?;
    let clock = clock.replace('：', ":");
    let mut parts = clock.splitn(3, ':').map(|part| part.chars().take(2).collect::<String>().parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().flatten().unwrap_or(0);
    let time = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
    (time != jiff::civil::Time::midnight()).then(|| format!("{day}T{time}+08:00"))
}

/// An absolute address that a reader's browser may be sent to.
pub fn web_address(text: String) -> Option<String> {
    let lower = text.get(..8).unwrap_or(&text).to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower.starts_with("https://");
    (is_web && !text.contains([' ', '"', '<', '>', '\\'])).then_some(text)
}

/// 主题分类 with its levels separated by `/`, whatever the page used.
pub fn subject_path(text: &str) -> String {
    let levels: Vec<&str> =
        text.split(['\\', '/', '＼', '／', '>', '＞']).map(str::trim).filter(|level| !level.is_empty()).collect();
    levels.join("/")
}

/// `zh-Hant`, `zh-Hans` or nothing, by the characters that only one of the scripts uses.
pub fn script_of(title: &str, paragraphs: &[String]) -> Option<&'static str> {
    const TRADITIONAL: &str = "國會時對來為這說學個們長開關門電車東業務黨總經濟發動員過後機構領導實現產華萬與於從義單當選縣區鄉鎮書記訊環護設議應強調幹點無處認辦";
    const SIMPLIFIED: &str = "国会时对来为这说学个们长开关门电车东业务党总经济发动员过后机构领导实现产华万与于从义单当选县区乡镇书记讯环护设议应强调干点无处认办";
    static SETS: LazyLock<(HashSet<char>, HashSet<char>)> =
        LazyLock::new(|| (TRADITIONAL.chars().collect(), SIMPLIFIED.chars().collect()));
    let (traditional, simplified) = &*SETS;
    let sample = title.chars().chain(paragraphs.iter().flat_map(|p| p.chars())).take(2_000);
    let (mut hant, mut hans, mut han) = (0, 0, 0);
    for c in sample {
        han += usize::from(crate::model::text::is_han(c));
        hant += usize::from(traditional.contains(&c));
        hans += usize::from(simplified.contains(&c) && !traditional.contains(&c));
    }
    match (hant, hans) {
        _ if han < 4 => None,
        (0, 0) => None,
        (hant, hans) if hant > hans => Some("zh-Hant"),
        _ => Some("zh-Hans"),
    }
}

/// A title without tags and entities that were meant for a browser: `甲<br/>乙&nbsp;丙` → 甲 乙 丙. What only looks like
/// markup (《A<B》) stays.
pub fn without_markup(line: &str) -> Cow<'_, str> {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)</?(p|br|div|h[1-6]|center|li|tr|td|span|font|b|strong|em|i|u|a|sup|sub|small|big|o:p|ucaptitle)(?:\s[^<>]*|\s*/)?>",
        )
        .expect("the pattern is a literal and a test runs it")
    });
    if !line.contains(['<', '&']) || !TAG.is_match(line) && !ENTITY.is_match(line) {
        return Cow::Borrowed(line);
    }
    // Tags that begin or end a line part words; others stand within them.
    let parted = TAG.replace_all(line, |found: &regex::Captures<'_>| {
        let name = found[1].to_ascii_lowercase();
        let breaks = ["p", "br", "div", "center", "li", "tr", "td", "ucaptitle"].contains(&name.as_str())
            || name.len() == 2 && name.starts_with('h');
        if breaks { " " } else { "" }
    });
    Cow::Owned(tidy_line(&without_entities(&parted)))
}

static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"&(?:nbsp|amp|lt|gt|quot|apos|[lr][sd]quo|[mn]dash|hellip|middot|ensp|emsp|times|laquo|raquo|bull|#\d{2,6}|#x[0-9A-Fa-f]{2,6});")
        .expect("the pattern is a literal and a test runs it")
});

/// A text with letters for what markup writes for them: `AT&amp;T` → AT&T.
pub fn without_entities(text: &str) -> Cow<'_, str> {
    ENTITY.replace_all(text, |found: &regex::Captures<'_>| match &found[0] {
        "&nbsp;" => "\u{A0}".to_owned(),
        "&amp;" => "&".to_owned(),
        "&lt;" => "<".to_owned(),
        "&gt;" => ">".to_owned(),
        "&quot;" => "\"".to_owned(),
        other => Html::parse_fragment(other).root_element().text().collect::<String>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_rfc_3339() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(moment(text.into()).as_deref(), expected, "{text}");
        check("2020-02-04 08:30", Some("2020-02-04T08:30:00+08:00"));
        check("2020年02月04日08:30:15", Some("2020-02-04T08:30:15+08:00"));
        check("2020-02-04-08:30:15", Some("2020-02-04T08:30:15+08:00"));
        check("2020-02-04T00:30:00Z", Some("2020-02-04T08:30:00+08:00"));
        check("2020-02-04", None);
        check("2020-02-04 00:00:00", None);
        check("2020-02-04 00:00:00:0", None);
        check("2020-02-04T00:00:00+08:00", None);
        check("2020-02-04T16:00:00Z", None);
        check("2020-02-04 00:00:01", Some("2020-02-04T00:00:01+08:00"));
        check("二〇二〇年二月四日 8:30", Some("2020-02-04T08:30:00+08:00"));
    }

    #[test]
    fn titles_lose_markup_and_nothing_else() {
        for (line, expected) in [
            ("为春灌凝聚力量<div>——热烈祝贺</div>", "为春灌凝聚力量 ——热烈祝贺"),
            ("春灌<br/>通知&nbsp;第二号", "春灌 通知 第二号"),
            ("<font color=\"red\">春</font>灌&ldquo;通知&rdquo;", "春灌“通知”"),
            ("关于CO<sub>2</sub>减排的通知", "关于CO2减排的通知"),
            ("春灌&#183;通知", "春灌·通知"),
            ("甲<乙>丙", "甲<乙>丙"),
            ("A&B 公司", "A&B 公司"),
            ("a<b 时的处理", "a<b 时的处理"),
        ] {
            assert_eq!(without_markup(line), expected);
        }
    }
}
