//! What answers look like, as JSON Schema. A field is a line of name and type: `?` may be null, `[…]` is a list and a
//! capital letter begins the name of another schema.

mod trends;

use serde_json::{Map, Value, json};

use self::trends::TRENDS;

/// Each schema with its fields.
const SCHEMAS: &[(&str, &[(&str, &str)])] = &[
    (
        "SearchResults",
        &[
            ("total", "integer"),
            ("total_all_words", "integer"),
            ("page", "integer?"),
            ("per_page", "integer"),
            ("pages", "integer?"),
            ("next", "string?"),
            ("previous", "string?"),
            ("took_ms", "number"),
            ("query", "string"),
            ("match", "string"),
            ("sort", "string"),
            ("recency", "integer?"),
            ("from", "string?"),
            ("to", "string?"),
            ("as_of", "string?"),
            ("revision", "integer"),
            ("warnings", "[string]"),
            ("did_you_mean", "DidYouMean?"),
            ("query_interpreted", "[QueryPart]"),
            ("offers", "[Offer]"),
            ("synonyms", "[SynonymUse]"),
            ("synonyms_off_url", "string?"),
            ("facets", "{FacetCounts}"),
            ("histogram", "Histogram?"),
            ("remedies", "[Remedy]"),
            ("translations", "[Translation]"),
            ("related", "[RelatedQuery]"),
            ("results", "[Result]"),
            ("links", "{string}"),
        ],
    ),
    ("Shown", &[("version", "integer"), ("versions", "integer"), ("current", "boolean")]),
    ("Translation", &[("q", "string"), ("total", "integer"), ("url", "string")]),
    ("Remedy", &[("label", "string"), ("total", "integer"), ("url", "string")]),
    ("RelatedQuery", &[("q", "string"), ("kind", "string"), ("shared", "integer"), ("url", "string")]),
    (
        "Histogram",
        &[("dated", "integer"), ("rows", "[HistogramRow]"), ("undated", "Unstated"), ("any_time_url", "string")],
    ),
    (
        "HistogramRow",
        &[("unit", "string"), ("bars", "[HistogramBar]"), ("earlier", "integer"), ("earlier_url", "string?")],
    ),
    (
        "HistogramBar",
        &[
            ("label", "string"),
            ("from", "string"),
            ("to", "string"),
            ("count", "integer"),
            ("selected", "boolean"),
            ("url", "string"),
        ],
    ),
    (
        "Advanced",
        &[
            ("q", "string"),
            ("all", "string"),
            ("any", "string"),
            ("none", "string"),
            ("phrase", "string"),
            ("scope", "string"),
            ("from", "string?"),
            ("to", "string?"),
            ("source", "string"),
            ("document_number", "string"),
            ("document_kind", "string"),
            ("query", "string"),
            ("total", "integer"),
            ("url", "string"),
        ],
    ),
    ("Ways", &[("ways", "[Way]")]),
    (
        "Way",
        &[
            ("name", "string"),
            ("label", "string"),
            ("label_en", "string"),
            ("total", "integer"),
            ("values", "[CountedValue]"),
            ("url", "string"),
        ],
    ),
    ("CountedValue", &[("value", "string"), ("count", "integer"), ("url", "string"), ("landing_url", "string")]),
    (
        "Browsed",
        &[
            ("name", "string"),
            ("label", "string"),
            ("label_en", "string"),
            ("sort", "string"),
            ("initial", "string?"),
            ("total", "integer"),
            ("page", "integer"),
            ("pages", "integer"),
            ("next", "string?"),
            ("previous", "string?"),
            ("missing", "integer"),
            ("missing_url", "string"),
            ("initials", "[Initial]"),
            ("values", "[CountedValue]"),
        ],
    ),
    ("Initial", &[("initial", "string"), ("count", "integer"), ("url", "string")]),
    (
        "Landing",
        &[
            ("name", "string"),
            ("label", "string"),
            ("label_en", "string"),
            ("value", "string"),
            ("total", "integer"),
            ("first", "Summary?"),
            ("last", "Summary?"),
            ("also", "[SameValue]"),
            ("histogram", "Histogram"),
            ("ways", "[Way]"),
            ("results", "[Summary]"),
            ("links", "{string}"),
        ],
    ),
    ("SameValue", &[("name", "string"), ("label", "string"), ("count", "integer"), ("landing_url", "string")]),
    (
        "Latest",
        &[
            ("new", "[NewIn]"),
            ("published_today", "integer"),
            ("newest_day", "DayOfNew?"),
            ("taken_in_today", "integer"),
            ("taken_in", "[TakenIn]"),
            ("results", "[Summary]"),
        ],
    ),
    ("DayOfNew", &[("date", "string"), ("count", "integer"), ("url", "string")]),
    ("TakenIn", &[("first_seen", "string"), ("article", "Summary")]),
    (
        "NewIn",
        &[
            ("name", "string"),
            ("label", "string"),
            ("from", "string"),
            ("to", "string"),
            ("count", "integer"),
            ("url", "string"),
        ],
    ),
    ("DidYouMean", &[("q", "string"), ("total", "integer"), ("because", "string"), ("url", "string")]),
    (
        "QueryPart",
        &[
            ("kind", "string"),
            ("label", "string"),
            ("text", "string"),
            ("without", "string"),
            ("without_url", "string"),
        ],
    ),
    ("Offer", &[("kind", "string"), ("label", "string"), ("text", "string"), ("query", "string"), ("url", "string")]),
    ("SynonymUse", &[("text", "string"), ("also", "[string]")]),
    (
        "FacetCounts",
        &[
            ("label", "string"),
            ("label_en", "string"),
            ("values", "[FacetValue]"),
            ("more", "integer"),
            ("missing", "Unstated"),
        ],
    ),
    (
        "FacetValue",
        &[
            ("value", "string"),
            ("count", "integer"),
            ("selected", "boolean"),
            ("rejected", "boolean"),
            ("url", "string"),
        ],
    ),
    ("Unstated", &[("count", "integer"), ("selected", "boolean"), ("url", "string")]),
    ("Highlights", &[("title", "Marked"), ("body", "Marked"), ("attachment", "object?")]),
    (
        "Marked",
        &[
            ("html", "string"),
            ("ranges", "[array]"),
            ("text", "string"),
            ("cut_before", "boolean"),
            ("cut_after", "boolean"),
        ],
    ),
    (
        "Changes",
        &[
            ("since", "integer"),
            ("revision", "integer"),
            ("more", "boolean"),
            ("next", "string"),
            ("changes", "[Change]"),
        ],
    ),
    (
        "Change",
        &[
            ("revision", "integer"),
            ("change", "string"),
            ("id", "string"),
            ("version", "integer"),
            ("content_hash", "string"),
            ("first_seen", "string"),
            ("version_seen", "string"),
            ("withdrawn_at", "string?"),
            ("standing", "Standing?"),
            ("article", "object?"),
        ],
    ),
    ("Articles", &[("total", "integer"), ("results", "[object]"), ("not_found", "[string]")]),
    ("Related", &[("id", "string"), ("results", "[object]"), ("links", "{string}")]),
    ("Compared", &[("article", "Summary"), ("other", "Summary"), ("comparison", "Comparison"), ("links", "{string}")]),
    (
        "Comparison",
        &[
            ("equal", "boolean"),
            ("inserted", "integer"),
            ("deleted", "integer"),
            ("markup_only", "boolean"),
            ("coarse", "boolean"),
            ("fields", "[object]"),
            ("operations", "[TextOperation]"),
        ],
    ),
    ("TextOperation", &[("op", "string"), ("text", "string")]),
    (
        "Citations",
        &[
            ("id", "string"),
            ("cites", "[Cited]"),
            ("cited_by_total", "integer"),
            ("cited_by", "[Citing]"),
            ("links", "{string}"),
        ],
    ),
    (
        "Cited",
        &[
            ("text", "string"),
            ("by", "string"),
            ("relation", "string?"),
            ("places", "[object]"),
            ("bearers", "integer"),
            ("article", "Summary?"),
        ],
    ),
    ("Versions", &[("id", "string"), ("versions", "[Version]"), ("links", "{string}")]),
    ("Version", &[("version", "integer"), ("seen_at", "string"), ("content_hash", "string"), ("article", "object")]),
    (
        "OneVersion",
        &[
            ("id", "string"),
            ("version", "integer"),
            ("versions", "integer"),
            ("seen_at", "string"),
            ("content_hash", "string"),
            ("article", "object"),
            ("against", "integer?"),
            ("comparison", "Comparison?"),
            ("links", "{string}"),
        ],
    ),
    (
        "Facet",
        &[
            ("name", "string"),
            ("prefix", "string"),
            ("containing", "string"),
            ("label", "string"),
            ("label_en", "string"),
            ("values", "[FacetValue]"),
            ("more", "integer"),
            ("missing", "Unstated"),
        ],
    ),
    (
        "Stats",
        &[
            ("articles", "integer"),
            ("withdrawn", "integer"),
            ("versions", "integer"),
            ("revision", "integer"),
            ("indexed_revision", "integer"),
            ("indexed", "integer"),
            ("earliest", "string?"),
            ("latest", "string?"),
            ("facets", "{object}"),
        ],
    ),
    (
        "Standing",
        &[
            ("validity", "string"),
            ("label", "string"),
            ("evidence", "string"),
            ("since", "string?"),
            ("until", "string?"),
        ],
    ),
    ("Successor", &[("id", "string"), ("title", "string"), ("url", "string")]),
    ("Period", &[("period", "string"), ("total", "integer"), ("thin", "boolean")]),
    ("Suggestions", &[("q", "string"), ("suggestions", "[Suggestion]")]),
    (
        "Suggestion",
        &[("text", "string"), ("kind", "string"), ("count", "integer"), ("by", "string"), ("url", "string")],
    ),
    ("Readiness", &[("status", "string"), ("indexed_revision", "integer"), ("store_revision", "integer")]),
    (
        "Problem",
        &[
            ("type", "string"),
            ("title", "string"),
            ("title_en", "string"),
            ("status", "integer"),
            ("detail", "string"),
            ("detail_en", "string"),
            ("instance", "string"),
            ("parameter", "string?"),
            ("example", "string?"),
            ("request_id", "string"),
        ],
    ),
];

