//! A repeal is what a document says to end another: 《…》同时废止, 决定废止下列文件. Where it ends a part (《…》第三条同时废止), the
//! other is amended.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::kind::RelationKind;
use super::object::{Object, objects};

/// What a text acts on, and how.
pub type Acts = Vec<(RelationKind, Object)>;

/// Words that end a document.
const ENDS: &[&str] =
    &["废止", "停止执行", "不再执行", "停止施行", "停止适用", "不再适用", "作废", "失效", "停止实施", "不再施行"];

/// Words between a document and the word that ends it, which say nothing else.
const HELPERS: &[&str] = &[
    "同时",
    "即行",
    "予以",
    "相应",
    "一并",
    "自行",
    "宣布",
    "决定",
    "全部",
    "全文",
    "一律",
    "随之",
    "亦",
    "即",
    "现",
    "正式",
    "自然",
    "均",
    "也",
    "都",
    "已",
    "将",
    "文件",
    "规范性文件",
    "行政规范性文件",
    "行政法规",
    "地方性法规",
    "规章",
    "司法解释",
    "等",
    "止",
    "并",
    "原",
    "进行",
    "文",
];

/// Words before `废止` under which nothing is ended.
const UNDONE: &[&str] = &[
    "不得", "应当", "需要", "可以", "拟", "未", "被", "或", "或者", "及", "和", "、", "不能", "不", "请求", "提出",
    "申请", "建议", "是否", "如", "不予", "需", "应", "经", "以及", "与", "改", "立",
];

/// Words behind a document that make of it a part.
const PARTS: &[&str] =
    &["第", "中", "部分", "附件", "附表", "有关", "相关", "涉及", "关于", "的规定", "条款", "所列", "里"];

/// Words between two documents that part the one that ends from what it stands on.
const APART: &[&str] = &[
    "根据",
    "依据",
    "按照",
    "依照",
    "遵照",
    "规定",
    "执行",
    "为准",
    "施行",
    "实施",
    "同时",
    "印发给",
    "贯彻",
    "修改",
    "现将",
];

/// Words right before a document on which something else stands.
const GROUNDS: &[&str] = &["依照", "按照", "根据", "依据", "违反", "符合", "遵照", "参照", "适用", "执行"];

/// Characters between two documents of one list.
const MAX_GLUE: usize = 60;

