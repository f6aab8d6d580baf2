//! Values as other systems write them into records: dates as counts of seconds, values in an object of their own, markup
//! written as text.

use std::borrow::Cow;

use serde_json::Value;

use super::html;
use crate::ingest::values::without_entities;
use crate::model::PartialDate;
use crate::model::date::CHINA;

/// Objects within objects that are looked into for a value.
const MAX_DEPTH: usize = 3;

/// Times that markup may have been written as text.
const ESCAPES: usize = 2;

/// Keys under which an object has the one thing it says, of a line: `{"id": 3, "name": "青岑县水利局"}`.
const LINE_KEYS: &[&str] = &["name", "rendered", "title", "text", "value", "label", "名称"];

/// The same of a body: `{"rendered": "<p>…"}`.
const BODY_KEYS: &[&str] = &["html", "rendered", "content", "text", "body", "value", "正文"];

/// The value that an object stands for: that of MongoDB's extended JSON, or the text under a name that says so.
pub fn said(value: &Value, is_body: bool) -> &Value {
    let keys = if is_body { BODY_KEYS } else { LINE_KEYS };
    let mut value = value;
    for _ in 0..MAX_DEPTH {
        let Value::Object(object) = value else { break };
        let extended = object.iter().next().filter(|(name, _)| object.len() == 1 && name.starts_with('$'));
        let is_plain = |inner: &&Value| match inner {
            Value::String(text) => !text.trim().is_empty(),
            Value::Number(_) => true,
            _ => false,
        };
        match extended.map(|(_, inner)| inner).or_else(|| keys.iter().filter_map(|key| object.get(*key)).find(is_plain))
        {
            Some(inner) => value = inner,
            None => break,
        }
    }
    value
}

/// The same of each item of an array.
pub fn said_by_each(value: &Value) -> Cow<'_, Value> {
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) => {
            Cow::Owned(Value::Array(items.iter().map(|item| said(item, false).clone()).collect()))
        }
        other => Cow::Borrowed(said(other, false)),
    }
}

/// A date or moment as this country writes it, where it is written for machines: the seconds or milliseconds since 1970,
/// a moment at another place, 20220601083000. Empty where a system writes that there is none.
pub fn dated(written: &str) -> Cow<'_, str> {
    let text = written.trim();
    if text.starts_with("0000-00-00") || text == "0" || text == "-1" {
        return Cow::Borrowed("");
    }
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Cow::Owned(in_china(moment));
    }
    let digits = text.split_once('.').map_or(text, |(whole, fraction)| {
        if fraction.bytes().all(|byte| byte.is_ascii_digit()) { whole } else { text }
    });
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(written);
    }
    compact(digits).or_else(|| counted(digits)).map_or(Cow::Borrowed(written), Cow::Owned)
}

/// 2022060108, 202206010830 and 20220601083000: the digits of a day and an hour in a row.
fn compact(digits: &str) -> Option<String> {
    if !matches!(digits.len(), 10 | 12 | 14) || !digits.starts_with(['1', '2']) {
        return None;
    }
    // Ten digits are seconds until 2033, when those of hours begin to look like them.
    if digits.len() == 10 && digits < "1900000000" {
        return None;
    }
    let day: PartialDate = digits[..8].parse().ok()?;
    let number = |from: usize| digits.get(from..from + 2).map_or(Some(0), |part| part.parse::<i8>().ok());
    let (hour, minute, second) = (number(8)?, number(10)?, number(12)?);
    let time = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
    Some(format!("{day}T{time}+08:00"))
}

/// Seconds, thousandths, millionths or billionths of a second since 1970, by how many digits they have.
fn counted(digits: &str) -> Option<String> {
    let number: i64 = digits.parse().ok()?;
    let moment = match digits.len() {
        9..=10 => jiff::Timestamp::from_second(number),
        12..=13 => jiff::Timestamp::from_millisecond(number),
        15..=16 => jiff::Timestamp::from_microsecond(number),
        18..=19 => jiff::Timestamp::from_nanosecond(i128::from(number)),
        _ => return None,
    };
    let moment = moment.ok()?;
    let is_of_bulletins = (1970..2200).contains(&CHINA.to_datetime(moment).year());
    is_of_bulletins.then(|| in_china(moment))
}