/// What a list says of a bulletin.
const SUMMARY: &[(&str, &str)] = &[
    ("id", "string"),
    ("title", "string"),
    ("subtitle", "string?"),
    ("url", "string?"),
    ("links", "{string}"),
    ("published_on", "string?"),
    ("published_at", "string?"),
    ("issued_on", "string?"),
    ("source", "string?"),
    ("column", "string?"),
    ("authors", "[string]"),
    ("editor", "string?"),
    ("issuers", "[string]"),
    ("document_number", "string?"),
    ("index_number", "string?"),
    ("document_kind", "string?"),
    ("subjects", "[string]"),
    ("keywords", "[string]"),
    ("validity", "string?"),
    ("standing", "Standing?"),
    ("region", "string?"),
    ("site", "string?"),
    ("language", "string?"),
];

/// What a result has besides. `fields=` may leave any of it out.
const RESULT: &[(&str, &str)] = &[
    ("score", "number"),
    ("highlights", "Highlights?"),
    ("missing", "[string]"),
    ("distinction", "string?"),
    ("explanation", "object?"),
    ("reprints", "object?"),
    ("shown", "Shown?"),
];

/// What an article has besides.
const ARTICLE: &[(&str, &str)] = &[
    ("successor", "Successor?"),
    ("document_number_parts", "object?"),
    ("paragraphs", "[string]"),
    ("body_html", "string?"),
    ("attachments", "[object]"),
    ("origins", "{string}"),
    ("content_hash", "string"),
    ("first_seen", "string"),
    ("last_seen", "string"),
    ("version", "integer"),
    ("versions", "integer"),
    ("withdrawn_at", "string?"),
    ("contents", "[object]"),
    ("citations", "object"),
    ("named", "[object]"),
    ("earlier", "object?"),
    ("later", "object?"),
    ("related", "[object]"),
    ("highlights", "object?"),
    ("reprints", "object?"),
];

