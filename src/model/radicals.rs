//! Radicals that programs put in the place of the ideograph they look like: ⻘ for 青, ⼈ for 人, ⺠ for 民. Fonts draw both
//! with one glyph, and what turns a page back into text takes the wrong one.

use unicode_normalization::UnicodeNormalization;

/// The ideograph that a radical looks like; `None` for what is no radical.
pub fn of(c: char) -> Option<char> {
    if !matches!(c as u32, 0x2E80..=0x2FD5) {
        return None;
    }
    if let Ok(place) = RADICALS.binary_search_by_key(&c, |(radical, _)| *radical) {
        return Some(RADICALS[place].1);
    }
    let mut plain = std::iter::once(c).nfkc();
    match (plain.next(), plain.next()) {
        (Some(single), None) if single != c => Some(single),
        _ => None,
    }
}

/// A text with ideographs in the place of radicals.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| of(c).unwrap_or(c)).collect()
}

/// Radicals of the supplement, which have no compatibility form in Unicode; ascending.
#[rustfmt::skip]
const RADICALS: &[(char, char)] = &[
    ('⺁', '厂'), ('⺄', '乙'), ('⺆', '冂'), ('⺈', '刀'), ('⺊', '卜'), ('⺋', '卩'), ('⺌', '小'), ('⺍', '小'),
    ('⺐', '尤'), ('⺒', '巳'), ('⺕', '彐'), ('⺖', '心'), ('⺘', '手'), ('⺙', '攴'), ('⺛', '旡'), ('⺝', '月'),
    ('⺟', '母'), ('⺠', '民'), ('⺡', '水'), ('⺢', '水'), ('⺣', '火'), ('⺤', '爪'), ('⺥', '爪'), ('⺨', '犬'),
    ('⺩', '玉'), ('⺫', '目'), ('⺬', '示'), ('⺭', '示'), ('⺮', '竹'), ('⺯', '糸'), ('⺰', '纟'), ('⺱', '网'),
    ('⺲', '网'), ('⺳', '网'), ('⺶', '羊'), ('⺷', '羊'), ('⺹', '老'), ('⺺', '聿'), ('⺼', '肉'), ('⺾', '艹'),
    ('⺿', '艹'), ('⻀', '艹'), ('⻁', '虎'), ('⻂', '衣'), ('⻃', '西'), ('⻄', '西'), ('⻅', '见'), ('⻆', '角'),
    ('⻇', '角'), ('⻈', '讠'), ('⻉', '贝'), ('⻊', '足'), ('⻋', '车'), ('⻌', '辶'), ('⻍', '辶'), ('⻎', '辶'),
    ('⻏', '邑'), ('⻐', '钅'), ('⻑', '长'), ('⻒', '长'), ('⻓', '长'), ('⻔', '门'), ('⻕', '阜'), ('⻖', '阜'),
    ('⻗', '雨'), ('⻘', '青'), ('⻙', '韦'), ('⻚', '页'), ('⻛', '风'), ('⻜', '飞'), ('⻝', '食'), ('⻞', '食'),
    ('⻟', '食'), ('⻠', '饣'), ('⻡', '首'), ('⻢', '马'), ('⻣', '骨'), ('⻤', '鬼'), ('⻥', '鱼'), ('⻦', '鸟'),
    ('⻧', '卤'), ('⻨', '麦'), ('⻩', '黄'), ('⻪', '黾'), ('⻫', '齐'), ('⻬', '齐'), ('⻭', '齿'), ('⻮', '齿'),
    ('⻯', '龙'), ('⻰', '龙'), ('⻱', '龟'), ('⻲', '龟'), ('⻳', '龟'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_the_ideographs_they_look_like() {
        assert_eq!(plain("⻘岑县⼈⺠政府⽉⻓⻢"), "青岑县人民政府月长马");
        assert_eq!(plain("青岑县人民政府，2021年"), "青岑县人民政府，2021年");
        assert!(RADICALS.windows(2).all(|two| two[0].0 < two[1].0));
    }
}
