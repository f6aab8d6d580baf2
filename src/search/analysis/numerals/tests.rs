//! Numerals and their other writings.

use proptest::prelude::*;

use super::*;
use crate::search::analysis::fold;

fn written(text: &str) -> Vec<String> {
    let folded = fold(text);
    let all = |w: &Written| w.also.iter().chain(&w.same).cloned().collect::<Vec<_>>().join("=");
    writings(&folded).iter().map(|w| format!("{}={}", &folded[w.range.clone()], all(w))).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(written(text), expected, "{text}");
}

#[test]
fn ordinals() {
    check("河道条例第36条", &["第36条=第三十六条=例36条=例三十六条"]);
    check("河道条例第三十六条第２款", &["第三十六条=第36条=例36条=例三十六条", "第2款=第二款"]);
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
    check("十二月", &["十二月=12月"]);
    check("时间:5月1日", &["5月1日=5月1号=05月01日=五月一日"]);
    check("2月4号", &["2月4号=2月4日=02月04日"]);
    check("2008、三月三、八月十五、五四三二年、0579年", &[]);
}

#[test]
fn a_day_is_the_same_in_all_its_writings() {
    let all = "2020年2月4日=2020年2月4号=2020年02月04日=二〇二〇年二月四日=二零二零年二月四日=二o二o年二月四日\
               =2020-2-4=2020-02-04=2020.2.4=2020.02.04=20200204";
    for text in ["2020年2月4日", "2020 年 2 月 4 日", "2020-02-04", "2020.2.4", "2020/2/4", "20200204"] {
        let found = writings(text);
        assert_eq!((found.len(), found[0].range.clone()), (1, 0..text.len()), "{text}");
        assert!(found[0].also.is_empty(), "{text}");
        for form in all.split('=') {
            let is_own = text.replace(' ', "") == form;
            assert_eq!(found[0].same.iter().any(|same| same == form), !is_own, "{text} {form}");
        }
    }
    check(
        "一九五四年九月二十日",
        &[
            "一九五四年九月二十日=1954年9月20日=1954年9月20号=1954年09月20日=1954-9-20=1954-09-20=1954.9.20=1954.09.20=19540920",
        ],
    );
    check("2020-13-04、2020-2-4-5、12020-02-04、20201304", &[]);
}

#[test]
fn counted_nouns_and_percentages() {
    check("20国集团", &["20国集团=二十国集团"]);
    check("二十四节气", &["二十四节气=24节气"]);
    check("建校100周年、六十周年", &["100周年=一百周年", "六十周年=60周年"]);
    check("10周年、十五周年", &["10周年=十周年", "十五周年=15周年"]);
    check("15号公告", &["15号公告=十五号公告=第十五号公告=第15号公告"]);
    check("3‰", &["3‰=千分之三"]);
    check("千分之三", &["千分之三=3‰"]);
    check("百分之三十", &["百分之三十=30%"]);
    check("30.5%", &["30.5%=百分之三十点五"]);
    check("百分之百", &["百分之百=100%"]);
    check("0.05%", &["0.05%=百分之零点零五"]);
}

#[test]
fn numbers_before_measure_words() {
    check("120名学生", &["120名=一百二十名"]);
    check("一百二十名学生", &["一百二十名=120名"]);
    check("30万元", &["30万元=三十万元"]);
    check("2000元", &["2000元=二千元=两千元"]);
    check("两千元", &["两千元=二千元=2000元"]);
    check("14亿人", &["14亿人=十四亿人"]);
    check("50年", &["50年=五十年"]);
    check("9年义务教育", &["9年=九年"]);
    check("两名、三人", &["两名=二名=2名", "三人=3人"]);
    check("18岁、3岁以下", &["18岁=十八岁", "3岁=三岁"]);
    check("七届2次", &["七届2次=七届二次=7届2次=第七届第二次=第7届第2次=七届第二次"]);
    check("二季度", &["二季度=第二季度=第2季度=2季度"]);
    check("第2季度", &["第2季度=第二季度=二季度=2季度"]);
    check("青岑法36条", &["36条=第三十六条=第36条=法36条=法三十六条"]);
    check("36条", &["36条=第三十六条=第36条"]);
    check("VIII型", &["viii型=八型=8型=ⅷ型"]);
    check("一名、三台县、十分、三门、36条意见、90年代、20年度", &["36条意见=三十六条意见", "90年代=九十年代"]);
}

#[test]
fn a_number_may_be_the_end_of_a_longer_one() {
    assert_eq!(longer("三岁"), ["十三岁", "零三岁", "〇三岁"]);
    assert_eq!(longer("十八岁").len(), 9);
    assert_eq!(longer("三十六名"), ["百三十六名", "零三十六名"]);
    for none in ["第三条", "36条", "三", "防汛", "二〇二〇年"] {
        assert_eq!(longer(none), [""; 0], "{none}");
    }
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
            prop_assert!(!(written.also.is_empty() && written.same.is_empty()) && written.also.len() <= MAX_ALSO);
            prop_assert!(written.also.iter().all(|form| fold(form) == *form));
            end = written.range.end;
        }
    }
}
