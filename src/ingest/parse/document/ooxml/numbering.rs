//! The lists of an Office Open XML text: `w:numbering`, read into the [`Numbering`] that other formats share.

use super::super::numbering::{LEVELS, Level, List, Numbering, PATTERN_CHARS};
use super::super::xml::Step;

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
                    (Some((_, level)), name) => take_property(level, name, value, of.is_on()),
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

/// Takes a property of a level.
fn take_property(level: &mut Level, name: &str, value: &str, on: bool) {
    match name {
        "start" => level.start = value.parse().unwrap_or(1),
        "numFmt" => level.manner = value.to_owned(),
        "lvlText" => level.pattern = value.chars().take(PATTERN_CHARS).collect(),
        "isLgl" => level.legal = on,
        "suff" => level.close = value == "nothing",
        "lvlRestart" => level.restart = value.parse().ok(),
        _ => {}
    }
}
