//! References by the kind of publication: what reference managers are told a bulletin is.

use gongbao::model::{Article, Field};

use crate::support::{TestApp, article_with, body, encoded, send};

/// A bulletin, its types in RIS, BibTeX and GB/T 7714, and the id it has.
struct Case(Article, &'static str, &'static str, &'static str);

fn case(
    id: &str,
    title: &str,
    fields: &[(Field, &str)],
    ris: &'static str,
    bibtex: &'static str,
    gbt: &'static str,
) -> Case {
    Case(article_with(id, title, "正文。", fields), ris, bibtex, gbt)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_is_told_as_what_it_is() {
    use Field::{Authors, Column, DocumentKind, DocumentNumber, Issuers, Source, Url};
    let url = (Url, "https://qingcen.example/1.html");
    // A law of which no kind is stated has articles.
    let mut articled = case("articled", "青岑县防洪条例", &[], "STAT", "misc", "[EB/OL]");
    articled.0.paragraphs = vec!["第一章　总则".to_owned(), "第一条 为了防治洪水，制定本条例。".to_owned()];
    let cases = [
        case("told-of", "青岑县防洪条例", &[(Source, "青岑新闻网")], "NEWS", "article", "[EB/OL]"),
        case("statute", "青岑县节约用水条例（2021年修正）", &[(DocumentKind, "条例")], "STAT", "misc", "[EB/OL]"),
        case("law", "防洪法", &[(DocumentNumber, "青岑县人民政府令第31号")], "STAT", "misc", "[EB/OL]"),
        articled,
        case("rule", "防汛物资管理办法（试行）", &[(DocumentNumber, "青政发〔2021〕8号")], "LEGAL", "misc", "[EB/OL]"),
        case(
            "notice",
            "关于印发防汛物资管理办法的通知",
            &[(DocumentKind, "通知"), (Issuers, "青岑县水利局")],
            "GOVDOC",
            "techreport",
            "[EB/OL]",
        ),
        case("standard", "防汛沙袋通用技术要求", &[(DocumentKind, "标准")], "STAND", "misc", "[S/OL]"),
        case(
            "report",
            "2021年青岑县国民经济和社会发展统计公报",
            &[(Source, "青岑县统计局")],
            "RPRT",
            "techreport",
            "[R/OL]",
        ),
        case("told", "县长作政府工作报告", &[(Source, "青岑新闻网")], "NEWS", "article", "[EB/OL]"),
        case(
            "paper",
            "防汛演练举行",
            &[(Source, "青岑日报"), (Column, "第04版"), (Authors, "郝青禾")],
            "NEWS",
            "article",
            "[N]",
        ),
        case(
            "web-paper",
            "防汛演练又举行",
            &[(Source, "青岑日报"), (Column, "A12版：要闻"), url],
            "NEWS",
            "article",
            "[N/OL]",
        ),
        case("edition", "图集再版", &[(Source, "青岑日报"), (Column, "第2版修订")], "NEWS", "article", "[EB/OL]"),
    ];
    let articles: Vec<Article> = cases.iter().map(|case| case.0.clone()).collect();
    let test = TestApp::with(&articles).await;
    for Case(article, ris, bibtex, gbt) in &cases {
        let path = |format: &str| format!("/articles/{}?format={format}", article.id.as_str());
        let (told, cited) = (body(&test, &path("ris")).await, body(&test, &path("gbt7714")).await);
        assert!(told.starts_with(&format!("TY  - {ris}\r\n")), "{told}");
        assert!(cited.contains(&format!("{gbt}. ")), "{gbt}: {cited}");
        let entry = body(&test, &path("bibtex")).await;
        assert!(entry.starts_with(&format!("@{bibtex}{{")), "{entry}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newspaper_is_cited_with_its_page() {
    let fields = [
        (Field::Source, "青岑日报"),
        (Field::Column, "第04版"),
        (Field::Authors, "郝青禾"),
        (Field::PublishedOn, "2021-07-12"),
    ];
    let printed = article_with("printed", "防汛演练举行", "演练。", &fields);
    let mut online = article_with("online", "防汛演练举行了", "演练了。", &fields);
    online.url = Some("https://qingcen.example/4.html".to_owned());
    let test = TestApp::with(&[printed, online]).await;
    let reference = body(&test, "/articles/printed?format=gbt7714").await;
    assert_eq!(reference, "郝青禾. 防汛演练举行[N]. 青岑日报, 2021-07-12(4).\n");
    let reference = body(&test, "/articles/online?format=gbt7714").await;
    assert!(reference.starts_with("郝青禾. 防汛演练举行了[N/OL]. 青岑日报, 2021-07-12(4)["), "{reference}");
    assert!(reference.ends_with("]. https://qingcen.example/4.html.\n"), "{reference}");
    assert!(body(&test, "/articles/printed?format=ris").await.contains("\r\nSP  - 4\r\n"));
    let entry = body(&test, "/articles/printed?format=bibtex").await;
    assert!(entry.contains("journal = {青岑日报}") && entry.contains("pages = {4}"), "{entry}");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_called_by_what_was_asked_for() {
    let test = TestApp::with(&[article_with("a", "防汛演练", "演练。", &[(Field::Source, "青岑新闻网")])]).await;
    let today = jiff::tz::offset(8).to_datetime(test.app.clock.now()).date();
    for (path, expected, plain) in [
        ("/search?q=防汛&from=2021-01&to=2021-06&format=csv", "公报_防汛_2021-01_2021-06", "gongbao_2021-01_2021-06"),
        (
            "/search?q=防汛 -../旱&source=青岑新闻网&from=2021&format=ndjson",
            "公报_防汛-旱_青岑新闻网_2021起",
            "gongbao",
        ),
        ("/search?format=ris", "公报", "gongbao"),
        ("/articles/a?format=bibtex", "公报_防汛演练", "gongbao"),
        ("/articles/a/citations?format=csv", "公报_引用_防汛演练", "gongbao"),
        ("/trends?q=防汛&q=抗旱&from=2021&format=csv", "公报_趋势_防汛_抗旱_2021起", "gongbao"),
    ] {
        let ending = path.rsplit_once('=').unwrap().1.replace("bibtex", "bib");
        let response = send(&test, "GET", &in_address(&path.replace(' ', "%20")), &[]).await;
        let stated = response.headers()["content-disposition"].to_str().unwrap().to_owned();
        let name = in_address(&format!("{expected}_{today}.{ending}"));
        assert_eq!(stated, format!("attachment; filename=\"{plain}_{today}.{ending}\"; filename*=UTF-8''{name}"));
    }
    assert!(!send(&test, "GET", "/search?format=gbt7714", &[]).await.headers().contains_key("content-disposition"));
}

/// A text with all that is not ASCII encoded.
fn in_address(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { encoded(&c.to_string()) }).collect()
}
