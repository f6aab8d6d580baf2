//! Numerals in their other writings: 第36条 and 第三十六条, Ⅳ级, IV级 and 四级, 二〇〇八年 and 2008年, 30% and 百分之三十.
//!
//! Only what is a number and nothing else is written otherwise: after 第, before a noun that is counted, as a year, a month
//! or a day. 三亚, 五一, 一带一路, 百色 and 万一 stay what they are.

mod date;
mod measure;
mod number;
#[cfg(test)]
mod tests;

use std::ops::Range;

use self::number::{ROMAN, ROMAN_CHARACTERS, arabic_digit, chinese_digit, is_numeral, proper, year_forms};
pub(crate) use self::number::{in_chinese, number_value};
use super::characters::is_ideograph;

/// Other writings that one numeral has at most.
const MAX_ALSO: usize = 6;

/// A piece of a text that can be written otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where it stands, in bytes of the folded text.
    pub range: Range<usize>,
    /// Its other writings, folded, the most usual first; at most six.
    pub also: Vec<String>,
    /// Other writings that are the same to a reader and need not be told: of a day (2020-02-04 for 2020年2月4日), and of an
    /// article behind a law's name (法36条 for 第36条).
    pub same: Vec<String>,
}

/// The numerals of a folded text that have other writings, in order, none overlapping another.
pub fn writings(folded: &str) -> Vec<Written> {
    let text = Text::new(folded);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.at(at) {
        let begins = (c == '第' || text.number_begins(at)) && !text.joined_before(at);
        if let Some((end, same)) = text.day(at).filter(|_| begins) {
            found.push(Written { range: text.byte(at)..text.byte(end), also: Vec::new(), same });
            at = end;
            continue;
        }
        match text.read(at).filter(|_| begins) {
            Some((end, forms)) => {
                let range = text.byte(at)..text.byte(end);
                let own: String = folded[range.clone()].chars().filter(|c| *c != ' ').collect();
                let mut also: Vec<String> = Vec::new();
                for form in forms {
                    if form != own && !also.contains(&form) && also.len() < MAX_ALSO {
                        also.push(form);
                    }
                }
                let same = text.article_of_law(at, end);
                if !also.is_empty() {
                    found.push(Written { range, also, same });
                }
                at = end;
            }
            None => at = text.after(at),
        }
    }
    found
}

/// The texts in which a number that a text begins with would be the end of a longer one: 二十八岁 for 十八岁, 十三岁 for 三岁. None
/// of what begins with no Chinese number.
pub fn longer(folded: &str) -> Vec<String> {
    let number: Vec<char> = folded.chars().take_while(|c| is_numeral(*c)).collect();
    let text: String = number.iter().collect();
    if number.is_empty() || number.len() == folded.chars().count() || (proper(&text).is_none() && text != "两") {
        return Vec::new();
    }
    let before = match number.as_slice() {
        ['十', ..] => "一二三四五六七八九",
        [_] => "十零〇",
        [_, '十', ..] => "百零",
        [_, '百', ..] => "千",
        _ => return Vec::new(),
    };
    before.chars().map(|c| format!("{c}{folded}")).collect()
}

/// What is counted with 第: after these even 第一 to 第十 may be written with digits.
const ORDINAL_UNITS: &str =
    "条款项章节编届次号期批年级集轮场版册卷部类位名步个季天周月日代组队页段篇回站点层中小幼医轨道阶师军团座大";

/// What Roman numerals stand before.
const ROMAN_UNITS: &str = "级类型期章";

/// What a number stands before that is a number and nothing else.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "国集团", "国峰会", "国领导人", "国合作", "节气", "字方针", "字箴言", "字诀", "个五年规划", "个五年计划", "年规划", "年计划",
    "年行动", "年攻坚", "年级", "年制", "项规定", "项措施", "项原则", "项制度", "条措施", "条意见", "条政策", "条禁令", "号线", "号文件",
    "个民族", "个自信", "个意识", "个代表", "个全面", "个维护", "线城市", "孩政策", "孩生育", "次会议", "次全体会议", "次全会",
    "次党代会", "次代表大会", "周年", "周岁", "岁", "小时", "世纪", "年代", "号楼", "号公告", "号台风",
];

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Digits,
    Chinese,
    Roman,
}

/// A number in a text.
#[derive(Debug, Clone, Copy)]
struct Number {
    /// The character after it.
    end: usize,
    value: u32,
    script: Script,
}

/// A folded text, by its characters.
struct Text<'t> {
    folded: &'t str,
    characters: Vec<(usize, char)>,
}

/// Where a reading ends, and all writings of what was read.
type Reading = (usize, Vec<String>);

