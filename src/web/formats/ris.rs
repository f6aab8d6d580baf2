//! RIS, the tagged lines that reference managers read. Its types are those of the specification of Research Information
//! Systems (2011), which Zotero, EndNote and Mendeley read.

use std::fmt::Write;

use super::genre::Genre;
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
    tag("TY", kind(reference.genre));
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
    tag("SP", reference.page.as_ref().map_or("", |page| &page.0));
    tag("M1", reference.number.as_deref().unwrap_or_default());
    article.keywords.iter().chain(&article.subjects).for_each(|keyword| tag("KW", keyword));
    tag("LA", article.language.as_deref().unwrap_or_default());
    tag("UR", &reference.address);
    tag("Y2", &reference.today.strftime("%Y/%m/%d/").to_string());
    out.push_str("ER  - \r\n\r\n");
}

/// The type: Statute, Legal Rule or Regulation, Standard, Report, Government Document, Newspaper.
fn kind(genre: Genre) -> &'static str {
    match genre {
        Genre::Statute => "STAT",
        Genre::Regulation => "LEGAL",
        Genre::Standard => "STAND",
        Genre::Report => "RPRT",
        Genre::Document => "GOVDOC",
        Genre::News => "NEWS",
    }
}
