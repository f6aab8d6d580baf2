//! The words that document numbers are made of, and the characters that are the same in all of them.

use crate::model::text::{is_blank, is_han};

/// What a blank within a line is read as.
pub const BLANK: char = ' ';

/// What ends a line or a cell; no number runs over it.
pub const BREAK: char = '\n';

/// Documents that are counted by the organ that issues them, the longer word before the one it ends with.
const KINDS: &[&str] = &["命令", "令", "公告", "通告", "布告", "通报", "公报", "决定", "字"];

/// Those that an organ also counts without the year, and that may stand behind the number: 第12号令.
const KINDS_BEHIND: &[&str] = &["令", "命令", "公告", "通告", "布告", "通报"];

/// Those that are counted without the year.
const KINDS_WITHOUT_YEAR: &[&str] = &["令", "命令", "公告", "通告", "布告", "字"];

/// How the names of offices end.
const OFFICE_ENDS: &[&str] = &[
    "政府",
    "院",
    "部",
    "委",
    "局",
    "署",
    "厅",
    "室",
    "会",
    "主席",
    "主席团",
    "银行",
    "分行",
    "支行",
    "办",
    "中心",
    "省",
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
    "国",
    "府",
    "队",
    "处",
    "所",
    "站",
    "党组",
    "海关",
    "公司",
    "大学",
    "学院",
    "省长",
    "市长",
    "县长",
    "总理",
    "集团",
    "小组",
    "指挥部",
];

/// Words that end so and are no offices.
const NO_OFFICES: &[&str] = &["签署", "部署", "全部", "内部", "举办", "承办", "主办", "机会", "开会", "全国", "之处"];

/// How the codes of organs end: 国办发, 青政函, 财税, 法释. Only by this is a number known whose year has no brackets.
const CODE_ENDS: &[char] = &[
    '发', '函', '字', '令', '规', '电', '通', '知', '告', '公', '办', '复', '批', '任', '议', '呈', '税', '释', '格',
    '改', '人',
];

/// Characters of the longest code that is taken for one by where it stands alone: 计价格, 环办土壤.
const MAX_SHORT_CODE: usize = 6;

/// What may stand behind a number that ends what was typed: 财税2016年36号文.
const BEHIND_NUMBERS: &[&str] = &["文", "文件", "通知", "规定", "的", "解读", "全文"];

/// What proceedings are about, in the codes of courts.
const CASE_MATTERS: &[char] = &['民', '刑', '行', '商', '知', '赔', '执', '破', '司'];

/// How the codes of courts end that are known without brackets around the year.
const PLAIN_CASE_ENDS: &[char] = &['初', '终', '再', '申', '执', '异', '辖', '抗', '监', '破', '赔', '恢', '复'];

/// How the codes of courts end: 京0105民初, 最高法民再, 陕民三终字.
const CASE_ENDS: &[char] = &[
    '初', '终', '再', '申', '监', '提', '执', '恢', '异', '复', '保', '破', '赔', '更', '抗', '他', '辖', '协', '督',
    '催', '撤', '特', '认', '调', '清', '强', '审', '罚', '惩', '字',
];

/// Words in a running text that no organ's name or code has in it: what stands behind them may be one.
const BEFORE: &[&str] = &[
    "根据", "按照", "依据", "依照", "遵照", "贯彻", "执行", "落实", "印发", "转发", "下发", "参照", "废止", "关于",
    "签署", "发布", "公布", "查找", "按", "见", "的", "及", "以", "即",
];

/// What a field says where it says nothing.
const IDLE: &[&str] =
    &["无", "無", "暂无", "暫無", "没有", "無文號", "无文号", "不详", "空", "未编号", "null", "none", "nil", "na"];

/// A character as numbers are read: half width, one bracket, one dash, one blank, no traditional forms of the words above.
pub fn normal(c: char) -> char {
    match c {
        '〔' | '[' | '［' | '（' | '【' | '﹝' | '〖' | '『' | '〘' | '〚' => '(',
        '〕' | ']' | '］' | '）' | '】' | '﹞' | '〗' | '』' | '〙' | '〛' => ')',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '－' | '−' | '─' | '～' | '〜' | '~' => '-',
        '，' => ',',
        '○' | '◯' => '〇',
        '號' => '号',
        '報' => '报',
        '決' => '决',
        '佈' => '布',
        '發' => '发',
        '國' => '国',
        '務' => '务',
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => BREAK,
        _ if is_blank(c) => BLANK,
        _ => half_width(c),
    }
}

/// A digit or a Latin letter in its half width.
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The kind that a code ends with: 令 of 国务院令.
pub fn kind_at_end(code: &[char]) -> Option<&'static str> {
    KINDS.iter().find(|kind| ends_with(code, kind)).copied()
}

/// The kind that stands behind a number: 令 of 第12号令.
pub fn kind_behind(rest: &[char]) -> Option<&'static str> {
    // 命令 is no 令 behind something else, and 第5号令人 no order.
    let other = rest.first() == Some(&'令') && rest.get(1) == Some(&'人');
    KINDS_BEHIND.iter().find(|kind| starts_with(rest, kind) && !other).copied()
}

/// Whether documents of a kind are counted without the year.
pub fn is_counted_without_year(kind: &str) -> bool {
    KINDS_WITHOUT_YEAR.contains(&kind)
}

/// Whether a text is a kind of documents that organs number, and nothing else: 令, 公告.
pub fn is_kind(text: &str) -> bool {
    KINDS.contains(&text)
}

/// Whether a name ends as those of offices do: 青岑县人民政府.
pub fn is_office(name: &str) -> bool {
    let normal: String = name.chars().map(normal).collect();
    OFFICE_ENDS.iter().any(|end| normal.ends_with(end)) && !NO_OFFICES.iter().any(|other| normal.ends_with(other))
}

