//! The site in a real browser: headless Chromium through WebDriver. `scripts/test` installs both.

use std::process::{Command, Stdio};
use std::time::Duration;

use thirtyfour::prelude::*;
use thirtyfour::{BrowserLogEntry, Cookie, LoggingPrefsLogLevel};

use crate::support::{Running, TestApp, article, skipped, wait_until};

/// A served site and a browser looking at it; both go with the test.
pub struct Session {
    pub driver: WebDriver,
    pub site: String,
    pub test: TestApp,
    _chromedriver: Running,
}

/// The longest that a browser waits for an element.
const WAIT_TIMEOUT: Duration = Duration::from_secs(20);

impl Session {
    /// Has the browser remember these preferences, as the site has it do: `theme=dark&size=large`.
    pub async fn prefer(&self, mode: &str) -> WebDriverResult<()> {
        self.driver.goto(format!("{}/healthz", self.site)).await?;
        for (name, value) in mode.split('&').filter_map(|pair| pair.split_once('=')) {
            self.driver.add_cookie(Cookie::new(name, value)).await?;
        }
        Ok(())
    }
}

/// Makes a journey with a browser whose window is this wide, and closes it whatever comes of it. A journey is sound
/// where the browser complains of nothing on the way: no script failed, and no policy of the site was violated.
pub async fn travel(width: u32, script: bool, journey: impl AsyncFnOnce(&Session) -> WebDriverResult<()>) {
    let Some(session) = session(width, script).await else { return };
    let outcome = journey(&session).await;
    let complaints = complaints(&session.driver).await;
    session.driver.clone().quit().await.ok();
    outcome.unwrap();
    assert_eq!(complaints.unwrap(), [""; 0]);
}

/// `None`, said aloud, where there is no browser: `scripts/test` installs one.
async fn session(width: u32, script: bool) -> Option<Session> {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let Ok(child) =
        Command::new("chromedriver").arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    else {
        skipped("a browser test", "chromedriver is not installed; scripts/test installs it");
        return None;
    };
    let chromedriver = Running(child);
    let test = TestApp::build().samples().suggestions().open().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(gongbao::web::serve(
        test.app.clone(),
        listener,
        gongbao::web::Bounds::default(),
        std::future::pending(),
    ));

    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless",
        "--accept-lang=zh-CN",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
    ] {
        capabilities.add_arg(argument).unwrap();
    }
    capabilities
        .add_experimental_option(
            "mobileEmulation",
            serde_json::json!({"deviceMetrics": {"width": width, "height": 900, "pixelRatio": 1.0}}),
        )
        .unwrap();
    if !script {
        let preferences = serde_json::json!({"profile.managed_default_content_settings.javascript": 2});
        capabilities.add_experimental_option("prefs", preferences).unwrap();
    }
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::Severe).unwrap();
    // The driver's client speaks HTTP only, but is not made without a provider of TLS; the crawler names its own.
    drop(rustls::crypto::ring::default_provider().install_default());
    let mut driver = None;
    wait_until("chromedriver opens a browser", async || {
        driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities.clone()).await.ok();
        driver.is_some()
    })
    .await;
    Some(Session { driver: driver?, site, test, _chromedriver: chromedriver })
}

/// What the browser complained of, but for pages that are not there, which are visited on purpose.
async fn complaints(driver: &WebDriver) -> WebDriverResult<Vec<String>> {
    let complains = |entry: &BrowserLogEntry| entry.level == "SEVERE" && entry.source.as_deref() != Some("network");
    let log = driver.browser_log().await?;
    Ok(log.into_iter().filter(complains).map(|entry| entry.message).collect())
}

