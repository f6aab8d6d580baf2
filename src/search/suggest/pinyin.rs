//! Pinyin: what a text looks like in letters, and what letters may stand for. How characters are read tells
//! [`reader`](super::reader).

use super::reader::{MAX_OWN, MAX_SYLLABLE_LETTERS, Reader, Readings, Surname, begins_syllable, is_syllable};
use super::typed::Typed;
use crate::search::analysis::fold_char;

/// Steps on all ways together.
const MAX_STEPS: usize = 600;

/// Ways to read a run of letters that are followed.
const MAX_WAYS: usize = 16;

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
            let unfinished = length == rest.len() && begins_syllable(syllable);
            // A retroflex initial is typed with one letter or with two.
            let is_one = is_syllable(syllable) || unfinished || matches!(syllable, "zh" | "ch" | "sh");
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
