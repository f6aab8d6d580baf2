//! A [`Script`] is how a reader wants the Chinese of bulletins written: as published, or in the other script by OpenCC.
//! What is converted is the finished page: the text of every element that states a Chinese language of its own, which
//! is what bulletins say. Tags, attributes and with them every address and name stay as they are.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use ferrous_opencc::error::OpenCCError;

use super::traditional::Traditional;
use crate::model::html_tokens::{HtmlTag, HtmlToken, HtmlTokens};

/// How the Chinese of bulletins is written. 繁體 has the forms of characters that are usual in Taiwan, and nearly all of
/// them in Hong Kong (為, 裡 where OpenCC's own standard has 爲, 裏); no words are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// As it was published.
    Original,
    /// 简体.
    Hans,
    /// 繁體.
    Hant,
}

impl Script {
    /// Every one; the first is what holds by default.
    pub const ALL: [Script; 3] = [Script::Original, Script::Hans, Script::Hant];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Script::Original => "original",
            Script::Hans => "hans",
            Script::Hant => "hant",
        }
    }

    /// The script of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|script| script.name() == name)
    }

    /// What it makes of a language: `zh-Hant`; nothing where bulletins stay as they are.
    fn tag(self) -> Option<&'static str> {
        match self {
            Script::Original => None,
            Script::Hans => Some("zh-Hans"),
            Script::Hant => Some("zh-Hant"),
        }
    }

    /// A text in this script.
    pub fn text(self, text: &str) -> String {
        static TO_HANS: LazyLock<Option<OpenCC>> = LazyLock::new(|| readable(OpenCC::from_config(BuiltinConfig::T2s)));
        static TO_HANT: LazyLock<Option<Traditional>> = LazyLock::new(|| readable(Traditional::new()));
        let converted = match self {
            Script::Original => None,
            Script::Hans => TO_HANS.as_ref().map(|converter| converter.convert(text)),
            Script::Hant => TO_HANT.as_ref().map(|converter| converter.convert(text)),
        };
        converted.unwrap_or_else(|| text.to_owned())
    }

    /// A page with what bulletins say in this script. `translate="no"` keeps what it stands on.
    pub fn page(self, page: &[u8]) -> Option<Vec<u8>> {
        let target = self.tag()?;
        let mut conversion =
            Conversion { script: self, out: String::with_capacity(page.len() + page.len() / 16), run: Vec::new() };
        let mut open: Vec<(&str, Reading)> = Vec::new();
        for token in HtmlTokens::new(std::str::from_utf8(page).ok()?) {
            let reading = open.last().map_or(Reading::Interface, |(_, reading)| *reading);
            let tag = match token {
                HtmlToken::Text(text) => {
                    conversion.text(text, reading);
                    continue;
                }
                HtmlToken::Comment(comment) => {
                    conversion.end_run();
                    conversion.tag(comment);
                    continue;
                }
                HtmlToken::Tag(tag) => tag,
            };
            if !INLINE.contains(&tag.name) {
                conversion.end_run();
            }
            if tag.is_end {
                if let Some(begun) = open.iter().rposition(|(known, _)| *known == tag.name) {
                    open.truncate(begun);
                }
                conversion.tag(tag.raw);
                continue;
            }
            let own = reading_within(&tag, reading, target);
            match tag.attribute("lang") {
                Some(language) if own == Reading::Converted => {
                    conversion.tag(&tag.raw.replacen(
                        &format!("lang=\"{language}\""),
                        &format!("lang=\"{target}\""),
                        1,
                    ));
                }
                _ => conversion.tag(tag.raw),
            }
            if !VOID.contains(&tag.name) && !tag.is_self_closing {
                open.push((tag.name, own));
            }
        }
        conversion.end_run();
        Some(conversion.out.into_bytes())
    }
}

fn readable<T>(converter: Result<T, OpenCCError>) -> Option<T> {
    converter.inspect_err(|error| tracing::error!("繁简对照表无法读取：{error}")).ok()
}

/// What an element's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// The site's own, or in another language.
    Interface,
    /// A bulletin's.
    Converted,
    /// To be left alone, with all within it.
    Kept,
}

