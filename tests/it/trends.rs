//! Trends: what they count is what searches find, in every form.

use axum::http::StatusCode;
use gongbao::model::{Article, Field};
use jiff::Timestamp;
use jiff::tz::offset;
use serde_json::Value;

use crate::support::{TestApp, article, article_with, encoded, json, ok, page, send, text};

fn counts(series: &Value) -> Vec<u64> {
    series["points"].as_array().unwrap().iter().map(|point| point["count"].as_u64().unwrap()).collect()
}

fn periods(answer: &Value) -> Vec<&str> {
    answer["periods"].as_array().unwrap().iter().map(|period| period["period"].as_str().unwrap()).collect()
}

/// So many bulletins of a source with this text in a month.
fn bulletins(source: &str, body: &str, month: &str, count: usize) -> Vec<Article> {
    let fields = [(Field::PublishedOn, month), (Field::Source, source)];
    let of = |number| format!("{source}-{month}-{number}");
    (0..count).map(|number| article_with(&of(number), &format!("{body}{number}"), body, &fields)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_month_has_as_many_as_a_search_of_that_month_finds() {
    let test = TestApp::with_samples().await;
    let paths = [
        format!("/trends?q={}&q={}&q={}", encoded("防汛"), encoded("疫情防控"), encoded("-防汛")),
        format!("/trends?q={}&interval=year&missing=editor", encoded("工作")),
        format!("/trends?q={}&interval=month&from=2018", encoded("演练")),
        format!("/trends?q={}&q={}&from=2020-02-10&to=2021", encoded("工作"), encoded("“乡村振兴” OR 脱贫")),
        format!("/trends?q={}&match=words&interval=year", encoded("会议")),
    ];
    for path in paths {
        let answer = ok(&test, &path).await;
        let periods = answer["periods"].as_array().unwrap();
        assert!(periods.len() > 1, "{path}");
        let in_periods: u64 = periods.iter().map(|period| period["total"].as_u64().unwrap()).sum();
        assert!(in_periods + answer["undated"].as_u64().unwrap() <= answer["total"].as_u64().unwrap(), "{path}");
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
            let (peak, of_share) = (&series["peak"], &series["peak_share"]);
            assert_eq!(peak["count"].as_u64(), counts(series).into_iter().max());
            assert!(points.contains(&{
                let mut point = of_share.clone();
                point.as_object_mut().unwrap().remove("bulletins");
                point
            }));
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
    let exact = ok(&test, &format!("{path}&to=2020-02")).await;
    assert_eq!(periods(&exact), ["2019-10", "2019-11", "2019-12", "2020-01", "2020-02"]);
    let totals: Vec<u64> =
        exact["periods"].as_array().unwrap().iter().map(|period| period["total"].as_u64().unwrap()).collect();
    assert_eq!(totals, [0, 1, 0, 1, 1], "a year counts in its January, as in searches");
    let series = &exact["series"][0];
    assert_eq!((counts(series), series["undated"].as_u64()), (vec![0, 1, 0, 0, 0], Some(0)));
    assert_eq!(series["points"][2]["share"], Value::Null, "no bulletins, no share");
    assert_eq!((&series["first"]["id"], &series["last"]["id"]), (&"a".into(), &"a".into()));
    let words = ok(&test, &format!("{path}&to=2020-02&match=words")).await;
    assert_eq!(counts(&words["series"][0]), [0, 1, 0, 0, 1]);
    assert_eq!(ok(&test, &path).await["series"][0]["undated"], 1);
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
    assert_eq!(html.matches("<svg role=\"group\" aria-label").count(), 2);
    assert!(html.find("占同期全部公报的比例</figcaption>") < html.find("篇数</figcaption>"), "shares come first");
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
    let columns = ["q", "period", "count", "total", "share", "thin", "value", "url"];
    assert_eq!(reader.headers().unwrap(), columns.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let points = series["points"].as_array().unwrap();
    assert_eq!(rows.len(), 2 * points.len());
    for (row, point) in rows.iter().zip(points) {
        let told = |name: &str| point[name].as_str().map_or(point[name].to_string(), str::to_owned);
        assert_eq!((&row[0], &row[1], &row[2]), ("防汛", &*told("period"), &*told("count")));
        assert_eq!(&row[7], told("url"));
    }
    let from_search = ok(&test, "/search?q=%E9%98%B2%E6%B1%9B&source=%E7%94%B2").await;
    let trends = from_search["links"]["trends"].as_str().unwrap();
    assert_eq!(ok(&test, trends).await["series"][0]["total"], from_search["total"], "{trends}");
    for bad in
        ["q=1&q=2&q=3&q=4&q=5&q=6&q=7", "interval=week", "split=year", "sort=date", "format=ndjson", "colour=red"]
    {
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
    let answer = ok(&test, "/trends?q=%E5%AD%97%E6%A0%B7&interval=month").await;
    let points = answer["series"][0]["points"].as_array().unwrap();
    assert_eq!((points.len(), counts(&answer["series"][0]).iter().sum::<u64>()), (600, 1));
    assert_eq!(answer["periods"][0]["period"], points[0]["period"]);
    assert_eq!(answer["series"][0]["peak"]["period"], "1004-01", "the peak is that of all times");
    let warnings = answer["warnings"].to_string();
    assert!(warnings.contains("600") && !warnings.contains("interval"), "a sentence, not parameters: {warnings}");
    assert_eq!(ok(&test, "/trends?q=a&interval=year").await["periods"].as_array().unwrap().len(), 600);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chart_begins_before_the_first_hit_and_ends_today() {
    let today = offset(8).to_datetime(Timestamp::now()).date();
    let (year, month) = (today.year(), today.strftime("%Y-%m").to_string());
    let (near, far) = (format!("{}-03-02", year - 3), format!("{}-03", year - 12));
    let on = |id: &str, body: &str, day: &str| article_with(id, "题", body, &[(Field::PublishedOn, day)]);
    let late = format!("{}-01-01", year + 2);
    let all = [
        on("old", "别的", "1980-01-01"),
        on("far", "远方", &far),
        on("near", "近处", &near),
        on("late", "近处", &late),
    ];
    let test = TestApp::with(&all).await;
    let trends = |query: &str| format!("/trends?q={}", encoded(query));
    let answer = ok(&test, &trends("近处")).await;
    assert_eq!((&answer["interval"], periods(&answer)[0]), (&"month".into(), &*format!("{}-02", year - 3)));
    assert_eq!(periods(&answer).last(), Some(&&*month));
    assert_eq!(counts(&answer["series"][0])[..3], [0, 1, 0]);
    assert!(answer["series"][0]["warnings"][0].as_str().unwrap().contains("晚于今天"), "{answer}");
    let answer = ok(&test, &trends("远方")).await;
    let expected: Vec<String> = (year - 13..=year).map(|year| year.to_string()).collect();
    assert_eq!(
        (answer["interval"].as_str(), periods(&answer)),
        (Some("year"), expected.iter().map(|p| &**p).collect())
    );
    let months = ok(&test, &format!("{}&interval=month", trends("远方"))).await;
    assert_eq!((&months["interval"], periods(&months)[0]), (&"month".into(), &*format!("{}-02", year - 12)));
    let from = ok(&test, &format!("{}&from={near}", trends("近处"))).await;
    assert_eq!(periods(&from)[0], format!("{}-03", year - 3), "nothing before what was asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_greatest_share_is_told_beside_the_greatest_count_and_thin_periods_are_marked() {
    let mut all = bulletins("甲", "起垄", "2020-01", 3);
    all.extend(bulletins("甲", "起垄", "2020-02", 10));
    all.extend(bulletins("乙", "别的", "2020-02", 10));
    all.extend(bulletins("乙", "起垄", "2020-03", 12));
    all.extend(bulletins("丙", "别的", "2020-03", 40));
    let test = TestApp::with(&all).await;
    let path = format!("/trends?q={}&to=2020-03", encoded("起垄"));
    let answer = ok(&test, &path).await;
    let series = &answer["series"][0];
    assert_eq!((&series["peak"]["period"], &series["peak_share"]["period"]), (&"2020-03".into(), &"2020-02".into()));
    let thin: Vec<bool> =
        answer["periods"].as_array().unwrap().iter().map(|period| period["thin"].as_bool().unwrap()).collect();
    assert_eq!((thin, &answer["thin_below"]), (vec![true, true, false, false], &20.into()));
    assert!(answer["warnings"][0].as_str().unwrap().contains("不足 20 篇"));
    let (_, html) = page(&test, &path).await;
    for told in ["占比最高", "篇数最多", "2020年2月", "2020年3月", "有底纹的时段收录不足 20 篇", "收录少"]
    {
        assert!(html.contains(told), "{told}");
    }
    assert_eq!(html.matches("<rect class=\"thin\" x=").count(), 2, "a band in each chart");
    let february = series["points"][2]["url"].as_str().unwrap().replace('&', "&#38;");
    assert_eq!(html.matches(&format!("<a href=\"{february}\" rel=\"nofollow\"><title>2020-02")).count(), 2, "{html}");
    let english = send(&test, "GET", &path, &[("accept", "text/html"), ("cookie", "language=en")]).await;
    let english = text(english).await;
    assert!(english.contains("Greatest share") && english.contains("Periods with fewer than 20 bulletins"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_are_told_apart_in_every_form() {
    let mut all = bulletins("青岑县", "起垄", "2020-02", 5);
    all.extend(bulletins("青岑县", "别的", "2020-03", 5));
    all.extend(bulletins("白石镇", "起垄", "2020-03", 2));
    (0..6).for_each(|number| all.extend(bulletins(&format!("村{number}"), "起垄", "2020-04", 1)));
    let test = TestApp::with(&all).await;
    let path = format!("/trends?q={}&q={}&split=source&to=2020-04", encoded("起垄"), encoded("别的"));
    let answer = ok(&test, &path).await;
    let parts = answer["split"]["parts"].as_array().unwrap();
    let values: Vec<&str> = parts.iter().map(|part| part["value"].as_str().unwrap()).collect();
    assert_eq!((values, &answer["split"]["more"]), (vec!["青岑县", "白石镇", "村0", "村1", "村2", "村3"], &2.into()));
    for part in parts {
        assert_eq!(ok(&test, part["url"].as_str().unwrap()).await["total"], part["total"]);
        for series in part["series"].as_array().unwrap() {
            for point in series["points"].as_array().unwrap() {
                let url = point["url"].as_str().unwrap();
                assert_eq!(ok(&test, url).await["total"], point["count"], "{url}");
            }
        }
    }
    assert_eq!(counts(&parts[0]["series"][0]), [0, 5, 0, 0]);
    assert_eq!(parts[0]["series"][0]["points"][1]["share"], 1.0, "of the source's own bulletins");
    let (_, html) = page(&test, &path).await;
    assert_eq!(html.matches("<svg role=\"group\" aria-label").count(), 2 + 6);
    assert!(html.contains("按来源分开看") && html.contains("另有 2 个没有画出"));
    let table = text(send(&test, "GET", answer["links"]["csv"].as_str().unwrap(), &[]).await).await;
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{FEFF}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let of_source = rows.iter().filter(|row| &row[0] == "起垄" && &row[6] == "青岑县");
    assert_eq!(of_source.map(|row| row[2].to_owned()).collect::<Vec<_>>(), ["0", "5", "0", "0"]);
    assert_eq!(rows.len(), 2 * 4 * (1 + 6));
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_of_a_search_are_chosen_and_dropped_there() {
    let mut all = bulletins("青岑县", "起垄", "2020-02", 5);
    all.extend(bulletins("白石镇", "起垄", "2020-03", 2));
    all.extend(bulletins("别处", "别的", "2020-03", 2));
    let test = TestApp::with(&all).await;
    let path = format!("/trends?q={}&interval=year", encoded("起垄"));
    let answer = ok(&test, &path).await;
    let values = answer["facets"]["source"]["values"].as_array().unwrap();
    assert_eq!(values.len(), 2, "of what is found: {values:?}");
    let chosen = values[0]["url"].as_str().unwrap();
    assert_eq!(chosen, format!("{}&source={}", path, encoded("青岑县")));
    let answer = ok(&test, chosen).await;
    assert_eq!((&answer["series"][0]["total"], &answer["total"]), (&5.into(), &5.into()));
    assert_eq!(answer["facets"]["source"]["values"].as_array().unwrap().len(), 2, "the others can still be chosen");
    let (_, html) = page(&test, chosen).await;
    let without = path.replace('&', "&#38;");
    assert!(html.contains(&format!("<li><a href=\"{without}\" rel=\"nofollow\" title=\"去掉\"><span>来源")), "{html}");
    let other = format!("{without}&#38;source={}&#38;source={}", encoded("青岑县"), encoded("白石镇"));
    assert!(html.contains(&format!("<a href=\"{other}\" rel=\"nofollow\"")), "{html}");
    let form = "<input type=\"hidden\" name=\"source\" value=\"青岑县\">";
    assert!(html.contains(form), "another phrase keeps the filter");
}
