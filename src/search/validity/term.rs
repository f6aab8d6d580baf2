//! The term of a document is from when until when its own text says that it is in force: 本办法自2021年3月1日起施行，有效期5年.

use std::sync::LazyLock;

use jiff::ToSpan;
use regex::Regex;

use super::document;
use crate::model::{Article, PartialDate};

/// From when and until when a document is in force.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Term {
    /// The first day.
    pub from: Option<PartialDate>,
    /// The last day.
    pub until: Option<PartialDate>,
    /// Whether it is in force since it was issued, whenever that was.
    pub at_issue: bool,
}

/// 本办法…自…起施行. Groups: the kind that it calls itself, the day or 公布之日, and a delay with its unit.
static COMMENCES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"本(法|法典|条例|规定|办法|细则|规则|决定|通知|公告|通告|意见|令|决议|解释|批复|规范|标准|章程|准则|方案|规划|目录|措施|制度|规程|",
        r"指引|指南|守则|文件|实施细则|实施办法|实施意见|实施方案|暂行办法|暂行规定|若干规定|若干意见|若干措施|修正案|方法|安排)",
        r"(?:[^。；自]|自[^\d公发印颁下通签批二起])*?",
        r"[自从]\s*([^。；]{2,24}?)\s*起(?:\s*([0-9一二三四五六七八九十]+)\s*(日|天|个月)\s*(?:后|之后))?(?:正式|开始)?\s*(?:施行|实施|执行|生效|试行)",
    ))
    .expect("a literal pattern, and a test runs it")
});

/// 本办法…有效期 and what follows it in the sentence; or 执行期限, 试行期.
static VALID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"本(?:法|条例|规定|办法|细则|规则|决定|通知|公告|通告|意见|令|方案|规划|目录|措施|制度|规程|指引|标准|文件|政策|实施细则|实施办法|暂行办法)",
        r"(?:[^。；]{0,80}?(?:施行|实施|执行|生效|试行|解释)[^。；]{0,12}?)?[，,、\s]*",
        r"(?:的)?(?:有效期|有效期限|有效期间|执行期限|施行期限|实施期限|试行期|试行期限|执行至|施行至|实施至|有效至)([^。；]{0,40})",
    ))
    .expect("a literal pattern, and a test runs it")
});

impl Term {
    /// Reads the term of a document.
    pub fn read(article: &Article) -> Self {
        let made = document::made(article).map(|made| made.on);
        let mut term = Self { from: document::commencement_in_heading(article), until: None, at_issue: false };
        for text in &article.paragraphs {
            if text.contains('起')
                && let Some(found) = COMMENCES.captures_iter(text).last()
                && names_itself(&article.title, &found[1])
            {
                term.from = commencement(&found, made).or(term.from);
                term.at_issue = is_issue(&found[2]);
            }
            if text.contains("有效") || text.contains('期') || text.contains('至') {
                let rest = VALID.captures(text).and_then(|found| Some(found.get(1)?.as_str().to_owned()));
                let from = term.from.or(made);
                term.until = rest.and_then(|rest| last_day(&rest, from)).or(term.until);
            }
        }
        let is_sound = term.from.zip(term.until).is_none_or(|(from, until)| from.first_day() <= until.last_day());
        if is_sound { term } else { Self { until: None, ..term } }
    }
}

/// Whether 本办法 is the document of this title, or what it publishes.
fn names_itself(title: &str, kind: &str) -> bool {
    let last: String = kind.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
    title.contains(&last)
        || kind == "文件"
        || ["印发", "公布", "发布", "令", "公告"].iter().any(|word| title.contains(word))
}

/// The first day of what commences so.
fn commencement(found: &regex::Captures<'_>, made: Option<PartialDate>) -> Option<PartialDate> {
    let day = &found[2];
    let named = PartialDate::find(day).or_else(|| PartialDate::find_in_ideographs(day));
    let first = named.or_else(|| made.filter(|_| is_issue(day)))?;
    match (found.get(3), found.get(4)) {
        (Some(count), Some(unit)) => later(first, number(count.as_str())?, unit.as_str()),
        _ => Some(first),
    }
}

/// Whether the day of issue is meant: 公布之日, 国务院批准之日.
fn is_issue(day: &str) -> bool {
    let words = ["公布", "发布", "印发", "颁布", "下发", "通过", "签署", "签发", "批准"];
    !day.contains(|c: char| c.is_ascii_digit()) && words.iter().any(|word| day.contains(word))
}