/// Every journey relies on this: what a browser complains of is heard.
#[tokio::test(flavor = "multi_thread")]
async fn a_violated_policy_is_heard_of() {
    let Some(session) = session(1280, true).await else { return };
    let forbidden = async {
        session.driver.goto(&session.site).await?;
        let before = complaints(&session.driver).await?;
        let script = "document.head.append(Object.assign(document.createElement('style'), { textContent: 'a {}' }))";
        session.driver.execute(script, vec![]).await?;
        WebDriverResult::Ok((before, complaints(&session.driver).await?))
    };
    let outcome = forbidden.await;
    session.driver.clone().quit().await.ok();
    let (before, after) = outcome.unwrap();
    assert_eq!(before, [""; 0]);
    assert!(after.len() == 1 && after[0].contains("Content Security Policy"), "{after:?}");
}

/// Waits until there is such an element.
pub async fn wait_for(driver: &WebDriver, selector: &str) -> WebDriverResult<WebElement> {
    driver.query(By::Css(selector)).wait(WAIT_TIMEOUT, Duration::from_millis(20)).first().await
}

/// A number that stands in an element, its thousands kept apart by narrow blanks.
pub async fn number(element: &WebElement) -> WebDriverResult<usize> {
    Ok(element.text().await?.replace('\u{202F}', "").parse().expect("a number"))
}

/// Home → search → filter → article → back, as a newcomer goes.
async fn journey(session: &Session) -> WebDriverResult<()> {
    let driver = &session.driver;
    driver.goto(&session.site).await?;
    let text = async || driver.find(By::Css("body")).await?.text().await;
    assert!(text().await?.contains("最新公报"));
    let field = driver.find(By::Css("input[name=q]")).await?;
    field.send_keys("疫情防控").await?;
    field.send_keys(Key::Enter + "").await?;
    wait_for(driver, "ol.hits mark").await?;
    for mark in driver.find_all(By::Css("ol.hits mark")).await? {
        assert!("疫情防控".contains(&mark.text().await?), "{}", mark.text().await?);
    }
    let total = number(&driver.find(By::Css(".summary strong")).await?).await?;
    assert!(total >= 10);

    let filter = driver.find(By::Css(".facet-year a")).await?;
    let address = filter.attr("href").await?.expect("a filter is a link");
    driver.goto(format!("{}{}", session.site, address)).await?;
    let narrowed = number(&driver.find(By::Css(".summary strong")).await?).await?;
    assert!(narrowed > 0 && narrowed < total, "{narrowed} of {total}");

    let hit = driver.find(By::Css("ol.hits h2 a")).await?;
    let title = hit.text().await?;
    // Without JavaScript the driver's own click waits for scripts that never run; a link is an address.
    let address = hit.attr("href").await?.expect("a result is a link");
    driver.goto(format!("{}{}", session.site, address)).await?;
    driver.query(By::Css("h1 mark, article mark, .body mark")).first().await?;
    assert!(driver.find(By::Css("h1")).await?.text().await?.contains(title.trim()));
    let shown = text().await?;
    for expected in ["发布日期", "相关阅读"] {
        assert!(shown.contains(expected), "{expected}");
    }
    driver.back().await?;
    assert_eq!(number(&driver.find(By::Css(".summary strong")).await?).await?, narrowed);
    Ok(())
}

