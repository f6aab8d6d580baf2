//! What is written in fixed forms is found in any of them: document numbers, numerals, letters and units of measure, days.

use gongbao::search::types::request::SearchRequest;

use crate::support::{TestApp, check, ids, lettered, letters};

async fn bulletins(bodies: &[(&str, &str)]) -> TestApp {
    lettered(2020, bodies).await
}

async fn texts(bodies: &[&str]) -> TestApp {
    bulletins(&bodies.iter().map(|body| ("", *body)).collect::<Vec<_>>()).await
}

/// Who bears a number comes first, and whoever cites it is found in whatever writing.
async fn check_borne(test: &TestApp, query: &str, expected: &str) {
    let page = test.search(query).await;
    assert_eq!(letters(&page), expected, "{query}: {:?}", page.warnings);
    assert_eq!(ids(&page)[0], &expected[..1], "{query}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_found_whatever_its_code_and_its_brackets() {
    let test = bulletins(&[
        ("青财税〔2016〕36号", "全文。"),
        ("", "按照青财税[2016]36号文件办理。"),
        ("", "按照青财税2016年36号办理。"),
        ("", "2016年印发36号，涉及青岑县财税。"),
        ("青价格〔1999〕283号", "全文。"),
        ("", "见青价格（1999）283号。"),
        ("青政规〔2022〕3号", "全文。"),
        ("", "青政规〔2022〕3、4号废止。"),
        ("", "依照青政规〔2022〕003号。"),
    ])
    .await;
    for query in ["青财税2016年第36号", "青财税2016年36号", "青财税〔2016〕36号"] {
        check_borne(&test, query, "abc").await;
    }
    check_borne(&test, "青价格1999年第283号", "ef").await;
    check_borne(&test, "青政规〔2022〕3号", "ghi").await;
    check(&test, "青政规〔2022〕4号", "h").await;
    let page = test.search("青政规2022 3号").await;
    assert!(page.offers.iter().any(|offer| offer.query == "文号:青政规〔2022〕3号"), "{:?}", page.offers);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judgment_is_found_without_brackets_year_or_sign() {
    let test = bulletins(&[
        ("（2021）云0105民初38号", "判决。"),
        ("", "见（2021）云0105民初38号判决书。"),
        ("", "另案（2021）云0105民初138号。"),
        ("（2009）泊商初字第8号", "判决。"),
        ("", "见（2009）泊商初字第8号。"),
    ])
    .await;
    for query in ["2021云0105民初38号", "2021年云0105民初38号", "云0105民初38号", "（2021）云0105民初字第38号"]
    {
        check_borne(&test, query, "ab").await;
    }
    check_borne(&test, "（2009）泊商初字8号", "de").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn search_knows_of_numbers_what_citations_know() {
    let test = bulletins(&[
        ("云澜省教育厅令第41号", "全文。"),
        ("", "依照云澜省教育厅第四十一号令。"),
        ("", "云澜省教育厅令（第四十一号）"),
        ("云澜省水利厅公告2021年第35号", "公告。"),
        ("", "见云澜省水利厅2021年第35号公告。"),
    ])
    .await;
    for query in ["云澜省教育厅令第41号", "云澜省教育厅第四十一号令", "第41号云澜省教育厅令"]
    {
        check_borne(&test, query, "abc").await;
    }
    assert_eq!(ids(&test.search("41号令").await)[0], "a");
    check_borne(&test, "2021年第35号公告", "de").await;
    check_borne(&test, "水利厅公告2021年第35号", "de").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_before_measure_words_are_found_in_their_other_writings() {
    let test = texts(&[
        "劳动法第三十六条。",
        "劳动法第36条。",
        "劳动法36条。",
        "一百二十名代表。",
        "120名代表。",
        "七届二次会议。",
        "7届2次会议。",
        "第二季度报表。",
        "2季度报表。",
        "年满十八岁。",
        "年满18岁。",
        "年满二十八岁。",
        "两千元补助。",
        "2000元补助。",
    ])
    .await;
    check(&test, "劳动法36条", "abc").await;
    check(&test, "劳动法三十六条", "abc").await;
    check(&test, "120名代表", "de").await;
    check(&test, "7届2次会议", "fg").await;
    check(&test, "二季度报表", "hi").await;
    check(&test, "年满18岁", "jk").await;
    check(&test, "2000元补助", "mn").await;
    let plain = SearchRequest { synonyms: false, ..SearchRequest::new("120名代表") };
    assert_eq!(letters(&test.ask(plain).await), "e");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_digits_and_units_meet_both_ways() {
    let test = texts(&[
        "车牌云A·20815。",
        "车牌云A20815。",
        "车牌云A 20815。",
        "新能源云A·D20815。",
        "新能源云AD20815。",
        "覆盖Wi-Fi。",
        "覆盖WiFi。",
        "执行GB/T 1234标准。",
        "执行GBT1234标准。",
        "占地100㎡。",
        "占地100平方米。",
        "E=mc²",
        "Straße",
    ])
    .await;
    for query in ["云A·20815", "云A20815", "云A 20815"] {
        check(&test, query, "abc").await;
    }
    check(&test, "云AD20815", "de").await;
    check(&test, "云A·D20815", "de").await;
    check(&test, "wifi", "fg").await;
    check(&test, "Wi-Fi", "fg").await;
    check(&test, "GBT1234", "hi").await;
    check(&test, "100 平方米", "jk").await;
    check(&test, "100平米", "jk").await;
    check(&test, "mc2", "l").await;
    check(&test, "strasse", "m").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_day_is_found_in_every_writing() {
    let test = texts(&[
        "2019年12月3日印发。",
        "二〇一九年十二月三日印发。",
        "2019-12-03印发。",
        "2019.12.3印发。",
        "2019/12/03印发。",
        "2019年12月3号印发。",
        "2019年11月30日印发。",
    ])
    .await;
    for query in ["2019年12月3日", "2019-12-03", "2019.12.3", "2019/12/3", "二〇一九年十二月三日", "2019年12月3号"]
    {
        check(&test, query, "abcdef").await;
    }
    assert!(test.search("2019年12月3日").await.synonyms.is_empty());
}

/// A time that stands nowhere takes none of the other words along.
#[tokio::test(flavor = "multi_thread")]
async fn words_beside_a_time_are_still_asked_for() {
    let test = texts(&["防汛演练。", "防汛物资。", "消防演练。"]).await;
    let page = test.search("防汛演练 2020年3月").await;
    assert_eq!(letters(&page), "a");
    assert!(!page.warnings.is_empty());
    let page = test.search("防汛 从2020年2月到3月").await;
    assert!(page.offers.iter().any(|offer| offer.query == "防汛 日期:2020-02-01..2020-03-31"), "{:?}", page.offers);
}
