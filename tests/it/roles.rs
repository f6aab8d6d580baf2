//! Nine people who come to the site for something, each in a real browser, with the steps that they need counted: a step is a
//! click, a key, or a word typed and sent. Who finds a shorter way lowers the number; who needs a longer one has broken something.

use thirtyfour::prelude::*;

use crate::browser::{Session, number, travel, wait_for};
use crate::journeys::show;
use crate::support::wait_until;

/// A way through the site.
struct Way<'a> {
    session: &'a Session,
    steps: usize,
}

impl<'a> Way<'a> {
    /// Begins at an address, which is no step.
    async fn from(session: &'a Session, path: &str) -> WebDriverResult<Self> {
        session.driver.goto(format!("{}{path}", session.site)).await?;
        Ok(Self { session, steps: 0 })
    }

    /// Types into the search box and sends it.
    async fn search(&mut self, words: &str) -> WebDriverResult<()> {
        let field = wait_for(&self.session.driver, "#q").await?;
        field.clear().await?;
        field.send_keys(words).await?;
        self.leave(async || field.send_keys(Key::Enter + "").await).await
    }

    /// Clicks what leads to another page.
    async fn follow(&mut self, selector: &str) -> WebDriverResult<()> {
        let link = wait_for(&self.session.driver, selector).await?;
        show(&self.session.driver, &link).await?;
        self.leave(async || link.click().await).await
    }

    /// Clicks what stays on the page.
    async fn open(&mut self, selector: &str) -> WebDriverResult<()> {
        wait_for(&self.session.driver, selector).await?.click().await?;
        self.steps += 1;
        Ok(())
    }

    /// A step that another page follows; it is waited for.
    async fn leave(&mut self, step: impl AsyncFnOnce() -> WebDriverResult<()>) -> WebDriverResult<()> {
        let driver = &self.session.driver;
        driver.execute("window.isOld = true", vec![]).await?;
        step().await?;
        self.steps += 1;
        wait_until("another page", async || {
            let script = "return !window.isOld && document.readyState === 'complete'";
            driver.execute(script, vec![]).await.and_then(|done| done.convert()).unwrap_or(false)
        })
        .await;
        Ok(())
    }

    async fn says(&self, selector: &str, words: &str) -> WebDriverResult<()> {
        let text = wait_for(&self.session.driver, selector).await?.text().await?;
        assert!(text.contains(words), "{selector}: {text}");
        Ok(())
    }

    async fn measures(&self, script: &str) -> WebDriverResult<f64> {
        self.session.driver.execute(format!("return ({script})"), vec![]).await?.convert()
    }

