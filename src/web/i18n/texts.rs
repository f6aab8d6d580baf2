//! [`Texts`] are what pages say in one language, and in no other. They stand in `locales/`, a file a language, written in
//! Fluent; data has the English of a text beside its Chinese, its `.beside` where it has one. A text whose key
//! ends in `-html` holds markup. What a search has to say comes as a [`Message`] and gets its words here as well.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use askama::filters::HtmlSafe;
use jiff::Timestamp;

use crate::locale::{Language, Locale, Value, grouped};
use crate::model::date::in_china;
use crate::model::escape;
use crate::model::escape::Escape;
use crate::model::text::is_han;
use crate::model::{Facet, Field, PartialDate};
use crate::search::message::{Argument, Message};
use crate::web::format::Representation;

/// What pages say in one language.
pub struct Texts {
    /// Which.
    pub language: Language,
    locale: &'static Locale,
    /// The texts in which nothing is to be filled in.
    plain: HashMap<String, Plain>,
    /// The English for data that has Chinese.
    other_language: HashMap<String, String>,
}

/// A text in which nothing is to be filled in.
struct Plain {
    text: String,
    /// As HTML; Chinese within English says that it is not of that language.
    html: String,
}

/// HTML that is ready to be shown.
pub struct Markup<T>(pub T);

impl<T: fmt::Display> fmt::Display for Markup<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> HtmlSafe for Markup<T> {}

static HANS: LazyLock<Texts> = LazyLock::new(|| Texts::build(Language::Hans));

static HANT: LazyLock<Texts> = LazyLock::new(|| Texts::build(Language::Hant));

static ENGLISH: LazyLock<Texts> = LazyLock::new(|| Texts::build(Language::English));

