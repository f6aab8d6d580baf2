//! Synonyms as a reader meets them: what is found beside what was typed, in what order, marked and said, and
//! switched off.

use std::fs;

use gongbao::app::App;
use gongbao::config::Config;
use gongbao::search::analysis::synonyms::{Listed, Synonyms};
use gongbao::search::query::Match;
use gongbao::search::types::request::SearchRequest;
use gongbao::search::types::response::{Marked, SearchResponse};

use crate::support::{TestApp, article, encoded, ids, json, page};

async fn small() -> TestApp {
    TestApp::with(&[
        article("long", "新型冠状病毒防控通知", "新型冠状病毒、新型冠状病毒、新型冠状病毒的防控。"),
        article("short", "本周要闻", &format!("{}新冠防控工作有序开展。", "会议听取了汇报。".repeat(60))),
        article("both", "新冠（新型冠状病毒）知识问答", "问答全文。"),
        article("ndrc", "发展和改革委员会公布项目清单", "清单见附件。"),
        article("deputy", "人大代表视察水库", "代表们听取汇报。"),
        article("congress", "县人民代表大会闭幕", "会议批准了报告。"),
    ])
    .await
}

fn sorted(page: &SearchResponse) -> Vec<&str> {
    let mut ids = ids(page);
    ids.sort_unstable();
    ids
}

