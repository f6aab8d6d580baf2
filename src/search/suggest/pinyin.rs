//! Pinyin: how a character is read, in letters without tones, and what letters may stand for.
//!
//! The readings come from the crate `pinyin`, which knows every reading that dictionaries have: 还 is hái, huán
//! and fú. Nobody types the last, so of characters with several readings only those that
//! [`readings`](super::readings) lists have more than the first. In a word or a surname that it lists, the
//! characters are read as there first, and as by themselves after that.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use pinyin::ToPinyin;

use super::readings;
use super::typed::Typed;
use crate::search::analysis::fold_char;

/// Readings of one character by itself, at most.
const MAX_READINGS: usize = 3;

/// Readings of one character in its place, at most.
const MAX_IN_PLACE: usize = 4;

/// Characters of the longest word with readings of its own.
const MAX_OWN: usize = 4;

/// Letters of the longest syllable: zhuang.
const MAX_SYLLABLE_LETTERS: usize = 6;

/// Ways to read a run of letters that are followed.
const MAX_WAYS: usize = 16;

/// Steps on all ways together.
const MAX_STEPS: usize = 600;

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
        Self {
            known: syllables.iter().cloned().collect(),
            beginnings,
            syllables,
            readings,
            words: own_readings(readings::words()),
            surnames: own_readings(readings::surnames()),
        }
    }
}

/// Whether a syllable is one that is typed; dictionaries have interjections such as hng besides.
fn is_typed(syllable: &str) -> bool {
    syllable.bytes().all(|b| b.is_ascii_lowercase()) && syllable.bytes().any(|b| b"aeiouv".contains(&b))
}

/// The likely readings of an ideograph by itself, the likeliest first; of others none.
fn alone(c: char) -> impl Iterator<Item = &'static str> {
    let tables = &*TABLES;
    let place = (c as u32).checked_sub(FIRST).and_then(|place| tables.readings.get(place as usize));
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
        let listed = |table: &'static OwnReadings| {
            let words = table.get(&self.rest[0])?;
            words.iter().find(|(letters, _)| self.rest.starts_with(letters)).map(|(_, syllables)| &**syllables)
        };
        let surname = std::mem::replace(&mut self.surname, Surname::No);
        let name = if surname == Surname::No { None } else { listed(&TABLES.surnames) };
        self.unsure = name.is_some() && surname == Surname::Perhaps;
        name.or_else(|| listed(&TABLES.words)).unwrap_or_default()
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

/// How a row of letters can be read, at most `most` ways: for each letter its syllable, or itself where it has
/// none. The first has the likeliest reading of each.
pub fn ways(letters: &[char], surname: Surname, most: usize) -> Vec<Vec<Syllable>> {
    let mut ways: Vec<Vec<Syllable>> = vec![Vec::with_capacity(letters.len())];
    for (c, readings) in Reader::new(letters, surname) {
        let mut known: Vec<Syllable> = readings.iter().map(Syllable::Read).collect();
        if known.is_empty() {
            known.push(Syllable::Plain(c));
        }
        if ways.len() * known.len() > most {
            known.truncate(1);
        }
        ways = ways
            .iter()
            .flat_map(|way| {
                known.iter().map(move |syllable| {
                    let mut longer = way.clone();
                    longer.push(*syllable);
                    longer
                })
            })
            .collect();
    }
    ways
}

/// What stands for one character in a row of pinyin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syllable {
    /// The reading of an ideograph.
    Read(&'static str),
    /// A letter or digit, as it is typed.
    Plain(char),
}

impl Syllable {
    /// Adds it to a text as it is typed in full.
    pub fn write(self, text: &mut String) {
        match self {
            Self::Read(syllable) => text.push_str(syllable),
            Self::Plain(c) => text.push(c),
        }
    }

    /// The one byte by which its character is typed; the same for all that cannot be typed so.
    pub fn initial(self) -> u8 {
        match self {
            Self::Read(syllable) => syllable.as_bytes()[0],
            Self::Plain(c) => u8::try_from(c).ok().filter(u8::is_ascii_alphanumeric).unwrap_or(b'?'),
        }
    }

    /// The same for syllables that many speakers do not tell apart: zh and z, eng and en.
    pub fn blurred(self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        if let Self::Read(_) = self {
            for (clear, blurred) in [("zh", "z"), ("ch", "c"), ("sh", "s")] {
                if let Some(rest) = text.strip_prefix(clear) {
                    text = format!("{blurred}{rest}");
                }
            }
            if text.ends_with("ng") {
                text.pop();
            }
        }
        text
    }
}