/// What a paragraph ends.
pub fn in_paragraph(text: &str) -> Acts {
    if !ENDS.iter().any(|word| text.contains(word)) {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    let objects = objects(text, &chars);
    let mut acts = Acts::new();
    for sentence in sentences(&chars) {
        let within: Vec<&Object> = objects
            .iter()
            .filter(|object| sentence.contains(&object.place.start) && object.place.end <= sentence.end)
            .collect();
        if within.is_empty() {
            continue;
        }
        for (verb, length) in verbs(&chars, &sentence, &objects) {
            if is_undone(&chars[sentence.start..verb]) {
                continue;
            }
            let before = objects_before(&chars, &within, verb);
            let found = if before.is_empty() { objects_after(&chars, &within, verb + length) } else { before };
            for act in found {
                if !acts.contains(&act) {
                    acts.push(act);
                }
            }
        }
    }
    acts
}

/// What a row of a list of ended documents names: its first title with the number beside it, or its numbers.
pub fn in_list(text: &str) -> Acts {
    let chars: Vec<char> = text.chars().collect();
    let all = objects(text, &chars);
    let titled = all.iter().find(|object| object.work.is_some());
    let part = |object: &Object| {
        let rest: String = chars[object.place.end..].iter().take(12).collect();
        is_part(rest.trim_start())
    };
    let kind = |object: &Object| if part(object) { RelationKind::Amends } else { RelationKind::Repeals };
    match titled {
        Some(titled) => {
            let beside = all.iter().find(|object| object.work.is_none() && object.place.start >= titled.place.end);
            let mut object = titled.clone();
            // In a table the number has a cell of its own.
            if let Some(number) = beside.filter(|_| object.numbers.is_empty() && text.contains('\t')) {
                object.numbers = number.numbers.clone();
            }
            vec![(kind(titled), object)]
        }
        None => all.into_iter().map(|object| (kind(&object), object)).collect(),
    }
}

/// The sentences of a text, in characters.
fn sentences(chars: &[char]) -> Vec<Range<usize>> {
    let (mut all, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, c) in chars.iter().enumerate() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '。' | '；' | ';' | '！' if depth <= 0 => {
                all.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    all.push(start..chars.len());
    all
}

/// Where words that end a document stand in a sentence outside any title, and their lengths.
fn verbs(chars: &[char], sentence: &Range<usize>, objects: &[Object]) -> Vec<(usize, usize)> {
    let outside = |at: &usize| !objects.iter().any(|object| object.work.is_some() && object.place.contains(at));
    let word = |at: usize| {
        ENDS.iter().find_map(|word| {
            let length = word.chars().count();
            let stands = at + length <= sentence.end && word.chars().eq(chars[at..at + length].iter().copied());
            stands.then_some((at, length))
        })
    };
    sentence.clone().filter(outside).filter_map(word).collect()
}

/// Whether what stands before the word says that nothing is ended by it.
fn is_undone(before: &[char]) -> bool {
    let text: String = before.iter().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
    let bare = without_helpers_behind(&text);
    // 一、 is the number of the paragraph.
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    if bare.strip_suffix('、').is_some_and(|number| !number.is_empty() && number.trim_start().chars().all(is_number)) {
        return false;
    }
    UNDONE.iter().any(|word| bare.ends_with(word))
}

fn without_helpers_behind(text: &str) -> &str {
    let mut rest = text;
    while let Some(cut) = HELPERS.iter().filter(|word| !word.is_empty()).find_map(|word| rest.strip_suffix(word)) {
        rest = cut;
    }
    rest
}

/// The documents right before a word: the last one and those it is listed with.
fn objects_before(chars: &[char], within: &[&Object], verb: usize) -> Acts {
    let Some(last) = within.iter().rposition(|object| object.place.end <= verb) else { return Vec::new() };
    let gap: String = chars[within[last].place.end..verb].iter().collect();
    let Some(kind) = kind_of_gap(&gap).filter(|_| !is_ground(chars, within[last])) else { return Vec::new() };
    let mut acts = vec![(kind, within[last].clone())];
    for at in (0..last).rev() {
        let glue: String = chars[within[at].place.end..within[at + 1].place.start].iter().collect();
        let Some(kind) = kind_of_glue(&glue).filter(|_| !is_ground(chars, within[at])) else { break };
        acts.push((kind, within[at].clone()));
    }
    acts.reverse();
    acts
}

/// Whether something else stands on a document: 根据《…》.
fn is_ground(chars: &[char], object: &Object) -> bool {
    let start = object.place.start;
    let before: String = chars[start.saturating_sub(2)..start].iter().collect();
    GROUNDS.contains(&before.as_str())
}

/// The documents that follow a word: 废止《…》、《…》.
fn objects_after(chars: &[char], within: &[&Object], end: usize) -> Acts {
    static QUALIFIER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[：:\s了]|下列文件|以下文件|由)*(?:\d{4}年)?[^，。；的]{0,40}?(?:发布的?|公布的?|印发的?|制定的?|通过的?|批准的?|下发的?)?$")
            .expect("a literal pattern, and a test runs it")
    });
    let Some(first) = within.iter().position(|object| object.place.start >= end) else { return Vec::new() };
    let gap: String = chars[end..within[first].place.start].iter().collect();
    if gap.chars().count() > MAX_GLUE || !QUALIFIER.is_match(&gap) || gap.starts_with('的') {
        return Vec::new();
    }
    let behind = |at: usize| {
        let until = within.get(at + 1).map_or(chars.len(), |next| next.place.start);
        chars[within[at].place.end..until].iter().take(MAX_GLUE + 1).collect::<String>()
    };
    let mut acts = Vec::new();
    for at in first..within.len() {
        let part = is_part(&behind(at));
        acts.push((if part { RelationKind::Amends } else { RelationKind::Repeals }, within[at].clone()));
        if at + 1 < within.len() && kind_of_glue(&behind(at)).is_none() {
            break;
        }
    }
    acts
}

/// What the words between the last document and the word that ends say: that it ends, or a part of it.
fn kind_of_gap(gap: &str) -> Option<RelationKind> {
    static IDLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"自[^，。]{0,24}?起|从[^，。]{0,24}?起|[（(][^）)]*[）)]|等?共?计?\s*[0-9一二三四五六七八九十百余]+\s*[件部项个份](?:政策)?|",
            r"[，,、\s]|本[^，。]{1,8}?(?:施行|实施|公布|发布|印发)(?:之日|后)?(?:起)?|于?\d{4}年\d{1,2}月\d{1,2}日起?"
        ))
        .expect("a literal pattern, and a test runs it")
    });
    let idle = IDLE.replace_all(gap, "");
    let mut rest = idle.trim();
    if is_part(rest) {
        // 第三条、第五条, and no more: what comes after a comma is about something else.
        let is_short = gap.chars().count() <= MAX_GLUE && !gap.contains(['，', ',']);
        return is_short.then_some(RelationKind::Amends);
    }
    while let Some(cut) = HELPERS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = cut.trim_start();
    }
    rest.is_empty().then_some(RelationKind::Repeals)
}

