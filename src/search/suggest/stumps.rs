//! [`stumps`] are words of the dictionary that only begin or end a longer one: 阿拉伯数 is nothing without 字, 中华人民
//! nothing without 共和国. The general dictionary has hundreds of them, as of texts that were cut badly.

use std::collections::HashSet;

/// Of a hundred bulletins with a stump so many have the longer word.
const SHARE: u64 = 95;

/// Characters of a longer word, at least, of which three are a stump.
const MIN_LONGER: usize = 4;

/// Bulletins that tell of two characters whether they are one: in a few 大学 may always be 大学生.
const MIN_TOLD: u64 = 20;

/// Those of these words, each as it is written, of which (nearly) every bulletin has one longer word that begins or ends
/// with it. `knows` tells what the dictionary has, `is_common` what the general one does, which alone has stumps;
/// `bulletins` counts those in which a text stands.
pub fn stumps<'w>(
    words: &HashSet<&'w str>,
    knows: &dyn Fn(&str) -> bool,
    is_common: &dyn Fn(&str) -> bool,
    bulletins: &dyn Fn(&str) -> u64,
) -> HashSet<&'w str> {
    let mut stumps = HashSet::new();
    for longer in words {
        let places: Vec<usize> = longer.char_indices().map(|(at, _)| at).collect();
        if places.len() < 3 || !is_common(longer) {
            continue;
        }
        for (border, at) in places.iter().enumerate().skip(1) {
            let (head, tail) = longer.split_at(*at);
            let (before, after) = (border, places.len() - border);
            // 中国|共产党: the end of a name that has more before it says what it is.
            let is_kind = before > 1 && after > 2 && knows(head);
            for (piece, length, rest, is_head) in [(head, before, tail, true), (tail, after, head, false)] {
                let Some(piece) = words.get(piece) else { continue };
                // Two characters are a stump of an idiom (恩将|仇报), or where many bulletins tell (阿拉|伯, 防汛|措施).
                let may_be = match length {
                    2 if places.len() == MIN_LONGER && !knows(rest) => true,
                    0 | 1 => false,
                    2 => is_head && bulletins(piece) >= MIN_TOLD,
                    _ => is_head || !is_kind,
                };
                if !may_be {
                    continue;
                }
                if is_common(piece) && bulletins(longer) * 100 >= bulletins(piece) * SHARE {
                    stumps.insert(*piece);
                }
            }
        }
    }
    stumps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analysis::Analyzer;

    #[test]
    fn what_nearly_always_goes_on_is_a_stump() {
        let analyzer = Analyzer::new();
        let words = [
            "阿拉伯数",
            "阿拉伯数字",
            "中华人民",
            "中华人民共和国",
            "共产党",
            "中国共产党",
            "马克思",
            "马克思主义",
            "仇报",
            "恩将仇报",
            "阿拉",
            "阿拉伯",
            "大学",
            "大学生",
        ];
        let bulletins = |word: &str| match word {
            "马克思" => 120,
            "阿拉" | "阿拉伯" => 300,
            "大学" | "大学生" => 3,
            _ => 100,
        };
        let (knows, is_common) = (|word: &str| analyzer.knows(word), |word: &str| analyzer.is_common(word));
        let mut found: Vec<&str> = stumps(&words.into(), &knows, &is_common, &bulletins).into_iter().collect();
        found.sort_unstable();
        assert_eq!(found, ["中华人民", "仇报", "阿拉", "阿拉伯数"]);
    }
}
