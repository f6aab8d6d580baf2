//! The schemas of trends.

/// Each with its fields.
pub const TRENDS: &[(&str, &[(&str, &str)])] = &[
    (
        "Trends",
        &[
            ("interval", "string"),
            ("match", "string"),
            ("from", "string?"),
            ("to", "string?"),
            ("total", "integer"),
            ("undated", "integer"),
            ("took_ms", "number"),
            ("revision", "integer"),
            ("warnings", "[string]"),
            ("thin_below", "integer"),
            ("periods", "[Period]"),
            ("series", "[TrendSeries]"),
            ("split", "TrendSplit?"),
            ("facets", "{FacetCounts}"),
            ("links", "{string}"),
        ],
    ),
    (
        "TrendSeries",
        &[
            ("q", "string"),
            ("total", "integer"),
            ("undated", "integer"),
            ("url", "string"),
            ("first", "Summary?"),
            ("last", "Summary?"),
            ("peak", "TrendPeak?"),
            ("peak_share", "TrendPeak?"),
            ("points", "[TrendPoint]"),
            ("warnings", "[string]"),
        ],
    ),
    ("TrendSplit", &[("facet", "string"), ("more", "integer"), ("parts", "[TrendPart]")]),
    (
        "TrendPart",
        &[
            ("value", "string"),
            ("total", "integer"),
            ("url", "string"),
            ("periods", "[Period]"),
            ("series", "[TrendPartSeries]"),
        ],
    ),
    ("TrendPartSeries", &[("q", "string"), ("total", "integer"), ("url", "string"), ("points", "[TrendPoint]")]),
    ("TrendPoint", &[("period", "string"), ("count", "integer"), ("share", "number?"), ("url", "string")]),
    (
        "TrendPeak",
        &[
            ("period", "string"),
            ("count", "integer"),
            ("share", "number?"),
            ("url", "string"),
            ("bulletins", "[Summary]"),
        ],
    ),
];
