//! Folding makes writings that mean the same to a reader the same: every other step works on folded text.
//!
//! One character becomes one character, and nothing around it matters. Only so is every piece of a text a
//! piece of the folded text, in either script, and a range counted in characters the same range in both.
//! A character stands for its class (see [`classes`]).

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::classes;
use super::classes::Classes;
use crate::model::radicals;
use crate::model::text::{is_blank, is_han};

/// What an invisible character folds to: a reader does not see it, so it may stand between any two
/// characters of a word without parting them.
pub const INVISIBLE: char = '\u{200B}';

/// Folds writings that mean the same to a reader: width, letter case, traditional and variant ideographs,
/// brackets, quotation marks, dashes, middle dots, spaces, invisible characters.
///
/// For all texts: as many characters as before; `fold(fold(a)) = fold(a)`; `fold(a + b) = fold(a) + fold(b)`.
pub fn fold(text: &str) -> String {
    let tables = &*TABLES;
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| folded.push(tables.fold(c)));
    folded
}

/// [`fold`] for one character.
pub fn fold_char(c: char) -> char {
    TABLES.fold(c)
}

/// Folds less, for the segmenter, which knows 著名 but not 着名: characters of GB/T 2312 stay as they are,
/// and a text in the traditional script is converted as OpenCC does, by phrases (計畫 → 计划).
///
/// Each character takes the place and the bytes of its counterpart in [`fold`] of the same text, so a
/// word's byte range here is its byte range there; and `fold(fold_for_words(a)) = fold(a)`.
pub fn fold_for_words(text: &str) -> String {
    let tables = &*TABLES;
    let by_character: String = text.chars().map(|c| tables.fold_for_words(c)).collect();
    if !is_traditional(tables, text) {
        return by_character;
    }
    let Some(converter) = &tables.phrases else { return by_character };
    // Shapes first: the converter knows no half of what a page may bring.
    let shaped: String = text.chars().map(fold_shape).collect();
    let converted = converter.convert(&shaped);
    if converted.chars().count() != by_character.chars().count() {
        return by_character;
    }
    let same_class = |(character, phrase): (char, char)| {
        let phrase = tables.fold_for_words(phrase);
        if tables.fold(phrase) == tables.fold(character) { phrase } else { character }
    };
    by_character.chars().zip(converted.chars()).map(same_class).collect()
}

/// Whether at least one ideograph in eight is one that simplified texts do not use.
fn is_traditional(tables: &Tables, text: &str) -> bool {
    let (mut han, mut traditional) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| is_han(*c)) {
        han += 1;
        traditional += usize::from(tables.fold_for_words(c) != c);
    }
    traditional > 0 && traditional * 8 >= han
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

/// The foldings, looked up.
struct Tables {
    /// [`fold`] of the Basic Multilingual Plane.
    plane: Box<[char]>,
    /// [`fold_for_words`] of the Basic Multilingual Plane.
    words_plane: Box<[char]>,
    /// Both of what lies beyond and changes; ascending.
    beyond: Vec<(char, char, char)>,
    /// Converts by phrases; `None` where the tables compiled into the program cannot be read.
    phrases: Option<ferrous_opencc::OpenCC>,
}

impl Tables {
    fn new() -> Self {
        let classes = Classes::new();
        let both = |code: u32| {
            let c = char::from_u32(code).unwrap_or(' ');
            let shape = fold_shape(c);
            (c, classes.representative(shape), classes.gentle(shape))
        };
        let plane: Vec<_> = (0..=0xFFFF).map(both).collect();
        // Letters of other scripts with cases, compatibility ideographs, and every ideograph.
        let beyond = (0x1_0000..=0x1_FFFF).chain(0x2_0000..=0x3_23AF).chain(0xE_0000..=0xE_0FFF);
        Self {
            words_plane: plane.iter().map(|(_, _, gentle)| *gentle).collect(),
            plane: plane.into_iter().map(|(_, full, _)| full).collect(),
            beyond: beyond.map(both).filter(|(c, full, gentle)| c != full || c != gentle).collect(),
            phrases: classes::converter("tw2s"),
        }
    }

    fn fold(&self, c: char) -> char {
        if let 'a'..='z' | '0'..='9' = c {
            return c;
        }
        match self.plane.get(c as usize) {
            Some(folded) => *folded,
            None => self.far(c).0,
        }
    }

    fn fold_for_words(&self, c: char) -> char {
        match self.words_plane.get(c as usize) {
            Some(folded) => *folded,
            None => self.far(c).1,
        }
    }

    fn far(&self, c: char) -> (char, char) {
        match self.beyond.binary_search_by_key(&c, |(from, ..)| *from) {
            Ok(place) => (self.beyond[place].1, self.beyond[place].2),
            Err(_) => (c, c),
        }
    }
}

