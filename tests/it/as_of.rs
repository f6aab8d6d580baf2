//! The archive as it stood at a time: `as_of=` in every form of the answer. What the index keeps for it is in
//! [`past`](crate::past).

use axum::http::StatusCode;
use gongbao::model::{Article, ArticleId, AttachedFile, AttachedPage, Attachment, Field};
use gongbao::store::Original;
use jiff::Timestamp;
use serde_json::Value;

use crate::support::{TestApp, article_with, encoded, json, ok, page, send, text};

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

pub fn id(text: &str) -> ArticleId {
    ArticleId::new(text).unwrap()
}

pub fn meeting(hall: &str, source: &str) -> Article {
    let body = format!("会议定于五月八日在{hall}召开。\n请准时参加。");
    article_with(
        "a",
        &format!("关于在{hall}开会的通知"),
        &body,
        &[(Field::Source, source), (Field::PublishedOn, "2024-04-30")],
    )
}

pub fn levee() -> Article {
    let fields = [(Field::Source, "青岑新闻网"), (Field::PublishedOn, "2024-03-05")];
    article_with("b", "堤防加固开工", "沿河三处堤防开工。", &fields)
}

/// A bulletin that changes, one that is away for ten days, and one that comes later and is withdrawn for good.
pub async fn archive() -> TestApp {
    let test = TestApp::empty().await;
    let store = &test.app.store;
    store.upsert(&[meeting("县政府礼堂", "青岑新闻网"), levee()], at("2024-05-01T02:00:00Z")).await.unwrap();
    // Half an hour into the third of May, in China.
    store.upsert(&[meeting("县体育馆", "青岑发布")], at("2024-05-02T16:30:00Z")).await.unwrap();
    store.withdraw(&[id("b")], at("2024-05-10T00:00:00Z")).await.unwrap();
    test.catch_up().await;
    store.upsert(&[levee()], at("2024-05-20T00:00:00Z")).await.unwrap();
    let later = article_with("c", "渡口停航", "因洪水停航。", &[(Field::PublishedOn, "2024-06")]);
    store.upsert(&[later], at("2024-06-01T00:00:00Z")).await.unwrap();
    store.withdraw(&[id("c")], at("2024-07-01T00:00:00Z")).await.unwrap();
    test.catch_up().await;
    test
}

