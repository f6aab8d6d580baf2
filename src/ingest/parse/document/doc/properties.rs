//! Properties of paragraphs, and the styles from which they have more: only which list a paragraph belongs to, and at which
//! level (\[MS-DOC\] 2.2.5, 2.9.271).

use super::super::bytes::u16_at;
use super::lists::Lists;

const SPRM_ROW_END: u16 = 0x2417;
const SPRM_LEVEL: u16 = 0x260A;
const SPRM_LIST: u16 = 0x460B;
const SPRM_TABLE: u16 = 0xD608;

/// Styles that are based on each other, looked through.
const STYLE_DEPTH: usize = 12;

/// What the properties of a paragraph or of a style say of its list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Properties {
    /// The style of the paragraph, or that on which the style is based.
    pub style: u16,
    /// The number of its list, from 1; 0 for none.
    list: Option<u16>,
    level: Option<u8>,
    /// Whether it is the mark that ends a row of a table.
    pub ends_row: bool,
}

impl Properties {
    /// Those of a style's number and what follows it.
    pub fn read(style: u16, mut rest: &[u8]) -> Self {
        let mut found = Self { style, ..Self::default() };
        while let Some((sprm, operand, after)) = next(rest) {
            match sprm {
                SPRM_ROW_END => found.ends_row = operand.first() == Some(&1),
                SPRM_LIST => found.list = u16_at(operand, 0),
                SPRM_LEVEL => found.level = operand.first().copied(),
                _ => {}
            }
            rest = after;
        }
        found
    }
}

/// The first property with its operand, and what follows.
fn next(rest: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let sprm = u16_at(rest, 0)?;
    let rest = &rest[2..];
    let (skip, length) = match sprm >> 13 {
        0 | 1 => (0, 1),
        2 | 4 | 5 => (0, 2),
        3 => (0, 4),
        7 => (0, 3),
        // The count of this one holds a byte of itself.
        _ if sprm == SPRM_TABLE => (2, usize::from(u16_at(rest, 0)?).saturating_sub(1)),
        _ => (1, usize::from(*rest.first()?)),
    };
    let (operand, after) = rest.get(skip..)?.split_at_checked(length)?;
    Some((sprm, operand, after))
}

/// The styles of a file.
#[derive(Debug, Default)]
pub struct Styles(Vec<Properties>);

impl Styles {
    /// Those of a style sheet, as far as it can be read.
    pub fn read(sheet: &[u8]) -> Self {
        let mut styles = Vec::new();
        let header = || Some((u16_at(sheet, 0)?, u16_at(sheet, 2)?, u16_at(sheet, 4)?));
        let Some((length, count, base)) = header() else { return Self(styles) };
        let mut rest = sheet.get(2 + usize::from(length)..).unwrap_or_default();
        for _ in 0..count {
            let Some(length) = u16_at(rest, 0) else { break };
            let Some((style, after)) = rest[2..].split_at_checked(usize::from(length)) else { break };
            styles.push(
                style_of(style, usize::from(base)).unwrap_or(Properties { style: NO_STYLE, ..Properties::default() }),
            );
            rest = after;
        }
        Self(styles)
    }

    /// The list and the level of a paragraph; `None` where it is in no list.
    pub fn place(&self, own: Properties, lists: &Lists) -> Option<(u16, usize)> {
        let mut chain = vec![own];
        let mut numbers = Vec::new();
        let mut style = own.style;
        while let Some(properties) = self.0.get(usize::from(style)).filter(|_| numbers.len() < STYLE_DEPTH) {
            numbers.push(style);
            chain.push(*properties);
            style = properties.style;
        }
        let list = chain.iter().find_map(|properties| properties.list).filter(|list| *list > 0)?;
        let level = chain.iter().find_map(|properties| properties.level).map(usize::from);
        // A style may be tied to a level without saying so itself.
        let level = level.or_else(|| numbers.iter().find_map(|style| lists.level_of_style(list, *style)));
        Some((list, level.unwrap_or(0)))
    }
}

/// The number of no style.
const NO_STYLE: u16 = 0x0FFF;

/// What a style of paragraphs says; `None` for one of anything else.
fn style_of(style: &[u8], base: usize) -> Option<Properties> {
    const OF_PARAGRAPHS: u16 = 1;
    let kind = u16_at(style, 2)?;
    if kind & 0xF != OF_PARAGRAPHS {
        return None;
    }
    // The name, with its length before it and a zero behind it.
    let name = usize::from(u16_at(style, base)?);
    let at = base + 2 + name * 2 + 2;
    let length = usize::from(u16_at(style, at)?);
    let properties = style.get(at + 2..at + 2 + length)?;
    Some(Properties::read(kind >> 4, properties.get(2..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_to_the_first_that_is_cut() {
        let written = [0x0A, 0x26, 2, 0x16, 0x24, 1, 0x0B, 0x46, 7, 0, 0x0B, 0x46, 9];
        let expected = Properties { style: 3, list: Some(7), level: Some(2), ..Properties::default() };
        assert_eq!(Properties::read(3, &written), expected);
        assert_eq!(Properties::read(3, &[0x08, 0xD6, 0xFF, 0xFF]), Properties { style: 3, ..Properties::default() });
    }

    #[test]
    fn styles_in_a_circle_end() {
        let style = |base: u16| Properties { style: base, ..Properties::default() };
        let styles = Styles(vec![style(1), style(0)]);
        assert_eq!(styles.place(style(0), &Lists::default()), None);
        assert_eq!(styles.place(Properties { list: Some(2), ..style(0) }, &Lists::default()), Some((2, 0)));
        assert!(Styles::read(&[0xFF; 64]).0.is_empty());
    }
}
