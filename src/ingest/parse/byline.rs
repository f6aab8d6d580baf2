//! A byline says of a bulletin when it appeared, who supplied it, who wrote it and who edited it:
//! `2020/02/04 来源:  记者 应燕航 马传贤`, `（通讯员 甲 记者 乙）`, `责任编辑：丙`.

use std::sync::LazyLock;

use regex::Regex;

use super::keys::{Key, Pair, pairs};
use crate::model::text::{is_blank, is_han};

/// What one line of byline says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Byline {
    /// Date, and time of day where it is told, as written.
    pub published: Option<String>,
    /// 来源.
    pub source: Option<String>,
    /// 记者, 通讯员, 作者.
    pub authors: Vec<String>,
    /// 编辑, 责任编辑.
    pub editors: Vec<String>,
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

/// Words of the reading tools that stand in the line of a byline and say nothing of the bulletin.
const TOOLS: &[&str] = &[
    "我要评论",
    "参与评论",
    "分享到",
    "分享至",
    "分享",
    "打印本页",
    "打印本文",
    "打印",
    "关闭窗口",
    "关闭本页",
    "关闭",
    "收藏本文",
    "收藏",
    "字号",
    "字体",
    "放大",
    "缩小",
    "默认",
    "正常",
    "标准",
    "超大",
    "大中小",
    "大",
    "中",
    "小",
    "复制链接",
    "语音播报",
    "下载",
    "纠错",
    "举报",
    "浏览",
    "次",
    "人",
    "返回",
    "保护视力色",
    "手机观看",
    "点赞",
];

/// Words for a person's part that stand before names, longest first.
const ROLES: &[&str] = &[
    "全媒体记者",
    "融媒体记者",
    "见习记者",
    "实习记者",
    "首席记者",
    "特约记者",
    "本报记者",
    "本网记者",
    "本台记者",
    "实习生",
    "通讯员",
    "特约撰稿人",
    "撰稿人",
    "撰稿",
    "撰文",
    "作者",
    "记者",
    "文字",
];

/// Words that are no name although they stand among names.
const NOT_NAMES: &[&str] = &[
    "本报",
    "本网",
    "本台",
    "本刊",
    "实习",
    "见习",
    "首席",
    "特约",
    "全媒体",
    "融媒体",
    "特派",
    "驻地",
    "整理",
    "整合",
    "综合",
    "摄",
    "摄影",
    "图",
    "文",
    "摄影报道",
    "报道",
    "供图",
    "文图",
    "图文",
    "文并摄",
    "摄并文",
    "等",
    "和",
    "与",
    "佚名",
    "未知",
    "网络",
    "原创",
    "采访",
    "集体采写",
    "编辑",
    "无",
    "摄制",
    "视频",
    "制图",
    "暂无",
    "admin",
    "administrator",
    "管理员",
    "超级管理员",
    "系统管理员",
];

fn literal(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a literal of this file and its tests run it")
}

/// Finds the first date with the time of day that follows it, as written.
pub fn written_moment(text: &str) -> Option<&str> {
    static MOMENT: LazyLock<Regex> = LazyLock::new(|| {
        literal(concat!(
            r"[12]\d{3}\s?[-/.年．－]\s?\d{1,2}\s?[-/.月．－]\s?\d{1,2}\s?日?",
            r"(?:[\sT]{0,3}\d{1,2}\s?[:：]\s?\d{2}(?:\s?[:：]\s?\d{2})?)?",
            r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}, [12]\d{3}",
            r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? [12]\d{3}",
        ))
    });
    MOMENT.find(text).map(|found| found.as_str().trim())
}

/// Reads a line that consists of a byline and nothing else; `None` where it is running text.
pub fn parse(line: &str) -> Option<Byline> {
    if line.chars().count() > LINE_CHARS || line.trim_end().ends_with('。') {
        return None;
    }
    static COUNTER: LazyLock<Regex> =
        LazyLock::new(|| literal(r"(?:阅读|评论|浏览|点击|推荐|收藏|人气|点赞)\s?[(（]\s?\d+\s?[)）]"));
    let line = COUNTER.replace_all(line, " ");
    let (before, pairs) = pairs(&line);
    let mut byline = Byline { published: written_moment(before).map(str::to_owned), ..Byline::default() };
    let leftover = byline.published.as_deref().map_or(before.to_owned(), |moment| before.replacen(moment, " ", 1));
    let leftover: String = without_tools(&leftover);
    let leftover_chars = leftover.chars().filter(|c| c.is_alphanumeric()).count();
    let begins_with_moment = byline.published.is_some() && written_at_start(before, &byline);
    let known = pairs.iter().any(|pair| !matches!(pair.key, Key::Label(_)) || pair.name == "发布日期");
    let sentence = leftover.contains(['。', '，', '！', '？']);
    if sentence || leftover_chars > LEFTOVER_CHARS || (!known && !begins_with_moment) || (!known && leftover_chars > 8)
    {
        return None;
    }
    for (at, pair) in pairs.iter().enumerate() {
        byline.take(pair)?;
        if at + 1 == pairs.len() && pair.value.is_empty() && pair.key != Key::Ignored {
            byline.dangling = Some(pair.key);
        }
    }
    dedup(&mut byline.authors);
    dedup(&mut byline.editors);
    Some(byline)
}

