//! A [`Message`] is something that a reader is told about a search: what was odd, what was understood, what to try: a key
//! of the [`Locale`] and what stands in it. It says itself in Chinese, for data; pages say it in their own language.

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

use crate::locale::{Language, Locale, Value};
use crate::model::{Facet, PartialDate};

/// Something that a reader is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its key among the texts; none where it reads the same in every language.
    pub key: Option<&'static str>,
    /// What stands in it, by name.
    pub arguments: Vec<(&'static str, Argument)>,
    /// All of it in Chinese.
    chinese: String,
}

/// What stands in a [`Message`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A text in whatever language: a query, a value, a number.
    Text(String),
    /// The name of a facet.
    Facet(&'static Facet),
    /// A date.
    Date(PartialDate),
    /// A message.
    Message(Message),
    /// Several messages as one list.
    Messages(Vec<Message>),
}

/// A [`Message`] from its key and what stands in it by name: `message!("message-too-long", most = 500)`.
macro_rules! message {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::search::message::Message::new(
            $key,
            vec![$((stringify!($name), $crate::search::message::Argument::from($value))),*],
        )
    };
}

pub(crate) use message;

impl Message {
    /// For [`message!`](message).
    pub fn new(key: &'static str, arguments: Vec<(&'static str, Argument)>) -> Self {
        let values: Vec<(&'static str, Value)> =
            arguments.iter().map(|(name, argument)| (*name, Value::Text(argument.to_string()))).collect();
        let chinese = Locale::new(Language::Hans).format(key, &values);
        Self { key: Some(key), arguments, chinese }
    }

    /// What reads the same in every language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { key: None, arguments: Vec::new(), chinese: text.into() }
    }

    /// All of it in Chinese.
    pub fn as_str(&self) -> &str {
        &self.chinese
    }
}

impl Deref for Message {
    type Target = str;

    fn deref(&self) -> &str {
        &self.chinese
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chinese)
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.chinese)
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, other: &&str) -> bool {
        self.chinese == *other
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Argument::Text(text) => f.write_str(text),
            Argument::Facet(facet) => f.write_str(facet.label),
            Argument::Date(date) => f.write_str(&date.in_chinese()),
            Argument::Message(message) => message.fmt(f),
            Argument::Messages(messages) => {
                let texts: Vec<&str> = messages.iter().map(Message::as_str).collect();
                f.write_str(&texts.join("；"))
            }
        }
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Argument::Text(text)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Argument::Text(text.to_owned())
    }
}

impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Argument::Text(number.to_string())
    }
}

impl From<&'static Facet> for Argument {
    fn from(facet: &'static Facet) -> Self {
        Argument::Facet(facet)
    }
}

impl From<PartialDate> for Argument {
    fn from(date: PartialDate) -> Self {
        Argument::Date(date)
    }
}

impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Argument::Message(message)
    }
}

impl From<Vec<Message>> for Argument {
    fn from(messages: Vec<Message>) -> Self {
        Argument::Messages(messages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_itself_in_chinese_and_keeps_what_stands_in_it() {
        let date: PartialDate = "2020-02".parse().unwrap();
        let inner = message!("message-from", from = date);
        let outer = message!("message-try-without", part = inner.clone());
        assert_eq!((outer.as_str(), outer.key), ("去掉「2020年2月起」", Some("message-try-without")));
        assert_eq!(outer.arguments, [("part", Argument::Message(inner))]);
        assert_eq!(serde_json::to_string(&outer).unwrap(), "\"去掉「2020年2月起」\"");
    }
}
