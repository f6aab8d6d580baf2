//! A byline says of a bulletin when it appeared, who supplied it, who wrote it and who edited it:
//! `2020/02/04 来源:  记者 应燕航 马传贤`, `（通讯员 甲 记者 乙）`, `责任编辑：丙`.

use std::sync::LazyLock;

use regex::Regex;

pub use super::credits::credits;
use super::credits::reporters;
use super::keys::{Key, Pair, pairs};
pub use super::people::names;
use super::people::{dedup, editors, is_medium, is_personal, is_unit};
use super::source::{says_none, source_name, without_tools};
pub use crate::ingest::dates::written_moment;
use crate::model::Field;
use crate::model::text::is_blank;

/// What one line of byline says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Byline {
    /// Date, and time of day where it is told, as written.
    pub published: Option<String>,
    /// The date of the last change, as written.
    pub updated: Option<String>,
    /// Whether the line says that the date is that of publication, by its key or by a source beside it.
    pub is_dated: bool,
    /// 来源.
    pub source: Option<String>,
    /// The office that put the page out (发布机构), which is the source where no other is named.
    pub office: Option<String>,
    /// 记者, 通讯员, 作者.
    pub authors: Vec<String>,
    /// 编辑, 责任编辑.
    pub editors: Vec<String>,
    /// Whether the line says who edited, be it by a word that is nobody's name: 编辑：admin.
    pub is_edited: bool,
    /// Who is named as the author and is an office or a medium: the source where nothing else is said to be it.
    supplier: Option<String>,
    /// The key whose value the line leaves out at its end; markup often puts it in the next line.
    pub dangling: Option<Key>,
}

/// The longest line that is still a byline, in characters.
const LINE_CHARS: usize = 240;

/// What a byline may hold beside its keys and its date (a medium's name), in characters.
const LEFTOVER_CHARS: usize = 16;

/// The longest 来源, in characters.
const SOURCE_CHARS: usize = 40;

/// The longest author or editor, in characters: an office may sign as author.
const NAME_CHARS: usize = 30;

fn literal(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a literal of this file and its tests run it")
}

/// A day in eight digits, as it stands behind a key: 20210304.
pub fn eight_digits(value: &str) -> Option<&str> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        literal(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
    });
    let found = DAY.find(value)?;
    (!value[found.end()..].starts_with(|c: char| c.is_ascii_digit())).then_some(found.as_str())
}

/// A date that leaves out its century, as it stands behind a key: 21-03-04 10:20.
fn in_this_century(value: &str) -> Option<String> {
    static SHORT: LazyLock<Regex> =
        LazyLock::new(|| literal(r"^(\d{2})-(\d{1,2})-(\d{2})\s*(\d{2}:\d{2}(?::\d{2})?)?(?:\D|$)"));
    let found = SHORT.captures(value)?;
    let time = found.get(4).map_or("", |time| time.as_str());
    Some(format!("20{}-{}-{} {time}", &found[1], &found[2], &found[3]).trim_end().to_owned())
}

