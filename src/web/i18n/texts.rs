//! [`Texts`] are what pages say in one language. They stand in `locales/`, a file a language, written in Fluent; beside
//! Chinese a page shows the English of the same text, small, its `.beside` where it has one. A text whose key
//! ends in `-html` holds markup. What a search has to say comes as a [`Message`] and gets its words here as well.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use askama::filters::HtmlSafe;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use unic_langid::LanguageIdentifier;

use crate::model::escape;
use crate::model::escape::Escape;
use crate::model::text::is_han;
use crate::model::{Facet, Field, PartialDate};
use crate::search::message::{Argument, Message};
use crate::web::format::Representation;

/// A language in which pages are to be had.
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

    /// The language of that tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

/// What pages say in one language.
pub struct Texts {
    /// Which.
    pub language: Language,
    bundle: FluentBundle<FluentResource>,
    /// The texts in which nothing is to be filled in.
    plain: HashMap<String, Plain>,
    /// The English to show beside Chinese.
    other_language: HashMap<String, String>,
}

/// A text in which nothing is to be filled in.
struct Plain {
    text: String,
    /// With its English, for attributes.
    label: String,
    /// As HTML, with its English beside it.
    bilingual: String,
}

/// HTML that is ready to be shown.
pub struct Markup<T>(pub T);

impl<T: fmt::Display> fmt::Display for Markup<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> HtmlSafe for Markup<T> {}

const ENGLISH: &str = include_str!("../../../locales/en.ftl");

static HANS: LazyLock<Texts> =
    LazyLock::new(|| Texts::parse(Language::Hans, include_str!("../../../locales/zh-Hans.ftl")));

static HANT: LazyLock<Texts> =
    LazyLock::new(|| Texts::parse(Language::Hant, include_str!("../../../locales/zh-Hant.ftl")));

static IN_ENGLISH: LazyLock<Texts> = LazyLock::new(|| Texts::parse(Language::English, ENGLISH));