/// The rows of first letters that what was typed may stand for: full syllables, first letters, ideographs and
/// an unfinished syllable at the end, mixed. `yiqfk` and `疫情fk` give `yqfk`. `begins` tells whether
/// anything begins with a row at all: what does not is not followed.
pub fn initials(typed: &Typed, begins: &dyn Fn(&str) -> bool) -> Vec<String> {
    let readings = Reader::new(&typed.letters, Surname::Perhaps).map(|(_, readings)| readings).collect();
    let mut following = Following { typed, readings, begins, row: String::new(), rows: Vec::new(), steps: 0 };
    following.from(0);
    following.rows
}

struct Following<'b> {
    typed: &'b Typed,
    readings: Vec<Readings>,
    begins: &'b dyn Fn(&str) -> bool,
    row: String,
    rows: Vec<String>,
    steps: usize,
}

impl Following<'_> {
    fn from(&mut self, at: usize) {
        self.steps += 1;
        if self.rows.len() >= MAX_WAYS || self.steps > MAX_STEPS || !(self.begins)(&self.row) {
            return;
        }
        let rest = &self.typed.letters[at..];
        let Some(&c) = rest.first() else {
            if !self.rows.contains(&self.row) {
                self.rows.push(self.row.clone());
            }
            return;
        };
        if !c.is_ascii_lowercase() {
            let mut known: Vec<u8> = self.readings[at].iter().map(|reading| reading.as_bytes()[0]).collect();
            known.sort_unstable();
            known.dedup();
            if known.is_empty() {
                known.push(Syllable::Plain(c).initial());
            }
            known.into_iter().for_each(|initial| self.go(initial, at + 1));
            return;
        }
        let letters: String = rest.iter().take(MAX_SYLLABLE_LETTERS).take_while(|c| c.is_ascii_lowercase()).collect();
        for length in (2..=letters.len()).rev() {
            let syllable = &letters[..length];
            let unfinished = length == rest.len() && TABLES.beginnings.contains(syllable);
            // A retroflex initial is typed with one letter or with two.
            let is_one = TABLES.known.contains(syllable) || unfinished || matches!(syllable, "zh" | "ch" | "sh");
            if is_one && !self.typed.is_divided(at, at + length) {
                self.go(letters.as_bytes()[0], at + length);
            }
        }
        self.go(letters.as_bytes()[0], at + 1);
    }

    fn go(&mut self, initial: u8, at: usize) {
        self.row.push(initial.into());
        self.from(at);
        self.row.pop();
    }
}

/// How the characters of a text answer to what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Characters that were needed.
    pub length: usize,
    /// Whether the last of them was typed in full.
    pub complete: bool,
    /// Whether a single letter stood for a whole character before the end.
    pub abbreviated: bool,
    /// Whether the first of them was typed in full.
    pub first_in_full: bool,
}

/// Whether a text begins with what was typed: each character by itself, by a reading in full or by its first
/// letter, the last one also by a part of its reading.
pub fn answer(text: &[char], surname: Surname, typed: &Typed) -> Option<Answer> {
    if typed.letters.is_empty() || typed.letters.len() > Typed::MAX_LETTERS {
        return None;
    }
    // From what is typed in full to what is abbreviated from its beginning.
    [(usize::MAX, true), (1, true), (0, false)].into_iter().find_map(|(in_full, first_in_full)| {
        let (length, complete) = reach(text, surname, typed, in_full)?;
        let first_in_full = first_in_full && (length > 1 || complete);
        Some(Answer { length, complete, abbreviated: in_full < usize::MAX, first_in_full })
    })
}

/// Follows all places in what was typed at once, one bit each; the first characters `in_full`, the others perhaps
/// abbreviated.
fn reach(text: &[char], surname: Surname, typed: &Typed, in_full: usize) -> Option<(usize, bool)> {
    let letters = &typed.letters;
    let goal = 1_u64 << letters.len();
    let mut places = 1_u64;
    for (at, (c, readings)) in Reader::new(text, surname).enumerate() {
        let abbreviated = at >= in_full;
        let (mut next, mut unfinished) = (0_u64, false);
        let mut left = places;
        while left != 0 {
            let place = left.trailing_zeros() as usize;
            left &= left - 1;
            let rest = &letters[place..];
            if rest[0] == c || typed.folded[place] == fold_char(c) {
                next |= 1 << (place + 1);
            }
            for reading in readings.iter() {
                let common = reading.chars().zip(rest).take_while(|(a, b)| a == *b).count();
                if !typed.is_divided(place, place + reading.len()) {
                    if common == reading.len() {
                        next |= 1 << (place + common);
                    } else if common > 0 && common == rest.len() {
                        unfinished = true;
                    }
                }
                if abbreviated && common > 0 {
                    next |= 1 << (place + 1);
                    if common > 1 && reading.as_bytes()[1] == b'h' && !typed.is_divided(place, place + 2) {
                        next |= 1 << (place + 2);
                    }
                }
            }
        }
        if next & goal != 0 {
            return Some((at + 1, true));
        }
        if unfinished {
            return Some((at + 1, false));
        }
        places = next;
        if places == 0 {
            return None;
        }
    }
    None
}

