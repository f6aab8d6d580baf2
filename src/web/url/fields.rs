//! The fields of a result by name: those that `fields=` can ask for, and the columns of a table.

/// The name of a field of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldName(&'static str);

/// What a list says by default.
const BY_DEFAULT: &[&str] = &[
    "id",
    "title",
    "subtitle",
    "url",
    "links",
    "published_on",
    "published_at",
    "issued_on",
    "source",
    "column",
    "authors",
    "editor",
    "issuers",
    "document_number",
    "index_number",
    "document_kind",
    "subjects",
    "keywords",
    "validity",
    "standing",
    "region",
    "site",
    "language",
    "score",
    "highlights",
    "missing",
    "distinction",
    "explanation",
    "reprints",
    "shown",
];

/// What it says only where asked.
const ON_REQUEST: &[&str] = &[
    "paragraphs",
    "body_html",
    "attachments",
    "origins",
    "content_hash",
    "first_seen",
    "last_seen",
    "version",
    "revision",
];

/// What needs the query to be looked for in the text.
const NEED_QUERY: &[&str] = &["highlights", "missing"];

/// What a table does not show by default.
const NOT_IN_TABLES: &[&str] =
    &["standing", "score", "highlights", "missing", "distinction", "explanation", "reprints", "shown"];

impl FieldName {
    /// Every field.
    pub fn all() -> impl Iterator<Item = &'static str> {
        BY_DEFAULT.iter().chain(ON_REQUEST).copied()
    }

    /// The field of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|known| *known == name).map(Self)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Whether it takes looking for the query in the text.
    pub fn needs_query(self) -> bool {
        NEED_QUERY.contains(&self.0)
    }

    /// The columns of a table by default.
    pub fn default_columns() -> Vec<Self> {
        BY_DEFAULT.iter().filter(|name| !NOT_IN_TABLES.contains(name)).copied().map(Self).collect()
    }
}
