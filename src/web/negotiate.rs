//! A [`Form`] is what one resource is shown as: a page for a browser, JSON for everyone else.

use axum::http::{HeaderMap, header};

/// What a resource is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page.
    Html,
    /// Data.
    Json,
}

impl Form {
    /// The name in `format=`.
    pub fn name(self) -> &'static str {
        match self {
            Form::Html => "html",
            Form::Json => "json",
        }
    }

    /// The form of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Form::Html, Form::Json].into_iter().find(|form| form.name() == name)
    }

    /// The form that a request wants: `format=` decides; else a page, where `Accept` names one and
    /// does not prefer JSON. A wildcard is what programs send, so it means JSON.
    pub fn wanted(query: Option<&str>, headers: &HeaderMap) -> Self {
        // Errors need the form of requests whose other parameters are wrong, so this looks at the raw query.
        let stated = query.into_iter().flat_map(|query| query.split('&')).find_map(|pair| pair.strip_prefix("format="));
        stated.and_then(Form::named).unwrap_or_else(|| {
            let lines = headers.get_all(header::ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
            Self::accepted(lines)
        })
    }

    /// The form that the lines of `Accept` ask for.
    fn accepted<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        // The best quality so far and its form; of two equally wanted forms the first named wins.
        let mut best = (0.0, Form::Json);
        for range in lines.flat_map(|line| line.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
            let form = match media_type.as_str() {
                "text/html" | "application/xhtml+xml" => Form::Html,
                "application/json" | "application/problem+json" => Form::Json,
                _ => continue,
            };
            let stated = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            let quality: f32 = stated.map_or(1.0, |text| text.trim().parse().unwrap_or(0.0));
            if quality > best.0 {
                best = (quality, form);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: Option<&str>, accept: &[&str], expected: Form) {
        let mut headers = HeaderMap::new();
        for line in accept {
            headers.append(header::ACCEPT, line.parse().unwrap());
        }
        assert_eq!(Form::wanted(query, &headers), expected, "{query:?} {accept:?}");
    }

    #[test]
    fn only_who_names_html_gets_html() {
        check(None, &[], Form::Json);
        check(None, &["*/*"], Form::Json);
        check(None, &["text/*"], Form::Json);
        check(None, &[""], Form::Json);
        check(None, &["application/json"], Form::Json);
        check(None, &["image/png"], Form::Json);
        check(None, &["text/html"], Form::Html);
        check(None, &["TEXT/HTML;level=1"], Form::Html);
        check(None, &["application/xhtml+xml"], Form::Html);
        check(None, &["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"], Form::Html);
        check(None, &["*/*;q=0.8", "text/html;q=0.1"], Form::Html);
    }

    #[test]
    fn quality_and_then_order_decide() {
        check(None, &["text/html;q=0"], Form::Json);
        check(None, &["text/html;q=0.5, application/json"], Form::Json);
        check(None, &["text/html, application/json;q=0.5"], Form::Html);
        check(None, &["application/json;q=0.4, text/html;q=0.5"], Form::Html);
        check(None, &["application/json, text/html"], Form::Json);
        check(None, &["text/html, application/json"], Form::Html);
        check(None, &["text/html;q=bad"], Form::Json);
    }

    #[test]
    fn the_parameter_wins() {
        check(Some("q=a&format=json"), &["text/html"], Form::Json);
        check(Some("format=html"), &[], Form::Html);
        check(Some("format=pdf"), &["text/html"], Form::Html);
    }
}
