//! A [`Reader`] tells how the characters of a text are read, in letters without tones.
//!
//! The readings come from the crate `pinyin`, which knows every reading that dictionaries have: 还 is hái, huán
//! and fú. Nobody types the last, so of characters with several readings only those that
//! [`readings`] lists have more than the first. In a word or a surname that it lists, the
//! characters are read as there first, and as by themselves after that.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use pinyin::ToPinyin;

use super::readings;

/// Readings of one character by itself, at most.
const MAX_READINGS: usize = 3;

/// Readings of one character in its place, at most.
const MAX_IN_PLACE: usize = 4;

/// Characters of the longest word with readings of its own.
pub const MAX_OWN: usize = 4;

/// Letters of the longest syllable: zhuang.
pub const MAX_SYLLABLE_LETTERS: usize = 6;

const FIRST: u32 = 0x4E00;

const LAST: u32 = 0x9FFF;

struct Tables {
    /// Each syllable once.
    syllables: Vec<String>,
    /// For each character from [`FIRST`] the numbers of its readings and one; 0 is none.
    readings: Vec<[u16; MAX_READINGS]>,
    known: HashSet<String>,
    /// What syllables begin with, shorter than the whole.
    beginnings: HashSet<String>,
    /// Words that are read otherwise than their characters, by their first, the longest first.
    words: OwnReadings,
    /// Surnames, likewise.
    surnames: OwnReadings,
    /// For each character from [`FIRST`] whether any of these begins with it: few do, and each is asked.
    begins_own: Vec<bool>,
}

/// Texts by their first character, with the syllables of each.
type OwnReadings = HashMap<char, Vec<(Vec<char>, Vec<&'static str>)>>;

fn own_readings(rows: impl Iterator<Item = (&'static str, &'static str)>) -> OwnReadings {
    let mut table = OwnReadings::new();
    for (word, syllables) in rows {
        let letters: Vec<char> = word.chars().collect();
        table.entry(letters[0]).or_default().push((letters, syllables.split(' ').collect()));
    }
    table.values_mut().for_each(|words| words.sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len())));
    table
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

impl Tables {
    fn new() -> Self {
        let several: HashMap<char, &str> =
            readings::characters().filter_map(|(c, listed)| Some((c.chars().next()?, listed))).collect();
        let mut numbers: HashMap<String, u16> = HashMap::new();
        let mut syllables: Vec<String> = Vec::new();
        let mut number = |syllable: &str| {
            *numbers.entry(syllable.to_owned()).or_insert_with(|| {
                syllables.push(syllable.to_owned());
                syllables.len() as u16
            })
        };
        let mut readings = vec![[0; MAX_READINGS]; (LAST - FIRST + 1) as usize];
        for (place, code) in readings.iter_mut().zip(FIRST..=LAST) {
            let Some(c) = char::from_u32(code) else { continue };
            match several.get(&c) {
                Some(listed) => {
                    for (place, syllable) in place.iter_mut().zip(listed.split(' ')) {
                        *place = number(syllable);
                    }
                }
                None => {
                    let first = c.to_pinyin().map(|reading| reading.plain().replace('ü', "v"));
                    if let Some(syllable) = first.filter(|syllable| is_typed(syllable)) {
                        place[0] = number(&syllable);
                    }
                }
            }
        }
        let beginnings =
            syllables.iter().flat_map(|syllable| (1..syllable.len()).map(|end| syllable[..end].to_owned()));
        let beginnings = beginnings.collect();
        let (words, surnames) = (own_readings(readings::words()), own_readings(readings::surnames()));
        let mut begins_own = vec![false; readings.len()];
        for c in words.keys().chain(surnames.keys()) {
            if let Some(begins) = place_of(*c).and_then(|place| begins_own.get_mut(place)) {
                *begins = true;
            }
        }
        Self {
            known: syllables.iter().cloned().collect(),
            beginnings,
            syllables,
            readings,
            words,
            surnames,
            begins_own,
        }
    }
}

