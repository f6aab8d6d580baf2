//! Ways through the site in a real browser: with a pointer, with the keys alone, without JavaScript on a phone. The
//! browser is that of [`browser`](super::browser).

use thirtyfour::TypingData;
use thirtyfour::prelude::*;

use crate::browser::{fits, number, travel, wait_for};
use crate::support::{article, wait_until};

/// Scrolls to an element at once: while the page still glides there, a click would miss it.
pub async fn show(driver: &WebDriver, element: &WebElement) -> WebDriverResult<()> {
    let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
    driver.execute(script, vec![element.to_json()?]).await?;
    Ok(())
}

/// Waits until the address is another.
async fn wait_for_address(driver: &WebDriver, wanted: impl Fn(&str) -> bool) -> WebDriverResult<String> {
    let mut outcome = Ok(String::new());
    wait_until("the address is another", async || {
        outcome = driver.current_url().await.map(String::from);
        outcome.as_ref().map_or(true, |address| wanted(address))
    })
    .await;
    outcome
}

/// The page of the results that an address names.
fn page_in(address: &str) -> usize {
    let number = address.split("page=").nth(1).map(|rest| rest.split('&').next().unwrap_or_default());
    number.map_or(1, |number| number.parse().expect("a number"))
}

async fn total(driver: &WebDriver) -> WebDriverResult<usize> {
    number(&wait_for(driver, ".summary strong").await?).await
}

