//! RIS, the tagged lines that reference managers read.

use std::fmt::Write;

use super::reference::{Reference, line};

/// A reference.
pub fn write(out: &mut String, reference: &Reference<'_>) {
    let article = reference.article;
    let mut tag = |name: &str, text: &str| {
        let text = line(text);
        if !text.is_empty() {
            // A string takes whatever is written.
            let _ = write!(out, "{name}  - {text}\r\n");
        }
    };
    tag("TY", if reference.number.is_some() || !article.issuers.is_empty() { "GOVDOC" } else { "NEWS" });
    tag("ID", article.id.as_str());
    tag("TI", &article.title);
    article.authors.iter().for_each(|author| tag("AU", author));
    article.issuers.iter().for_each(|issuer| tag("A2", issuer));
    tag("T2", article.source.as_deref().unwrap_or_default());
    tag("PB", article.source.as_deref().or(article.site.as_deref()).unwrap_or_default());
    if let Some(date) = article.published_on {
        tag("PY", &date.year().to_string());
        let part = |part: Option<i8>| part.map_or(String::new(), |part| format!("{part:02}"));
        tag("DA", &format!("{:04}/{}/{}/", date.year(), part(date.month()), part(date.day())));
    }
    tag("M1", reference.number.as_deref().unwrap_or_default());
    article.keywords.iter().chain(&article.subjects).for_each(|keyword| tag("KW", keyword));
    tag("LA", article.language.as_deref().unwrap_or_default());
    tag("UR", &reference.address);
    tag("Y2", &reference.today.strftime("%Y/%m/%d/").to_string());
    out.push_str("ER  - \r\n\r\n");
}