/// Everything but the class of an ideograph.
fn fold_shape(c: char) -> char {
    let c = compatible(c);
    match c {
        '〔' | '【' | '〖' | '〘' | '〚' | '[' => '(',
        '〕' | '】' | '〗' | '〙' | '〛' | ']' => ')',
        '〈' => '《',
        '〉' => '》',
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '〝' | '〞' | '〟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '⸺' | '⸻' | '−' | '─' | '━' => '-',
        '〜' | '∼' | '˜' => '~',
        '・' | '‧' | '•' | '∙' | '⋅' => '·',
        // Dates are written with circles where the ideograph is meant: 二○二○年.
        '○' | '◯' => '〇',
        // Columns of a table: see `squeeze`.
        '\t' => '\t',
        _ if c.is_whitespace() => ' ',
        _ if is_blank(c) || is_invisible(c) => INVISIBLE,
        // H₂O is typed H2O. What is raised (GDP¹, m²) is a mark of its own.
        '₀'..='₉' => char::from_digit(c as u32 - '₀' as u32, 10).unwrap_or(c),
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(single), None) => without_diacritics(single),
                // What grows in small letters (İ) stays: one character is one character.
                _ => without_diacritics(c),
            }
        }
    }
}

/// The letter that an accented one is typed as: ü → u, é → e, ł → l. Other scripts keep their marks, which make other
/// letters there (й).
fn without_diacritics(c: char) -> char {
    if !matches!(c as u32, 0xC0..=0x24F | 0x1E00..=0x1EFF) {
        return c;
    }
    match c {
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        'ŧ' => 't',
        _ => std::iter::once(c).nfd().next().filter(char::is_ascii_alphabetic).unwrap_or(c).to_ascii_lowercase(),
    }
}

/// The plain form of characters that Unicode keeps only for older standards: full width, compatibility
/// ideographs, radicals, vertical and small punctuation. Half-width katakana stay: their marks are
/// characters of their own.
fn compatible(c: char) -> char {
    let kept_for_others = matches!(c as u32,
        0x2E80..=0x2FD5 | 0x3038..=0x303A | 0xF900..=0xFAFF | 0xFE10..=0xFE19 | 0xFE30..=0xFE6F
        | 0xFF01..=0xFF65 | 0xFFE0..=0xFFE6 | 0x2_F800..=0x2_FA1F);
    if !kept_for_others {
        return c;
    }
    if let Some(ideograph) = radicals::of(c) {
        return ideograph;
    }
    let mut plain = std::iter::once(c).nfkc();
    match (plain.next(), plain.next()) {
        (Some(single), None) => single,
        _ => c,
    }
}

