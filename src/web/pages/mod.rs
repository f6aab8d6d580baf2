//! The page form of every resource: each template's data beside the template it fills.

mod advanced;
mod article;
mod audit;
mod body;
mod browse;
mod chart;
mod facets;
mod help;
mod home;
mod landing;
mod metadata;
mod qr;
mod search;
mod timeline;
mod trends;
mod versions;

use askama::Template;
use axum::response::Response;

pub use self::advanced::advanced;
pub use self::article::article;
pub use self::audit::audit;
pub use self::browse::{browse, browse_index, latest};
pub use self::facets::facet;
pub use self::help::help;
pub use self::home::home;
pub use self::landing::landing;
pub use self::search::search;
pub use self::trends::trends;
pub use self::versions::{compared, version, versions};

use super::assets;
use super::error::WebError;
use super::params::SearchParams;
use super::preferences::Preferences;
use super::respond;
use super::visit::Visit;
use crate::model::{FACETS, Facet, PartialDate};

/// What every page has around its own content.
pub struct Shell<'a> {
    /// The name of the page, for the window's title.
    pub title: &'a str,
    /// What stands in the search box.
    pub query: String,
    /// How the page should look.
    pub preferences: Preferences,
    /// Where the page is, to come back to after a preference is set.
    pub here: &'a str,
    /// The address that is to be kept in place of this one by search engines.
    pub canonical: Option<String>,
}

impl<'a> Shell<'a> {
    /// The shell of a page.
    pub fn new(visit: &'a Visit, title: &'a str, query: impl Into<String>) -> Self {
        Self { title, query: query.into(), preferences: visit.preferences, here: visit.here(), canonical: None }
    }

    /// The address of a file that the page needs.
    pub fn asset(&self, name: &'static str) -> &'static str {
        assets::address(name)
    }
}

/// A link with what it says.
struct Link {
    text: String,
    url: String,
}

/// A date as prose: 2020年2月4日.
fn chinese_date(date: PartialDate) -> String {
    let mut text = format!("{}年", date.year());
    for (part, unit) in [(date.month(), '月'), (date.day(), '日')] {
        if let Some(part) = part {
            text.push_str(&part.to_string());
            text.push(unit);
        }
    }
    text
}

/// A number with a thin gap between thousands, as Chinese typesetting has it.
fn grouped(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or_default().to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202F}');
        }
        text.push(digit);
    }
    text
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    shell: Shell<'a>,
    facets: &'static [Facet],
}

/// `GET /about`.
pub fn about(visit: &Visit) -> Response {
    respond::page(&AboutPage { shell: Shell::new(visit, "使用说明", ""), facets: FACETS })
}

#[derive(Template)]
#[template(path = "kept.html")]
struct KeptPage<'a> {
    shell: Shell<'a>,
}

/// `GET /kept`: what the reader's own browser keeps, shown by a script; nothing of it is known here.
pub async fn kept(visit: Visit) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    Ok(respond::page(&KeptPage { shell: Shell::new(&visit, "保存的检索与最近阅读", "") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_dates_and_numbers_as_prose() {
        let check = |date: &str, expected: &str| assert_eq!(chinese_date(date.parse().unwrap()), expected);
        check("2020", "2020年");
        check("2020-02", "2020年2月");
        check("2020-02-04", "2020年2月4日");
        assert_eq!(grouped(7_u64), "7");
        assert_eq!(grouped(1_234_567_usize), "1\u{202F}234\u{202F}567");
    }
}