/// Whether a syllable is one that is typed; dictionaries have interjections such as hng besides.
fn is_typed(syllable: &str) -> bool {
    syllable.bytes().all(|b| b.is_ascii_lowercase()) && syllable.bytes().any(|b| b"aeiouv".contains(&b))
}

/// Where a character stands in the tables, if it does.
fn place_of(c: char) -> Option<usize> {
    (c as u32).checked_sub(FIRST).map(|place| place as usize)
}

/// The likely readings of an ideograph by itself, the likeliest first; of others none.
fn alone(c: char) -> impl Iterator<Item = &'static str> {
    let tables = &*TABLES;
    let place = place_of(c).and_then(|place| tables.readings.get(place));
    let numbers = place.copied().unwrap_or_default();
    numbers.into_iter().take_while(|number| *number > 0).map(|number| &*tables.syllables[number as usize - 1])
}

/// Whether a text begins with a surname.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surname {
    /// It is the name of a person.
    Yes,
    /// It may be.
    Perhaps,
    /// It is none.
    No,
}

/// The likely readings of a character in its place, the likeliest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Readings {
    list: [&'static str; MAX_IN_PLACE],
    count: usize,
}

impl Readings {
    /// The readings.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.list.into_iter().take(self.count)
    }

    fn push(&mut self, syllable: &'static str) {
        if self.count < MAX_IN_PLACE && !self.list[..self.count].contains(&syllable) {
            self.list[self.count] = syllable;
            self.count += 1;
        }
    }
}

/// Reads a text, character by character.
pub struct Reader<'t> {
    rest: &'t [char],
    surname: Surname,
    /// What is left of a word with readings of its own.
    own: &'static [&'static str],
    /// Whether these are less likely than those of the characters.
    unsure: bool,
}

impl<'t> Reader<'t> {
    /// Of a text that begins here.
    pub fn new(letters: &'t [char], surname: Surname) -> Self {
        Self { rest: letters, surname, own: &[], unsure: false }
    }

    /// The word with readings of its own that begins here, if any.
    fn find_own(&mut self) -> &'static [&'static str] {
        let begins = place_of(self.rest[0]).and_then(|place| TABLES.begins_own.get(place));
        if begins != Some(&true) {
            self.surname = Surname::No;
            return &[];
        }
        let listed = |table: &'static OwnReadings| {
            let words = table.get(&self.rest[0])?;
            words.iter().find(|(letters, _)| self.rest.starts_with(letters)).map(|(_, syllables)| &**syllables)
        };
        let surname = std::mem::replace(&mut self.surname, Surname::No);
        let word = listed(&TABLES.words);
        let name = if surname == Surname::No { None } else { listed(&TABLES.surnames) };
        let own = if surname == Surname::Yes { name.or(word) } else { word.or(name) };
        self.unsure = surname == Surname::Perhaps && word.is_none();
        own.unwrap_or_default()
    }
}

impl Iterator for Reader<'_> {
    type Item = (char, Readings);

    fn next(&mut self) -> Option<Self::Item> {
        let c = *self.rest.first()?;
        let mut readings = Readings::default();
        if c.is_ascii() {
            (self.rest, self.own, self.surname) = (&self.rest[1..], &[], Surname::No);
            return Some((c, readings));
        }
        if self.own.is_empty() {
            self.own = self.find_own();
        }
        let own = self.own.split_first().map(|(first, rest)| {
            self.own = rest;
            *first
        });
        own.filter(|_| !self.unsure)
            .into_iter()
            .chain(alone(c))
            .chain(own)
            .for_each(|syllable| readings.push(syllable));
        self.rest = &self.rest[1..];
        Some((c, readings))
    }
}

/// Whether letters are a syllable.
pub fn is_syllable(letters: &str) -> bool {
    TABLES.known.contains(letters)
}

