//! BibTeX, for LaTeX. The entry types are those of BibTeX itself, so that every style knows them: an official document with
//! its number is a `techreport`, a piece of news in a source that is named an `article`; norms and the rest are `misc`.

use std::fmt::Write;

use super::genre::Genre;
use super::reference::{Reference, line};

/// A reference.
pub fn write(out: &mut String, reference: &Reference<'_>) {
    let article = reference.article;
    // A string takes whatever is written.
    let kind = kind(reference);
    let _ = write!(out, "@{kind}{{{}", key(article.id.as_str()));
    let mut field = |name: &str, text: &str| {
        let text = line(text);
        if !text.is_empty() {
            let _ = write!(out, ",\n  {name} = {{{}}}", escaped(&text));
        }
    };
    field("title", &article.title);
    field("subtitle", article.subtitle.as_deref().unwrap_or_default());
    field("number", reference.number.as_deref().unwrap_or_default());
    let publisher = article.source.as_deref().or(article.site.as_deref()).unwrap_or_default();
    match kind {
        "article" => {
            field("journal", publisher);
            field("pages", reference.page.as_ref().map_or("", |page| &page.0));
        }
        "techreport" => {
            field("institution", article.issuers.first().map_or(publisher, String::as_str));
            field("type", article.document_kind.as_deref().unwrap_or_default());
        }
        _ => {
            field("howpublished", reference.number.as_deref().unwrap_or_default());
            field("organization", publisher);
        }
    }
    if let Some(date) = article.published_on {
        field("year", &date.year().to_string());
        field("month", &date.month().map_or(String::new(), |month| month.to_string()));
        field("date", &date.to_string());
    }
    field("keywords", &article.keywords.join(", "));
    field("langid", if article.language.as_deref() == Some("en") { "english" } else { "chinese" });
    field("urldate", &reference.today.to_string());
    // Chinese names are not cut into given and family names; a brace around each keeps it whole.
    if !reference.responsible.is_empty() {
        let names: Vec<String> =
            reference.responsible.iter().map(|name| format!("{{{}}}", escaped(&line(name)))).collect();
        let _ = write!(out, ",\n  author = {{{}}}", names.join(" and "));
    }
    // An address is not escaped, only kept from closing its braces.
    let address: String = line(&reference.address).chars().filter(|c| !matches!(c, '{' | '}' | '\\')).collect();
    let _ = write!(out, ",\n  url = {{{address}}}\n}}\n\n");
}

/// The type of the entry. A `techreport` must state an institution and an `article` a journal.
fn kind(reference: &Reference<'_>) -> &'static str {
    let article = reference.article;
    let is_published = article.source.is_some() || article.site.is_some();
    match reference.genre {
        Genre::Document | Genre::Report if is_published || !article.issuers.is_empty() => "techreport",
        Genre::News if is_published => "article",
        _ => "misc",
    }
}

/// The id where it is plain, else its hash.
fn key(id: &str) -> String {
    let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(&b));
    if plain { id.to_owned() } else { format!("gongbao-{}", &blake3::hash(id.as_bytes()).to_hex()[..16]) }
}

/// A text in which nothing is a command.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash "),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => out.extend(['\\', c]),
            '~' => out.push_str("\\textasciitilde "),
            '^' => out.push_str("\\textasciicircum "),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_and_texts_are_no_commands() {
        assert_eq!(key("qingcen-2021.1"), "qingcen-2021.1");
        assert!(key("青岑/1").starts_with("gongbao-"));
        assert_eq!(escaped("100% {a}_b \\x"), "100\\% \\{a\\}\\_b \\textbackslash x");
    }
}
