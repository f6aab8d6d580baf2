//! Numbers before measure words: 120名, 三十万元, 36条 of a law, 7届2次, 二季度.

use super::number::{in_chinese, proper};
use super::{Number, Reading, Script, Text, scripts};

/// Measure words, and nouns that are counted without one. Only what a number stands before and nothing else: 分 is not among
/// them (十分), nor 会 (两会).
#[rustfmt::skip]
const MEASURES: &[&str] = &[
    "名", "人", "人次", "位", "户", "家", "件", "项", "次", "天", "年", "个", "个月", "个工作日", "个百分点", "个小时", "工作日", "分钟", "秒钟",
    "元", "亩", "吨", "米", "公里", "千米", "厘米", "毫米", "公斤", "千克", "克", "斤", "升", "毫升", "公顷", "平方米", "平方公里", "平方千米", "立方米",
    "千瓦", "兆瓦", "千瓦时", "所", "座", "栋", "幢", "辆", "套", "艘", "架", "枚", "株", "棵", "头", "只", "匹", "台", "册", "篇", "页", "幅", "张",
    "场", "例", "宗", "起", "批", "处", "间", "层", "种", "类", "倍", "条", "块", "桶", "箱", "盒", "瓶", "支", "根", "口", "门", "卷", "份", "班次",
    "学时", "课时", "学分", "床", "张床位", "个席位", "票", "分贝", "度电",
];

/// Those that a single Chinese numeral stands before and means a number: 三人, not 三台 (a county) or 三门.
const PLAIN_MEASURES: &[&str] = &[
    "名",
    "人",
    "人次",
    "位",
    "户",
    "家",
    "件",
    "项",
    "次",
    "天",
    "年",
    "个月",
    "个工作日",
    "个百分点",
    "个小时",
    "分钟",
];

/// What a number may be multiplied with before its measure word.
const MULTIPLES: &[&str] = &["万亿", "万", "亿"];

/// How the names of laws end, and the words behind which an article is named without 第: 劳动法36条.
const LAW_ENDS: &str = "法典例定则释》章条款";

/// What of a law is counted.
const LAW_UNITS: &str = "条款项章节";

/// What stands behind 年 where it is no measure: 90年代, 20年度.
const NO_YEARS: &str = "代级度初底末月";

impl Text<'_> {
    /// 120名, 三十万元, 2000元.
    pub(super) fn measured(&self, place: usize) -> Option<Reading> {
        let number = self.count(place)?;
        let many_at = self.past_blanks(number.end);
        let many = MULTIPLES.iter().find(|many| self.past(many_at, many).is_some()).copied().unwrap_or_default();
        let at = self.past_blanks(many_at + many.chars().count());
        let measures = MEASURES.iter().filter(|measure| self.past(at, measure).is_some());
        let measure = measures.max_by_key(|measure| measure.len())?;
        let end = at + measure.chars().count();
        let next = self.at(end);
        let is_single = number.script == Script::Chinese && number.value < 10 && many.is_empty();
        let is_one = number.value == 1 && many.is_empty();
        let is_year = *measure == "年"
            && (number.value > 200 || next.is_some_and(|c| NO_YEARS.contains(c) || c.is_ascii_digit()));
        if is_one || is_year || (is_single && !PLAIN_MEASURES.contains(measure)) {
            return None;
        }
        Some((end, counts(number.value).into_iter().map(|n| format!("{n}{many}{measure}")).collect()))
    }

    /// A number that is no row of digits; 两 by itself is two.
    fn count(&self, place: usize) -> Option<Number> {
        let is_two = self.at(place) == Some('两') && !self.at(place + 1).is_some_and(|c| "百千两".contains(c));
        if is_two {
            return Some(Number { end: place + 1, value: 2, script: Script::Chinese });
        }
        self.amount(place).filter(|number| number.script != Script::Roman)
    }

    /// 劳动法36条, 36条 by itself: 第三十六条.
    pub(super) fn article(&self, place: usize) -> Option<Reading> {
        let number = self.amount(place).filter(|number| number.script != Script::Roman)?;
        let unit = self.at(number.end).filter(|c| LAW_UNITS.contains(*c))?;
        let end = number.end + 1;
        let before = self.before(place);
        let is_whole = before.is_none() && unit == '条' && (self.at(end).is_none() || self.at(end) == Some('之'));
        let is_named = before.is_some_and(|c| LAW_ENDS.contains(c));
        if !is_named && (!is_whole || number.value == 1) {
            return None;
        }
        let (chinese, digits) = (in_chinese(number.value), number.value);
        Some((end, vec![format!("第{chinese}{unit}"), format!("第{digits}{unit}"), format!("{digits}{unit}")]))
    }

    /// An article that stands there, straight behind the end of a law's name, with that end and without 第: 法36条.
    pub(super) fn article_of_law(&self, place: usize, end: usize) -> Vec<String> {
        let start = self.past(place, "第").map_or(place, |start| self.past_blanks(start));
        let Some(law) = self.before(place).filter(|c| LAW_ENDS.contains(*c) && !LAW_UNITS.contains(*c)) else {
            return Vec::new();
        };
        let number = self.amount(start).filter(|number| number.end + 1 == end && self.at(number.end) == Some('条'));
        let forms =
            |number: Number| vec![format!("{law}{}条", number.value), format!("{law}{}条", in_chinese(number.value))];
        number.map(forms).unwrap_or_default()
    }

    /// 7届2次, 七届二次.
    pub(super) fn session(&self, place: usize) -> Option<Reading> {
        let term = self.amount(place).filter(|number| number.value <= 40 && number.script != Script::Roman)?;
        let after = self.past(self.past_blanks(term.end), "届")?;
        let session_at = self.past(after, "第").unwrap_or(after);
        let session = self.amount(session_at).filter(|session| session.value <= 40)?;
        let end = self.past(session.end, "次")?;
        let (t, s) = (term.value, session.value);
        let (terms, sessions) = (in_chinese(t), in_chinese(s));
        let forms = vec![
            format!("{terms}届{sessions}次"),
            format!("{t}届{s}次"),
            format!("{terms}届{s}次"),
            format!("第{terms}届第{sessions}次"),
            format!("第{t}届第{s}次"),
            format!("{terms}届第{sessions}次"),
        ];
        Some((end, forms))
    }

    /// 二季度, 第2季度.
    pub(super) fn quarter(&self, place: usize) -> Option<Reading> {
        let start = self.past(place, "第").map_or(place, |start| self.past_blanks(start));
        let number = self.number(start).filter(|number| (1..=4).contains(&number.value))?;
        if number.script == Script::Roman {
            return None;
        }
        let end = self.past(self.past_blanks(number.end), "季度")?;
        let (chinese, digits) = (in_chinese(number.value), number.value);
        let forms = ["第", ""].iter().flat_map(|th| [format!("{th}{chinese}季度"), format!("{th}{digits}季度")]);
        Some((end, forms.collect()))
    }
}

/// A number that counts, in its writings: two is 两 before a measure word and before 百 and 千.
fn counts(number: u32) -> Vec<String> {
    let mut forms = scripts(number, false);
    forms.truncate(3);
    let chinese = in_chinese(number);
    let two = chinese.strip_prefix('二').filter(|rest| rest.is_empty() || rest.starts_with(['千', '百']));
    if let Some(rest) = two.filter(|_| proper(&chinese).is_some()) {
        forms.insert(1, format!("两{rest}"));
    }
    forms
}
