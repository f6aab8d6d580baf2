//! [`Completion`] tells which texts begin as something was typed: in characters, in pinyin, in first letters, or
//! in a mixture of them.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::pinyin;
use super::pinyin::{Answer, Syllable};
use super::prefix_index::{BestFirst, Entry, LaneBuilder, PrefixIndex};
use super::reader::Surname;
use super::typed::{Typed, key, letters};
use crate::search::analysis::fold_char;
use crate::search::types::suggestion::{By, Kind};

/// Ways to read a text that are kept; of a title only the likeliest.
const WAYS: usize = 6;

/// Places that are looked at for one list: of what answers to much, the rest is not better.
const MAX_PLACES: usize = 400;

/// The score of a text read otherwise than it most likely is is divided by this.
const UNLIKELY: u32 = 2;

/// How much more what begins with a syllable that was typed in full is meant than what has a character for some of its
/// letters, whatever the counts: shui is 水, not 社会. What is a word itself is meant as much: AI.
const IN_FULL: f64 = 20.0;

/// Characters of a text that can be typed; longer prefixes name nothing that is not named already.
const MAX_LETTERS: usize = 80;

/// A text that can be completed to.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// As it was published, is shown and is searched.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// In how many bulletins.
    pub count: u64,
    /// How good it is; see [`crate::search::suggest::lexicon`].
    pub score: u32,
    /// Letters and ideographs at which a word begins, other than the first; counted without all else.
    pub begins: Vec<u16>,
}

/// An entry that answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Which.
    pub entry: Entry,
    /// By what.
    pub by: By,
    /// How well: its score and how it answers.
    pub rank: u32,
    /// How many of its letters and ideographs were typed.
    pub length: usize,
}

/// Texts by all ways of typing them.
#[derive(Default)]
pub struct Completion {
    candidates: Vec<Candidate>,
    /// The [`letters`] of all, one after the other, and where those of each end.
    letters: Vec<char>,
    ends: Vec<u32>,
    characters: PrefixIndex,
    syllables: PrefixIndex,
    initials: PrefixIndex,
}

impl Candidate {
    /// Whether it begins with a surname. Most names of the dictionary have three characters.
    fn surname(&self, letters: usize) -> Surname {
        match self.kind {
            Kind::Person => Surname::Yes,
            Kind::Phrase if letters == 3 => Surname::Perhaps,
            _ => Surname::No,
        }
    }
}

impl Completion {
    /// Of these texts.
    pub fn new(candidates: Vec<Candidate>) -> Self {
        let mut of = Self { candidates, ..Self::default() };
        let mut lanes: [LaneBuilder; 3] = Default::default();
        for (entry, candidate) in of.candidates.iter().enumerate() {
            let mut letters = letters(&candidate.text);
            letters.truncate(MAX_LETTERS);
            let begins = candidate.begins.iter().copied().filter(|begin| usize::from(*begin) < letters.len());
            // Who types the middle of a title means the title less often than what begins so.
            let inside = begins.map(|begin| (begin, candidate.score / 2));
            let places: Vec<(u16, u32)> = std::iter::once((0, candidate.score)).chain(inside).collect();
            let mut add = |lane: usize, row: &str, bytes: &[usize], divided: u32| {
                let places = places.iter();
                let places = places.map(|(letter, score)| (bytes[usize::from(*letter)], *letter, *score / divided));
                lanes[lane].add(row, entry as Entry, places);
            };
            if letters.is_empty() {
                of.ends.push(of.letters.len() as u32);
                continue;
            }
            let (mut row, mut bytes) = (String::new(), Vec::new());
            for c in &letters {
                bytes.push(row.len());
                row.push(fold_char(*c));
            }
            add(0, &row, &bytes, 1);
            let most = if candidate.kind == Kind::Title { 1 } else { WAYS };
            let mut known: HashSet<String> = HashSet::new();
            for (number, way) in pinyin::ways(&letters, candidate.surname(letters.len()), most).iter().enumerate() {
                if !way.iter().any(|syllable| matches!(syllable, Syllable::Read(_))) {
                    continue;
                }
                let divided = if number == 0 { 1 } else { UNLIKELY };
                let (mut full, mut bytes) = (String::new(), Vec::new());
                let mut first = String::new();
                for syllable in way {
                    bytes.push(full.len());
                    syllable.write(&mut full);
                    first.push(syllable.initial().into());
                }
                add(1, &full, &bytes, divided);
                if known.insert(first.clone()) {
                    add(2, &first, &(0..first.len()).collect::<Vec<_>>(), divided);
                }
            }
            of.letters.extend(letters);
            of.ends.push(of.letters.len() as u32);
        }
        let [characters, syllables, initials] = lanes.map(LaneBuilder::finish);
        (of.characters, of.syllables, of.initials) = (characters, syllables, initials);
        of
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.candidates.len()
    }

    /// The texts, by their numbers.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// A text by its number.
    pub fn candidate(&self, entry: Entry) -> &Candidate {
        &self.candidates[entry as usize]
    }

