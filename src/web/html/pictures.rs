//! The pictures in the body of a bulletin. They stand where they were published, so a page that named their addresses would tell
//! those sites who reads what; it names addresses of this site instead, or links that a reader may follow.

use crate::model::ArticleId;
use crate::model::html_tokens::{HtmlTag, HtmlToken, HtmlTokens};
use crate::web::i18n::texts::{Texts, escaped};
use crate::web::url::links::article_url;

/// How pictures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Showing {
    /// Fetched by this site.
    ThroughSite,
    /// As links to where they are.
    AsLinks,
}

/// The addresses of the pictures of a body, in order.
pub fn addresses(html: &str) -> impl Iterator<Item = String> {
    HtmlTokens::new(html).filter_map(|token| match token {
        HtmlToken::Tag(tag) => address(&tag),
        _ => None,
    })
}

/// Where a picture is, of a tag that is one of the web.
fn address(tag: &HtmlTag<'_>) -> Option<String> {
    if tag.name != "img" || tag.is_end {
        return None;
    }
    let written = tag.attribute("src").filter(|src| src.starts_with("http://") || src.starts_with("https://"))?;
    Some(written.replace("&quot;", "\"").replace("&amp;", "&"))
}

/// The body with its pictures shown so. Everything else stays as it is.
pub fn with_pictures(html: &str, article: &ArticleId, showing: Showing, texts: &'static Texts) -> String {
    let mut number = 0;
    let mut out = String::with_capacity(html.len());
    for token in HtmlTokens::new(html) {
        match token {
            HtmlToken::Tag(tag) => match address(&tag) {
                Some(address) => {
                    number += 1;
                    out.push_str(&match showing {
                        Showing::ThroughSite => {
                            through_site(&tag, &format!("{}/pictures/{number}", article_url(article)))
                        }
                        Showing::AsLinks => as_link(&tag, &address, texts),
                    });
                }
                None => out.push_str(tag.raw),
            },
            HtmlToken::Text(text) | HtmlToken::Comment(text) => out.push_str(text),
        }
    }
    out
}

/// The tag with another address.
fn through_site(tag: &HtmlTag<'_>, address: &str) -> String {
    let mut said = format!("<img src=\"{address}\" loading=\"lazy\"");
    for name in ["alt", "title", "width", "height"] {
        if let Some(value) = tag.attribute(name) {
            said.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    said.push('>');
    said
}

/// What it says it shows, as a link; readers follow it or not.
fn as_link(tag: &HtmlTag<'_>, address: &str, texts: &'static Texts) -> String {
    let alt = tag.attribute("alt").filter(|alt| !alt.trim().is_empty());
    let alt = alt.map(|alt| format!("<span lang=\"zh\">{alt}</span>")).unwrap_or_default();
    let (language, label, colon) =
        (texts.language_tag(), texts.text("picture"), if alt.is_empty() { "" } else { texts.text("colon") });
    format!(
        "<a class=\"picture\" lang=\"{language}\" href=\"{}\" rel=\"noopener noreferrer external\">{label}{colon}{alt}</a>",
        escaped(address)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn no_page_names_an_address_of_a_picture_but_as_a_link() {
        let html = "<p>甲<img src=\"http://www.qingcen.example/a.jpg?b=1&amp;c=2\" alt=\"水库&quot;\" width=\"30\">乙</p>\
                    <img alt=\"无\"><img src=\"data:image/png;base64,AA\"><img src=\"https://x.example/b.png\">";
        let id = ArticleId::new("a-1").unwrap();
        let shown = |showing| with_pictures(html, &id, showing, Texts::new(Language::Hans));
        assert_eq!(
            shown(Showing::ThroughSite),
            "<p>甲<img src=\"/articles/a-1/pictures/1\" loading=\"lazy\" alt=\"水库&quot;\" width=\"30\">乙</p><img alt=\"无\">\
             <img src=\"data:image/png;base64,AA\"><img src=\"/articles/a-1/pictures/2\" loading=\"lazy\">"
        );
        let links = shown(Showing::AsLinks);
        assert!(!links.contains("<img src=\"http"), "{links}");
        assert!(
            links.contains("href=\"http://www.qingcen.example/a.jpg?b=1&amp;c=2\" rel=\"noopener noreferrer"),
            "{links}"
        );
        assert!(links.contains("图片：<span lang=\"zh\">水库&quot;</span></a>"), "{links}");
        assert_eq!(
            addresses(html).collect::<Vec<_>>(),
            ["http://www.qingcen.example/a.jpg?b=1&c=2", "https://x.example/b.png"]
        );
    }
}
