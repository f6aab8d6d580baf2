//! [`Preferences`] are how a reader wants pages to look: light or dark, and 长辈版, with large text and
//! strong contrast. They live in two cookies, so pages need no script to keep them.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::error::WebError;
use super::params;
use super::visit::Visit;

/// How long a browser remembers, in seconds: a year.
const REMEMBERED: u32 = 31_536_000;

/// How pages should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preferences {
    /// `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// `normal`, or `large` for 长辈版.
    pub size: &'static str,
}

/// The values of each preference; the first is what holds unasked.
const THEMES: &[&str] = &["auto", "light", "dark"];
const SIZES: &[&str] = &["normal", "large"];

impl Default for Preferences {
    fn default() -> Self {
        Self { theme: THEMES[0], size: SIZES[0] }
    }
}

impl Preferences {
    /// What the cookies of a request say.
    pub fn of_cookies(headers: &HeaderMap) -> Self {
        let mut preferences = Self::default();
        let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        for (name, value) in lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')) {
            match name {
                "theme" => preferences.theme = known(THEMES, value).unwrap_or(preferences.theme),
                "size" => preferences.size = known(SIZES, value).unwrap_or(preferences.size),
                _ => {}
            }
        }
        preferences
    }
}

fn known(values: &[&'static str], value: &str) -> Option<&'static str> {
    values.iter().copied().find(|known| *known == value)
}

/// `GET /preferences?theme=dark&size=large&back=/…`: remembers and goes back.
pub async fn set(visit: Visit) -> Result<Response, WebError> {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    let mut back = "/".to_owned();
    for pair in params::pairs(visit.uri.query()) {
        let (name, value) = pair?;
        let values = match name.as_str() {
            "theme" => THEMES,
            "size" => SIZES,
            "back" => {
                back = same_site(&value).unwrap_or("/").to_owned();
                continue;
            }
            _ => {
                let detail = format!("这里没有参数「{name}」，只有 theme、size 和 back。");
                let detail_en = format!("There is no parameter \"{name}\" here, only theme, size and back.");
                return Err(WebError::parameter(&name, detail, detail_en, "theme=dark"));
            }
        };
        let value = known(values, &value).ok_or_else(|| {
            let detail = format!("参数 {name} 应为 {} 之一。", values.join("、"));
            let detail_en = format!("{name} must be one of {}.", values.join(", "));
            WebError::parameter(&name, detail, detail_en, format!("{name}={}", values[1]))
        })?;
        let cookie = format!("{name}={value}; Path=/; Max-Age={REMEMBERED}; SameSite=Lax");
        headers.append(header::SET_COOKIE, HeaderValue::try_from(cookie).map_err(WebError::internal)?);
    }
    headers.insert(header::LOCATION, HeaderValue::try_from(back).map_err(WebError::internal)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The path, if it leads nowhere but here: browsers read `//host` and `/\host` as another site.
fn same_site(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (plain && !rest.starts_with('/')).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, stays: bool) {
        assert_eq!(same_site(path).is_some(), stays, "{path}");
    }

    #[test]
    fn back_stays_on_this_site() {
        check("/", true);
        check("/search?q=%E5%85%AC&page=2", true);
        check("", false);
        check("https://example.org/", false);
        check("//example.org", false);
        check("/\\example.org", false);
        check("/a\nSet-Cookie: x", false);
        check("javascript:alert(1)", false);
    }

    #[test]
    fn reads_cookies_and_ignores_the_rest() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; theme=dark; size=huge"));
        assert_eq!(Preferences::of_cookies(&headers), Preferences { theme: "dark", size: "normal" });
    }
}