impl Byline {
    /// Takes what a label says; `None` where the line is no byline.
    fn take(&mut self, pair: &Pair<'_>) -> Option<()> {
        match pair.key {
            Key::Published | Key::Label(crate::model::Field::PublishedOn) => {
                let moment = written_moment(pair.value);
                if moment.is_none() && !pair.value.is_empty() {
                    return None;
                }
                self.published = self.published.take().or(moment.map(str::to_owned));
            }
            Key::Source => {
                let value = without_tools_at_end(pair.value);
                let value = value.trim_start_matches("来源：").trim_start_matches("来源:").trim();
                if value.chars().count() > SOURCE_CHARS || value.contains('。') {
                    return None;
                }
                self.source = self.source.take().or_else(|| source_name(value));
                // Some pages put the date after the source.
                self.published = self.published.take().or_else(|| written_moment(pair.value).map(str::to_owned));
            }
            Key::Author | Key::Editor => {
                let people = names(pair.value);
                let prose =
                    pair.value.contains(['。', '！', '？']) || people.iter().any(|n| n.chars().count() > NAME_CHARS);
                // Without a colon the line may be a sentence that begins with the word.
                let doubtful = !pair.colon && !people.iter().all(|name| is_personal(name));
                if prose || doubtful {
                    return None;
                }
                let list = if pair.key == Key::Author { &mut self.authors } else { &mut self.editors };
                list.extend(people);
            }
            Key::Label(_) => return None,
            Key::Ignored if pair.value.chars().count() > NAME_CHARS => return None,
            Key::Ignored => {}
        }
        Some(())
    }
}

fn written_at_start(before: &str, byline: &Byline) -> bool {
    let moment = byline.published.as_deref().unwrap_or_default();
    before.find(moment).is_some_and(|at| before[..at].chars().filter(|c| c.is_alphanumeric()).count() <= LEFTOVER_CHARS)
}

fn source_name(value: &str) -> Option<String> {
    let is_edge = |c: char| is_blank(c) || "【】[]［］（(|》《：:".contains(c);
    // What stands behind a date is a tool or a tab of the page.
    let (before, after) = written_moment(value).and_then(|moment| value.split_once(moment)).unwrap_or((value, ""));
    let name = before.trim_matches(is_edge);
    let name = if name.is_empty() { after.trim_matches(is_edge) } else { name };
    (!name.is_empty() && !NOT_NAMES.contains(&name)).then(|| name.to_owned())
}

fn without_tools(text: &str) -> String {
    TOOLS
        .iter()
        .fold(text.to_owned(), |text, tool| if tool.chars().count() > 1 { text.replace(tool, " ") } else { text })
}

fn without_tools_at_end(value: &str) -> &str {
    let mut value = value.trim_end();
    loop {
        let shorter = TOOLS.iter().filter(|tool| tool.chars().count() > 1).find_map(|tool| value.strip_suffix(tool));
        match shorter {
            Some(shorter) => {
                value = shorter
                    .trim_end_matches(|c: char| is_blank(c) || matches!(c, '【' | '[' | '|' | '：' | ':' | '】'));
            }
            None => return value,
        }
    }
}

fn dedup(names: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
}

/// The names in the value of a key: `应燕航 马传贤`, `甲、乙`, `记者王敬照`, `周 亮`.
pub fn names(value: &str) -> Vec<String> {
    let mut text = value.to_owned();
    for role in ROLES {
        text = text.replace(role, " ");
    }
    let tokens: Vec<&str> = text.split(is_separator).filter(|token| !token.is_empty()).collect();
    let mut names: Vec<String> = Vec::new();
    let mut letter: Option<&str> = None;
    for token in tokens {
        let single = token.chars().count() == 1 && token.chars().all(is_han);
        // Names of two characters are spaced out to the width of three.
        match letter.take() {
            Some(first) if single => names.push(format!("{first}{token}")),
            _ if single => letter = Some(token),
            _ if NOT_NAMES.contains(&token.to_ascii_lowercase().as_str()) => {}
            _ => names.push(token.to_owned()),
        }
    }
    dedup(&mut names);
    names
}

