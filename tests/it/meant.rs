//! What was meant comes first, and nothing else in silence: words as they are written, all of them unless said otherwise,
//! numbers in any writing.

use gongbao::search::engine::query::Sort;
use gongbao::search::types::request::SearchRequest;

use crate::support::{TestApp, article, check, ids, lettered, letters};

async fn bulletins(bodies: &[&str]) -> TestApp {
    let unnumbered: Vec<(&str, &str)> = bodies.iter().map(|body| ("", *body)).collect();
    lettered(2021, &unnumbered).await
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_cut_as_they_are_written() {
    let test = bulletins(&[
        "显著提升。",
        "县名变更，显示屏到货。",
        "召开座谈会。",
        "请坐，谈谈会务。",
        "覆盖面扩大。",
        "答复盖章。",
        "象征意义。",
        "大象征集名字。",
        "規劃圖畫著作權。",
    ])
    .await;
    check(&test, "显著", "a").await;
    check(&test, "座谈会", "c").await;
    check(&test, "座談會", "c").await;
    check(&test, "覆盖面", "e").await;
    check(&test, "象征意义", "g").await;
    check(&test, "著作权", "i").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn function_words_ask_for_nothing_and_all_others_must_stand() {
    let test = bulletins(&[
        "教育与就业并重。",
        "教育支出增加。",
        "促进就业。",
        "2021年3月5日召开会议。",
        "2021年3月6日召开。",
        "定于3月5日检修。",
        "青政发〔2021〕12号文件。",
        "青政发〔2021〕21号文件，2012年12号楼。",
    ])
    .await;
    check(&test, "教育与就业", "a").await;
    check(&test, "教育和就业的", "a").await;
    check(&test, "2021年3月5日", "d").await;
    check(&test, "青政发〔2021〕12号", "g").await;
    check(&test, "青政发2021年第12号", "g").await;
}

/// What is matched loosely says so, how many have all words, and stays out of the orders by date.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_says_that_it_is_matched_loosely() {
    let test =
        bulletins(&["退休人员医保报销比例怎么计算的说明。", "退休人员体检安排。", "医保报销须知。", "全县停水通知。"])
            .await;
    let page = test.search("退休人员医保报销比例怎么计算").await;
    assert!(page.total > 1, "{}", page.total);
    assert_eq!(page.with_all_terms, Some(1));
    assert_eq!(ids(&page)[0], "a");
    assert!(page.warnings.iter().any(|warning| warning.contains("其中 1 篇含有全部")), "{:?}", page.warnings);
    let by_date =
        SearchRequest { sort: Sort::Newest, ..SearchRequest::new("退休人员医保报销比例怎么计算") };
    let page = test.ask(by_date).await;
    assert_eq!((letters(&page).as_str(), page.with_all_terms), ("a", None));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_come_before_characters_that_straddle_a_border() {
    let test = bulletins(&[
        "省人民政府、市人民政府、县人民政府联合发文。",
        "民政局走访。",
        "全国道路交通安全，全国道路养护。",
        "国道改线。",
        "人民政府办公。",
    ])
    .await;
    let page = test.search("民政").await;
    assert_eq!((ids(&page)[0], page.total), ("b", 3));
    assert_eq!(ids(&test.search("国道").await)[0], "d");
    check(&test, "人民 -民政", "ae").await;
    check(&test, "人民 -\"民政\"", "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_words_in_a_title_come_before_words_scattered_in_a_text() {
    let long = "各单位要认真落实。".repeat(1_000);
    let scattered = "会议听取2018年工作汇报，研究政府预算，讨论报告。2018年政府预算。";
    let mut all = vec![article("report", "2018年青岑县人民政府工作报告", &long)];
    all.extend((0..20).map(|number| article(&format!("s{number}"), &format!("会议纪要{number}"), scattered)));
    let test = TestApp::with(&all).await;
    for query in ["2018年政府工作报告", "2018 工作报告", "青岑县 政府 2018年", "2018年青岑县政府报告"]
    {
        assert_eq!(ids(&test.search(query).await)[0], "report", "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numerals_are_found_in_their_other_writings() {
    let test = bulletins(&[
        "依照第二十四条办理。",
        "依照第24条办理。",
        "依照第二十三条办理。",
        "启动Ⅲ级响应。",
        "启动三级响应。",
        "二〇一九年统计。",
        "2019年统计。",
    ])
    .await;
    check(&test, "第24条", "ab").await;
    check(&test, "第二十四条", "ab").await;
    check(&test, "\"第24条\"", "b").await;
    check(&test, "III级响应", "de").await;
    check(&test, "2019年统计", "fg").await;
    let page = test.search("第24条").await;
    assert_eq!(page.synonyms[0].also, ["第二十四条"]);
    let plain = SearchRequest { synonyms: false, ..SearchRequest::new("第24条") };
    assert_eq!(letters(&test.ask(plain).await), "b");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_and_digits_meet_with_or_without_what_stands_between() {
    let test = bulletins(&[
        "执行GB/T 1234标准。",
        "执行GB/T1234标准。",
        "监测PM2.5。",
        "监测PM 2.5。",
        "补助12,500元。",
        "补助12500元。",
        "占地80㎡。",
        "占地80平方米。",
        "②GDP增长①",
        "Café开张，Müller到场，CO₂排放。",
        "车牌浙B 8Q135。",
    ])
    .await;
    check(&test, "GB/T1234", "ab").await;
    check(&test, "GB/T 1234", "ab").await;
    check(&test, "PM2.5", "cd").await;
    check(&test, "PM 2.5", "cd").await;
    check(&test, "12500元", "ef").await;
    check(&test, "80平方米", "gh").await;
    check(&test, "80㎡", "gh").await;
    check(&test, "GDP", "i").await;
    check(&test, "cafe muller", "j").await;
    check(&test, "CO2", "j").await;
    check(&test, "浙B8Q135", "k").await;
}

/// Pieces of a name come only where the whole stands nowhere, and it is said.
#[tokio::test(flavor = "multi_thread")]
async fn short_texts_that_no_dictionary_knows_are_one() {
    let test =
        bulletins(&["记者 沐和岚", "沐浴阳光，和气生财，山岚起。", "桐办函印发。", "梧桐树下办公，来函收悉。"]).await;
    check(&test, "沐和岚", "a").await;
    check(&test, "桐办函", "c").await;
    let page = test.search("桐树函").await;
    assert_eq!(letters(&page), "d");
    assert!(page.warnings.iter().any(|warning| warning.contains("连在一起")), "{:?}", page.warnings);
}

/// Function words ask for nothing between words, and are characters of names.
#[tokio::test(flavor = "multi_thread")]
async fn names_may_have_characters_of_function_words() {
    let test = bulletins(&[
        "驻从溪区办事处。",
        "从业人员转化成果，小溪通水。",
        "居民于蕙受表彰。",
        "蕙兰花展于本周开幕。",
        "太平里社区停水。",
        "太平年里过节。",
        "台湾同胞座谈。",
        "记者 王中",
        "王某在中心发言。",
    ])
    .await;
    check(&test, "从溪", "a").await;
    check(&test, "从溪区", "a").await;
    check(&test, "于蕙", "c").await;
    check(&test, "太平里", "e").await;
    check(&test, "对台湾", "g").await;
    check(&test, "王中", "h").await;
}

/// A long name is no sentence.
#[tokio::test(flavor = "multi_thread")]
async fn long_names_have_all_of_their_words() {
    let test = bulletins(&["公布青岑县农村生活污水治理三年行动方案。", "农村生活垃圾分类方案，三年见效。"]).await;
    let page = test.search("农村生活污水治理三年行动方案").await;
    assert_eq!((letters(&page).as_str(), page.with_all_terms), ("a", None));
    assert_eq!(test.search("农村生活垃圾分类三年见效方案？").await.with_all_terms, Some(1), "a question");
    // Where no bulletin has all of it, what comes closest.
    let page = test.search("农村生活污水治理五年行动方案公布").await;
    assert_eq!((ids(&page)[0], page.with_all_terms), ("a", Some(0)));
}

/// What a form stands for is found beside what has its words, not in the place of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_synonym_takes_nothing_away() {
    let test = bulletins(&["办理居民身份证手续。", "申领居民身份证须知。", "身份证遗失声明。"]).await;
    for synonyms in [true, false] {
        let page = test.ask(SearchRequest { synonyms, ..SearchRequest::new("办身份证") }).await;
        assert!(letters(&page).contains('a'), "{synonyms}: {:?}", ids(&page));
    }
    assert!(letters(&test.search("办身份证").await).contains('b'));
}

/// What few words make most of comes before a text that has them in a row, a title that merely has them does not.
#[tokio::test(flavor = "multi_thread")]
async fn a_title_counts_where_the_query_makes_most_of_it() {
    let test = TestApp::with(&[
        article("row", "乡镇动态", "各村推进治理，成效明显。"),
        article("long", "青岑县扎实推进枕溪河流域农业面源污染综合治理", "会议。"),
        article("short", "推进河道治理", "会议。"),
    ])
    .await;
    assert_eq!(ids(&test.search("推进治理").await), ["short", "row", "long"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn quotations_keep_within_their_text_and_others_marks_are_offered() {
    let test = TestApp::with(&[
        article("mark", "学习安排", "弘扬务实肯干、团结奋进的作风。"),
        article("plain", "作风建设", "弘扬务实肯干团结奋进的作风。"),
        article("title", "弘扬务实肯干", "团结奋进的作风。"),
        article("lines", "公示", "弘扬务实肯干\n团结奋进"),
        article("spaced", "标语", "弘扬务 实 肯 干、团 结 奋 进"),
        article("list", "名单", "名单：李晓　王石　丁一\n赵甲\t钱乙\t孙丙"),
    ])
    .await;
    let page = test.search("\"务实肯干团结奋进\"").await;
    assert_eq!(ids(&page), ["plain"]);
    assert!(page.offers.iter().any(|offer| offer.value == "务实肯干、团结奋进"), "{:?}", page.offers);
    assert_eq!(test.search("\"务实肯干、团结奋进\"").await.total, 2);
    for across in ["\"晓王\"", "\"甲钱\"", "\"石丁\""] {
        assert_eq!(test.search(across).await.total, 0, "{across}");
    }
    assert_eq!(test.search("\"李晓\"").await.total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_law_is_found_by_what_it_is_called_for_short() {
    let test = TestApp::with(&[
        article("law", "云澜省未成年人网络保护条例", "第一条 为了保护未成年人，制定本条例。"),
        article("news", "学校宣讲未成年人网络保护条例", "未成年人网络保护条例，云未网保条例，宣讲。"),
        article("other", "云澜省河道管理条例", "第一条 为了管理河道，制定本条例。"),
    ])
    .await;
    test.app.search.refresh_suggestions().await.unwrap();
    let page = test.search("云澜未保条例").await;
    assert_eq!(ids(&page)[0], "law", "{:?}", page.warnings);
    assert_eq!(page.synonyms[0].also, ["云澜省未成年人网络保护条例"]);
    for within in ["云澜未保条例第一条", "云澜未保条例第1条", "云澜未保条例全文", "《云澜未保条例》"]
    {
        let page = test.search(within).await;
        assert_eq!(ids(&page).first(), Some(&"law"), "{within}: {:?}", page.warnings);
        assert_eq!(page.did_you_mean, None, "{within}");
    }
    let some = test.search("渡口规章 云澜省河道管理条例全文").await;
    assert_eq!(some.results[0].missing, ["渡口", "规章"], "全文 is asked of nobody");
    assert_eq!(test.search("宣讲云澜未保条例").await.synonyms.len(), 1);
    assert!(test.search("教育云澜未保条例").await.synonyms.is_empty(), "part of a longer name");
    let plain = SearchRequest { synonyms: false, ..SearchRequest::new("云澜未保条例") };
    assert!(test.ask(plain).await.synonyms.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_is_found_by_what_bulletins_call_it() {
    let test = TestApp::with(&[
        article("law", "云澜省保守巡河记录规定", "第一条 为了保守巡河记录，制定本规定。"),
        article("news", "青岑县宣讲规定", "宣讲《云澜省保守巡河记录规定》（以下简称《巡密规定》）。"),
        article("short", "枕溪镇学习", "学习巡密规定。"),
        article("other", "云澜省河道规定", "规定巡河，保密。"),
    ])
    .await;
    test.app.search.refresh_suggestions().await.unwrap();
    let page = test.search("巡密规定").await;
    assert_eq!(page.synonyms[0].also, ["云澜省保守巡河记录规定"]);
    assert_eq!((ids(&page)[0], page.total), ("law", 3), "{:?}", ids(&page));
    assert_eq!(test.search("\"巡密规定\"").await.total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_stands_for_another_is_no_misspelling() {
    let mut texts = ["养老服务会议。"; 25];
    texts[0] = "养犬管理规定。";
    let test = bulletins(&texts).await;
    test.app.search.refresh_suggestions().await.unwrap();
    let found = test.search("养狗").await;
    assert_eq!((found.total, found.did_you_mean), (1, None));
    let plain = test.ask(SearchRequest { synonyms: false, ..SearchRequest::new("养狗") }).await;
    // Nor is one of two characters just any other.
    assert_eq!((plain.total, plain.did_you_mean), (0, None));
}

/// Regression: a date that stands nowhere found whatever had its digits.
#[tokio::test(flavor = "multi_thread")]
async fn a_date_is_not_taken_apart() {
    let test = bulletins(&["2021年5月4日召开。", "3月7日2021元。"]).await;
    for query in ["2021年3月4日", "第7条"] {
        check(&test, query, "").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn quotations_tell_kinds_of_marks_within_numbers_apart() {
    let test = bulletins(&[
        "水位涨12.5米。",
        "第12、5组。",
        "比分12:5。",
        "占12/5。",
        "第12-5号。",
        "第12～5号。",
        "编号12，5。",
        "十二点五米。",
    ])
    .await;
    for (query, expected) in [
        ("\"12.5\"", "a"),
        ("\"12、5\"", "bg"),
        ("\"12，5\"", "bg"),
        ("\"12：5\"", "c"),
        ("\"12/5\"", "d"),
        ("\"12-5\"", "ef"),
        ("\"第12—5号\"", "ef"),
    ] {
        check(&test, query, expected).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_marks_are_as_good_as_one() {
    let test = bulletins(&[
        "坚持清水润山、绿道连城。",
        "坚持“清水润山”“绿道连城”。",
        "坚持清水润山绿道连城。",
        "依照《青岑县水法》《青岑县林法》。",
        "依照《青岑县水法》、《青岑县林法》。",
        "T h e  r i v e r s",
        "巡河护河治河清河管河。",
        "巡河、护河、治河、清河、管河。",
    ])
    .await;
    check(&test, "\"清水润山、绿道连城\"", "ab").await;
    check(&test, "\"清水润山绿道连城\"", "c").await;
    check(&test, "\"《青岑县水法》《青岑县林法》\"", "de").await;
    check(&test, "\"the rivers\"", "f").await;
    let page = test.search("\"巡河护河治河清河管河\"").await;
    let offered: Vec<&str> = page.offers.iter().map(|offer| offer.query.as_str()).collect();
    assert_eq!((letters(&page).as_str(), &*offered), ("g", &["“巡河、护河、治河、清河、管河”"][..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_only_carry_others_ask_for_nothing() {
    let test = bulletins(&["关于调整渡船票价的通知。", "船票。", "教育、卫生。"]).await;
    check(&test, "关于对渡船票价进行调整的通知", "a").await;
    check(&test, "教育跟卫生", "c").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_is_excluded_where_it_stands_as_a_word() {
    let test = bulletins(&["发展中国家巡河。", "中国与各国家巡河。"]).await;
    check(&test, "国家 -中国", "a").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn daily_words_find_official_ones() {
    let test =
        bulletins(&["本县老年人优待办法。", "未满十六周岁不得招用。", "黑臭水体整治。", "依法办理婚姻登记。"]).await;
    for (query, expected) in [("老人", "a"), ("童工", "b"), ("臭水沟", "c"), ("结婚", "d")] {
        check(&test, query, expected).await;
    }
}