/// Reads a line that consists of a byline and nothing else; `None` where it is running text.
pub fn parse(line: &str) -> Option<Byline> {
    if line.len() > LINE_CHARS * 4
        || line.chars().count() > LINE_CHARS
        || line.trim_end().ends_with('。')
        || !may_be_byline(line)
    {
        return None;
    }
    static COUNTER: LazyLock<Regex> = LazyLock::new(|| {
        literal(r"(?:我要|参与|网友|全部|查看)?(?:阅读|评论|浏览|点击|推荐|收藏|人气|点赞)\s?[(（]\s?\d+\s?[)）]")
    });
    let line = COUNTER.replace_all(line, " ");
    let (before, pairs) = pairs(&line);
    let mut byline = Byline { published: written_moment(before).map(str::to_owned), ..Byline::default() };
    let leftover = byline.published.as_deref().map_or(before.to_owned(), |moment| before.replacen(moment, " ", 1));
    let leftover: String = without_tools(&leftover);
    let leftover_chars = leftover.chars().filter(|c| c.is_alphanumeric()).count();
    let begins_with_moment = byline.published.is_some() && written_at_start(before, &byline);
    let known = pairs.iter().any(|pair| !matches!(pair.key, Key::Label(_)) || is_date_label(pair));
    // 今天是2021年3月5日 星期五: the calendar of the page.
    let calendar = !known && ["今天", "今日", "星期", "农历", "当前时间"].iter().any(|word| before.contains(word));
    // 处罚决定日期：2021-03-04: another thing happened that day.
    let of_another = !known
        && byline.published.as_deref().is_some_and(|moment| {
            let (name, _) = before.split_once(moment).unwrap_or_default();
            let name = name.trim_end();
            name.ends_with([':', '：']) && !["发布", "发表", "更新", "上传"].iter().any(|word| name.contains(word))
        });
    let sentence = calendar || of_another || leftover.contains(['。', '，', '！', '？']);
    if sentence || leftover_chars > LEFTOVER_CHARS || (!known && !begins_with_moment) || (!known && leftover_chars > 8)
    {
        return None;
    }
    // 青岑日报记者 苏晚 2021-03-04 来源：…: the reporter stands before the first key.
    if leftover.contains("记者") || leftover.contains("通讯员") {
        byline.authors = reporters(leftover.trim());
    }
    let tells_more = pairs.iter().any(|pair| matches!(pair.key, Key::Source | Key::Published | Key::Updated));
    let is_office = |pair: &Pair<'_>| {
        matches!(pair.key, Key::Label(Field::Issuers)) && pair.name.contains('布')
            || ["责任部门", "责任单位"].contains(&pair.name)
    };
    for (at, pair) in pairs.iter().enumerate() {
        match pair.key {
            _ if is_office(pair) && (at > 0 || begins_with_moment || tells_more) => {
                byline.office = byline.office.or_else(|| source_name(pair.value));
                byline.published = byline.published.take().or_else(|| written_moment(pair.value).map(str::to_owned));
            }
            Key::Label(Field::Column | Field::Subjects | Field::Keywords)
                if at > 0 && pair.value.chars().count() <= NAME_CHARS => {}
            _ => byline.take(pair)?,
        }
        if at + 1 == pairs.len() && pair.value.is_empty() && pair.key != Key::Ignored {
            byline.dangling = Some(pair.key);
        }
    }
    byline.source = byline.source.take().or(byline.supplier.take());
    byline.is_dated |= byline.published.is_some() && (byline.source.is_some() || byline.office.is_some());
    dedup(&mut byline.authors);
    dedup(&mut byline.editors);
    Some(byline)
}

impl Byline {
    /// Takes what a label says; `None` where the line is no byline.
    fn take(&mut self, pair: &Pair<'_>) -> Option<()> {
        match pair.key {
            Key::Published | Key::Updated | Key::Label(Field::PublishedOn) => {
                let moment = written_moment(pair.value).or_else(|| eight_digits(pair.value)).map(str::to_owned);
                let moment = moment.or_else(|| in_this_century(pair.value));
                if moment.is_none() && !pair.value.is_empty() {
                    return None;
                }
                let known = if pair.key == Key::Updated { &mut self.updated } else { &mut self.published };
                let is_moment = moment.is_some();
                *known = known.take().or(moment);
                self.is_dated |= is_moment && pair.key != Key::Updated;
            }
            Key::Source => {
                let source = source_name(pair.value);
                let long = source.as_ref().is_some_and(|name| name.chars().count() > SOURCE_CHARS);
                if long || pair.value.contains('。') || pair.value.chars().count() > SOURCE_CHARS * 2 {
                    return None;
                }
                self.source = self.source.take().or(source);
                // 来源：青岑日报 文/苏晚
                if let Some((_, tail)) = pair.value.split_once(is_blank).filter(|(_, tail)| tail.contains(['/', '／']))
                {
                    self.authors.extend(reporters(tail));
                }
                // Some pages put the date after the source.
                self.published = self.published.take().or_else(|| written_moment(pair.value).map(str::to_owned));
            }
            Key::Author | Key::Editor => {
                // Some pages put the date after the author.
                let moment = written_moment(pair.value);
                let (value, _) = moment.and_then(|moment| pair.value.split_once(moment)).unwrap_or((pair.value, ""));
                self.published = self.published.take().or_else(|| moment.map(str::to_owned));
                let people = if pair.key == Key::Editor { editors(value) } else { names(value) };
                let prose =
                    pair.value.contains(['。', '！', '？']) || people.iter().any(|n| n.chars().count() > NAME_CHARS);
                // Without a colon the line may be a sentence that begins with the word.
                let doubtful = !pair.colon && !people.iter().all(|name| is_personal(name));
                if prose || doubtful {
                    return None;
                }
                self.take_people(pair, people);
            }
            Key::Label(_) => return None,
            Key::Ignored if pair.value.chars().count() > NAME_CHARS => return None,
            Key::Ignored => {}
        }
        Some(())
    }

