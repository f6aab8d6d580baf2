//! The [`Outline`] of a long document: its 编, 章, 节 and 条, or its headings 一、 and （一）, each with an address of its
//! own within the page.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Serialize;

/// Entries of a table of contents, at most.
const MAX_ENTRIES: usize = 200;

/// Entries and 条 of that of a statute, at most: the longest has 1,260 条.
const MAX_UNITS: usize = 4_000;

/// Entries above which only the headings of the first level are listed.
const MAX_ENTRIES_OF_ALL_LEVELS: usize = 60;

/// Fewer headings than these need no table of contents.
const MIN_ENTRIES: usize = 3;

/// Fewer 条 than these make no statute: a report may begin a paragraph with one.
const MIN_CLAUSES: usize = 4;

/// Characters of the longest heading.
const MAX_HEADING_CHARS: usize = 36;

/// The headings of a document.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Outline {
    /// The table of contents; empty where there is none.
    pub entries: Vec<Entry>,
    /// What paragraphs are in it, by paragraph from 0.
    #[serde(skip)]
    pub places: HashMap<usize, Place>,
    /// The lowest level that a reader sees at first: 章, or what stands for them.
    #[serde(skip)]
    pub chapters: u8,
}

/// What a paragraph is in the outline.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name in the page: `tiao-12`; where it has no other, that of its number: `p3`.
    pub anchor: String,
    /// How its own number is written at its beginning: 第十二条, 一、.
    pub number: String,
    /// What begins there.
    pub kind: PlaceKind,
}

/// What begins with a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// 编 or 章, and nothing else: a heading of this level, 1 for the highest.
    Chapter(u8),
    /// 节, likewise.
    Section(u8),
    /// 一、总体要求, or （一）: a heading that may be one by its looks alone.
    Heading(u8),
    /// A 条, with the paragraphs up to the next.
    Clause,
}

impl PlaceKind {
    /// The level of a heading, 1 for the highest.
    pub fn level(self) -> Option<u8> {
        match self {
            Self::Chapter(level) | Self::Section(level) | Self::Heading(level) => Some(level),
            Self::Clause => None,
        }
    }
}

/// A heading.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// 1 for the highest.
    pub level: u8,
    /// What it says, shortened.
    pub text: String,
    /// The name of its paragraph in the page.
    pub anchor: String,
    /// The 条 below it.
    pub clauses: Vec<Clause>,
}

/// A 条.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// 第十二条.
    pub text: String,
    /// The name of its paragraph in the page: `tiao-12`.
    pub anchor: String,
}

/// What stands after a unit that a sentence speaks of: 第三条规定的事项, 第三条、第四条.
const REFERENCE_SUFFIXES: &[&str] = &[
    "规定", "規定", "的", "所", "第", "、", "和", "至", "中", "款", "明确", "要求", "，", "或", "及", "以", "已",
    "修改",
];

/// The name of a paragraph, counted from 0, in its page: they are counted from 1 there.
pub fn paragraph_anchor(paragraph: usize) -> String {
    format!("p{}", paragraph + 1)
}

/// What a paragraph begins with.
#[derive(Debug, PartialEq, Eq)]
enum Heading<'t> {
    /// 第十二条之一: the unit, its numbers, and how it is written.
    Unit(char, String, &'t str),
    /// 一、
    Numbered,
    /// （一）
    Bracketed,
}