/// Whether a text ends as an organ's code does.
pub fn ends_code(code: &[char]) -> bool {
    code.last().is_some_and(|last| CODE_ENDS.contains(last))
}

/// Whether a text is as a court's code: it begins with an ideograph and ends as one.
pub fn is_case_code(code: &[char]) -> bool {
    code.len() >= 2
        && !code.first().is_some_and(char::is_ascii_alphanumeric)
        && code.last().is_some_and(|last| CASE_ENDS.contains(last))
}

/// Whether a text is as a court's code, so that it is known by itself: 浙0782民初, 金义商初字.
pub fn is_plain_case_code(code: &[char]) -> bool {
    let bare = code.strip_suffix(&['字']).unwrap_or(code);
    is_case_code(code)
        && bare.len() >= 3
        && bare.last().is_some_and(|last| PLAIN_CASE_ENDS.contains(last))
        && bare.iter().any(|c| CASE_MATTERS.contains(c))
        && code.iter().all(|c| c.is_ascii_digit() || is_han(*c))
}

/// Whether a short run of ideographs is an organ's code because nothing else stands before a year and a number: 环土壤.
/// The name of a place or an office is none.
pub fn is_short_code(run: &[char]) -> bool {
    (2..=MAX_SHORT_CODE).contains(&run.len())
        && run.iter().all(|c| is_han(*c) && !is_numeral(*c) && !matches!(c, '年' | '月' | '日' | '第' | '号'))
        && !is_office(&run.iter().collect::<String>())
}

/// Whether what stands behind a number ends what was typed, or goes on as of a document: 财税2016年36号文.
pub fn ends_typed(rest: &[char]) -> bool {
    let length = rest.iter().take_while(|c| c.is_alphanumeric()).take(4).count();
    let word: String = rest[..length].iter().collect();
    word.is_empty() || BEHIND_NUMBERS.contains(&word.as_str())
}

/// How many characters of a run stand before the name of an organ, to the end of the last word that none has in it.
pub fn introduction(run: &[char]) -> usize {
    let ends = BEFORE.iter().filter_map(|word| {
        let length = word.chars().count();
        (0..(run.len() + 1).saturating_sub(length))
            .rev()
            .find(|at| starts_with(&run[*at..], word))
            .map(|at| at + length)
    });
    // What leaves less than two characters is part of the name.
    ends.filter(|end| end + 2 <= run.len()).max().unwrap_or(0)
}

/// Whether what a field says is that there is nothing.
pub fn is_idle(letters: &str) -> bool {
    IDLE.contains(&letters.to_lowercase().as_str())
}

/// What a run of Chinese numerals says: 三, 十二, 七百一十四, 二〇.
pub fn numeral(run: &[char]) -> Option<u32> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|other| other == c).or((c == '零').then_some(0));
    if run.iter().all(|c| digit(*c).is_some()) {
        return run.iter().try_fold(0_u32, |sum, c| sum.checked_mul(10)?.checked_add(u32::try_from(digit(*c)?).ok()?));
    }
    let (mut sum, mut waiting) = (0_u32, None);
    for c in run {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            _ => {
                waiting = Some(u32::try_from(digit(*c)?).ok()?).or(waiting);
                continue;
            }
        };
        sum = sum.checked_add(waiting.take().unwrap_or(1) * unit)?;
    }
    Some(sum + waiting.unwrap_or(0))
}

/// Whether a character is a Chinese numeral.
pub fn is_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百千".contains(c)
}

/// A number below ten thousand in Chinese numerals: 七百一十四.
pub fn in_numerals(number: u32) -> Option<String> {
    if !(1..10_000).contains(&number) {
        return None;
    }
    let names: Vec<char> = "零一二三四五六七八九".chars().collect();
    let mut written = String::new();
    let mut skipped = false;
    for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (number / unit % 10) as usize;
        if digit == 0 {
            skipped |= !written.is_empty();
            continue;
        }
        if std::mem::take(&mut skipped) {
            written.push('零');
        }
        // 十二, and yet 一百一十二.
        if !(unit == 10 && digit == 1 && written.is_empty()) {
            written.push(names[digit]);
        }
        written.push_str(name);
    }
    Some(written)
}

/// Whether a run of characters begins with a word.
pub fn starts_with(run: &[char], word: &str) -> bool {
    let mut run = run.iter();
    word.chars().all(|c| run.next() == Some(&c))
}

/// Whether a run of characters ends with a word.
pub fn ends_with(run: &[char], word: &str) -> bool {
    let mut run = run.iter().rev();
    word.chars().rev().all(|c| run.next() == Some(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read_as_they_are_written() {
        for number in [1, 10, 12, 20, 36, 100, 101, 110, 112, 714, 1_005, 1_050, 2_020] {
            let written = in_numerals(number).unwrap();
            assert_eq!(numeral(&written.chars().collect::<Vec<_>>()), Some(number), "{written}");
        }
        assert_eq!(numeral(&['二', '〇', '六']), Some(206));
        assert_eq!(in_numerals(714).as_deref(), Some("七百一十四"));
        assert_eq!(in_numerals(12).as_deref(), Some("十二"));
    }

    #[test]
    fn an_organ_begins_behind_what_introduces_it() {
        let check = |run: &str, expected: usize| {
            assert_eq!(introduction(&run.chars().collect::<Vec<_>>()), expected, "{run}");
        };
        check("现根据青政发", 3);
        check("青政发", 0);
        check("修订的青岑县人民政府", 3);
        check("关于", 0);
    }
}
