//! The table of parameters in `docs/api.md`, as the registry has it. Where they differ the test prints the table that
//! belongs there.

use super::parameter::{Entry, Parameter, Trends, Values};
use super::params::SearchParams;
use super::registry::{self, NOT_PREFIX};
use crate::model::FACETS;
use crate::search::types::request::SearchRequest;

const PAGE: &str = include_str!("../../../docs/api.md");

const BEGIN: &str = "<!-- parameters: written by a test of src/web/url/documentation.rs -->\n";

const END: &str = "<!-- end of parameters -->";

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(code).collect::<Vec<_>>().join(" ")
}

fn values(parameter: &Parameter) -> String {
    match parameter.values {
        Values::Text => "text".to_owned(),
        Values::Texts => "text; repeats".to_owned(),
        Values::OneOf(names) => list(names()),
        Values::Number(most) => format!("1 to {most}"),
        Values::NumberOrOff(most) => format!("`off`, or 1 to {most}"),
        Values::Date => list(["YYYY", "YYYY-MM", "YYYY-MM-DD"]),
        Values::DateOrTime => "a date, or a time of RFC 3339".to_owned(),
        Values::Facets => "facets, comma-separated".to_owned(),
        Values::FacetSizes => "facets with `:` and 1 to 1000, comma-separated; `more`; `none`".to_owned(),
        Values::Fields => "fields, comma-separated".to_owned(),
        Values::Cursor => "`*`, or a cursor".to_owned(),
    }
}

fn row(entry: &Entry, names: &str, meaning: &str) -> String {
    let parameter = &entry.parameter;
    let trends = match parameter.trends {
        Trends::Own => "its own",
        Trends::Narrows => "yes",
        Trends::Ignored => "no effect",
        Trends::Rejected => "400",
    };
    let exports = if parameter.exports { "yes" } else { "400" };
    let (values, default) = (values(parameter), code(&entry.default));
    format!("| {names} | {values} | {default} | {meaning} | {trends} | {exports} |\n").replace("|  |", "| |")
}

fn table() -> String {
    let mut table =
        "| parameter | values | by default | what | `/trends` | `csv` `ndjson` |\n|---|---|---|---|---|---|\n"
            .to_owned();
    for entry in registry::names().map(registry::known) {
        table += &row(entry, &code(entry.parameter.name), entry.parameter.meaning_en);
    }
    let names = list(FACETS.iter().map(|facet| facet.name));
    table += &row(registry::filter(&FACETS[0]), &names, "the [facet](#searching) has one of these values");
    let names = format!("`{NOT_PREFIX}` and the name of a facet");
    table += &row(registry::exclusion(&FACETS[0]), &names, "the facet has none of these values");
    table
}

#[test]
fn the_table_is_that_of_the_registry() {
    let stated = PAGE.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END)).map_or("", |(table, _)| table);
    let table = table();
    assert!(stated == table, "docs/api.md should say:\n{BEGIN}{table}{END}");
}

#[test]
fn every_row_is_whole() {
    for Entry { parameter, .. } in registry::entries() {
        let Parameter { name, meaning, meaning_en, example, .. } = parameter;
        assert!(!meaning.is_empty() && !meaning_en.is_empty(), "{name}");
        assert!(
            registry::find(name).is_some_and(|found| std::ptr::eq(&found.parameter, parameter)),
            "{name} is there twice"
        );
        let mut params = SearchParams::everything();
        assert!(parameter.apply(&mut params, example).is_ok(), "{name}={example}");
    }
    for facet in FACETS {
        assert_eq!(registry::filter(facet).parameter.name, facet.name);
        assert_eq!(registry::exclusion(facet).parameter.name, format!("{NOT_PREFIX}{}", facet.name));
    }
}

#[test]
fn a_default_changes_nothing() {
    for entry in registry::entries().iter().filter(|entry| !entry.default.is_empty()) {
        let query = format!("{}={}", entry.parameter.name, entry.default);
        let params = SearchParams::parse(Some(query.as_str())).unwrap();
        assert_eq!(params.request, SearchRequest::new(""), "{query}");
        entry.write(&params, |value| panic!("{query} is written as {value}"));
    }
}
