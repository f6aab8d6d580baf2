//! A [`Representation`] is what one resource is shown as: a page for a browser, JSON for everyone else, and what else is
//! asked for by name or by media type.

use axum::http::{HeaderMap, header};

/// What a resource is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Representation {
    /// A page.
    Html,
    /// Data.
    Json,
    /// A table of every hit.
    Csv,
    /// Every hit, a line of data each.
    Ndjson,
    /// A feed (RFC 4287).
    Atom,
    /// A feed (JSON Feed 1.1).
    JsonFeed,
    /// References for reference managers.
    Ris,
    /// References for LaTeX.
    Bibtex,
    /// References as GB/T 7714-2015 writes them.
    Gbt7714,
}

/// Every form: its name in `format=`, its Chinese name, and its media types, of which the first is sent.
const FORMS: &[(Representation, &str, &str, &[&str])] = &[
    (Representation::Html, "html", "网页", &["text/html", "application/xhtml+xml"]),
    (Representation::Json, "json", "JSON", &["application/json", "application/problem+json"]),
    (Representation::Csv, "csv", "CSV 表格", &["text/csv"]),
    (Representation::Ndjson, "ndjson", "NDJSON", &["application/x-ndjson", "application/ndjson", "application/jsonl"]),
    (Representation::Atom, "atom", "Atom 订阅", &["application/atom+xml"]),
    (Representation::JsonFeed, "jsonfeed", "JSON 订阅", &["application/feed+json"]),
    (Representation::Ris, "ris", "RIS", &["application/x-research-info-systems"]),
    (Representation::Bibtex, "bibtex", "BibTeX", &["application/x-bibtex", "text/x-bibtex"]),
    (Representation::Gbt7714, "gbt7714", "GB/T 7714", &["text/x-gbt7714"]),
];

impl Representation {
    /// The forms of a list of bulletins.
    pub const OF_LISTS: &[Representation] = &[
        Representation::Html,
        Representation::Json,
        Representation::Csv,
        Representation::Ndjson,
        Representation::Atom,
        Representation::JsonFeed,
        Representation::Ris,
        Representation::Bibtex,
        Representation::Gbt7714,
    ];
    /// The forms of one bulletin.
    pub const OF_ARTICLES: &[Representation] = &[
        Representation::Html,
        Representation::Json,
        Representation::Ris,
        Representation::Bibtex,
        Representation::Gbt7714,
    ];
    /// The forms of trends.
    pub const OF_TRENDS: &[Representation] = &[Representation::Html, Representation::Json, Representation::Csv];
    /// The forms of citations.
    pub const OF_CITATIONS: &[Representation] = &[Representation::Html, Representation::Json, Representation::Csv];
    /// The forms of most others.
    pub const OF_PAGES: &[Representation] = &[Representation::Html, Representation::Json];
    /// The form of what is data only.
    pub const OF_DATA: &[Representation] = &[Representation::Json];

    fn row(self) -> &'static (Representation, &'static str, &'static str, &'static [&'static str]) {
        FORMS.iter().find(|(form, ..)| *form == self).unwrap_or(&FORMS[0])
    }

    /// The name in `format=`.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The name for readers.
    pub fn label(self) -> &'static str {
        self.row().2
    }

    /// The media type, without parameters.
    pub fn media_type(self) -> &'static str {
        self.row().3[0]
    }

    /// How the name of a file of this form ends.
    pub fn file_ending(self) -> &'static str {
        match self {
            Representation::Bibtex => "bib",
            Representation::Gbt7714 => "txt",
            other => other.name(),
        }
    }

    /// The form of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        FORMS.iter().find(|(_, own, ..)| *own == name).map(|(form, ..)| *form)
    }

    /// Whether it holds every hit, however many.
    pub fn is_whole(self) -> bool {
        matches!(self, Representation::Csv | Representation::Ndjson)
    }

    /// Whether it is a feed.
    pub fn is_feed(self) -> bool {
        matches!(self, Representation::Atom | Representation::JsonFeed)
    }

    /// Whether it is a reference for reference managers.
    pub fn is_reference(self) -> bool {
        matches!(self, Representation::Ris | Representation::Bibtex | Representation::Gbt7714)
    }

    /// The form that `format=` states, where it states one. Errors need the form of requests whose other parameters
    /// are wrong, so this looks at the raw query.
    pub fn stated(query: Option<&str>) -> Option<Self> {
        let stated = query.into_iter().flat_map(|query| query.split('&')).find_map(|pair| pair.strip_prefix("format="));
        stated.and_then(Representation::from_name)
    }

    /// The forms that `Accept` names, the most wanted first. Whoever names none, as programs do, gets JSON.
    pub fn accepted(headers: &HeaderMap) -> Vec<Self> {
        let lines = headers.get_all(header::ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
        let mut named: Vec<(f32, Representation)> = Vec::new();
        for range in lines.flat_map(|line| line.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
            let Some((form, ..)) = FORMS.iter().find(|(.., types)| types.contains(&media_type.as_str())) else {
                continue;
            };
            let stated = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            let quality: f32 = stated.map_or(1.0, |text| text.trim().parse().unwrap_or(0.0));
            if quality > 0.0 && !named.iter().any(|(_, known)| known == form) {
                named.push((quality, *form));
            }
        }
        // Of two equally wanted forms the first named wins.
        named.sort_by(|a, b| b.0.total_cmp(&a.0));
        named.into_iter().map(|(_, form)| form).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: Option<&str>, accept: &[&str], expected: Representation) {
        let mut headers = HeaderMap::new();
        for line in accept {
            headers.append(header::ACCEPT, line.parse().unwrap());
        }
        let wanted = Representation::stated(query)
            .or(Representation::accepted(&headers).first().copied())
            .unwrap_or(Representation::Json);
        assert_eq!(wanted, expected, "{query:?} {accept:?}");
    }

    #[test]
    fn only_who_names_html_gets_html() {
        check(None, &[], Representation::Json);
        check(None, &["*/*"], Representation::Json);
        check(None, &["text/*"], Representation::Json);
        check(None, &[""], Representation::Json);
        check(None, &["application/json"], Representation::Json);
        check(None, &["image/png"], Representation::Json);
        check(None, &["text/html"], Representation::Html);
        check(None, &["TEXT/HTML;level=1"], Representation::Html);
        check(None, &["application/xhtml+xml"], Representation::Html);
        check(
            None,
            &["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"],
            Representation::Html,
        );
        check(None, &["*/*;q=0.8", "text/html;q=0.1"], Representation::Html);
        check(None, &["text/csv"], Representation::Csv);
        check(None, &["application/atom+xml, application/xml;q=0.9"], Representation::Atom);
        check(None, &["application/feed+json, application/json;q=0.5"], Representation::JsonFeed);
    }

    #[test]
    fn quality_and_then_order_decide() {
        check(None, &["text/html;q=0"], Representation::Json);
        check(None, &["text/html;q=0.5, application/json"], Representation::Json);
        check(None, &["text/html, application/json;q=0.5"], Representation::Html);
        check(None, &["application/json;q=0.4, text/html;q=0.5"], Representation::Html);
        check(None, &["application/json, text/html"], Representation::Json);
        check(None, &["text/html, application/json"], Representation::Html);
        check(None, &["text/html;q=bad"], Representation::Json);
    }

    #[test]
    fn the_parameter_wins() {
        check(Some("q=a&format=json"), &["text/html"], Representation::Json);
        check(Some("format=html"), &[], Representation::Html);
        check(Some("format=pdf"), &["text/html"], Representation::Html);
        check(Some("format=ndjson"), &["text/html"], Representation::Ndjson);
    }
}