    /// What of a text is typed.
    pub fn letters_of(&self, entry: Entry) -> &[char] {
        let entry = entry as usize;
        let begin = if entry == 0 { 0 } else { self.ends[entry - 1] };
        &self.letters[begin as usize..self.ends[entry] as usize]
    }

    /// Whether a text begins with a surname.
    pub fn surname_of(&self, entry: Entry) -> Surname {
        self.candidate(entry).surname(self.letters_of(entry).len())
    }

    /// The texts whose pinyin is just this, the best first; also several times the same.
    pub fn pronounced(&self, pinyin: &str) -> impl Iterator<Item = Entry> + '_ {
        self.syllables.whole(pinyin).filter(|(place, _)| place.letter == 0).map(|(place, _)| place.entry)
    }

    /// The texts that are found as this one is.
    pub fn exact(&self, text: &str) -> impl Iterator<Item = Entry> + '_ {
        self.characters.whole(&key(text)).filter(|(place, _)| place.letter == 0).map(|(place, _)| place.entry)
    }

    /// At most `limit` texts that answer to what was typed, the best first.
    pub fn complete(&self, typed: &Typed, limit: usize) -> Vec<Found> {
        if typed.letters.is_empty() || typed.letters.len() > Typed::MAX_LETTERS || limit == 0 {
            return Vec::new();
        }
        // Where syllables are divided their first letters tell more.
        let is_plain_pinyin = typed.letters.iter().all(char::is_ascii) && !typed.has_borders();
        let mut list = List {
            of: self,
            typed,
            is_plain_pinyin,
            enough: limit * 4,
            found: Vec::new(),
            seen: HashSet::new(),
            left: MAX_PLACES,
        };
        let text: String = typed.folded.iter().collect();
        // What was typed in full may be rare among all that begins so.
        list.take(self.characters.whole(&text), By::Characters);
        list.take(self.characters.beginning(&text), By::Characters);
        if typed.letters.iter().any(char::is_ascii_lowercase) {
            if is_plain_pinyin {
                list.take(self.syllables.whole(&text), By::Pinyin);
                list.take(self.syllables.beginning(&text), By::Pinyin);
            }
            let rows = pinyin::initials(typed, &|row| self.initials.has(row));
            for (number, row) in rows.iter().enumerate() {
                list.left = MAX_PLACES >> number.min(3);
                list.take(self.initials.whole(row), By::Initials);
                list.take(self.initials.beginning(row), By::Initials);
            }
        }
        let mut found = list.found;
        found.sort_by_key(|found| (Reverse(found.rank), found.entry));
        found.truncate(limit);
        found
    }
}

/// A list being made.
struct List<'c> {
    of: &'c Completion,
    typed: &'c Typed,
    /// Whether it may be nothing but syllables.
    is_plain_pinyin: bool,
    /// Entries of one lane that are enough.
    enough: usize,
    found: Vec<Found>,
    seen: HashSet<Entry>,
    /// Places that may still be looked at.
    left: usize,
}

