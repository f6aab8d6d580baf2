//! [`Spelling`] tells which words a mistyped one may have been meant for: those that sound the same, and those one
//! character away. It knows nothing of bulletins; whether a proposal finds anything is asked elsewhere.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::completion::{Candidate, Completion};
use super::pinyin;
use super::pinyin::Syllable;
use super::prefix_index::Entry;
use super::reader::{Reader, Surname};
use super::typed::Typed;
use crate::search::analysis::fold_char;
use crate::search::types::suggestion::{Because, Kind};

/// Characters of a word that is proposed or corrected.
pub const MAX_WORD_CHARS: usize = 12;

/// Ways to read a word that are kept.
const WAYS: usize = 4;

/// Words with one hash that are looked at, the most frequent.
const MAX_ALIKE: usize = 300;

/// Letters of pinyin that are read.
const MAX_PINYIN: usize = 48;

/// Words that are read alike and looked at for one that is divided as was typed.
const MAX_PRONOUNCED: usize = 50;

/// Letters of one word in it.
const MAX_PINYIN_LETTERS: usize = 30;

/// A word that may have been meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The word.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// In how many bulletins it stands.
    pub count: u64,
    /// Why.
    pub because: Because,
    /// How alike the two are, in the scale of logarithms of counts.
    pub likeness: f32,
    /// Whether any character stayed in its place.
    pub keeps: bool,
}

impl Proposal {
    /// How likely it was meant, to be compared with other proposals: alike and frequent.
    pub fn weight(&self) -> f32 {
        (self.count as f32 + 1.0).ln() + self.likeness
    }
}

/// Characters that are taken for each other because they look alike. Written down for this project.
const LOOKALIKES: &[&str] = &[
    "岑芩琴岺",
    "己已巳",
    "未末",
    "戊戌戍",
    "拔拨",
    "候侯",
    "辩辨辫瓣",
    "徽微",
    "祟崇",
    "茶荼",
    "壁璧",
    "幕慕募暮墓",
    "部陪剖",
    "密蜜",
    "洽恰",
    "券卷",
    "治冶",
    "土士",
    "日曰",
    "人入",
    "干千于",
    "大太犬",
    "天夭",
    "今令",
    "免兔",
    "贝见",
    "晴睛情清请",
    "析折拆",
    "郎朗",
    "栗粟",
    "即既",
    "防访妨仿",
    "控腔",
    "汛讯迅",
    "综棕",
    "检捡俭险",
    "列例",
    "抢枪",
    "扬杨",
    "场扬",
    "坏环怀",
    "按接",
    "泊舶",
    "侦侧",
    "厉历",
    "遣遗",
    "竞竟",
    "钓钩",
    "代伐",
    "博搏",
    "缓援暖",
    "段假",
    "概慨",
    "挠绕",
    "侯候",
    "庆床",
    "蓝篮",
    "稿搞",
    "政敌",
    "报振",
    "县具",
    "乡多",
    "村材",
    "振震",
    "兴头",
    "水永",
    "农衣",
    "业亚",
    "青责",
    "磐盘",
    "府附",
    "局居",
    "委季",
    "员贝",
    "公分",
    "告吉",
    "通遁",
    "知如",
    "关并",
];

/// Words by what they are mistaken for.
#[derive(Default)]
pub struct Spelling {
    /// Hashes of words with at most one character left out.
    shortened: Vec<(u64, Entry)>,
    /// Hashes of the blurred pinyin of words.
    sounds: Vec<(u64, Entry)>,
}

