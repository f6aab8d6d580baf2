//! Laws that someone may mean who typed the beginning of what they are called for short: 民诉 for 民诉法, which is
//! 民事诉讼法.

use super::lexicon::Lexicon;
use super::typed::{Typed, key};
use crate::model::text::is_han;
use crate::search::analysis::fold;
use crate::search::analysis::works::Works;
use crate::search::types::suggestion::{By, Kind, Suggestion};

/// Ideographs that must have been typed, and those beyond which nothing is short.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=7;

/// What short names end with.
const KINDS: &[&str] = &["法", "条例"];

/// Titles of which the best is taken.
const LOOKED_AT: usize = 8;

/// Short names that begin with what was typed, and the titles that they stand for.
pub fn laws(lexicon: &Lexicon, works: &Works, typed: &str) -> Vec<Suggestion> {
    let typed = typed.trim();
    if !LENGTH.contains(&typed.chars().count()) || !typed.chars().all(is_han) {
        return Vec::new();
    }
    let mut laws: Vec<Suggestion> = Vec::new();
    let mut push = |suggestion: Suggestion| {
        if !laws.iter().any(|known| known.text == suggestion.text) {
            laws.push(suggestion);
        }
    };
    for kind in KINDS {
        let short = if typed.ends_with(kind) { typed.to_owned() } else { format!("{typed}{kind}") };
        for name in works.meant(&fold(&short)) {
            let title = title(lexicon, name);
            let count = title.as_ref().map_or(1, |title| title.count);
            // What the title begins with is found in it.
            if !name.starts_with(&fold(typed)) {
                push(Suggestion { text: short.clone(), kind: Kind::Phrase, count, by: By::Characters });
            }
            title.into_iter().for_each(&mut push);
        }
    }
    laws
}

/// The shortest title in which the name of a law stands.
fn title(lexicon: &Lexicon, name: &str) -> Option<Suggestion> {
    let found = lexicon.titles.complete(&Typed::new(name), LOOKED_AT).into_iter();
    let titles = found.map(|found| lexicon.titles.candidate(found.entry));
    let title =
        titles.filter(|title| key(&title.text).contains(name)).min_by_key(|title| title.text.chars().count())?;
    Some(Suggestion { text: title.text.clone(), kind: title.kind, count: title.count, by: By::Characters })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::suggest::completion::Candidate;

    #[test]
    fn beginnings_of_short_names_are_laws() {
        let titles = ["中华人民共和国民事诉讼法", "个人所得税法", "安全生产法", "安全生产法解读"];
        let candidate = |text: &str| Candidate {
            text: text.to_owned(),
            kind: Kind::Title,
            count: 1,
            score: 100,
            // 民事诉讼法 begins a word.
            begins: if text.starts_with("中华") { vec![7] } else { Vec::new() },
        };
        let lexicon = Lexicon::new(Vec::new(), Vec::new(), titles.map(candidate).into(), 1);
        let works = Works::new(titles);
        let check = |typed: &str, expected: &[&str]| {
            let found = laws(&lexicon, &works, typed);
            assert_eq!(found.iter().map(|law| &*law.text).collect::<Vec<_>>(), expected, "{typed}");
        };
        check("民诉", &["民诉法", "中华人民共和国民事诉讼法"]);
        check("民诉法", &["民诉法", "中华人民共和国民事诉讼法"]);
        check("个税", &["个税法", "个人所得税法"]);
        check("安全", &["安全生产法"]);
        for other in ["民", "minsu", "防汛", ""] {
            check(other, &[]);
        }
    }
}