impl Texts {
    /// The texts in a language.
    pub fn new(language: Language) -> &'static Self {
        match language {
            Language::Hans => &HANS,
            Language::Hant => &HANT,
            Language::English => &ENGLISH,
        }
    }

    fn build(language: Language) -> Self {
        let locale = Locale::new(language);
        let other_language: HashMap<String, String> = match language {
            Language::English => HashMap::new(),
            _ => Locale::new(Language::English).beside.clone(),
        };
        let plain = locale.plain.iter().map(|(key, text)| {
            let html = html_of(key, text);
            let html = if language == Language::English { mark_runs(&html) } else { html };
            (key.clone(), Plain { text: text.clone(), html })
        });
        Self { language, plain: plain.collect(), locale, other_language }
    }

    /// The BCP 47 tag of the language.
    pub fn language_tag(&self) -> &'static str {
        self.language.tag()
    }

    /// A text.
    pub fn text(&'static self, key: &str) -> &'static str {
        self.plain.get(key).map_or("", |plain| &plain.text)
    }

    /// A text as HTML; Chinese within English says that it is not of that language.
    pub fn marked(&'static self, key: &str) -> Markup<&'static str> {
        Markup(self.plain.get(key).map_or("", |plain| &plain.html))
    }

    /// The English of a text, for data that has the Chinese.
    pub fn other_language(&'static self, key: &str) -> &'static str {
        self.other_language.get(key).map_or("", String::as_str)
    }

    /// A text that holds markup.
    pub fn html(&'static self, key: &str) -> Markup<&'static str> {
        Markup(self.text(key))
    }

    /// A text in which something is to be filled in.
    pub fn format(&'static self, key: &'static str) -> Formatted {
        Formatted { texts: self, key, arguments: Vec::new() }
    }

    /// A number in digits, as all texts have them.
    pub fn number(&self, number: impl std::borrow::Borrow<usize>) -> String {
        grouped(*number.borrow())
    }

    /// What a facet is called.
    pub fn facet(&'static self, facet: &Facet) -> &'static str {
        self.text(&format!("facet-{}", facet.name))
    }

    /// What a facet is called within a sentence.
    pub fn facet_within(&'static self, facet: &Facet) -> &'static str {
        if self.language == Language::English { facet.label_en } else { self.facet(facet) }
    }

    /// The same by the name of the facet.
    pub fn facet_label(&'static self, name: &str) -> &'static str {
        self.text(&format!("facet-{name}"))
    }

    /// What a field of the record is called.
    pub fn field(&'static self, field: &Field) -> &'static str {
        self.text(&format!("field-{}", field.name()))
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

    /// A moment as a reader in China has it on the clock.
    pub fn moment(&'static self, moment: Timestamp) -> String {
        self.day_and_time(&in_china(moment))
    }

    /// `2023-05-24T10:30:00+08:00`, or as much of it as there is, as a day and the time of it; as it stands where it is none.
    pub fn day_and_time(&'static self, written: &str) -> String {
        let parts = written.split_at_checked("2023-05-24".len());
        let Some((day, time)) = parts.and_then(|(day, time)| Some((day.parse().ok()?, time.get(1..6)?))) else {
            return written.to_owned();
        };
        format!("{} {time}", self.date(day))
    }

    /// What a search has to say, as HTML.
    pub fn message(&'static self, message: &Message) -> Markup<String> {
        let Some(key) = message.key.filter(|_| self.language != Language::Hans) else {
            return self.mark_language(message.as_str());
        };
        let mut filled = self.format(key);
        for (name, argument) in &message.arguments {
            filled.arguments.push((name, Value::Text(self.argument(argument))));
        }
        Markup(filled.to_string())
    }

    fn argument(&'static self, argument: &Argument) -> String {
        match argument {
            Argument::Text(text) => self.mark_language(text).0,
            Argument::Facet(facet) => escaped(self.facet_within(facet)),
            Argument::Date(date) => self.date(*date),
            Argument::Message(message) => self.message(message).0,
            Argument::Messages(messages) => {
                let texts: Vec<String> = messages.iter().map(|message| self.message(message).0).collect();
                texts.join(self.text("list-of-sentences"))
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
    arguments: Vec<(&'static str, Value)>,
}

/// A number or a text that can be filled in; templates hand over references of either.
pub trait FormatValue {
    /// The same for a [`Locale`].
    fn value(&self) -> Value;
}

impl FormatValue for str {
    fn value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl FormatValue for String {
    fn value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl<T: FormatValue + ?Sized> FormatValue for &T {
    fn value(&self) -> Value {
        (**self).value()
    }
}

macro_rules! format_numbers {
    ($($number:ty)*) => {
        $(impl FormatValue for $number {
            fn value(&self) -> Value {
                Value::Number(u64::try_from(*self).unwrap_or_default())
            }
        })*
    };
}

format_numbers!(u32 u64 usize i64);

impl Formatted {
    /// With a number, or a text, under this name.
    pub fn with(mut self, name: &'static str, value: impl FormatValue) -> Self {
        self.arguments.push((name, value.value()));
        self
    }

    /// As HTML, what is filled in escaped.
    pub fn html(self) -> Markup<String> {
        let escaped = |value: &Value| match value {
            Value::Text(text) => Value::Text(self.texts.mark_language(text).0),
            Value::Number(number) => Value::Number(*number),
        };
        let arguments = self.arguments.iter().map(|(name, value)| (*name, escaped(value))).collect();
        Markup(Self { arguments, ..self }.to_string())
    }
}

impl fmt::Display for Formatted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.texts.locale.format(self.key, &self.arguments))
    }
}

/// HTML of a text in which what is Chinese, from the first character to the last, is said to be in another language.
fn mark_runs(html: &str) -> String {
    let Some((first, last)) = html.find(is_han).zip(html.rfind(is_han)) else { return html.to_owned() };
    let end = last + html[last..].chars().next().map_or(0, char::len_utf8);
    format!("{}<span lang=\"\">{}</span>{}", &html[..first], &html[first..end], &html[end..])
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
    fn dates_are_written_as_the_language_has_it() {
        let check = |date: &str, chinese: &str, english: &str| {
            let date = date.parse().unwrap();
            assert_eq!(Texts::new(Language::Hans).date(date), chinese);
            assert_eq!(Texts::new(Language::English).date(date), english);
        };
        check("2020", "2020年", "2020");
        check("2020-02", "2020年2月", "February 2020");
        check("2020-02-04", "2020年2月4日", "4 February 2020");
        let (chinese, english) = (Texts::new(Language::Hans), Texts::new(Language::English));
        assert_eq!(chinese.moment("2020-02-03T16:05:09Z".parse().unwrap()), "2020年2月4日 00:05");
        assert_eq!(english.day_and_time("2020-02-04T08:30:00+08:00"), "4 February 2020 08:30");
        assert_eq!(chinese.day_and_time("昨天上午十时三十分"), "昨天上午十时三十分");
    }

    #[test]
    fn what_is_filled_in_is_escaped_and_is_told_from_english() {
        let hostile = "<b>县";
        let filled = |language| Texts::new(language).format("find-value").with("facet", hostile);
        assert_eq!(filled(Language::Hans).html().0, "查找&lt;b&gt;县");
        assert!(filled(Language::English).html().0.contains("&lt;b&gt;<span lang=\"\">县</span>"));
        let empty = message!("message-text-empty", text = hostile);
        let said = Texts::new(Language::English).message(&empty).0;
        assert!(said.contains("&lt;b&gt;<span lang=\"\">县</span>") && !said.contains('里'), "{said}");
        assert_eq!(Texts::new(Language::Hans).message(&empty).0, "「&lt;b&gt;县」里没有可以查找的字词，已略去");
    }

    #[test]
    fn facets_and_fields_are_called_what_data_calls_them() {
        for facet in crate::model::FACETS {
            assert_eq!(Texts::new(Language::Hans).facet(facet), facet.label);
        }
        for field in Field::ALL {
            assert_eq!(Texts::new(Language::Hans).field(field), field.label());
        }
    }
}
