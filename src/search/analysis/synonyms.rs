//! [`Synonyms`] say which other writings a written form may stand for: 新冠 for 新型冠状病毒. They touch the
//! query alone, so a changed list needs no new index. The program brings a list of its own; an operator's
//! file adds to it and takes away from it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::fold::fold;
use super::words::Analyzer;
use super::works::{MAX_SHORT, Works, may_stand_before};
use crate::model::text::is_blank;

/// The list that the program brings.
const BUILT_IN: &str = include_str!("../../../data/synonyms.txt");

/// Bytes of the operator's file.
const MAX_FILE: u64 = 4 << 20;

/// Groups of the operator's file that are used.
pub const MAX_GROUPS: usize = 20_000;

/// Characters of a form.
pub const MAX_FORM: usize = 32;

/// Forms that one form may stand for; each is one more condition on every document.
pub const MAX_ALSO: usize = 8;

/// Forms of one text that are used, the longest first.
const MAX_FOUND: usize = 8;

/// Why the operator's file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SynonymsError {
    /// The file cannot be used.
    #[error("无法读同义词文件 {0}：{1}；请检查设置 synonyms 与文件权限")]
    File(String, std::io::Error),
    /// The file is too large.
    #[error("同义词文件 {0} 超过 {max} MiB；请只留下需要的", max = MAX_FILE >> 20)]
    TooLarge(String),
}

/// A line of the operator's file that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is wrong, and what to do.
    pub problem: String,
}

/// What each form may stand for.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    /// For each form what it stands for.
    forms: Vec<Vec<Also>>,
    /// The number of each form, folded.
    numbers: HashMap<String, usize>,
    /// For each first character of a form the lengths of the forms that begin with it, in bytes.
    lengths: HashMap<char, Vec<usize>>,
    /// Whether numerals and units of measure stand for their other writings.
    writings: bool,
    /// Laws and regulations that may be called for short.
    works: Arc<Works>,
}

/// A writing that a form stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// As it was listed.
    pub shown: String,
    /// As it is looked up.
    pub folded: String,
}

/// A listed form in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'s> {
    /// Where it stands, in bytes of the folded text.
    pub range: Range<usize>,
    /// What it stands for.
    pub also: &'s [Also],
}

impl Synonyms {
    /// Those of the program.
    pub fn built_in() -> Self {
        Self::new(&Listed::default())
    }

    /// Those of the program and the operator's.
    pub fn new(own: &Listed) -> Self {
        let mut synonyms = Self { writings: true, ..Self::default() };
        let product = Listed::parse(BUILT_IN.as_bytes());
        let removed: HashSet<&str> = own.removed.iter().map(String::as_str).collect();
        product.groups.iter().for_each(|group| synonyms.add(group, &removed));
        own.groups.iter().for_each(|group| synonyms.add(group, &HashSet::new()));
        synonyms.index()
    }

    /// None at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// The same with these works, which short names stand for.
    #[must_use]
    pub fn with_works(&self, works: Arc<Works>) -> Self {
        Self { works, ..self.clone() }
    }

    /// The works that short names stand for.
    pub fn known_works(&self) -> Arc<Works> {
        self.works.clone()
    }

    /// The laws and regulations that a folded text is short for: 未保法 for 未成年人保护法.
    pub fn works(&self, folded: &str) -> Vec<&str> {
        self.works.meant(folded)
    }

