//! A [`LocalizedText`] is a text of the site before it is known in which language it will be read: its key among the
//! [`Texts`], and what stands in it.

use super::script::Script;
use super::texts::Texts;
use crate::locale::Language;
use crate::model::Facet;

/// A text in every language.
#[derive(Debug, Clone)]
pub enum LocalizedText {
    /// One of the [`Texts`].
    Keyed {
        /// Its key.
        key: &'static str,
        /// What stands in it, by name.
        arguments: Vec<(&'static str, Argument)>,
    },
    /// Names that read the same in every language, one after the other.
    Names(Vec<String>),
}

/// What stands in a [`LocalizedText`].
#[derive(Debug, Clone)]
pub enum Argument {
    /// A text in whatever language: what was asked for, a name, a number.
    Text(String),
    /// The name of a facet.
    Facet(&'static Facet),
    /// A text of the site.
    Localized(LocalizedText),
}

impl LocalizedText {
    /// The text of this key; what stands in it is added by [`with`](Self::with).
    pub fn new(key: &'static str) -> Self {
        Self::Keyed { key, arguments: Vec::new() }
    }

    /// A list of names: of parameters, of values.
    pub fn names<'a>(names: impl IntoIterator<Item = &'a &'a str>) -> Self {
        Self::Names(names.into_iter().map(|name| (*name).to_owned()).collect())
    }

    /// With this in the place of that name.
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        if let Self::Keyed { arguments, .. } = &mut self {
            arguments.push((name, argument.into()));
        }
        self
    }

    /// The text in a language. 繁體 has what was asked for in its own script, too.
    pub fn in_language(&self, language: Language) -> String {
        match (self, language) {
            (Self::Names(names), Language::English) => names.join(", "),
            (Self::Names(names), _) => names.join("、"),
            (Self::Keyed { key, arguments }, _) => {
                let text = Texts::new(language).format(key);
                let filled =
                    arguments.iter().fold(text, |text, (name, value)| text.with(name, value.in_language(language)));
                filled.to_string()
            }
        }
    }
}

impl Argument {
    fn in_language(&self, language: Language) -> String {
        match self {
            Self::Text(text) => in_script_of(language, text),
            // 繁體 of a problem is its 简体 in other characters, also where pages have a word of their own: 行政區.
            Self::Facet(facet) if language == Language::English => facet.label_en.to_owned(),
            Self::Facet(facet) => in_script_of(language, facet.label),
            Self::Localized(text) => text.in_language(language),
        }
    }
}

fn in_script_of(language: Language, text: &str) -> String {
    if language == Language::Hant { Script::Hant.text(text) } else { text.to_owned() }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&'static Facet> for Argument {
    fn from(facet: &'static Facet) -> Self {
        Self::Facet(facet)
    }
}

impl From<LocalizedText> for Argument {
    fn from(text: LocalizedText) -> Self {
        Self::Localized(text)
    }
}

/// Numbers in a sentence about an address are written as an address has them, without gaps between thousands.
macro_rules! from_numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                Self::Text(number.to_string())
            }
        })*
    };
}

from_numbers!(u32 u64 usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_said_in_every_language_with_what_stands_in_it() {
        let text = LocalizedText::new("error-no-article").with("id", "发展<1>");
        let check = |language, expected: &str| {
            let said = text.in_language(language);
            assert!(said.starts_with(expected), "{said}");
        };
        check(Language::Hans, "没有编号为「发展<1>」的公报；");
        check(Language::Hant, "沒有編號為「發展<1>」的公報；");
        check(Language::English, "No bulletin has the id \"发展<1>\".");
    }

    /// 繁體 of what went wrong is 简体 in other characters, word for word.
    #[test]
    fn problems_are_the_same_in_both_scripts() {
        let keys = include_str!("../../../locales/zh-Hans.ftl").lines();
        let keys = keys.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
        let keys: Vec<&'static str> = keys.filter(|key| key.starts_with("error-")).collect();
        assert!(keys.len() > 20, "{keys:?}");
        let hant = include_str!("../../../locales/zh-Hant.ftl");
        let hans = include_str!("../../../locales/zh-Hans.ftl");
        let line = |source: &'static str, key: &str| {
            source.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap_or_default()
        };
        for key in keys {
            assert_eq!(line(hant, key), Script::Hant.text(line(hans, key)), "{key}");
        }
        for facet in crate::model::FACETS {
            let text = LocalizedText::new("error-no-value").with("facet", facet).with("value", "").with("name", "");
            let expected = Script::Hant.text(&text.in_language(Language::Hans));
            assert_eq!(text.in_language(Language::Hant), expected, "{}", facet.name);
        }
    }
}