impl Outline {
    /// The outline of a body.
    pub fn new(paragraphs: &[String]) -> Self {
        let found: Vec<(usize, Heading<'_>)> =
            paragraphs.iter().enumerate().filter_map(|(number, text)| Some((number, parse_heading(text)?))).collect();
        let units = |unit| found.iter().filter(|(_, of)| matches!(of, Heading::Unit(own, ..) if *own == unit)).count();
        let is_statute = units('条') >= MIN_CLAUSES || units('章') >= 2;
        if is_statute { Self::from_statute(paragraphs, &found) } else { Self::from_headings(paragraphs, &found) }
    }

    fn from_statute(paragraphs: &[String], found: &[(usize, Heading<'_>)]) -> Self {
        let listed = own_contents(paragraphs, found);
        let found = || found.iter().filter(|(number, _)| !listed.contains(number));
        let ranks: BTreeSet<u8> = found().filter_map(|(_, of)| of.unit().and_then(rank)).collect();
        let level_of = |own: u8| 1 + ranks.iter().filter(|rank| **rank < own).count() as u8;
        let mut outline =
            Self { chapters: rank('章').map_or(1, level_of).min(ranks.len().max(1) as u8), ..Self::default() };
        let mut taken: HashSet<String> = HashSet::new();
        let (mut chapter, mut above, mut units) = (String::new(), 0, 0);
        for (number, of) in found() {
            let Heading::Unit(unit, numbers, written) = of else { continue };
            let anchor = match unit {
                '条' => format!("tiao-{numbers}"),
                // 节 are counted anew in each 章.
                '节' => format!("jie-{chapter}{numbers}"),
                '章' => format!("zhang-{numbers}"),
                '分' => format!("fenbian-{numbers}"),
                _ => format!("bian-{numbers}"),
            };
            if *unit == '章' {
                chapter = format!("{numbers}-");
            }
            // Where a second statute stands in the same document, its paragraphs go by their numbers alone.
            let anchor = if taken.insert(anchor.clone()) { anchor } else { paragraph_anchor(*number) };
            units += 1;
            let level = rank(*unit).map(level_of);
            // No level of headings is skipped on the page.
            let shown = level.map(|level| level.min(above + 1));
            above = shown.unwrap_or(above);
            let kind = match (shown, unit) {
                (None, _) => PlaceKind::Clause,
                (Some(level), '节') => PlaceKind::Section(level),
                (Some(level), _) => PlaceKind::Chapter(level),
            };
            if units <= MAX_UNITS {
                match level {
                    None => outline.clause((*written).to_owned(), anchor.clone()),
                    Some(level) => outline.entries.push(Entry {
                        level,
                        text: shortened(&paragraphs[*number]),
                        anchor: anchor.clone(),
                        clauses: Vec::new(),
                    }),
                }
            }
            outline.places.insert(*number, Place { anchor, number: (*written).to_owned(), kind });
        }
        outline
    }

    fn clause(&mut self, text: String, anchor: String) {
        if self.entries.is_empty() {
            let first = anchor.clone();
            self.entries.push(Entry { level: 1, text: "条文".to_owned(), anchor: first, clauses: Vec::new() });
        }
        if let Some(entry) = self.entries.last_mut() {
            entry.clauses.push(Clause { text, anchor });
        }
    }

    fn from_headings(paragraphs: &[String], found: &[(usize, Heading<'_>)]) -> Self {
        let level = |of: &Heading<'_>| match of {
            Heading::Numbered => Some(1),
            Heading::Bracketed => Some(2),
            Heading::Unit(..) => None,
        };
        let entries = found.iter().filter_map(|(number, of)| {
            let (level, text) = (level(of)?, heading(&paragraphs[*number])?);
            Some(Entry { level, text, anchor: paragraph_anchor(*number), clauses: Vec::new() })
        });
        let mut entries: Vec<Entry> = entries.collect();
        if entries.len() < MIN_ENTRIES {
            return Self::default();
        }
        let chief = entries.iter().filter(|entry| entry.level == 1).count();
        let mut places = HashMap::new();
        let mut above = 0;
        for (number, of) in found {
            let whole = paragraphs[*number].trim();
            let (Some(level), true) = (level(of), is_heading_alone(whole)) else { continue };
            let level = level.min(above + 1).min(if chief == 0 { 1 } else { 2 });
            above = level;
            let kind = PlaceKind::Heading(level);
            let end =
                whole.find(['、', '）', ')']).map_or(0, |at| at + whole[at..].chars().next().map_or(0, char::len_utf8));
            places.insert(*number, Place { anchor: paragraph_anchor(*number), number: whole[..end].to_owned(), kind });
        }
        if chief > 0 && entries.len() > MAX_ENTRIES_OF_ALL_LEVELS {
            entries.retain(|entry| entry.level == 1);
        }
        if chief == 0 {
            entries.iter_mut().for_each(|entry| entry.level = 1);
        }
        entries.truncate(MAX_ENTRIES);
        if entries.len() < MIN_ENTRIES {
            entries.clear();
        }
        Self { entries, places, chapters: 1 }
    }

    /// The chapters with what stands below each.
    pub fn folded(&self) -> impl Iterator<Item = (&Entry, &[Entry])> {
        let begins = |entry: &&Entry| entry.level <= self.chapters;
        let starts: Vec<usize> = (0..self.entries.len()).filter(|at| *at == 0 || begins(&&self.entries[*at])).collect();
        let ends: Vec<usize> = starts.iter().skip(1).copied().chain([self.entries.len()]).collect();
        starts.into_iter().zip(ends).map(|(start, end)| (&self.entries[start], &self.entries[start + 1..end]))
    }

    /// How many 条 there are.
    pub fn clauses(&self) -> usize {
        self.entries.iter().map(|entry| entry.clauses.len()).sum()
    }

    /// The name of the 条 that a reader asks for: 12, 第十二条, 133之1.
    pub fn clause_asked_for(&self, typed: &str) -> Option<String> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).take(20).map(half_width).collect();
        let (first, after) = number(typed.trim_start_matches('第'))?;
        let after = after.strip_prefix(['条', '條']).unwrap_or(after);
        let anchor = match after.strip_prefix(['之', '-']).and_then(number) {
            Some((second, _)) => format!("tiao-{first}-{second}"),
            None if after.is_empty() => format!("tiao-{first}"),
            None => return None,
        };
        self.places.values().any(|place| place.anchor == anchor).then_some(anchor)
    }
}

impl Heading<'_> {
    /// The letter of the unit, where it is one.
    fn unit(&self) -> Option<char> {
        if let Self::Unit(unit, ..) = self { Some(*unit) } else { None }
    }
}

/// How high a unit stands that is a heading.
fn rank(unit: char) -> Option<u8> {
    "编分章节".chars().position(|known| known == unit).map(|at| at as u8)
}

/// The paragraphs in which a statute lists its own chapters before its first 条: the chapters themselves follow.
fn own_contents(paragraphs: &[String], found: &[(usize, Heading<'_>)]) -> HashSet<usize> {
    let letters = |number: usize| paragraphs[number].chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let first = found.iter().position(|(_, of)| of.unit() == Some('条')).unwrap_or_default();
    let before = &found[..first];
    // The headings right before the first 条, the highest first, are the statute's own.
    let mut lowest = u8::MAX;
    let own = before.iter().rev().filter_map(|(_, of)| of.unit().and_then(rank));
    let own = own.take_while(|rank| std::mem::replace(&mut lowest, *rank) > *rank).count();
    let mut last_of: HashMap<String, usize> = HashMap::new();
    for (number, _) in found.iter().filter(|(_, of)| of.unit().and_then(rank).is_some()) {
        last_of.insert(letters(*number), *number);
    }
    let units = before.iter().filter(|(_, of)| of.unit().is_some()).map(|(number, _)| *number);
    let units: Vec<usize> = units.collect();
    let listed = units[..units.len().saturating_sub(own)].iter().copied();
    listed.filter(|number| last_of.get(&letters(*number)).is_some_and(|last| last > number)).collect()
}

/// Whether a paragraph is a heading and no sentence.
fn is_heading_alone(text: &str) -> bool {
    text.chars().count() <= MAX_HEADING_CHARS && !text.ends_with(['。', '；', '！', '？', '，', '、', '：', ':', ';'])
}

/// A digit of full width as one of half width.
fn half_width(c: char) -> char {
    let digit = (c as u32).checked_sub('０' as u32).filter(|digit| *digit < 10);
    digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
}

/// What a paragraph begins with, where that is the number of a heading or a 条.
fn parse_heading(text: &str) -> Option<Heading<'_>> {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix('第') {
        let (number, after) = number(rest)?;
        // 第一分编 stands between 编 and 章.
        let part = after.strip_prefix('分').filter(|rest| rest.starts_with(['编', '編']));
        let after = part.unwrap_or(after);
        let unit = after.chars().next().filter(|c| matches!(c, '编' | '章' | '节' | '条' | '編' | '節' | '條'))?;
        let after = &after[unit.len_utf8()..];
        let (numbers, after) = match after.strip_prefix('之').and_then(|rest| self::number(rest)) {
            Some((second, after)) => (format!("{number}-{second}"), after),
            None => (number.to_string(), after),
        };
        let unit = match unit {
            _ if part.is_some() => '分',
            '編' => '编',
            '節' => '节',
            '條' => '条',
            unit => unit,
        };
        // 第三条规定了…… is a sentence about a 条, not a 条; 第二章的 likewise.
        let is_spoken_of = REFERENCE_SUFFIXES.iter().any(|word| after.starts_with(word));
        let fits = match unit {
            '条' => !is_spoken_of,
            _ => !is_spoken_of && text.chars().count() <= MAX_HEADING_CHARS && !text.contains(['。', '；', '，']),
        };
        let written = &text[..text.len() - after.len()];
        return fits.then_some(Heading::Unit(unit, numbers, written));
    }
    let is_digit = |c: char| "一二三四五六七八九十".contains(c);
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        let after = rest.trim_start_matches(is_digit);
        return (after.len() < rest.len() && after.starts_with(['）', ')'])).then_some(Heading::Bracketed);
    }
    let after = text.trim_start_matches(is_digit);
    (after.len() < text.len() && after.starts_with('、')).then_some(Heading::Numbered)
}

