//! Automatic numbering: what stands before a paragraph of a list, whatever format the list is kept in. Readers see 第三条 and
//! cite it, so it is text, although the file has it only as a rule.

use std::collections::{HashMap, HashSet};

use super::list_numbers::written;

/// Levels of a list.
pub const LEVELS: usize = 9;

/// The longest pattern of a label, in characters.
pub const PATTERN_CHARS: usize = 60;

/// The rule of one level: `第%1条`.
#[derive(Debug, Clone)]
pub struct Level {
    /// The first number.
    pub start: i64,
    /// The manner of its numbers, as `w:numFmt` calls it.
    pub manner: String,
    /// The label, with `%1` for the number of the first level.
    pub pattern: String,
    /// Whether all numbers of the label are digits.
    pub legal: bool,
    /// Whether what follows the label is nothing.
    pub close: bool,
    /// The level after which it does not begin anew: 0 for never.
    pub restart: Option<usize>,
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
pub struct List {
    /// The rules that it goes by.
    pub rules: String,
    /// Numbers at which its levels begin, where it has its own.
    pub starts: HashMap<usize, i64>,
    /// Levels for which it has rules of its own.
    pub levels: HashMap<usize, Level>,
}

/// The lists of a file, and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Rules by their name, a level each.
    pub rules: HashMap<String, Vec<Level>>,
    /// Rules that stand for others, with the style that both name.
    pub linked: HashMap<String, String>,
    /// The rules that a style names.
    pub of_style: HashMap<String, String>,
    /// Lists, by the name that paragraphs use.
    pub lists: HashMap<String, List>,
    counts: HashMap<String, [Option<i64>; LEVELS]>,
    begun: HashSet<(String, usize)>,
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
        let none = Level::default();
        let rule = |at: usize| named.levels.get(&at).or_else(|| levels.get(at)).unwrap_or(&none);
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