fn is_separator(c: char) -> bool {
    is_blank(c)
        || matches!(
            c,
            '、' | '，'
                | ','
                | '；'
                | ';'
                | '/'
                | '／'
                | '|'
                | '｜'
                | '&'
                | '＆'
                | '('
                | ')'
                | '（'
                | '）'
                | '：'
                | ':'
                | '＋'
                | '+'
        )
}

/// Whether a word has the shape of a person's name: two to four ideographs, or a transcription with ·.
fn is_personal(word: &str) -> bool {
    let length = word.chars().count();
    let medium =
        ["报", "网", "台", "社", "刊", "中心", "频道", "客户端"].iter().any(|end| word.ends_with(end) && length > 2);
    let shape = (2..=4).contains(&length) && word.chars().all(is_han)
        || (3..=20).contains(&length)
            && word.contains(['·', '•', '・'])
            && word.chars().all(|c| is_han(c) || "·•・".contains(c));
    shape && !medium && !NOT_NAMES.contains(&word)
}

/// The reporters named inside a text: `本报讯（记者 甲 通讯员 乙）`, `（记者 丙）`, `半月谈记者 丁`.
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
            if names_a_role(group) {
                found.extend(after_roles(group));
            } else if closes && at + 1 == paragraphs.len() {
                found.extend(signed(group));
            }
        }
        let short = paragraph.chars().count() <= 50 && !paragraph.contains(['。', '，', ',']);
        if short && names_a_role(paragraph) && bracketed(paragraph).is_empty() {
            found.extend(after_roles(paragraph));
        } else if let Some(opening) = opening_credit(paragraph) {
            found.extend(after_roles(opening));
        }
    }
    dedup(&mut found);
    found
}

/// `（常书香 马丹阳）` at the very end: names alone, so each must begin with a surname.
fn signed(group: &str) -> Vec<String> {
    let tokens = names(group);
    let all_people = tokens.iter().all(|name| is_personal(name) && begins_with_surname(name));
    if all_people && (1..=4).contains(&tokens.len()) && group.chars().count() <= 20 { tokens } else { Vec::new() }
}

/// The opening of a telegram: `新华社青岑2月3日电 记者甲、乙`, `本报讯 记者 丙 …`.
fn opening_credit(paragraph: &str) -> Option<&str> {
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        literal(
            r"^\s*(?:本报讯|本网讯|本台讯|本报\S{0,8}讯|\S{2,6}社\S{0,14}电)\s+((?:本报|本网|见习|实习)?(?:记者|通讯员)\s[^，。：:]{2,30}?)\s*(?:报道)?[:：]",
        )
    });
    OPENING.captures(paragraph).and_then(|found| found.get(1)).map(|found| found.as_str())
}

fn names_a_role(text: &str) -> bool {
    ["记者", "通讯员", "撰稿", "实习生", "作者"].iter().any(|role| text.contains(role))
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
                _ if single => letter = Some(token),
                _ if is_personal(token) => found.push(token.to_owned()),
                _ if NOT_NAMES.contains(&token) => {}
                // The names are over: what follows is text.
                _ => break,
            }
        }
    }
    found
}

/// Whether a word begins with one of the surnames that nine people in ten bear, or a compound one.
fn begins_with_surname(name: &str) -> bool {
    const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷曲盛冉翁蓝骆路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏应闵宗瞿桂全佟";
    const COMPOUND: &[&str] = &[
        "欧阳", "上官", "司马", "司徒", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "东方", "南宫", "端木",
        "长孙",
    ];
    name.chars().next().is_some_and(|first| SURNAMES.contains(first)) || COMPOUND.iter().any(|c| name.starts_with(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str, &[&str], &[&str])>) {
        let read = parse(line);
        let read = read.as_ref().map(|byline| {
            (
                byline.published.as_deref().unwrap_or(""),
                byline.source.as_deref().unwrap_or(""),
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
        check("记者 从县水利局获悉，水库全部达标", None);
        check("2021年3月5日至8日全县大会战工作安排表", None);
        check("资金来源：县财政统筹安排，省级补助资金先行垫付，不足部分由各乡镇自筹解决，确保六月底前到位。", None);
    }

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
        check("（通讯员 甘棠 乔木 记者 丙丁） 渠水到田。", &["甘棠", "乔木", "丙丁"]);
    }
}