impl List<'_> {
    fn take(&mut self, places: BestFirst<'_>, lane: By) {
        let before = self.found.len();
        for (place, score) in places {
            if self.left == 0 || self.found.len() - before >= self.enough {
                return;
            }
            self.left -= 1;
            if self.seen.contains(&place.entry) {
                continue;
            }
            let rest = &self.of.letters_of(place.entry)[usize::from(place.letter)..];
            let surname = if place.letter == 0 { self.of.surname_of(place.entry) } else { Surname::No };
            let as_is = |length| Answer { length, complete: true, abbreviated: false, first_in_full: true };
            let answer = match lane {
                By::Characters => as_is(self.typed.letters.len()),
                By::Pinyin | By::Initials => match pinyin::answer(rest, surname, self.typed) {
                    Some(answer) => answer,
                    None if lane == By::Initials => continue,
                    // A reading that is indexed as a whole.
                    None => as_is(0),
                },
            };
            let by = if lane == By::Initials && !answer.abbreviated { By::Pinyin } else { lane };
            let mut rank = self.rank(score, by, answer, place.letter == 0 && answer.length == rest.len());
            if lane == By::Initials && by == By::Pinyin && self.is_plain_pinyin {
                // Read as it most likely is, it would have been found among the syllables.
                rank /= f64::from(UNLIKELY);
            }
            self.seen.insert(place.entry);
            self.found.push(Found { entry: place.entry, by, rank: rank as u32, length: answer.length });
        }
    }

    /// How well a text answers.
    fn rank(&self, score: u32, by: By, answer: Answer, is_whole: bool) -> f64 {
        let mut rank = f64::from(score);
        // What is typed in full is meant rather than what only begins so, and characters rather than letters.
        if answer.complete && is_whole {
            rank *= 1.5;
        }
        if !answer.complete {
            rank *= 0.7;
        }
        if answer.first_in_full && (by != By::Characters || is_whole) {
            rank *= IN_FULL;
        }
        rank * match by {
            By::Characters => 2.0,
            By::Pinyin => 1.2,
            By::Initials => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completion(texts: &[(&str, Kind, u32, &[u16])]) -> Completion {
        let candidate = |(text, kind, score, begins): &(&str, Kind, u32, &[u16])| Candidate {
            text: (*text).to_owned(),
            kind: *kind,
            count: 1,
            score: *score,
            begins: begins.to_vec(),
        };
        Completion::new(texts.iter().map(candidate).collect())
    }

    fn small() -> Completion {
        completion(&[
            ("疫情防控", Kind::Phrase, 900, &[]),
            ("疫情", Kind::Phrase, 1_000, &[]),
            ("一起发展", Kind::Phrase, 100, &[]),
            ("青岑县召开“疫情防控”工作会议", Kind::Title, 300, &[2, 3, 5, 7, 9, 11]),
            ("银行", Kind::Phrase, 500, &[]),
            ("COVID-19防控", Kind::Phrase, 50, &[5, 7]),
            ("孔海燕", Kind::Person, 400, &[]),
        ])
    }

    fn check(typed: &str, expected: &[(&str, By)]) {
        let completion = small();
        let found = completion.complete(&Typed::new(typed), 5);
        let found: Vec<_> = found.iter().map(|f| (&*completion.candidate(f.entry).text, f.by)).collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn completes_what_is_typed_in_any_way() {
        let title = "青岑县召开“疫情防控”工作会议";
        use By::{Characters, Initials, Pinyin};
        check("疫情", &[("疫情", Characters), ("疫情防控", Characters), (title, Characters)]);
        check("yqfk", &[("疫情防控", Initials), (title, Initials)]);
        check("yiqingfangkong", &[("疫情防控", Pinyin), (title, Pinyin)]);
        check("yiqfk", &[("疫情防控", Initials), (title, Initials)]);
        check("疫情fk", &[("疫情防控", Initials), (title, Initials)]);
        check("疫情fangk", &[("疫情防控", Pinyin), (title, Pinyin)]);
        check("YQFK", &[("疫情防控", Initials), (title, Initials)]);
        check("疫情防", &[("疫情防控", Characters), (title, Characters)]);
        check("yinhang", &[("银行", Pinyin)]);
        check("khy", &[("孔海燕", Initials)]);
        check("covid19f", &[("COVID-19防控", Characters)].map(|(text, _)| (text, Pinyin)));
        check("工作会", &[(title, Characters)]);
        check("作会", &[]);
        check("", &[]);
        check("，", &[]);
        check("zzz", &[]);
    }

    #[test]
    fn a_syllable_in_full_comes_before_first_letters() {
        let completion = completion(&[
            ("社会", Kind::Phrase, 960, &[]),
            ("社会发展", Kind::Phrase, 900, &[]),
            ("水利", Kind::Phrase, 300, &[]),
            ("说明", Kind::Phrase, 800, &[]),
            ("先进", Kind::Phrase, 900, &[]),
            ("西安", Kind::Phrase, 100, &[]),
            ("沈阳", Kind::Phrase, 100, &[]),
            ("旅游", Kind::Phrase, 100, &[]),
            ("朴一苇", Kind::Person, 100, &[]),
            ("单远行", Kind::Person, 100, &[]),
            ("乐亭县", Kind::Phrase, 100, &[]),
            ("国办发〔2018〕100号", Kind::DocumentNumber, 100, &[]),
        ]);
        let first = |typed: &str| {
            let found = completion.complete(&Typed::new(typed), 5);
            found.first().map(|found| &*completion.candidate(found.entry).text)
        };
        for (typed, expected) in [
            ("shui", "水利"),
            ("shuil", "水利"),
            ("sh", "社会"),
            ("shehui", "社会"),
            ("xi'an", "西安"),
            ("xi’an", "西安"),
            ("xian", "先进"),
            ("沈", "沈阳"),
            ("沉", "沈阳"),
            ("shenyang", "沈阳"),
            ("lvyou", "旅游"),
            ("lüyou", "旅游"),
            ("LÜYOU", "旅游"),
            ("piaoyiwei", "朴一苇"),
            ("pyw", "朴一苇"),
            ("shanyuanxing", "单远行"),
            ("danyuanxing", "单远行"),
            ("laotingxian", "乐亭县"),
            ("leting", "乐亭县"),
            ("国办发〔2018〕", "国办发〔2018〕100号"),
            ("国办发2018", "国办发〔2018〕100号"),
            ("gbf", "国办发〔2018〕100号"),
            ("gbf2018", "国办发〔2018〕100号"),
        ] {
            assert_eq!(first(typed), Some(expected), "{typed}");
        }
        let found = completion.complete(&Typed::new("xi'an"), 5);
        assert!(found.iter().all(|found| completion.candidate(found.entry).text != "先进"));
        assert_eq!(first("chenyang"), None);
    }

    #[test]
    fn long_input_is_bounded() {
        for c in ["a", "疫", "a'"] {
            for length in [1, 62, 63, 64, 10_000] {
                small().complete(&Typed::new(&c.repeat(length)), 10);
            }
        }
    }
}
