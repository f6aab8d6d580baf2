//! Automatic numbering: what stands before a paragraph of a list. Readers see 第三条 and cite it, so it is text, although
//! the file has it only as a rule.

use std::collections::{HashMap, HashSet};

use super::super::chinese_numerals::written;
use super::super::xml::Step;

/// Levels of a list.
const LEVELS: usize = 9;

/// The longest pattern of a label, in characters.
const PATTERN_CHARS: usize = 60;

/// The rule of one level: `第%1条`.
#[derive(Debug, Clone)]
struct Level {
    start: i64,
    manner: String,
    pattern: String,
    /// Whether all numbers of the label are digits.
    legal: bool,
    /// Whether what follows the label is nothing.
    close: bool,
    /// The level after which it does not begin anew: 0 for never.
    restart: Option<usize>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            manner: "decimal".to_owned(),
            pattern: String::new(),
            legal: false,
            close: false,
            restart: None,
        }
    }
}

/// A list as paragraphs name it.
#[derive(Debug, Clone, Default)]
struct List {
    rules: String,
    starts: HashMap<usize, i64>,
    levels: HashMap<usize, Level>,
}

/// The lists of a file, and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    rules: HashMap<String, Vec<Level>>,
    /// Rules that stand for others, by the style that both name.
    linked: HashMap<String, String>,
    of_style: HashMap<String, String>,
    lists: HashMap<String, List>,
    counts: HashMap<String, [Option<i64>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

/// The reading of `w:numbering`.
#[derive(Debug, Default)]
pub struct NumberingReader {
    numbering: Numbering,
    rules: Option<(String, Vec<Level>)>,
    list: Option<(String, List)>,
    /// The level of an override.
    overridden: Option<usize>,
    level: Option<(usize, Level)>,
}

impl NumberingReader {
    /// Takes a step of the walk.
    pub fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Open("abstractNum", of) => {
                let id = of.get("abstractNumId").unwrap_or_default();
                self.rules = Some((id.to_owned(), vec![Level::default(); LEVELS]));
            }
            Step::Close("abstractNum") => {
                if let Some((id, levels)) = self.rules.take() {
                    self.numbering.rules.insert(id, levels);
                }
            }
            Step::Open("num", of) => {
                self.list = Some((of.get("numId").unwrap_or_default().to_owned(), List::default()));
            }
            Step::Close("num") => {
                if let Some((id, list)) = self.list.take() {
                    self.numbering.lists.insert(id, list);
                }
            }
            Step::Open("lvlOverride", of) => {
                self.overridden = of.number("ilvl").and_then(|at| usize::try_from(at).ok())
            }
            Step::Close("lvlOverride") => self.overridden = None,
            Step::Open("lvl", of) => {
                let at = of.number("ilvl").and_then(|at| usize::try_from(at).ok()).filter(|at| *at < LEVELS);
                self.level = at.map(|at| (at, Level::default()));
            }
            Step::Close("lvl") => self.end_level(),
            Step::Open(name, of) => {
                let value = of.get("val").unwrap_or_default();
                match (&mut self.level, *name) {
                    (Some((_, level)), name) => level.take(name, value, of.is_on()),
                    (None, "abstractNumId") => {
                        if let Some((_, list)) = &mut self.list {
                            list.rules = value.to_owned();
                        }
                    }
                    (None, "startOverride") => {
                        if let (Some((_, list)), Some(at), Ok(start)) = (&mut self.list, self.overridden, value.parse())
                        {
                            list.starts.insert(at, start);
                        }
                    }
                    (None, "numStyleLink") => {
                        if let Some((id, _)) = &self.rules {
                            self.numbering.linked.insert(id.clone(), value.to_owned());
                        }
                    }
                    (None, "styleLink") => {
                        if let Some((id, _)) = &self.rules {
                            self.numbering.of_style.insert(value.to_owned(), id.clone());
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn end_level(&mut self) {
        let Some((at, level)) = self.level.take() else { return };
        match (&mut self.list, &mut self.rules) {
            (Some((_, list)), _) => drop(list.levels.insert(at, level)),
            (None, Some((_, levels))) => levels[at] = level,
            (None, None) => {}
        }
    }

    /// What was read.
    pub fn finish(self) -> Numbering {
        self.numbering
    }
}

impl Level {
    fn take(&mut self, name: &str, value: &str, on: bool) {
        match name {
            "start" => self.start = value.parse().unwrap_or(1),
            "numFmt" => self.manner = value.to_owned(),
            "lvlText" => self.pattern = value.chars().take(PATTERN_CHARS).collect(),
            "isLgl" => self.legal = on,
            "suff" => self.close = value == "nothing",
            "lvlRestart" => self.restart = value.parse().ok(),
            _ => {}
        }
    }
}

impl Numbering {
    /// The label of the next paragraph of a list at a level, with the space that parts it from the text; `None` where
    /// none is shown. Each call counts.
    pub fn label(&mut self, list: &str, level: usize) -> Option<String> {
        let named = self.lists.get(list)?.clone();
        let rules_id = self.linked.get(&named.rules).and_then(|style| self.of_style.get(style)).unwrap_or(&named.rules);
        let rules_id = rules_id.clone();
        let levels = self.rules.get(&rules_id)?;
        let level = level.min(LEVELS - 1);
        let rule = |at: usize| named.levels.get(&at).unwrap_or(&levels[at]);
        let counts = self.counts.entry(rules_id).or_default();
        let first_here = self.begun.insert((list.to_owned(), level));
        let begin = named.starts.get(&level).copied().unwrap_or(rule(level).start);
        let anew = first_here && named.starts.contains_key(&level);
        counts[level] = Some(match counts[level] {
            Some(count) if !anew => count.saturating_add(1),
            _ => begin,
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            if rule(deeper).restart.is_none_or(|after| after > level) {
                *count = None;
            }
        }
        let own = rule(level);
        if own.manner == "bullet" || own.pattern.is_empty() {
            return None;
        }
        let mut label = String::new();
        let mut pattern = own.pattern.chars().peekable();
        while let Some(c) = pattern.next() {
            match pattern.peek().and_then(|next| next.to_digit(10)) {
                Some(at @ 1..=9) if c == '%' => {
                    pattern.next();
                    let at = at as usize - 1;
                    let count = counts[at].unwrap_or_else(|| rule(at).start);
                    let manner = if own.legal { "decimal" } else { &rule(at).manner };
                    label.push_str(&written(count, manner));
                }
                _ => label.push(c),
            }
        }
        let label = label.trim().to_owned();
        // After 、 and （一） the text begins at once, as people type it.
        let parted = !own.close && !label.ends_with(['、', '）', '】', '〕', '．', '。', '：', '，']);
        (!label.is_empty()).then(|| if parted { format!("{label} ") } else { label })
    }
}
