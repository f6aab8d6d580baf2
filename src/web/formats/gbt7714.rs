//! References as GB/T 7714—2015 has them. §4.6 writes electronic documents: 主要责任者. 题名: 文号[EB/OL]. 出版者, 年(更新日期)
//! \[引用日期\]. 获取路径. §4.4 writes what stood in a newspaper: 主要责任者. 题名[N/OL]. 报纸名, 日期(版次)\[引用日期\]. 获取路径.
//! The types are those of its table B.1, which has none for laws and official documents: they are the electronic
//! bulletins (EB) that they are here, as reports are R and standards S.

use std::fmt::Write;

use super::genre::{Genre, NewspaperPage};
use super::reference::{Reference, line};

/// Names of more than these are 等.
const MAX_NAMES: usize = 3;

/// A reference, on a line.
pub fn write(out: &mut String, reference: &Reference<'_>) {
    let article = reference.article;
    let names: Vec<String> = reference.responsible.iter().take(MAX_NAMES).map(|name| line(name)).collect();
    if !names.is_empty() {
        let others = if reference.responsible.len() > MAX_NAMES { ", 等" } else { "" };
        // A string takes whatever is written, here and below.
        let _ = write!(out, "{}{others}. ", names.join(", "));
    }
    out.push_str(&line(&article.title));
    let further = article.subtitle.as_deref().map(line).into_iter().chain(reference.number.clone());
    for further in further.filter(|text| !text.is_empty()) {
        let _ = write!(out, ": {further}");
    }
    if let Some(page) = &reference.page {
        return newspaper(out, reference, page);
    }
    let _ = write!(out, "[{}/OL]. ", kind(reference.genre));
    if let Some(source) = &article.source {
        out.push_str(&line(source));
        if let Some(date) = article.published_on {
            let _ = write!(out, ", {:04}", date.year());
        }
    }
    if let Some(date) = article.published_on {
        let _ = write!(out, "({date})");
    }
    let _ = writeln!(out, "[{}]. {}.", reference.today, line(&reference.address));
}

/// The paper, its day and the page. What states no address of its own is cited as it was printed.
fn newspaper(out: &mut String, reference: &Reference<'_>, NewspaperPage(page): &NewspaperPage) {
    let article = reference.article;
    let date = article.published_on.map_or(String::new(), |date| format!(", {date}"));
    let paper = article.source.as_deref().map(line).unwrap_or_default();
    // A string takes whatever is written.
    let _ = match &article.url {
        Some(url) => writeln!(out, "[N/OL]. {paper}{date}({page})[{}]. {}.", reference.today, line(url)),
        None => writeln!(out, "[N]. {paper}{date}({page})."),
    };
}

/// The type by table B.1.
fn kind(genre: Genre) -> &'static str {
    match genre {
        Genre::Report => "R",
        Genre::Standard => "S",
        Genre::Statute | Genre::Regulation | Genre::Document | Genre::News => "EB",
    }
}
