//! The archive as it stood at a time: `as_of=` over every form of the answer, and the contract of engines about the past.

use std::path::Path;

use axum::http::StatusCode;
use gongbao::app::{App, Rebuild};
use gongbao::model::{
    Article, ArticleId, ArticleKey, AttachedFile, AttachedPage, Attachment, Facet, Field, StoredArticle,
};
use gongbao::search::engine::{EngineQuery, Node, Values};
use gongbao::search::indexer::Indexer;
use gongbao::search::request::Sort;
use gongbao::search::schema::IndexDocument;
use gongbao::store::{Original, Showing};
use jiff::Timestamp;
use serde_json::Value;

use crate::engine::{ask, ask_for, every_engine, sorted_keys, stored, word};
use crate::support::{TestApp, article_with, gongbao, printed, run};
use crate::web::{encoded, json, page, send, text};

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

fn id(text: &str) -> ArticleId {
    ArticleId::new(text).unwrap()
}

fn meeting(hall: &str, source: &str) -> Article {
    let body = format!("会议定于五月八日在{hall}召开。\n请准时参加。");
    article_with(
        "a",
        &format!("关于在{hall}开会的通知"),
        &body,
        &[(Field::Source, source), (Field::PublishedOn, "2024-04-30")],
    )
}

fn levee() -> Article {
    let fields = [(Field::Source, "青岑新闻网"), (Field::PublishedOn, "2024-03-05")];
    article_with("b", "堤防加固开工", "沿河三处堤防开工。", &fields)
}