/// Nothing is wider than the window.
pub async fn fits(session: &Session, path: &str) -> WebDriverResult<()> {
    session.driver.goto(format!("{}{path}", session.site)).await?;
    let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    let overflow: i64 = session.driver.execute(script, vec![]).await?.convert()?;
    assert!(overflow <= 0, "{path} is {overflow} px too wide");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_searches_filters_reads_and_returns() {
    travel(1280, true, journey).await;
}

/// Types first letters, walks the list with the keys, and comes to the results.
async fn typed_journey(session: &Session) -> WebDriverResult<()> {
    let driver = &session.driver;
    driver.goto(&session.site).await?;
    let field = driver.find(By::Css("#q")).await?;
    let attribute = async |name: &str| WebDriverResult::Ok(field.attr(name).await?.unwrap_or_default());
    assert_eq!(attribute("role").await?, "combobox");
    assert_eq!(attribute("aria-expanded").await?, "false");
    field.send_keys("yqfk").await?;
    wait_for(driver, "#suggestions:not([hidden]) [role=option]").await?;
    assert_eq!(attribute("aria-expanded").await?, "true");
    let value = async || WebDriverResult::Ok(field.prop("value").await?.unwrap_or_default());

    // Down to the first, up to what was typed, down again; Escape gives back what was typed.
    field.send_keys(Key::Down + "").await?;
    assert_eq!(value().await?, "疫情防控");
    let active = attribute("aria-activedescendant").await?;
    let chosen = driver.find(By::Id(active)).await?;
    assert_eq!(chosen.attr("aria-selected").await?.as_deref(), Some("true"));
    field.send_keys(Key::Up + "").await?;
    assert_eq!(value().await?, "yqfk");
    assert_eq!(attribute("aria-activedescendant").await?, "");
    field.send_keys(Key::Down + "").await?;
    field.send_keys(Key::Escape + "").await?;
    assert_eq!((value().await?, attribute("aria-expanded").await?), ("yqfk".to_owned(), "false".to_owned()));

    field.send_keys(Key::Down + "").await?;
    wait_for(driver, "#suggestions:not([hidden]) [role=option]").await?;
    field.send_keys(Key::Down + "").await?;
    field.send_keys(Key::Enter + "").await?;
    wait_for(driver, "ol.hits mark").await?;
    let field = driver.find(By::Css("#q")).await?;
    assert_eq!(field.prop("value").await?.as_deref(), Some("疫情防控"));

    // A mistake is put right with one click.
    driver.goto(format!("{}/search?q=yqfk", session.site)).await?;
    driver.find(By::Css(".meant a")).await?.click().await?;
    wait_for(driver, "ol.hits mark").await?;

    // The list fits a phone and is chosen from by touch.
    let field = driver.find(By::Css("#q")).await?;
    field.clear().await?;
    field.send_keys("qingcen").await?;
    let first = wait_for(driver, "#suggestions:not([hidden]) [role=option]").await?;
    let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    let overflow: i64 = driver.execute(script, vec![]).await?.convert()?;
    assert!(overflow <= 0, "the list is {overflow} px too wide");
    first.click().await?;
    wait_for(driver, "ol.hits mark").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_are_walked_with_the_keys() {
    for width in [1280, 320] {
        travel(width, true, typed_journey).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_without_javascript_on_a_phone() {
    travel(390, false, journey).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_fit_a_phone_of_320_pixels_in_every_mode() {
    travel(320, true, async |session| {
        for mode in ["theme=light&size=normal", "theme=dark&size=large"] {
            session.prefer(mode).await?;
            for path in [
                "/",
                "/search?q=%E5%B7%A5%E4%BD%9C",
                "/search?q=%E6%97%A0%E6%AD%A4%E4%BA%8Bxyz",
                "/about",
                "/audit",
                "/help",
                "/advanced?all=%E9%98%B2%E6%B1%9B",
                "/browse",
                "/browse/source",
                "/browse/source/%E9%9D%92%E5%B2%91%E6%96%B0%E9%97%BB%E7%BD%91",
                "/browse/year/2020",
                "/latest",
                "/facets/source?q=%E5%B7%A5%E4%BD%9C",
                "/search?q=%E5%B7%A5%E4%BD%9C&from=2022&to=2022",
                "/nowhere",
            ] {
                fits(session, path).await?;
            }
            session.driver.goto(format!("{}/search?q=%E4%B8%AD%E6%A0%87", session.site)).await?;
            let hit = session.driver.find(By::Css("ol.hits h2 a")).await?.attr("href").await?.unwrap_or_default();
            fits(session, &hit).await?;
        }
        Ok(())
    })
    .await;
}

/// Reads an article that a search led to: steps through its marks, saves the search, finds both kept; no policy is
/// violated on the way.
async fn kept_journey(session: &Session) -> WebDriverResult<()> {
    let driver = &session.driver;
    let wait = async |selector: &str| wait_for(driver, selector).await;
    driver.goto(format!("{}/search?q=%E9%98%B2%E6%B1%9B", session.site)).await?;
    let save = wait("button.save").await?;
    assert_eq!(save.attr("aria-pressed").await?.as_deref(), Some("false"));
    save.click().await?;
    assert_eq!(save.attr("aria-pressed").await?.as_deref(), Some("true"));

    // The one with the most matches, so that there is something to step through.
    let hits = driver.find_all(By::Css("ol.hits h2 a")).await?;
    let mut addresses = Vec::new();
    for hit in hits {
        addresses.push(hit.attr("href").await?.expect("a result is a link"));
    }
    let mut found = None;
    for address in addresses {
        driver.goto(format!("{}{address}", session.site)).await?;
        if driver.find_all(By::Css("article .body mark")).await?.len() > 1 {
            found = Some(driver.find(By::Css("h1")).await?.text().await?);
            break;
        }
    }
    let title = found.expect("an article with several matches");
    let output = wait(".stepping output").await?;
    let marks = driver.find_all(By::Css("article .body mark")).await?.len();
    // A template of the search box has a text for counts too: that one once stood here, "3 篇".
    assert_eq!(output.text().await?, format!("{marks} 处"));
    for (key, expected) in [("n", 1), ("n", 2), ("p", 1), ("p", marks)] {
        driver.find(By::Css("body")).await?.send_keys(key).await?;
        assert_eq!(output.text().await?, format!("{expected} / {marks}"), "after {key}");
    }
    assert_eq!(driver.find_all(By::Css("mark.reached")).await?.len(), 1);

    // The address of a paragraph is reached by keyboard and becomes visible.
    let script = "const link = document.querySelector('.here'); link.focus(); \
                  return getComputedStyle(link).opacity + ' ' + link.matches(':focus')";
    let mut shown = String::new();
    wait_until("the address of a paragraph is seen", async || {
        shown = driver.execute(script, vec![]).await.and_then(|shown| shown.convert()).expect("the script runs");
        shown == "1 true"
    })
    .await;
    // Data for machines is there and was not taken for a script.
    let script = "return JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent).name";
    let name: String = driver.execute(script, vec![]).await?.convert()?;
    assert_eq!(name, title);
    let script =
        "return performance.getEntriesByType('resource').filter(of => !of.name.startsWith(location.origin)).length";
    let foreign: i64 = driver.execute(script, vec![]).await?.convert()?;
    assert_eq!(foreign, 0, "nothing is asked of others");

    driver.goto(format!("{}/kept", session.site)).await?;
    wait("[data-kept] h2").await?;
    let text = driver.find(By::Css("[data-kept]")).await?.text().await?;
    assert!(text.contains(&title) && text.contains("防汛"), "{text}");
    for _ in 0..2 {
        let clear = driver.find(By::Css("[data-kept] section > button.plain")).await?;
        clear.click().await?;
    }
    assert!(driver.find_all(By::Css("[data-kept] li")).await?.is_empty());
    let script = "return localStorage.length";
    let left: i64 = driver.execute(script, vec![]).await?.convert()?;
    assert_eq!(left, 0, "what is cleared is gone");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_step_through_marks_and_keep_what_they_like() {
    travel(1280, true, kept_journey).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_reading_fit_a_phone_in_every_mode() {
    travel(320, true, async |session| {
        let texts = [("v", "通知", "会议定于三月五日召开。"), ("v", "通知", "会议定于三月八日召开。")];
        for (id, title, body) in texts {
            session.test.add(&[article(id, title, body)]).await;
        }
        for mode in ["theme=light&size=normal", "theme=dark&size=large"] {
            session.prefer(mode).await?;
            for path in ["/kept", "/articles/v/versions", "/articles/v/versions/1", "/articles/v/versions/2?against=1"]
            {
                fits(session, path).await?;
            }
            for id in ["slst-2019-ling-14", "GK00421002-2021-00041", "lz-2022-zf-016"] {
                fits(session, &format!("/articles/{id}?q=%E5%B7%A5%E4%BD%9C")).await?;
            }
        }
        Ok(())
    })
    .await;
}
