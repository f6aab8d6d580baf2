//! BibTeX, for LaTeX.

use std::fmt::Write;

use super::reference::{Reference, line};

/// A reference.
pub fn write(out: &mut String, reference: &Reference<'_>) {
    let article = reference.article;
    // A string takes whatever is written.
    let _ = write!(out, "@misc{{{}", key(article.id.as_str()));
    let mut field = |name: &str, text: &str| {
        let text = line(text);
        if !text.is_empty() {
            let _ = write!(out, ",\n  {name} = {{{}}}", escaped(&text));
        }
    };
    field("title", &article.title);
    field("subtitle", article.subtitle.as_deref().unwrap_or_default());
    field("number", reference.number.as_deref().unwrap_or_default());
    field("organization", article.source.as_deref().or(article.site.as_deref()).unwrap_or_default());
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
