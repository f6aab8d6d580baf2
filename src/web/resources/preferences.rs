//! `POST /preferences`: sets how pages look and speak, as cookies of the reader's browser, and goes back to the page.

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::locale::Language;
use crate::web::http::error::WebError;
use crate::web::http::preferences::{KEYS, SIZES, THEMES, known};
use crate::web::http::query_string;
use crate::web::http::response::see_other;
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::i18n::script::Script;
use crate::web::url::canonical::same_site;

/// How long a browser remembers, in seconds: a year.
pub const MAX_AGE_SECONDS: u32 = 31_536_000;

/// `POST /preferences` with `theme=dark&size=large&language=en&script=hant&back=/…`: remembers and goes back. Who chooses a language
/// alone has bulletins in its script, whatever script was chosen before.
pub async fn set(body: Bytes) -> Result<Response, WebError> {
    let form = std::str::from_utf8(&body).map_err(|_| WebError::from_status(StatusCode::BAD_REQUEST))?;
    let mut cookies: Vec<HeaderValue> = Vec::new();
    let mut back = "/".to_owned();
    let mut names: Vec<String> = Vec::new();
    for pair in query_string::pairs(Some(form)) {
        let (name, value) = pair?;
        let values = match name.as_str() {
            "theme" => THEMES.to_vec(),
            "size" => SIZES.to_vec(),
            "keys" => KEYS.to_vec(),
            "language" => Language::ALL.map(Language::tag).to_vec(),
            "script" => Script::ALL.map(Script::name).to_vec(),
            "back" => {
                back = same_site(&value).unwrap_or("/").to_owned();
                continue;
            }
            _ => {
                let detail = LocalizedText::new("error-no-preference").with("name", name.as_str());
                return Err(WebError::bad_parameter(&name, detail, "theme=dark"));
            }
        };
        let value = known(&values, &value).ok_or_else(|| {
            let choices = LocalizedText::names(&values);
            let detail = LocalizedText::new("error-preference").with("name", name.as_str()).with("choices", choices);
            WebError::bad_parameter(&name, detail, format!("{name}={}", values[1]))
        })?;
        let cookie = format!("{name}={value}; Path=/; Max-Age={MAX_AGE_SECONDS}; SameSite=Lax");
        cookies.push(HeaderValue::try_from(cookie).map_err(WebError::internal)?);
        names.push(name);
    }
    let states = |name: &str| names.iter().any(|stated| stated == name);
    if states("language") && !states("script") {
        cookies.push(HeaderValue::from_static("script=; Path=/; Max-Age=0; SameSite=Lax"));
    }
    let mut response = see_other(&back)?;
    let headers = response.headers_mut();
    headers.extend(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Any other method: whatever only reads changes nothing.
pub async fn only_post() -> Response {
    let mut response = WebError::from_status(StatusCode::METHOD_NOT_ALLOWED).into_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}