impl Texts {
    /// The texts in a language.
    pub fn new(language: Language) -> &'static Self {
        match language {
            Language::Hans => &HANS,
            Language::Hant => &HANT,
            Language::English => &IN_ENGLISH,
        }
    }

    /// From a file that is part of the program; tests hold that it can be read.
    fn parse(language: Language, source: &str) -> Self {
        let own = resource(source);
        let other_language: HashMap<String, String> = match language {
            Language::English => HashMap::new(),
            _ => plain_texts(&resource(ENGLISH), true).collect(),
        };
        let plain = plain_texts(&own, false).map(|(key, text)| {
            let (mut label, mut bilingual) = (text.clone(), html_of(&key, &text));
            match other_language.get(&key) {
                Some(beside) => {
                    label.push_str(&format!(" {beside}"));
                    bilingual.push_str(&in_english(&html_of(&key, beside)));
                }
                None if language == Language::English => bilingual = mark_runs(&bilingual),
                None => {}
            }
            (key, Plain { text, label, bilingual })
        });
        let plain = plain.collect();
        let tag: LanguageIdentifier = language.tag().parse().expect("the tags of languages are well-formed");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Marks of direction would stand between the characters that readers look for.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(grouped(number.value as u64)),
            _ => None,
        }));
        bundle.add_resource(own).expect("no key stands twice in a file of texts");
        Self { language, bundle, plain, other_language }
    }

    /// A text.
    pub fn text(&'static self, key: &str) -> &'static str {
        self.plain.get(key).map_or("", |plain| &plain.text)
    }

    /// A text as HTML, in Chinese with its English beside it.
    pub fn bilingual(&'static self, key: &str) -> Markup<&'static str> {
        Markup(self.plain.get(key).map_or("", |plain| &plain.bilingual))
    }

    /// A text for an attribute, in Chinese with its English.
    pub fn label(&'static self, key: &str) -> &'static str {
        self.plain.get(key).map_or("", |plain| &plain.label)
    }

    /// The English of a text where its Chinese is shown, for an attribute.
    pub fn other_language(&'static self, key: &str) -> &'static str {
        self.other_language.get(key).map_or("", String::as_str)
    }

    /// The same as HTML.
    pub fn other_language_markup(&'static self, key: &str) -> Markup<String> {
        Markup(self.other_language.get(key).map_or(String::new(), |beside| in_english(&html_of(key, beside))))
    }

    /// A text that holds markup.
    pub fn html(&'static self, key: &str) -> Markup<&'static str> {
        Markup(self.text(key))
    }

    /// A text in which something is to be filled in.
    pub fn format(&'static self, key: &'static str) -> Formatted {
        Formatted { texts: self, key, arguments: FluentArgs::new() }
    }

    /// What a facet is called.
    pub fn facet(&'static self, facet: &Facet) -> &'static str {
        self.text(&format!("facet-{}", facet.name))
    }

    /// What a facet is called within a sentence.
    pub fn facet_within(&'static self, facet: &Facet) -> &'static str {
        if self.language == Language::English { facet.label_en } else { self.facet(facet) }
    }

    /// What a facet is called in English where its Chinese is shown.
    pub fn facet_other_language_markup(&'static self, name: &str) -> Markup<String> {
        self.other_language_markup(&format!("facet-{name}"))
    }

    /// What a facet is called, as HTML, with its English.
    pub fn facet_bilingual(&'static self, name: &str) -> Markup<&'static str> {
        self.bilingual(&format!("facet-{name}"))
    }

    /// What a field of the record is called.
    pub fn field(&'static self, field: &Field) -> &'static str {
        self.text(&format!("field-{}", field.name()))
    }

    /// The same as HTML, with its English beside it.
    pub fn field_bilingual(&'static self, field: &Field) -> Markup<&'static str> {
        self.bilingual(&format!("field-{}", field.name()))
    }

    /// What a form of data is called.
    pub fn form(&'static self, form: Representation) -> &'static str {
        match form {
            Representation::Csv => self.text("form-csv"),
            Representation::Atom => self.text("form-atom"),
            Representation::JsonFeed => self.text("form-jsonfeed"),
            other => other.label(),
        }
    }

    /// A date written out.
    pub fn date(&'static self, date: PartialDate) -> String {
        if self.language != Language::English {
            return date.in_chinese();
        }
        let month = date.month().and_then(|month| self.text("month-names").split(' ').nth(month as usize - 1));
        let parts = [date.day().map(|day| day.to_string()), month.map(str::to_owned), Some(date.year().to_string())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// What a search has to say, as HTML.
    pub fn message(&'static self, note: &Message) -> Markup<String> {
        let Some(key) = note.key.filter(|_| self.language != Language::Hans) else {
            return self.mark_language(note.as_str());
        };
        let mut filled = self.format(key);
        for (name, argument) in &note.arguments {
            filled.arguments.set(*name, self.argument(argument));
        }
        Markup(filled.to_string())
    }

    fn argument(&'static self, argument: &Argument) -> String {
        match argument {
            Argument::Text(text) => self.mark_language(text).0,
            Argument::Facet(facet) => escaped(self.facet_within(facet)),
            Argument::Date(date) => self.date(*date),
            Argument::Message(note) => self.message(note).0,
            Argument::Notes(notes) => {
                let said: Vec<String> = notes.iter().map(|note| self.message(note).0).collect();
                said.join(self.text("list-of-sentences"))
            }
        }
    }

    /// A text that was typed or taken from a bulletin, as HTML: within English and 繁體 its Chinese says that it is not
    /// the site's own.
    pub fn mark_language(&self, text: &str) -> Markup<String> {
        let html = escaped(text);
        Markup(if self.language == Language::Hans { html } else { mark_runs(&html) })
    }
}

/// A text with what is filled in.
pub struct Formatted {
    texts: &'static Texts,
    key: &'static str,
    arguments: FluentArgs<'static>,
}

/// A number or a text that can be filled in; templates hand over references of either.
pub trait FormatValue {
    /// The same for Fluent.
    fn value(&self) -> FluentValue<'static>;
}

impl FormatValue for str {
    fn value(&self) -> FluentValue<'static> {
        self.to_owned().into()
    }
}

impl FormatValue for String {
    fn value(&self) -> FluentValue<'static> {
        self.clone().into()
    }
}

impl<T: FormatValue + ?Sized> FormatValue for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

macro_rules! format_numbers {
    ($($number:ty)*) => {
        $(impl FormatValue for $number {
            fn value(&self) -> FluentValue<'static> {
                (*self).into()
            }
        })*
    };
}

format_numbers!(u32 u64 usize i64);

impl Formatted {
    /// With a number, or a text, under this name.
    pub fn with(mut self, name: &'static str, value: impl FormatValue) -> Self {
        self.arguments.set(name, value.value());
        self
    }

    /// As HTML, in Chinese with the English of the same beside it, where the text has one for that.
    pub fn bilingual(self) -> Markup<String> {
        let beside = self.other_language();
        let Markup(mut html) = self.html();
        html.push_str(&beside.map(|beside| in_english(&escaped(&beside))).unwrap_or_default());
        Markup(html)
    }

    /// For an attribute, in Chinese with the English of the same, where the text has one for that.
    pub fn label(&self) -> String {
        self.other_language().map_or_else(|| self.to_string(), |beside| format!("{self} {beside}"))
    }

    /// The English to show beside Chinese, where the text has one for that.
    fn other_language(&self) -> Option<String> {
        if self.texts.language == Language::English {
            return None;
        }
        let bundle = &Texts::new(Language::English).bundle;
        let beside = bundle.get_message(self.key)?.get_attribute("beside")?;
        Some(bundle.format_pattern(beside.value(), Some(&self.arguments), &mut Vec::new()).into_owned())
    }

    /// As HTML, what is filled in escaped.
    pub fn html(self) -> Markup<String> {
        let mut arguments = FluentArgs::new();
        for (name, value) in self.arguments.iter() {
            let value = match value {
                FluentValue::String(text) => self.texts.mark_language(text).0.into(),
                other => other.clone(),
            };
            arguments.set(name.to_owned(), value.into_owned());
        }
        Markup(Self { arguments, ..self }.to_string())
    }
}

impl fmt::Display for Formatted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bundle = &self.texts.bundle;
        let Some(pattern) = bundle.get_message(self.key).and_then(|message| message.value()) else { return Ok(()) };
        let mut errors = Vec::new();
        bundle.write_pattern(f, pattern, Some(&self.arguments), &mut errors)?;
        debug_assert!(errors.is_empty(), "{}: {errors:?}", self.key);
        Ok(())
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

fn resource(source: &str) -> FluentResource {
    FluentResource::try_new(source.to_owned()).unwrap_or_else(|(_, errors)| panic!("texts: {errors:?}"))
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

/// HTML of a text in which what is Chinese, from the first character to the last, is said to be in another language.
fn mark_runs(html: &str) -> String {
    let Some((first, last)) = html.find(is_han).zip(html.rfind(is_han)) else { return html.to_owned() };
    let end = last + html[last..].chars().next().map_or(0, char::len_utf8);
    format!("{}<span lang=\"\">{}</span>{}", &html[..first], &html[first..end], &html[end..])
}

/// English beside Chinese.
fn in_english(html: &str) -> String {
    format!(" <span lang=\"en\">{html}</span>")
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

fn html_of(key: &str, text: &str) -> String {
    if key.ends_with("-html") { text.to_owned() } else { escaped(text) }
}

/// A text as HTML.
pub fn escaped(text: &str) -> String {
    escape::escaped(text, Escape::Quoted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::message::message;

    #[test]
    fn numbers_and_dates_are_written_as_the_language_has_it() {
        assert_eq!(grouped(7_u64), "7");
        assert_eq!(grouped(1_234_567_usize), "1\u{202F}234\u{202F}567");
        let check = |date: &str, chinese: &str, english: &str| {
            let date = date.parse().unwrap();
            assert_eq!(Texts::new(Language::Hans).date(date), chinese);
            assert_eq!(Texts::new(Language::English).date(date), english);
        };
        check("2020", "2020年", "2020");
        check("2020-02", "2020年2月", "February 2020");
        check("2020-02-04", "2020年2月4日", "4 February 2020");
    }

    #[test]
    fn what_is_filled_in_is_escaped_and_is_told_from_english() {
        let hostile = "<b>县";
        let filled = |language| Texts::new(language).format("find-value").with("facet", hostile);
        assert_eq!(filled(Language::Hans).html().0, "查找&lt;b&gt;县");
        assert!(filled(Language::English).html().0.contains("&lt;b&gt;<span lang=\"\">县</span>"));
        let note = message!("note-text-empty", "「{text}」里没有可以查找的字词，已略去", text = hostile);
        let said = Texts::new(Language::English).message(&note).0;
        assert!(said.contains("&lt;b&gt;<span lang=\"\">县</span>") && !said.contains('里'), "{said}");
        assert_eq!(Texts::new(Language::Hans).message(&note).0, "「&lt;b&gt;县」里没有可以查找的字词，已略去");
    }

    #[test]
    fn facets_and_fields_are_called_what_data_calls_them() {
        for facet in crate::model::FACETS {
            assert_eq!(Texts::new(Language::Hans).facet(facet), facet.label);
            let both = Texts::new(Language::Hans).facet_bilingual(facet.name).0;
            assert_eq!(both, format!("{} <span lang=\"en\">{}</span>", facet.label, facet.label_en));
        }
        for field in Field::ALL {
            assert_eq!(Texts::new(Language::Hans).field(field), field.label());
            let both = Texts::new(Language::Hans).field_bilingual(field).0;
            assert_eq!(both, format!("{} <span lang=\"en\">{}</span>", field.label(), field.label_en()));
        }
    }
}