impl Spelling {
    /// Of the words among these texts.
    pub fn new(words: &Completion) -> Self {
        let mut spelling = Self::default();
        // Equal hashes stay in the order in which they come: the most frequent first.
        let mut order: Vec<Entry> = (0..words.len() as Entry).collect();
        order.sort_by_key(|entry| std::cmp::Reverse(words.candidate(*entry).count));
        for entry in order {
            let letters = words.letters_of(entry);
            if !(2..=MAX_WORD_CHARS).contains(&letters.len()) || words.candidate(entry).kind == Kind::Title {
                continue;
            }
            let folded: Vec<char> = letters.iter().map(|c| fold_char(*c)).collect();
            spelling.shortened.push((hash(folded.iter()), entry));
            for left_out in distinct_omissions(&folded) {
                spelling.shortened.push((hash(without(&folded, left_out)), entry));
            }
            let ways = pinyin::ways(letters, words.surname_of(entry), WAYS);
            let mut sounds: Vec<u64> = ways.iter().map(|way| sound(way)).collect();
            sounds.sort_unstable();
            sounds.dedup();
            spelling.sounds.extend(sounds.into_iter().map(|sound| (sound, entry)));
        }
        spelling.shortened.sort_by_key(|(hash, _)| *hash);
        spelling.sounds.sort_by_key(|(hash, _)| *hash);
        spelling
    }

    /// What may have been meant by these [`letters`](super::typed::letters), the likeliest first, at most `limit`.
    pub fn proposals(&self, words: &Completion, typed: &[char], limit: usize) -> Vec<Proposal> {
        if !(2..=MAX_WORD_CHARS).contains(&typed.len()) {
            return Vec::new();
        }
        let folded: Vec<char> = typed.iter().map(|c| fold_char(*c)).collect();
        let mut entries: HashMap<Entry, (Because, f32)> = HashMap::new();
        let mut propose = |entry: Entry, because: Because, likeness: f32| {
            let known = entries.entry(entry).or_insert((because, likeness));
            if likeness > known.1 {
                *known = (because, likeness);
            }
        };
        for way in pinyin::ways(typed, Surname::Perhaps, WAYS) {
            for entry in equal(&self.sounds, sound(&way)).take(MAX_ALIKE) {
                let letters = words.letters_of(entry);
                let kept = letters.iter().zip(&folded).filter(|(a, b)| fold_char(**a) == **b).count();
                if letters.len() == typed.len() && kept < typed.len() {
                    let same = sounds_same(letters, words.surname_of(entry), typed);
                    let likeness = if same { 4.0 } else { 2.0 };
                    // With every character another one, only the sound speaks for it; let it be the same, or long.
                    if kept == 0 && !same && typed.len() < 4 {
                        continue;
                    }
                    propose(entry, Because::Homophone, likeness + kept as f32 * 0.5);
                }
            }
        }
        let own = std::iter::once(hash(folded.iter()));
        let omissions = distinct_omissions(&folded).map(|left_out| hash(without(&folded, left_out)));
        for hash in own.chain(omissions) {
            for entry in equal(&self.shortened, hash).take(MAX_ALIKE) {
                let word: Vec<char> = words.letters_of(entry).iter().map(|c| fold_char(*c)).collect();
                if let Some(mistake) = mistake(&word, &folded) {
                    propose(entry, Because::Near, mistake.likeness(typed.len()));
                }
            }
        }
        let mut proposals: Vec<Proposal> = entries
            .into_iter()
            .map(|(entry, (because, likeness))| {
                let Candidate { text, kind, count, .. } = words.candidate(entry);
                let keeps = words.letters_of(entry).iter().zip(&folded).any(|(a, b)| fold_char(*a) == *b);
                Proposal { text: text.clone(), kind: *kind, count: *count, because, likeness, keeps }
            })
            .collect();
        proposals.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then_with(|| a.text.cmp(&b.text)));
        proposals.truncate(limit);
        proposals
    }

    /// The words that a row of pinyin stands for, in as few words as can be; `None` where some of it is none.
    pub fn converted(&self, words: &Completion, typed: &Typed) -> Option<Vec<Entry>> {
        if typed.letters.len() > MAX_PINYIN || !typed.is_latin() {
            return None;
        }
        let pinyin: String = typed.letters.iter().collect();
        // Whether a word is read with its syllables where they were divided.
        let is_read_so = |entry: Entry, begin: usize, end: usize| {
            !typed.has_borders() || {
                let (letters, surname) = (words.letters_of(entry), words.surname_of(entry));
                pinyin::answer(letters, surname, &typed.piece(begin, end))
                    .is_some_and(|answer| answer.length == letters.len() && !answer.abbreviated)
            }
        };
        // For each end the best way to it: how many words, how rare they are together, the last one and where it begins.
        let mut best: Vec<Option<(usize, f32, Entry, usize)>> = vec![None; pinyin.len() + 1];
        best[0] = Some((0, 0.0, 0, 0));
        for begin in 0..pinyin.len() {
            let Some((before, rarity, ..)) = best[begin] else { continue };
            for end in begin + 2..=pinyin.len().min(begin + MAX_PINYIN_LETTERS) {
                let mut pronounced = words.pronounced(&pinyin[begin..end]).take(MAX_PRONOUNCED);
                let Some(entry) = pronounced.find(|entry| is_read_so(*entry, begin, end)) else { continue };
                let rarity = rarity - (words.candidate(entry).count as f32 + 1.0).ln();
                let better = |known: &(usize, f32, Entry, usize)| (before + 1, rarity) < (known.0, known.1);
                if best[end].as_ref().is_none_or(better) {
                    best[end] = Some((before + 1, rarity, entry, begin));
                }
            }
        }
        let mut found = Vec::new();
        let mut end = pinyin.len();
        while end > 0 {
            let (.., entry, begin) = best[end]?;
            found.push(entry);
            end = begin;
        }
        found.reverse();
        (!found.is_empty()).then_some(found)
    }
}

