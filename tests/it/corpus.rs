//! Real bulletins, where `GONGBAO_CORPUS` names their folder: nothing of them is lost or unfindable.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};

use gongbao::search::query::Match;
use gongbao::search::types::request::SearchRequest;

use crate::support::{TestApp, corpus, gongbao, printed, run};

#[test]
fn the_whole_collection_is_imported_and_agrees() {
    let Some(corpus) = corpus("the_whole_collection_is_imported_and_agrees") else { return };
    let file = corpus.join("bulletins.jsonl.zst");
    let lines = BufReader::new(zstd::Decoder::new(std::fs::File::open(&file).unwrap()).unwrap()).lines().count();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let output = run(gongbao(&data).env("GONGBAO_INDEX_MEMORY_MB", "192").arg("import").arg(&file));
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(printed(&output).contains(&format!("新增 {lines}，更新 0，未变 0，拒收 0")), "{}", printed(&output));
    let check = run(gongbao(&data).arg("check"));
    assert!(printed(&check).contains(&format!("一致：{lines} 篇")), "{}", printed(&check));
}

#[test]
fn the_model_of_the_text_form_gives_its_golden_result() {
    let Some(corpus) = corpus("the_model_of_the_text_form_gives_its_golden_result") else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = corpus.join("seed/county-news-page.txt");
    let output = run(gongbao(&folder.path().join("data")).args(["extract", "--json"]).arg(page));
    let article: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(article["title"], "坚决打赢疫情防控阻击战 县委常委会召开会议");
    assert_eq!(article["published_on"], "2020-02-04");
    assert_eq!(article["source"], serde_json::Value::Null);
    assert_eq!(article["site"], "磐安新闻网");
    assert_eq!(article["authors"], serde_json::json!(["应燕航", "马传贤"]));
    assert_eq!(article["editor"], "孔海燕");
    let paragraphs: Vec<&str> = article["paragraphs"].as_array().unwrap().iter().filter_map(|p| p.as_str()).collect();
    assert_eq!(paragraphs.len(), 6);
    assert!(paragraphs[0].starts_with("2月2日晚") && paragraphs[5].ends_with("分析研判。"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_run_of_characters_of_real_bulletins_is_found() {
    let Some(corpus) = corpus("every_run_of_characters_of_real_bulletins_is_found") else { return };
    let text = std::fs::read_to_string(corpus.join("sample-200.jsonl")).unwrap();
    let articles: HashMap<_, _> = text
        .lines()
        .map(|line| {
            let draft = gongbao::ingest::parse::jsonl::parse_line(line.as_bytes()).unwrap();
            let article = gongbao::ingest::normalize(draft).unwrap();
            (article.id.clone(), article)
        })
        .collect();
    let test = TestApp::with(&articles.values().cloned().collect::<Vec<_>>()).await;
    // A fixed sequence: the same runs in every test.
    let mut seed: u64 = 20_200_204;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut tried = 0;
    for article in articles.values() {
        for _ in 0..5 {
            let paragraph: Vec<char> = article.paragraphs[next(article.paragraphs.len())].chars().collect();
            let length = 1 + next(12.min(paragraph.len()));
            let start = next(paragraph.len() - length + 1);
            let run: String = paragraph[start..start + length].iter().collect();
            if !run.chars().all(gongbao::model::text::is_han) {
                continue;
            }
            tried += 1;
            let request = SearchRequest { matching: Match::Exact, per_page: 100, ..SearchRequest::new(run.clone()) };
            let mut found = false;
            for page in 1..=2 {
                let answer = test.ask(SearchRequest { page, ..request.clone() }).await;
                found |= answer.results.iter().any(|result| result.stored.article.id == article.id);
            }
            assert!(found, "「{run}」 of {} is not found", article.id);
        }
    }
    assert!(tried > 300, "{tried}");
}
