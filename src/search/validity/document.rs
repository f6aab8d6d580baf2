//! A document (公文, 法规) is a bulletin that orders something in its own name: it begins and ends to be in force. News, drafts and
//! explanations are none, whatever they quote.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Article, PartialDate, Validity};

/// What the titles of documents end with.
const KINDS: &[&str] = &[
    "法",
    "法典",
    "条例",
    "规定",
    "办法",
    "细则",
    "规则",
    "决定",
    "通知",
    "公告",
    "通告",
    "意见",
    "命令",
    "令",
    "决议",
    "解释",
    "批复",
    "规范",
    "标准",
    "章程",
    "准则",
    "方案",
    "规划",
    "目录",
    "措施",
    "制度",
    "规程",
    "指引",
    "指南",
    "守则",
    "公报",
    "宪法",
    "安排",
    "方法",
    "议事规则",
];

/// Words of titles that are about a document.
const ABOUT: &[&str] = &[
    "征求意见",
    "意见稿",
    "草案",
    "送审稿",
    "解读",
    "图解",
    "一图读懂",
    "答记者问",
    "问答",
    "起草说明",
    "新闻发布",
    "座谈",
    "宣传",
];

/// Paragraphs in which the heading of a law stands at most.
const HEADING: usize = 15;

/// Lines at either end of a text among which the day of signing stands.
const SIGNED: usize = 8;

/// Characters of one of its lines at most.
const MAX_HEADING_LINE: usize = 400;

/// The title without the marks behind it: 青岑县防汛办法（试行） is one of 办法.
fn stem(title: &str) -> &str {
    let mut rest = title.trim();
    while let Some(cut) = rest.strip_suffix(['）', ')', '】', ']', '〕']) {
        let Some(open) = cut.rfind(['（', '(', '【', '[', '〔']) else { break };
        rest = cut[..open].trim_end();
    }
    rest.trim_end_matches("全文").trim_end()
}

/// Whether an article is a document.
pub fn is_document(article: &Article) -> bool {
    let title = &article.title;
    if ABOUT.iter().any(|word| title.contains(word)) {
        return false;
    }
    let numbered = article.document_number.is_some();
    let by_kind = article.document_kind.is_some() || KINDS.iter().any(|kind| stem(title).ends_with(kind));
    // A reporter signs no order.
    numbered || article.authors.is_empty() && (by_kind || published_text(article).is_some())
}

/// Whether a document ends or amends others in its own name, as an order does and a report of one does not: it has a number, an
/// organ, articles, or the title of an order (关于…的决定).
pub fn is_order(article: &Article) -> bool {
    let title = stem(&article.title);
    let orders = title.contains("关于") && KINDS.iter().any(|kind| title.ends_with(&format!("的{kind}")));
    let has_articles = || article.paragraphs.iter().any(|text| ARTICLE.is_match(text));
    let is_order = article.document_number.is_some() || !article.issuers.is_empty() || orders || has_articles();
    is_order && is_document(article)
}

/// The first words of an article of a law: 第三十四条.
static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*第[0-9一二三四五六七八九十百]{1,5}条").expect("a literal pattern, and a test runs it")
});

/// The title of the document whose text an article has in full: 县政府印发《…办法》 with its articles.
pub fn published_text(article: &Article) -> Option<&str> {
    let title = stem(&article.title);
    let (head, rest) = title.split_once('《')?;
    let inner = rest.strip_suffix('》').or_else(|| rest.strip_suffix("》的通知"))?;
    let publishes = ["印发", "公布", "发布", "颁布"].iter().any(|word| head.contains(word));
    let has_text = || article.paragraphs.iter().any(|text| text.trim_start().starts_with("第一条"));
    (publishes && !inner.contains(['《', '》']) && has_text()).then_some(inner)
}

