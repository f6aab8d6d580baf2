//! A [`Dictionary`] is what the segmenter knows beyond jieba's own words: the product's, the operator's and
//! those learnt from the bulletins. An index keeps the one it was built with, so that its documents and
//! its queries are cut alike.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;
use std::path::Path;

use super::fold::fold_for_words;
use crate::model::text::is_blank;

/// Words of the operator's file that are used.
pub const MAX_USER_WORDS: usize = 200_000;

/// Characters of a word.
pub const MAX_WORD: usize = 32;

/// Bytes of the operator's file.
const MAX_FILE: u64 = 16 << 20;

/// The greatest frequency taken: jieba's own words have up to 883,634, and greater ones would silence them.
const MAX_FREQUENCY: usize = 1_000_000;

/// Words that bulletins use and jieba's dictionary of 2012 lacks.
const WORDS: &[&str] = &["大湾区", "疫情防控", "营商环境", "乡村振兴", "两个维护", "四个意识", "四个自信", "融媒体"];

/// Where a word comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// This program.
    Product,
    /// Bylines: reporters and editors.
    Person,
    /// 发文机关 and 来源.
    Body,
    /// 栏目.
    Column,
    /// What bulletins put in “…”.
    Slogan,
    /// Counties, towns, villages.
    Division,
    /// Names that the segmenter's model recognises again and again.
    Name,
    /// The operator's file; wins over all others.
    User,
}

impl Origin {
    /// Every origin; a later one wins over an earlier one.
    pub const ALL: &'static [Origin] =
        &[Self::Product, Self::Name, Self::Slogan, Self::Column, Self::Division, Self::Body, Self::Person, Self::User];

    /// The name in `dictionary.txt` and in reports.
    pub fn label(self) -> &'static str {
        match self {
            Self::Product => "自带",
            Self::Person => "署名",
            Self::Body => "机构",
            Self::Column => "栏目",
            Self::Slogan => "引语",
            Self::Division => "地名",
            Self::Name => "人名",
            Self::User => "用户词典",
        }
    }
}

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The word, folded for words.
    pub word: String,
    /// How often it is taken to occur, in jieba's scale; `None`: enough to be cut as one word.
    pub frequency: Option<usize>,
    /// Part of speech, as jieba names it; may be empty.
    pub tag: String,
    /// Where it comes from.
    pub origin: Origin,
    /// In how many bulletins it was seen; 0 where it was not learnt.
    pub seen: usize,
}

/// A line of the operator's file that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is wrong, and what to do.
    pub problem: String,
}

/// Why a dictionary could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// The file cannot be used.
    #[error("无法读写词典 {0}：{1}；请检查设置 dictionary 与文件权限")]
    File(String, std::io::Error),
    /// The file is too large.
    #[error("词典 {0} 超过 {max} MiB；请只留下需要的词", max = MAX_FILE >> 20)]
    TooLarge(String),
    /// The dictionary of an index is damaged.
    #[error("索引的词典 {0} 第 {1} 行已损坏")]
    Damaged(String, usize),
}

/// Words beyond jieba's own, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionary {
    entries: Vec<Entry>,
}

/// The operator's words and what of the file could not be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserWords {
    /// What is used.
    pub entries: Vec<Entry>,
    /// What is not.
    pub bad_lines: Vec<BadLine>,
}

impl Dictionary {
    /// The product's words alone.
    pub fn product() -> Self {
        Self::new(Vec::new())
    }

    /// The product's words and these. Where a word comes from several places the later of [`Origin::ALL`]
    /// has it. The order is that of the words, so the same words give the same file.
    pub fn new(others: Vec<Entry>) -> Self {
        let product = WORDS.iter().map(|word| Entry {
            word: (*word).to_owned(),
            frequency: None,
            tag: String::new(),
            origin: Origin::Product,
            seen: 0,
        });
        let rank = |origin: Origin| Origin::ALL.iter().position(|other| *other == origin);
        let mut words: BTreeMap<String, Entry> = BTreeMap::new();
        for entry in product.chain(others) {
            let place = words.entry(entry.word.clone()).or_insert_with(|| entry.clone());
            if rank(entry.origin) > rank(place.origin) {
                *place = entry;
            }
        }
        let mut entries: Vec<Entry> = words.into_values().collect();
        // Last come, last heard: frequencies of later words are weighed against the earlier ones.
        entries.sort_by_key(|entry| (rank(entry.origin), entry.word.chars().count()));
        Self { entries }
    }

