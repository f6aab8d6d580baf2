//! The languages of the site and the script of bulletins: every text is in every language, every kind of page speaks
//! one of them, and what is converted keeps its marks, its addresses and its escapes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use axum::http::StatusCode;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use gongbao::model::text::is_han;
use gongbao::model::{FACETS, Field};
use regex::Regex;
use scraper::node::Node;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use thirtyfour::prelude::*;

use crate::browser::{Session, fits, travel, wait_for};
use crate::support::{BROWSER, TestApp, article_with, encoded, json, send, submit, text};

const LANGUAGES: [&str; 3] = ["zh-Hans", "zh-Hant", "en"];

/// The texts of a language: each key with what it says.
fn texts(language: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}.ftl"));
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        match line.split_once(" = ") {
            Some((key, said)) if key.starts_with(|c: char| c.is_ascii_lowercase()) => {
                assert!(texts.insert(key.to_owned(), said.to_owned()).is_none(), "{language}: {key} stands twice");
                last = key.to_owned();
            }
            _ if line.starts_with(' ') && !line.trim_start().starts_with('.') => {
                texts.get_mut(&last).expect("a line goes on").push_str(line);
            }
            _ => {}
        }
    }
    texts
}

/// What is filled into a text.
fn arguments(said: &str) -> BTreeSet<String> {
    let argument = Regex::new(r"\$(\w+)").unwrap();
    argument.captures_iter(said).map(|found| found[1].to_owned()).collect()
}

/// The sources of what ends in pages, templates first.
fn sources() -> Vec<(String, String)> {
    fn read(folder: &Path, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, files)
            } else {
                files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    ["templates", "src/web", "src/search"].iter().for_each(|folder| read(&root.join(folder), &mut files));
    files
}

/// The call with which a source begins, up to its closing bracket.
fn call_from(source: &str) -> &str {
    let mut depth = 0;
    let end = source.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ')' && depth == 0
    });
    &source[..end.expect("a call is closed")]
}