/// What [`is_blank`] does not count as blank and yet is no letter by itself: variation selectors, joiners, tags, fillers,
/// and the marks that are put on letters.
fn is_invisible(c: char) -> bool {
    matches!(c as u32,
        0x0300..=0x036F | 0x061C | 0x115F | 0x1160 | 0x180B..=0x180F | 0x3164 | 0xFE00..=0xFE0F | 0xFFA0 | 0xFFF9..=0xFFFB
        | 0xE_0000..=0xE_0FFF)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected, "{text}");
        assert_eq!(fold(text).chars().count(), text.chars().count(), "{text}");
    }

    #[test]
    fn what_reads_the_same_folds_to_the_same() {
        check(
            "縣委書記１２３ＡＢＣ〔2020〕「四個意識」—乾坤　裏裡著名İ",
            "县委书记123abc(2020)\"四个意识\"-干坤 里里着名i",
        );
        check("［2020］（2020）【2020】﹙2020﹚", "(2020)(2020)(2020)(2020)");
        check("“一”『二』＂三＂‘四’", "\"一\"\"二\"\"三\"'四'");
        check("甲·乙・丙•丁‧戊･己", "甲·乙·丙·丁·戊·己");
        check("2020－2021—2022–2023", "2020-2021-2022-2023");
        check("一\u{3000}二\u{A0}三\u{2003}四\t五", "一 二 三 四\t五");
        check("会\u{200B}议\u{FEFF}决\u{AD}定\u{FE0F}。", "会\u{200B}议\u{200B}决\u{200B}定\u{200B}。");
        check("葛\u{E0100}城", "葛\u{200B}城");
        check("二○二◯年", "二〇二〇年");
        check("⼀⽉⻓⻢", "一月长马");
        check("\u{F900}\u{FA30}\u{2F804}", "岂侮你");
        check("ｶﾞ", "ｶﾞ");
        check("，。！？：；％＋～", ",。!?:;%+~");
        check("①㎡…℃", "①㎡…℃");
        check("H₂O CO₂ m² GDP¹", "h2o co2 m² gdp¹");
        check("Müller Łódź CAFÉ lǜ Đà", "muller lodz cafe lu da");
        check("u\u{308}", "u\u{200B}");
        check("Йод ά", "йод ά");
        check("𠮷野家𫔭", "𠮷野家开");
        check("ΣΑß", "σαß");
    }

    #[test]
    fn scripts_and_variants_meet() {
        for (one, other) in [
            ("看着", "看著"),
            ("干燥", "乾燥"),
            ("干部", "幹部"),
            ("了解", "瞭解"),
            ("借助", "藉助"),
            ("答复", "答覆"),
            ("反复", "反覆"),
            ("坐标", "座標"),
            ("家具", "傢俱"),
            ("计划", "計畫"),
            ("台州", "臺州"),
            ("台风", "颱風"),
            ("余姚", "餘姚"),
            ("兰溪", "蘭谿"),
            ("浚县", "濬縣"),
            ("仿佛", "彷彿"),
            ("想象", "想像"),
            ("项链", "項鍊"),
            ("钟南山", "鍾南山"),
            ("群众", "羣衆"),
            ("什么", "什麼"),
            ("启动", "啟動"),
            ("启动", "啓動"),
            ("里面", "裏面"),
            ("里面", "裡面"),
            ("于是后来", "於是後來"),
            ("高清研究", "髙淸硏究"),
            ("吴户产说", "呉戶產說"),
            ("为教乡内", "爲敎鄕內"),
            ("经济发展", "経済発展"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        for (one, other) in [("午", "牛"), ("己", "已"), ("未", "末"), ("晴", "睛"), ("坏", "坯"), ("里", "哩")]
        {
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn the_segmenter_sees_the_words_it_knows() {
        let check = |text: &str, expected: &str| assert_eq!(fold_for_words(text), expected, "{text}");
        check("著名的乾隆年间", "著名的乾隆年间");
        check("政府制訂計畫，關於乾燥後的著名產品", "政府制订计划,关于干燥后的著名产品");
        check("他看著窗外", "他看著窗外");
        check("公司董事长馬某", "公司董事长马某");
    }

    /// Every class with more than one character of simplified Chinese: a new one wants a decision.
    #[test]
    fn no_class_joins_more_than_was_decided() {
        let classes = Classes::new();
        let mut joined: std::collections::BTreeMap<char, String> = std::collections::BTreeMap::new();
        for c in (0x4E00..=0x9FFF_u32).filter_map(char::from_u32).filter(|c| classes::is_simplified_too(*c)) {
            joined.entry(classes.representative(c)).or_default().push(c);
        }
        let joined: Vec<String> = joined.into_values().filter(|class| class.chars().count() > 1).collect();
        assert_eq!(
            joined.join(" "),
            "么幺麽 于於 仇雠 仿彷 伙夥 余馀 借藉 俱具 划画 后後 吒咤 咨谘 坐座 复覆 夹袷 宁甯 乾干 征徵 径迳 折摺 \
             拚拼 挨捱 旋镟 曲麴 沈沉渖 烟菸 熏薰 着著 榘矩 糖醣 腭颚 苔薹 像象 巨钜 炼链 钟锺 坂阪 鲇鲶"
        );
    }

    #[test]
    fn every_character_is_settled_after_one_folding() {
        for c in (0..=0x10_FFFF_u32).filter_map(char::from_u32) {
            let (full, gentle) = (TABLES.fold(c), TABLES.fold_for_words(c));
            assert_eq!(TABLES.fold(full), full, "{c} {:x}", c as u32);
            assert_eq!(TABLES.fold(gentle), full, "{c} {:x}", c as u32);
            assert_eq!(TABLES.fold_for_words(gentle), gentle, "{c} {:x}", c as u32);
            assert_eq!(full.len_utf8(), gentle.len_utf8(), "{c} {:x} {full} {gentle}", c as u32);
        }
    }

    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[乾干幹著着瞭了計畫划沈沉復覆\u{4E00}-\u{9FFF}\u{20000}-\u{200FF}\u{FE00}-\u{FE0F}a-zA-Z０-９ 　“」]{0,40}"
        ]
    }

    proptest! {
        #[test]
        fn folding_is_by_character(a in texts(), b in texts()) {
            let (one, other) = (fold(&a), fold(&b));
            prop_assert_eq!(one.chars().count(), a.chars().count());
            prop_assert_eq!(fold(&one), one.clone());
            prop_assert_eq!(fold(&format!("{a}{b}")), format!("{one}{other}"));
        }

        #[test]
        fn both_foldings_have_the_same_places(a in texts()) {
            let gentle = fold_for_words(&a);
            let full = fold(&a);
            prop_assert_eq!(fold(&gentle), full.clone());
            let places = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            prop_assert_eq!(places(&gentle), places(&full));
        }
    }
}
