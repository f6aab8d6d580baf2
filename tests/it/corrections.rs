//! What may have been meant: mistakes that are put right, and what is left alone.

use gongbao::model::Facet;
use gongbao::search::types::request::SearchRequest;

use crate::suggest::{samples, suggest, with_texts};
use crate::support::{TestApp, encoded, json, page};

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_put_right() {
    let test = samples().await;
    for (typed, meant, because) in [
        ("疫情防空", "疫情防控", "homophone"),
        ("异情防控", "疫情防控", "homophone"),
        ("疫情防孔", "疫情防控", "homophone"),
        ("疫情访控", "疫情防控", "homophone"),
        ("疫情控防", "疫情防控", "near"),
        ("青芩", "青岑", "near"),
        ("青芩县", "青岑县", "near"),
        ("yiqing fangkong", "疫情防控", "pinyin"),
        ("yiqingfangkong", "疫情防控", "pinyin"),
        ("yqfk", "疫情防控", "pinyin"),
        ("会议 疫情防空", "会议 疫情防控", "homophone"),
        ("\"疫情防空\"", "\"疫情防控\"", "homophone"),
        ("标题:疫情防空", "标题:疫情防控", "homophone"),
        ("会议 yiqing", "会议 疫情", "pinyin"),
        ("疫情防空 -飞碟", "疫情防控 -飞碟", "homophone"),
    ] {
        let found = test.search(typed).await;
        let proposed = found.did_you_mean.as_ref().unwrap_or_else(|| panic!("{typed}: {} found", found.total));
        assert_eq!((&*proposed.query, proposed.because.name()), (meant, because), "{typed}");
        assert_eq!(proposed.total, test.search(meant).await.total, "{typed}");
        assert!(proposed.total > 0);
    }
}

/// Regression: rare names, villages, numerals and abbreviations were put otherwise although bulletins have them.
#[tokio::test(flavor = "multi_thread")]
async fn what_stands_somewhere_is_not_corrected() {
    let usual = ("审议通过，小康村建设，推进发展，一九九七年，泥潭治理，西乡县。", 30);
    let rare = ("任命沈宜为组长。记者 审益。小糠村通水。一九九八年。NTA比赛。西响乡水库。", 1);
    let names = ["审益", "小糠村", "一九九八年", "NTA", "nta", "西响乡"];
    let test = with_texts(&[usual, rare]).await;
    for typed in names {
        let found = test.search(typed).await;
        assert_eq!((found.total, found.did_you_mean), (1, None), "{typed}");
    }
    // Within more than stands anywhere, too.
    for typed in ["小糠村审益", "西响乡小糠村"] {
        assert_eq!(test.search(typed).await.did_you_mean, None, "{typed}");
    }
    // Where none has it, a name may be misspelt; numerals and abbreviations are not.
    let test = with_texts(&[usual]).await;
    for (typed, meant) in
        [("审益", Some("审议")), ("小糠村", Some("小康村")), ("一九九八年", None), ("NTA", None), ("N95", None)]
    {
        let proposed = test.search(typed).await.did_you_mean.map(|meant| meant.query);
        assert_eq!(proposed.as_deref(), meant, "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_right_is_left_alone() {
    let test = samples().await;
    for typed in [
        "疫情防控",
        "青岑县",
        "会议",
        "",
        "-疫情防空",
        "飞碟外星人",
        "会议 -疫情防空",
        "日期:2020",
        "12345",
        "，，，",
        "zzzzzz",
        "\"",
        "疫情 防控",
        "gdp",
    ] {
        let found = test.search(typed).await;
        assert_eq!(found.did_you_mean, None, "{typed}");
    }
    // Pinyin suggests and never matches.
    assert_eq!(test.search("yiqingfangkong").await.total, 0);
    // Without suggestions there is nothing to propose, and nothing fails.
    let bare = TestApp::with_samples().await;
    assert_eq!(bare.search("疫情防空").await.did_you_mean, None);
    assert_eq!(suggest(&bare, "疫情").await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_keeps_the_filters() {
    let test = samples().await;
    let year = Facet::from_name("year").unwrap();
    let years = test.search("疫情防控").await;
    let counts = &years.facets.iter().find(|counts| counts.facet == year).unwrap().values;
    let (value, count) = counts[0].clone();
    let mut request = SearchRequest::new("疫情防空");
    request.filters.insert(year, vec![value]);
    let proposed = test.ask(request).await.did_you_mean.unwrap();
    assert_eq!((&*proposed.query, proposed.total), ("疫情防控", count));
    let mut nowhere = SearchRequest::new("疫情防空");
    nowhere.filters.insert(year, vec!["1900".to_owned()]);
    assert_eq!(test.ask(nowhere).await.did_you_mean, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn page_and_json_say_what_may_have_been_meant() {
    let test = samples().await;
    let path = format!("/search?q={}", encoded("疫情防空"));
    let (_, answer) = json(&test, &path).await;
    let meant = &answer["did_you_mean"];
    assert_eq!((meant["q"].as_str(), meant["because"].as_str()), (Some("疫情防控"), Some("homophone")), "{answer}");
    assert!(meant["total"].as_u64().unwrap() > 0);
    let url = meant["url"].as_str().unwrap();
    assert_eq!(json(&test, url).await.1["total"], meant["total"]);
    let (_, html) = page(&test, &path).await;
    assert!(html.contains("您是不是要找："));
    assert!(html.contains(&format!("href=\"{url}\"")), "{html}");
    let path = format!("/search?q={}", encoded("疫情防控"));
    assert_eq!(json(&test, &path).await.1["did_you_mean"], serde_json::Value::Null);
    assert!(!page(&test, &path).await.1.contains("您是不是要找"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_correction_is_better_than_a_wrong_one() {
    let test = with_texts(&[("李和平到任。图瓦的歌手。国际往来。依照民法、关税法。乡村振兴。", 3)]).await;
    for typed in ["李和坪", "任命李和坪", "图瓦卢", "国家", "民诉法第三条", "《个税法》"] {
        assert_eq!(test.search(typed).await.did_you_mean, None, "{typed}");
    }
    let meant = test.search("乡村震兴").await.did_you_mean.unwrap();
    assert_eq!(meant.query, "乡村振兴");
}
