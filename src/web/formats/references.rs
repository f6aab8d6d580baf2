//! References: a page of bulletins in the formats of reference managers.

use axum::body::Body;
use axum::response::Response;
use jiff::civil::Date;

use super::reference::Reference;
use super::{bibtex, gbt7714, ris};
use crate::model::Article;
use crate::web::format::Representation;
use crate::web::http::file_name::FileName;
use crate::web::http::response;
use crate::web::url::links::article_url;

/// References to bulletins, each with its address here; `today` is when they were looked at, `origin` where the site is.
pub fn references<'a>(
    representation: Representation,
    articles: impl Iterator<Item = (&'a Article, String)>,
    today: Date,
    origin: &str,
    name: &FileName,
) -> Response {
    let mut out = String::new();
    for (article, address) in articles {
        let reference = Reference::new(article, &address, today, origin);
        match representation {
            Representation::Ris => ris::write(&mut out, &reference),
            Representation::Bibtex => bibtex::write(&mut out, &reference),
            _ => gbt7714::write(&mut out, &reference),
        }
    }
    // What is read and copied is shown; what a reference manager opens is kept under a name.
    if representation == Representation::Gbt7714 {
        return response::text(Body::from(out), "text/plain");
    }
    let mut response = response::text(Body::from(out), representation.media_type());
    name.attach(&mut response);
    response
}

/// A bulletin's reference as GB/T 7714-2015 has it, on one line.
pub fn reference(article: &Article, today: Date, origin: &str) -> String {
    let mut out = String::new();
    gbt7714::write(&mut out, &Reference::new(article, &article_url(&article.id), today, origin));
    out.trim_end().to_owned()
}
