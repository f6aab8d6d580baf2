//! How pages lie on screens, in a real browser: the head with the search box on every page, the first hit high, controls
//! that nothing covers, rows that a finger hits, and nothing wider than the window.

use thirtyfour::prelude::*;

use crate::browser::{Session, fits, travel, wait_for};
use crate::support::article;

const WORK: &str = "/search?q=%E5%B7%A5%E4%BD%9C";

/// A search of several words, so that the page also says how it was understood.
const WORDS: &str = "/search?q=%E9%98%B2%E6%B1%9B%20%E5%B7%A5%E4%BD%9C";

const PAGES: [&str; 12] = [
    WORK,
    "/latest",
    "/browse",
    "/browse/source",
    "/browse/year/2020",
    "/trends",
    "/advanced",
    "/about",
    "/help",
    "/stats",
    "/audit",
    "/nowhere",
];

async fn measure(session: &Session, script: &str) -> WebDriverResult<f64> {
    session.driver.execute(format!("return ({script})"), vec![]).await?.convert()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_is_one_line_with_the_search_box_on_every_page() {
    for (width, most) in [(1280, 56.0), (1024, 56.0), (390, 48.0), (320, 48.0)] {
        travel(width, true, async |session| {
            for language in ["zh-Hans", "zh-Hant", "en"] {
                session.prefer(&format!("language={language}")).await?;
                for path in PAGES {
                    fits(session, path).await?;
                    let inner = "document.querySelector('.masthead .frame').getBoundingClientRect().height";
                    let height = measure(session, inner).await?;
                    assert!(height <= most, "{path} at {width} in {language}: {height}");
                    let box_width = "document.querySelector('.masthead #q').getBoundingClientRect().width";
                    let wide = measure(session, box_width).await?;
                    assert!(wide >= if width > 400 { 240.0 } else { 72.0 }, "{path} at {width} in {language}: {wide}");
                }
            }
            Ok(())
        })
        .await;
    }
}

/// A link to a place, a label and a text for a script lead to the first of that name: `#search` in the contents of `/api`
/// led to the search box.
#[tokio::test(flavor = "multi_thread")]
async fn no_two_things_on_a_page_have_one_name() {
    travel(1280, true, async |session| {
        session.driver.goto(format!("{}{WORK}", session.site)).await?;
        let hit = session.driver.find(By::Css("ol.hits h2 a")).await?.attr("href").await?.expect("a hit is a link");
        for path in PAGES.into_iter().chain(["/", "/api", &hit]) {
            session.driver.goto(format!("{}{path}", session.site)).await?;
            let repeated = "return [[document, 'id'], ...[...document.querySelectorAll('template.said')].map(({content}) => [content, 'data-said'])] \
                 .flatMap(([root, name]) => [...root.querySelectorAll(`[${name}]`)].map((element) => `${name}=${element.getAttribute(name)}`)) \
                 .filter((name, at, names) => names.indexOf(name) !== at)";
            let repeated: Vec<String> = session.driver.execute(repeated, vec![]).await?.convert()?;
            assert_eq!(repeated, Vec::<String>::new(), "{path}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_hit_is_high() {
    for (width, size, most) in
        [(1280, "normal", 260.0), (390, "normal", 230.0), (390, "large", 320.0), (1280, "large", 320.0)]
    {
        travel(width, true, async |session| {
            session.prefer(&format!("size={size}")).await?;
            for path in [WORK, WORDS, &format!("{WORK}&year=2023"), &format!("{WORK}&page=2&sort=-date")] {
                session.driver.goto(format!("{}{path}", session.site)).await?;
                wait_for(&session.driver, "ol.hits h2 a").await?;
                let top =
                    measure(session, "document.querySelector('ol.hits h2 a').getBoundingClientRect().top").await?;
                assert!(top <= most, "{path} at {width} in {size}: {top}");
            }
            Ok(())
        })
        .await;
    }
}

/// What lies over the middle of a link or a control that is not the link itself; each element is scrolled to first.
const COVERED: &str = r#"
    const shown = (element) => element.checkVisibility({ contentVisibilityAuto: true, opacityProperty: false, visibilityProperty: true });
    const found = [];
    for (const element of document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main summary, .masthead a, .masthead summary, .colophon a, .colophon button")) {
      if (!shown(element) || element.closest(".unseen, .skip, svg, [hidden]")) continue;
      element.scrollIntoView({ block: "center", behavior: "instant" });
      for (const place of element.getClientRects()) {
        if (place.width < 2 || place.height < 2) continue;
        const at = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
        if (at && at !== element && !element.contains(at) && !at.contains(element))
          found.push(`${element.className} ${element.textContent.trim().slice(0, 20)} under ${at.tagName} ${at.className} ${at.textContent.trim().slice(0, 20)}`);
      }
    }
    return found"#;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_lies_over_a_control() {
    for width in [1280, 1000, 390, 320] {
        travel(width, true, async |session| {
            for mode in ["size=normal", "size=large"] {
                session.prefer(mode).await?;
                for path in [
                    WORK,
                    &format!("{WORK}&source=%E9%9D%92%E5%B2%91%E6%96%B0%E9%97%BB%E7%BD%91"),
                    "/browse",
                    "/facets/source",
                    "/facets/year",
                    "/latest",
                    "/help",
                    "/",
                ] {
                    session.driver.goto(format!("{}{path}", session.site)).await?;
                    session
                        .driver
                        .execute(
                            "for (const fold of document.querySelectorAll('.fold, .more')) fold.open = true",
                            vec![],
                        )
                        .await?;
                    let covered: Vec<String> = session.driver.execute(COVERED, vec![]).await?.convert()?;
                    assert_eq!(covered, [""; 0], "{path} at {width}, {mode}");
                }
            }
            Ok(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_facets_are_large_enough_and_excluding_is_seen() {
    for width in [1280, 390, 320] {
        travel(width, true, async |session| {
            session.driver.goto(format!("{}{WORK}", session.site)).await?;
            session.driver.execute("for (const fold of document.querySelectorAll('.fold, .more')) fold.open = true", vec![]).await?;
            let lowest = "Math.min(...[...document.querySelectorAll('.facet li > a')].map((link) => link.getBoundingClientRect().height))";
            assert!(measure(session, lowest).await? >= 32.0);
            let narrowest = "Math.min(...[...document.querySelectorAll('.facet .reject')].map((link) => link.getBoundingClientRect().width))";
            assert!(measure(session, narrowest).await? >= 24.0);
            let unseen = "[...document.querySelectorAll('.facet .reject')].filter((link) => getComputedStyle(link).opacity < 1).length";
            assert_eq!(measure(session, unseen).await?, 0.0);
            let year = wait_for(&session.driver, ".facet-year li:nth-child(2) > a").await?;
            let wanted = year.find(By::Css("span[lang]")).await?.text().await?;
            let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
            session.driver.execute(script, vec![year.to_json()?]).await?;
            year.click().await?;
            wait_for(&session.driver, ".active:not(.understood) a").await?;
            let address = session.driver.current_url().await?.to_string();
            assert!(address.ends_with(&format!("&year={wanted}")), "{address}");
            Ok(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_filters_open_a_phone_is_not_too_narrow() {
    travel(320, true, async |session| {
        for mode in ["size=normal", "size=large", "size=normal&language=en"] {
            session.prefer(mode).await?;
            fits(session, &format!("{WORK}&from=2019&year=2020")).await?;
            let open = "for (const fold of document.querySelectorAll('details')) fold.open = true;
                return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let overflow: i64 = session.driver.execute(open, vec![]).await?.convert()?;
            assert!(overflow <= 0, "{mode}: {overflow} px too wide");
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_elder_version_is_one_link_away_and_simpler() {
    travel(390, true, async |session| {
        let driver = &session.driver;
        driver.goto(format!("{}{WORK}", session.site)).await?;
        wait_for(driver, ".menu > summary").await?.click().await?;
        driver.find(By::Css(".sized")).await?.click().await?;
        wait_for(driver, ":root[data-size=large] .elder [data-back]").await?;
        assert_eq!(measure(session, "parseFloat(getComputedStyle(document.body).fontSize)").await?, 26.0);
        let lines = "document.querySelector('.excerpt').getBoundingClientRect().height / parseFloat(getComputedStyle(document.querySelector('.excerpt')).lineHeight)";
        assert!(measure(session, lines).await? < 2.1);
        // Larger, larger still, and as before; kept on the next page.
        let larger = wait_for(driver, ".elder [data-larger]").await?;
        for expected in [30.0, 34.0, 26.0, 30.0] {
            larger.click().await?;
            assert_eq!(measure(session, "parseFloat(getComputedStyle(document.body).fontSize)").await?, expected);
        }
        driver.find(By::Css("ol.hits h2 a")).await?.click().await?;
        wait_for(driver, ".reading article h1").await?;
        assert_eq!(measure(session, "parseFloat(getComputedStyle(document.body).fontSize)").await?, 30.0);
        driver.find(By::Css(".elder [data-back]")).await?.click().await?;
        wait_for(driver, "ol.hits").await?;
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn single_letters_can_be_switched_off() {
    travel(1280, true, async |session| {
        let driver = &session.driver;
        session.prefer("keys=off").await?;
        driver.goto(format!("{}{WORK}", session.site)).await?;
        wait_for(driver, "ol.hits").await?;
        for key in ["j", "k", "n", "p", "/"] {
            driver.action_chain().send_keys(key).perform().await?;
            let focused: bool =
                driver.execute("return document.activeElement.matches('.hits a, #q')", vec![]).await?.convert()?;
            assert!(!focused, "{key}");
        }
        assert!(!driver.current_url().await?.as_str().contains("page="));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_titles_end_between_words_and_titles_are_copied_as_published() {
    travel(390, true, async |session| {
        let title = "青岑县人民政府办公室关于进一步加强农村饮水安全工程运行管护工作的实施意见";
        session.test.add(&[article("title", title, "现印发给你们。")]).await;
        session.driver.goto(format!("{}/articles/title?q=%E9%A5%AE%E6%B0%B4%E5%AE%89%E5%85%A8", session.site)).await?;
        let script = "
            const heading = document.querySelector('h1');
            const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let [torn, lines, top] = [0, 1, null];
            for (let node; (node = walker.nextNode()); ) {
              for (let at = 0; at < node.length; at++) {
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                const own = range.getBoundingClientRect().top;
                if (top !== null && own > top + 8) {
                  lines += 1;
                  if (at > 0) torn += 1;
                }
                top = own;
              }
            }
            getSelection().selectAllChildren(heading);
            const copied = getSelection().toString();
            getSelection().removeAllRanges();
            return [copied, String(torn), String(lines > 1), String(window.find('饮水安全工程'))]";
        let found: Vec<String> = session.driver.execute(script, vec![]).await?.convert()?;
        assert_eq!(found, [title, "0", "true", "true"]);
        Ok(())
    })
    .await;
}
