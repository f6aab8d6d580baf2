//! The sample bulletins inside the binary: invented counties, a city and a ministry, so that a newcomer
//! has something to search before bringing anything along.

use super::draft::Rejection;
use super::normalize::normalize;
use super::parse::jsonl;
use crate::model::Article;

const FILES: &[(&str, &str)] = &[
    ("counties.jsonl", include_str!("../../data/sample/counties.jsonl")),
    ("city-ministry.jsonl", include_str!("../../data/sample/city-ministry.jsonl")),
];

/// The sample bulletins.
///
/// # Errors
/// Names the file and line of one that cannot be read; a test holds that there is none.
pub fn articles() -> Result<Vec<Article>, Rejection> {
    let mut articles = Vec::new();
    for (file, text) in FILES {
        for (number, line) in text.lines().enumerate() {
            let article = jsonl::parse_line(line.as_bytes()).and_then(normalize).map_err(|rejection| Rejection {
                reason: format!("{file}:{}：{}", number + 1, rejection.reason),
                ..rejection
            })?;
            articles.push(article);
        }
    }
    Ok(articles)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn every_sample_reads_and_has_a_name_of_its_own() {
        let articles = crate::ingest::sample::articles().unwrap();
        assert!(articles.len() >= 120, "{}", articles.len());
        let ids: HashSet<_> = articles.iter().map(|article| &article.id).collect();
        assert_eq!(ids.len(), articles.len());
        let count = |condition: fn(&crate::model::Article) -> bool| articles.iter().filter(|a| condition(a)).count();
        assert!(count(|a| a.document_number.is_some()) >= 15);
        assert!(count(|a| a.language.as_deref() == Some("zh-Hant")) >= 5);
        assert!(count(|a| a.body_html.as_ref().is_some_and(|html| html.contains("<table"))) >= 8);
        assert!(count(|a| !a.attachments.is_empty()) >= 10);
    }
}