fn marked(marked: &Marked) -> Vec<&str> {
    marked.pieces().into_iter().filter(|(_, hit)| *hit).map(|(text, _)| text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_finds_what_it_stands_for_after_itself() {
    let test = small().await;
    let found = test.search("新冠").await;
    assert_eq!(ids(&found), ["both", "short", "long"], "the typed form comes first");
    assert_eq!((found.synonyms[0].text.as_str(), &*found.synonyms[0].also), ("新冠", &["新型冠状病毒".to_owned()][..]));
    assert_eq!(marked(&found.results[2].title), ["新型冠状病毒"], "what it stands for is marked, too");
    assert_eq!(marked(&found.results[0].title), ["新冠", "新型冠状病毒"]);

    assert_eq!(sorted(&test.search("新冠防控").await), ["long", "short"]);
    assert_eq!(sorted(&test.search("新型冠狀病毒").await), ["both", "long", "short"]);
    assert_eq!(ids(&test.search("发改委").await), ["ndrc"]);
    // One way only, and not across the borders of words.
    assert_eq!(sorted(&test.search("人大").await), ["congress", "deputy"]);
    assert_eq!(ids(&test.search("人民代表大会").await), ["congress"]);
    assert_eq!(ids(&test.search("人大代表").await), ["deputy"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn quotations_exact_matching_and_exclusions_stand_for_themselves() {
    let test = small().await;
    for (query, expected) in
        [("“新冠”", &["both", "short"][..]), ("新型冠状病毒 -新冠", &["long"]), ("标题:“新冠”", &["both"])]
    {
        let page = test.search(query).await;
        assert_eq!(sorted(&page), expected, "{query}");
    }
    assert!(test.search("“新冠”").await.synonyms.is_empty());
    let exact = test.ask(SearchRequest { matching: Match::Exact, ..SearchRequest::new("新冠") }).await;
    assert_eq!((sorted(&exact), exact.synonyms.len()), (vec!["both", "short"], 0));
    let off = test.ask(SearchRequest { synonyms: false, ..SearchRequest::new("新冠") }).await;
    assert_eq!((sorted(&off), off.synonyms.len()), (vec!["both", "short"], 0));
    assert_eq!(
        marked(&off.results.iter().find(|hit| hit.stored.article.id.as_str() == "both").unwrap().title),
        ["新冠"]
    );
    assert_eq!(sorted(&test.search("标题:新冠").await), ["both", "long"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_for_a_word_is_not_missing_and_what_is_missing_is_told_as_typed() {
    let test = small().await;
    let page = test.search("新冠 沈漱舟").await;
    assert!(page.total >= 3);
    for hit in &page.results {
        assert!(hit.missing.contains(&"沈漱舟".to_owned()), "{:?}", hit.missing);
        assert!(!hit.missing.contains(&"新冠".to_owned()), "{:?} {}", hit.missing, hit.stored.article.title);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_and_the_json_tell_and_switch_off() {
    let test = small().await;
    let path = format!("/search?q={}", encoded("新冠"));
    let (_, answer) = json(&test, &path).await;
    assert_eq!(answer["synonyms"], serde_json::json!([{"text": "新冠", "also": ["新型冠状病毒"]}]));
    let off = answer["synonyms_off_url"].as_str().unwrap();
    assert!(off.contains("synonyms=off"), "{off}");
    let (_, narrower) = json(&test, off).await;
    assert_eq!((&narrower["synonyms"], &narrower["total"]), (&serde_json::json!([]), &serde_json::json!(2)));
    let (_, html) = page(&test, &path).await;
    assert!(html.contains("同时查找：新型冠状病毒（新冠）") && html.contains("synonyms=off"), "{html}");
    let (_, html) = page(&test, off).await;
    assert!(html.contains("没有查同义词"));
    // A form that narrows the search goes on without synonyms.
    assert!(html.contains("name=\"synonyms\" value=\"off\""));
    let (status, problem) = json(&test, &format!("{path}&synonyms=maybe")).await;
    assert_eq!((status.as_u16(), &problem["parameter"]), (400, &serde_json::json!("synonyms")));
    // The article marks what the search marks.
    let (_, article) = json(&test, &format!("/articles/long?q={}", encoded("新冠"))).await;
    assert_eq!(article["highlights"]["title"]["ranges"], serde_json::json!([[0, 6]]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_file_is_read_at_the_start_and_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("同义词.txt");
    fs::write(&file, "县府 = 县人民政府\n坏行\n").unwrap();
    let test = TestApp::build().settings(|config| config.synonyms = Some(file.clone())).open().await;
    let app = &test.app;
    let used = async |query: &str| {
        let page = test.search(query).await;
        page.synonyms.into_iter().flat_map(|used| used.also).collect::<Vec<_>>()
    };
    assert_eq!(used("县府").await, ["县人民政府"]);
    assert_eq!(used("新冠").await, ["新型冠状病毒"]);
    fs::write(&file, "\u{FEFF}县府 => 县人民政府 = 县政府大楼\r\n-新冠\r\n").unwrap();
    app.read_synonyms().unwrap();
    assert_eq!(used("县府").await, ["县人民政府", "县政府大楼"]);
    assert_eq!(used("新冠").await, [""; 0]);
    // A file that is gone leaves what is in use, and a start without it fails with its name.
    fs::remove_file(&file).unwrap();
    assert!(app.read_synonyms().is_err());
    assert_eq!(used("县府").await.len(), 2);
    let other = Config { data: folder.path().join("other"), ..app.config.clone() };
    let message = App::open(other).await.err().unwrap().to_string();
    assert!(message.contains("同义词.txt"), "{message}");
}

#[test]
fn a_great_file_is_bounded() {
    let lines: String = (0..30_000).map(|number| format!("甲{number} = 乙{number}\n")).collect();
    let listed = Listed::parse(lines.as_bytes());
    assert_eq!((listed.len(), listed.bad_lines.len()), (20_000, 1));
    let synonyms = Synonyms::new(&listed);
    assert!(synonyms.len() > 40_000);
    // Regression (e413f19): a text that begins a form at every character was compared with each of them.
    let analyzer = gongbao::search::analysis::Analyzer::new();
    let started = std::time::Instant::now();
    let found =
        |text: &str| synonyms.found_in(text, text, &analyzer).into_iter().map(|found| found.also[0].shown.clone());
    assert_eq!(found(&"甲".repeat(500)).count(), 0);
    assert!(started.elapsed().as_millis() < 500, "{:?}", started.elapsed());
    assert_eq!(found("甲19999").next().as_deref(), Some("乙19999"));
}
