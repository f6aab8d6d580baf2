//! The styles of a word-processing file: what a paragraph looks like that says nothing of it itself.

use std::collections::HashMap;

use super::super::xml::{Attributes, Step};

/// Styles that are based on each other, looked through.
const DEPTH: usize = 12;

/// A style, or what a paragraph says of itself.
#[derive(Debug, Clone, Default)]
pub struct Style {
    based_on: Option<String>,
    /// Whether its text stands in the middle.
    pub centred: Option<bool>,
    /// The height of letters, in half points.
    pub size: Option<f32>,
    /// Whether its text is not shown.
    pub hidden: Option<bool>,
    /// The list that its paragraphs belong to.
    pub list: Option<String>,
    /// Their level in it.
    pub level: Option<usize>,
}

/// The styles of a file.
#[derive(Debug, Default)]
pub struct Styles {
    known: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
    default_size: Option<f32>,
}

/// The reading of styles.
#[derive(Debug, Default)]
pub struct StylesReader {
    styles: Styles,
    current: Option<(String, Style)>,
    in_defaults: bool,
}

impl StylesReader {
    /// Takes a step of the walk over `w:styles`.
    pub fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Open("docDefaults", _) => self.in_defaults = true,
            Step::Close("docDefaults") => self.in_defaults = false,
            Step::Open("style", of) => {
                let id = of.get("styleId").unwrap_or_default().to_owned();
                let is_usual =
                    of.get("type") == Some("paragraph") && matches!(of.get("default"), Some("1" | "on" | "true"));
                if is_usual {
                    self.styles.usual = Some(id.clone());
                }
                self.current = Some((id, Style::default()));
            }
            Step::Close("style") => {
                if let Some((id, style)) = self.current.take() {
                    self.styles.known.insert(id, style);
                }
            }
            Step::Open("sz", of) if self.in_defaults => self.styles.default_size = size_of(of),
            Step::Open(name, of) => {
                if let Some((_, style)) = &mut self.current {
                    match *name {
                        "basedOn" => style.based_on = of.get("val").map(str::to_owned),
                        name => style.take(name, of),
                    }
                }
            }
            _ => {}
        }
    }

    /// What was read.
    pub fn finish(self) -> Styles {
        self.styles
    }
}

impl Style {
    /// Takes a property of a paragraph or of its letters.
    pub fn take(&mut self, name: &str, of: &Attributes) {
        match name {
            "jc" => self.centred = Some(of.get("val") == Some("center")),
            "sz" => self.size = size_of(of),
            "vanish" => self.hidden = Some(of.is_on()),
            "numId" => self.list = of.get("val").map(str::to_owned),
            "ilvl" => self.level = of.number("val").and_then(|level| usize::try_from(level).ok()),
            _ => {}
        }
    }
}

impl Styles {
    /// What a paragraph of this style looks like, with what its style is based on.
    pub fn resolved(&self, id: Option<&str>) -> Style {
        let mut found = Style::default();
        let mut next = id.or(self.usual.as_deref()).map(str::to_owned);
        for _ in 0..DEPTH {
            let Some(style) = next.take().and_then(|id| self.known.get(&id)) else { break };
            found.centred = found.centred.or(style.centred);
            found.size = found.size.or(style.size);
            found.hidden = found.hidden.or(style.hidden);
            found.level = found.level.or(style.level);
            found.list = found.list.take().or_else(|| style.list.clone());
            next.clone_from(&style.based_on);
        }
        found.size = found.size.or(self.default_size);
        found
    }

    /// What the style of a run of letters says, which is not completed by that of its paragraph.
    pub fn of_run(&self, id: &str) -> Style {
        if self.known.contains_key(id) {
            Style { size: self.known[id].size, ..self.resolved(Some(id)) }
        } else {
            Style::default()
        }
    }
}

fn size_of(of: &Attributes) -> Option<f32> {
    of.get("val")?.parse().ok().filter(|size: &f32| size.is_finite() && (1.0..=3_276.0).contains(size))
}
