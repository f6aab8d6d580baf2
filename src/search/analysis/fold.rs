//! Folding makes writings that mean the same to a reader the same: every other step works on folded text.

use std::sync::LazyLock;

use crate::model::text::{is_blank, is_han};

/// Folds writings that mean the same to a reader: width, letter case, traditional to simplified
/// (OpenCC `t2s`, character by character), brackets, quotation marks, dashes and middle dots.
///
/// One character becomes one character, so a range counted in characters is the same range in both.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// [`fold`] for one character.
pub fn fold_char(c: char) -> char {
    static TABLE: LazyLock<Box<[char]>> = LazyLock::new(fold_table);
    match c {
        'a'..='z' | '0'..='9' => c,
        _ => TABLE.get(c as usize).copied().unwrap_or(c),
    }
}

/// The folding of the Basic Multilingual Plane.
fn fold_table() -> Box<[char]> {
    let mut table: Vec<char> = (0..=0xFFFF_u32).map(|code| char::from_u32(code).map_or(' ', fold_shape)).collect();
    let Ok(converter) = ferrous_opencc::OpenCC::from_config(ferrous_opencc::config::BuiltinConfig::T2s) else {
        // The tables are compiled into the crate; without them search still works within one script.
        return table.into();
    };
    let han: Vec<char> = (0x3400..=0xFAFF_u32).filter_map(char::from_u32).filter(|c| is_han(*c)).collect();
    let lines: String = han.iter().flat_map(|c| [*c, '\n']).collect();
    for (c, line) in han.iter().zip(converter.convert(&lines).lines()) {
        let mut simplified = line.chars();
        if let (Some(simple), None) = (simplified.next(), simplified.next())
            && !is_simplified_too(*c)
        {
            table[*c as usize] = simple;
        }
    }
    table.into()
}

/// Characters of GB/T 2312, such as 乾 in 乾坤, are good simplified Chinese: jieba knows their words.
fn is_simplified_too(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    !unmappable && matches!(*bytes, [0xB0..=0xF7, 0xA1..=0xFE])
}

fn fold_shape(c: char) -> char {
    match c {
        '！'..='～' => fold_shape(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)),
        '〔' | '【' | '﹝' | '〖' | '[' => '(',
        '〕' | '】' | '﹞' | '〗' | ']' => ')',
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '〝' | '〞' => '"',
        '‘' | '’' | '‛' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' => '-',
        '・' | '‧' | '•' | '∙' | '⋅' | '･' => '·',
        _ if is_blank(c) => ' ',
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(single), None) => single,
                _ => c,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_every_character_in_its_place() {
        let text = "縣委書記１２３ＡＢＣ〔2020〕「四個意識」—乾坤　裏裡著名İ";
        let folded = fold(text);
        assert_eq!(folded, "县委书记123abc(2020)\"四个意识\"-乾坤 里里著名İ");
        assert_eq!(folded.chars().count(), text.chars().count());
    }
}