/// What the words between two documents say of the first: that both end, or of the first a part.
fn kind_of_glue(glue: &str) -> Option<RelationKind> {
    let rest = glue.trim_start();
    if rest.chars().count() > MAX_GLUE {
        return None;
    }
    if is_part(rest) {
        return rest.contains(['、', '，', '和', '及']).then_some(RelationKind::Amends);
    }
    let lists = rest.is_empty() || rest.starts_with(['、', '，', ',', '和', '及', '与', '以', '并']);
    (lists && !APART.iter().any(|word| rest.contains(word))).then_some(RelationKind::Repeals)
}

/// Whether what follows a document makes of it a part: 第三条, 中有关…的规定.
fn is_part(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['（', '(', '的', ' ']);
    PARTS.iter().any(|word| rest.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, acts: Acts) -> String {
        let chars: Vec<char> = text.chars().collect();
        let name = |kind| if kind == RelationKind::Repeals { "废" } else { "改" };
        let one = |(kind, object): &(RelationKind, Object)| {
            format!("{}{}", name(*kind), chars[object.place.clone()].iter().collect::<String>())
        };
        acts.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sentences_end_other_documents() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text, in_paragraph(text)), expected, "{text}");
        check("第九条 本办法自2021年5月1日起施行。2001年3月4日公布的《渡口办法》同时废止。", "废《渡口办法》");
        check(
            "《渡口办法》（青政发〔2008〕6号）、《渡船办法》（青岑县人民政府令第3号）同时废止。",
            "废《渡口办法》（青政发〔2008〕6号） 废《渡船办法》（青岑县人民政府令第3号）",
        );
        check(
            "1980年7月公布的《甲条例》，1982年县政府发布的《乙条例》，1985年批准、县工商局发布的《丙规定》同时废止。",
            "废《甲条例》 废《乙条例》 废《丙规定》",
        );
        check("本办法施行后，《渡口办法》即行废止。", "废《渡口办法》");
        check("根据《水法》的规定，《渡口办法》予以废止。", "废《渡口办法》");
        check("自本通知印发之日起，《渡口通知》（青政发〔2008〕6号）停止执行。", "废《渡口通知》（青政发〔2008〕6号）");
        check("青政发〔2008〕6号文件同时废止。", "废政发〔2008〕6号");
        check("县政府决定废止《渡口办法》、《渡船办法》。", "废《渡口办法》 废《渡船办法》");
        check("一、废止2008年公布的《渡口办法》（青岑县人民政府令第3号）", "废《渡口办法》（青岑县人民政府令第3号）");
        check("对《渡口办法》等2件规范性文件予以废止。", "废《渡口办法》");
        check("《渡口办法》自本办法施行之日起自行废止。", "废《渡口办法》");
        check("《渡口办法》第三条、第五条同时废止。", "改《渡口办法》");
        check("《渡口办法》中有关收费的规定同时废止。", "改《渡口办法》");
        check("《渡口办法》第三条、《渡船办法》同时废止。", "改《渡口办法》 废《渡船办法》");
        // Nothing ends where it is only spoken of.
        check("《渡口办法》不得废止。", "");
        check("建议修改或者废止《渡口办法》。", "");
        check("规章的立改废止，依照《立法法》执行。", "");
        check("依照《水法》责令停止使用，其许可证作废。", "");
        check("《渡口办法》与本办法不一致的，按本办法执行，原规定不再执行。", "");
        check("《渡口办法》规定的收费标准停止执行。", "");
        check("依照《渡口办法》第三条的规定停止执行。", "");
        check("违反《渡口办法》第三条的规定，其证书作废。", "");
        check("本办法自2021年5月1日起施行，原规定同时废止。", "");
    }

    #[test]
    fn rows_of_lists_name_a_document_each() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text, in_list(text)), expected, "{text}");
        check(
            "1.《关于印发〈渡口办法〉的通知》（青政发〔2008〕6号）",
            "废《关于印发〈渡口办法〉的通知》（青政发〔2008〕6号）",
        );
        check("3\t青岑县渡口收费的通知\t青价发〔2008〕6号\t2008-03-04", "废价发〔2008〕6号");
        check("二、《渡口办法》第三条", "改《渡口办法》");
        let both = in_list("1\t《渡口办法》\t青政发〔2008〕6号");
        assert!(both.len() == 1 && both[0].1.work.is_some() && !both[0].1.numbers.is_empty());
    }
}