impl<'t> Text<'t> {
    fn new(folded: &'t str) -> Self {
        Self { folded, characters: folded.char_indices().collect() }
    }

    fn at(&self, place: usize) -> Option<char> {
        self.characters.get(place).map(|(_, c)| *c)
    }

    fn byte(&self, place: usize) -> usize {
        self.characters.get(place).map_or(self.folded.len(), |(byte, _)| *byte)
    }

    fn before(&self, place: usize) -> Option<char> {
        place.checked_sub(1).and_then(|place| self.at(place))
    }

    fn slice(&self, range: Range<usize>) -> &'t str {
        &self.folded[self.byte(range.start)..self.byte(range.end)]
    }

    fn past_blanks(&self, place: usize) -> usize {
        (place..).find(|at| self.at(*at) != Some(' ')).unwrap_or(place)
    }

    /// Where this text ends, if it stands there.
    fn past(&self, place: usize, text: &str) -> Option<usize> {
        self.folded[self.byte(place)..].starts_with(text).then(|| place + text.chars().count())
    }

    fn number_begins(&self, place: usize) -> bool {
        self.at(place).is_some_and(|c| {
            c.is_ascii_digit() || is_numeral(c) || ROMAN_CHARACTERS.contains(&c) || matches!(c, 'i' | 'v' | 'x')
        })
    }

    /// Whether what stands before makes a number there part of something else: 3.4级, 3-4级, a12, 统一级, 几十级.
    fn joined_before(&self, place: usize) -> bool {
        let Some(before) = self.before(place) else { return false };
        let first = self.at(place).unwrap_or(' ');
        match before {
            _ if first == '第' => false,
            '.' | '-' | '~' | '/' | ':' | ',' => {
                place > 1 && self.at(place - 2).is_some_and(|c| c.is_ascii_alphanumeric() || is_numeral(c))
            }
            '统' | '唯' => first == '一',
            '几' | '数' => matches!(first, '十' | '百' | '千'),
            '第' | '万' | '亿' => true,
            _ => before.is_ascii_alphanumeric() || is_numeral(before) || ROMAN_CHARACTERS.contains(&before),
        }
    }

    /// The place after a number or word that is not read: the rest of it is none either.
    fn after(&self, place: usize) -> usize {
        let same: fn(char) -> bool = match self.at(place) {
            Some(c) if c.is_ascii_alphanumeric() => |c| c.is_ascii_alphanumeric(),
            Some(c) if is_numeral(c) => is_numeral,
            _ => return place + 1,
        };
        (place..).find(|at| !self.at(*at).is_some_and(same)).unwrap_or(place + 1)
    }

    fn read(&self, place: usize) -> Option<Reading> {
        if let Some(quarter) = self.quarter(place) {
            return Some(quarter);
        }
        if self.at(place) == Some('第') {
            return self.ordinal(place);
        }
        self.percentage(place)
            .or_else(|| self.date(place))
            .or_else(|| self.session(place))
            .or_else(|| self.plenary(place))
            .or_else(|| self.congress(place))
            .or_else(|| self.counted(place))
            .or_else(|| self.article(place))
            .or_else(|| self.graded(place))
            .or_else(|| self.measured(place))
    }

    /// A number of any script, all of it.
    fn number(&self, place: usize) -> Option<Number> {
        let first = self.at(place)?;
        let run = |wanted: fn(char) -> bool| (place..).find(|at| !self.at(*at).is_some_and(wanted)).unwrap_or(place);
        let (end, script) = match first {
            _ if first.is_ascii_alphanumeric() => {
                let end = run(|c| c.is_ascii_alphanumeric());
                (end, if first.is_ascii_digit() { Script::Digits } else { Script::Roman })
            }
            _ if ROMAN_CHARACTERS.contains(&first) => (run(|c| ROMAN_CHARACTERS.contains(&c)), Script::Roman),
            _ if is_numeral(first) => (run(is_numeral), Script::Chinese),
            _ => return None,
        };
        // 3.4级 is none of 3.
        let decimal = self.at(end) == Some('.') && self.at(end + 1).is_some_and(|c| c.is_ascii_digit());
        let value = number_value(self.slice(place..end)).filter(|_| !decimal)?;
        Some(Number { end, value, script })
    }

    /// A number that is no row of digits: 三四级 is three or four.
    fn amount(&self, place: usize) -> Option<Number> {
        let number = self.number(place)?;
        let text = self.slice(place..number.end);
        let plain = match number.script {
            Script::Chinese => proper(text).is_some(),
            Script::Digits => !text.starts_with('0'),
            Script::Roman => true,
        };
        (plain && number.value > 0).then_some(number)
    }

    /// 第36条, 第三十六条, 第IV章.
    fn ordinal(&self, place: usize) -> Option<Reading> {
        let start = self.past_blanks(place + 1);
        let number = self.number(start).filter(|number| number.value > 0)?;
        let text = self.slice(start..number.end);
        // 第一二三产业 are three; 第一〇三条 is one.
        let row = number.script == Script::Chinese && proper(text).is_none();
        if (row && !text.contains(['〇', '零'])) || text.starts_with('0') {
            return None;
        }
        let unit_at = self.past_blanks(number.end);
        let unit = self.at(unit_at).filter(|c| ORDINAL_UNITS.contains(*c));
        // 第一时间 and 第一书记 are words; what is typed with digits may yet be one of them.
        if unit.is_none() && number.script != Script::Digits && number.value <= 10 {
            return None;
        }
        let follows = self.at(number.end);
        if unit.is_none() && follows.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/')) {
            return None;
        }
        // With what follows: 第三 alone would be found in 第三十.
        let unit = unit.or_else(|| follows.filter(|c| is_ideograph(*c) && !is_numeral(*c)));
        let (end, unit) = match unit {
            Some(unit) => (if follows == Some(unit) { number.end + 1 } else { unit_at + 1 }, unit.to_string()),
            None => (number.end, String::new()),
        };
        let roman = number.script == Script::Roman || unit.contains(['章', '级', '类', '期']);
        let forms = scripts(number.value, roman && unit != "期").into_iter().map(|form| format!("第{form}{unit}"));
        Some((end, forms.collect()))
    }

    /// 百分之三十, 30%, 30.5%; 千分之三, 3‰.
    fn percentage(&self, place: usize) -> Option<Reading> {
        if let Some(start) = self.past(place, "千分之") {
            let (end, digits) = self.decimal(self.past_blanks(start))?;
            return Some((end, vec![format!("{digits}‰"), in_percent(&digits)?.replacen('百', "千", 1)]));
        }
        if let Some(start) = self.past(place, "百分之") {
            let (end, digits) = self.decimal(self.past_blanks(start))?;
            return Some((end, vec![format!("{digits}%"), in_percent(&digits)?]));
        }
        if !self.at(place)?.is_ascii_digit() {
            return None;
        }
        let (end, digits) = self.decimal(place)?;
        if let Some(end) = self.past(self.past_blanks(end), "‰") {
            return Some((end, vec![in_percent(&digits)?.replacen('百', "千", 1), format!("{digits}‰")]));
        }
        let end = self.past(self.past_blanks(end), "%")?;
        Some((end, vec![in_percent(&digits)?, format!("{digits}%")]))
    }

    /// A number with or without decimals, in digits: 三十点五 is 30.5.
    fn decimal(&self, place: usize) -> Option<(usize, String)> {
        let arabic = self.at(place)?.is_ascii_digit();
        let (is_part, point): (fn(char) -> bool, char) =
            if arabic { (|c| c.is_ascii_digit(), '.') } else { (is_numeral, '点') };
        let run = |from: usize| (from..).find(|at| !self.at(*at).is_some_and(is_part)).unwrap_or(from);
        let end = run(place);
        let text = self.slice(place..end);
        let whole = match text {
            "百" => 100,
            "〇" | "零" => 0,
            _ if arabic => text.parse().ok().filter(|_| text.len() <= 4)?,
            _ => proper(text)?,
        };
        if self.at(end) != Some(point) {
            return Some((end, whole.to_string()));
        }
        let rest = run(end + 1);
        let decimals: Option<String> = self.slice(end + 1..rest).chars().map(arabic_digit).collect();
        let decimals = decimals.filter(|decimals| (1..=4).contains(&decimals.len()))?;
        Some((rest, format!("{whole}.{decimals}")))
    }

    /// 二十届三中全会, 三中全会, 第… without 第.
    fn plenary(&self, place: usize) -> Option<Reading> {
        const NAME: &str = "中全会";
        let number = self.amount(place).filter(|number| number.value <= 40)?;
        if let Some(end) = self.past(number.end, NAME).filter(|_| number.value <= 12) {
            return Some((end, scripts(number.value, false).into_iter().map(|n| format!("{n}{NAME}")).collect()));
        }
        let term = self.past(self.past_blanks(number.end), "届")?;
        let (term_chinese, term_digits) = (in_chinese(number.value), number.value);
        // 四届 would be found in 十四届.
        let th = if number.value < 10 && number.script == Script::Digits { "第" } else { "" };
        let session = self.amount(self.past_blanks(term)).filter(|session| session.value <= 12);
        let Some((session, end)) = session.and_then(|session| Some((session, self.past(session.end, NAME)?))) else {
            return Some((term, vec![format!("{th}{term_chinese}届"), format!("{term_digits}届")]));
        };
        let (chinese, digits) = (in_chinese(session.value), session.value);
        Some((
            end,
            vec![
                format!("{th}{term_chinese}届{chinese}{NAME}"),
                format!("第{term_chinese}届中央委员会第{chinese}次全体会议"),
                format!("{term_digits}届{chinese}{NAME}"),
                format!("{term_digits}届{digits}{NAME}"),
            ],
        ))
    }

    /// 十九大, 19大: 十大 is the ten greatest, and no congress before the eleventh is called so beside others.
    fn congress(&self, place: usize) -> Option<Reading> {
        let number = self.amount(place).filter(|number| (11..=40).contains(&number.value))?;
        let end = self.past(number.end, "大")?;
        let counts = self.at(end).is_some_and(|c| "类项种行产件举工战门".contains(c));
        let mut forms: Vec<String> = scripts(number.value, false).into_iter().map(|n| format!("{n}大")).collect();
        if !counts {
            forms.insert(1, format!("第{}次全国代表大会", in_chinese(number.value)));
        }
        Some((end, forms))
    }

    /// 二十国集团, 24节气.
    fn counted(&self, place: usize) -> Option<Reading> {
        let number = self.amount(place).filter(|number| number.script != Script::Roman)?;
        let noun_at = self.past_blanks(number.end);
        let noun = COUNTED.iter().find(|noun| self.past(noun_at, noun).is_some())?;
        if number.value == 1 && self.is_this_one(place) {
            return None;
        }
        let forms = scripts(number.value, false).into_iter();
        let mut forms: Vec<String> = forms.take(2).map(|n| format!("{n}{noun}")).collect();
        if *noun == "号公告" {
            forms.extend([format!("第{}{noun}", in_chinese(number.value)), format!("第{}{noun}", number.value)]);
        }
        Some((noun_at + noun.chars().count(), forms))
    }

    /// Ⅳ级, IV级, 四级, 4级; Ⅲ类, Ⅱ型, Ⅰ期.
    fn graded(&self, place: usize) -> Option<Reading> {
        let number = self.amount(place).filter(|number| number.value <= 99)?;
        let unit_at = self.past_blanks(number.end);
        let unit = self.at(unit_at).filter(|c| ROMAN_UNITS.contains(*c))?;
        // 四期 and 四章 stand beside no Roman numeral in most texts; 同一级 counts nothing, nor does 级别.
        let plain = number.script == Script::Roman || "级类型期".contains(unit);
        let other_word = self.at(unit_at + 1).is_some_and(|c| "别差似号望待限间货权".contains(c));
        // V型 and X型 are shapes.
        let shape = number.script == Script::Roman && "型期".contains(unit) && matches!(number.value, 5 | 10);
        if !plain || shape || other_word || (number.value == 1 && self.is_this_one(place)) {
            return None;
        }
        Some((unit_at + 1, scripts(number.value, true).into_iter().map(|n| format!("{n}{unit}")).collect()))
    }

    /// 这一类, 每一级: one, and no number.
    fn is_this_one(&self, place: usize) -> bool {
        self.before(place).is_some_and(|c| "这那同另某每哪各任上下进更高低".contains(c))
    }
}