/// The last day of a term: 至2025年12月31日, 5年, 自…至…止.
fn last_day(rest: &str, from: Option<PartialDate>) -> Option<PartialDate> {
    static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:至|到|^\s*截止|^\s*为?)\s*((?:\d{4}|[一二][〇○零一二三四五六七八九]{3})\s*年[^，。；至到]{0,10})",
        )
        .expect("a literal pattern, and a test runs it")
    });
    static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:限)?\s*(?:暂?定?为|是|：|:|暂定)?\s*([0-9一二三四五六七八九十两]{1,3})\s*(年|个月)")
            .expect("a literal pattern, and a test runs it")
    });
    if let Some(found) = LENGTH.captures(rest) {
        let end = later(from?, number(&found[1])?, &found[2])?;
        return match end.day() {
            Some(_) => PartialDate::from_day(end.first_day() - 1),
            None => Some(end),
        };
    }
    let day = &UNTIL.captures_iter(rest).last()?[1];
    let named = PartialDate::find(day).or_else(|| PartialDate::find_in_ideographs(day));
    named.or_else(|| PartialDate::new(day.get(..4)?.parse().ok()?, None, None))
}

/// A date so much later, as precise as it was.
fn later(date: PartialDate, count: i32, unit: &str) -> Option<PartialDate> {
    let (month, day) = (date.month(), date.day());
    let from = jiff::civil::Date::new(date.year(), month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let span = match unit {
        "年" => count.years(),
        "个月" => count.months(),
        _ => count.days(),
    };
    let end = from.checked_add(span).ok()?;
    PartialDate::new(end.year(), month.map(|_| end.month()), day.map(|_| end.day()))
}

/// A number up to 999 in digits, or up to 99 in ideographs.
fn number(text: &str) -> Option<i32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit = |c: char| match c {
        '两' => Some(2),
        _ => "一二三四五六七八九".chars().position(|digit| digit == c).map(|at| at as i32 + 1),
    };
    let (tens, ones) = match text.split_once('十') {
        None => return text.chars().next().filter(|_| text.chars().count() == 1).and_then(digit),
        Some(parts) => parts,
    };
    let value = |text: &str, none: i32| if text.is_empty() { Some(none) } else { text.chars().next().and_then(digit) };
    Some(value(tens, 1)? * 10 + value(ones, 0)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::validity::test_articles::article;

    #[test]
    fn documents_say_from_when_and_until_when() {
        let check = |title: &str, text: &str, from: &str, until: &str| {
            let term = Term::read(&article(title, "2021-03-04", &[text]));
            let shown = |date: Option<PartialDate>| date.map_or_else(String::new, |date| date.to_string());
            assert_eq!((&*shown(term.from), &*shown(term.until)), (from, until), "{text}");
        };
        let measure = "青岑县防汛办法";
        check(measure, "第九条 本办法自2021年4月1日起施行。", "2021-04-01", "");
        check(measure, "本办法自发布之日起施行。", "2021-03-04", "");
        check(measure, "本办法由县水利局负责解释，自印发之日起30日后施行，有效期5年。", "2021-04-03", "2026-04-02");
        check(measure, "本办法自2021年4月1日起施行，有效期至2026年3月31日。", "2021-04-01", "2026-03-31");
        check(measure, "本办法自二〇二一年四月一日起施行，有效期两年。", "2021-04-01", "2023-03-31");
        check(measure, "本办法有效期自2021年4月1日至2024年3月31日止。", "", "2024-03-31");
        check(measure, "2021年12月1日 施行", "2021-12-01", "");
        check(
            "关于调整用水价格的通知",
            "本通知自2021年5月1日起执行，执行期限至2023年12月31日。",
            "2021-05-01",
            "2023-12-31",
        );
        check("关于印发《青岑县防汛办法》的通知", "本办法自公布之日起试行，试行期二年。", "2021-03-04", "2023-03-03");
        // What is said of licences, of other documents, and of what was is no term.
        check(measure, "第八条 依照本办法核发的许可证有效期为三年。", "", "");
        check(measure, "《水法》自2002年10月1日起施行。", "", "");
        check("青岑县抓好春灌", "会议指出，本办法自2021年4月1日起施行。", "", "");
        check(measure, "本办法自2021年4月1日起施行，有效期至2020年3月31日。", "2021-04-01", "");
    }

    #[test]
    fn a_law_tells_in_its_heading_when_it_was_made() {
        let law = article(
            "青岑县防汛条例",
            "2024-01-01",
            &[
                "（2001年2月3日青岑县人民代表大会通过 根据2018年5月6日《关于修改〈青岑县防汛条例〉的决定》修正 2018年7月1日起施行）",
                "第一条 为了防汛，制定本条例。",
                "2020年1月1日通过的不算",
            ],
        );
        let made = document::made(&law).unwrap();
        assert_eq!((made.on.to_string().as_str(), made.by_heading), ("2018-05-06", true));
        let plain =
            document::made(&article("通知", "2024-01-01", &["根据2018年5月6日公布的规定，通知如下。"])).unwrap();
        assert_eq!((plain.on.to_string().as_str(), plain.by_heading), ("2024-01-01", false));
    }
}
