//! Explanations of scores: whatever was asked, the contributions add up to the score.

use std::fmt::Write;

use gongbao::model::Field;
use gongbao::search::engine::query::Sort;
use gongbao::search::types::request::SearchRequest;

use crate::support::{TestApp, article, article_with, encoded, ids, json, page};

/// Queries of every shape.
const QUERIES: &[&str] = &[
    "防汛",
    "疫情防控",
    "疫情防控 会议",
    "新冠 疫情",
    "青岑县 防汛 OR 抗旱",
    "(防汛 OR 疫情) -演练 会议",
    "防汛 演练 -“应急演练”",
    "“应急演练”",
    "“防汛 演练”~20",
    "标题:防汛 检查",
    "标题:(防汛 OR 疫情)",
    "2021* 通知",
    "来源:青岑新闻网 会议",
    "日期:2020..2021 工作",
    "-会议",
    "的",
    "的 防汛",
    "低保怎么申请",
    "孩子户口怎么迁到青岑县",
    "青岑县应急管理局组织开展水库防汛抢险演练",
    "医保报销需要什么材料 青岑县",
    "营商环境 飞碟 外星人",
    "发展和改革委员会",
    "关于优化营商环境的意见",
    "工作",
    "磐",
    "a 2020 工作",
    "磐 -来源:青岑新闻网",
    "(防汛 (演练 OR 检查)) OR (疫情 不含 会议)",
];

#[tokio::test(flavor = "multi_thread")]
async fn contributions_add_up_to_the_score() {
    let test = TestApp::with_samples().await;
    let mut explained = 0;
    let titles: Vec<String> =
        test.search("").await.results.iter().map(|hit| hit.stored.article.title.clone()).collect();
    for query in QUERIES.iter().copied().chain(titles.iter().map(String::as_str)) {
        for (page, synonyms) in [(1, true), (2, true), (1, false)] {
            let request = SearchRequest { explain: true, page, synonyms, ..SearchRequest::new(query) };
            for hit in &test.ask(request).await.results {
                let Some(explanation) = &hit.explanation else { panic!("{query}: {} is not explained", hit.score) };
                let close = |sum: f32| (sum - hit.score).abs() <= hit.score.abs() * 1e-3 + 1e-5;
                assert!(
                    close(explanation.sum()),
                    "{query}: {} is not {}: {explanation:#?}",
                    explanation.sum(),
                    hit.score
                );
                assert!(close(explanation.score), "{query}: {} is not {}", explanation.score, hit.score);
                assert!(
                    explanation.constant == 0.0 || (explanation.constant - 1.0).abs() < 1e-3,
                    "{query}: {explanation:?}"
                );
                explained += 1;
            }
        }
    }
    assert!(explained > 300, "{explained}");
}

#[tokio::test(flavor = "multi_thread")]
async fn newness_counts_where_it_is_asked_for() {
    let body = "全县水库开展防汛检查。";
    let dated = |id: &str, date: &str| article_with(id, "防汛检查", body, &[(Field::PublishedOn, date)]);
    let test =
        TestApp::with(&[dated("new", "2021-05-01"), dated("old", "2001-05-01"), article("none", "防汛检查", body)])
            .await;
    let today = Some(jiff::civil::date(2021, 5, 2));
    for query in ["防汛检查", "水库防汛怎么检查"] {
        let plain = test.ask(SearchRequest { today, ..SearchRequest::new(query) }).await;
        let asked = SearchRequest { today, recency: Some(365), explain: true, ..SearchRequest::new(query) };
        let recent = test.ask(asked.clone()).await;
        assert_eq!((plain.total, ids(&recent)[0]), (3, "new"), "{query}");
        let (first, second) = (&recent.results[0], &recent.results[1]);
        assert!(first.score > second.score, "{query}");
        for hit in &recent.results {
            let explanation = hit.explanation.as_ref().unwrap();
            assert!(explanation.recency.unwrap() <= 0.0, "{explanation:?}");
            assert!((explanation.sum() - hit.score).abs() <= hit.score * 1e-3, "{} {}", explanation.sum(), hit.score);
        }
        // The orders by date are exact, and a day that is not known cannot count.
        let oldest = test.ask(SearchRequest { sort: Sort::Oldest, ..asked.clone() }).await;
        assert_eq!(ids(&oldest), ["old", "new", "none"]);
        let timeless = test.ask(SearchRequest { today: None, ..asked }).await;
        let told: Vec<_> = timeless.results.iter().map(|hit| hit.explanation.as_ref().unwrap().recency).collect();
        assert_eq!(told, [None; 3]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_explanation_names_what_matched() {
    let test = TestApp::with_samples().await;
    let path = format!("/search?q={}&explain=1", encoded("防汛 演练"));
    let (_, answer) = json(&test, &path).await;
    let explanation = &answer["results"][0]["explanation"];
    let parts: Vec<&str> =
        explanation["parts"].as_array().unwrap().iter().map(|p| p["text"].as_str().unwrap()).collect();
    assert_eq!(parts, ["防汛", "演练"]);
    let term = &explanation["parts"][0]["terms"][0];
    assert_eq!(term["text"], "防汛");
    assert!(term["documents"].as_u64().unwrap() > 0 && term["occurrences"].as_u64().unwrap() > 0, "{term}");
    let (_, html) = page(&test, &path).await;
    assert!(html.contains("得分的来历") && html.contains("“防汛”"), "{html}");

    let (_, whole) = json(&test, &format!("/search?q={}&explain=1", encoded("防汛演练"))).await;
    let explanation = &whole["results"][0]["explanation"];
    let lifts = explanation["lifts"].as_array().unwrap();
    assert!(lifts.iter().any(|lift| lift["kind"] == "verbatim" && lift["text"] == "防汛演练"), "{lifts:?}");
    let said = explanation["sentences"].to_string();
    assert!(said.contains("一字不差"), "{said}");

    let (_, question) = json(&test, &format!("/search?q={}&explain=1", encoded("低保怎么申请"))).await;
    assert!(question["results"][0]["explanation"]["second_look"]["characters"].as_f64().unwrap() > 0.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_first_results_in_the_order_by_relevance_are_explained() {
    let test = TestApp::with_samples().await;
    let request = SearchRequest { explain: true, per_page: 50, ..SearchRequest::new("工作") };
    let page = test.ask(request.clone()).await;
    let explained: Vec<bool> = page.results.iter().map(|hit| hit.explanation.is_some()).collect();
    assert_eq!(explained.iter().filter(|explained| **explained).count(), 20);
    assert!(explained[..20].iter().all(|explained| *explained));
    for sort in [Sort::Newest, Sort::Oldest] {
        let page = test.ask(SearchRequest { sort, ..request.clone() }).await;
        let plain = page.results.iter().filter(|hit| hit.explanation.is_none() && hit.score == 0.0);
        assert_eq!(plain.count(), 50, "{sort:?}");
    }
    let page = test.ask(SearchRequest { explain: false, ..request }).await;
    assert_eq!(page.results.iter().filter(|hit| hit.explanation.is_none()).count(), 50);
    let mut refused = String::new();
    for value in ["2", "true", "", "01"] {
        let (status, problem) = json(&test, &format!("/search?q=a&explain={value}")).await;
        write!(refused, "{} {} ", status.as_u16(), problem["parameter"]).unwrap();
    }
    assert_eq!(refused, "400 \"explain\" ".repeat(4));
}