    /// The same for each short name that stands in a folded text by itself, from border to border of what the segmenter cuts
    /// out of `for_words`: 民诉法 in 民诉法第36条, 新民诉法, 《民诉法》. Within a longer name, behind a word, is none: 外资管理条例 in
    /// 中华人民共和国外资管理条例.
    pub fn works_in(&self, folded: &str, for_words: &str, analyzer: &Analyzer) -> Vec<(Range<usize>, Vec<&str>)> {
        let mut borders = vec![0];
        for word in analyzer.segment(for_words, false) {
            borders.push(borders[borders.len() - 1] + word.len());
        }
        let mut found: Vec<(Range<usize>, Vec<&str>)> = Vec::new();
        let mut at = 0;
        while at + 1 < borders.len() && found.len() < MAX_FOUND {
            let word_before = at.checked_sub(1).map(|before| &for_words[borders[before]..borders[at]]);
            if word_before.is_some_and(|word| !may_stand_before(word)) {
                at += 1;
                continue;
            }
            // The longest first.
            let last = borders.len().min(at + 1 + MAX_SHORT) - 1;
            let meant = |end: &usize| self.works.meant_within(&folded[borders[at]..borders[*end]]);
            match (at + 1..=last).rev().map(|end| (end, meant(&end))).find(|(_, meant)| !meant.is_empty()) {
                Some((end, meant)) => {
                    found.push((borders[at]..borders[end], meant));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Whether numerals and units of measure stand for their other writings: 第36条 for 第三十六条.
    pub fn has_writings(&self) -> bool {
        self.writings
    }

    /// How many forms stand for something.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    fn add(&mut self, group: &Group, removed: &HashSet<&str>) {
        let kept: Vec<&Also> = group.forms.iter().filter(|form| !removed.contains(form.folded.as_str())).collect();
        for form in &group.forms {
            if removed.contains(form.folded.as_str()) || (group.one_way && *form != group.forms[0]) {
                continue;
            }
            let number = *self.numbers.entry(form.folded.clone()).or_insert_with(|| {
                self.forms.push(Vec::new());
                self.forms.len() - 1
            });
            let known = &mut self.forms[number];
            for other in &kept {
                // Where the form is a piece of the other, what has the other has the form already.
                let new = !other.folded.contains(&form.folded) && !known.iter().any(|also| also.folded == other.folded);
                if new && known.len() < MAX_ALSO {
                    known.push((*other).clone());
                }
            }
        }
    }

    fn index(mut self) -> Self {
        self.numbers.retain(|_, number| !self.forms[*number].is_empty());
        for form in self.numbers.keys() {
            let lengths = self.lengths.entry(first(form)).or_default();
            if !lengths.contains(&form.len()) {
                lengths.push(form.len());
            }
        }
        self
    }

    /// The listed forms of a folded text, in order, none overlapping another: the longest are taken first.
    /// A form is found by its characters wherever no word of the dictionary runs across its ends: 人大 in
    /// 县人大, not in 人大代表. What the segmenter only guesses is no border: 县卫|健委. `for_words` is the same text as
    /// the segmenter is to see it, byte for byte.
    pub fn found_in(&self, folded: &str, for_words: &str, analyzer: &Analyzer) -> Vec<Found<'_>> {
        let mut candidates: Vec<(Range<usize>, usize)> = Vec::new();
        for (at, c) in folded.char_indices() {
            // As many questions as forms that begin so have lengths: a long list costs no more than a short one.
            for length in self.lengths.get(&c).into_iter().flatten() {
                let form = folded.get(at..at + length).and_then(|form| self.numbers.get(form));
                candidates.extend(form.map(|number| (at..at + length, *number)));
            }
        }
        if candidates.is_empty() {
            return Vec::new();
        }
        let mut borders = vec![false; folded.len() + 1];
        let mut at = 0;
        borders[0] = true;
        for word in analyzer.segment(for_words, false) {
            at += word.len();
            borders[at.min(folded.len())] = true;
        }
        candidates.retain(|(range, _)| borders[range.start] && borders[range.end]);
        candidates.sort_by_key(|(range, _)| (std::cmp::Reverse(range.len()), range.start));
        let mut found: Vec<Found<'_>> = Vec::new();
        for (range, number) in candidates {
            let overlaps = |other: &Found<'_>| other.range.start < range.end && range.start < other.range.end;
            if found.len() < MAX_FOUND && !found.iter().any(overlaps) {
                found.push(Found { range, also: &self.forms[number] });
            }
        }
        found.sort_by_key(|found| found.range.start);
        found
    }
}

fn first(form: &str) -> char {
    form.chars().next().unwrap_or_default()
}

/// Forms that stand for each other, or the first for the others alone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    forms: Vec<Also>,
    one_way: bool,
}

/// What a file lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    groups: Vec<Group>,
    /// Forms that the program's own list is to forget, folded.
    removed: Vec<String>,
    /// Lines that are not used.
    pub bad_lines: Vec<BadLine>,
}

