//! What an address takes, as OpenAPI and the page of the API tell it; the parameters of a search come from the
//! `registry` of parameters.

use serde_json::{Value, json};

use super::dates::{date, date_or_time};
use crate::model::FACETS;
use crate::search::features::trends::MAX_QUERIES;
use crate::web::format::Representation;
use crate::web::url::fields::FieldName;
use crate::web::url::parameter::{self, Trends, Values};
use crate::web::url::registry;
use crate::web::url::values::{MATCHES, Unit, match_name, split_facets};

/// What something means, in Chinese and in English, names in code between backticks.
type Meaning = (&'static str, &'static str);

/// A parameter.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Whether it is a part of the path.
    pub in_path: bool,
    /// What it may be.
    pub schema: Value,
    /// What it means, in Chinese and in English.
    pub meaning: Meaning,
    /// What it may look like.
    pub example: &'static str,
}

impl Parameter {
    /// A parameter of the query part.
    pub fn new(name: &'static str, schema: Value, meaning: Meaning, example: &'static str) -> Self {
        Self { name, in_path: false, schema, meaning, example }
    }

    /// A part of the path.
    pub fn in_path(name: &'static str, meaning: Meaning, example: &'static str) -> Self {
        Self { in_path: true, ..Self::new(name, json!({ "type": "string", "minLength": 1 }), meaning, example) }
    }

    /// The id of a bulletin.
    pub fn id() -> Self {
        Self::in_path("id", ("公报的编号", "the id of a bulletin"), "qc-1")
    }

    /// The name of a facet, as a part of the path.
    pub fn facet(name: &'static str, meaning: Meaning) -> Self {
        Self { schema: one_of(FACETS.iter().map(|facet| facet.name)), ..Self::in_path(name, meaning, "source") }
    }

    /// How much to answer.
    pub fn limit(most: usize, example: &'static str) -> Self {
        Self::new("limit", number(most), ("最多几条", "at most so many"), example)
    }

    /// A number from 1 to `most`.
    pub fn number(name: &'static str, most: usize, meaning: Meaning, example: &'static str) -> Self {
        Self::new(name, number(most), meaning, example)
    }

    /// The form, where these are to be had.
    pub fn format(forms: &[Representation]) -> Self {
        let schema = one_of(forms.iter().map(|form| form.name()));
        Self { schema, ..Self::from(&registry::known("format").parameter) }
    }
}

impl From<&parameter::Parameter> for Parameter {
    fn from(row: &parameter::Parameter) -> Self {
        Self::new(row.name, schema(row.values), (row.meaning, row.meaning_en), row.example)
    }
}

/// The parameters of a search but for the form, which every address has; every facet is two of them.
pub fn of_search() -> Vec<Parameter> {
    let rows = registry::entries().iter().map(|entry| &entry.parameter);
    rows.filter(|row| row.name != "format").map(Parameter::from).collect()
}

/// The parameters of trends: of a search those that narrow it.
pub fn of_trends() -> Vec<Parameter> {
    let queries = json!({ "type": "array", "items": text(), "maxItems": MAX_QUERIES });
    let matches = one_of(MATCHES.into_iter().rev().map(match_name));
    let intervals = one_of(Unit::ALL.into_iter().map(Unit::name));
    let splits = one_of([""].into_iter().chain(split_facets().map(|facet| facet.name)));
    let own = [
        Parameter::new(
            "q",
            queries,
            (
                "词语，写法与检索相同；可以重复，最多 6 个；没有就数全部公报",
                "a phrase, written as in a search; may be repeated, at most 6; without one all bulletins are counted",
            ),
            "防汛",
        ),
        Parameter::new(
            "match",
            matches,
            (
                "逐字（默认）或按词；引号里的总是逐字",
                "exactly as written (the default) or by words; what stands in quotation marks is exact always",
            ),
            "words",
        ),
        Parameter::new(
            "interval",
            intervals,
            (
                "按月、按年，或者自动（默认）：十年以内按月",
                "by month, by year, or `auto` (the default): months up to ten years, years beyond",
            ),
            "year",
        ),
        Parameter::new(
            "split",
            splits,
            (
                "按哪一项分开看，例如来源；没有就不分",
                "the facet by which it is told apart, such as the source; without one it is not",
            ),
            "source",
        ),
    ];
    let rows = registry::entries().iter().map(|entry| &entry.parameter);
    own.into_iter().chain(rows.filter(|row| row.trends == Trends::Narrows).map(Parameter::from)).collect()
}

/// The fields of the form for the parts of a query.
pub fn of_advanced() -> Vec<Parameter> {
    vec![
        Parameter::new(
            "q",
            text(),
            ("原来的检索式，其余各项加在它后面", "a query to which the others are added"),
            "防汛",
        ),
        Parameter::new("all", text(), ("全部字词都有", "all of these words"), "防汛 演练"),
        Parameter::new("any", text(), ("有其中一个", "one of these words"), "水库 河道"),
        Parameter::new("none", text(), ("一个也没有", "none of these words"), "电视"),
        Parameter::new("phrase", text(), ("原样", "exactly this phrase"), "应急演练"),
        Parameter::new(
            "scope",
            one_of(["anywhere", "title"].into_iter()),
            ("以上字词在全文或标题", "whether these are looked for in whole texts or in titles"),
            "title",
        ),
        Parameter::from(&registry::known("from").parameter),
        Parameter::from(&registry::known("to").parameter),
        Parameter::new("source", text(), ("来源，可以只写一部分", "the source, or a part of its name"), "青岑"),
        Parameter::new(
            "document_number",
            text(),
            ("发文字号，可以只写一部分", "the document number, or a part of it"),
            "青政办发",
        ),
        Parameter::new("document_kind", text(), ("公文种类", "the kind of document"), "通知"),
        Parameter::new("go", one_of(["0", "1"].into_iter()), ("1 直接转到结果", "`1` leads to the results"), "0"),
    ]
}

/// The JSON Schema of values.
fn schema(values: Values) -> Value {
    match values {
        Values::Text => text(),
        Values::Texts => json!({ "type": "array", "items": text() }),
        Values::OneOf(names) => one_of(names().into_iter()),
        Values::Number(most) => number(most),
        Values::NumberOrOff(most) => json!({ "anyOf": [number(most), { "const": "off" }] }),
        Values::Date => date(),
        Values::DateOrTime => date_or_time(),
        Values::Facets => list(FACETS.iter().map(|facet| facet.name)),
        Values::FacetSizes => facet_sizes(),
        Values::Fields => list(FieldName::all()),
        Values::Cursor => json!({ "type": "string", "pattern": "^([*]|[0-9a-f]{84})$" }),
    }
}

/// Any text.
pub fn text() -> Value {
    json!({ "type": "string" })
}

/// One of these names.
pub fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    json!({ "type": "string", "enum": names.collect::<Vec<_>>() })
}

/// A whole number from 1.
pub fn number(most: usize) -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": most })
}

/// Names with commas between, and perhaps blanks; none is as if nothing was stated.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    let name = format!("\\s*({})?\\s*", names.collect::<Vec<_>>().join("|"));
    json!({ "type": "string", "pattern": format!("^{name}(,{name})*$") })
}

/// Facets with numbers of values, or none.
fn facet_sizes() -> Value {
    let names = FACETS.iter().map(|facet| facet.name).collect::<Vec<_>>().join("|");
    let counted = format!("\\s*({names})\\s*(:\\s*(1000|[1-9][0-9]{{0,2}})\\s*)?");
    json!({ "type": "string", "pattern": format!("^({counted}(,{counted})*|more|none)?$") })
}