    /// Takes people; a medium is none, and an office that supplied a text is its source.
    fn take_people(&mut self, pair: &Pair<'_>, people: Vec<String>) {
        let supplies = pair.name.contains('稿');
        let (others, people): (Vec<String>, Vec<String>) = people
            .into_iter()
            .partition(|name| is_medium(name) || says_none(name) || is_unit(name) || supplies && !is_personal(name));
        match pair.key {
            Key::Author => {
                self.authors.extend(people);
                self.supplier = self.supplier.take().or_else(|| others.first().and_then(|name| source_name(name)));
            }
            _ => {
                self.is_edited |= !pair.value.is_empty();
                self.editors.extend(people);
            }
        }
    }
}

/// Whether a line has anything of a byline: a key with its colon, a word that needs none, or a year. Nearly no line of a
/// table has, and reading them all costs more than the rest of a page.
fn may_be_byline(line: &str) -> bool {
    let marks = |c: char| matches!(c, ':' | '：' | '∶' | '﹕' | '｜' | '丨' | '|' | '】' | ']' | '］');
    line.contains(marks)
        || line.contains(|c: char| c.is_ascii_digit() || c == '年') && written_moment(line).is_some()
        || ["记者", "通讯员", "作者", "编辑", "责编", "来源", "转载自", "发布", "更新"]
            .iter()
            .any(|word| line.contains(word))
}

fn is_date_label(pair: &Pair<'_>) -> bool {
    pair.key == Key::Label(Field::PublishedOn)
}

