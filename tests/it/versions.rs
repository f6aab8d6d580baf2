//! Versions of a bulletin as pages and data, and what is different between two texts.

use axum::http::StatusCode;
use gongbao::model::{ArticleId, Field};
use serde_json::Value;

use crate::support::{TestApp, article, article_with, json, page};

/// The side of a comparison that leaves `without` out, which must be the text as it is.
fn side(operations: &Value, without: &str) -> String {
    let pieces = operations.as_array().unwrap().iter().filter(|piece| piece["op"] != without);
    pieces.map(|piece| piece["text"].as_str().unwrap()).collect()
}

async fn with_versions() -> TestApp {
    let fields = |source| [(Field::Source, source), (Field::PublishedOn, "2021-03-05")];
    let long = |hall: &str| {
        let others: Vec<String> = (1..30).map(|n| format!("第{n}段渠道由沿线各村清淤。")).collect();
        format!("会议定于三月五日在{hall}召开。\n{}", others.join("\n"))
    };
    let test = TestApp::with(&[article_with("v", "关于开会的通知", &long("县政府礼堂"), &fields("青岑新闻网"))]).await;
    test.add(&[article_with("v", "关于开会的紧急通知", &long("<b>县体育馆</b>"), &fields("青岑新闻网"))]).await;
    test.add(&[article_with(
        "v",
        "关于开会的紧急通知",
        &format!("{}\n特此通知。", long("县体育馆")),
        &fields("青岑发布"),
    )])
    .await;
    test
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_are_compared_word_by_word() {
    let test = with_versions().await;
    let stored = test.app.store.versions(&ArticleId::new("v").unwrap()).await.unwrap();
    let text =
        |number: usize| stored[number - 1].article.paragraphs.iter().map(|p| format!("{p}\n")).collect::<String>();
    for (number, against) in [(2, 1), (1, 2), (3, 1), (3, 3)] {
        let (status, answer) = json(&test, &format!("/articles/v/versions/{number}?against={against}")).await;
        assert_eq!(status, StatusCode::OK);
        let comparison = &answer["comparison"];
        assert_eq!(side(&comparison["operations"], "insert"), text(against), "{against} is the old text");
        assert_eq!(side(&comparison["operations"], "delete"), text(number), "{number} is the new one");
        assert_eq!(comparison["equal"], number == against);
    }
    let (_, answer) = json(&test, "/articles/v/versions/2?against=1").await;
    let comparison = &answer["comparison"];
    assert_eq!(comparison["fields"][0]["field"], "title");
    assert_eq!(comparison["fields"].as_array().unwrap().len(), 1);
    let told = comparison["operations"].as_array().unwrap();
    assert!(told.iter().any(|piece| piece["op"] == "equal" && piece["text"] == "会议定于三月五日在"), "{told:?}");

    let (status, html) = page(&test, "/articles/v/versions/2?against=1").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("<ins>") && html.contains("<del>") && html.contains("［增加："), "{html}");
    assert!(html.contains("&lt;b&gt;") && !html.contains("<b>县体育馆"));
    assert!(html.contains("相同的 28 段"), "what is the same is folded away");
    let (_, html) = page(&test, "/articles/v/versions/3?against=3").await;
    assert!(html.contains("两者完全相同"));
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_are_listed_and_read() {
    let test = with_versions().await;
    let (status, html) = page(&test, "/articles/v/versions").await;
    assert_eq!(status, StatusCode::OK);
    for link in ["/articles/v/versions/1\"", "/articles/v/versions/3?against=2\"", "<time datetime="] {
        assert!(html.contains(link), "{link}");
    }
    let (_, html) = page(&test, "/articles/v/versions/1").await;
    assert!(html.contains("关于开会的通知") && html.contains("在县政府礼堂召开") && html.contains("共 3 版"));
    for (path, status) in [
        ("/articles/v/versions/4", StatusCode::NOT_FOUND),
        ("/articles/v/versions/+1", StatusCode::NOT_FOUND),
        ("/articles/nobody/versions", StatusCode::NOT_FOUND),
        ("/articles/v/versions/1?against=4", StatusCode::BAD_REQUEST),
        ("/articles/v/versions/1?against=", StatusCode::BAD_REQUEST),
        ("/articles/v/compare/nobody", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(json(&test, path).await.0, status, "{path}");
        assert_eq!(page(&test, path).await.0, status, "{path}");
    }
    // What data refuses a page passes over.
    let path = "/articles/v/versions/1?q=a";
    assert_eq!((json(&test, path).await.0, page(&test, path).await.0), (StatusCode::BAD_REQUEST, StatusCode::OK));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reprint_is_compared_with_the_article() {
    let body: Vec<String> =
        (1..40).map(|n| format!("第{n}段渠道由沿线{}个村负责清淤，月底完成。", n * 7 % 23)).collect();
    let of = |id: &str, source: &str, body: String| {
        let url = format!("https://{id}.example/a.html");
        let fields = [(Field::Source, source), (Field::PublishedOn, "2021-03-05"), (Field::Url, url.as_str())];
        article_with(id, "清淤全面展开", &body, &fields)
    };
    let test = TestApp::with(&[
        of("own", "青岑新闻网", body.join("\n")),
        of("copy", "泊云日报", body.join("\n").replace("第3段", "第三段")),
    ])
    .await;
    let (_, html) = page(&test, "/articles/own").await;
    assert!(html.contains("href=\"/articles/own/compare/copy\""), "the list of reprints leads there");
    let (_, answer) = json(&test, "/articles/own/compare/copy").await;
    assert_eq!((&answer["article"]["id"], &answer["other"]["id"]), (&"own".into(), &"copy".into()));
    assert!(side(&answer["comparison"]["operations"], "delete").contains("第三段"));
    let fields: Vec<&str> =
        answer["comparison"]["fields"].as_array().unwrap().iter().map(|of| of["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["url", "source"]);
    assert_eq!(page(&test, "/articles/own/compare/copy").await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn long_and_quite_different_texts_are_compared_in_bounded_time() {
    let text = |step: usize| {
        let line =
            |n: usize| format!("{}号渠由{}村清淤，用工{}个。", n * step % 9_973, n * step % 431, n * step % 7_919);
        (1..12_000).map(line).collect::<Vec<_>>().join("\n")
    };
    let test = TestApp::with(&[article("long", "清淤台账", &text(3))]).await;
    test.add(&[article("long", "清淤台账", &text(5))]).await;
    let started = std::time::Instant::now();
    let (status, answer) = json(&test, "/articles/long/versions/2?against=1").await;
    assert_eq!(status, StatusCode::OK);
    // Generous, since other tests run beside this one without optimisation.
    assert!(started.elapsed().as_secs() < 12, "{:?}", started.elapsed());
    assert_eq!(answer["comparison"]["coarse"], true);
    assert_eq!(side(&answer["comparison"]["operations"], "insert").trim_end(), text(3));
}