    /// The words, in the order in which the segmenter takes them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The operator's words as they were given, a line each: what tells whether they have changed.
    pub fn user_words(&self) -> String {
        let own = self.entries.iter().filter(|entry| entry.origin == Origin::User);
        own.map(|entry| format!("{} {:?} {}\n", entry.word, entry.frequency, entry.tag)).collect()
    }

    pub(super) fn entries_mut(&mut self) -> &mut [Entry] {
        &mut self.entries
    }

    /// Where each word comes from.
    pub(super) fn origins(&self) -> HashMap<String, Origin> {
        self.entries.iter().map(|entry| (entry.word.clone(), entry.origin)).collect()
    }

    /// How many words there are of each origin that has any.
    pub fn counts(&self) -> Vec<(Origin, usize)> {
        let count = |origin: &Origin| self.entries.iter().filter(|entry| entry.origin == *origin).count();
        Origin::ALL.iter().map(|origin| (*origin, count(origin))).filter(|(_, count)| *count > 0).collect()
    }

    /// The file an index keeps: `word frequency tag origin seen`, separated by tabs, one a line.
    pub fn to_text(&self) -> String {
        let mut text = String::from("# 词\t词频\t词性\t出处\t见于公报数\n");
        for Entry { word, frequency, tag, origin, seen } in &self.entries {
            let frequency = frequency.map(|frequency| frequency.to_string()).unwrap_or_default();
            text.push_str(&format!("{word}\t{frequency}\t{tag}\t{}\t{seen}\n", origin.label()));
        }
        text
    }

    /// Reads what [`to_text`](Self::to_text) wrote.
    ///
    /// # Errors
    /// Where the file is missing or damaged.
    pub fn load(path: &Path) -> Result<Self, DictionaryError> {
        let name = || path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| DictionaryError::File(name(), error))?;
        let mut entries = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let damaged = || DictionaryError::Damaged(name(), index + 1);
            let columns: Vec<&str> = line.split('\t').collect();
            let [word, frequency, tag, origin, seen] = columns[..] else { return Err(damaged()) };
            entries.push(Entry {
                word: word.to_owned(),
                frequency: frequency.parse().ok(),
                tag: tag.to_owned(),
                origin: *Origin::ALL.iter().find(|known| known.label() == origin).ok_or_else(damaged)?,
                seen: seen.parse().map_err(|_| damaged())?,
            });
        }
        Ok(Self { entries })
    }
}

impl UserWords {
    /// Reads the operator's file.
    ///
    /// # Errors
    /// Where it cannot be read or is larger than 16 MiB; bad lines are no error.
    pub fn load(path: &Path) -> Result<Self, DictionaryError> {
        let name = || path.display().to_string();
        let mut bytes = Vec::new();
        fs::File::open(path)
            .and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes))
            .map_err(|error| DictionaryError::File(name(), error))?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(DictionaryError::TooLarge(name()));
        }
        Ok(Self::parse(&bytes))
    }

    /// Reads `word [frequency] [tag]`, a line each. Forgives a byte order mark, any line ends and blanks,
    /// comments from `#`, a missing frequency, and a tag without one.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut found = Self::default();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            let number = index + 1;
            match parse_line(line) {
                Ok(None) => {}
                Ok(Some(_)) if found.entries.len() >= MAX_USER_WORDS => {
                    let problem = format!("词数超过 {MAX_USER_WORDS}，从这一行起都未采用；请删去不用的词");
                    found.bad_lines.push(BadLine { number, problem });
                    break;
                }
                Ok(Some(entry)) => match seen.insert(entry.word.clone(), number) {
                    Some(before) => {
                        let problem = format!("“{}”与第 {before} 行重复，以前一行为准；请删去一行", entry.word);
                        found.bad_lines.push(BadLine { number, problem });
                        seen.insert(entry.word, before);
                    }
                    None => found.entries.push(entry),
                },
                Err(problem) => found.bad_lines.push(BadLine { number, problem }),
            }
        }
        found
    }
}