/// Elements within a line: a phrase may begin in one and end in the next.
const INLINE: &[&str] =
    &["mark", "a", "span", "b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "font", "ins", "del", "wbr"];

/// Elements that have no end.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "option", "source", "track", "wbr"];

/// What was written of a page, and the run of text that waits for its end.
struct Conversion<'a> {
    script: Script,
    out: String,
    /// Pieces of a line; those that are text to be converted.
    run: Vec<(std::borrow::Cow<'a, str>, bool)>,
}

impl<'a> Conversion<'a> {
    fn text(&mut self, text: &'a str, reading: Reading) {
        if !text.is_empty() {
            self.run.push((text.into(), reading == Reading::Converted));
        }
    }

    fn tag(&mut self, tag: &str) {
        if self.run.is_empty() {
            self.out.push_str(tag);
        } else {
            self.run.push((tag.to_owned().into(), false));
        }
    }

    /// Writes a run. Its text is converted as a whole, so that a mark within a phrase does not hide the phrase, and is
    /// put back by its characters; the few phrases that change their length are converted piece by piece.
    fn end_run(&mut self) {
        let pieces = std::mem::take(&mut self.run);
        let whole: String = pieces.iter().filter(|(_, converted)| *converted).map(|(text, _)| &**text).collect();
        if whole.is_ascii() {
            pieces.iter().for_each(|(text, _)| self.out.push_str(text));
            return;
        }
        let converted = self.script.text(&whole);
        let same_length = converted.chars().count() == whole.chars().count();
        let mut characters = converted.chars();
        for (text, is_text) in &pieces {
            match (is_text, same_length) {
                (false, _) => self.out.push_str(text),
                (true, true) => self.out.extend(characters.by_ref().take(text.chars().count())),
                (true, false) => self.out.push_str(&self.script.text(text)),
            }
        }
    }
}

/// What the text of an element is that stands in a text of this reading.
fn reading_within(tag: &HtmlTag<'_>, reading: Reading, target: &str) -> Reading {
    if reading == Reading::Kept || tag.attribute("translate") == Some("no") {
        return Reading::Kept;
    }
    match tag.attribute("lang") {
        Some(language) if tag.name != "html" && language.starts_with("zh") && language != target => Reading::Converted,
        Some(_) => Reading::Interface,
        None => reading,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: Script, page: &str, expected: &str) {
        let converted = script.page(page.as_bytes()).expect("the script is another");
        assert_eq!(String::from_utf8(converted).unwrap(), expected);
    }

    #[test]
    fn only_what_bulletins_say_is_converted() {
        check(
            Script::Hant,
            "<html lang=\"zh-Hans\"><p>检索 <span lang=\"zh\">发展</span></p><p lang=\"en\">发展</p>",
            "<html lang=\"zh-Hans\"><p>检索 <span lang=\"zh-Hant\">發展</span></p><p lang=\"en\">发展</p>",
        );
        check(
            Script::Hant,
            "<p lang=\"zh\" title=\"发展\">发<br>展<img alt=\"> 发\"><b translate=\"no\">发<i lang=\"zh\">展</i></b></p>发",
            "<p lang=\"zh-Hant\" title=\"发展\">發<br>展<img alt=\"> 发\"><b translate=\"no\">发<i lang=\"zh\">展</i></b></p>发",
        );
        check(Script::Hant, "<p lang=\"zh-Hant\">发展</p>", "<p lang=\"zh-Hant\">发展</p>");
        check(Script::Hans, "<p lang=\"zh-Hant\">發展</p>", "<p lang=\"zh-Hans\">发展</p>");
        assert_eq!(Script::Original.page(b"<p lang=\"zh\">"), None);
    }

    #[test]
    fn a_mark_within_a_phrase_does_not_hide_the_phrase() {
        check(
            Script::Hant,
            "<p lang=\"zh\">带头<mark>发扬</mark>民主，海<mark>关</mark>系统</p>",
            "<p lang=\"zh-Hant\">帶頭<mark>發揚</mark>民主，海<mark>關</mark>系統</p>",
        );
        check(
            Script::Hant,
            "<p lang=\"zh\">梳理头<mark>发</mark>，出<a href=\"/发\"><mark>发</mark></a>。</p>",
            "<p lang=\"zh-Hant\">梳理頭<mark>髮</mark>，出<a href=\"/发\"><mark>發</mark></a>。</p>",
        );
    }

    #[test]
    fn what_is_escaped_stays_escaped_and_an_attribute_is_no_language() {
        check(
            Script::Hant,
            "<p lang=\"zh\">&lt;script&gt;发&amp;#x3C;</p><p title=\"a lang=\" class=\"zh\">发</p>",
            "<p lang=\"zh-Hant\">&lt;script&gt;發&amp;#x3C;</p><p title=\"a lang=\" class=\"zh\">发</p>",
        );
        check(Script::Hans, "<p lang=\"zh\">計 < 5", "<p lang=\"zh-Hans\">计 < 5");
    }
}