impl Listed {
    /// Reads an operator's file.
    ///
    /// # Errors
    /// Where it cannot be read or is larger than 4 MiB; bad lines are no error.
    pub fn load(path: &Path) -> Result<Self, SynonymsError> {
        let name = || path.display().to_string();
        let mut bytes = Vec::new();
        fs::File::open(path)
            .and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes))
            .map_err(|error| SynonymsError::File(name(), error))?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(SynonymsError::TooLarge(name()));
        }
        Ok(Self::parse(&bytes))
    }

    /// How many groups it has.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether it has no group.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Reads `甲 = 乙`, `甲 => 乙 = 丙` and `-甲`, a line each. Forgives a byte order mark, any line ends,
    /// blanks, full-width signs and comments from `#`.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut listed = Self::default();
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            let number = index + 1;
            match parse_line(line) {
                Ok(None) => {}
                Ok(Some(_)) if listed.groups.len() + listed.removed.len() >= MAX_GROUPS => {
                    let problem = format!("超过 {MAX_GROUPS} 行，从这一行起都未采用；请删去不用的");
                    listed.bad_lines.push(BadLine { number, problem });
                    break;
                }
                Ok(Some(Line::Group(group))) => listed.groups.push(group),
                Ok(Some(Line::Removed(form))) => listed.removed.push(form),
                Err(problem) => listed.bad_lines.push(BadLine { number, problem }),
            }
        }
        listed
    }
}

enum Line {
    Group(Group),
    Removed(String),
}

fn parse_line(line: &[u8]) -> Result<Option<Line>, String> {
    let Ok(line) = std::str::from_utf8(line) else {
        return Err("不是 UTF-8 文本；请把文件另存为 UTF-8".to_owned());
    };
    let line = line.split(['#', '＃']).next().unwrap_or_default().trim_matches(is_blank);
    if line.is_empty() {
        return Ok(None);
    }
    // As many characters as before, so signs of either width are one.
    let signs: String = line.chars().map(|c| if matches!(c, '＝') { '=' } else { c }).collect();
    let signs = signs.replace("=＞", "=>");
    if let Some(form) = signs.strip_prefix(['-', '－'])
        && !signs.contains('=')
    {
        return Ok(Some(Line::Removed(form_of(form)?.folded)));
    }
    let (first, others, one_way) = match signs.split_once("=>") {
        Some((first, others)) => (Some(first), others, true),
        None => (None, signs.as_str(), false),
    };
    let mut forms: Vec<Also> = Vec::new();
    for form in first.into_iter().chain(others.split('=')) {
        let form = form_of(form)?;
        if forms.iter().any(|known| known.folded == form.folded) {
            return Err(format!("“{}”写了两次；请删去一个", form.shown));
        }
        forms.push(form);
    }
    match forms.len() {
        0 | 1 => Err("只有一个词；每行应是：甲 = 乙，或 甲 => 乙".to_owned()),
        count if count > MAX_ALSO + 1 => Err(format!("一行有 {count} 个词，最多 {} 个；请分开", MAX_ALSO + 1)),
        _ => Ok(Some(Line::Group(Group { forms, one_way }))),
    }
}

fn form_of(text: &str) -> Result<Also, String> {
    let shown = text.trim_matches(is_blank).to_owned();
    let length = shown.chars().count();
    if shown.contains(['=', '>', '＞']) {
        return Err(format!("“{shown}”里有多余的符号；每行应是：甲 = 乙，或 甲 => 乙"));
    }
    if !shown.chars().any(char::is_alphanumeric) {
        return Err("等号的一边没有文字；每行应是：甲 = 乙，或 甲 => 乙".to_owned());
    }
    if length > MAX_FORM {
        return Err(format!("词有 {length} 个字，最多 {MAX_FORM} 个；请缩短"));
    }
    Ok(Also { folded: fold(&shown), shown })
}