fn parse_line(line: &[u8]) -> Result<Option<Entry>, String> {
    let Ok(line) = std::str::from_utf8(line) else {
        return Err("不是 UTF-8 文本；请把文件另存为 UTF-8".to_owned());
    };
    let line = line.split('#').next().unwrap_or_default();
    let mut columns = line.split(|c: char| is_blank(c)).filter(|column| !column.is_empty());
    let Some(word) = columns.next() else { return Ok(None) };
    let word = fold_for_words(word);
    let length = word.chars().count();
    if length > MAX_WORD {
        return Err(format!("词有 {length} 个字，最多 {MAX_WORD} 个；请缩短"));
    }
    if !word.chars().any(char::is_alphanumeric) {
        return Err(format!("“{word}”里没有文字；请删去这一行"));
    }
    let (mut frequency, mut tag) = (None, String::new());
    if let Some(second) = columns.next() {
        match fold_for_words(second).parse::<usize>() {
            Ok(number) if number <= MAX_FREQUENCY => frequency = Some(number),
            Ok(number) => return Err(format!("词频 {number} 太大，最多 {MAX_FREQUENCY}；请改小或省去")),
            Err(_) if is_tag(second) => tag = second.to_owned(),
            Err(_) => return Err(format!("“{second}”不是词频；每行应是：词 [词频] [词性]")),
        }
    }
    if let Some(third) = columns.next() {
        if !tag.is_empty() || !is_tag(third) {
            return Err(format!("“{third}”是多余的；每行应是：词 [词频] [词性]"));
        }
        tag = third.to_owned();
    }
    if let Some(more) = columns.next() {
        return Err(format!("“{more}”是多余的；每行应是：词 [词频] [词性]"));
    }
    Ok(Some(Entry { word, frequency, tag, origin: Origin::User, seen: 0 }))
}

/// Parts of speech are short names of letters: n, nr, eng.
fn is_tag(text: &str) -> bool {
    text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_file_is_forgiven_much() {
        let file = "\u{FEFF}大湾区\r\n# 注释\r\n孔海燕 3 nr\r\n\r\n石篱　20\r\n澜州\tns\r\n鐘樓鎮 ５  # 繁体\r\n";
        let read = UserWords::parse(file.as_bytes());
        assert_eq!(read.bad_lines, []);
        let found: Vec<_> =
            read.entries.iter().map(|entry| (entry.word.as_str(), entry.frequency, entry.tag.as_str())).collect();
        assert_eq!(
            found,
            [
                ("大湾区", None, ""),
                ("孔海燕", Some(3), "nr"),
                ("石篱", Some(20), ""),
                ("澜州", None, "ns"),
                ("钟楼镇", Some(5), "")
            ]
        );
    }

    #[test]
    fn bad_lines_are_named_and_the_rest_is_used() {
        let long = "长".repeat(MAX_WORD + 1);
        let file = format!("甲乙\n{long}\n。。\n丙丁 很多\n戊己 99999999999\n甲乙 7\n庚辛 3 n 多\n壬癸");
        let mut bytes = file.into_bytes();
        bytes.extend(b"\n\xFF\xFE\n");
        let read = UserWords::parse(&bytes);
        let words: Vec<&str> = read.entries.iter().map(|entry| entry.word.as_str()).collect();
        assert_eq!(words, ["甲乙", "壬癸"]);
        let problems: Vec<String> =
            read.bad_lines.iter().map(|bad| format!("{}：{}", bad.number, bad.problem)).collect();
        for (found, expected) in problems.iter().zip([
            "2：词有 33 个字",
            "3：“。。”里没有文字",
            "4：“很多”不是词频",
            "5：词频 99999999999 太大",
            "6：“甲乙”与第 1 行重复",
            "7：“多”是多余的",
            "9：不是 UTF-8",
        ]) {
            assert!(found.starts_with(expected), "{found}");
        }
        assert_eq!(problems.len(), 7);
    }

    #[test]
    fn the_file_of_an_index_reads_as_it_was_written() {
        let learnt =
            Entry { word: "应燕航".into(), frequency: Some(2), tag: "nr".into(), origin: Origin::Person, seen: 7 };
        let user = UserWords::parse("大湾区\n应燕航 5".as_bytes()).entries;
        let dictionary = Dictionary::new([vec![learnt.clone()], user].concat());
        assert_eq!(dictionary.counts(), [(Origin::Product, WORDS.len() - 1), (Origin::User, 2)]);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("dictionary.txt");
        fs::write(&file, dictionary.to_text()).unwrap();
        assert_eq!(Dictionary::load(&file).unwrap(), dictionary);
        fs::write(&file, "词\t多少\n").unwrap();
        assert!(Dictionary::load(&file).is_err());
    }
}
