//! What is no correction, however alike the two are: a name is not another name, nothing is right because it is shorter, and
//! a law that is called by its short name is no other law. Better none than a wrong one.

use std::ops::Range;

use crate::model::text::is_han;
use crate::search::analysis::learn::is_family_name;
use crate::search::analysis::synonyms::Synonyms;
use crate::search::analysis::{Analyzer, fold, fold_char};
use crate::search::suggest::lexicon::Lexicon;
use crate::search::suggest::spelling::Proposal;
use crate::search::suggest::typed::{Typed, letters};
use crate::search::types::suggestion::{Because, Kind};

/// Likeness from which on a word is proposed although the one typed stands somewhere.
pub const CERTAIN: f32 = 2.0;

/// Characters from which on one in another's place, unlike in sound and shape, leaves enough to tell a word by.
const MIN_TOLD: usize = 4;

/// Characters of a person's name.
const PERSON: Range<usize> = 2..5;

/// Characters from which on one too many may be left out in the middle.
const MIN_SHORTENED: usize = 5;

/// Titles in which a law's is looked for.
const TITLES: usize = 8;

/// Whether what was typed is not to be put as proposed.
pub fn is_wrong(typed: &[char], proposal: &Proposal, analyzer: &Analyzer) -> bool {
    let meant = letters(&proposal.text);
    is_shortened(typed, &meant, proposal.likeness)
        || is_far(typed, proposal)
        || is_name(typed, &meant, proposal, analyzer)
}

/// Whether a proposal only leaves out a character that was typed: 图瓦 for 图瓦卢, 民法 for 民诉法.
fn is_shortened(typed: &[char], meant: &[char], likeness: f32) -> bool {
    // A character typed twice was typed once too often.
    let is_shorter = meant.len() < typed.len() && likeness < CERTAIN;
    is_shorter && (typed.len() < MIN_SHORTENED || typed.starts_with(meant) || typed.ends_with(meant))
}

/// Whether too little was typed for one of its characters to be anything: 国际 for 国家.
fn is_far(typed: &[char], proposal: &Proposal) -> bool {
    proposal.because == Because::Near && proposal.likeness < 1.0 && typed.len() < MIN_TOLD
}

/// Whether one name would be put in the place of another. Of people only one that the records have, with the same surname,
/// and alike in sound or shape, may have been meant.
fn is_name(typed: &[char], meant: &[char], proposal: &Proposal, analyzer: &Analyzer) -> bool {
    let text: String = typed.iter().collect();
    if analyzer.is_name(&text) && (proposal.because == Because::Near || typed.len() > 2) {
        return true;
    }
    let has_surname = typed.first().map(|c| fold_char(*c)) == meant.first().map(|c| fold_char(*c));
    // 李和平, whom only bulletins know.
    let is_guessed = has_surname
        && typed.len() == 3
        && typed.first().is_some_and(|c| is_family_name(*c))
        && !analyzer.is_common(&proposal.text);
    // The dictionary takes many a place for a person: 小康村.
    let is_listed = analyzer.is_person(&proposal.text) && meant.first().is_some_and(|c| is_family_name(*c));
    let is_persons = proposal.kind == Kind::Person || is_listed || is_guessed;
    if !is_persons || !PERSON.contains(&typed.len()) {
        return false;
    }
    let is_known = proposal.kind == Kind::Person && typed.len() > 2 && has_surname && typed.len() == meant.len();
    !(is_known && proposal.likeness >= CERTAIN)
}

/// Whether two characters of a run, or one, are the given name behind a surname: 和坪 in 李和坪.
pub fn is_given_name(run: &[char], window: &Range<usize>, analyzer: &Analyzer) -> bool {
    let Some(surname) = window.start.checked_sub(1) else { return false };
    let knows = |from: usize, to: usize| analyzer.knows(&run[from..to].iter().collect::<String>());
    // 任何|防空: what ends a word is no surname.
    let ends_word = surname > 0 && knows(surname - 1, surname + 1);
    window.len() <= 2 && is_family_name(run[surname]) && !ends_word && !knows(surname, surname + 2)
}