/// What went wrong between a word and what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mistake {
    /// One character stands in another's place; whether the two look alike.
    Wrong(bool),
    Missing,
    /// Whether it is the same as its neighbour.
    Extra(bool),
    Transposed,
}

impl Mistake {
    /// How likely it is, in the scale of logarithms of counts. A character out of two is half of what was typed.
    fn likeness(self, typed: usize) -> f32 {
        let short = if typed <= 2 { 2.0 } else { 0.0 };
        match self {
            Self::Wrong(true) => 3.5,
            Self::Transposed => 3.0,
            Self::Wrong(false) => 0.5 - short,
            Self::Missing => 1.0 - short,
            // Leaving out what was typed is the last resort, unless it was typed twice.
            Self::Extra(true) => 2.5,
            Self::Extra(false) => -2.0 - short,
        }
    }
}

/// Between two rows of folded letters.
fn mistake(word: &[char], typed: &[char]) -> Option<Mistake> {
    let common = word.iter().zip(typed).take_while(|(a, b)| a == b).count();
    let before = common.checked_sub(1).map(|last| &typed[last]);
    let (word, typed) = (&word[common..], &typed[common..]);
    match (word, typed) {
        ([], []) => None,
        ([a, b, rest @ ..], [c, d, left @ ..]) if a == d && b == c && rest == left => Some(Mistake::Transposed),
        ([a, rest @ ..], [b, left @ ..]) if rest == left => {
            let is_in = |group: &str, c: char| group.chars().any(|alike| fold_char(alike) == c);
            let alike = LOOKALIKES.iter().any(|group| is_in(group, *a) && is_in(group, *b));
            Some(Mistake::Wrong(alike))
        }
        ([_, rest @ ..], left) if rest == left => Some(Mistake::Missing),
        (rest, [extra, left @ ..]) if rest == left => {
            Some(Mistake::Extra(before == Some(extra) || left.first() == Some(extra)))
        }
        _ => None,
    }
}

fn sounds_same(word: &[char], surname: Surname, typed: &[char]) -> bool {
    let mut both = Reader::new(word, surname).zip(Reader::new(typed, Surname::Perhaps));
    both.all(|((a, one), (b, other))| {
        fold_char(a) == fold_char(b) || one.iter().any(|read| other.iter().any(|heard| read == heard))
    })
}

fn sound(way: &[Syllable]) -> u64 {
    hash(way.iter().map(|syllable| syllable.blurred()))
}

fn hash<T: Hash>(parts: impl Iterator<Item = T>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        part.hash(&mut hasher);
    }
    hasher.finish()
}

