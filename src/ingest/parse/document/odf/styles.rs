//! The styles of an OpenDocument: what its paragraphs look like, and how its lists are numbered.

use std::collections::HashMap;

use super::super::xml::{Attributes, Step};

/// Styles that are based on each other, looked through.
const STYLE_DEPTH: usize = 12;

#[derive(Debug, Clone, Default)]
pub struct Style {
    parent: Option<String>,
    pub centred: Option<bool>,
    /// In points.
    pub size: Option<f32>,
    pub hidden: Option<bool>,
    list: Option<String>,
}

/// How a level of a list is numbered.
#[derive(Debug, Clone, Default)]
pub struct Level {
    pub manner: Option<&'static str>,
    pub before: String,
    pub after: String,
    pub start: i64,
    pub shown: usize,
}

#[derive(Debug, Default)]
pub struct Styles {
    known: HashMap<String, Style>,
    pub lists: HashMap<String, HashMap<usize, Level>>,
    open: Option<String>,
    open_list: Option<String>,
}

impl Styles {
    pub fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Open("style", of) => {
                let name = of.get("name").unwrap_or_default().to_owned();
                let style = Style {
                    parent: of.get("parent-style-name").map(str::to_owned),
                    list: of.get("list-style-name").map(str::to_owned),
                    ..Style::default()
                };
                self.known.insert(name.clone(), style);
                self.open = Some(name);
            }
            Step::Close("style") => self.open = None,
            Step::Open("list-style", of) => self.open_list = of.get("name").map(str::to_owned),
            Step::Close("list-style") => self.open_list = None,
            Step::Open("list-level-style-number", of) => {
                if let (Some(list), Some(at)) = (&self.open_list, number(of, "level")) {
                    self.lists.entry(list.clone()).or_default().insert(at, Level::new(of));
                }
            }
            Step::Open(name, of) => {
                let Some(style) = self.open.as_ref().and_then(|open| self.known.get_mut(open)) else { return };
                match *name {
                    "paragraph-properties" => {
                        style.centred = of.get("text-align").map(|align| align == "center").or(style.centred);
                    }
                    "text-properties" => {
                        style.size = of.get("font-size").and_then(points).or(style.size);
                        style.hidden = of.get("display").map(|display| display == "none").or(style.hidden);
                    }
                    "table-properties" => style.hidden = of.get("display").map(|display| display == "false"),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// What a style says with those that it is based on.
    pub fn resolved(&self, name: Option<&str>) -> Style {
        let mut found = Style::default();
        let mut next = name.map(str::to_owned);
        for _ in 0..STYLE_DEPTH {
            let Some(style) = next.take().and_then(|name| self.known.get(&name)) else { break };
            found.centred = found.centred.or(style.centred);
            found.size = found.size.or(style.size);
            found.hidden = found.hidden.or(style.hidden);
            found.list = found.list.take().or_else(|| style.list.clone());
            next.clone_from(&style.parent);
        }
        found
    }
}

impl Level {
    fn new(of: &Attributes) -> Self {
        let text = |name| of.get(name).unwrap_or_default().chars().take(40).collect();
        Self {
            manner: match of.get("num-format").unwrap_or_default() {
                "" => None,
                "A" => Some("upperLetter"),
                "a" => Some("lowerLetter"),
                "I" => Some("upperRoman"),
                "i" => Some("lowerRoman"),
                "一, 二, 三, ..." => Some("chineseCountingThousand"),
                "壹, 贰, 叁, ..." => Some("chineseLegalSimplified"),
                "甲, 乙, 丙, ..." => Some("ideographTraditional"),
                "子, 丑, 寅, ..." => Some("ideographZodiac"),
                "①, ②, ③, ..." => Some("decimalEnclosedCircle"),
                _ => Some("decimal"),
            },
            before: text("num-prefix"),
            after: text("num-suffix"),
            start: of.number("start-value").unwrap_or(1),
            shown: number(of, "display-levels").unwrap_or(1).clamp(1, 10),
        }
    }
}

pub fn number(of: &Attributes, name: &str) -> Option<usize> {
    of.number(name).and_then(|number| usize::try_from(number).ok())
}

fn points(size: &str) -> Option<f32> {
    size.trim().strip_suffix("pt")?.parse().ok().filter(|size: &f32| size.is_finite() && *size < 1_000.0)
}