/// A bulletin that changes, one that is away for ten days, and one that comes later and is withdrawn for good.
async fn archive() -> TestApp {
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

async fn ok(test: &TestApp, path: &str) -> Value {
    let (status, answer) = json(test, path).await;
    assert_eq!(status, StatusCode::OK, "{path} {answer}");
    answer
}

/// The ids and versions of the results, in order.
fn shown(answer: &Value) -> Vec<String> {
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
        for bar in bars.filter(|bar| bar["count"] != 0) {
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
    for link in remedies.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(page(&test, &link.replace("&#38;", "&").replace("&amp;", "&")).await.0, StatusCode::OK, "{link}");
    }
    assert!(remedies.contains("日期放宽到2024年（2 篇）"), "{remedies}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_present_knows_nothing_of_the_past() {
    let test = archive().await;
    let engine = test.app.engine();
    assert_eq!((engine.documents(), engine.past_documents()), (2, 3));
    assert_eq!(engine.entries().unwrap().len(), 2);
    assert_eq!(engine.document_frequency(&word("礼堂")), 0);
    assert_eq!(engine.words(&|word| word == "礼堂").unwrap(), []);
    let counts = test.app.store.counts().await.unwrap();
    assert_eq!((counts.articles, counts.withdrawn, counts.versions), (2, 1, 4));
    let answer = ok(&test, &format!("/search?q={}", encoded("礼堂 准时"))).await;
    assert!(answer["warnings"].to_string().contains("没有一篇公报含有「礼堂」"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuilt_index_has_the_same_past() {
    let test = archive().await;
    let paths = ["2024-05-01", "2024-05-03", "2024-05-15", "2024-06-15"]
        .map(|time| format!("/search?as_of={time}&sort=-date&fields=id,title,shown"));
    let mut before = Vec::new();
    for path in &paths {
        before.push(ok(&test, path).await["results"].clone());
    }
    let Rebuild { engine, mut indexer, .. } = test.app.rebuild(|_| {}).await.unwrap();
    indexer.reach(test.app.store.revision().await.unwrap(), |_| {}).await.unwrap();
    engine.publish().unwrap();
    test.app.engine().refresh().unwrap();
    for (path, before) in paths.iter().zip(before) {
        assert_eq!(ok(&test, path).await["results"], before, "{path}");
    }
}

/// The files of an index but those of the past, from one folder to another.
fn copy_present(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_the_two_commits_nothing_is_there_twice() {
    let test = TestApp::with(&[meeting("县政府礼堂", "青岑新闻网"), levee()]).await;
    let (generation, kept) = (test.app.config.index().join("g000001"), test.app.config.data.join("kept"));
    copy_present(&generation, &kept);
    let between = Timestamp::now();
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    test.add(&[meeting("县体育馆", "青岑发布")]).await;
    test.app.store.withdraw(&[id("b")], Timestamp::now()).await.unwrap();
    test.catch_up().await;
    // The past was committed, the present was not.
    copy_present(&kept, &generation);
    let app = App::open(test.app.config.clone()).await.unwrap();
    assert_eq!((app.engine().documents(), app.engine().past_documents()), (2, 2));
    let as_of = between.as_millisecond();
    let then = |app: &App| ask(&*app.engine(), Node::All, |query| query.as_of = Some(as_of));
    let answer = then(&app);
    assert_eq!((answer.total, answer.hits.len()), (2, 2), "what the past says of later is not believed yet");
    let mut indexer = app.indexer(Indexer::PROMPT);
    indexer.reach(app.store.revision().await.unwrap(), |_| {}).await.unwrap();
    assert_eq!((app.engine().documents(), app.engine().past_documents()), (1, 2));
    assert_eq!(then(&app).total, 2);
    assert_eq!(then(&app).hits.iter().map(|hit| hit.version).collect::<Vec<_>>(), [Some(1), Some(1)]);
}

#[test]
fn check_compares_the_past_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("a.jsonl"));
    for body in ["第一版。", "第二版。", "第三版。"] {
        let line = serde_json::json!({ "id": "v", "title": "通告", "body": body });
        std::fs::write(&file, format!("{line}\n")).unwrap();
        let import = run(gongbao(&data).arg("import").arg(&file));
        assert_eq!(import.status.code(), Some(0), "{}", printed(&import));
    }
    let check = run(gongbao(&data).arg("check"));
    assert!(check.status.success() && printed(&check).contains("一致：1 篇"), "{}", printed(&check));
    std::fs::write(&file, "").unwrap();
    // A past that is empty, as if it had been lost.
    let past = data.join("index/g000001/past");
    let meta: Value = serde_json::from_slice(&std::fs::read(past.join("meta.json")).unwrap()).unwrap();
    let emptied = serde_json::json!({ "segments": [], "schema": meta["schema"], "index_settings": meta["index_settings"], "opstamp": 0 });
    std::fs::write(past.join("meta.json"), emptied.to_string()).unwrap();
    let check = run(gongbao(&data).arg("check"));
    assert!(
        !check.status.success() && printed(&check).contains("不再显示的版本，索引中有 0 个，数据库有 2 个"),
        "{}",
        printed(&check)
    );
    let reindex = run(gongbao(&data).arg("reindex"));
    assert!(reindex.status.success(), "{}", printed(&reindex));
    assert!(run(gongbao(&data).arg("check")).status.success());
}

/// A version of an article that was shown in this time.
fn showing(mut stored: StoredArticle, version: u32, (from, until): (i64, i64), ended: i64) -> Showing {
    let moment = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap();
    (stored.version, stored.shown_from) = (version, moment(from));
    Showing { stored, until: moment(until), ended }
}

#[test]
fn engines_keep_the_past_apart() {
    every_engine(|open| {
        let engine = open();
        let with = |key: i64, title: &str, date: &str, source: &str| {
            stored(
                key,
                article_with(&format!("n{key}"), title, "防汛", &[(Field::PublishedOn, date), (Field::Source, source)]),
            )
        };
        let mut one = with(1, "现在的题目", "2024-02-01", "甲");
        (one.version, one.shown_from) = (3, Timestamp::from_millisecond(300).unwrap());
        let two = with(2, "一直都在", "2024-03-01", "甲");
        let was = |title: &str, source: &str| with(1, title, "2024-01-01", source);
        let past =
            [showing(was("原先的题目", "乙"), 1, (100, 200), 5), showing(was("后来的题目", "甲"), 2, (200, 250), 6)];
        let put = |past: &[Showing]| {
            let mut writer = engine.writer().unwrap().expect("nobody else writes");
            for stored in [&one, &two] {
                writer.remove(stored.key).unwrap();
                writer.add(&IndexDocument::of(stored)).unwrap();
            }
            writer.put_past(ArticleKey(1), &past.iter().map(IndexDocument::of_showing).collect::<Vec<_>>()).unwrap();
            writer.commit(6).unwrap();
            drop(writer);
            engine.refresh().unwrap();
        };
        put(&past[..1]);
        // Putting it again puts it in the place of what is there.
        put(&past);
        assert_eq!((engine.documents(), engine.past_documents()), (2, 2));
        let found = |condition: Node, as_of: Option<i64>| {
            let answer = ask(&*engine, condition, |query| query.as_of = as_of);
            assert_eq!(answer.total, answer.hits.len());
            let mut hits: Vec<_> = answer.hits.iter().map(|hit| (hit.key.0, hit.version)).collect();
            hits.sort_unstable();
            hits
        };
        let (v1, v2, v3, second) = ((1, Some(1)), (1, Some(2)), (1, Some(3)), (2, Some(1)));
        assert_eq!(found(Node::All, None), [(1, None), (2, None)]);
        for (time, expected) in
            [(99, vec![second]), (100, vec![v1, second]), (199, vec![v1, second]), (200, vec![v2, second])]
        {
            assert_eq!(found(Node::All, Some(time)), expected, "{time}");
            assert_eq!(found(word("防汛"), Some(time)), expected, "{time}");
        }
        assert_eq!(found(Node::All, Some(250)), [second]);
        assert_eq!(found(Node::All, Some(300)), [v3, second]);
        assert_eq!(found(word("原先"), Some(150)), [v1]);
        assert_eq!(found(word("原先"), Some(220)), []);
        assert_eq!(found(word("原先"), None), []);

        let source = Facet::named("source").unwrap();
        let counts = |as_of: Option<i64>, values: usize| {
            let change = |query: &mut EngineQuery| {
                (query.as_of, query.facets, query.facet_values, query.months) = (as_of, vec![source], values, true);
            };
            let answer = ask(&*engine, Node::All, change);
            let facet = &answer.facets[0];
            (facet.values.clone(), facet.distinct, answer.months.months.len())
        };
        let of = |value: &str, count: usize| (value.to_owned(), count);
        assert_eq!(counts(Some(150), 9), (vec![of("乙", 1), of("甲", 1)], 2, 2));
        assert_eq!(counts(Some(150), 1), (vec![of("乙", 1)], 2, 2));
        assert_eq!(counts(Some(220), 9), (vec![of("甲", 2)], 1, 2));
        assert_eq!(counts(None, 9), (vec![of("甲", 2)], 1, 2));
        let known = |past| engine.facet_values(source, Values::Equal(&["乙"]), past, 9).unwrap();
        assert_eq!((known(false).len(), known(true).len()), (0, 1));
        let mut query = ask_for(Node::All);
        (query.as_of, query.sort) = (Some(150), Sort::Newest);
        let january = engine.day_counts(&query).unwrap();
        assert_eq!(january.days.iter().map(|(_, count)| count).sum::<usize>(), 2);
        assert!(january.days.iter().any(|(day, _)| *day == 19_723), "{january:?}");
        let first = engine.search(&EngineQuery { limit: 1, ..query.clone() }).unwrap();
        assert_eq!((first.total, first.hits[0].key.0), (2, 2));
        let after = Some(first.hits[0].position());
        let rest = engine.search(&EngineQuery { after, ..query }).unwrap();
        assert_eq!((rest.total, sorted_keys(&rest)), (2, vec![1]));
        let mut query = ask_for(word("原先"));
        assert_eq!(engine.explain(&query, ArticleKey(1)).unwrap(), None);
        query.as_of = Some(150);
        let explanation = engine.explain(&query, ArticleKey(1)).unwrap().unwrap();
        let hit = &engine.search(&query).unwrap().hits[0];
        assert!((explanation.score - hit.score).abs() < 1e-3, "{explanation:?} {hit:?}");
        // Opened again it is the same.
        drop(engine.writer().unwrap());
        assert_eq!(open().past_documents(), 2);
    });
}
