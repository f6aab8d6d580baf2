//! A [`Facet`] is a property of bulletins that people filter and count by. A new facet is a new row
//! of [`FACETS`]: schema, engines, URL parameters, sidebar and API all iterate this table.

use super::article::{Article, StoredArticle};

/// One row of [`FACETS`].
pub struct Facet {
    /// The name in URLs, JSON and the index.
    pub name: &'static str,
    /// The Chinese label.
    pub label: &'static str,
    /// The English label.
    pub label_en: &'static str,
    /// Whether the search page shows it beside the results and `/search` counts it by default.
    pub shown: bool,
    /// The values an article has; none, one or several.
    pub values: fn(&Article) -> Vec<String>,
}

fn optional(value: &Option<String>) -> Vec<String> {
    value.iter().cloned().collect()
}

/// Every facet, in the order of the sidebar.
pub static FACETS: &[Facet] = &[
    Facet {
        name: "year",
        label: "年份",
        label_en: "year",
        shown: true,
        values: |a| a.published_on.iter().map(|date| date.year().to_string()).collect(),
    },
    Facet { name: "source", label: "来源", label_en: "source", shown: true, values: |a| optional(&a.source) },
    Facet { name: "column", label: "栏目", label_en: "column", shown: true, values: |a| optional(&a.column) },
    Facet {
        name: "document_kind",
        label: "公文种类",
        label_en: "kind",
        shown: true,
        values: |a| optional(&a.document_kind),
    },
    Facet { name: "issuer", label: "发文机关", label_en: "issuer", shown: true, values: |a| a.issuers.clone() },
    Facet { name: "subject", label: "主题分类", label_en: "subject", shown: false, values: |a| a.subjects.clone() },
    Facet {
        name: "validity", label: "有效性", label_en: "validity", shown: true, values: |a| optional(&a.validity)
    },
    Facet { name: "region", label: "行政区划", label_en: "region", shown: false, values: |a| optional(&a.region) },
    Facet { name: "site", label: "网站", label_en: "site", shown: false, values: |a| optional(&a.site) },
    Facet { name: "author", label: "记者", label_en: "author", shown: false, values: |a| a.authors.clone() },
    Facet {
        name: "editor",
        label: "编辑",
        label_en: "editor",
        shown: false,
        // The field holds several names with blanks between.
        values: |a| a.editor.iter().flat_map(|names| names.split_whitespace()).map(str::to_owned).collect(),
    },
    Facet { name: "keyword", label: "关键词", label_en: "keyword", shown: false, values: |a| a.keywords.clone() },
    Facet {
        name: "document_number",
        label: "发文字号",
        label_en: "document number",
        shown: false,
        values: |a| a.document_numbers().iter().map(ToString::to_string).collect(),
    },
    Facet {
        name: "index_number",
        label: "索引号",
        label_en: "index number",
        shown: false,
        values: |a| optional(&a.index_number),
    },
    Facet { name: "language", label: "语言", label_en: "language", shown: false, values: |a| optional(&a.language) },
];

impl Facet {
    /// The values that a stored article has now: what a bulletin says of others is no part of theirs.
    pub fn of(&self, stored: &StoredArticle) -> Vec<String> {
        match &stored.standing {
            Some(standing) if self.name == "validity" => vec![standing.validity.label().to_owned()],
            _ => (self.values)(&stored.article),
        }
    }

    /// The facet of that name.
    pub fn from_name(name: &str) -> Option<&'static Facet> {
        FACETS.iter().find(|facet| facet.name == name)
    }

    /// Its place in [`FACETS`].
    pub fn index(&self) -> usize {
        FACETS.iter().position(|facet| facet.name == self.name).expect("every facet is a row of FACETS")
    }
}

impl PartialEq for Facet {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Facet {}

impl PartialOrd for Facet {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Facet {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index().cmp(&other.index())
    }
}

impl std::fmt::Debug for Facet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Facet({})", self.name)
    }
}
