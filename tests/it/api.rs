//! The contract of the API: every format read by a parser of its own, walks that neither miss nor repeat while the
//! archive changes, lookups, changes, entity tags, and what refuses.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use gongbao::app::App;
use gongbao::model::{ArticleId, FACETS, Field};
use gongbao::search::indexer::Indexer;
use jiff::Timestamp;
use serde_json::Value;

use crate::support::{TestApp, article, article_with};
use crate::web::{BROWSER, encoded, json, page, send, text};

async fn ok(test: &TestApp, path: &str) -> Value {
    let (status, value) = json(test, path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {value}");
    value
}

async fn body(test: &TestApp, path: &str) -> String {
    let response = send(test, "GET", path, &[]).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    text(response).await
}

fn ids_of(answer: &Value) -> Vec<String> {
    let id = |result: &Value| result["id"].as_str().unwrap().to_owned();
    answer["results"].as_array().unwrap().iter().map(id).collect()
}

/// The ids that a walk meets, in order; `between` happens after every step.
async fn walk(test: &TestApp, path: &str, mut between: impl AsyncFnMut(usize)) -> Vec<String> {
    let mut next = Some(path.to_owned());
    let mut met = Vec::new();
    let mut steps = 0;
    while let Some(path) = next {
        let answer = ok(test, &path).await;
        met.extend(ids_of(&answer));
        next = answer["next"].as_str().map(str::to_owned);
        between(steps).await;
        steps += 1;
        assert!(steps < 500, "a walk ends");
    }
    met
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_meets_every_hit_once_in_every_order() {
    let test = TestApp::with_samples().await;
    for query in ["", "防汛", "疫情防控", "工作", "如何做好防汛工作？", "\"防汛\" 演练"] {
        for sort in ["relevance", "-date", "date"] {
            let search = format!("/search?q={}&sort={sort}", encoded(query));
            let met = walk(&test, &format!("{search}&per_page=7&cursor=*"), async |_| ()).await;
            let all: BTreeSet<_> = met.iter().cloned().collect();
            let paged = ok(&test, &format!("{search}&per_page=100")).await;
            let total = paged["total"].as_u64().unwrap() as usize;
            assert_eq!((met.len(), all.len()), (total, total), "{query} {sort}");
            if sort != "relevance" || !query.contains('？') {
                let shown = ids_of(&paged);
                assert_eq!(met[..shown.len()], shown[..], "{query} {sort}: a walk goes in the order of the pages");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_is_whole_while_bulletins_come_change_and_go() {
    let test = TestApp::with_samples().await;
    let serving = tokio::spawn(test.app.indexer(Indexer::PROMPT).run());
    let other = App::open(test.app.config.clone()).await.unwrap();
    for (round, search) in ["q=%E5%B7%A5%E4%BD%9C", "q=%E5%B7%A5%E4%BD%9C&sort=-date", "sort=date"].iter().enumerate() {
        let before: BTreeSet<String> =
            walk(&test, &format!("/search?{search}&cursor=*&per_page=50"), async |_| ()).await.into_iter().collect();
        let mut gone: BTreeSet<String> = BTreeSet::new();
        let met = walk(&test, &format!("/search?{search}&cursor=*&per_page=5"), async |step| {
            let title = format!("工作 新到 {round} {step}");
            let day = format!("20{:02}-03-0{}", 10 + step % 15, 1 + step % 9);
            let new =
                article_with(&format!("new-{round}-{step}"), &title, "工作工作工作", &[(Field::PublishedOn, &day)]);
            other.store.upsert(&[new], Timestamp::now()).await.unwrap();
            let victim = before.iter().rev().nth(step * 3).filter(|id| !id.starts_with("new")).cloned();
            if let Some(victim) = victim {
                other.store.withdraw(&[ArticleId::new(&victim).unwrap()], Timestamp::now()).await.unwrap();
                gone.insert(victim);
            }
            let revision = other.store.revision().await.unwrap();
            while test.app.search.indexed_revision() < revision {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        })
        .await;
        let mut times: BTreeMap<&String, usize> = BTreeMap::new();
        met.iter().for_each(|id| *times.entry(id).or_default() += 1);
        assert!(times.values().all(|times| *times == 1), "{search}: nothing is met twice");
        let missed: Vec<_> = before.difference(&gone).filter(|id| !times.contains_key(id)).collect();
        assert!(missed.is_empty(), "{search}: {missed:?}");
        assert!(!gone.is_empty() && met.len() > 20, "{search}");
    }
    serving.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_is_good_for_its_own_search_alone() {
    let test = TestApp::with_samples().await;
    let answer = ok(&test, "/search?sort=-date&cursor=*&per_page=5").await;
    let next = answer["next"].as_str().unwrap().to_owned();
    assert_eq!(answer["page"], Value::Null);
    for bad in [
        next.replace("sort=-date", "sort=date"),
        format!("{next}&q=a"),
        format!("{next}0"),
        format!("{next}&page=2"),
        "/search?cursor=".to_owned(),
        "/search?cursor=%00".to_owned(),
        format!("/search?sort=-date&cursor={}", "0".repeat(84)),
    ] {
        let (status, problem) = json(&test, &bad).await;
        assert_eq!((status, &problem["parameter"]), (StatusCode::BAD_REQUEST, &"cursor".into()), "{bad}");
    }
    assert_eq!(json(&test, &next.replace("per_page=5", "per_page=50")).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_state_is_said_to_be_gone() {
    let test = TestApp::with_samples().await;
    let answer = ok(&test, "/search?q=%E5%B7%A5%E4%BD%9C&cursor=*&per_page=5").await;
    let next = answer["next"].as_str().unwrap().to_owned();
    let later = App::open(test.app.config.clone()).await.unwrap();
    let router = gongbao::web::routes::router(std::sync::Arc::new(later));
    let ask = |path: &str| {
        let request = axum::http::Request::builder().uri(path).body(axum::body::Body::empty()).unwrap();
        tower::ServiceExt::oneshot(router.clone(), request)
    };
    assert_eq!(ask(&next).await.unwrap().status(), StatusCode::OK, "another process in the same state goes on");
    test.add(&[article("later", "工作", "工作")]).await;
    assert_eq!(json(&test, &next).await.0, StatusCode::OK, "the state is kept for who walks in it");
    let fresh = TestApp::with(&[article("a", "工作", "甲")]).await;
    let (status, problem) = json(&fresh, &next).await;
    assert_eq!((status, &problem["parameter"]), (StatusCode::GONE, &"cursor".into()), "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_facet_filters_rejects_and_is_missing() {
    let test = TestApp::with_samples().await;
    let all = ok(&test, "/search").await["total"].as_u64().unwrap();
    for facet in FACETS {
        let name = facet.name;
        let counted = ok(&test, &format!("/search?per_page=1&facets={name}:1000")).await;
        let counts = &counted["facets"][name];
        let missing = ok(&test, &format!("/search?missing={name}&facets={name}")).await;
        assert_eq!(missing["total"], counts["missing"]["count"], "{name}");
        assert_eq!(missing["facets"][name]["missing"]["selected"], true, "{name}");
        let Some(value) = counts["values"].get(0) else { continue };
        let (text, count) = (encoded(value["value"].as_str().unwrap()), value["count"].as_u64().unwrap());
        let with = ok(&test, &format!("/search?{name}={text}")).await;
        assert_eq!(with["total"], count, "{name}");
        let without = ok(&test, &format!("/search?not_{name}={text}")).await;
        assert_eq!(without["total"], all - count, "{name}");
        assert_eq!(
            without["facets"].get(name).map(|f| f["values"][0]["count"].clone()),
            with["facets"].get(name).map(|f| f["values"][0]["count"].clone()),
            "{name}: its own filter does not narrow its counts"
        );
        let either = ok(&test, &format!("/search?{name}={text}&missing={name}")).await;
        assert_eq!(either["total"].as_u64().unwrap(), count + missing["total"].as_u64().unwrap(), "{name}");
        let toggled = ok(&test, value["url"].as_str().unwrap()).await;
        assert_eq!(toggled["total"], count, "{name}");
        let url = counts["missing"]["url"].as_str().unwrap();
        assert_eq!(ok(&test, url).await["total"], missing["total"], "{name}");
    }
    let (_, html) = page(&test, "/search?not_source=%E7%94%B2&missing=editor").await;
    assert!(html.contains("来源：不是 甲") && html.contains("编辑：未标明"));
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_and_ndjson_hold_every_hit() {
    let test = TestApp::with_samples().await;
    let total = ok(&test, "/search?q=%E5%B7%A5%E4%BD%9C").await["total"].as_u64().unwrap() as usize;
    let table = body(&test, "/search?q=%E5%B7%A5%E4%BD%9C&format=csv").await;
    let table = table.strip_prefix('\u{FEFF}').expect("a spreadsheet is told that it is UTF-8");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let columns = reader.headers().unwrap().clone();
    assert!(["id", "title", "url", "published_on", "authors"].iter().all(|name| columns.iter().any(|c| c == *name)));
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), total);
    let lines = body(&test, "/search?q=%E5%B7%A5%E4%BD%9C&format=ndjson").await;
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), total);
    assert!(lines.iter().zip(&rows).all(|(line, row)| line["id"] == row[0]));
    assert!(lines[0]["highlights"]["body"]["html"].as_str().unwrap().contains("<mark>"));
    let some = body(&test, "/search?format=csv&fields=title,paragraphs,version&source=").await;
    let mut reader = csv::Reader::from_reader(some.trim_start_matches('\u{FEFF}').as_bytes());
    assert_eq!(reader.headers().unwrap(), ["title", "paragraphs", "version"].as_slice());
    assert!(reader.records().all(|row| row.unwrap().iter().all(|cell| !cell.is_empty())));
    for refused in ["/search?format=csv&page=2", "/search?format=ndjson&per_page=5"] {
        assert_eq!(json(&test, refused).await.0, StatusCode::BAD_REQUEST, "{refused}");
    }
    // What compresses a stream asks once more after its end.
    for path in
        ["/search?format=ndjson", "/search?format=csv", "/changes?format=ndjson", "/changes?format=ndjson&limit=1"]
    {
        let packed = send(&test, "GET", path, &[("accept-encoding", "gzip")]).await;
        assert_eq!(packed.headers()["content-encoding"], "gzip", "{path}");
        let packed = axum::body::to_bytes(packed.into_body(), 8 << 20).await.unwrap();
        let mut unpacked = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&packed[..]), &mut unpacked).unwrap();
        assert_eq!(unpacked, body(&test, path).await, "{path}");
    }
    let head = send(&test, "HEAD", "/search?format=csv", &[]).await;
    assert_eq!((head.status(), text(head).await.as_str()), (StatusCode::OK, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_cell_is_a_formula() {
    let evil = "=HYPERLINK(\"http://x\",\"甲\")";
    let fields = [(Field::Source, "@SUM(1)"), (Field::Column, "+1+cmd|' /C calc'!A0"), (Field::Editor, "-2-3")];
    let mut articles = vec![article_with("e", evil, "\t=1\n正文", &fields)];
    articles.push(article("=1", "＝1＋1", "甲"));
    let test = TestApp::with(&articles).await;
    let table = body(&test, "/search?format=csv&fields=id,title,source,column,editor,paragraphs").await;
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{FEFF}').as_bytes());
    let mut cells = 0;
    for row in reader.records().map(Result::unwrap) {
        for cell in row.iter() {
            cells += 1;
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{cell}");
        }
    }
    assert_eq!(cells, 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_are_feeds_and_their_ids_stay() {
    let test = TestApp::with_samples().await;
    let mut ids: Vec<BTreeSet<String>> = Vec::new();
    for (format, media_type) in [("atom", "application/atom+xml"), ("jsonfeed", "application/feed+json")] {
        let path = format!("/search?q=%E9%98%B2%E6%B1%9B&format={format}");
        let response = send(&test, "GET", &path, &[("host", "gongbao.example")]).await;
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with(media_type));
        let said = text(response).await;
        let feed = feed_rs::parser::parse(said.as_bytes()).expect(&said);
        assert!(!feed.entries.is_empty() && feed.entries.len() <= 50);
        let days: Vec<_> = feed.entries.iter().filter_map(|entry| entry.published).collect();
        assert!(days.is_sorted_by(|a, b| a >= b), "the newest first, unasked");
        for entry in &feed.entries {
            assert!(entry.title.is_some() && entry.updated.is_some() && entry.content.is_some());
            assert!(entry.links.iter().any(|link| link.href.starts_with("http://gongbao.example/articles/")));
        }
        ids.push(feed.entries.into_iter().map(|entry| entry.id).collect());
        let evil = send(&test, "GET", &path, &[("host", "\"><x>")]).await;
        assert!(!text(evil).await.contains("<x>"));
    }
    assert_eq!(ids[0], ids[1], "an entry is the same in every feed");
    let by_date = body(&test, "/search?sort=-date&format=atom&q=%E9%98%B2%E6%B1%9B&per_page=5").await;
    let feed = feed_rs::parser::parse(by_date.as_bytes()).unwrap();
    assert!(feed.entries.iter().all(|entry| ids[0].contains(&entry.id)), "whatever search it comes by");
    let negotiated = send(&test, "GET", "/search", &[("accept", "application/atom+xml")]).await;
    assert!(negotiated.headers()["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
    let (_, html) = page(&test, "/search?q=%E9%98%B2%E6%B1%9B").await;
    assert!(html.contains("rel=\"alternate\" type=\"application/atom+xml\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_stays_text_in_every_format() {
    let evil = "]]><b>&\"'{}\\%$#_^~\u{1}\u{b}TY  - X";
    let fields = [(Field::Source, evil), (Field::Authors, evil), (Field::Keywords, evil)];
    let test = TestApp::with(&[article_with("x{}\\", evil, evil, &fields)]).await;
    let atom = body(&test, "/search?format=atom").await;
    assert_eq!(feed_rs::parser::parse(atom.as_bytes()).expect(&atom).entries.len(), 1);
    let jsonfeed = body(&test, "/search?format=jsonfeed").await;
    assert_eq!(feed_rs::parser::parse(jsonfeed.as_bytes()).unwrap().entries.len(), 1);
    let ris = body(&test, "/search?format=ris").await;
    assert_eq!(
        (ris.matches("\nER  - ").count(), ris.lines().filter(|line| line.starts_with("TY  - ")).count()),
        (1, 1)
    );
    let bibtex = body(&test, "/search?format=bibtex").await;
    let mut depth = 0;
    let mut escaped = false;
    for c in bibtex.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        assert!(depth >= 0, "{bibtex}");
    }
    assert_eq!((depth, bibtex.matches('@').count()), (0, 1), "{bibtex}");
}

#[tokio::test(flavor = "multi_thread")]
async fn references_are_written_as_their_standards_have_it() {
    let fields = [
        (Field::DocumentNumber, "青政办发[2021]8号"),
        (Field::Issuers, "青岑县人民政府办公室"),
        (Field::PublishedOn, "2021-03-04"),
        (Field::Source, "青岑县人民政府网"),
        (Field::Url, "https://qingcen.example/1.html"),
        (Field::Language, "zh-Hans"),
    ];
    let test = TestApp::with(&[article_with("qc-1", "关于印发防汛预案的通知", "各乡镇：", &fields)]).await;
    let reference = body(&test, "/articles/qc-1?format=gbt7714").await;
    let (before, after) = reference.trim_end().split_once("(2021-03-04)[").expect(&reference);
    assert_eq!(
        before,
        "青岑县人民政府办公室. 关于印发防汛预案的通知: 青政办发〔2021〕8号[EB/OL]. 青岑县人民政府网, 2021"
    );
    assert!(after.ends_with("]. https://qingcen.example/1.html."), "{after}");
    let ris = body(&test, "/articles/qc-1?format=ris").await;
    for line in ["TY  - GOVDOC", "TI  - 关于印发防汛预案的通知", "DA  - 2021/03/04/", "M1  - 青政办发〔2021〕8号"]
    {
        assert!(ris.lines().any(|own| own == line), "{line} in {ris}");
    }
    let bibtex = body(&test, "/articles/qc-1?format=bibtex").await;
    assert!(bibtex.starts_with("@misc{qc-1,") && bibtex.contains("author = {{青岑县人民政府办公室}}"), "{bibtex}");
    assert_eq!(json(&test, "/articles/qc-1?format=csv").await.0, StatusCode::BAD_REQUEST);

    for writing in
        ["青政办发〔2021〕8号", "青政办发[2021]8号", "青政办发 2021 8", "青政办发（2021）第8号", "青政辦發〔2021〕8號"]
    {
        let path = format!("/document-numbers/{}?format=json", encoded(writing));
        let response = send(&test, "GET", &path, &[]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{writing}");
        assert_eq!(response.headers()["location"], "/articles/qc-1?format=json", "{writing}");
    }
    for nobodys in ["青政办发〔2021〕9号", "青政", "%FF", "a%2Fb"] {
        assert_eq!(json(&test, &format!("/document-numbers/{nobodys}")).await.0, StatusCode::NOT_FOUND, "{nobodys}");
    }
    test.add(&[article_with("qc-2", "转发", "转发", &fields[..1])]).await;
    let response = send(&test, "GET", &format!("/document-numbers/{}", encoded("青政办发〔2021〕8号")), &[]).await;
    let both = ok(&test, response.headers()["location"].to_str().unwrap()).await;
    assert_eq!(both["total"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_enough_to_mirror_the_archive() {
    let test = TestApp::with_samples().await;
    let mut mirror: BTreeMap<String, Value> = BTreeMap::new();
    let mut since = 0;
    for round in 0..3 {
        loop {
            let answer = ok(&test, &format!("/changes?since={since}&limit=40")).await;
            take(&mut mirror, answer["changes"].as_array().unwrap());
            since = answer["revision"].as_i64().unwrap();
            if answer["more"] == false {
                break;
            }
        }
        let streamed = body(&test, "/changes?since=0&format=ndjson").await;
        let mut whole: BTreeMap<String, Value> = BTreeMap::new();
        let lines: Vec<Value> = streamed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        take(&mut whole, &lines);
        assert_eq!(mirror, whole, "{round}");
        let counts = test.app.store.counts().await.unwrap();
        assert_eq!(mirror.len() as u64, counts.articles);
        let victim = mirror.keys().next().unwrap().clone();
        test.app.store.withdraw(&[ArticleId::new(&victim).unwrap()], Timestamp::now()).await.unwrap();
        test.add(&[article(&format!("new{round}"), "新", "新"), article("new0", "新", &round.to_string())]).await;
    }
    for bad in ["since=-1", "since=x", "since=", "limit=0", "limit=501", "since=1&since=2", "q=a"] {
        assert_eq!(json(&test, &format!("/changes?{bad}")).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
    assert_eq!(ok(&test, "/changes?since=999999999999999999").await["changes"], Value::Array(Vec::new()));
}

fn take(mirror: &mut BTreeMap<String, Value>, changes: &[Value]) {
    for change in changes {
        let id = change["id"].as_str().unwrap().to_owned();
        match change["change"].as_str().unwrap() {
            "withdrawn" => drop(mirror.remove(&id)),
            _ => drop(mirror.insert(id, change["article"].clone())),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bulletins_are_had_by_ids_versions_and_likeness() {
    let test = TestApp::with_samples().await;
    let two = ids_of(&ok(&test, "/search?per_page=2").await);
    let answer = ok(&test, &format!("/articles?ids={},nobody,{}", two[1], two[0])).await;
    assert_eq!(ids_of(&answer), [two[1].clone(), two[0].clone()]);
    assert_eq!(answer["not_found"][0], "nobody");
    for bad in ["", "?ids=", "?ids=a&q=b", "?ids=a&format=x", &format!("?ids={}", "a,".repeat(101))] {
        assert_eq!(json(&test, &format!("/articles{bad}")).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
    test.add(&[article("v", "甲", "一"), article("v", "甲", "二")]).await;
    assert_eq!(ok(&test, "/articles/v/versions/1").await["article"]["paragraphs"][0], "一");
    assert_eq!(ok(&test, "/articles/v/versions/2").await["article"]["paragraphs"][0], "二");
    for none in ["0", "3", "x", "-1", "99999999999"] {
        assert_eq!(json(&test, &format!("/articles/v/versions/{none}")).await.0, StatusCode::NOT_FOUND, "{none}");
    }
    let related = ok(&test, &format!("/articles/{}/related?limit=3", two[0])).await;
    assert!(related["results"].as_array().unwrap().len() <= 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_a_facet_and_figures() {
    let test = TestApp::with_samples().await;
    let all = ok(&test, "/facets/source?limit=1000").await;
    let values = all["values"].as_array().unwrap();
    let first: String = values[0]["value"].as_str().unwrap().chars().take(2).collect();
    let some = ok(&test, &format!("/facets/source?prefix={}", encoded(&first))).await;
    assert!(some["values"].as_array().unwrap().iter().all(|v| v["value"].as_str().unwrap().starts_with(&first)));
    assert_eq!(ok(&test, values[0]["url"].as_str().unwrap()).await["total"], values[0]["count"]);
    let one = ok(&test, "/facets/source?limit=1&q=%E9%98%B2%E6%B1%9B").await;
    assert_eq!(one["values"].as_array().unwrap().len(), 1);
    assert_eq!(json(&test, "/facets/colour").await.0, StatusCode::NOT_FOUND);
    assert_eq!(json(&test, "/facets/source?limit=0").await.0, StatusCode::BAD_REQUEST);
    let stats = ok(&test, "/stats").await;
    assert_eq!(stats["articles"], ok(&test, "/search").await["total"]);
    assert!(stats["facets"]["year"]["values"].as_object().is_some_and(|years| !years.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_and_highlights_are_as_asked() {
    let test = TestApp::with_samples().await;
    let answer = ok(&test, "/search?q=%E9%98%B2%E6%B1%9B&fields=title,id,paragraphs,score").await;
    let names: Vec<&String> = answer["results"][0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["title", "id", "paragraphs", "score"]);
    assert!(answer["results"][0]["paragraphs"].as_array().is_some_and(|texts| !texts.is_empty()));
    let plain = ok(&test, "/search?q=%E9%98%B2%E6%B1%9B&highlight=off").await;
    assert_eq!(plain["results"][0]["highlights"], Value::Null);
    let marked = ok(&test, "/search?q=%E9%98%B2%E6%B1%9B").await;
    assert_eq!(ids_of(&plain), ids_of(&marked));
    // Every name that can be asked for is a field that there is.
    let (_, problem) = json(&test, "/search?fields=colour").await;
    let all = problem["detail_en"].as_str().unwrap();
    let all = all.split_once("must be of ").unwrap().1.split_once(", comma").unwrap().0.replace(", ", ",");
    let answer = ok(&test, &format!("/search?per_page=1&fields={all}")).await;
    let result = answer["results"][0].as_object().unwrap();
    assert_eq!(result.len(), all.split(',').count());
    assert!(["links", "version", "content_hash", "origins"].iter().all(|name| !result[*name].is_null()));
    assert!(marked["results"][0].as_object().unwrap().keys().all(|name| all.split(',').any(|known| known == name)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_is_not_sent_again() {
    let test = TestApp::with_samples().await;
    let paths = [
        "/",
        "/search?q=%E9%98%B2%E6%B1%9B",
        "/search?format=atom",
        "/search?format=csv",
        "/facets/year",
        "/stats",
        "/changes?since=3",
    ];
    for path in paths {
        let response = send(&test, "GET", path, &[("accept", "application/json")]).await;
        let tag = response.headers()["etag"].to_str().unwrap().to_owned();
        let again = [("if-none-match", tag.as_str()), ("accept", "application/json")];
        let known = send(&test, "GET", path, &again).await;
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(known.headers()["etag"], tag.as_str());
        assert_eq!(text(known).await, "");
    }
    let response = send(&test, "GET", paths[1], &[]).await;
    let tag = response.headers()["etag"].to_str().unwrap().to_owned();
    let page = send(&test, "GET", paths[1], &[("if-none-match", &tag), ("accept", BROWSER)]).await;
    assert_eq!(page.status(), StatusCode::OK, "another form has another tag");
    test.add(&[article("new", "防汛", "防汛")]).await;
    let moved = send(&test, "GET", paths[1], &[("if-none-match", &tag)]).await;
    assert_eq!(moved.status(), StatusCode::OK, "what has changed is sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_others_may_read() {
    let test = TestApp::with_samples().await;
    for path in ["/search", "/articles/nobody", "/changes"] {
        let response = send(&test, "GET", path, &[("origin", "https://reader.example")]).await;
        assert_eq!(response.headers()["access-control-allow-origin"], "*", "{path}");
        assert!(!response.headers().contains_key("access-control-allow-credentials"));
    }
    let options = send(&test, "OPTIONS", "/search", &[("access-control-request-method", "GET")]).await;
    assert_eq!(options.status(), StatusCode::NO_CONTENT);
    assert_eq!(options.headers()["access-control-allow-methods"], "GET, HEAD, OPTIONS");
    assert_eq!(send(&test, "OPTIONS", "/nowhere", &[]).await.status(), StatusCode::NOT_FOUND);
    let refused = send(&test, "DELETE", "/search", &[]).await;
    assert_eq!(
        (refused.status(), &refused.headers()["allow"]),
        (StatusCode::METHOD_NOT_ALLOWED, &"GET, HEAD, OPTIONS".parse().unwrap())
    );
}

/// What of an answer is not as its schema says; nothing where all is.
fn unlike(schemas: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        assert!(schemas.get(name).is_some(), "{name} is described");
        return unlike(schemas, &schemas[name], value, place, found);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return if !value.is_null() {
            unlike(schemas, &any[0], value, place, found)
        };
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let fits = types.contains(&kind) || (kind == "integer" && types.contains(&"number"));
    if !fits {
        found.push(format!("{place} is {kind}, not {types:?}"));
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        if schema.get("items").is_some() {
            unlike(schemas, &schema["items"], item, &format!("{place}[{number}]"), found);
        }
    }
    let Some(object) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(name) {
            found.push(format!("{place} lacks {name}"));
        }
    }
    for (name, own) in object {
        match (schema["properties"].get(name), schema.get("additionalProperties")) {
            (Some(property), _) => unlike(schemas, property, own, &format!("{place}.{name}"), found),
            (None, Some(other)) => unlike(schemas, other, own, &format!("{place}.{name}"), found),
            (None, None) if schema.get("properties").is_some() => {
                found.push(format!("{place}.{name} is not described"))
            }
            (None, None) => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_true() {
    let test = TestApp::with_samples().await;
    let described = ok(&test, "/openapi.json").await;
    assert_eq!(described["openapi"], "3.1.0");
    let schemas = &described["components"]["schemas"];
    let numbered = ok(&test, "/search?q=%E9%80%9A%E7%9F%A5&per_page=100").await;
    let numbered = numbered["results"].as_array().unwrap();
    let numbered = numbered.iter().find(|result| !result["document_number"].is_null()).unwrap();
    let (id, number) = (numbered["id"].as_str().unwrap(), numbered["document_number"].as_str().unwrap());
    let mut sent = 0;
    for (path, item) in described["paths"].as_object().unwrap() {
        let operation = &item["get"];
        let examples = operation["x-examples"].as_array().unwrap();
        assert!(!examples.is_empty(), "{path}");
        for example in examples {
            let example = example.as_str().unwrap().replace("{id}", id).replace("{document_number}", &encoded(number));
            let response = send(&test, "GET", &example, &[]).await;
            let status = response.status();
            let Some(answer) = operation["responses"].get(status.as_str()) else {
                panic!("{example}: {status} is not described");
            };
            assert!(status.as_u16() < 400, "{example}");
            let Some(schema) = answer["content"].get("application/json").map(|content| &content["schema"]) else {
                continue;
            };
            let value: Value = serde_json::from_str(&text(response).await).unwrap();
            let mut found = Vec::new();
            unlike(schemas, schema, &value, &example, &mut found);
            assert!(found.is_empty(), "{found:#?}");
            sent += 1;
        }
        // Every parameter that is described is taken, every form is to be had.
        for form in operation["responses"]["200"]["content"].as_object().into_iter().flatten().map(|(form, _)| form) {
            let example = examples[0].as_str().unwrap().replace("{id}", id);
            let response = send(&test, "GET", &example, &[("accept", form)]).await;
            let said = response.headers()["content-type"].to_str().unwrap();
            assert!(said.starts_with(form.as_str()) || form == "text/plain", "{example} {form} {said}");
        }
    }
    assert!(sent > 10);
    let problem = json(&test, "/search?page=0").await.1;
    let mut found = Vec::new();
    unlike(schemas, &schemas["Problem"], &problem, "problem", &mut found);
    assert!(found.is_empty(), "{found:#?}");
    let (status, html) = page(&test, "/api").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("<form action=\"/search\"") && html.contains("/openapi.json"));
}
