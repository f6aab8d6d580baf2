//! Long documents, on screens and on paper: their contents fold to chapters and stand beside the text, a 条 is one element
//! that its number leads to, and whatever is printed is black on white and no more than the text.

use axum::http::{Method, StatusCode};
use gongbao::model::{Article, Field};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::common::print::{PrintPage, PrintParameters};
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId};

use crate::browser::{Session, fits, travel, wait_for};
use crate::support::{BROWSER, TestApp, article_with, json, ok, page, send, wait_until};

const CHAPTERS: u32 = 12;
const CLAUSES: u32 = 25;

/// A number below a thousand as laws write it.
fn numeral(number: u32) -> String {
    let digit = |of: u32| "零一二三四五六七八九".chars().nth(of as usize).unwrap();
    let mut written = String::new();
    for (unit, sign) in [(100, "百"), (10, "十"), (1, "")] {
        match number / unit % 10 {
            0 if !written.is_empty() && unit == 10 && !number.is_multiple_of(10) => written.push('零'),
            0 => {}
            1 if unit == 10 && number < 20 => written.push('十'),
            of => written.extend([digit(of).to_string(), sign.to_owned()]),
        }
    }
    written
}

/// A law of 300 条 in 12 chapters, the fourth of two sections, that lists its chapters itself.
fn law() -> Article {
    let chapter = |number: u32| format!("第{}章 防汛工作之{}", numeral(number), numeral(number));
    let mut lines = vec!["云澜省人民代表大会常务委员会第二十一次会议通过".to_owned(), "目录".to_owned()];
    lines.extend((1..=CHAPTERS).map(chapter));
    for clause in 0..CHAPTERS * CLAUSES {
        if clause % CLAUSES == 0 {
            lines.push(chapter(clause / CLAUSES + 1));
        }
        match clause {
            75 => lines.push("第一节 一般规定".to_owned()),
            88 => lines.push("第二节 特别规定".to_owned()),
            _ => {}
        }
        lines.push(format!("第{}条 县级以上人民政府应当加强防汛工作，落实责任单位和责任人。", numeral(clause + 1)));
        if clause % 3 == 0 {
            lines.extend(["有下列情形之一的，及时处置：".to_owned(), "（一）擅自侵占河道的；".to_owned()]);
        }
    }
    lines.extend(["云澜省人民政府办公厅".to_owned(), "2021年3月8日".to_owned()]);
    let fields = [
        (Field::PublishedOn, "2021-03-08"),
        (Field::Source, "云澜省人民政府公报"),
        (Field::Url, "https://yunlan.example/art/2021/3/8/1.html"),
    ];
    article_with("law", "云澜省防汛抗旱条例", &lines.join("\n"), &fields)
}

/// A notice of some three thousand characters: two pages of paper.
fn notice() -> Article {
    let sentence =
        "各乡镇人民政府、县直各有关部门要切实提高认识，立足防大汛、抗大旱、抢大险、救大灾，把困难估计得更充分一些。";
    let mut lines = vec!["各乡镇人民政府，县直各有关部门：".to_owned(), "现将有关事项通知如下：".to_owned()];
    for heading in ["总体要求", "压实责任", "排查隐患", "监测预警", "储备物资", "应急值守"] {
        lines.push(format!("{}、{heading}", numeral(lines.len() as u32 / 4 + 1)));
        lines.extend((1..=3).map(|number| format!("（{}）{}", numeral(number), sentence.repeat(3))));
    }
    lines.extend(["青岑县人民政府办公室".to_owned(), "2022年4月12日".to_owned()]);
    let fields = [
        (Field::PublishedOn, "2022-04-12"),
        (Field::Source, "青岑县人民政府网"),
        (Field::Url, "https://qingcen.example/2022/4/12/tz.html"),
        (Field::DocumentNumber, "青政办发〔2022〕12号"),
    ];
    article_with("notice", "关于切实做好防汛抗旱工作的通知", &lines.join("\n"), &fields)
}

