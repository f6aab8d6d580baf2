//! Trends: what they count is what searches find, in every form.

use axum::http::StatusCode;
use gongbao::model::Field;
use serde_json::Value;

use crate::support::{TestApp, article, article_with, encoded, json, ok, page, send, text};

fn counts(series: &Value) -> Vec<u64> {
    series["points"].as_array().unwrap().iter().map(|point| point["count"].as_u64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_month_has_as_many_as_a_search_of_that_month_finds() {
    let test = TestApp::with_samples().await;
    let paths = [
        format!("/trends?q={}&q={}&q={}", encoded("防汛"), encoded("疫情防控"), encoded("-防汛")),
        format!("/trends?q={}&interval=year&missing=editor", encoded("工作")),
        format!("/trends?q={}&q={}&from=2020-02-10&to=2021", encoded("工作"), encoded("“乡村振兴” OR 脱贫")),
        format!("/trends?q={}&match=words&interval=year", encoded("会议")),
    ];
    for path in paths {
        let answer = ok(&test, &path).await;
        let periods = answer["periods"].as_array().unwrap();
        assert!(periods.len() > 1, "{path}");
        let in_periods: u64 = periods.iter().map(|period| period["total"].as_u64().unwrap()).sum();
        assert_eq!(in_periods + answer["undated"].as_u64().unwrap(), answer["total"].as_u64().unwrap(), "{path}");
        for series in answer["series"].as_array().unwrap() {
            let points = series["points"].as_array().unwrap();
            assert_eq!(points.len(), periods.len());
            for (point, period) in points.iter().zip(periods) {
                assert_eq!(point["period"], period["period"]);
                let url = point["url"].as_str().unwrap();
                assert_eq!(ok(&test, &format!("{url}&per_page=1")).await["total"], point["count"], "{url}");
                let of = period["total"].as_u64().unwrap();
                match point["share"].as_f64() {
                    Some(share) => assert!((share * of as f64 - point["count"].as_f64().unwrap()).abs() < 0.01),
                    None => assert_eq!(of, 0, "{path}"),
                }
            }
            let sum: u64 = counts(series).iter().sum();
            assert_eq!(sum + series["undated"].as_u64().unwrap(), series["total"].as_u64().unwrap());
            let found = ok(&test, series["url"].as_str().unwrap()).await;
            assert_eq!(found["total"], series["total"], "{path}");
            assert!(sum > 0, "{path}");
            let peak = &series["peak"];
            assert_eq!(peak["count"].as_u64(), counts(series).into_iter().max());
            let of_peak = ok(&test, &format!("{}&per_page=100", peak["url"].as_str().unwrap())).await;
            let of_peak: Vec<&Value> = of_peak["results"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
            let named = peak["bulletins"].as_array().unwrap();
            assert!(of_peak.len() < 100 && !named.is_empty());
            assert!(named.iter().all(|one| of_peak.contains(&&one["id"])), "{named:?} of {of_peak:?}");
            let oldest = ok(&test, &format!("{}&sort=date", series["url"].as_str().unwrap())).await;
            assert_eq!(oldest["results"][0]["published_on"], series["first"]["published_on"], "{path}");
            let newest = ok(&test, &format!("{}&sort=-date", series["url"].as_str().unwrap())).await;
            assert_eq!(newest["results"][0]["published_on"], series["last"]["published_on"], "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_exact_unless_said_and_gaps_are_filled() {
    let on = |id: &str, body: &str, day: &str| article_with(id, "简讯", body, &[(Field::PublishedOn, day)]);
    let test = TestApp::with(&[
        on("a", "青岑县部署秋收起垄。", "2019-11-05"),
        on("b", "起垄工作在秋收之后。", "2020-02-01"),
        on("c", "别的消息。", "2020"),
        article("d", "无日期", "秋收起垄"),
    ])
    .await;
    let path = format!("/trends?q={}", encoded("秋收起垄"));
    let exact = ok(&test, &path).await;
    let periods: Vec<&str> =
        exact["periods"].as_array().unwrap().iter().map(|p| p["period"].as_str().unwrap()).collect();
    assert_eq!(periods, ["2019-11", "2019-12", "2020-01", "2020-02"], "a year counts in its January, as in searches");
    let series = &exact["series"][0];
    assert_eq!((counts(series), series["undated"].as_u64()), (vec![1, 0, 0, 0], Some(1)));
    assert_eq!(series["points"][1]["share"], Value::Null, "no bulletins, no share");
    assert_eq!((&series["first"]["id"], &series["last"]["id"]), (&"a".into(), &"a".into()));
    let words = ok(&test, &format!("{path}&match=words")).await;
    assert_eq!(counts(&words["series"][0]), [1, 0, 0, 1]);
    let nothing = ok(&test, "/trends?q=%E6%97%A0%E6%AD%A4%E5%AD%97%E6%A0%B7").await;
    assert_eq!((&nothing["series"][0]["peak"], &nothing["series"][0]["first"]), (&Value::Null, &Value::Null));
    let all = ok(&test, "/trends").await;
    assert_eq!((all["series"].as_array().map(Vec::len), all["total"].as_u64()), (Some(0), Some(4)));
    let empty = TestApp::empty().await;
    assert_eq!(ok(&empty, &path).await["periods"], Value::Array(Vec::new()));
    let (status, html) = page(&empty, &path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("没有注明日期的公报可数"));
}

#[tokio::test(flavor = "multi_thread")]
async fn page_data_and_table_say_the_same() {
    let test = TestApp::with_samples().await;
    let path = format!("/trends?q={}&q={}&source=", encoded("防汛"), encoded("<b>&\"'=1+1"));
    let answer = ok(&test, &path).await;
    let (status, html) = page(&test, &path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!html.contains("<b>&") && !html.contains("style="), "escaped, and nothing that the policy forbids");
    assert_eq!(html.matches("<svg role=\"img\"").count(), 2);
    assert!(html.contains("<title id=\"share-title\">") && html.contains("<desc id=\"count-desc\">"));
    let series = &answer["series"][0];
    for point in series["points"].as_array().unwrap() {
        assert!(html.contains(&format!("<th scope=\"row\">{}</th>", point["period"].as_str().unwrap())));
    }
    for told in [&series["first"]["title"], &series["last"]["title"], &series["peak"]["bulletins"][0]["title"]] {
        assert!(html.contains(told.as_str().unwrap()), "{told}");
    }
    let response = send(&test, "GET", answer["links"]["csv"].as_str().unwrap(), &[]).await;
    assert!(response.headers()["content-disposition"].to_str().unwrap().contains(".csv"));
    let table = text(response).await;
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{FEFF}').as_bytes());
    assert_eq!(reader.headers().unwrap(), ["q", "period", "count", "total", "share"].as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let points = series["points"].as_array().unwrap();
    assert_eq!(rows.len(), 2 * points.len());
    for (row, point) in rows.iter().zip(points) {
        let told = |name: &str| point[name].as_str().map_or(point[name].to_string(), str::to_owned);
        assert_eq!((&row[0], &row[1], &row[2]), ("防汛", &*told("period"), &*told("count")));
    }
    let from_search = ok(&test, "/search?q=%E9%98%B2%E6%B1%9B&source=%E7%94%B2").await;
    let trends = from_search["links"]["trends"].as_str().unwrap();
    assert_eq!(ok(&test, trends).await["series"][0]["total"], from_search["total"], "{trends}");
    for bad in ["q=1&q=2&q=3&q=4&q=5&q=6&q=7", "interval=week", "sort=date", "format=ndjson", "colour=red"] {
        assert_eq!(json(&test, &format!("/trends?{bad}")).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
    let tag = send(&test, "GET", &path, &[]).await.headers()["etag"].to_str().unwrap().to_owned();
    let known = send(&test, "GET", &path, &[("if-none-match", &tag)]).await;
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_span_is_cut_to_its_end() {
    let on = |id: &str, day: &str| article_with(id, "题", "字样", &[(Field::PublishedOn, day)]);
    let test = TestApp::with(&[on("old", "1004-01-01"), on("older", "1004-01-09"), on("new", "2020-05-01")]).await;
    let answer = ok(&test, "/trends?q=%E5%AD%97%E6%A0%B7").await;
    let points = answer["series"][0]["points"].as_array().unwrap();
    assert_eq!((points.len(), points.last().unwrap()["count"].as_u64()), (600, Some(1)));
    assert_eq!(answer["periods"][0]["period"], points[0]["period"]);
    assert_eq!(answer["series"][0]["peak"]["period"], "1004-01", "the peak is that of all times");
    assert!(answer["warnings"][0].as_str().unwrap().contains("600"));
    assert_eq!(ok(&test, "/trends?q=a&interval=year").await["periods"].as_array().unwrap().len(), 600);
}
