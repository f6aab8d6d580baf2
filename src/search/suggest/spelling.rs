//! [`Spelling`] tells which words a mistyped one may have been meant for: those that sound the same, and those one
//! character away. It knows nothing of bulletins; whether a proposal finds anything is asked elsewhere.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::completion::{Candidate, Completion};
use super::pinyin;
use super::pinyin::Syllable;
use super::prefix_index::Entry;
use crate::search::types::suggestion::{Because, Kind};

/// Characters of a word that is proposed or corrected.
pub const MAX_WORD_CHARS: usize = 12;

/// Ways to read a word that are kept.
const WAYS: usize = 4;

/// Words with one hash that are looked at, the most frequent.
const MAX_ALIKE: usize = 300;

/// Letters of pinyin that are read.
const MAX_PINYIN: usize = 48;

/// Letters of one word in it.
const MAX_PINYIN_LETTERS: usize = 30;

/// A word that may have been meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The word.
    pub text: String,
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
            spelling.shortened.push((hash(letters.iter()), entry));
            for left_out in distinct_omissions(letters) {
                spelling.shortened.push((hash(without(letters, left_out)), entry));
            }
            let mut sounds: Vec<u64> = pinyin::ways(letters, WAYS).iter().map(|way| sound(way)).collect();
            sounds.sort_unstable();
            sounds.dedup();
            spelling.sounds.extend(sounds.into_iter().map(|sound| (sound, entry)));
        }
        spelling.shortened.sort_by_key(|(hash, _)| *hash);
        spelling.sounds.sort_by_key(|(hash, _)| *hash);
        spelling
    }

    /// What may have been meant by these characters, the likeliest first, at most `limit`.
    pub fn proposals(&self, words: &Completion, typed: &[char], limit: usize) -> Vec<Proposal> {
        if !(2..=MAX_WORD_CHARS).contains(&typed.len()) {
            return Vec::new();
        }
        let mut entries: HashMap<Entry, (Because, f32)> = HashMap::new();
        let mut propose = |entry: Entry, because: Because, likeness: f32| {
            let known = entries.entry(entry).or_insert((because, likeness));
            if likeness > known.1 {
                *known = (because, likeness);
            }
        };
        for way in pinyin::ways(typed, WAYS) {
            for entry in equal(&self.sounds, sound(&way)).take(MAX_ALIKE) {
                let letters = words.letters_of(entry);
                if letters != typed && letters.len() == typed.len() {
                    let same = sounds_same(letters, typed);
                    let likeness = if same { 4.0 } else { 2.0 };
                    let kept = letters.iter().zip(typed).filter(|(a, b)| a == b).count();
                    // With every character another one, only the sound speaks for it; let it be the same, or long.
                    if kept == 0 && !same && typed.len() < 4 {
                        continue;
                    }
                    propose(entry, Because::Homophone, likeness + kept as f32 * 0.5);
                }
            }
        }
        let own = std::iter::once(hash(typed.iter()));
        let omissions = distinct_omissions(typed).map(|left_out| hash(without(typed, left_out)));
        for hash in own.chain(omissions) {
            for entry in equal(&self.shortened, hash).take(MAX_ALIKE) {
                let letters = words.letters_of(entry);
                if let Some(mistake) = mistake(letters, typed) {
                    propose(entry, Because::Near, mistake.likeness(typed.len()));
                }
            }
        }
        let mut proposals: Vec<Proposal> = entries
            .into_iter()
            .map(|(entry, (because, likeness))| {
                let Candidate { text, count, .. } = words.candidate(entry);
                let keeps = words.letters_of(entry).iter().zip(typed).any(|(a, b)| a == b);
                Proposal { text: text.clone(), count: *count, because, likeness, keeps }
            })
            .collect();
        proposals.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then_with(|| a.text.cmp(&b.text)));
        proposals.truncate(limit);
        proposals
    }

    /// The words that a row of pinyin stands for, in as few words as can be; `None` where some of it is none.
    pub fn converted(&self, words: &Completion, pinyin: &str) -> Option<Vec<Entry>> {
        if pinyin.len() > MAX_PINYIN || !pinyin.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        // For each end the best way to it: how many words, how rare they are together, the last one and where it begins.
        let mut best: Vec<Option<(usize, f32, Entry, usize)>> = vec![None; pinyin.len() + 1];
        best[0] = Some((0, 0.0, 0, 0));
        for begin in 0..pinyin.len() {
            let Some((before, rarity, ..)) = best[begin] else { continue };
            for end in begin + 2..=pinyin.len().min(begin + MAX_PINYIN_LETTERS) {
                let Some(entry) = words.pronounced(&pinyin[begin..end]).next() else { continue };
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

fn mistake(word: &[char], typed: &[char]) -> Option<Mistake> {
    let common = word.iter().zip(typed).take_while(|(a, b)| a == b).count();
    let before = common.checked_sub(1).map(|last| &typed[last]);
    let (word, typed) = (&word[common..], &typed[common..]);
    match (word, typed) {
        ([], []) => None,
        ([a, b, rest @ ..], [c, d, left @ ..]) if a == d && b == c && rest == left => Some(Mistake::Transposed),
        ([a, rest @ ..], [b, left @ ..]) if rest == left => {
            let alike = LOOKALIKES.iter().any(|group| group.contains(*a) && group.contains(*b));
            Some(Mistake::Wrong(alike))
        }
        ([_, rest @ ..], left) if rest == left => Some(Mistake::Missing),
        (rest, [extra, left @ ..]) if rest == left => {
            Some(Mistake::Extra(before == Some(extra) || left.first() == Some(extra)))
        }
        _ => None,
    }
}

fn sounds_same(a: &[char], b: &[char]) -> bool {
    a.iter()
        .zip(b)
        .all(|(a, b)| a == b || pinyin::readings(*a).any(|read| pinyin::readings(*b).any(|other| read == other)))
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
    use crate::search::suggest::completion::letters;

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
        for nothing in ["", "疫", "飞碟", "完全不同的话", "长长长长长长长长长长长长长长长"] {
            assert_eq!(spelling.proposals(&words, &letters(nothing), 5), [], "{nothing}");
        }
    }

    #[test]
    fn pinyin_becomes_words() {
        let words = words();
        let spelling = Spelling::new(&words);
        let check = |typed: &str, expected: Option<&str>| {
            let found = spelling.converted(&words, typed);
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
        check("hello", None);
        check("", None);
        check(&"yi".repeat(100), None);
    }
}