#[test]
fn every_text_is_in_every_language_and_is_used() {
    let (hans, hant, english) = (texts("zh-Hans"), texts("zh-Hant"), texts("en"));
    let mut literals: BTreeSet<String> = BTreeSet::new();
    let call = Regex::new(r#"\.(text|marked|html|format|other_language)\(\s*"([^"]+)""#).unwrap();
    let literal = Regex::new(r#""([a-z][a-z0-9_-]*)""#).unwrap();
    let keyed = Regex::new(r#"(LocalizedText::new|message!)\(\s*"([^"]+)""#).unwrap();
    let given = Regex::new(r"[(,]\s*(\w+) = ").unwrap();
    for (file, source) in sources() {
        // What tests say of their own is not on pages.
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        for found in call.captures_iter(source) {
            let (how, key) = (&found[1], &found[2]);
            assert!(english.contains_key(key), "{file} says {key}, which is not among the texts");
            let holds_markup = key.ends_with("-html");
            assert!(!(holds_markup && ["text", "other_language"].contains(&how)), "{file}: {key} holds markup");
        }
        for found in keyed.captures_iter(source) {
            let key = &found[2];
            assert!(english.contains_key(key), "{file} says {key}, which is not among the texts");
            if &found[1] == "message!" {
                let call = call_from(&source[found.get(0).unwrap().start()..]);
                let named: BTreeSet<String> = given.captures_iter(call).map(|found| found[1].to_owned()).collect();
                assert_eq!(named, arguments(&english[key]), "{file}: what stands in {key}");
            }
        }
        literals.extend(literal.captures_iter(source).map(|found| found[1].to_owned()));
    }

    let keys: BTreeSet<&String> = english.keys().collect();
    assert_eq!(keys, hant.keys().collect(), "English and 繁體");
    assert_eq!(keys, hans.keys().collect(), "English and 简体");

    let tables = FACETS.iter().map(|facet| format!("facet-{}", facet.name));
    let tables = tables.chain(Field::ALL.iter().map(|field| format!("field-{}", field.name())));
    let tables: BTreeSet<String> = tables.collect();
    for (key, said) in &english {
        let of_problem = key.strip_prefix("problem-").is_some_and(|kind| literals.contains(kind));
        assert!(literals.contains(key) || tables.contains(key) || of_problem, "nobody says {key}");
        let expected = arguments(said);
        assert_eq!(arguments(&hant[key]), expected, "{key} in 繁體");
        assert_eq!(arguments(&hans[key]), expected, "{key} in 简体");
        for said in [said, &hant[key], &hans[key]] {
            assert!(
                key.ends_with("-html") || key.starts_with("help-dates") || !said.contains(['<', '&']),
                "{key}: {said}"
            );
        }
    }
}

/// A site with every kind of page: samples, an article with files, a version, a reprint, markup, and its addresses.
async fn site() -> (TestApp, Vec<String>) {
    let test = TestApp::with_samples().await;
    let mut notice = article_with(
        "notice",
        "关于开展防汛检查的通知",
        "各乡镇：\n一、检查范围\n河道、水库。\n青岑县人民政府办公室\n2021年3月5日",
        &[
            (Field::Source, "青岑新闻网"),
            (Field::Column, "通知公告"),
            (Field::Authors, "郝青禾"),
            (Field::Editor, "沈漱"),
            (Field::DocumentNumber, "青政办发〔2021〕8号"),
            (Field::PublishedOn, "2021-03-05"),
            (Field::Language, "zh-Hans"),
        ],
    );
    test.add(std::slice::from_ref(&notice)).await;
    notice.paragraphs[2].push_str("另见台账。");
    test.add(&[notice]).await;
    let (_, answer) = json(&test, "/search?per_page=1").await;
    let id = answer["results"][0]["id"].as_str().unwrap().to_owned();
    let mut pages: Vec<String> = [
        "/",
        "/browse",
        "/browse/source",
        "/browse/year",
        "/browse/column?initial=Q",
        "/browse/source/青岑新闻网",
        "/browse/author/郝青禾",
        "/browse/source/没有",
        "/latest",
        "/advanced",
        "/advanced?all=防汛&any=水库+河道",
        "/about",
        "/help",
        "/api",
        "/audit",
        "/kept",
        "/trends",
        "/trends?q=防汛&q=演练&interval=year&source=青岑新闻网&missing=column",
        "/facets/source?q=防汛",
        "/facets/source?containing=没有",
        "/search?q=",
        "/search?q=防汛&per_page=10&explain=1",
        "/search?q=防汛+标题:通知+日期:最近300天&synonyms=off&sort=-date",
        "/search?q=fangxun",
        "/search?q=龘龘&from=2020-01&to=2021&source=青岑新闻网&not_column=要闻&missing=author&match=exact",
        "/search?q=(防汛+OR+抗旱)+-演练+\"未闭合",
        "/search?q=来源:泊云发部+防汛*+\"防汛+检查\"~9999",
        "/search?q=防汛&page=900",
        "/search?q=2020年2月的疫情防控&collapse=off",
        "/search?colour=red",
        "/articles/nothing",
        "/document-numbers/青政",
        "/browse/colour",
        "/nowhere",
        "/articles/notice?q=防汛",
        "/articles/notice/versions",
        "/articles/notice/versions/1",
        "/articles/notice/versions/2?against=1",
    ]
    .map(address)
    .into();
    pages.push(format!("/articles/{id}"));
    pages.push(format!("/articles/notice/compare/{id}"));
    (test, pages)
}

/// An address as it is sent.
fn address(readable: &str) -> String {
    readable.chars().map(|c| if c.is_ascii() && c != '"' { c.to_string() } else { encoded(&c.to_string()) }).collect()
}

async fn page_in(test: &TestApp, path: &str, cookie: &str) -> String {
    text(send(test, "GET", path, &[("accept", BROWSER), ("cookie", cookie)]).await).await
}

/// Calls with every text of a page, and whether it is the site's own: no element within the page states its language.
fn each_text(element: ElementRef, own: bool, each: &mut impl FnMut(bool, &str)) {
    let name = element.value().name();
    let own = own && (name == "html" || element.attr("lang").is_none());
    if ["script", "style"].contains(&name) {
        return;
    }
    for child in element.children() {
        match (child.value(), ElementRef::wrap(child)) {
            (Node::Text(text), _) => each(own, text),
            (_, Some(element)) => each_text(element, own, each),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_speaks_the_language_it_says() {
    let (test, pages) = site().await;
    let to_hant = OpenCC::from_config(BuiltinConfig::S2t).unwrap();
    let to_hans = OpenCC::from_config(BuiltinConfig::T2s).unwrap();
    // 游 is in both scripts; by itself OpenCC takes it for 遊.
    let is_simplified = |c: &char| {
        *c != '游' && {
            let text = c.to_string();
            to_hant.convert(&text) != text && to_hans.convert(&text) == text
        }
    };
    let mut wrong: Vec<String> = Vec::new();
    for language in LANGUAGES {
        // What bulletins say is told by its own language, and stands in labels as it was published.
        let cookie = format!("language={language}; script=original");
        for path in &pages {
            let html = page_in(&test, path, &cookie).await;
            assert!(html.contains(&format!("<html lang=\"{language}\"")), "{path} in {language}");
            let document = Html::parse_document(&html);
            let (mut own, mut foreign) = (Vec::new(), Vec::new());
            each_text(document.root_element(), true, &mut |is_own, text| {
                if is_own { own.push(text.to_owned()) } else { foreign.push(text.trim().to_owned()) }
            });
            // Values of bulletins stand in labels as well.
            foreign.sort_by_key(|text| std::cmp::Reverse(text.len()));
            let labels = Selector::parse("[aria-label], [title]").unwrap();
            for element in document.select(&labels) {
                for label in ["aria-label", "title"].into_iter().filter_map(|name| element.attr(name)) {
                    let values = foreign.iter().filter(|text| !text.is_empty());
                    own.push(values.fold(label.to_owned(), |label, value| label.replace(value, "")));
                }
            }
            for text in own {
                let odd = match language {
                    "en" => text.chars().any(is_han),
                    "zh-Hant" => text.chars().any(|c| is_simplified(&c)),
                    _ => false,
                };
                if odd {
                    wrong.push(format!("{language} {path}: {}", text.trim()));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_is_chosen_and_remembered() {
    let test = TestApp::with_samples().await;
    let response = submit(&test, "/preferences", "language=zh-Hant&script=hans&back=/help").await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], "/help");
    let cookies: Vec<&str> =
        response.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(cookies[0].starts_with("language=zh-Hant; Path=/;") && cookies[1].starts_with("script=hans; Path=/;"));
    // One switch for all: with the language the script follows again.
    let response = submit(&test, "/preferences", "language=zh-Hant").await;
    let cookies: Vec<&str> =
        response.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(cookies[0].starts_with("language=zh-Hant;") && cookies[1].starts_with("script=; Path=/; Max-Age=0;"));
    for (query, parameter) in [("language=fr", "language"), ("script=latin", "script"), ("lang=en", "lang")] {
        let response = submit(&test, "/preferences", query).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{query}");
        assert!(text(response).await.contains(parameter), "{query}");
    }
    // Whatever only reads changes nothing.
    for method in ["GET", "HEAD", "OPTIONS"] {
        let response = send(&test, method, "/preferences?language=en", &[]).await;
        assert_eq!(
            (response.status(), &response.headers()["allow"]),
            (StatusCode::METHOD_NOT_ALLOWED, &"POST".parse().unwrap())
        );
        assert!(!response.headers().contains_key("set-cookie"));
    }

    let get = async |headers: &[(&str, &str)]| {
        let headers: Vec<_> = [("accept", BROWSER)].into_iter().chain(headers.iter().copied()).collect();
        let response = send(&test, "GET", "/", &headers).await;
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        let (tag, vary) = (header("etag"), header("vary"));
        assert!(vary.contains("cookie") && vary.contains("accept-language"), "{vary}");
        (tag, text(response).await)
    };
    let is_in = |html: &str, language: &str| html.contains(&format!("<html lang=\"{language}\""));
    let (plain, html) = get(&[]).await;
    assert!(is_in(&html, "zh-Hans") && html.contains("<h2 id=\"latest\">最新公报</h2>"));
    let (_, html) = get(&[("accept-language", "en-US,en;q=0.9")]).await;
    assert!(is_in(&html, "en"), "what the browser wants most");
    let (_, html) = get(&[("accept-language", "en"), ("cookie", "language=zh-Hans")]).await;
    assert!(is_in(&html, "zh-Hans"), "a choice goes before what the browser wants");
    let (asked, html) = get(&[("accept-language", "zh-TW,zh;q=0.9")]).await;
    assert!(is_in(&html, "zh-Hant") && html.contains("瀏覽"));
    let (chosen, html) = get(&[("accept-language", "zh-TW"), ("cookie", "language=en")]).await;
    assert!(is_in(&html, "en") && html.contains("Latest bulletins") && !html.contains("最新公报"));
    let (converted, _) = get(&[("cookie", "language=en; script=hant")]).await;
    assert_eq!(BTreeSet::from([plain, asked, chosen, converted]).len(), 4, "each has a tag of its own");

    // Data says what it always says.
    let (_, one) = json(&test, "/search?q=%22").await;
    let response = send(&test, "GET", "/search?q=%22", &[("cookie", "language=en; script=hant")]).await;
    let two: Value = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!((&one["warnings"], &one["results"]), (&two["warnings"], &two["results"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulletin_in_the_other_script_keeps_its_marks_and_addresses() {
    let mut bulletin = article_with(
        "b",
        "理发店防汛<script>通知",
        "现将发展计划<b>公布如下。\n头发与干部。",
        &[(Field::Source, "青岑新闻网"), (Field::DocumentNumber, "青政办发〔2021〕8号")],
    );
    bulletin.body_html = Some(
        "<p>现将发展计划&lt;b&gt;公布如下。</p><table><tbody><tr><td>头发</td><td><a href=\"http://例.example/发\">与干部</a>。</td></tr></tbody></table>"
            .to_owned(),
    );
    let test = TestApp::with(&[bulletin]).await;
    let path = format!("/articles/b?q={}", encoded("发展"));
    let original = page_in(&test, &path, "").await;
    let converted = page_in(&test, &path, "script=hant").await;
    let both = page_in(&test, &path, "language=zh-Hant").await;
    assert!(both.contains("發展</mark>計劃") && both.contains("瀏覽"), "texts are in the script of the site");
    let kept = page_in(&test, &path, "language=zh-Hant; script=original").await;
    assert!(kept.contains("发展</mark>计划") && kept.contains("瀏覽"), "unless a reader wants it otherwise");
    assert!(original.contains("<mark id=\"match\">发展</mark>") && !original.contains("已转换"));
    assert!(converted.contains("<mark id=\"match\">發展</mark>計劃&lt;b&gt;公佈"), "{converted}");
    assert!(converted.replace("<wbr>", "").contains("<h1 lang=\"zh-Hant\">理髮店防汛&lt;script&gt;通知</h1>"));
    assert!(
        converted.contains("<td>頭髮</td>")
            && converted.contains("http://例.example/发")
            && converted.contains("與幹部")
    );
    assert!(
        converted.contains("已转换为繁体，以原文为准。 <button class=\"plain\" name=\"script\" value=\"original\">")
    );
    // The reference is as published, and so is whatever is not text.
    assert!(converted.contains("translate=\"no\">理发店"), "{converted}");
    let names = |html: &str| {
        let name = Regex::new(r#" (?:id|href)="[^"]*""#).unwrap();
        let names: Vec<String> = name.find_iter(html).map(|found| found.as_str().to_owned()).collect();
        names.into_iter().filter(|name| !name.contains("/preferences")).collect::<Vec<_>>()
    };
    assert_eq!(names(&original), names(&converted));

    let results = page_in(&test, &format!("/search?q={}", encoded("发展")), "script=hant; language=en").await;
    assert!(results.contains("<mark>發展</mark>計劃&lt;b&gt;") && results.contains("lang=\"zh-Hant\">青岑新聞網<"));
    assert!(!results.contains("<script>通知") && results.contains("value=\"发展\""), "what was typed stays");
    let hans = page_in(&test, &path, "script=hans").await;
    assert!(!hans.contains("已转换"), "what is simplified already is not converted");
    let feed = text(send(&test, "GET", "/search?format=atom", &[("cookie", "script=hant")]).await).await;
    assert!(feed.contains("理发店") && !feed.contains("理髮店"));
}

/// English in the footer, a search, an article, back to 简体; an article in 繁體.
async fn journey(session: &Session) -> WebDriverResult<()> {
    let driver = &session.driver;
    let wait = async |selector: &str| wait_for(driver, selector).await;
    // The foot of a page is reached by scrolling, which is smooth: a click does not wait for it.
    let press = async |selector: &str| {
        let button = wait(selector).await?;
        let script = "arguments[0].scrollIntoView({ behavior: 'instant', block: 'center' })";
        driver.execute(script, vec![button.to_json()?]).await?;
        button.click().await
    };
    driver.goto(format!("{}/search?q={}", session.site, encoded("防汛"))).await?;
    press("button[name=language][value=en]").await?;
    wait("html[lang=en] .hits h2 a").await?;
    assert!(driver.current_url().await?.as_str().contains("/search?q="), "the page is the same");
    assert_eq!(wait("button.save").await?.text().await?, "Save search");
    let field = wait("#q").await?;
    field.clear().await?;
    field.send_keys("疫情防控" + Key::Enter).await?;
    wait(".hits h2 a").await?.click().await?;
    wait(".reading #record").await?;
    let record = wait(".record h2").await?.text().await?;
    assert_eq!(record, "Record");
    press("button[name=script][value=hant]").await?;
    wait("article h1[lang=zh-Hant]").await?;
    let note = wait("article .warning").await?;
    assert!(note.text().await?.starts_with("Converted to traditional characters"));
    note.find(By::Css("button")).await?.click().await?;
    wait("article h1:not([lang=zh-Hant])").await?;
    wait(".languages button[lang=zh-Hans]").await?.click().await?;
    wait("html[lang=zh-Hans] .record").await?;
    assert!(wait(".record h2").await?.text().await?.starts_with("著录信息"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_changes_the_language_on_the_way() {
    travel(1280, true, journey).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_language_fits_a_telephone() {
    travel(390, true, async |session| {
        let (_, answer) = json(&session.test, "/search?per_page=1").await;
        let article = format!("/articles/{}", answer["results"][0]["id"].as_str().unwrap());
        for language in ["en", "zh-Hant"] {
            session.prefer(&format!("language={language}")).await?;
            let results = format!("/search?q={}", encoded("防汛"));
            for path in
                ["/", &results, &article, "/help", "/about", "/advanced", "/trends", "/browse", "/audit", "/api"]
            {
                fits(session, path).await?;
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_in_english_is_offered_the_chinese() {
    let test = TestApp::with(&[article_with("a", "防汛物资预算", "防汛与防洪的预算。", &[])]).await;
    let path = "/search?q=flood+control+budgets&facets=none";
    let (_, answer) = json(&test, path).await;
    assert_eq!(answer["total"], 0);
    let offered: Vec<(&str, u64)> = answer["translations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| (of["q"].as_str().unwrap(), of["total"].as_u64().unwrap()))
        .collect();
    assert_eq!(offered, [("防汛 预算", 1), ("防汛", 1), ("防洪", 1), ("预算", 1)]);
    assert_eq!(json(&test, answer["translations"][0]["url"].as_str().unwrap()).await.1["total"], 1);
    let get = async |path: &str, language: &str| {
        text(send(&test, "GET", path, &[("accept", BROWSER), ("accept-language", language)]).await).await
    };
    let html = get(path, "en-GB,en").await;
    assert!(html.contains("The texts are in Chinese; in Chinese this may be:") && html.contains("防汛 预算"), "{html}");
    assert!(get(path, "zh-CN").await.contains("公报是中文的，可以改查："));
    // What is not in the table, or finds nothing either, is not offered.
    let html = get("/search?q=xylophone+railways", "en").await;
    assert!(html.contains("The texts are in Chinese: search for Chinese words.") && !html.contains("铁路"), "{html}");
    assert!(!get("/search?q=xylophone", "zh-CN").await.contains("公报是中文的"));
    assert_eq!(json(&test, "/search?q=%E9%98%B2%E6%B1%9B").await.1["translations"], Value::Array(Vec::new()));
}
