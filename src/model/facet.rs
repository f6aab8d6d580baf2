//! A [`Facet`] is a property of bulletins that people filter and count by. A new facet is a new row
//! of [`FACETS`]: schema, engines, URL parameters, sidebar and API all iterate this table.

use super::article::{Article, StoredArticle};

/// When a search counts a facet: each costs a look at every hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// By default, and its page shows it beside the results.
    ByDefault,
    /// Where a reader opens further filters.
    Further,
    /// Where it is asked for by name.
    ByName,
}

/// One row of [`FACETS`].
pub struct Facet {
    /// The name in URLs, JSON and the index.
    pub name: &'static str,
    /// The Chinese label.
    pub label: &'static str,
    /// The English label.
    pub label_en: &'static str,
    /// Whether a search counts it and its page shows it.
    pub counted: Counted,
    /// The values an article has; none, one or several.
    pub values: fn(&Article) -> Vec<String>,
}

fn optional(value: &Option<String>) -> Vec<String> {
    value.iter().cloned().collect()
}

/// What separates the levels of a value.
const LEVEL_SEPARATOR: char = '/';

/// Each value after the levels above it: of 农业/水利 also 农业, so that both can be found and counted.
fn with_upper_levels(values: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for value in values {
        let upper = value.match_indices(LEVEL_SEPARATOR).map(|(at, _)| &value[..at]);
        for level in upper.chain([value.as_str()]) {
            if !level.is_empty() && !all.iter().any(|known| known == level) {
                all.push(level.to_owned());
            }
        }
    }
    all
}

/// Every facet, in the order of the sidebar.
pub static FACETS: &[Facet] = &[
    Facet {
        name: "year",
        label: "年份",
        label_en: "year",
        counted: Counted::ByDefault,
        values: |a| a.published_on.iter().map(|date| date.year().to_string()).collect(),
    },
    Facet {
        name: "source",
        label: "来源",
        label_en: "source",
        counted: Counted::ByDefault,
        values: |a| optional(&a.source),
    },
    Facet {
        name: "column",
        label: "栏目",
        label_en: "column",
        counted: Counted::ByDefault,
        values: |a| optional(&a.column),
    },
    Facet {
        name: "document_kind",
        label: "公文种类",
        label_en: "kind",
        counted: Counted::ByDefault,
        values: |a| optional(&a.document_kind),
    },
    Facet {
        name: "issuer",
        label: "发文机关",
        label_en: "issuer",
        counted: Counted::ByDefault,
        values: |a| a.issuers.clone(),
    },
    Facet {
        name: "subject",
        label: "主题分类",
        label_en: "subject",
        counted: Counted::Further,
        values: |a| with_upper_levels(&a.subjects),
    },
    Facet {
        name: "validity",
        label: "有效性",
        label_en: "validity",
        counted: Counted::ByDefault,
        values: |a| optional(&a.validity),
    },
    Facet {
        name: "region",
        label: "行政区划",
        label_en: "region",
        counted: Counted::Further,
        values: |a| optional(&a.region),
    },
    Facet { name: "site", label: "网站", label_en: "site", counted: Counted::ByName, values: |a| optional(&a.site) },
    Facet {
        name: "author",
        label: "记者",
        label_en: "author",
        counted: Counted::Further,
        values: |a| a.authors.clone(),
    },
    Facet {
        name: "editor",
        label: "编辑",
        label_en: "editor",
        counted: Counted::Further,
        // The field holds several names with blanks between.
        values: |a| a.editor.iter().flat_map(|names| names.split_whitespace()).map(str::to_owned).collect(),
    },
    Facet {
        name: "keyword",
        label: "关键词",
        label_en: "keyword",
        counted: Counted::ByName,
        values: |a| a.keywords.clone(),
    },
    Facet {
        name: "document_number",
        label: "发文字号",
        label_en: "document number",
        counted: Counted::ByName,
        values: |a| a.document_numbers().iter().map(ToString::to_string).collect(),
    },
    Facet {
        name: "index_number",
        label: "索引号",
        label_en: "index number",
        counted: Counted::ByName,
        values: |a| optional(&a.index_number),
    },
    Facet {
        name: "language",
        label: "语言",
        label_en: "language",
        counted: Counted::ByName,
        values: |a| optional(&a.language),
    },
];

impl Facet {
    /// The values that a stored article has now: what a bulletin says of others is no part of theirs.
    pub fn of(&self, stored: &StoredArticle) -> Vec<String> {
        match &stored.standing {
            Some(standing) if self.name == "validity" => vec![standing.validity.label().to_owned()],
            _ => (self.values)(&stored.article),
        }
    }

    /// The facets that a search counts by default.
    pub fn by_default() -> impl Iterator<Item = &'static Facet> {
        FACETS.iter().filter(|facet| facet.counted == Counted::ByDefault)
    }

    /// Those that it counts where further filters are opened.
    pub fn further() -> impl Iterator<Item = &'static Facet> {
        FACETS.iter().filter(|facet| facet.counted == Counted::Further)
    }

    /// The first level of a value and what stands below it, where the facet has levels and the value several.
    pub fn levels<'v>(&self, value: &'v str) -> Option<(&'v str, &'v str)> {
        value.split_once(LEVEL_SEPARATOR).filter(|_| self.name == "subject")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_counts_for_the_levels_above_it() {
        let subjects = ["农业、林业、水利/水利".to_owned(), "农业、林业、水利/林业".to_owned(), "其他".to_owned()];
        let expected = ["农业、林业、水利", "农业、林业、水利/水利", "农业、林业、水利/林业", "其他"];
        assert_eq!(with_upper_levels(&subjects), expected);
    }
}