/// Where a run of ideographs has what stands for something else: listed forms, and laws called for short. Neither is a
/// misspelling.
pub fn listed(run: &[char], windows: &[Range<usize>], synonyms: &Synonyms, analyzer: &Analyzer) -> Vec<Range<usize>> {
    let written: String = run.iter().collect();
    let folded = fold(&written);
    let place = |bytes: usize| folded[..bytes].chars().count();
    let found = synonyms.found_in(&folded, &written, analyzer).into_iter();
    let mut listed: Vec<Range<usize>> = found.map(|form| place(form.range.start)..place(form.range.end)).collect();
    let is_law = |window: &&Range<usize>| !works_of(&run[(*window).clone()], synonyms).is_empty();
    listed.extend(windows.iter().filter(is_law).cloned());
    listed
}

/// The laws that a stretch of characters is short for, folded.
fn works_of(typed: &[char], synonyms: &Synonyms) -> Vec<String> {
    let folded = fold(&typed.iter().collect::<String>());
    synonyms.known_works().meant_within(&folded).into_iter().map(str::to_owned).collect()
}

/// The law that a stretch of characters is short for, as its title is published, with how many bulletins bear that.
pub fn law(typed: &[char], lexicon: &Lexicon, synonyms: &Synonyms) -> Option<(String, u64)> {
    if !typed.iter().all(|c| is_han(*c)) {
        return None;
    }
    let name = works_of(typed, synonyms).into_iter().next()?;
    let found = lexicon.titles.complete(&Typed::new(&name), TITLES).into_iter();
    found.map(|found| lexicon.titles.candidate(found.entry)).find_map(|title| {
        let folded = fold(&title.text);
        let start = folded[..folded.find(&name)?].chars().count();
        Some((title.text.chars().skip(start).take(name.chars().count()).collect(), title.count))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, text: &str, kind: Kind, because: Because, likeness: f32, expected: bool) {
        let proposal = Proposal { text: text.to_owned(), kind, count: 100, because, likeness, keeps: true };
        assert_eq!(is_wrong(&letters(typed), &proposal, &Analyzer::new()), expected, "{typed} {text}");
    }

    #[test]
    fn nothing_is_right_because_it_is_shorter() {
        check("图瓦卢", "图瓦", Kind::Phrase, Because::Near, -2.0, true);
        check("民诉法", "民法", Kind::Phrase, Because::Near, -2.0, true);
        check("疫情防控局", "疫情防控", Kind::Phrase, Because::Near, -2.0, true);
        check("疫情的防控", "疫情防控", Kind::Phrase, Because::Near, -2.0, false);
        check("疫情防防控", "疫情防控", Kind::Phrase, Because::Near, 2.5, false);
    }

    #[test]
    fn one_of_three_characters_is_not_just_any() {
        check("国家", "国际", Kind::Phrase, Because::Near, -1.5, true);
        check("个税法", "关税法", Kind::Phrase, Because::Near, 0.5, true);
        check("疫情防治", "疫情防控", Kind::Phrase, Because::Near, 0.5, false);
        check("青芩", "青岑", Kind::Phrase, Because::Near, 3.5, false);
        check("异情防控", "疫情防控", Kind::Phrase, Because::Homophone, 5.5, false);
    }

    #[test]
    fn a_given_name_is_no_word() {
        let check = |run: &str, window: Range<usize>, expected: bool| {
            let run: Vec<char> = run.chars().collect();
            assert_eq!(is_given_name(&run, &window, &Analyzer::new()), expected, "{run:?} {window:?}");
        };
        check("李和坪", 1..3, true);
        check("任命李和坪", 3..5, true);
        check("任何防空", 2..4, false);
        check("乡村震兴", 2..4, false);
        check("防空", 0..2, false);
    }

    #[test]
    fn a_name_is_not_another() {
        check("李和坪", "李和平", Kind::Phrase, Because::Homophone, 5.0, true);
        check("孔海雁", "孔海燕", Kind::Person, Because::Homophone, 5.0, false);
        check("洪海燕", "孔海燕", Kind::Person, Because::Near, 0.5, true);
        check("龚海燕", "孔海燕", Kind::Person, Because::Homophone, 3.0, true);
        check("马里", "马来", Kind::Phrase, Because::Near, -1.5, true);
    }
}