/// What a mark at either end of a title says: 【废止】, （已失效）.
pub fn marked(title: &str) -> Option<Validity> {
    let title = title.trim();
    let at_start = title
        .strip_prefix(['【', '[', '〔', '（', '('])
        .and_then(|rest| rest.split(['】', ']', '〕', '）', ')']).next());
    let at_end = title
        .strip_suffix(['】', ']', '〕', '）', ')'])
        .and_then(|rest| rest.rsplit(['【', '[', '〔', '（', '(']).next());
    [at_start, at_end].into_iter().flatten().find_map(|mark| {
        let is_mark = mark.chars().count() <= 6 && !mark.contains("试行") && !mark.contains("暂行");
        Validity::from_published(mark).filter(|validity| is_mark && *validity != Validity::InForce)
    })
}

/// When the text of a document was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// The day.
    pub on: PartialDate,
    /// Whether its own heading says so, as laws have it: 2021年3月4日…通过. A page may be dated when it was copied.
    pub by_heading: bool,
}

/// When the text of a document was made: the latest day in its heading, else 成文日期, else 发布日期.
pub fn made(article: &Article) -> Option<Made> {
    let heading =
        heading(article).filter(|line| MADE.is_match(line)).flat_map(days_of_line).max_by_key(|day| day.first_day());
    match heading {
        Some(on) => Some(Made { on, by_heading: true }),
        None => {
            let on = article.issued_on.or_else(|| signed(article)).or(article.published_on)?;
            Some(Made { on, by_heading: false })
        }
    }
}

/// The day that stands on a line of its own above or below the text, as one signs.
fn signed(article: &Article) -> Option<PartialDate> {
    let lines = &article.paragraphs;
    let (head, rest) = lines.split_at(lines.len().min(SIGNED));
    let tail = &rest[rest.len().saturating_sub(SIGNED)..];
    head.iter().chain(tail).find_map(|line| {
        let line = line.trim();
        let is_day = line.chars().count() <= 12 && line.ends_with('日');
        is_day.then(|| PartialDate::find(line).or_else(|| PartialDate::find_in_ideographs(line))).flatten()
    })
}

/// What the heading of a law says of the day from which it is in force: 2021年12月1日 施行.
pub fn commencement_in_heading(article: &Article) -> Option<PartialDate> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:自)?\s*(\d{4}年\d{1,2}月\d{1,2}日)\s*(?:起)?\s*(?:施行|实施|生效|起生效)")
            .expect("a literal pattern, and a test runs it")
    });
    heading(article).filter_map(|line| PartialDate::find(LINE.captures(line)?.get(1)?.as_str())).last()
}

/// Words of a heading that say when the text was made.
static MADE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("通过|公布|发布|颁布|修正|修订|修改|批准").expect("a literal pattern, and a test runs it")
});

/// The lines above the first article that tell how a law came to be.
fn heading(article: &Article) -> impl Iterator<Item = &str> {
    static TEXT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:第[一1][章条编节]|[一二三]、|目\s*录)").expect("a literal pattern, and a test runs it")
    });
    let begins = |line: &str| line.trim_start().starts_with(|c: char| c.is_ascii_digit() || "（(一二根".contains(c));
    let lines = article.paragraphs.iter().take(HEADING).map(String::as_str).take_while(|line| !TEXT.is_match(line));
    lines.filter(move |line| begins(line) && !line.contains('。') && line.chars().count() <= MAX_HEADING_LINE)
}

/// The days that a line of the heading names, without those from which something is in force.
fn days_of_line(line: &str) -> Vec<PartialDate> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)(\s*起?\s*(?:施行|实施|生效))?")
            .expect("a literal pattern, and a test runs it")
    });
    let days = DAY.captures_iter(line).filter(|found| found.get(2).is_none());
    let days: Vec<PartialDate> = days.filter_map(|found| PartialDate::find(&found[1])).collect();
    if days.is_empty() && !DAY.is_match(line) {
        PartialDate::find_in_ideographs(line).into_iter().collect()
    } else {
        days
    }
}