fn in_china(moment: jiff::Timestamp) -> String {
    moment.display_with_offset(CHINA).to_string()
}

/// A body as markup, or as text without the signs of markup that stand for letters: `&lt;p&gt;` is markup that was
/// written as text, `AT&amp;T` is AT&T.
pub enum BodyText<'a> {
    /// With elements.
    Markup(Cow<'a, str>),
    /// Without.
    Plain(Cow<'a, str>),
}

/// Tells which of them a body is.
pub fn body_text(written: &str) -> BodyText<'_> {
    if html::is_markup(written) {
        return BodyText::Markup(Cow::Borrowed(written));
    }
    if !written.contains('&') {
        return BodyText::Plain(Cow::Borrowed(written));
    }
    let mut text = without_entities(written);
    for _ in 1..ESCAPES {
        if html::is_markup(&text) {
            break;
        }
        text = Cow::Owned(without_entities(&text).into_owned());
    }
    if html::is_markup(&text) { BodyText::Markup(text) } else { BodyText::Plain(without_entities(written)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn dates_for_machines_are_those_of_china() {
        for (written, expected) in [
            ("1654045200000", "2022-06-01T09:00:00+08:00"),
            ("1654045200", "2022-06-01T09:00:00+08:00"),
            ("1654045200.5", "2022-06-01T09:00:00+08:00"),
            ("1654045200000000", "2022-06-01T09:00:00+08:00"),
            ("2022-05-31T16:00:00Z", "2022-06-01T00:00:00+08:00"),
            ("20220601083000", "2022-06-01T08:30:00+08:00"),
            ("202206010830", "2022-06-01T08:30:00+08:00"),
            ("2022060108", "2022-06-01T08:00:00+08:00"),
            ("20220601", "20220601"),
            ("2022", "2022"),
            ("2022-06-01", "2022-06-01"),
            ("0000-00-00 00:00:00", ""),
            ("0", ""),
            ("昨天", "昨天"),
            ("12345678901234567890123", "12345678901234567890123"),
        ] {
            assert_eq!(dated(written), expected, "{written}");
        }
    }

    #[test]
    fn objects_stand_for_what_they_say() {
        let check = |value: Value, is_body: bool, expected: Value| assert_eq!(*said(&value, is_body), expected);
        check(json!({"$date": {"$numberLong": "1654045200000"}}), false, json!("1654045200000"));
        check(json!({"$oid": "62ab"}), false, json!("62ab"));
        check(json!({"id": 3, "name": "青岑县水利局"}), false, json!("青岑县水利局"));
        check(json!({"rendered": "<p>停水</p>"}), true, json!("<p>停水</p>"));
        check(json!({"p": ["一"]}), true, json!({"p": ["一"]}));
        assert_eq!(*said_by_each(&json!([{"name": "甲"}, "乙"])), json!(["甲", "乙"]));
    }

    #[test]
    fn markup_written_as_text_is_markup() {
        let markup = |written| match body_text(written) {
            BodyText::Markup(text) => (true, text.into_owned()),
            BodyText::Plain(text) => (false, text.into_owned()),
        };
        assert_eq!(markup("&lt;p&gt;停水。&lt;/p&gt;"), (true, "<p>停水。</p>".to_owned()));
        assert_eq!(markup("&amp;lt;p&amp;gt;停水。"), (true, "<p>停水。".to_owned()));
        assert_eq!(markup("AT&amp;T，a&lt;b"), (false, "AT&T，a<b".to_owned()));
        assert_eq!(markup("面积<100亩，A&B"), (false, "面积<100亩，A&B".to_owned()));
    }
}
