//! Finding one's way: the chart of times, filters, searching within, what to try where nothing is found, the form
//! for the parts of a query, browsing. What a link promises is what it leads to.

use axum::http::StatusCode;
use gongbao::model::Field;
use serde_json::Value;

use crate::support::{BROWSER, TestApp, article, article_with, encoded, json, list, ok, page, send, text};

/// The total of a link is its count.
async fn keeps(test: &TestApp, counted: &Value, place: &str) {
    let url = counted["url"].as_str().unwrap();
    assert_eq!(ok(test, url).await["total"], counted["count"], "{place}: {counted}");
}

/// Bulletins over many years, some without a date, some dated to a year or a month.
async fn over_the_years() -> TestApp {
    let mut articles = gongbao::ingest::sample::articles().unwrap();
    for (number, date) in ["1998", "2003-05", "2003-05-31", "2003-06-01", "2011", "2011-12-31"].iter().enumerate() {
        let fields = [(Field::PublishedOn, *date), (Field::Source, "青岑旧报")];
        articles.push(article_with(&format!("old-{number}"), "旧时防汛工作", "水库防汛。", &fields));
    }
    articles.push(article("undated", "无日期的防汛工作", "河道防汛，值守工作。"));
    TestApp::with(&articles).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bar_leads_to_as_many_hits_as_it_says() {
    let test = over_the_years().await;
    let (mut bars, mut shown, mut earlier) = (0, 0, 0);
    for search in [
        "q=%E9%98%B2%E6%B1%9B",
        "",
        "q=%E9%98%B2%E6%B1%9B&from=2003-05-31&to=2003-06",
        "q=%E5%B7%A5%E4%BD%9C&from=2024",
        "q=%E5%B7%A5%E4%BD%9C&year=2011&year=2003",
        "q=%E9%98%B2%E6%B1%9B&source=%E9%9D%92%E5%B2%91%E6%97%A7%E6%8A%A5",
        "q=%E9%98%B2%E6%B1%9B&missing=year",
        // All the words stand together in no bulletin of that time, but in some of another.
        "q=%E6%97%A7%E6%97%B6+%E9%98%B2%E6%B1%9B+%E6%BC%94%E7%BB%83&from=2003&to=2003",
    ] {
        for unit in ["auto", "year", "month"] {
            let path = format!("/search?{search}&histogram={unit}&per_page=1");
            let answer = ok(&test, &path).await;
            let histogram = &answer["histogram"];
            let mut dated = 0;
            for (number, row) in list(histogram, "rows").iter().enumerate() {
                assert!(list(row, "bars").len() <= 240, "{path}");
                for bar in list(row, "bars") {
                    keeps(&test, bar, &path).await;
                    bars += 1;
                    dated += if number == 0 { bar["count"].as_u64().unwrap() } else { 0 };
                }
                dated += if number == 0 { row["earlier"].as_u64().unwrap() } else { 0 };
                // Regression (bf2c82b): a stray early date stretched the chart over centuries of empty bars.
                if let Some(url) = row["earlier_url"].as_str() {
                    assert_eq!(ok(&test, url).await["total"], row["earlier"], "{path}");
                    earlier += 1;
                }
            }
            if unit != "month" {
                assert_eq!(dated, histogram["dated"].as_u64().unwrap(), "{path}");
            }
            keeps(&test, &histogram["undated"], &path).await;
            let whole = ok(&test, histogram["any_time_url"].as_str().unwrap()).await;
            let all = histogram["dated"].as_u64().unwrap() + histogram["undated"]["count"].as_u64().unwrap();
            assert_eq!(whole["total"], all, "{path}: all time is the whole");
            // The page shows the same bars.
            let (_, html) = page(&test, &path).await;
            for row in list(histogram, "rows").iter().filter(|_| html.contains("class=\"timeline\"")) {
                for bar in list(row, "bars") {
                    let label = format!("{} {} 篇", bar["label"].as_str().unwrap(), bar["count"]);
                    assert!(html.contains(&format!("aria-label=\"{label}\"")), "{path}: {label}");
                    shown += 1;
                }
            }
        }
    }
    assert!(bars > 100 && shown > 100 && earlier > 0, "{bars} {shown} {earlier}");
    assert_eq!(ok(&test, "/search?q=a").await["histogram"], Value::Null, "only where it is asked for");
    assert_eq!(json(&test, "/search?histogram=week").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_value_of_a_facet_leads_to_as_many_hits_as_it_says() {
    let test = over_the_years().await;
    let facets = "facets=year,source:1000,column,document_kind,issuer,author,editor,keyword,region";
    for search in [
        "q=%E5%B7%A5%E4%BD%9C",
        "q=%E9%98%B2%E6%B1%9B&from=2003",
        "",
        "not_source=%E9%9D%92%E5%B2%91%E6%97%A7%E6%8A%A5",
    ] {
        let path = format!("/search?{search}&{facets}&per_page=1");
        let answer = ok(&test, &path).await;
        for (name, facet) in answer["facets"].as_object().unwrap() {
            for value in list(facet, "values").iter().filter(|value| value["rejected"] == false) {
                keeps(&test, value, &format!("{path} {name}")).await;
                // What leaves it out leaves the others.
                let out = format!("{path}&not_{name}={}", encoded(value["value"].as_str().unwrap()));
                let left = ok(&test, &out).await["total"].as_u64().unwrap();
                let all = answer["total"].as_u64().unwrap();
                assert_eq!(left + value["count"].as_u64().unwrap(), all, "{out}");
            }
            keeps(&test, &facet["missing"], &format!("{path} {name} missing")).await;
        }
    }
    // A facet's own choice does not narrow its counts; several values are one or the other.
    let one = ok(&test, "/search?q=%E5%B7%A5%E4%BD%9C&facets=source:1000").await;
    let values = list(&one["facets"]["source"], "values");
    let (first, second) = (&values[0], &values[1]);
    let chosen = ok(&test, first["url"].as_str().unwrap()).await;
    let again = list(&chosen["facets"]["source"], "values");
    assert_eq!(again[1]["count"], second["count"]);
    let both = ok(&test, again[1]["url"].as_str().unwrap()).await;
    assert_eq!(both["total"].as_u64(), first["count"].as_u64().zip(second["count"].as_u64()).map(|(a, b)| a + b));
    let (_, html) = page(&test, "/search?q=%E5%B7%A5%E4%BD%9C").await;
    assert!(
        html.contains(&format!("not_source={}", encoded(first["value"].as_str().unwrap()))),
        "every value can be left out"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_filter_is_searched_in_and_comes_back() {
    let test = TestApp::with_samples().await;
    let path = "/facets/source?q=%E5%B7%A5%E4%BD%9C&sort=-date&containing=%E5%8A%9E%E5%85%AC%E5%AE%A4";
    let answer = ok(&test, path).await;
    let values = list(&answer, "values");
    assert!(values.len() > 1);
    let (status, html) = page(&test, path).await;
    assert_eq!(status, StatusCode::OK);
    for value in values {
        let text = value["value"].as_str().unwrap();
        assert!(text.contains("办公室") || text.contains("辦公室"), "{text}");
        keeps(&test, value, path).await;
        let url = value["url"].as_str().unwrap();
        assert!(url.contains("q=%E5%B7%A5%E4%BD%9C") && url.contains("sort=-date"), "{url} keeps the search");
        assert!(html.contains(&url.replace('&', "&#38;")) || html.contains(url), "{url} is on the page");
    }
    let (_, html) = page(&test, "/facets/source?containing=%3Cscript%3E").await;
    assert!(html.contains("没有") && !html.contains("<script>"), "nothing is said plainly");
    assert_eq!(page(&test, "/facets/colour").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_searched_again() {
    let test = TestApp::with_samples().await;
    let total = async |path: &str| ok(&test, path).await["total"].as_u64().unwrap();
    let within = ok(&test, "/search?q=%E5%B7%A5%E4%BD%9C&within=%E9%98%B2%E6%B1%9B").await;
    assert_eq!(within["query"], "工作 防汛");
    assert_eq!(within["total"].as_u64().unwrap(), total("/search?q=%E5%B7%A5%E4%BD%9C+%E9%98%B2%E6%B1%9B").await);
    assert!(!within["links"]["self"].as_str().unwrap().contains("within"), "one query says it all");
    // What one of them leaves open does not swallow the other.
    let open = ok(&test, &format!("/search?q={}&within={}", encoded("\"工作"), encoded("防汛 OR 抗旱"))).await;
    let parts: Vec<&str> =
        list(&open, "query_interpreted").iter().map(|part| part["label"].as_str().unwrap()).collect();
    assert_eq!(parts.last(), Some(&"防汛 或 抗旱"), "{open}");
    assert_eq!(ok(&test, "/search?within=%E9%98%B2%E6%B1%9B").await["query"], "防汛");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_found_only_what_finds_something_is_offered() {
    let test = over_the_years().await;
    test.app.search.refresh_suggestions().await.unwrap();
    for (search, expected) in [
        ("q=%E9%98%B2%E6%B1%9B&from=2003-07-02&to=2003-07-03", "日期放宽到2003年"),
        ("q=%E9%98%B2%E6%B1%9B&from=1950&to=1960", "不限日期"),
        ("q=%E9%98%B2%E6%B1%9B&source=%E6%97%A0%E6%AD%A4%E5%AA%92%E4%BD%93", "不限来源"),
        ("q=%E9%98%B2%E6%B1%9B&source=%E9%9D%92%E5%B2%91%E6%97%A7%E6%8A%A5&from=2026&to=2026", "去掉全部筛选条件"),
        (
            "q=%E6%B0%B4%E5%BA%93%E9%98%B2%E6%B1%9B%E6%BC%94%E7%BB%83%E5%A4%A7%E4%BC%9A&match=exact",
            "改为按词检索，字词不必相连",
        ),
        ("q=%22%E9%98%B2%E6%B1%9B%E6%97%A7%E6%97%B6%22", "去掉引号，字词不必相连"),
        ("q=%E9%98%B2%E6%B1%9B+%E6%9D%A5%E6%BA%90:%E9%BE%98%E9%BE%98%E9%BE%98", "去掉「来源：龘龘龘」"),
    ] {
        let path = format!("/search?{search}");
        let answer = ok(&test, &path).await;
        assert_eq!(answer["total"], 0, "{path}");
        let remedies = list(&answer, "remedies");
        assert!(remedies.iter().any(|remedy| remedy["label"] == expected), "{path}: {expected} in {remedies:?}");
        let (_, html) = page(&test, &path).await;
        for remedy in remedies {
            assert_eq!(ok(&test, remedy["url"].as_str().unwrap()).await["total"], remedy["total"], "{path}: {remedy}");
            assert!(remedy["total"].as_u64() > Some(0));
            assert!(html.contains(remedy["label"].as_str().unwrap()), "{path}: {remedy}");
        }
    }
    let nowhere = ok(&test, "/search?q=%E9%98%B2%E6%B1%9B+%E9%BE%98").await;
    assert!(nowhere["warnings"].to_string().contains("没有一篇公报含有「龘」"), "{}", nowhere["warnings"]);
    assert!(list(&ok(&test, "/search?q=%E9%98%B2%E6%B1%9B").await, "remedies").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn related_queries_have_results() {
    let test = TestApp::build().samples().suggestions().open().await;
    let mut some = 0;
    for query in ["防汛", "疫情防控", "工作", "通知", "教育", "中标"] {
        let answer = ok(&test, &format!("/search?q={}&related=on&collapse=reprints", encoded(query))).await;
        let related = list(&answer, "related");
        assert!(related.len() <= 8);
        let (_, html) = page(&test, &format!("/search?q={}", encoded(query))).await;
        for other in related {
            let found = ok(&test, other["url"].as_str().unwrap()).await;
            assert!(found["total"].as_u64() >= other["shared"].as_u64(), "{query}: {other}");
            assert!(!query.contains(other["q"].as_str().unwrap()), "{other} is nothing new");
            assert!(html.contains(other["q"].as_str().unwrap()), "{query}: {other}");
            some += 1;
        }
    }
    assert!(some > 5, "{some}");
    assert!(list(&ok(&test, "/search?q=%E9%98%B2%E6%B1%9B").await, "related").is_empty(), "only where it is asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_a_query_are_written_as_one() {
    let test = TestApp::with_samples().await;
    let filled = format!("all={}&from=2018&to=2026&none={}", encoded("工作"), encoded("防汛"));
    let answer = ok(&test, &format!("/advanced?{filled}")).await;
    assert_eq!(answer["query"], "工作 日期:2018..2026 -防汛");
    assert_eq!(ok(&test, answer["url"].as_str().unwrap()).await["total"], answer["total"]);
    let (_, html) = page(&test, &format!("/advanced?{filled}")).await;
    assert!(html.contains(">工作 日期:2018..2026 -防汛</code>"));
    let response = send(&test, "GET", &format!("/advanced?{filled}&go=1"), &[("accept", BROWSER)]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], answer["url"].as_str().unwrap());
    let empty = send(&test, "GET", "/advanced?go=1&all=&from=&scope=anywhere", &[("accept", BROWSER)]).await;
    assert_eq!(empty.status(), StatusCode::OK, "an empty form is shown again");
    for (query, parameter) in [
        ("scope=body", "scope"),
        ("from=x", "from"),
        ("from=2021&to=2020", "from"),
        ("go=2", "go"),
        // Regression (d7ee2f8): these were taken, though the description forbids them.
        ("scope=", "scope"),
        ("go=", "go"),
        ("colour=red", "colour"),
    ] {
        let (status, problem) = json(&test, &format!("/advanced?{query}")).await;
        assert_eq!((status, &problem["parameter"]), (StatusCode::BAD_REQUEST, &parameter.into()), "{query}");
    }
    let (_, html) = page(&test, &format!("/advanced?all={}", encoded("<script>alert(1)</script>"))).await;
    assert!(!html.contains("<script>alert"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_in_leads_to_what_it_counts() {
    let test = over_the_years().await;
    let index = ok(&test, "/browse").await;
    let mut values = 0;
    for way in list(&index, "ways") {
        let url = way["url"].as_str().unwrap();
        let all = ok(&test, url).await;
        assert_eq!(all["total"], way["total"], "{url}");
        let letters: u64 = list(&all, "initials").iter().map(|initial| initial["count"].as_u64().unwrap()).sum();
        assert_eq!(all["total"], letters, "{url}");
        let (status, html) = page(&test, url).await;
        assert_eq!(status, StatusCode::OK);
        for value in list(&all, "values") {
            keeps(&test, value, url).await;
            assert!(html.contains(&format!("<small>{} 篇</small>", value["count"])), "{url}");
            values += 1;
        }
        let missing = ok(&test, all["missing_url"].as_str().unwrap()).await;
        assert_eq!(missing["total"], all["missing"], "{url}");
        for initial in list(&all, "initials") {
            let under = ok(&test, initial["url"].as_str().unwrap()).await;
            assert_eq!(under["total"], initial["count"], "{url}");
        }
    }
    assert!(values > 100);
    let years = ok(&test, "/browse/year?sort=name").await;
    let years: Vec<&str> = list(&years, "values").iter().map(|value| value["value"].as_str().unwrap()).collect();
    assert!(years.is_sorted_by(|a, b| a >= b), "{years:?}");
    assert_eq!(json(&test, "/browse/colour").await.0, StatusCode::NOT_FOUND);
    // Regression (d7ee2f8): a page beyond the last that may be asked for was taken for it.
    for bad in ["sort=up", "initial=QQ", "initial=%E9%9D%92", "page=0", "page=10001", "colour=red"] {
        assert_eq!(json(&test, &format!("/browse/source?{bad}")).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
    let beyond = ok(&test, "/browse/source?page=9999").await;
    assert!(list(&beyond, "values").is_empty() && beyond["previous"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_is_counted() {
    let today = jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::now()).date().to_string();
    let fields = [(Field::PublishedOn, today.as_str())];
    let test = TestApp::with(&[article_with("new", "今日防汛", "今日", &fields), article("old", "旧文", "旧")]).await;
    let latest = ok(&test, "/latest").await;
    assert_eq!(list(&latest, "new").len(), 3);
    for new in list(&latest, "new") {
        assert_eq!(new["count"], 1, "{new}");
        keeps(&test, new, "/latest").await;
    }
    assert_eq!(latest["results"][0]["id"], "new");
    for path in ["/", "/latest"] {
        let (_, html) = page(&test, path).await;
        assert!(html.contains("今天 1 篇") && html.contains("本周 1 篇"), "{path}");
    }
    assert_eq!(ok(&test, "/").await["new"], latest["new"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hit_tells_its_files_and_versions() {
    let test = TestApp::with(&[article("v", "甲乙丙", "一"), article("w", "甲乙丙丁", "一")]).await;
    test.add(&[article("v", "甲乙丙", "二")]).await;
    let (_, html) = page(&test, "/search?q=%E7%94%B2%E4%B9%99%E4%B8%99").await;
    assert_eq!(html.matches("共 2 版").count(), 1);
    let samples = TestApp::with_samples().await;
    let (_, html) = page(&samples, "/search?per_page=100").await;
    assert!(html.contains("附件 1 个"));
    let sizes = html.split("<nav class=\"sizes\"").nth(1).unwrap().split("</nav>").next().unwrap();
    let links: Vec<&str> = sizes.split("<a href=\"").skip(1).map(|link| link.split('<').next().unwrap()).collect();
    let expected = [
        "/search\" rel=\"nofollow\">10",
        "/search?per_page=20\" rel=\"nofollow\">20",
        "/search?per_page=50\" rel=\"nofollow\">50",
        "/search?per_page=100\" rel=\"nofollow\" aria-current=\"true\">100",
    ];
    assert_eq!(links, expected);
}

/// What a browser loads for a page of results, as it is sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_results_is_light() {
    let test = over_the_years().await;
    test.app.search.refresh_suggestions().await.unwrap();
    let path = "/search?q=%E5%B7%A5%E4%BD%9C&from=2019&to=2020";
    let (_, html) = page(&test, path).await;
    assert!(html.contains("class=\"timeline\"") && html.contains("相关检索"));
    let mut paths = vec![path.to_owned()];
    for name in ["/static/site.", "/static/icon."] {
        for (start, _) in html.match_indices(name) {
            paths.push(html[start..start + html[start..].find('"').unwrap()].to_owned());
        }
    }
    assert_eq!(paths.len(), 4, "{paths:?}");
    let (mut sum, mut of_page) = (0, 0);
    for path in paths {
        let response = send(&test, "GET", &path, &[("accept", BROWSER), ("accept-encoding", "gzip")]).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let bytes = axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap();
        println!("{:6} bytes {path}", bytes.len());
        sum += bytes.len();
        of_page = of_page.max(if path.starts_with("/search") { bytes.len() } else { 0 });
    }
    println!("{sum:6} bytes in all");
    // The page itself, and all that comes with it.
    assert!(of_page <= 30 * 1024 && sum < 60 * 1024, "{of_page} {sum}");
    let response = send(&test, "GET", path, &[("accept", BROWSER)]).await;
    assert!(!text(response).await.contains("style="), "the policy allows no inline style");
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_named_with_their_conditions_and_their_page() {
    let test = TestApp::with_samples().await;
    let check = async |path: &str, title: &str, name: &str| {
        let (status, html) = page(&test, path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(html.contains(&format!("<title lang=\"\">{title} — ")), "{path}: {title}");
        assert!(html.contains(&format!("data-name=\"{name}\"")), "{path}: {name}");
        html
    };
    let work = "/search?q=%E5%B7%A5%E4%BD%9C";
    check(work, "工作", "工作").await;
    check(&format!("{work}&page=2"), "工作 · 第 2 页", "工作").await;
    let name = "工作 · 年份：2023 · 日期：2023 起";
    check(&format!("{work}&year=2023&from=2023"), name, name).await;
    check("/search?sort=-date&page=2", "全部公报 · 第 2 页", "全部公报").await;
    // Searching within is on every page, and the time that is looked at stays to be changed.
    let html =
        check(&format!("{work}&page=2&as_of=2999"), "工作 · 截至 2999年 的存档 · 第 2 页", "工作 · 截至 2999年 的存档")
            .await;
    assert!(html.contains("id=\"within\"") && html.contains("name=\"as_of\" form=\"search\" value=\"2999\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_all_results_have_is_no_choice() {
    let of = |id: &str, column: &str| {
        article_with(
            id,
            "春灌",
            "渠水。",
            &[(Field::Source, "青岑新闻网"), (Field::Column, column), (Field::PublishedOn, "2021-03-05")],
        )
    };
    let test = TestApp::with(&[of("a", "要闻"), of("b", "乡镇")]).await;
    let (_, html) = page(&test, "/search").await;
    assert!(html.contains("facet-column") && !html.contains("facet-source") && !html.contains("facet-year"), "{html}");
    // One that is chosen stays, so that it can be taken away.
    let (_, html) = page(&test, &format!("/search?source={}", encoded("青岑新闻网"))).await;
    assert!(html.contains("facet-source"), "{html}");
    assert!(!html.contains("class=\"timeline\""), "two need no chart");
}