/// The heading that a paragraph is or begins with: 一、压实责任。各乡镇要……
fn heading(text: &str) -> Option<String> {
    let first = text.trim().split(['。', '；', '！', '？']).next().unwrap_or_default().trim_end_matches(['：', ':']);
    let whole = first.chars().count() == text.trim().chars().count();
    // Items of a list have commas and end without a sentence after them.
    let fits = first.chars().count() <= MAX_HEADING_CHARS && (whole || !first.contains('，'));
    fits.then(|| first.to_owned())
}

fn shortened(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_HEADING_CHARS).collect()
}

/// The number at the beginning of a text, below ten thousand, and what stands after it.
fn number(text: &str) -> Option<(u32, &str)> {
    let mut value = 0_u32;
    let mut digit: Option<u32> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let scale = match c {
            '十' => Some(10),
            '百' => Some(100),
            '千' => Some(1_000),
            _ => None,
        };
        let own = "〇一二三四五六七八九".chars().position(|known| known == c).map(|own| own as u32);
        let own = own.or_else(|| c.to_digit(10)).or_else(|| (c == '零').then_some(0));
        match (scale, own) {
            (Some(scale), _) => value += digit.take().unwrap_or(1) * scale,
            // 一〇五 and 105 are written by place.
            (_, Some(own)) => digit = Some(digit.unwrap_or(0) * 10 + own),
            _ => break,
        }
        if value + digit.unwrap_or(0) >= 10_000 {
            return None;
        }
        rest = &rest[c.len_utf8()..];
    }
    (rest.len() < text.len()).then(|| (value + digit.unwrap_or(0), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        for (text, expected) in
            [("十二条", 12), ("一百零五条", 105), ("二十", 20), ("105条", 105), ("一〇五", 105), ("一百二十三", 123)]
        {
            assert_eq!(number(text).map(|(value, _)| value), Some(expected), "{text}");
        }
        assert_eq!(number("条"), None);
        assert_eq!(number("99999999"), None);
    }

    fn outline(text: &str) -> Outline {
        Outline::new(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_statute_is_named_by_its_units() {
        let found = outline(
            "第一章 总则\n第一条 为了防汛。\n第二条 本县适用。\n第二章 责任\n第一节 组织\n第三条 县政府负责。\n\
             第三条之一 镇政府负责。\n第三条规定的事项除外。",
        );
        let shown: Vec<(u8, &str, &str, usize)> =
            found.entries.iter().map(|e| (e.level, &*e.text, &*e.anchor, e.clauses.len())).collect();
        assert_eq!(
            shown,
            [(1, "第一章 总则", "zhang-1", 2), (1, "第二章 责任", "zhang-2", 0), (2, "第一节 组织", "jie-2-1", 2)]
        );
        assert_eq!((&*found.places[&6].anchor, &*found.places[&6].number), ("tiao-3-1", "第三条之一"));
        assert!(!found.places.contains_key(&7), "a sentence about a 条");
        let levels: Vec<_> = [0, 1, 4].map(|at| found.places[&at].kind).into();
        assert_eq!(levels, [PlaceKind::Chapter(1), PlaceKind::Clause, PlaceKind::Section(2)]);
        for (typed, expected) in [
            ("3", Some("tiao-3")),
            (" 第三条 ", Some("tiao-3")),
            ("３之１", Some("tiao-3-1")),
            ("三条之一", Some("tiao-3-1")),
            ("4", None),
            ("甲", None),
            ("3款", None),
        ] {
            assert_eq!(found.clause_asked_for(typed).as_deref(), expected, "{typed}");
        }
        assert_eq!(found.folded().map(|(_, below)| below.len()).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn the_contents_that_a_statute_lists_itself_are_not_its_chapters() {
        let found = outline(
            "目录\n第一编 总则\n第一章 通则\n第二章 责任\n第一编 总则\n第一分编 范围\n第一章 通则\n第一条 甲。\n第二章 责任\n第二条 乙。",
        );
        let shown: Vec<_> = found.entries.iter().map(|entry| (entry.level, &*entry.anchor)).collect();
        assert_eq!(shown, [(1, "bian-1"), (2, "fenbian-1"), (3, "zhang-1"), (3, "zhang-2")]);
        assert_eq!(
            (found.chapters, found.places[&6].anchor.as_str(), found.places.contains_key(&2)),
            (3, "zhang-1", false)
        );
    }

    #[test]
    fn headings_make_a_table_of_contents_where_there_are_enough() {
        let found =
            outline("各乡镇：\n一、总体要求\n正文。\n二、压实责任。各乡镇要负总责，不得推诿。\n（一）镇级\n三、附则");
        let shown: Vec<(u8, &str, &str)> = found.entries.iter().map(|e| (e.level, &*e.text, &*e.anchor)).collect();
        assert_eq!(
            shown,
            [(1, "一、总体要求", "p2"), (1, "二、压实责任", "p4"), (2, "（一）镇级", "p5"), (1, "三、附则", "p6")]
        );
        assert_eq!(found.places[&4].number, "（一）");
        assert_eq!(found.places[&4].kind, PlaceKind::Heading(2));
        assert!(!found.places.contains_key(&3), "a heading within a paragraph");
        assert!(outline("一、甲\n二、乙").entries.is_empty());
    }
}
