//! Units of measure in their other writings: ㎡, m², m2 and 平方米, after a number.

use super::numerals::Written;

/// Units that are one, folded, the most usual first.
const UNITS: &[&[&str]] = &[
    &["平方米", "㎡", "m²", "m2", "平米"],
    &["平方公里", "平方千米", "㎢", "km²", "km2"],
    &["平方厘米", "㎠", "cm²", "cm2"],
    &["平方毫米", "㎟", "mm²", "mm2"],
    &["立方米", "㎥", "m³", "m3"],
    &["立方厘米", "㎤", "cm³", "cm3"],
    &["公顷", "hm²", "hm2"],
    &["吨", "t"],
    &["小时", "h"],
    &["米/秒", "m/s", "米每秒"],
    &["公里/小时", "公里每小时", "千米/小时", "千米每小时", "km/h"],
    &["公里", "千米", "km", "㎞"],
    &["厘米", "公分", "cm", "㎝"],
    &["毫米", "mm", "㎜"],
    &["微米", "μm", "µm", "㎛", "um"],
    &["纳米", "nm", "㎚"],
    &["公斤", "千克", "kg", "㎏"],
    &["毫克", "mg", "㎎"],
    &["微克", "μg", "µg", "㎍", "ug"],
    &["毫克/升", "mg/l", "毫克每升"],
    &["毫克/立方米", "mg/m³", "mg/m3", "毫克每立方米"],
    &["微克/立方米", "μg/m³", "µg/m³", "ug/m3", "μg/m3", "微克每立方米"],
    &["毫升", "ml", "㎖"],
    &["摄氏度", "℃", "°c"],
    &["千瓦", "kw", "㎾"],
    &["兆瓦", "mw", "㎿"],
    &["千瓦时", "kwh", "千瓦小时", "kw·h"],
    &["兆瓦时", "mwh", "兆瓦小时", "mw·h"],
    &["千伏", "kv", "㎸"],
    &["千帕", "kpa", "㎪"],
    &["兆帕", "mpa", "㎫"],
    &["分贝", "db", "㏈"],
    &["千赫", "khz", "㎑"],
    &["兆赫", "mhz", "㎒"],
    &["吉赫", "ghz", "㎓"],
];

/// The units of a folded text that have other writings, in order: the unit alone, directly after a number or after
/// 万, 亿, 余 or 多 behind one.
pub fn writings(folded: &str) -> Vec<Written> {
    let mut found = Vec::new();
    let mut after_number = false;
    let mut taken = 0;
    for (at, c) in folded.char_indices() {
        if at < taken {
            continue;
        }
        match c {
            '0'..='9' => after_number = true,
            ' ' | '万' | '亿' | '余' | '多' => {}
            _ if !after_number => {}
            _ => {
                after_number = false;
                if let Some((unit, group)) = unit_at(&folded[at..]) {
                    taken = at + unit.len();
                    let also = group.iter().filter(|other| **other != unit).map(|other| (*other).to_owned()).collect();
                    found.push(Written { range: at..taken, also, same: Vec::new() });
                }
            }
        }
    }
    found
}

/// The longest unit that a text begins with; one in letters ends where they end.
fn unit_at(text: &str) -> Option<(&'static str, &'static [&'static str])> {
    let ends = |unit: &str| {
        let latin = unit.ends_with(|c: char| c.is_ascii_alphanumeric());
        let next = text[unit.len()..].chars().next();
        !(latin && next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '²' | '³')))
    };
    let all = UNITS.iter().flat_map(|group| group.iter().map(move |unit| (*unit, *group)));
    all.filter(|(unit, _)| text.starts_with(*unit) && ends(unit)).max_by_key(|(unit, _)| unit.len())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::search::analysis::fold;

    #[test]
    fn units_after_numbers() {
        let check = |text: &str, expected: &[&str]| {
            let folded = fold(text);
            let found: Vec<String> = writings(&folded)
                .iter()
                .map(|w| format!("{}={}", &folded[w.range.clone()], w.also.join("=")))
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("100平方米", &["平方米=㎡=m²=m2=平米"]);
        check("100 ㎡的房", &["㎡=平方米=m²=m2=平米"]);
        check("100M2", &["m2=平方米=㎡=m²=平米"]);
        check("3万平方米、5余公里", &["平方米=㎡=m²=m2=平米", "公里=千米=km=㎞"]);
        check("５００ｋｇ", &["kg=公斤=千克=㎏"]);
        check("120km/h", &["km/h=公里/小时=公里每小时=千米/小时=千米每小时"]);
        check("30℃", &["℃=摄氏度=°c"]);
        check("20千瓦时", &["千瓦时=kwh=千瓦小时=kw·h"]);
        check("平方米、12kgs、3mma、公里", &[]);
    }

    #[test]
    fn the_table_is_folded_and_each_unit_is_in_one_group() {
        let mut seen = HashSet::new();
        for unit in UNITS.iter().flat_map(|group| *group) {
            assert_eq!(fold(unit), *unit);
            assert!(seen.insert(unit), "{unit}");
        }
        assert!(UNITS.iter().all(|group| group.len() <= 7));
    }
}
