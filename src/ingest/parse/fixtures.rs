//! A fixture is a file we wrote as publishers write them, with the article it must become beside it:
//! `NAME.txt` or `NAME.html`, and `NAME.expected.json`. Every field the expectation names is compared.

#![cfg(test)]

use std::path::Path;

use serde_json::Value;

use super::{Format, html, text};
use crate::ingest::normalize::normalize;

#[test]
fn every_fixture_becomes_its_expected_article() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ingest");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut checked = 0;
    let mut wrong = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".json") {
            continue;
        }
        let bytes = std::fs::read(&file).unwrap();
        let expected: Value =
            serde_json::from_slice(&std::fs::read(file.with_extension("expected.json")).unwrap()).unwrap();
        let draft = match Format::detect(&name, &bytes) {
            // `fetched` in an expectation is the address under which the page is read, no field of the article.
            Some(Format::Html) => html::parse(&bytes, expected.get("fetched").and_then(Value::as_str)),
            Some(Format::Text) => text::parse(&bytes),
            other => panic!("{name} is detected as {other:?}"),
        };
        let article = serde_json::to_value(draft.and_then(normalize).unwrap()).unwrap();
        for (field, value) in expected.as_object().unwrap().iter().filter(|(field, _)| *field != "fetched") {
            let found = article.get(field).cloned().unwrap_or(Value::Null);
            // Markup is compared by what it must contain.
            let same = match (field.as_str(), &found, value) {
                ("body_html", Value::String(html), Value::Array(parts)) => {
                    parts.iter().all(|part| html.contains(part.as_str().unwrap()))
                }
                _ => found == *value,
            };
            if !same {
                wrong.push(format!("{name} {field}:\n  expected {value}\n  found    {found}"));
            }
        }
        checked += 1;
    }
    assert!(checked >= 16, "only {checked} fixtures");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