/// The number in a label such as `2020年 37 篇`.
async fn promised(bar: &WebElement) -> WebDriverResult<usize> {
    let label = bar.attr("aria-label").await?.unwrap_or_default();
    Ok(label.split(' ').nth(1).and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{label}")))
}

async fn address_of(link: &WebElement) -> WebDriverResult<String> {
    Ok(link.attr("href").await?.expect("a link"))
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_pointer_from_pinyin_to_an_article_and_back() {
    travel(1280, true, async |session| {
        let driver = &session.driver;
        driver.goto(&session.site).await?;
        driver.find(By::Css("#q")).await?.send_keys("yqfk").await?;
        wait_for(driver, "#suggestions:not([hidden]) [role=option]").await?.click().await?;
        let all = total(driver).await?;

        // A filter, and then a bar of the chart.
        let value = wait_for(driver, ".facet-source li a").await?;
        let count = number(&value.find(By::Css("small")).await?).await?;
        value.click().await?;
        wait_for_address(driver, |address| address.contains("source=")).await?;
        assert_eq!(total(driver).await?, count);
        assert!(count < all);
        wait_for(driver, ".active a").await?.click().await?;
        wait_for_address(driver, |address| !address.contains("source=")).await?;
        let bar = wait_for(driver, ".timeline a").await?;
        let count = promised(&bar).await?;
        bar.click().await?;
        let narrowed = wait_for_address(driver, |address| address.contains("from=2")).await?;
        assert_eq!(total(driver).await?, count);

        // An article, and back to the same place.
        let hit = wait_for(driver, ".hits li:last-child h2 a").await?;
        show(driver, &hit).await?;
        let place: f64 = driver.execute("return window.scrollY", vec![]).await?.convert()?;
        hit.click().await?;
        wait_for(driver, ".reading article h1").await?;
        driver.back().await?;
        wait_for_address(driver, |address| address == narrowed).await?;
        assert_eq!(total(driver).await?, count);
        let back: f64 = driver.execute("return window.scrollY", vec![]).await?.convert()?;
        assert!((place - back).abs() < 40.0, "{place} {back}");
        let whole = wait_for(driver, ".times .whole").await?;
        show(driver, &whole).await?;
        whole.click().await?;
        wait_for_address(driver, |address| !address.contains("from=2")).await?;
        assert_eq!(total(driver).await?, all);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pointer_drawn_over_bars_asks_for_their_time() {
    travel(1280, true, async |session| {
        let driver = &session.driver;
        driver.goto(format!("{}/search?q=%E5%B7%A5%E4%BD%9C", session.site)).await?;
        let bars = driver.find_all(By::Css(".timeline a")).await?;
        let mut sum = 0;
        for bar in &bars[1..4] {
            sum += promised(bar).await?;
        }
        let (first, last) = (bars[1].find(By::Css(".slot")).await?, bars[3].find(By::Css(".slot")).await?);
        let drawn = driver.action_chain().move_to_element_center(&first).click_and_hold();
        drawn.move_to_element_center(&last).release().perform().await?;
        let address = wait_for_address(driver, |address| address.contains("from=2")).await?;
        let from = bars_time(&address);
        assert!(from.0 < from.1, "{address}");
        assert_eq!(total(driver).await?, sum);
        Ok(())
    })
    .await;
}

/// The years that an address asks for.
fn bars_time(address: &str) -> (i32, i32) {
    let year = |name: &str| {
        let (_, rest) = address.split_once(name).unwrap_or_else(|| panic!("{name} in {address}"));
        rest[..4].parse().unwrap()
    };
    (year("from="), year("to="))
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_keys_alone() {
    travel(1280, true, async |session| {
        let driver = &session.driver;
        let press = async |key: TypingData| driver.action_chain().send_keys(key).perform().await;
        let focused = async |selector: &str| -> WebDriverResult<bool> {
            let script = format!("return document.activeElement.matches('{selector}')");
            driver.execute(script, vec![]).await?.convert()
        };
        driver.goto(format!("{}/search", session.site)).await?;
        press("/".into()).await?;
        assert!(focused("#q").await?);
        press("工作".into()).await?;
        press(Key::Enter + "").await?;
        wait_for_address(driver, |address| address.contains("q=")).await?;
        let all = total(driver).await?;

        // To a bar with Tab, and into its time with Enter.
        driver.execute("document.getElementById('filters').focus()", vec![]).await?;
        let mut steps = 0;
        while !focused(".timeline a").await? {
            press(Key::Tab + "").await?;
            steps += 1;
            assert!(steps < 20, "a bar is reached");
        }
        let count = promised(&driver.active_element().await?).await?;
        press(Key::Enter + "").await?;
        wait_for_address(driver, |address| address.contains("from=2")).await?;
        assert_eq!(total(driver).await?, count);
        driver.back().await?;
        wait_for_address(driver, |address| !address.contains("from=2")).await?;
        assert_eq!(total(driver).await?, all);

        // Over the results, into the second, back; to a later page and to an earlier one.
        for key in ["j", "j", "j", "k"] {
            press(key.into()).await?;
        }
        assert!(focused(".hits li:nth-child(2) h2 a").await?);
        press(Key::Enter + "").await?;
        wait_for(driver, ".reading article h1").await?;
        driver.back().await?;
        wait_for(driver, ".hits").await?;
        // Regression of this test (05f40ca): the driver sends a key anew when the page went away beneath it, so that one press may turn two pages.
        press("n".into()).await?;
        let address = wait_for_address(driver, |address| page_in(address) > 1).await?;
        wait_for(driver, ".hits").await?;
        press("p".into()).await?;
        wait_for_address(driver, |earlier| page_in(earlier) < page_in(&address)).await?;

        // A letter that is typed into a box walks nowhere.
        wait_for(driver, ".hits").await?;
        press("/".into()).await?;
        press("njp".into()).await?;
        assert!(focused("#q").await?);
        assert!(page_in(driver.current_url().await?.as_str()) < page_in(&address));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript_on_a_phone_everything_is_a_link_or_a_form() {
    travel(390, false, async |session| {
        let driver = &session.driver;
        let goto = async |path: &str| driver.goto(format!("{}{path}", session.site)).await;
        goto("/search?q=%E5%B7%A5%E4%BD%9C").await?;
        let all = total(driver).await?;
        // The filters are a fold above the results, which opens without a script.
        let fold = wait_for(driver, ".fold > summary").await?;
        assert!(!driver.find(By::Css(".fold .filters")).await?.is_displayed().await?);
        fold.send_keys(Key::Enter + "").await?;
        assert!(driver.find(By::Css(".fold .filters")).await?.is_displayed().await?);

        let bar = wait_for(driver, ".timeline a").await?;
        let (count, address) = (promised(&bar).await?, address_of(&bar).await?);
        goto(&address).await?;
        assert_eq!(total(driver).await?, count);

        // Within a long filter, and back with a choice.
        goto("/search?q=%E5%B7%A5%E4%BD%9C").await?;
        let find = wait_for(driver, ".facet-source form.find").await?;
        assert_eq!(find.attr("action").await?.as_deref(), Some("/facets/source"));
        goto("/facets/source?q=%E5%B7%A5%E4%BD%9C&containing=%E5%8A%9E%E5%85%AC%E5%AE%A4").await?;
        let value = wait_for(driver, ".values li a").await?;
        let count = number(&value.find(By::Css("small")).await?).await?;
        let address = address_of(&value).await?;
        goto(&address).await?;
        assert_eq!(total(driver).await?, count);

        // Again within the results.
        goto("/search?q=%E5%B7%A5%E4%BD%9C").await?;
        wait_for(driver, ".fold > summary").await?.send_keys(Key::Enter + "").await?;
        let again = wait_for(driver, ".within input[name=within]").await?;
        again.send_keys("防汛").await?;
        again.send_keys(Key::Enter + "").await?;
        wait_for_address(driver, |address| address.contains("within=")).await?;
        let within = total(driver).await?;
        assert!(within > 0 && within < all, "{within} of {all}");
        let shown = driver.find(By::Css("#q")).await?.attr("value").await?;
        assert_eq!(shown.as_deref(), Some("工作 防汛"));

        // The form for the parts of a query leads to its results.
        goto("/advanced").await?;
        driver.find(By::Css("#a-all")).await?.send_keys("工作").await?;
        let none = driver.find(By::Css("#a-none")).await?;
        none.send_keys("防汛").await?;
        none.send_keys(Key::Enter + "").await?;
        wait_for_address(driver, |address| address.contains("/search?q=")).await?;
        assert_eq!(total(driver).await?, all - within);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_box_says_what_it_takes_on_any_phone() {
    for width in [390, 320] {
        travel(width, true, async |session| {
            for size in ["normal", "large"] {
                let driver = &session.driver;
                session.prefer(&format!("size={size}")).await?;
                fits(session, "/").await?;
                let script = "const box = document.getElementById('q');
                    const style = getComputedStyle(box), own = getComputedStyle(box, '::placeholder');
                    const pen = document.createElement('canvas').getContext('2d');
                    pen.font = own.fontSize + ' ' + style.fontFamily;
                    const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
                    return room - pen.measureText(box.placeholder).width";
                let room: f64 = driver.execute(script, vec![]).await?.convert()?;
                assert!(room >= 0.0, "{width} {size}: {room} px short");
            }
            Ok(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_name_in_a_text_to_all_that_bears_it() {
    travel(1280, true, async |session| {
        let driver = &session.driver;
        let text = "青岑新闻网消息，青岑县人民政府公布名单。青岑新闻网还说，渠水已到各村。";
        session.test.add(&[article("names", "春灌", text)]).await;
        driver.goto(format!("{}/articles/names", session.site)).await?;
        let name = wait_for(driver, ".body .named").await?;
        assert_eq!(name.text().await?, "青岑新闻网");
        assert_eq!(driver.find_all(By::Css(".body .named")).await?.len(), 2, "each name once");
        assert!(wait_for(driver, ".named-here li").await?.text().await?.contains("2 次"));
        name.click().await?;
        assert_eq!(wait_for(driver, ".landing h1").await?.text().await?, "青岑新闻网");
        let landing = driver.current_url().await?.to_string();

        // What is said most often and a search within lead to as many as they say, of this source alone.
        let whole = number(&wait_for(driver, ".landing .facts strong").await?).await?;
        let often = wait_for(driver, "aside .way a").await?;
        let count = number(&often.find(By::Css("small")).await?).await?;
        show(driver, &often).await?;
        often.click().await?;
        wait_for_address(driver, |address| address.contains("/search")).await?;
        assert_eq!(total(driver).await?, count);
        driver.goto(&landing).await?;
        wait_for(driver, "#inside").await?.send_keys("村" + TypingData::from(Key::Enter)).await?;
        wait_for_address(driver, |address| address.contains("source=") && address.contains("q=")).await?;
        let within = total(driver).await?;
        assert!((1..=whole).contains(&within), "{within} of {whole}");
        assert_eq!(driver.find_all(By::Css(".active:not(.understood) a:not(.quiet)")).await?.len(), 1);
        Ok(())
    })
    .await;
}
