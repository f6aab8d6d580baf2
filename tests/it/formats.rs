//! The formats of results (`format=`): each is read by a parser of its own, and hostile text stays text in every one.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use gongbao::model::Field;
use serde_json::Value;

use crate::support::{TestApp, article, article_with, body, encoded, json, ok, page, send, text};

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
    let whole = reader.records().filter(|row| row.as_ref().unwrap().iter().all(|cell| !cell.is_empty())).count();
    assert_eq!(whole, ok(&test, "/search").await["total"].as_u64().unwrap() as usize);
    for refused in ["/search?format=csv&page=2", "/search?format=ndjson&per_page=5"] {
        assert_eq!(json(&test, refused).await.0, StatusCode::BAD_REQUEST, "{refused}");
    }
    // Regression (dfbbc58): what compresses a stream asks it once more after its end, which panicked.
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
    let known = feed.entries.iter().filter(|entry| ids[0].contains(&entry.id)).count();
    assert_eq!((known, feed.entries.len()), (5, 5), "whatever search it comes by");
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
    assert!(
        bibtex.starts_with("@techreport{qc-1,") && bibtex.contains("author = {{青岑县人民政府办公室}}"),
        "{bibtex}"
    );
    assert_eq!(json(&test, "/articles/qc-1?format=csv").await.0, StatusCode::BAD_REQUEST);

    // Regression (4b313ff): a number in traditional characters was taken as it was typed and led nowhere.
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
async fn numbers_of_every_kind_lead_to_their_bulletins() {
    let numbers = [
        ("order", "泊云县人民政府令第31号"),
        ("notice", "公告2021年第5号"),
        ("judgment", "（2022）云0105民初17号"),
        ("supplement", "泊政发〔2015〕8-1号"),
        ("pair", "泊政发〔2018〕43、44号"),
        ("odd", "BYCG-2025-07"),
    ];
    let articles = numbers.map(|(id, number)| {
        article_with(id, number, "全文。", &[(Field::DocumentNumber, number), (Field::Issuers, "泊云县水利局")])
    });
    let test = TestApp::with(&articles).await;
    for (writing, id) in [
        ("泊云县人民政府第31号令", "order"),
        ("泊雲縣人民政府令第31號", "order"),
        ("泊云县人民政府令（第三十一号）", "order"),
        ("公告〔2021〕第5号", "notice"),
        ("泊云县水利局2021年第5号公告", "notice"),
        ("(2022)云0105民初第17号", "judgment"),
        ("泊政发2015年8-1号", "supplement"),
        ("泊政发〔2018〕44号", "pair"),
        ("泊政发〔2018〕43号、44号", "pair"),
        ("泊政发201843", "pair"),
        ("BYCG-2025-07", "odd"),
    ] {
        let response = send(&test, "GET", &format!("/document-numbers/{}", encoded(writing)), &[]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{writing}");
        assert_eq!(response.headers()["location"], format!("/articles/{id}"), "{writing}");
    }
    for nobodys in ["人民政府令第31号", "泊政发〔2015〕8号", "第31号令", "BYCG"] {
        let path = format!("/document-numbers/{}", encoded(nobodys));
        assert_eq!(json(&test, &path).await.0, StatusCode::NOT_FOUND, "{nobodys}");
    }
}