/// The ids and versions of the results, in order.
pub fn shown(answer: &Value) -> Vec<String> {
    let one = |result: &Value| format!("{}{}", result["id"].as_str().unwrap(), result["shown"]["version"]);
    answer["results"].as_array().unwrap().iter().map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_is_as_it_was() {
    let test = archive().await;
    for (time, expected) in [
        ("2023", vec![]),
        ("2024-04", vec![]),
        ("2024-04-30", vec![]),
        ("2024-05-01T01:59:59.999Z", vec![]),
        ("2024-05-01T10:00:00%2B08:00", vec!["a1", "b1"]),
        ("2024-05-01", vec!["a1", "b1"]),
        ("2024-05-02", vec!["a1", "b1"]),
        ("2024-05-02T16:29:59Z", vec!["a1", "b1"]),
        ("2024-05-02T16:30:00Z", vec!["a2", "b1"]),
        ("2024-05-03", vec!["a2", "b1"]),
        ("2024-05-09", vec!["a2", "b1"]),
        ("2024-05-10", vec!["a2"]),
        ("2024-05-20T07:59:59%2B08:00", vec!["a2"]),
        ("2024-05", vec!["a2", "b1"]),
        ("2024-06", vec!["c1", "a2", "b1"]),
        ("2024-06-30", vec!["c1", "a2", "b1"]),
        ("2024-07", vec!["a2", "b1"]),
        ("2024", vec!["a2", "b1"]),
    ] {
        for query in [String::new(), format!("q={}&", encoded("开 OR 停航"))] {
            let answer = ok(&test, &format!("/search?{query}sort=-date&as_of={time}")).await;
            assert_eq!(shown(&answer), expected, "{time} {query}");
            assert_eq!(answer["total"], expected.len(), "{time} {query}");
            assert!(time.starts_with(answer["as_of"].as_str().unwrap().get(..4).unwrap()), "{answer}");
        }
    }
    let now = ok(&test, "/search?sort=-date&as_of=").await;
    assert_eq!((&now["as_of"], shown(&now)), (&Value::Null, vec!["anull".to_owned(), "bnull".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_marks_and_links_are_those_of_the_version() {
    let test = archive().await;
    let hall = encoded("县政府礼堂");
    assert_eq!(ok(&test, &format!("/search?q={hall}&match=exact")).await["total"], 0);
    assert_eq!(ok(&test, &format!("/search?q={hall}&match=exact&as_of=2024-05-03")).await["total"], 0);
    let answer = ok(&test, &format!("/search?q={hall}&as_of=2024-05-02&explain=1")).await;
    assert_eq!(answer["total"], 1);
    let result = &answer["results"][0];
    assert_eq!(result["title"], "关于在县政府礼堂开会的通知");
    assert_eq!(result["source"], "青岑新闻网");
    assert_eq!(result["highlights"]["body"]["html"], "会议定于五月八日在<mark>县政府礼堂</mark>召开。");
    assert_eq!(result["shown"], serde_json::json!({ "version": 1, "versions": 2, "current": false }));
    let score = result["score"].as_f64().unwrap();
    let explained = result["explanation"]["score"].as_f64().unwrap();
    assert!((score - explained).abs() < 1e-3 * score, "{score} {explained}");
    let address = result["links"]["self"].as_str().unwrap();
    assert_eq!(address, "/articles/a/versions/1");
    assert_eq!(ok(&test, address).await["article"]["title"], "关于在县政府礼堂开会的通知");

    // What returned unchanged is what is shown now.
    let levee =
        &ok(&test, "/search?as_of=2024-05-02&source=%E9%9D%92%E5%B2%91%E6%96%B0%E9%97%BB%E7%BD%91&sort=date").await;
    assert_eq!(shown(levee), ["b1", "a1"]);
    assert_eq!(levee["results"][0]["links"]["self"], "/articles/b");
    // What was withdrawn since is not.
    let ferry = &ok(&test, &format!("/search?as_of=2024-06-15&q={}", encoded("停航"))).await["results"][0];
    assert_eq!(ferry["links"]["self"], "/articles/c/versions/1");
    assert_eq!(ferry["shown"]["current"], false);

    // A question is put in order by the texts of then.
    let question = encoded("会议在县政府礼堂什么时候召开，请问要不要准时参加");
    let answer = ok(&test, &format!("/search?q={question}&as_of=2024-05-02")).await;
    assert_eq!(shown(&answer)[0], "a1");
    assert!(!answer["results"][0]["missing"].to_string().contains("礼堂"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_those_of_the_time() {
    let test = archive().await;
    let counts = |answer: &Value, facet: &str| {
        let values = answer["facets"][facet]["values"].as_array().unwrap().iter();
        let values: Vec<String> = values
            .filter(|value| value["count"] != 0)
            .map(|value| format!("{}{}", value["value"].as_str().unwrap(), value["count"]))
            .collect();
        (values.join(" "), answer["facets"][facet]["missing"]["count"].as_u64().unwrap())
    };
    for (time, sources, none) in [
        ("2024-05-02", "青岑新闻网2", 0),
        ("2024-05-03", "青岑发布1 青岑新闻网1", 0),
        ("2024-05-15", "青岑发布1", 0),
        ("2024-06-15", "青岑发布1 青岑新闻网1", 1),
    ] {
        let path = format!("/search?as_of={time}&facets=source,year&histogram=month");
        let answer = ok(&test, &path).await;
        assert_eq!(counts(&answer, "source"), (sources.to_owned(), none), "{time}");
        let total = answer["total"].as_u64().unwrap();
        assert_eq!(counts(&answer, "year").0, format!("2024{total}"), "{time}");
        assert_eq!(answer["histogram"]["dated"], total, "{time}");
        let chosen = format!("{path}&source={}", encoded("青岑发布"));
        assert_eq!(counts(&ok(&test, &chosen).await, "source").0, sources, "{time}: its own filter does not narrow");
        let bars =
            answer["histogram"]["rows"].as_array().unwrap().iter().flat_map(|row| row["bars"].as_array().unwrap());
        let bars: Vec<&Value> = bars.filter(|bar| bar["count"] != 0).collect();
        assert!(!bars.is_empty(), "{time}");
        for bar in bars {
            let within = ok(&test, bar["url"].as_str().unwrap()).await;
            assert_eq!((&within["total"], &within["as_of"]), (&bar["count"], &Value::from(time)));
        }
    }
    let facet = ok(&test, "/facets/source?as_of=2024-05-02").await;
    assert_eq!(facet["values"].as_array().unwrap().len(), 1, "{facet}");
    // A value that only an earlier version has is known where the past is searched, and there alone.
    let query = encoded("来源:青岑新闻网 礼堂");
    let then = ok(&test, &format!("/search?as_of=2024-05-02&q={query}")).await;
    assert_eq!((shown(&then), &then["warnings"]), (vec!["a1".to_owned()], &serde_json::json!([])));
    let nowhere = ok(&test, &format!("/search?as_of=2024-05-03&q={}", encoded("礼堂 准时"))).await;
    assert!(nowhere["warnings"].to_string().contains("没有一篇公报含有「礼堂」"), "{nowhere}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_and_every_walk_knows_the_time() {
    let test = archive().await;
    let body = async |path: &str| text(send(&test, "GET", path, &[]).await).await;
    let csv = body("/search?as_of=2024-05-02&sort=-date&format=csv&fields=title,version,links").await;
    assert_eq!(
        csv.lines().collect::<Vec<_>>()[1..],
        ["关于在县政府礼堂开会的通知,1,/articles/a/versions/1", "堤防加固开工,1,/articles/b"]
    );
    let lines = body("/search?as_of=2024-06-15&sort=-date&format=ndjson&highlight=off").await;
    let ids: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["links"]["self"].clone()).collect();
    assert_eq!(ids, ["/articles/c/versions/1", "/articles/a", "/articles/b"]);
    for form in ["atom", "jsonfeed"] {
        let feed = body(&format!("/search?as_of=2024-05-02&format={form}")).await;
        assert!(feed.contains("/articles/a/versions/1\"") && feed.contains("在县政府礼堂召开"), "{feed}");
        assert!(feed.contains("截至 2024-05-02 的存档") && !feed.contains("体育馆"), "{feed}");
    }
    for form in ["ris", "bibtex", "gbt7714"] {
        let references = body(&format!("/search?as_of=2024-05-02&format={form}")).await;
        assert!(references.contains("县政府礼堂") && references.contains("/articles/a/versions/1"), "{references}");
    }
    let query = encoded("开");
    for (order, time, expected) in [
        ("sort=-date", "2024-06-15", ["c1", "a2", "b1"].as_slice()),
        ("sort=date", "2024-05-02", &["b1", "a1"]),
        (&format!("q={query}"), "2024-05-02", &["a1", "b1"]),
    ] {
        let mut next = format!("/search?{order}&as_of={time}&per_page=1&cursor=*");
        let mut met = Vec::new();
        loop {
            let answer = ok(&test, &next).await;
            assert_eq!(answer["total"], expected.len(), "{next}");
            met.extend(shown(&answer));
            let Some(url) = answer["next"].as_str() else { break };
            next = url.to_owned();
            assert!(met.len() < 9 && next.contains(&format!("as_of={time}")), "{next}");
        }
        if order.starts_with('q') {
            met.sort();
        }
        assert_eq!(met, expected, "{order} {time}");
    }
    let begun = ok(&test, "/search?sort=-date&as_of=2024-06-15&per_page=1&cursor=*").await;
    let other = begun["next"].as_str().unwrap().replace("2024-06-15", "2024-06-16");
    assert_eq!(json(&test, &other).await.0, StatusCode::BAD_REQUEST, "a cursor is of its own time");

    let (_, html) = page(&test, &format!("/search?q={query}&as_of=2024-05-02")).await;
    assert!(html.contains("截至 2024年5月2日 的存档"), "{html}");
    assert!(html.contains(&format!("href=\"/search?q={query}\"")), "what removes it");
    assert!(html.contains("href=\"/articles/a/versions/1\"") && html.contains("当时是第 1 版"));
    assert!(html.contains("name=\"as_of\" value=\"2024-05-02\""), "a new query stays at that time");
    assert!(!html.contains("已撤回"));
    let (_, html) = page(&test, &format!("/search?q={}&as_of=2024-06-15", encoded("停航"))).await;
    assert!(html.contains("href=\"/articles/c/versions/1\"") && !html.contains("已撤回"), "it was not withdrawn then");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_those_of_the_version() {
    let test = TestApp::empty().await;
    let with_list = |text: &str| {
        let original = Original::of(text.as_bytes().to_vec());
        let page = AttachedPage { paragraphs: vec![text.to_owned()], ..AttachedPage::default() };
        let file = AttachedFile {
            name: "名单.txt".into(),
            bytes: text.len() as u64,
            hash: original.hash.clone(),
            pages: vec![page],
            ..AttachedFile::default()
        };
        let attachment = Attachment { title: "名单".into(), url: String::new(), media_type: None, file: Some(file) };
        let mut article = article_with("l", "代表名单公布", "名单见附件。", &[]);
        article.attachments.push(attachment);
        (original, article)
    };
    for (time, text) in [("2024-05-01T00:00:00Z", "沈漱为代表。"), ("2024-05-09T00:00:00Z", "顾棹为代表。")]
    {
        let (original, article) = with_list(text);
        test.app.store.keep(&[original]).await.unwrap();
        test.app.store.upsert(&[article], at(time)).await.unwrap();
    }
    test.catch_up().await;
    let path = format!("/search?as_of=2024-05-02&q={}", encoded("沈漱"));
    let result = &ok(&test, &path).await["results"][0];
    let place = &result["highlights"]["attachment"];
    assert_eq!(place["url"], "/articles/l/attachments/1?version=1");
    assert_eq!(text(send(&test, "GET", "/articles/l/attachments/1?version=1", &[]).await).await, "沈漱为代表。");
    assert_eq!(text(send(&test, "GET", "/articles/l/attachments/1", &[]).await).await, "顾棹为代表。");
    let (_, html) = page(&test, &path).await;
    assert!(html.contains("href=\"/articles/l/attachments/1?version=1\""), "{html}");
    for (version, status) in [("3", 404), ("0", 400), ("x", 400)] {
        let address = format!("/articles/l/attachments/1?version={version}");
        assert_eq!(json(&test, &address).await.0, status, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_that_cannot_be_are_refused_and_those_to_come_are_now() {
    let test = archive().await;
    for bad in [
        "yesterday",
        "2024-13",
        "2024-05-32",
        "2024-05-01T08:00:00",
        "2024-05-01T08:00:00+08:00",
        "2024-05-01T25:00:00Z",
        "20240501",
    ] {
        let (status, problem) = json(&test, &format!("/search?as_of={bad}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{bad}");
        assert_eq!(
            (&problem["parameter"], &problem["example"]),
            (&"as_of".into(), &"as_of=2024-05-01".into()),
            "{bad}"
        );
    }
    let (status, problem) = json(&test, "/search?as_of=2024&collapse=reprints").await;
    assert_eq!((status, &problem["parameter"]), (StatusCode::BAD_REQUEST, &"collapse".into()));
    assert_eq!(json(&test, "/trends?as_of=2024").await.0, StatusCode::BAD_REQUEST);
    let future = ok(&test, "/search?as_of=2999&sort=-date").await;
    assert_eq!(shown(&future), ["a2", "b1"]);
    assert!(future["warnings"][0].as_str().unwrap().contains("还没有到"), "{future}");
    let today = jiff::tz::Offset::constant(8).to_datetime(Timestamp::now()).date();
    assert_eq!(ok(&test, &format!("/search?as_of={today}")).await["warnings"], serde_json::json!([]));
    let early = ok(&test, "/search?as_of=2023").await;
    let remedy = early["remedies"].as_array().unwrap().iter().find(|of| of["label"] == "检索现在的存档").unwrap();
    assert_eq!((&remedy["total"], &remedy["url"]), (&2.into(), &"/search".into()));
    let (_, html) = page(&test, "/search?as_of=2023").await;
    assert!(html.contains("那时存档里还没有公报") && html.contains("检索现在的存档"));
    let (_, html) = page(&test, "/search?as_of=2024-05-02&from=2024-04-01&to=2024-04-02").await;
    let remedies = html.split("<ul class=\"remedies\">").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(remedies.matches("<a href=\"").count() > 1, "{remedies}");
    for link in remedies.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(page(&test, &link.replace("&#38;", "&").replace("&amp;", "&")).await.0, StatusCode::OK, "{link}");
    }
    assert!(remedies.contains("日期放宽到2024年（2 篇）"), "{remedies}");
}
