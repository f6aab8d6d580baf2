//! Tables that are wider than the screen: the first column stays while the others scroll, by touch and by the keyboard.

use thirtyfour::prelude::*;

use crate::browser::{Session, fits, travel, wait_for};
use crate::support::article;

/// Twelve columns, with a title over them all.
fn wide() -> String {
    let cells = |tag: &str, text: &str| (0..12).map(|n| format!("<{tag}>{text}{n}</{tag}>")).collect::<String>();
    let names = cells("th", "二〇二一年指标");
    let row = cells("td", "一二三四五六七");
    format!(
        "<table><tr><td colspan=\"13\">各乡镇情况</td></tr><tr><th rowspan=\"2\">乡镇</th>{names}</tr><tr>{names}</tr>\
         <tr><td>石篱镇</td>{row}</tr><tr><td>渡口乡</td>{row}</tr></table>"
    )
}

/// How far the cell that reads so stands from the left edge of its frame, once that is scrolled by 150 pixels.
const MOVED: &str = r#"
    const frame = document.querySelector('.body .scroll');
    frame.scrollLeft = 150;
    const cell = [...frame.querySelectorAll('td, th')].find((cell) => cell.textContent.trim() === arguments[0]);
    return cell.getBoundingClientRect().left - frame.getBoundingClientRect().left;
"#;

async fn moved(session: &Session, text: &str) -> WebDriverResult<f64> {
    session.driver.execute(MOVED, vec![text.into()]).await?.convert()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_column_stays() {
    for (width, script) in [(390, true), (320, false)] {
        travel(width, script, async |session| {
            let mut bulletin = article("wide", "各乡镇指标", "各乡镇情况");
            bulletin.body_html = Some(wide());
            session.test.add(&[bulletin]).await;
            fits(session, "/articles/wide").await?;
            wait_for(&session.driver, ".body .scroll[tabindex='0'][role='region'][aria-label]").await?;
            for name in ["石篱镇", "渡口乡", "乡镇"] {
                assert!(moved(session, name).await?.abs() < 2.0, "{name} stays at {width}");
            }
            // Beside a cell of two rows the first cell is of the second column, and a title over all columns is no name.
            let second = "return getComputedStyle(document.querySelector('.body tr:nth-child(3) > th')).position";
            let position: String = session.driver.execute(second, vec![]).await?.convert()?;
            assert_eq!(position, "static", "at {width}");
            let title = "return getComputedStyle(document.querySelector('.body [colspan]')).position";
            let position: String = session.driver.execute(title, vec![]).await?.convert()?;
            assert_eq!(position, "static", "at {width}");
            Ok(())
        })
        .await;
    }
}
