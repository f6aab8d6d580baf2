//! Bylines are spelled by elements as well as by signs: `<label>来源</label>青岑县水务局` has no colon, and of
//! `<em>04</em><span>2021-03</span>` the one is the day and the other its month.

use std::borrow::Cow;

use super::page::{Line, Page};
use crate::ingest::parse::keys::{Key, key_alone};
use crate::model::Field;
use crate::model::text::tidy_line;

/// Text nodes of the longest line that is looked at.
const MAX_NODES: usize = 40;

/// A line as its elements spell it: with a colon behind each word that announces what the next element says. Lines that no
/// element takes apart are returned as they stand.
pub fn byline_of<'p>(page: &'p Page, line: &'p Line) -> Cow<'p, str> {
    let nodes = page.nodes_of(line);
    let begins_with_digit = line.text.starts_with(|c: char| c.is_ascii_digit());
    let is_spelled_by_signs = line.text.contains([':', '：', '。', '，']) && !is_clock(&line.text);
    if !(2..=MAX_NODES).contains(&nodes.len()) || is_spelled_by_signs && !begins_with_digit {
        return Cow::Borrowed(&line.text);
    }
    let texts =
        nodes.iter().filter_map(|node| page.html.tree.get(*node)?.value().as_text().map(|text| tidy_line(text)));
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    if let Some((date, taken)) = begins_with_parts(&texts) {
        let rest = texts[taken..].iter().map(|text| format!(" {text}"));
        return Cow::Owned(std::iter::once(date).chain(rest).collect());
    }
    if is_spelled_by_signs {
        return Cow::Borrowed(&line.text);
    }
    let is_key = |text: &String| announces(text);
    let spelled = texts.windows(2).any(|pair| is_key(&pair[0]) && !is_key(&pair[1]));
    if !spelled {
        return Cow::Borrowed(&line.text);
    }
    let parts = texts.iter().map(|text| if is_key(text) { format!("{text}：") } else { format!("{text} ") });
    Cow::Owned(parts.collect::<String>().trim_end().to_owned())
}

/// Whether the only colons of a line are those of a time of day.
fn is_clock(text: &str) -> bool {
    let mut before = ' ';
    text.chars().all(|c| {
        let fits = !matches!(c, ':' | '：') || before.is_ascii_digit();
        before = c;
        fits && !matches!(c, '。' | '，')
    })
}

/// Whether a text is a word that announces what the next element says of the page.
fn announces(text: &str) -> bool {
    let known = key_alone(text).map(|(_, key)| key);
    matches!(
        known,
        Some(
            Key::Published
                | Key::Updated
                | Key::Source
                | Key::Author
                | Key::Editor
                | Key::Ignored
                | Key::Label(Field::PublishedOn | Field::Issuers)
        )
    )
}

/// The date of a day and of a month that stand apart: 04 and 2021-03, 4 and 2021年3月.
pub fn of_parts(day: &str, month: &str) -> Option<String> {
    let is_number = |text: &str, most: u8| {
        text.len() <= 2
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|n| (1..=most).contains(&n))
    };
    let day = day.trim_end_matches('日');
    let (year, rest) = month.split_once(['-', '/', '.', '年'])?;
    let rest = rest.trim_end_matches('月');
    let is_year = year.len() == 4
        && (year.starts_with("19") || year.starts_with("20"))
        && year.bytes().all(|b| b.is_ascii_digit());
    (is_year && is_number(rest, 12) && is_number(day, 31)).then(|| format!("{year}-{rest:0>2}-{day:0>2}"))
}

/// The date that the first two or three texts are, and how many of them.
fn begins_with_parts<S: AsRef<str>>(texts: &[S]) -> Option<(String, usize)> {
    let text = |at: usize| texts.get(at).map_or("", |text| text.as_ref().trim());
    let two = of_parts(text(0), text(1)).or_else(|| of_parts(text(1), text(0)));
    let two = two.or_else(|| of_year_apart(text(0), text(1))).or_else(|| of_year_apart(text(1), text(0)));
    let three = || of_three([text(0), text(1), text(2)]).map(|date| (date, 3));
    two.map(|date| (date, 2)).or_else(three)
}

/// The day that the lines from one on are, and how many lines: 04 / 2021-03, 2021年 / 3月 / 4日.
pub fn day_of_lines(page: &Page, at: usize) -> Option<(String, usize)> {
    let lines = page.lines.get(at..page.lines.len().min(at + 3))?;
    // Nearly no line begins so.
    if !lines.first()?.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    begins_with_parts(&lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>())
}

/// The date of a year and of a day in it that stand apart: 2021 and 03-04.
fn of_year_apart(year: &str, day: &str) -> Option<String> {
    let (month, day) = day.split_once(['-', '/', '.', '月'])?;
    of_parts(day, &format!("{}-{month}", year.trim_end_matches('年')))
}

