//! [`Works`] are laws and regulations, known by their titles, and told by what people call them for short: 未保法 for
//! 未成年人保护法, 治安处罚法 for 治安管理处罚法.
//!
//! By rule a short name keeps characters of the title in their order, the first and the kind of work among them: nothing
//! is listed, whatever the archive has can be called so. Others are those that bulletins say they use (以下简称).

use std::collections::HashMap;

use super::fold::fold;
use crate::model::text::is_han;

/// The state's name, which stands before the titles of laws and is never said.
const STATE: &str = "中华人民共和国";

/// What a work is, by which its title ends.
const KINDS: &[&str] = &["条例", "法"];

/// Ideographs of a title, from and to.
const TITLE: std::ops::RangeInclusive<usize> = 4..=30;

/// Ideographs of a short name, from and to.
const SHORT: std::ops::RangeInclusive<usize> = 3..=MAX_SHORT;

/// Ideographs of the longest short name.
pub const MAX_SHORT: usize = 8;

/// Words that stand before the name of a work and are none of it.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "学习", "宣传", "宣讲", "普及", "解读", "贯彻", "执行", "实施", "适用", "违反", "遵守", "依据", "根据", "按照", "依照", "修改", "修订", "修正",
    "最新", "关于", "我国",
];

/// Works that are known at most.
const MAX_WORKS: usize = 20_000;

/// Works that one short name may stand for.
const MAX_MEANT: usize = 2;

/// Works by their titles.
#[derive(Debug, Clone, Default)]
pub struct Works {
    /// For each first character the titles that begin with it, without the state's name, folded, the shortest first.
    titles: HashMap<char, Vec<String>>,
    /// What bulletins say they call a work: its titles by the short name, both folded.
    given: HashMap<String, Vec<String>>,
}

impl Works {
    /// Those among these titles.
    pub fn new<'t>(titles: impl IntoIterator<Item = &'t str>) -> Self {
        let mut works = Self::default();
        let mut count = 0;
        for title in titles {
            let Some(name) = name_of(title) else { continue };
            let Some(first) = name.chars().next() else { continue };
            let known = works.titles.entry(first).or_default();
            if count < MAX_WORKS && !known.contains(&name) {
                known.push(name);
                count += 1;
            }
        }
        works.titles.values_mut().for_each(|known| known.sort_by_key(|name| (name.chars().count(), name.clone())));
        works
    }

    /// The same with what bulletins call works: short names and titles, both folded.
    #[must_use]
    pub fn with_short_names(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        for (short, title) in pairs {
            self.given.entry(short).or_default().push(title);
        }
        self
    }

    /// The works that a folded text may stand for: those that bulletins call so, or else by rule.
    pub fn meant(&self, folded: &str) -> Vec<&str> {
        match self.given.get(folded) {
            Some(titles) => titles.iter().map(String::as_str).collect(),
            None => self.by_rule(folded),
        }
    }

    /// The same of a part of a text: 办法 and the like name too much to be taken for a name there.
    pub fn meant_within(&self, part: &str) -> Vec<&str> {
        let is_name = kind_of(part).is_some() && !part.ends_with("办法") && SHORT.contains(&part.chars().count());
        if is_name { self.meant(part) } else { Vec::new() }
    }

    /// The works with the shortest titles that a folded text may stand for: none where it is a title itself, stands in one
    /// as it is, or where too many could be meant.
    fn by_rule(&self, folded: &str) -> Vec<&str> {
        let length = folded.chars().count();
        let Some(kind) = kind_of(folded) else { return Vec::new() };
        let Some(known) = folded.chars().next().and_then(|first| self.titles.get(&first)) else { return Vec::new() };
        if !SHORT.contains(&length) || !folded.chars().all(is_han) || known.iter().any(|name| name.contains(folded)) {
            return Vec::new();
        }
        let fits = |name: &&String| kind_of(name) == Some(kind) && is_short_for(folded, name);
        let mut meant: Vec<&str> = known.iter().filter(fits).map(String::as_str).collect();
        let shortest = meant.first().map_or(0, |name| name.chars().count());
        meant.retain(|name| name.chars().count() == shortest);
        if meant.len() > MAX_MEANT { Vec::new() } else { meant }
    }
}

/// A title without the state's name and what stands in brackets behind it; `None` where it is that of no work.
fn name_of(title: &str) -> Option<String> {
    let folded = fold(title);
    let name = folded.split('(').next().unwrap_or_default().trim();
    let name = without_state(name);
    let is_work = TITLE.contains(&name.chars().count()) && name.chars().all(is_han) && kind_of(name).is_some();
    // 关于修改…的, 全国人大常委会关于…: what is about a law.
    (is_work && !name.contains("关于")).then(|| name.to_owned())
}

/// Whether a word may stand before the short name of a work within a text: it is part of no longer name.
pub fn may_stand_before(word: &str) -> bool {
    !(word.chars().all(is_han) && word.chars().nth(1).is_some()) || BEFORE.contains(&word)
}

/// A title without the state's name before it.
pub fn without_state(title: &str) -> &str {
    title.strip_prefix(STATE).unwrap_or(title)
}

fn kind_of(name: &str) -> Option<&'static str> {
    KINDS.iter().find(|kind| name.ends_with(**kind)).copied()
}

/// Whether all characters of one text stand in the other in their order.
fn is_short_for(short: &str, name: &str) -> bool {
    let mut rest = name.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_are_called_by_their_short_names() {
        let works = Works::new([
            "中华人民共和国未成年人保护法",
            "中华人民共和国个人所得税法（2018年修正）",
            "中华人民共和国个人所得税法实施条例",
            "食品安全法",
            "治安管理处罚法",
            "村民委员会组织法",
            "关于修改未成年人保护法的决定",
            "云澜省河道管理条例",
            "云澜省湖泊管理条例",
        ]);
        let works = works.with_short_names([("老巡护令".to_owned(), "云澜省河湖巡护办法".to_owned())]);
        let check = |short: &str, expected: &[&str]| assert_eq!(works.meant(&fold(short)), expected, "{short}");
        check("老巡护令", &["云澜省河湖巡护办法"]);
        check("未保法", &["未成年人保护法"]);
        check("个税法", &["个人所得税法"]);
        check("食安法", &["食品安全法"]);
        check("治安处罚法", &["治安管理处罚法"]);
        check("村委会组织法", &["村民委员会组织法"]);
        check("云澜河道条例", &["云澜省河道管理条例"]);
        check("云管条例", &["云澜省河道管理条例", "云澜省湖泊管理条例"]);
        assert_eq!(works.meant_within(&fold("未保法")), ["未成年人保护法"]);
        assert!(works.meant_within(&fold("老巡护令")).is_empty(), "only where it is all that was typed");
        for other in ["未成年人保护法", "成年人保护法", "管理办法", "未保", "法", "书法", "未未法"]
        {
            check(other, &[]);
        }
    }
}