fn written_at_start(before: &str, byline: &Byline) -> bool {
    let moment = byline.published.as_deref().unwrap_or_default();
    before.find(moment).is_some_and(|at| before[..at].chars().filter(|c| c.is_alphanumeric()).count() <= LEFTOVER_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str, &[&str], &[&str])>) {
        let read = parse(line);
        let read = read.as_ref().map(|byline| {
            (
                byline.published.as_deref().unwrap_or(""),
                byline.source.as_deref().or(byline.office.as_deref()).unwrap_or(""),
                byline.authors.iter().map(String::as_str).collect::<Vec<_>>(),
                byline.editors.iter().map(String::as_str).collect::<Vec<_>>(),
            )
        });
        let expected =
            expected.map(|(date, source, authors, editors)| (date, source, authors.to_vec(), editors.to_vec()));
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn reads_the_writings_of_a_byline() {
        check("2020/02/04 来源:  记者 应燕航 马传贤", Some(("2020/02/04", "", &["应燕航", "马传贤"], &[])));
        check(
            "发布时间：2021-03-05 09:12 来源：泊云日报 作者：陆青禾 点击量：12 字号：大 中 小",
            Some(("2021-03-05 09:12", "泊云日报", &["陆青禾"], &[])),
        );
        check(
            "2015-07-04 00:12:00 来源: 中国新闻网(北京)",
            Some(("2015-07-04 00:12:00", "中国新闻网(北京)", &[], &[])),
        );
        check("来源：央视网2022年01月30日 19:34", Some(("2022年01月30日 19:34", "央视网", &[], &[])));
        check(
            "新华网河北频道 ( 2012-06-04 09:20:26 ) 稿件来源： 河北日报",
            Some(("2012-06-04 09:20:26", "河北日报", &[], &[])),
        );
        check("责任编辑：江 一 校对：何二 审核：张三", Some(("", "", &[], &["江一"])));
        check("编辑:孔海燕", Some(("", "", &[], &["孔海燕"])));
        check("来源：泊云县融媒体中心 打印 关闭", Some(("", "泊云县融媒体中心", &[], &[])));
        check("2021年3月5日", Some(("2021年3月5日", "", &[], &[])));
    }

    #[test]
    fn running_text_is_no_byline() {
        check("2021年3月5日，全县召开防汛工作会议。", None);
        check("会议时间：明天上午九点", None);
        check("处罚决定日期：2021/3/4", None);
        check("记者 从县水利局获悉，水库全部达标", None);
        check("2021年3月5日至8日全县大会战工作安排表", None);
        check("资金来源：县财政统筹安排，省级补助资金先行垫付，不足部分由各乡镇自筹解决，确保六月底前到位。", None);
    }

    #[test]
    fn other_keys_of_a_source() {
        for line in [
            "2021-03-04 10:20 供稿单位：青岑县水务局",
            "2021-03-04 10:20 发布部门：青岑县水务局",
            "2021-03-04 10:20 出处：青岑县水务局",
            "2021-03-04 10:20 转自：青岑县水务局",
            "2021-03-04 10:20 （来源：青岑县水务局）",
            "2021-03-04 10:20 来源于：青岑县水务局 发布者：admin",
            "发布时间：2021-03-04 10:20 发布机构：青岑县水务局",
            "2021-03-04 10:20 【来源】青岑县水务局",
        ] {
            check(line, Some(("2021-03-04 10:20", "青岑县水务局", &[], &[])));
        }
        check("2021-03-04 10:20 来源：转载文章", Some(("2021-03-04 10:20", "", &[], &[])));
        check("供稿：青岑县水务局", Some(("", "青岑县水务局", &[], &[])));
        check("作者：青岑网", Some(("", "青岑网", &[], &[])));
        check("供稿：苏晚", Some(("", "", &["苏晚"], &[])));
        for line in [
            "作者：信息中心 来源：青岑县水务局 2021-03-04",
            "发布单位：政府办 来源：青岑县水务局 2021-03-04",
            "来源：青岑县水务局 作者：信息中心 2021-03-04",
            "发布机构：县政府办 信息来源：青岑县水务局 2021-03-04",
            "2021-03-04 来自：青岑县水务局",
            "2021-03-04 撰稿单位：青岑县水务局",
            "2021-03-04 供稿：青岑县水务局",
            "2021-03-04 责任部门：青岑县水务局",
            "2021-03-04 发布处室：青岑县水务局",
            "2021-03-04 来源：青岑县水务局 作者：办公室",
        ] {
            check(line, Some(("2021-03-04", "青岑县水务局", &[], &[])));
        }
        check("2021-03-04 来源：青岑日报 文/苏晚", Some(("2021-03-04", "青岑日报", &["苏晚"], &[])));
        check("青岑日报记者 苏晚 2021-03-04 来源：青岑日报", Some(("2021-03-04", "青岑日报", &["苏晚"], &[])));
        check("编辑/苏晚", Some(("", "", &[], &["苏晚"])));
        check("责任编辑：苏晚【打印】【关闭】", Some(("", "", &[], &["苏晚"])));
        check("责任编辑：江一白_QC4425", Some(("", "", &[], &["江一白"])));
    }

    #[test]
    fn dates_of_a_byline() {
        check("发布日期：二〇二一年三月四日 来源：泊云日报", Some(("二〇二一年三月四日", "泊云日报", &[], &[])));
        check("发布日期：2021-03-04 14:34:05 所属分类：", Some(("2021-03-04 14:34:05", "", &[], &[])));
        check("今天是2021年3月5日 星期五", None);
        check("日期：二Ｏ二一年三月四日 点击：3", Some(("二Ｏ二一年三月四日", "", &[], &[])));
        check("发布时间：21-03-0410:20", Some(("2021-03-04 10:20", "", &[], &[])));
        check("发布日期：20210304 来源：泊云日报", Some(("20210304", "泊云日报", &[], &[])));
        check("２０２１年３月４日　来源：泊云日报", Some(("２０２１年３月４日", "泊云日报", &[], &[])));
        let updated = parse("更新时间：2021-03-04").unwrap();
        assert_eq!(
            (updated.published, updated.updated.as_deref(), updated.is_dated),
            (None, Some("2021-03-04"), false)
        );
        assert!(parse("2021-03-04 来源：泊云日报").unwrap().is_dated && !parse("2021-03-04").unwrap().is_dated);
    }
}
