//! XML as a walk over elements and texts. Documents are bounded in depth; document types are passed over
//! and entities beyond XML's own five are never looked up, so nothing outside the file is ever read.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::content::{broken, limits};
use crate::ingest::draft::Rejection;
use crate::ingest::parse::charset;

/// The attributes of an element, by local name.
#[derive(Debug, Default)]
pub struct Attributes(Vec<(String, String)>);

/// Under what name the `id` that has a prefix is kept.
const RELATED: &str = "r:id";

impl Attributes {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The relationship that an element of an office file names: its `id` with a prefix.
    pub fn relation(&self) -> Option<&str> {
        self.get(RELATED)
    }

    /// Whether the property that an element stands for is on: `<b/>`, `<b val="1"/>`.
    pub fn is_on(&self) -> bool {
        !matches!(self.get("val"), Some("0" | "false" | "off" | "none"))
    }

    /// An attribute as a number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.trim().parse().ok()
    }
}

/// A step of the walk. Names are without their prefixes.
pub enum Step<'a> {
    /// An element begins.
    Open(&'a str, &'a Attributes),
    /// An element ends.
    Close(&'a str),
    /// A stretch of text.
    Text(&'a str),
}

/// Walks over a document.
///
/// # Errors
/// Where it is not well-formed, or nests too deeply.
pub fn walk(what: &'static str, bytes: &[u8], take: &mut dyn FnMut(Step<'_>)) -> Result<(), Rejection> {
    let decoded = charset::decode(bytes, None);
    let mut reader = Reader::from_str(&decoded.text);
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| broken(what, error))? {
            Event::Start(start) => {
                if open.len() >= limits::XML_DEPTH {
                    return Err(Rejection::new(
                        format!("{what} 中的 XML 嵌套超过 {} 层", limits::XML_DEPTH),
                        "请用办公软件另存后再导入",
                    ));
                }
                let name = local(&start);
                take(Step::Open(&name, &attributes(&start)));
                open.push(name);
            }
            Event::Empty(start) => {
                let name = local(&start);
                take(Step::Open(&name, &attributes(&start)));
                take(Step::Close(&name));
            }
            Event::End(_) => {
                if let Some(name) = open.pop() {
                    take(Step::Close(&name));
                }
            }
            Event::Text(text) => take(Step::Text(&text)),
            Event::CData(text) => take(Step::Text(&text)),
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                let text = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(&*character.encode_utf8(&mut buffer)),
                    _ => quick_xml::escape::resolve_predefined_entity(&reference),
                };
                take(Step::Text(text.unwrap_or_default()));
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn local(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_owned()
}

fn attributes(start: &BytesStart<'_>) -> Attributes {
    let mut read = start.attributes();
    read.with_checks(false);
    let mut all = Vec::new();
    // `id="1"` and `r:id="rId1"` stand on one element: the one without a prefix is its `id`, if there is one.
    let mut prefixed = Vec::new();
    for attribute in read.flatten().take(256) {
        let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else { continue };
        let name = attribute.key.local_name();
        if name.as_ref() == "id" && attribute.key.prefix().is_some() {
            prefixed.push((RELATED.to_owned(), value.clone().into_owned()));
            prefixed.push(("id".to_owned(), value.into_owned()));
        } else {
            all.push((name.as_ref().to_owned(), value.into_owned()));
        }
    }
    all.append(&mut prefixed);
    Attributes(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(xml: &str) -> Result<String, Rejection> {
        let mut all = String::new();
        walk("测试", xml.as_bytes(), &mut |step| {
            if let Step::Text(text) = step {
                all.push_str(text);
            }
        })?;
        Ok(all)
    }

    #[test]
    fn entities_are_never_looked_up() {
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>甲&x;&amp;&#20057;</a>";
        assert_eq!(text(outside).unwrap(), "甲&乙");
        let laughs = "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><a>&b;乙</a>";
        assert_eq!(text(laughs).unwrap(), "乙");
    }

    #[test]
    fn depth_is_bounded() {
        assert!(text(&"<a>".repeat(100_000)).unwrap_err().reason.contains("嵌套"));
        assert!(text("<a></b>").is_err());
    }
}
