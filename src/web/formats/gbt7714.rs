//! References as GB/T 7714-2015 §8.8 writes electronic documents: 主要责任者. 题名: 文号[EB/OL]. 出版者, 年(更新日期)
//! \[引用日期\]. 获取路径.

use std::fmt::Write;

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
    out.push_str("[EB/OL]. ");
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