/// Every schema by name.
pub fn all() -> Map<String, Value> {
    let named = SCHEMAS.iter().chain(TRENDS).map(|(name, fields)| ((*name).to_owned(), object(fields.iter(), true)));
    let mut all: Map<String, Value> = named.collect();
    all.insert("Summary".to_owned(), object(SUMMARY.iter(), true));
    all.insert("Citing".to_owned(), object(SUMMARY.iter().chain(&[("relation", "string?")]), true));
    all.insert("Result".to_owned(), object(SUMMARY.iter().chain(RESULT), false));
    all.insert("Article".to_owned(), object(SUMMARY.iter().chain(ARTICLE), true));
    all
}

fn object<'a>(fields: impl Iterator<Item = &'a (&'a str, &'a str)>, required: bool) -> Value {
    let fields: Vec<_> = fields.collect();
    let properties: Map<String, Value> = fields.iter().map(|(name, kind)| ((*name).to_owned(), schema(kind))).collect();
    let mut object = json!({ "type": "object", "properties": properties });
    if required {
        object["required"] = fields.iter().map(|(name, _)| *name).collect();
    }
    object
}

/// A type as a schema.
fn schema(kind: &str) -> Value {
    if let Some(kind) = kind.strip_suffix('?') {
        return match kind {
            name if is_name(name) => json!({ "anyOf": [reference(name), { "type": "null" }] }),
            plain => json!({ "type": [plain, "null"] }),
        };
    }
    if let Some(inner) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
        return json!({ "type": "array", "items": schema(inner) });
    }
    if let Some(inner) = kind.strip_prefix('{').and_then(|kind| kind.strip_suffix('}')) {
        return json!({ "type": "object", "additionalProperties": schema(inner) });
    }
    if is_name(kind) { reference(kind) } else { json!({ "type": kind }) }
}

fn is_name(kind: &str) -> bool {
    kind.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Where a schema stands in the description.
pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
