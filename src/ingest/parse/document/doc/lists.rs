//! The lists of a file: their rules (LSTF and LVL, \[MS-DOC\] 2.9.147 and 2.9.150), and the overrides by which paragraphs name
//! them (LFO, 2.9.131), read into the [`Numbering`] that other formats share.

use std::collections::HashMap;

use super::super::bytes::{i32_at, u16_at, u32_at};
use super::super::numbering::{LEVELS, Level, List, Numbering, PATTERN_CHARS};

/// Overrides that a file may have.
const MAX_LISTS: usize = 2_046;

/// Manners of numbers by their code (\[MS-OSHARED\] 2.2.1.3), as DOCX names them.
const MANNERS: &[&str] = &[
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
    "hex",
    "chicago",
    "ideographDigital",
    "japaneseCounting",
    "aiueo",
    "iroha",
    "decimalFullWidth",
    "decimalHalfWidth",
    "japaneseLegal",
    "japaneseDigitalTenThousand",
    "decimalEnclosedCircle",
    "decimalFullWidth2",
    "aiueoFullWidth",
    "irohaFullWidth",
    "decimalZero",
    "bullet",
    "ganada",
    "chosung",
    "decimalEnclosedFullstop",
    "decimalEnclosedParen",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
    "ideographTraditional",
    "ideographZodiac",
    "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
    "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
    "decimal",
    "koreanDigital",
    "koreanCounting",
    "koreanLegal",
    "koreanDigital2",
];

/// The lists of a file.
#[derive(Debug, Default)]
pub struct Lists {
    numbering: Numbering,
    /// The styles that are tied to the levels of each rule.
    styles: HashMap<String, Vec<u16>>,
}

impl Lists {
    /// Those of a file, with its rules at a place of the stream of tables; `None` where it has none. What is broken ends the
    /// reading, and what was read before stays.
    pub fn read(table: &[u8], rules: usize, overrides: &[u8]) -> Option<Self> {
        let mut lists = Self::default();
        lists.read_rules(table, rules);
        lists.read_overrides(overrides);
        (!lists.numbering.lists.is_empty()).then_some(lists)
    }

    /// The label of the next paragraph of a list, as of [`Numbering::label`].
    pub fn label(&mut self, list: u16, level: usize) -> Option<String> {
        self.numbering.label(&list.to_string(), level)
    }

    /// The level of a list to which a style is tied.
    pub fn level_of_style(&self, list: u16, style: u16) -> Option<usize> {
        let rules = &self.numbering.lists.get(&list.to_string())?.rules;
        self.styles.get(rules)?.iter().position(|known| *known == style)
    }

    /// Reads the rules at a place: how many there are, each in short, and behind them the levels of all.
    fn read_rules(&mut self, table: &[u8], at: usize) -> Option<()> {
        const SIZE: usize = 28;
        let count = usize::from(u16_at(table, at)?).min(i16::MAX as usize);
        let listed = table.get(at + 2..at + 2 + count * SIZE)?;
        let mut rest = &table[at + 2 + count * SIZE..];
        for list in listed.chunks_exact(SIZE) {
            let name = i32_at(list, 0)?.to_string();
            let styles = (0..LEVELS).filter_map(|level| u16_at(list, 8 + level * 2)).collect();
            // A simple list has one level, which serves for all.
            let is_simple = list[26] & 1 == 1;
            let mut levels = Vec::with_capacity(LEVELS);
            for _ in 0..if is_simple { 1 } else { LEVELS } {
                let (level, after) = level(rest)?;
                levels.push(level);
                rest = after;
            }
            if let (true, Some(level)) = (is_simple, levels.first().cloned()) {
                levels.resize(LEVELS, level);
            }
            self.styles.insert(name.clone(), styles);
            self.numbering.rules.insert(name, levels);
        }
        Some(())
    }

    /// Reads the lists that paragraphs name: the rules of each, and behind them what each has of its own.
    fn read_overrides(&mut self, data: &[u8]) -> Option<()> {
        const SIZE: usize = 16;
        let count = (u32_at(data, 0)? as usize).min(MAX_LISTS);
        let listed = data.get(4..4 + count * SIZE)?;
        let mut own = Vec::with_capacity(count);
        for (number, list) in (1..).zip(listed.chunks_exact(SIZE)) {
            let list_of = List { rules: i32_at(list, 0)?.to_string(), ..List::default() };
            self.numbering.lists.insert(number.to_string(), list_of);
            own.push((number, list[12]));
        }
        let mut rest = &data[4 + count * SIZE..];
        for (number, levels) in own {
            // Four bytes that say nothing.
            rest = rest.get(4..)?;
            for _ in 0..levels {
                let (start, flags) = (i32_at(rest, 0)?, u32_at(rest, 4)?);
                rest = &rest[8..];
                let at = (flags & 0xF) as usize;
                let list = self.numbering.lists.get_mut(&i32::to_string(&number))?;
                let mut begin = start;
                if flags & 0x20 != 0 {
                    let (own, after) = level(rest)?;
                    rest = after;
                    begin = i32::try_from(own.start).unwrap_or(1);
                    list.levels.insert(at, own);
                }
                if flags & 0x10 != 0 {
                    list.starts.insert(at, i64::from(begin));
                }
            }
        }
        Some(())
    }
}

/// The rule of a level (LVL), and what follows it.
fn level(data: &[u8]) -> Option<(Level, &[u8])> {
    let (start, code, info) = (i32_at(data, 0)?, *data.get(4)?, *data.get(5)?);
    let (follow, looks, properties, restart) = (*data.get(15)?, *data.get(24)?, *data.get(25)?, *data.get(26)?);
    let rest = data.get(28 + usize::from(looks) + usize::from(properties)..)?;
    let (text, after) = rest.get(2..)?.split_at_checked(usize::from(u16_at(rest, 0)?) * 2)?;
    let units = text.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut pattern = String::new();
    for c in char::decode_utf16(units).take(PATTERN_CHARS) {
        match c.unwrap_or(char::REPLACEMENT_CHARACTER) {
            // The number of a level stands as the number of the level.
            c if (c as usize) < LEVELS => pattern.push_str(&format!("%{}", c as usize + 1)),
            c => pattern.push(c),
        }
    }
    let manner = match code {
        0xFF => "none",
        57 => "numberInDash",
        code => MANNERS.get(usize::from(code)).copied().unwrap_or("decimal"),
    };
    let level = Level {
        start: i64::from(start.max(0)),
        manner: manner.to_owned(),
        pattern,
        legal: info & 4 != 0,
        close: follow == 2,
        restart: (info & 8 != 0).then_some(usize::from(restart)),
    };
    Some((level, after))
}
