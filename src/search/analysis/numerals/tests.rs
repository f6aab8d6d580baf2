//! Numerals and their other writings.

use proptest::prelude::*;

use super::*;
use crate::search::analysis::fold;

fn written(text: &str) -> Vec<String> {
    let folded = fold(text);
    writings(&folded).iter().map(|w| format!("{}={}", &folded[w.range.clone()], w.also.join("="))).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(written(text), expected, "{text}");
}

#[test]
fn ordinals() {
    check("河道条例第36条", &["第36条=第三十六条"]);
    check("河道条例第三十六条第２款", &["第三十六条=第36条", "第2款=第二款"]);
    check("第 103 条", &["第 103 条=第一百零三条=第一百〇三条=第一〇三条=第一零三条"]);
    check("第一百〇三条", &["第一百〇三条=第一百零三条=第103条=第一〇三条=第一零三条"]);
    check("第一〇三号", &["第一〇三号=第一百零三号=第103号=第一百〇三号=第一零三号"]);
    check("第14届、第7次普查", &["第14届=第十四届", "第7次=第七次"]);
    check("第IV章", &["第iv章=第四章=第4章=第ⅳ章"]);
    check("第1书记", &["第1书=第一书"]);
    check("第一书记在第一时间", &[]);
    check("第三十一个", &["第三十一个=第31个"]);
    check("第一二三产业", &[]);
    check("第2020-1号", &[]);
    check("第12345号", &[]);
}

#[test]
fn terms_of_congresses() {
    let all = "第二十届中央委员会第三次全体会议";
    check("二十届三中全会", &[&format!("二十届三中全会={all}=20届三中全会=20届3中全会")]);
    check("20届3中全会", &[&format!("20届3中全会=二十届三中全会={all}=20届三中全会")]);
    check("3中全会", &["3中全会=三中全会"]);
    check("党的19大", &["19大=十九大=第十九次全国代表大会"]);
    check("十二大类", &["十二大=12大"]);
    check("十大新闻", &[]);
    check("十四届市人大二次会议", &["十四届=14届", "二次会议=2次会议"]);
    check("4届", &["4届=第四届"]);
}

#[test]
fn grades() {
    check("Ⅳ级响应", &["ⅳ级=四级=4级=iv级"]);
    check("IV 级响应", &["iv 级=四级=4级=ⅳ级"]);
    check("四级响应", &["四级=4级=ⅳ级=iv级"]);
    check("III类水质", &["iii类=三类=3类=ⅲ类"]);
    check("十五级台风", &["十五级=15级"]);
    check("统一级别、同一级、三四级、3.4级、civ级、几十级", &[]);
}

#[test]
fn dates() {
    check("二〇〇八年统计", &["二〇〇八年=2008年=二零零八年=二oo八年=二00八年"]);
    check("二○○八年", &["二〇〇八年=2008年=二零零八年=二oo八年=二00八年"]);
    check("二ＯＯ八", &["二oo八=2008=二〇〇八=二零零八=二00八"]);
    check("2008年", &["2008年=二〇〇八年=二零零八年=二oo八年=二00八年"]);
    check("1954年", &["1954年=一九五四年"]);
    check(
        "2020 年 2 月 4 日",
        &["2020 年 2 月 4 日=二〇二〇年二月四日=二零二零年二月四日=二o二o年二月四日=二0二0年二月四日=2020年02月04日"],
    );
    check("一九五四年九月二十日", &["一九五四年九月二十日=1954年9月20日=1954年09月20日"]);
    check("十二月", &["十二月=12月"]);
    check("时间:5月1日", &["5月1日=五月一日=05月01日"]);
    check("2月4日", &["2月4日=02月04日"]);
    check("2008、三月三、八月十五、五四三二年、0579年", &[]);
}

#[test]
fn counted_nouns_and_percentages() {
    check("20国集团", &["20国集团=二十国集团"]);
    check("二十四节气", &["二十四节气=24节气"]);
    check("建校100周年、六十周年", &["100周年=一百周年", "六十周年=60周年"]);
    check("10周年、十五周年", &["十五周年=15周年"]);
    check("百分之三十", &["百分之三十=30%"]);
    check("30.5%", &["30.5%=百分之三十点五"]);
    check("百分之百", &["百分之百=100%"]);
    check("0.05%", &["0.05%=百分之零点零五"]);
}

#[test]
fn names_and_sayings_stay() {
    for text in [
        "三亚",
        "四川",
        "五一",
        "一带一路",
        "三农",
        "百色",
        "万一",
        "十四五",
        "九三学社",
        "一般",
        "千岛湖",
        "vip",
        "x光",
        "20",
    ] {
        check(text, &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ranges_are_in_order(pieces in proptest::collection::vec(proptest::sample::select(
        &["第", "条", "级", "iv", "ⅳ", "二", "〇", "o", "0", "8", "十", "百", "年", "月", "日", " ", "%", "百分之", "点", ".", "届", "中全会", "大", "周年", "两", "千"][..]
    ), 0..20)) {
        let text = pieces.concat();
        let mut end = 0;
        for written in writings(&text) {
            prop_assert!(written.range.start >= end && written.range.end > written.range.start);
            prop_assert!(text.get(written.range.clone()).is_some());
            prop_assert!(!written.also.is_empty() && written.also.len() <= MAX_ALSO);
            prop_assert!(written.also.iter().all(|form| fold(form) == *form));
            end = written.range.end;
        }
    }
}
