//! A distinction tells a result from others of the same title and date: the parts of a code, the notices of one day. It is the first line
//! of its text that none of the others has, with the heading it stands under.

use std::collections::{HashMap, HashSet};

use crate::model::{Article, StoredArticle};
use crate::search::types::response::ResultItem;

/// Lines of a text that are looked at.
const LINES: usize = 60;

/// Characters of a distinction.
const LENGTH: usize = 40;

/// Fills in the distinctions of results that need one.
pub fn distinguish(results: &mut [ResultItem]) {
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, item) in results.iter().enumerate() {
        alike.entry(look(&item.stored)).or_default().push(at);
    }
    for group in alike.into_values().filter(|group| group.len() > 1) {
        let articles: Vec<&Article> = group.iter().map(|at| &results[*at].stored.article).collect();
        let told: Vec<Option<String>> = (0..articles.len()).map(|own| distinction(&articles, own)).collect();
        for (at, told) in group.into_iter().zip(told) {
            results[at].distinction = told;
        }
    }
}

/// What a reader sees of a result at first: its title and date.
fn look(stored: &StoredArticle) -> String {
    let article = &stored.article;
    let title: String = article.title.split_whitespace().collect();
    format!("{title}\n{}", article.published_on.map_or_else(String::new, |date| date.to_string()))
}

/// What tells one article from the others.
fn distinction(articles: &[&Article], own: usize) -> Option<String> {
    let others = articles.iter().enumerate().filter(|(at, _)| *at != own).flat_map(|(_, article)| lines(article));
    let others: HashSet<&str> = others.collect();
    let mut heading = None;
    for line in lines(articles[own]) {
        if !others.contains(line) {
            let under = heading.filter(|heading| *heading != line);
            let whole: Vec<&str> = under.into_iter().chain([line]).collect();
            let whole = whole.join(" ");
            let cut: String = whole.chars().take(LENGTH).collect();
            return Some(if cut.len() < whole.len() { format!("{cut}…") } else { cut });
        }
        if is_heading(line) {
            heading = Some(line);
        }
    }
    None
}

/// The subtitle and the first lines of the text.
fn lines(article: &Article) -> impl Iterator<Item = &str> {
    let body = article.paragraphs.iter().map(String::as_str).take(LINES);
    article.subtitle.as_deref().into_iter().chain(body).map(str::trim).filter(|line| !line.is_empty())
}

/// 第一编 总则, 第二章 责任.
fn is_heading(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('第') else { return false };
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c));
    number.len() < rest.len() && number.starts_with(['编', '分', '章']) && line.chars().count() <= 30
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ArticleId;

    fn article(paragraphs: &[&str]) -> Article {
        let id = ArticleId::derive('t', &paragraphs.concat());
        let json = serde_json::json!({ "id": id, "title": "青岑县法典", "paragraphs": paragraphs });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn the_first_line_of_its_own_tells_a_text_from_others() {
        let all = [
            article(&["2020年5月28日 通过", "第一章 一般规定", "第一条 本编调整渡口。"]),
            article(&["2020年5月28日 通过", "第一章 一般规定", "第九条 本编调整渡船。"]),
            article(&["2020年5月28日 通过", "第三编 渡工", "第一章 一般规定"]),
            article(&["2020年5月28日 通过"]),
        ];
        let all: Vec<&Article> = all.iter().collect();
        let told: Vec<Option<String>> = (0..4).map(|own| distinction(&all, own)).collect();
        assert_eq!(told[0].as_deref(), Some("第一章 一般规定 第一条 本编调整渡口。"));
        assert_eq!(told[1].as_deref(), Some("第一章 一般规定 第九条 本编调整渡船。"));
        assert_eq!(told[2].as_deref(), Some("第三编 渡工"));
        assert_eq!(told[3], None, "what has no line of its own is not told apart");
        let long = article(&[&"渡".repeat(50)]);
        assert_eq!(distinction(&[&long, all[0]], 0).map(|told| told.chars().count()), Some(LENGTH + 1));
    }
}