/// Whether a syllable begins with these letters and has more.
pub fn begins_syllable(letters: &str) -> bool {
    TABLES.beginnings.contains(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn characters_are_read() {
        let check = |c: char, expected: &[&str]| assert_eq!(alone(c).collect::<Vec<_>>(), expected, "{c}");
        check('疫', &["yi"]);
        check('行', &["xing", "hang"]);
        check('女', &["nv"]);
        check('a', &[]);
        check('，', &[]);
        for c in "青岑县人民政府办公室关于做好公报报送工作的通知".chars() {
            assert!(alone(c).next().is_some(), "{c}");
        }
    }

    #[test]
    fn common_characters_are_read_as_is_common() {
        let common = "说shuo色se大da省sheng地di只zhi干gan里li系xi广guang厂chang体ti价jia优you听ting胜sheng万wan么me夫fu腊la适shi\
                      过guo看kan几ji家jia合he种zhong余yu据ju只zhi蒙meng宁ning石shi兴xing应ying中zhong分fen数shu处chu间jian\
                      南nan北bei无wu为wei有you车che期qi其qi思si身shen射she示shi信xin养yang育yu约yue运yun占zhan正zheng\
                      之zhi识shi氏shi食shi术shu台tai挑tiao同tong王wang委wei文wen下xia先xian相xiang校xiao叶ye饮yin\
                      语yu与yu员yuan脏zang治zhi属shu贝bei告gao呼hu红hong化hua结jie巨ju累lei埋mai蔓man名ming难nan能neng\
                      否fou拾shi读du殖zhi殷yin遗yi钥yao冯feng陆lu虹hong稽ji琢zhuo莎sha侧ce臭chou";
        let letters: Vec<char> = common.chars().collect();
        let mut otherwise = Vec::new();
        for row in letters.chunk_by(|_, next| next.is_ascii()) {
            let (c, expected): (char, String) = (row[0], row[1..].iter().collect());
            if alone(c).next() != Some(&*expected) {
                otherwise.push((c, alone(c).next()));
            }
        }
        assert_eq!(otherwise, []);
    }

    #[test]
    fn every_listed_syllable_is_one() {
        assert!(readings::characters().count() > 100);
        for (text, listed) in readings::characters().chain(readings::words()).chain(readings::surnames()) {
            for syllable in listed.split(' ') {
                assert!(is_typed(syllable) && syllable.len() <= MAX_SYLLABLE_LETTERS, "{text} {syllable}");
                assert!(TABLES.known.contains(syllable), "{text} {syllable}");
            }
            assert!(text.chars().count() > 1 || listed.split(' ').count() <= MAX_READINGS, "{text}");
        }
        assert!(readings::words().all(|(word, _)| word.chars().count() <= MAX_OWN));
    }

    #[test]
    fn words_and_surnames_are_read_in_their_own_way() {
        let check = |text: &str, surname: Surname, expected: &str| {
            let first: Vec<_> =
                Reader::new(&chars(text), surname).filter_map(|(_, readings)| readings.iter().next()).collect();
            assert_eq!(first.join(" "), expected, "{text}");
        };
        check("乐亭县长期会计", Surname::No, "lao ting xian chang qi kuai ji");
        check("在珲春与六安", Surname::No, "zai hun chun yu lu an");
        check("单远行", Surname::Yes, "shan yuan xing");
        check("单远行", Surname::Perhaps, "dan yuan xing");
        check("单远行", Surname::No, "dan yuan xing");
        check("解放军", Surname::Perhaps, "jie fang jun");
        check("乐亭县", Surname::Perhaps, "lao ting xian");
        check("尉迟一苇", Surname::Yes, "yu chi yi wei");
        check("朴行健", Surname::No, "piao xing jian");
        check("民风质朴", Surname::No, "min feng zhi pu");
        let all = Reader::new(&chars("单"), Surname::Perhaps).next().unwrap().1;
        assert_eq!(all.iter().collect::<Vec<_>>(), ["dan", "shan"]);
        let all = Reader::new(&chars("乐亭"), Surname::No).next().unwrap().1;
        assert_eq!(all.iter().collect::<Vec<_>>(), ["lao", "le", "yue"]);
    }
}