#[tokio::test(flavor = "multi_thread")]
async fn headings_are_headings_and_each_clause_is_one_element_with_a_link_of_its_own() {
    let test = TestApp::with(&[law(), notice()]).await;
    let (_, html) = page(&test, "/articles/law").await;
    assert_eq!(html.matches("<h2 id=\"p").count(), CHAPTERS as usize, "the chapters, and not those that the law lists");
    assert_eq!(html.matches("class=\"section\"").count(), 2);
    assert!(html.contains("<h3 id=\"p"));
    for number in [1, 12, 133, 300] {
        let begin = format!("<div class=\"clause\" id=\"tiao-{number}\">\n<p id=\"p");
        assert_eq!(html.matches(&begin).count(), 1, "{number}");
        let link = format!("<a class=\"own\" href=\"#tiao-{number}\">第{}条</a>", numeral(number));
        assert_eq!(html.matches(&link).count(), 1, "{link}");
    }
    assert_eq!(html.matches("<div class=\"clause\"").count(), 300);
    // What is left of the links to paragraphs have names of their own.
    let names: Vec<&str> = html.split("class=\"here\"").skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
    let different: std::collections::HashSet<&&str> = names.iter().collect();
    assert!(names.len() < 20 && different.len() == names.len(), "{names:?}");
    assert!(html.contains("</div>\n<p id=\"p") && html.contains("class=\"signature\">"));
    assert!(html.contains("<summary lang=\"zh-Hans\">1–25 条</summary>"), "folded");
    assert_eq!(ok(&test, "/articles/law").await["contents"].as_array().unwrap().len(), 14, "with the sections");

    let (_, html) = page(&test, "/articles/notice").await;
    assert!(
        html.contains("<h2 id=\"p3\" class=\"heading\"><a class=\"own\" href=\"#p3\">一、</a>总体要求</h2>"),
        "{html}"
    );
    assert!(html.contains("class=\"contents\"") && !html.contains("name=\"tiao\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_leads_to_its_clause() {
    let test = TestApp::with(&[law()]).await;
    let led = async |query: &str| {
        let response = send(&test, "GET", &format!("/articles/law?{query}"), &[("accept", BROWSER)]).await;
        let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        (response.status(), location)
    };
    for (query, expected) in [
        ("tiao=12", "/articles/law#tiao-12"),
        ("q=%E9%98%B2&tiao=%E7%AC%AC%E5%8D%81%E4%BA%8C%E6%9D%A1", "/articles/law?q=%E9%98%B2#tiao-12"),
        ("tiao=%EF%BC%91%EF%BC%92&sort=-date", "/articles/law?sort=-date#tiao-12"),
    ] {
        assert_eq!(led(query).await, (StatusCode::SEE_OTHER, Some(expected.to_owned())), "{query}");
    }
    for none in ["tiao=301", "tiao=%3Cb%3E", "tiao=99999999999"] {
        assert_eq!(led(none).await, (StatusCode::OK, None), "{none}");
    }
    let (_, html) = page(&test, "/articles/law?tiao=%3Cb%3E").await;
    assert!(
        html.contains("本文没有第 &#60;b&#62; 条。") || html.contains("本文没有第 &lt;b&gt; 条。"),
        "said, and escaped"
    );
    assert!(html.contains("id=\"contents\" open"));
    assert_eq!(json(&test, "/articles/law?tiao=12").await.0, StatusCode::BAD_REQUEST, "data has no such thing");
}

async fn measure(session: &Session, script: &str) -> WebDriverResult<f64> {
    session.driver.execute(format!("return ({script})"), vec![]).await?.convert()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_words_of_a_long_law_are_on_the_first_screen() {
    for width in [1280, 390, 320] {
        travel(width, false, async |session| {
            session.test.add(&[law()]).await;
            for mode in ["size=normal&theme=light", "size=large&theme=dark"] {
                session.prefer(mode).await?;
                fits(session, "/articles/law").await?;
                let first =
                    measure(session, "document.querySelector('.body p').getBoundingClientRect().bottom").await?;
                assert!(first < 900.0, "{mode} at {width}: {first}");
            }
            // Without scripts: a number, and there.
            session.prefer("size=normal").await?;
            session.driver.goto(format!("{}/articles/law?tiao=250", session.site)).await?;
            let top = "document.querySelector('.clause:target').getBoundingClientRect().top";
            wait_until("the 条 is reached", async || {
                (-1.0..200.0).contains(&measure(session, top).await.unwrap_or(-9.0))
            })
            .await;
            Ok(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contents_stand_beside_the_text_and_stay() {
    travel(1280, true, async |session| {
        session.test.add(&[law()]).await;
        let driver = &session.driver;
        driver.goto(format!("{}/articles/law", session.site)).await?;
        let right = measure(session, "document.querySelector('.contents').getBoundingClientRect().right").await?;
        let left = measure(session, "document.querySelector('.body').getBoundingClientRect().left").await?;
        assert!(right < left, "{right} {left}");
        assert!(measure(session, "document.querySelector('#record').getBoundingClientRect().top - document.querySelector('.body').getBoundingClientRect().bottom").await? > 0.0);
        let field = wait_for(driver, ".to-clause input").await?;
        field.send_keys("第二百条" + Key::Enter).await?;
        let target = wait_for(driver, ".clause:target").await?;
        assert_eq!(target.attr("id").await?.as_deref(), Some("tiao-200"));
        let seen = "document.querySelector('.contents').getBoundingClientRect().top";
        wait_until("the contents are where they were", async || (0.0..60.0).contains(&measure(session, seen).await.unwrap_or(-9.0))).await;
        let tinted = "[...document.querySelectorAll('.clause:target')].filter((part) => getComputedStyle(part).backgroundColor !== 'rgba(0, 0, 0, 0)').length";
        assert_eq!(measure(session, tinted).await?, 1.0, "marked whole");
        Ok(())
    })
    .await;
}

/// The pages of what is printed on A4.
async fn sheets(session: &Session, path: &str) -> WebDriverResult<usize> {
    session.driver.goto(format!("{}{path}", session.site)).await?;
    let paper = PrintPage { width: 21.0, height: 29.7 };
    let pdf = session
        .driver
        .print_page(PrintParameters { page: paper, background: true, ..PrintParameters::default() })
        .await?;
    if let Ok(folder) = std::env::var("GONGBAO_TEST_PRINTS") {
        std::fs::write(format!("{folder}/{}.pdf", path.replace(['/', '?', '%', '='], "-")), &pdf).unwrap();
    }
    let text = String::from_utf8_lossy(&pdf);
    Ok(text.matches("/Type /Page\n").count())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_pages_of_text_are_two_pages_of_paper() {
    travel(1280, true, async |session| {
        session.test.add(&[law(), notice()]).await;
        for mode in ["theme=light&size=normal", "theme=dark&size=normal"] {
            session.prefer(mode).await?;
            assert_eq!(sheets(session, "/articles/notice").await?, 2, "{mode}");
        }
        assert!((6..=14).contains(&sheets(session, "/articles/law?q=%E9%98%B2%E6%B1%9B").await?));
        assert!(sheets(session, "/search?q=%E9%98%B2%E6%B1%9B&from=2020").await? <= 3);
        // Who reads in large letters reads large letters on paper, too.
        session.prefer("theme=light&size=large").await?;
        assert!((3..=4).contains(&sheets(session, "/articles/notice").await?));
        Ok(())
    })
    .await;
}

/// The medium that a browser lays pages out for.
#[derive(Debug)]
struct Medium(&'static str);

impl FormatRequestData for Medium {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let command = serde_json::json!({"cmd": "Emulation.setEmulatedMedia", "params": {"media": self.0}});
        RequestData::new(Method::POST, format!("/session/{session}/goog/cdp/execute")).add_body(command)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_printed_is_black_on_white_and_says_what_was_asked() {
    travel(1280, true, async |session| {
        session.test.add(&[law()]).await;
        let driver = &session.driver;
        for mode in ["theme=dark&size=normal", "theme=dark&size=large"] {
            session.prefer(mode).await?;
            driver.goto(format!("{}/articles/law", session.site)).await?;
            driver.cmd(Medium("print")).await?;
            let style = "getComputedStyle(document.body)";
            let colors: String = driver.execute(format!("return {style}.color + {style}.backgroundColor"), vec![]).await?.convert()?;
            assert_eq!(colors, "rgb(0, 0, 0)rgb(255, 255, 255)", "{mode}");
            let seen = "[...document.querySelectorAll('button, input, nav, summary, .here, .contents, aside, .masthead, .colophon')].filter((part) => part.getClientRects().length).length";
            assert_eq!(measure(session, seen).await?, 0.0, "{mode}");
            let text = driver.find(By::Css("article")).await?.text().await?;
            assert!(text.contains("https://yunlan.example/art/2021/3/8/1.html"), "where it was published");
            driver.goto(format!("{}/search?q=%E9%98%B2%E6%B1%9B&from=2020&source=%E4%BA%91%E6%BE%9C%E7%9C%81%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C%E5%85%AC%E6%8A%A5", session.site)).await?;
            let text = driver.find(By::Css("main")).await?.text().await?;
            for said in ["防汛", "2020", "云澜省人民政府公报"] {
                let asked = text.lines().find(|line| line.starts_with("检索结果：")).unwrap_or_default();
                assert!(asked.contains(said), "{said} in {asked}");
            }
            assert_eq!(measure(session, seen).await?, 0.0, "{mode}");
            driver.cmd(Medium("")).await?;
        }
        Ok(())
    })
    .await;
}
