//! A [`Locale`] is what gongbao says in one language: a file of `locales/`, written in Fluent. Whoever tells readers
//! something names its key and what stands in it; the words are here. A text may have a `.beside`: how it reads where
//! it stands small beside another language.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use unic_langid::LanguageIdentifier;

/// A language in which gongbao speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 简体中文.
    Hans,
    /// 繁體中文.
    Hant,
    /// English.
    English,
}

impl Language {
    /// Every language; the first is what holds by default.
    pub const ALL: [Language; 3] = [Language::Hans, Language::Hant, Language::English];

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Hans => "zh-Hans",
            Language::Hant => "zh-Hant",
            Language::English => "en",
        }
    }

    /// What it is called in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::Hans => "简体",
            Language::Hant => "繁體",
            Language::English => "English",
        }
    }

    /// The same where there is little room.
    pub fn short_name(self) -> &'static str {
        match self {
            Language::Hans => "简",
            Language::Hant => "繁",
            Language::English => "EN",
        }
    }

    /// The language of that tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

/// What is filled into a text.
#[derive(Debug, Clone)]
pub enum Value {
    /// As it stands.
    Text(String),
    /// In the digits of the language; it decides between singular and plural.
    Number(u64),
}

/// What is said in one language.
pub struct Locale {
    /// The texts in which nothing is to be filled in, by their keys.
    pub plain: HashMap<String, String>,
    /// The same as they stand beside another language.
    pub beside: HashMap<String, String>,
    bundle: FluentBundle<Arc<FluentResource>>,
}

static HANS: LazyLock<Locale> = LazyLock::new(|| Locale::parse(Language::Hans, include_str!("../locales/zh-Hans.ftl")));

static HANT: LazyLock<Locale> = LazyLock::new(|| Locale::parse(Language::Hant, include_str!("../locales/zh-Hant.ftl")));

static ENGLISH: LazyLock<Locale> =
    LazyLock::new(|| Locale::parse(Language::English, include_str!("../locales/en.ftl")));

impl Locale {
    /// What is said in a language.
    pub fn new(language: Language) -> &'static Self {
        match language {
            Language::Hans => &HANS,
            Language::Hant => &HANT,
            Language::English => &ENGLISH,
        }
    }

    /// From a file that is part of the program; tests hold that it can be read.
    fn parse(language: Language, source: &str) -> Self {
        let resource = FluentResource::try_new(source.to_owned());
        let resource = Arc::new(resource.unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag())));
        let tag: LanguageIdentifier = language.tag().parse().expect("the tags of languages are well-formed");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Marks of direction would stand between the characters that readers look for.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(grouped(number.value as u64)),
            _ => None,
        }));
        bundle.add_resource(resource.clone()).expect("no key stands twice in a file of texts");
        Self { plain: plain_texts(&resource, false).collect(), beside: plain_texts(&resource, true).collect(), bundle }
    }

    /// The text of a key with what stands in it; nothing where there is no such text.
    pub fn format(&self, key: &str, arguments: &[(&'static str, Value)]) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        pattern.map(|pattern| self.filled(key, pattern, arguments)).unwrap_or_default()
    }

    /// The same as it stands beside another language; `None` where the text has nothing of its own for that.
    pub fn format_beside(&self, key: &str, arguments: &[(&'static str, Value)]) -> Option<String> {
        let beside = self.bundle.get_message(key)?.get_attribute("beside")?;
        Some(self.filled(key, beside.value(), arguments))
    }

    fn filled(&self, key: &str, pattern: &Pattern<&str>, arguments: &[(&'static str, Value)]) -> String {
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            match value {
                Value::Text(text) => values.set(*name, text.as_str()),
                Value::Number(number) => values.set(*name, *number),
            }
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        text
    }
}

/// A number with a thin gap between thousands, as Chinese typesetting has it.
pub fn grouped(number: impl TryInto<u64>) -> String {
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

/// The texts in which nothing is to be filled in, with their keys; as they stand beside others, where that is wanted.
fn plain_texts(resource: &FluentResource, as_beside: bool) -> impl Iterator<Item = (String, String)> {
    let message = move |entry: &Entry<&str>| {
        let Entry::Message(message) = entry else { return None };
        let beside = message.attributes.iter().find(|attribute| as_beside && attribute.id.name == "beside");
        let pattern = beside.map(|attribute| &attribute.value).or(message.value.as_ref())?;
        Some((message.id.name.to_owned(), plain(pattern)?))
    };
    resource.entries().filter_map(message)
}

fn plain(pattern: &Pattern<&str>) -> Option<String> {
    let text = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => Some((*value).to_owned()),
        // How a blank is written at the end of a text: `{" "}`.
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::StringLiteral { value }) } => {
            Some((*value).to_owned())
        }
        PatternElement::Placeable { .. } => None,
    };
    pattern.elements.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_chinese_typesetting_has_it() {
        assert_eq!(grouped(7_u64), "7");
        assert_eq!(grouped(1_234_567_usize), "1\u{202F}234\u{202F}567");
    }

    #[test]
    fn a_text_that_is_not_there_says_nothing() {
        for language in Language::ALL {
            assert_eq!(Locale::new(language).format("no-such-key", &[]), "");
            assert_eq!(Locale::new(language).format_beside("no-such-key", &[]), None);
        }
    }
}
