//! [`ShortNames`] are what bulletins themselves say that they call a work: 《保守国家秘密法》（以下简称《保密法》）.
//!
//! What a short name is can be told by rule where it keeps characters of the title in their order; see
//! [`Works`](crate::search::analysis::works::Works). These say the others, and those of works that the archive cites but
//! does not have.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ArticleKey;
use crate::search::analysis::fold;
use crate::search::analysis::works::without_state;
use crate::search::engine::query::{EngineQuery, Sort, lookup};
use crate::search::engine::{Deadline, Engine, EngineError};

/// What stands before a short name.
const MARK: &str = "以下简称";

/// Bulletins that are read, the newest.
const MAX_READ: usize = 5_000;

/// Short names that are known at most.
const MAX_KNOWN: usize = 20_000;

/// Works that one short name may stand for: 《意见》 is nobody's name.
const MAX_MEANT: usize = 2;

/// Characters of a title.
const TITLE: std::ops::RangeInclusive<usize> = 4..=60;

/// Characters of a short name.
const SHORT: std::ops::RangeInclusive<usize> = 3..=12;

/// Characters between a title and its short name: a number, 等, 2019年修订.
const MAX_BETWEEN: usize = 20;

/// Quotation marks around a short name.
const MARKS: &[char] = &['《', '》', '“', '”', '"', '「', '」', '『', '』', '‘', '’'];

/// Works by what bulletins call them.
#[derive(Default)]
pub struct ShortNames {
    meant: BTreeMap<String, BTreeSet<String>>,
}

impl ShortNames {
    /// The bulletins that say what they call something.
    ///
    /// # Errors
    /// Of the engine.
    pub fn bulletins(engine: &dyn Engine) -> Result<Vec<ArticleKey>, EngineError> {
        let condition = lookup(MARK, &engine.analyzer());
        let query = EngineQuery { limit: MAX_READ, sort: Sort::Newest, ..EngineQuery::new(condition) };
        Ok(engine.search(&query, &Deadline::NONE)?.hits.into_iter().map(|hit| hit.key).collect())
    }

    /// Takes in what a text calls works.
    pub fn read(&mut self, text: &str) {
        for (at, _) in text.match_indices(MARK) {
            let Some((title, short)) = title_before(&text[..at]).zip(short_after(&text[at + MARK.len()..])) else {
                continue;
            };
            let (title, short) = (fold(title), fold(short));
            let title = without_state(&title);
            let fits = TITLE.contains(&title.chars().count()) && SHORT.contains(&short.chars().count());
            // Where the title has the short name, it is found by it.
            if fits && !title.contains(&short) && (self.meant.len() < MAX_KNOWN || self.meant.contains_key(&short)) {
                let meant = self.meant.entry(short).or_default();
                if meant.len() <= MAX_MEANT {
                    meant.insert(title.to_owned());
                }
            }
        }
    }

    /// Short names with the titles of what they stand for, both folded: those that stand for little else.
    pub fn pairs(self) -> Vec<(String, String)> {
        let told = self.meant.into_iter().filter(|(_, titles)| titles.len() <= MAX_MEANT);
        told.flat_map(|(short, titles)| titles.into_iter().map(move |title| (short.clone(), title))).collect()
    }
}

/// The title in book title marks with which a text ends, but for what stands before its short name in the bracket behind
/// it.
fn title_before(text: &str) -> Option<&str> {
    let (text, between) = text.rsplit_once('》')?;
    let brackets = between.matches(['（', '(']).count();
    if between.chars().count() > MAX_BETWEEN || brackets != 1 || between.contains(['）', ')', '。', '；', '《']) {
        return None;
    }
    // Titles stand in titles: 《关于修改《…》的决定》.
    let mut depth = 1;
    for (at, c) in text.char_indices().rev().take(*TITLE.end() + 4) {
        match c {
            '》' => depth += 1,
            '《' if depth == 1 => return Some(&text[at + c.len_utf8()..]),
            '《' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The short name with which a text begins, up to the end of the bracket.
fn short_after(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['：', ':', '，', '为', ' ']);
    let length = text.char_indices().take(*SHORT.end() + 4).find(|(_, c)| matches!(c, '）' | ')' | '，' | '。'))?.0;
    let short = text[..length].trim_matches(MARKS);
    (!short.contains(MARKS) && !short.contains(['号', '、', '〔'])).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_bulletin_calls_a_work_is_read() {
        let pairs = |text: &str| {
            let mut names = ShortNames::default();
            names.read(text);
            names.pairs()
        };
        let check = |text: &str, short: &str, title: &str| {
            assert_eq!(pairs(text), [(short.to_owned(), title.to_owned())], "{text}");
        };
        check("根据《中华人民共和国湖泊巡护法》（以下简称《湖巡法》）的规定", "湖巡法", "湖泊巡护法");
        check("《云澜省河湖巡护办法》（2019年修订，以下简称“老巡护令”）", "老巡护令", "云澜省河湖巡护办法");
        check("《1974年湖上人命公约》等（以下简称SOLL公约）", "soll公约", "1974年湖上人命公约");
        for nothing in [
            // The title has it.
            "《云澜省河湖巡护办法》（以下简称《巡护办法》）",
            "青岑县人民政府（以下简称县政府）",
            "《云澜省河湖巡护办法》已经通过。（以下简称老办法）",
            "《云澜省河湖巡护办法》（以下简称云政发〔2017〕20号文）",
            "《云澜省河湖巡护办法》（以下简称",
            "以下简称",
        ] {
            assert_eq!(pairs(nothing), [], "{nothing}");
        }
    }

    #[test]
    fn what_is_said_of_many_works_is_said_of_none() {
        let mut names = ShortNames::default();
        for title in ["云澜省渡口规则", "青岑县采砂规则", "云澜省捕捞规则"] {
            names.read(&format!("《{title}》（以下简称《三规则》）"));
        }
        assert_eq!(names.pairs(), []);
    }
}