/// The places of which one may be left out; of equal neighbours only the first, which gives the same.
fn distinct_omissions(letters: &[char]) -> impl Iterator<Item = usize> + '_ {
    (0..letters.len()).filter(|at| *at == 0 || letters[*at] != letters[*at - 1])
}

fn without(letters: &[char], left_out: usize) -> impl Iterator<Item = &char> {
    letters.iter().enumerate().filter(move |(at, _)| *at != left_out).map(|(_, c)| c)
}

fn equal(sorted: &[(u64, Entry)], hash: u64) -> impl Iterator<Item = Entry> + '_ {
    let start = sorted.partition_point(|(known, _)| *known < hash);
    sorted[start..].iter().take_while(move |(known, _)| *known == hash).map(|(_, entry)| *entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::suggest::typed::letters;

    fn words() -> Completion {
        let words = [
            ("疫情防控", 3_000),
            ("疫情", 5_000),
            ("防控", 4_000),
            ("防空", 200),
            ("青岑", 90),
            ("青年", 900),
            ("工作", 9_000),
            ("乡村振兴", 2_000),
            ("银行", 700),
            ("孔海燕", 5),
            ("沈阳市", 40),
            ("西安市", 70),
            ("先是", 900),
        ];
        let candidate = |(text, count): (&str, u64)| Candidate {
            text: text.to_owned(),
            kind: Kind::Phrase,
            count,
            score: count as u32,
            begins: Vec::new(),
        };
        Completion::new(words.into_iter().map(candidate).collect())
    }

    #[test]
    fn mistakes_are_recognised() {
        let words = words();
        let spelling = Spelling::new(&words);
        let check = |typed: &str, expected: &str, because: Because| {
            let proposals = spelling.proposals(&words, &letters(typed), 5);
            let first = proposals.first().map(|first| (&*first.text, first.because));
            assert_eq!(first, Some((expected, because)), "{typed}: {proposals:?}");
        };
        check("疫情防空", "疫情防控", Because::Homophone);
        check("异情防控", "疫情防控", Because::Homophone);
        check("一请防空", "疫情防控", Because::Homophone);
        check("疫情防治", "疫情防控", Because::Near);
        check("疫情控", "疫情防控", Because::Near);
        check("疫情防防控", "疫情防控", Because::Near);
        check("疫情控防", "疫情防控", Because::Near);
        check("乡村震兴", "乡村振兴", Because::Homophone);
        check("青芩", "青岑", Because::Near);
        check("孔海雁", "孔海燕", Because::Homophone);
        check("音航", "银行", Because::Homophone);
        check("身阳市", "沈阳市", Because::Homophone);
        check("沈场市", "沈阳市", Because::Near);
        // What is found as it is published is no mistake.
        assert_eq!(spelling.proposals(&words, &letters("沉阳市"), 5), []);
        for nothing in ["", "疫", "飞碟", "完全不同的话", "长长长长长长长长长长长长长长长"] {
            assert_eq!(spelling.proposals(&words, &letters(nothing), 5), [], "{nothing}");
        }
    }

    #[test]
    fn pinyin_becomes_words() {
        let words = words();
        let spelling = Spelling::new(&words);
        let check = |typed: &str, expected: Option<&str>| {
            let found = spelling.converted(&words, &Typed::new(typed));
            let found = found.map(|entries| {
                entries.iter().map(|entry| &*words.candidate(*entry).text).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(found.as_deref(), expected, "{typed}");
        };
        check("yiqingfangkong", Some("疫情防控"));
        check("yiqingfangkonggongzuo", Some("疫情防控 工作"));
        check("yinhang", Some("银行"));
        check("gongzuo", Some("工作"));
        check("fangkong", Some("防控"));
        check("shenyangshi", Some("沈阳市"));
        check("xi'anshi", Some("西安市"));
        check("xia'nshi", None);
        check("hello", None);
        check("", None);
        check(&"yi".repeat(100), None);
    }
}
