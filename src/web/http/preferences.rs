//! [`Preferences`] are how a reader wants pages to look and to speak: light or dark, 长辈版 with large text and strong
//! contrast, the language of the site, the script of bulletins. They live in cookies, so pages need no script to keep
//! them.

use axum::http::{HeaderMap, header};

use crate::locale::Language;
use crate::web::i18n::script::Script;

/// How pages should look and speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preferences {
    /// `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// `normal`, or `large` for 长辈版.
    pub size: &'static str,
    /// `on`, or `off` where single letters do nothing (WCAG 2.1.4).
    pub keys: &'static str,
    /// The language of the site.
    pub language: Language,
    /// The script of bulletins.
    pub script: Script,
}

/// The values of each preference; the first is what holds by default.
pub const THEMES: &[&str] = &["auto", "light", "dark"];

pub const SIZES: &[&str] = &["normal", "large"];

pub const KEYS: &[&str] = &["on", "off"];

impl Default for Preferences {
    fn default() -> Self {
        Self { theme: THEMES[0], size: SIZES[0], keys: KEYS[0], language: Language::ALL[0], script: Script::ALL[0] }
    }
}

impl Preferences {
    /// What the cookies of a request say; where they say no language, that which the browser wants most. Where nothing is said
    /// of the script, bulletins are in that of the site: who reads 繁體 reads all in 繁體.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let mut preferences = Self { language: asked_for(headers), ..Self::default() };
        let mut script = None;
        let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        for (name, value) in lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')) {
            match name {
                "theme" => preferences.theme = known(THEMES, value).unwrap_or(preferences.theme),
                "size" => preferences.size = known(SIZES, value).unwrap_or(preferences.size),
                "keys" => preferences.keys = known(KEYS, value).unwrap_or(preferences.keys),
                "language" => preferences.language = Language::from_tag(value).unwrap_or(preferences.language),
                "script" => script = Script::from_name(value).or(script),
                _ => {}
            }
        }
        preferences.script = script.unwrap_or(match preferences.language {
            Language::Hant => Script::Hant,
            Language::Hans | Language::English => Script::Original,
        });
        preferences
    }
}

/// The language of the site that `Accept-Language` wants most; where it names none, simplified Chinese.
fn asked_for(headers: &HeaderMap) -> Language {
    let lines = headers.get_all(header::ACCEPT_LANGUAGE).into_iter().filter_map(|value| value.to_str().ok());
    let mut wanted: Vec<(f32, Language)> = Vec::new();
    for range in lines.flat_map(|line| line.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let language = spoken(&parts.next().unwrap_or_default().to_ascii_lowercase());
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |text| text.parse().ok());
        wanted.extend(quality.filter(|quality| *quality > 0.0).zip(language));
    }
    // Of two equally wanted the first named wins.
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    wanted.first().map_or(Language::Hans, |(_, language)| *language)
}

/// The language of the site that serves who reads this language, by its tag in small letters.
fn spoken(tag: &str) -> Option<Language> {
    const TRADITIONAL: [&str; 4] = ["hant", "tw", "hk", "mo"];
    let subtags: Vec<&str> = tag.split('-').collect();
    match subtags[0] {
        "en" => Some(Language::English),
        // `zh-Hans-HK` is simplified, whatever the place.
        "zh" if !subtags.contains(&"hans") && subtags.iter().any(|subtag| TRADITIONAL.contains(subtag)) => {
            Some(Language::Hant)
        }
        "zh" => Some(Language::Hans),
        _ => None,
    }
}

pub fn known(values: &[&'static str], value: &str) -> Option<&'static str> {
    values.iter().copied().find(|known| *known == value)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn reads_cookies_and_ignores_the_rest() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; theme=dark; size=huge"));
        assert_eq!(Preferences::from_headers(&headers), Preferences { theme: "dark", ..Preferences::default() });
        headers.insert(header::COOKIE, HeaderValue::from_static("language=en; script=hant; language=fr; keys=off"));
        let expected =
            Preferences { keys: "off", language: Language::English, script: Script::Hant, ..Preferences::default() };
        assert_eq!(Preferences::from_headers(&headers), expected);
    }

    #[test]
    fn bulletins_are_in_the_script_of_the_site_unless_it_is_said() {
        let check = |cookie: &'static str, expected: Script| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
            assert_eq!(Preferences::from_headers(&headers).script, expected, "{cookie}");
        };
        check("", Script::Original);
        check("language=zh-Hans", Script::Original);
        check("language=zh-Hant", Script::Hant);
        check("language=en", Script::Original);
        check("script=original; language=zh-Hant", Script::Original);
        check("language=zh-Hant; script=hans", Script::Hans);
    }

    #[test]
    fn by_default_the_browser_says_which_language() {
        let check = |accepted: &'static str, expected: Language| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
            assert_eq!(Preferences::from_headers(&headers).language, expected, "{accepted}");
        };
        check("", Language::Hans);
        check("en-US,en;q=0.9", Language::English);
        check("en-GB,zh-CN;q=0.9", Language::English);
        check("fr, en;q=0.5", Language::English);
        check("fr", Language::Hans);
        check("en;q=0, zh", Language::Hans);
        check("zh-CN,zh;q=0.9,zh-TW;q=0.8", Language::Hans);
        check("zh-TW,zh;q=0.9,en;q=0.8", Language::Hant);
        check("en;q=0.5,zh-TW;q=0.9,zh;q=0.8", Language::Hant);
        check("zh-Hant-HK", Language::Hant);
        check("zh-Hans-HK, zh-HK;q=0.5", Language::Hans);
        check("zh;q=0.2, ZH-MO;q=0.7", Language::Hant);
        check("zh-TW;q=0, zh-TW;q=x", Language::Hans);
    }
}