/// A number in its writings, Chinese first.
fn scripts(n: u32, roman: bool) -> Vec<String> {
    let chinese = in_chinese(n);
    let mut forms = vec![chinese.clone(), n.to_string()];
    if chinese.contains('零') {
        forms.push(chinese.replace('零', "〇"));
    }
    if chinese.contains("百一十") {
        forms.push(chinese.replace("百一十", "百十"));
    }
    if n > 100 && n.to_string().contains('0') && !n.is_multiple_of(10) {
        forms.extend(year_forms(n).into_iter().skip(1).take(2));
    }
    let place = n.checked_sub(1).map(|n| n as usize).filter(|place| roman && *place < ROMAN.len());
    if let Some(place) = place {
        forms.extend(ROMAN_CHARACTERS.clone().nth(place).map(String::from));
        forms.push(ROMAN[place].to_owned());
    }
    forms
}

/// `30.5` as 百分之三十点五.
fn in_percent(digits: &str) -> Option<String> {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let whole: u32 = whole.parse().ok()?;
    let mut text = String::from("百分之");
    match whole {
        0 => text.push('零'),
        100 if decimals.is_empty() => text.push('百'),
        _ => text.push_str(&in_chinese(whole)),
    }
    if !decimals.is_empty() {
        text.push('点');
        text.extend(decimals.bytes().map(|b| if b == b'0' { '零' } else { chinese_digit(u32::from(b - b'0')) }));
    }
    Some(text)
}