/// A form of the query and what it also stood for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynonymUse {
    /// As it was typed.
    pub text: String,
    /// As they are listed.
    pub also: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analysis::fold_for_words;

    fn found(synonyms: &Synonyms, text: &str) -> Vec<String> {
        let folded = fold(text);
        let said = |found: &Found<'_>| {
            let also: Vec<&str> = found.also.iter().map(|also| also.shown.as_str()).collect();
            format!("{}→{}", &folded[found.range.clone()], also.join("、"))
        };
        synonyms.found_in(&folded, &fold_for_words(text), &Analyzer::new()).iter().map(said).collect()
    }

    #[test]
    fn the_built_in_list_is_sound() {
        let listed = Listed::parse(BUILT_IN.as_bytes());
        assert_eq!(listed.bad_lines, []);
        assert!(listed.len() >= 600, "{}", listed.len());
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for group in &listed.groups {
            assert!(group.forms.len() > 1 && group.forms.len() <= 5, "{group:?}");
            *seen.entry(&group.forms[0].folded).or_default() += 1;
            for (one, other) in group.forms.iter().flat_map(|one| group.forms.iter().map(move |other| (one, other))) {
                let useless =
                    group.one_way && one != other && group.forms[0] == *one && other.folded.contains(&one.folded);
                assert!(!useless, "{} stands in {}", one.shown, other.shown);
            }
        }
        let twice: Vec<_> = seen.into_iter().filter(|(_, count)| *count > 1).collect();
        assert_eq!(twice, [], "one line for each");
    }

    #[test]
    fn forms_are_found_by_their_characters_at_borders_of_words() {
        let check = |text: &str, expected: &[&str]| assert_eq!(found(&Synonyms::built_in(), text), expected, "{text}");
        check("新冠", &["新冠→新型冠状病毒"]);
        check("新型冠狀病毒", &["新型冠状病毒→新冠"]);
        check("县发改委通知", &["发改委→发展和改革委员会、发展改革委"]);
        check("青岑县卫健委", &["卫健委→卫生健康委员会"]);
        check("县人大会议", &["人大→人民代表大会"]);
        check("人大代表", &[]);
        check("国务院办公厅", &[]);
        check("国办", &["国办→国务院办公厅"]);
        check("ｇｄｐ增长", &["gdp→国内生产总值、地区生产总值"]);
        check("gdps", &[]);
        check("天气预报", &[]);
    }

    #[test]
    fn the_longest_form_wins() {
        let listed = Listed::parse("新冠肺炎疫情 = 疫病\n肺炎疫情 = 肺病流行\n".as_bytes());
        assert_eq!(found(&Synonyms::new(&listed), "新冠肺炎疫情"), ["新冠肺炎疫情→疫病"]);
        assert_eq!(
            found(&Synonyms::new(&listed), "新冠肺炎"),
            ["新冠肺炎→新型冠状病毒肺炎、新型冠状病毒感染的肺炎、新冠病毒肺炎"]
        );
    }

    #[test]
    fn an_operators_file_is_forgiven_much_and_told_by_line() {
        let file = "\u{FEFF}县府 = 县人民政府\r\n# 注释\r\n\r\n 石办 ＝＞ 石篱镇办公室  # 后注\r\n-新冠\r\n单独\r\n甲 = \r\n甲 = 甲\r\n\
                    甲 => 乙 => 丙\r\n";
        let mut file = file.as_bytes().to_vec();
        file.extend(b"\xFF\xFE = x\n");
        let listed = Listed::parse(&file);
        let bad: Vec<usize> = listed.bad_lines.iter().map(|line| line.number).collect();
        assert_eq!(bad, [6, 7, 8, 9, 10], "{:?}", listed.bad_lines);
        let synonyms = Synonyms::new(&listed);
        assert_eq!(found(&synonyms, "县府 石办 新冠"), ["县府→县人民政府", "石办→石篱镇办公室"]);
        assert_eq!(found(&synonyms, "石篱镇办公室"), [""; 0]);
        assert!(Synonyms::none().is_empty() && found(&Synonyms::none(), "新冠").is_empty());
    }
}
