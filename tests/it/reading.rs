//! Reading one bulletin: citations both ways, addresses within a text, neighbours, likeness with its reasons.

use axum::http::StatusCode;
use gongbao::model::{Article, Field};

use crate::support::{TestApp, article, article_with, encoded, json, ok, page};

fn rule() -> Article {
    let clauses = "第一章 总则\n第一条 为了做好防汛工作，制定本条例。\n第二条 本县行政区域内的防汛工作适用本条例。\n第二章 责任\n\
                   第三条 县人民政府统一领导。\n第四条 乡镇人民政府负责巡查。";
    article_with("rule", "青岑县防汛条例", clauses, &[(Field::PublishedOn, "2020-01-02")])
}

fn notice() -> Article {
    let fields = [(Field::DocumentNumber, "青政办发〔2021〕8号"), (Field::PublishedOn, "2021-03-01")];
    article_with("notice", "关于做好春灌工作的通知", "各乡镇人民政府：\n请做好春灌。", &fields)
}

fn citing() -> Article {
    let text = "各乡镇人民政府：\n根据《青岑县防汛条例》和青政办发[2021]8号的要求，参照《关于印发〈泊云县水库管理办法〉的通知》，依据\
                石政发〔2019〕77号。\n再次强调《青岑县防汛条例》的第三条。";
    article_with("citing", "关于开展<防汛>检查的通知", text, &[(Field::PublishedOn, "2021-06-01")])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cited_is_found_in_both_directions() {
    let test = TestApp::with(&[rule(), notice(), citing()]).await;
    let answer = ok(&test, "/articles/citing/citations").await;
    let told: Vec<(&str, &str, Option<&str>)> = answer["cites"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cited| (cited["text"].as_str().unwrap(), cited["by"].as_str().unwrap(), cited["article"]["id"].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("《青岑县防汛条例》", "title", Some("rule")),
            ("青政办发[2021]8号", "number", Some("notice")),
            ("《关于印发〈泊云县水库管理办法〉的通知》", "title", None),
            ("石政发〔2019〕77号", "number", None),
        ]
    );
    // Each place is where the name stands in the text as published.
    let text = citing().paragraphs;
    for cited in answer["cites"].as_array().unwrap() {
        for place in cited["places"].as_array().unwrap() {
            let number = place["paragraph"].as_u64().unwrap() as usize;
            let at = |end: usize| place["range"][end].as_u64().unwrap() as usize;
            let standing: String = text[number].chars().take(at(1)).skip(at(0)).collect();
            assert_eq!(standing, cited["text"].as_str().unwrap());
            assert_eq!(place["url"], format!("/articles/citing#p{}", number + 1));
        }
    }
    assert_eq!(answer["cites"][0]["places"].as_array().unwrap().len(), 2);
    let back = ok(&test, "/articles/rule/citations").await;
    assert_eq!((&back["cited_by_total"], &back["cited_by"][0]["id"]), (&1.into(), &"citing".into()));
    assert_eq!(ok(&test, "/articles/notice/citations").await["cited_by"][0]["id"], "citing");
    assert_eq!(ok(&test, "/articles/citing").await["citations"]["cites"], answer["cites"], "the article says it, too");
    for bad in ["limit=0", "limit=101", "q=a"] {
        assert_eq!(json(&test, &format!("/articles/rule/citations?{bad}")).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }

    let (_, html) = page(&test, &format!("/articles/citing?q={}", encoded("条例"))).await;
    let link = "<a class=\"cites\" href=\"/articles/rule\">《青岑县防汛<mark id=\"match\">条例</mark>》</a>";
    assert!(html.contains(link), "marks work within links");
    assert!(html.contains("<a class=\"cites\" href=\"/articles/notice\">青政办发[2021]8号</a>"));
    assert!(html.contains("未收录") && html.contains("石政发〔2019〕77号"));
    assert!(html.contains("<mark id=\"match-2\">"));
    let (_, html) = page(&test, "/articles/rule").await;
    assert!(html.contains("关于开展&#60;防汛&#62;检查的通知"), "{html}");
    assert!(html.contains("id=\"cited-by\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn paragraphs_and_clauses_have_addresses() {
    let test = TestApp::with(&[rule()]).await;
    let (_, html) = page(&test, "/articles/rule").await;
    for id in ["p1", "p6", "zhang-2", "tiao-4"] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
    assert!(html.contains("class=\"contents\"") && html.contains("<a href=\"#zhang-2\">第二章 责任</a>"));
    let contents = &ok(&test, "/articles/rule").await["contents"];
    assert_eq!(contents[1]["clauses"][1]["anchor"], "tiao-4");
    // Every link within the page leads somewhere.
    assert!(html.matches("href=\"#").count() > 6, "{html}");
    for (at, _) in html.match_indices("href=\"#") {
        let name = html[at + 7..].split('"').next().unwrap();
        assert!(html.contains(&format!("id=\"{name}\"")), "#{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neighbours_are_those_of_the_column_by_date() {
    let of = |id: &str, day: &str, column: &str, site: &str| {
        let fields = [(Field::PublishedOn, day), (Field::Column, column), (Field::Site, site)];
        article_with(id, &format!("通报{id}"), "春灌。", &fields)
    };
    let test = TestApp::with(&[
        of("a", "2021-01-01", "要闻", "甲网"),
        of("b", "2021-01-02", "要闻", "甲网"),
        of("c", "2021-01-02", "要闻", "甲网"),
        of("d", "2021-01-02", "要闻", "甲网"),
        of("e", "2021-02-01", "要闻", "甲网"),
        of("f", "2021-02-01", "要闻", "甲网"),
        of("x", "2021-01-02", "公告", "甲网"),
        of("y", "2021-01-02", "要闻", "乙网"),
        article("z", "通报z", "春灌。"),
    ])
    .await;
    let mut at = "a".to_owned();
    let mut met = vec![at.clone()];
    while let Some(later) = ok(&test, &format!("/articles/{at}")).await["later"]["id"].as_str() {
        let back = ok(&test, &format!("/articles/{later}")).await["earlier"]["id"].clone();
        assert_eq!(back, at.as_str(), "the way back from {later}");
        at = later.to_owned();
        met.push(at.clone());
        assert!(met.len() < 10, "{met:?}");
    }
    assert_eq!(met, ["a", "b", "c", "d", "e", "f"]);
    for alone in ["x", "z"] {
        let answer = ok(&test, &format!("/articles/{alone}")).await;
        assert!(answer["earlier"].is_null() && answer["later"].is_null(), "{alone}");
    }
    let (_, html) = page(&test, "/articles/b").await;
    assert!(
        html.contains("<a rel=\"prev\" href=\"/articles/a\">")
            && html.contains("<a rel=\"next\" href=\"/articles/c\">")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn likeness_has_its_reasons() {
    let of = |id: &str, text: &str| {
        let fields = [(Field::Authors, "郝青禾"), (Field::Column, "要闻"), (Field::PublishedOn, "2021-01-01")];
        article_with(id, &format!("水库清淤{id}"), text, &fields)
    };
    let other = article("other", "县运动会开幕", "运动会在县体育场举行。");
    let test = TestApp::with(&[of("a", "水库清淤工程启动。"), of("b", "水库清淤工程完工。"), other]).await;
    let related = ok(&test, "/articles/a/related").await;
    let shares = &related["results"][0]["shares"];
    assert_eq!(related["results"][0]["id"], "b");
    assert!(shares["words"].as_array().unwrap().iter().any(|word| word == "清淤"), "{shares}");
    assert_eq!((&shares["people"][0], &shares["column"]), (&"郝青禾".into(), &"要闻".into()));
    let (_, html) = page(&test, "/articles/a").await;
    assert!(html.contains("class=\"reasons\"") && html.contains(&format!("/search?q={}", encoded("清淤"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_that_earlier_imports_kept_as_text_are_nowhere() {
    let mut kept = article("kept", "停水公告", "甲");
    kept.paragraphs = ["因管网检修停水。", "<!-- TABLE -->", "请&lt;!--[if mso]&gt;乙&lt;![endif]--&gt;储水。"]
        .map(str::to_owned)
        .into();
    kept.body_html = Some(
        "<p>因管网检修停水。</p><!-- TABLE --><table><tbody><tr><td>&lt;!--表--&gt;丙</td></tr></tbody></table>".into(),
    );
    let test = TestApp::with(&[kept]).await;
    let (_, html) = page(&test, "/articles/kept").await;
    assert!(!html.contains("TABLE") && !html.contains("!--表") && html.contains("<td>丙</td>"), "{html}");
    let data = ok(&test, "/articles/kept").await;
    assert_eq!(data["paragraphs"], serde_json::json!(["因管网检修停水。", "请储水。"]));
    assert_eq!(ok(&test, "/search?q=TABLE&match=exact").await["total"], 0);
    let (_, html) = page(&test, "/articles/kept/versions/1").await;
    assert!(!html.contains("TABLE") && html.contains("请储水。"));
}