    fn takes(&self, steps: usize) {
        assert_eq!(self.steps, steps, "steps");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_reads_what_helps() {
    travel(1280, true, async |session| {
        let mut way = Way::from(session, "/").await?;
        way.search("义务教育招生入学").await?;
        let top = way.measures("document.querySelector('ol.hits h2 a').getBoundingClientRect().top").await?;
        assert!(top <= 260.0, "{top}");
        way.follow("ol.hits h2 a").await?;
        way.says("article h1", "义务教育").await?;
        way.takes(2);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journalist_has_all_of_a_year_the_newest_first() {
    travel(1280, true, async |session| {
        let mut way = Way::from(session, "/").await?;
        way.search("防汛").await?;
        let all = number(&wait_for(&session.driver, ".summary strong").await?).await?;
        way.follow(".facet-year li a").await?;
        let of_year = number(&wait_for(&session.driver, ".summary strong").await?).await?;
        assert!(of_year > 0 && of_year < all, "{of_year} of {all}");
        way.follow(".sorts a[href*='sort=-date']").await?;
        way.says(".sorts [aria-current]", "最新").await?;
        way.takes(3);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_sees_whether_a_document_is_in_force() {
    travel(1280, true, async |session| {
        let mut way = Way::from(session, "/").await?;
        way.search("青政办发[2021]8号").await?;
        way.says("ol.hits li h2", "〔废止〕").await?;
        way.follow("ol.hits h2 a").await?;
        way.says("article", "废止").await?;
        way.takes(2);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_elder_reads_large_letters_on_a_phone() {
    travel(390, true, async |session| {
        let mut way = Way::from(session, "/").await?;
        way.open(".menu > summary").await?;
        way.follow(".menu .sized").await?;
        way.search("防汛").await?;
        let top = way.measures("document.querySelector('ol.hits h2 a').getBoundingClientRect().top").await?;
        assert!(top <= 320.0, "{top}");
        way.follow("ol.hits h2 a").await?;
        let size = way.measures("parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)").await?;
        assert!(size >= 20.0, "{size}");
        assert!(wait_for(&session.driver, "nav.elder").await?.is_displayed().await?);
        way.takes(4);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blind_reader_comes_to_the_first_hit_with_few_keys() {
    travel(1280, true, async |session| {
        let mut way = Way::from(session, "/search?q=%E9%98%B2%E6%B1%9B").await?;
        let driver = &session.driver;
        let title = driver.title().await?;
        assert!(title.contains("防汛"), "{title}");
        let is_there = async || -> WebDriverResult<bool> {
            driver.execute("return document.activeElement.matches('ol.hits h2 a')", vec![]).await?.convert()
        };
        // The first key reaches the link that skips the head, the second takes it.
        for key in [Key::Tab, Key::Enter] {
            driver.action_chain().send_keys(key).perform().await?;
            way.steps += 1;
        }
        while !is_there().await? {
            driver.action_chain().send_keys(Key::Tab).perform().await?;
            way.steps += 1;
            assert!(way.steps < 12, "the first hit is reached");
        }
        // Between them are the orders of the results.
        assert!(way.steps <= 7, "{}", way.steps);
        way.leave(async || driver.action_chain().send_keys(Key::Enter).perform().await).await?;
        way.says("article h1", "").await?;
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_sees_how_the_site_is() {
    travel(1280, true, async |session| {
        let mut way = Way::from(session, "/").await?;
        way.follow(".follow a[href='/stats']").await?;
        way.says("main", env!("CARGO_PKG_VERSION")).await?;
        way.follow(".follow a[href='/audit']").await?;
        way.says("main", "青岑").await?;
        way.takes(2);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_researcher_takes_every_hit_along() {
    travel(1280, true, async |session| {
        let mut way = Way::from(session, "/").await?;
        way.search("脱贫攻坚").await?;
        let all = number(&wait_for(&session.driver, ".summary strong").await?).await?;
        let table = wait_for(&session.driver, ".data a[href*='format=csv']").await?.attr("href").await?;
        let rows = crate::support::body(&session.test, &table.expect("a link")).await;
        assert_eq!(rows.matches("\r\n").count(), all + 1, "a head and every hit");
        way.follow("ol.hits h2 a").await?;
        for form in ["ris", "bibtex", "gbt7714"] {
            wait_for(&session.driver, &format!("a[href*='format={form}']")).await?;
        }
        way.takes(2);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_analyst_without_chinese_gets_to_texts() {
    travel(1280, true, async |session| {
        let mut way = Way::from(session, "/").await?;
        way.follow(".languages button[lang=en]").await?;
        way.search("flood control").await?;
        way.says(".empty", "Chinese").await?;
        way.follow(".empty a[href*='q=%E9%98%B2%E6%B1%9B']").await?;
        way.follow("ol.hits h2 a").await?;
        way.takes(4);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_traditional_characters_has_all_in_them() {
    travel(1280, true, async |session| {
        let mut way = Way::from(session, "/").await?;
        way.follow(".languages button[lang=zh-Hant]").await?;
        way.search("義務教育招生").await?;
        way.says("ol.hits h2", "義務教育").await?;
        way.follow("ol.hits h2 a").await?;
        way.says("article h1", "義務教育").await?;
        way.takes(3);
        Ok(())
    })
    .await;
}