/// The date of year, month and day that stand apart, whichever comes first: 2021 / 03 / 04, 4日 / 3月 / 2021年. Of two bare numbers
/// before a year it is not known which is the month, unless one cannot be.
fn of_three(parts: [&str; 3]) -> Option<String> {
    // A dash between them may be their own: 2021- / 03- / 04.
    let [one, two, three] = parts.map(|part| part.trim_matches(['-', '/', '.', ' ']));
    let is_year = |text: &str| {
        let bare = text.trim_end_matches('年');
        bare.len() == 4 && bare.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_day = |text: &str| text.ends_with('日') || text.parse().is_ok_and(|number: u8| number > 12);
    let (year, month, day) = match (is_year(one), is_year(three)) {
        (true, false) => (one, two, three),
        (false, true) if is_day(one) || two.ends_with('月') || one == two => (three, two, one),
        (false, true) if is_day(two) || one.ends_with('月') => (three, one, two),
        _ => return None,
    };
    of_parts(day, &format!("{}-{month}", year.trim_end_matches('年')))
}

#[cfg(test)]
mod tests {
    use super::{begins_with_parts, of_parts};
    use crate::ingest::normalize::normalize;
    use crate::ingest::parse::html::parse;

    #[test]
    fn elements_spell_a_byline() {
        for byline in [
            "<label>时间</label>2021-03-04<i></i><label>来源</label>青岑县水务局<label>字体</label><a>大</a><a>小</a>",
            "<span>发布时间</span><span>2021-03-04 10:20</span><span>信息来源</span><span>青岑县水务局</span><span>浏览量</span><span>22</span>",
            "<em>04</em><span>2021-03</span></div><div>来源：青岑县水务局",
            "<p>04</p><p>2021-03</p></div><div>来源：青岑县水务局",
            "20210304</div><div>来源：青岑县水务局",
            "<em>04</em><span>2021-03</span><i>来源：青岑县水务局</i>",
            "<i>2021</i><i>03</i><i>04</i></div><div>来源：青岑县水务局",
            "<i>2021年</i><i>3月</i><i>4日</i> <i>来源：青岑县水务局</i>",
            "<p>2021年</p><p>3月</p><p>4日</p></div><div>来源：青岑县水务局",
            "<p>4</p><p>3月</p><p>2021</p></div><div>来源：青岑县水务局",
            "<p>03/04</p><p>2021</p></div><div>来源：青岑县水务局",
        ] {
            let page = format!(
                "<title>春灌通知</title><h1>春灌通知</h1><div>{byline}</div><div class=nr><p>春灌在即，县里组织干部下乡，检查渠道和闸门，保障粮食安全。</p></div>"
            );
            let article = normalize(parse(page.as_bytes(), None).unwrap()).unwrap();
            assert_eq!(article.source.as_deref(), Some("青岑县水务局"), "{byline}");
            assert_eq!(article.published_on.map(|date| date.to_string()).as_deref(), Some("2021-03-04"), "{byline}");
            assert_eq!(article.paragraphs.len(), 1, "{:?}", article.paragraphs);
        }
    }

    #[test]
    fn days_above_a_title_are_read() {
        for parts in ["<b>04</b><i>2021-03</i>", "<p>04</p><p>2021.03</p>", "<p>2021年</p><p>3月</p><p>4日</p>"] {
            let page = format!(
                "<title>春灌通知</title><div class=when>{parts}</div><h1>春灌通知</h1><div class=nr><p>春灌在即，县里组织干部下乡，检查渠道和闸门，保障粮食安全。</p></div>"
            );
            let article = normalize(parse(page.as_bytes(), None).unwrap()).unwrap();
            assert_eq!(article.published_on.map(|date| date.to_string()).as_deref(), Some("2021-03-04"), "{parts}");
        }
    }

    #[test]
    fn days_and_months_apart() {
        let parts = |texts: &[&str]| begins_with_parts(texts).map(|(date, taken)| format!("{date} {taken}"));
        assert_eq!(parts(&["2021", "03", "04", "来源"]).as_deref(), Some("2021-03-04 3"));
        assert_eq!(parts(&["2021-", "03-", "04"]).as_deref(), Some("2021-03-04 3"));
        assert_eq!(parts(&["14", "03", "2021"]).as_deref(), Some("2021-03-14 3"));
        assert_eq!(parts(&["03", "14", "2021"]).as_deref(), Some("2021-03-14 3"));
        assert_eq!(parts(&["03", "04", "2021"]), None);
        assert_eq!(parts(&["2021", "03-04"]).as_deref(), Some("2021-03-04 2"));
        assert_eq!(parts(&["2021", "13", "04"]), None);
        assert_eq!(parts(&["3", "4", "5"]), None);
        assert_eq!(of_parts("4", "2021年3月").as_deref(), Some("2021-03-04"));
        assert_eq!(of_parts("4日", "2021/03").as_deref(), Some("2021-03-04"));
        assert_eq!(of_parts("40", "2021-03"), None);
        assert_eq!(of_parts("04", "12-03"), None);
    }
}