/// The letter under which a text is found in a list by the alphabet: of its first letter, digit or ideograph that by
/// its likeliest reading; `#` where it has none.
pub fn initial(text: &str) -> char {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).take(MAX_OWN).collect();
    let first = Reader::new(&letters, Surname::No).next();
    let reading = first.and_then(|(_, readings)| readings.iter().next()).and_then(|reading| reading.chars().next());
    let read = reading.or_else(|| first.map(|(c, _)| fold_char(c)));
    read.filter(char::is_ascii_alphabetic).map_or('#', |c| c.to_ascii_uppercase())
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
        check("尉迟一苇", Surname::Yes, "yu chi yi wei");
        check("朴行健", Surname::No, "piao xing jian");
        check("民风质朴", Surname::No, "min feng zhi pu");
        let all = Reader::new(&chars("单"), Surname::Perhaps).next().unwrap().1;
        assert_eq!(all.iter().collect::<Vec<_>>(), ["dan", "shan"]);
        let all = Reader::new(&chars("乐亭"), Surname::No).next().unwrap().1;
        assert_eq!(all.iter().collect::<Vec<_>>(), ["lao", "le", "yue"]);
    }

    #[test]
    fn what_was_typed_gives_first_letters() {
        let check = |typed: &str, expected: &str| {
            let rows = initials(&Typed::new(typed), &|_| true);
            assert!(rows.iter().any(|row| row == expected), "{typed}: {rows:?}");
        };
        check("yqfk", "yqfk");
        check("yiqingfangkong", "yqfk");
        check("yiqfk", "yqfk");
        check("疫情fk", "yqfk");
        check("yiqingfangk", "yqfk");
        check("yiqingfangko", "yqfk");
        check("zhongguo", "zg");
        check("zhg", "zg");
        check("xian", "x");
        check("xian", "xa");
        assert!(initials(&Typed::new(&"a".repeat(63)), &|_| true).len() <= MAX_WAYS);
        assert_eq!(initials(&Typed::new("xian"), &|row| "xa".starts_with(row)), ["x", "xa"]);
        assert_eq!(initials(&Typed::new("xi'an"), &|row| "xa".starts_with(row)), ["xa"]);
    }

    #[test]
    fn a_text_answers() {
        let check = |text: &str, typed: &str, expected: Option<(usize, bool, bool, bool)>| {
            let found = answer(&chars(text), Surname::No, &Typed::new(typed));
            let found = found.map(|a| (a.length, a.complete, a.abbreviated, a.first_in_full));
            assert_eq!(found, expected, "{text} {typed}");
        };
        check("疫情防控工作", "yqfk", Some((4, true, true, false)));
        check("疫情防控工作", "yiqingfangkong", Some((4, true, false, true)));
        check("疫情防控工作", "yiqfk", Some((4, true, true, true)));
        check("疫情防控工作", "疫情fk", Some((4, true, true, true)));
        check("疫情防控工作", "疫情fang", Some((3, true, false, true)));
        check("疫情防控工作", "yiqingfa", Some((3, false, false, true)));
        check("疫情防控", "yqfkg", None);
        check("疫情防控", "yqk", None);
        check("银行", "yinhang", Some((2, true, false, true)));
        check("中国", "zhguo", Some((2, true, true, false)));
        check("社会", "shui", Some((2, true, true, false)));
        check("水利", "shui", Some((1, true, false, true)));
        check("水利", "sh", Some((1, false, false, false)));
        check("西安", "xian", Some((2, true, false, true)));
        check("西安", "xi'an", Some((2, true, false, true)));
        check("西安", "xi'", Some((1, true, false, true)));
        check("先进", "xi'an", None);
        check("先进", "xi'", None);
        check("先安", "x'an", Some((2, true, true, false)));
        check("covid防控", "covidfk", Some((7, true, true, true)));
        check("绿化", "lvhua", Some((2, true, false, true)));
        check("绿化", "lühua", Some((2, true, false, true)));
        check("沈阳", "shenyang", Some((2, true, false, true)));
        check("沈阳", "沉y", Some((2, false, false, true)));
        check("沈阳", "chenyang", None);
    }

    #[test]
    fn ways_are_few() {
        let ways_of = |text: &str| ways(&chars(text), Surname::No, 6).len();
        assert_eq!(ways_of("疫情"), 1);
        assert_eq!(ways_of("银行"), 2);
        assert!(ways_of("行长重会调都单参乐传") <= 6);
    }
}
