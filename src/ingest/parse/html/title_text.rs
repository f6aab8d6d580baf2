//! The text of a title, wherever it was said: what of it may be the title, the mark of its medium, and whether it is only the name
//! of a site.

use crate::ingest::parse::boilerplate::compact;
use crate::ingest::parse::document::signature::is_organ;
use crate::model::text::is_blank;

/// Characters that set the site's name apart from the title.
const SEPARATORS: &[char] = &['_', '|', '｜', '丨', '-', '–', '—', '<', '>', '«', '·', '　', ' ', ':', '：'];

/// Marks of a medium before a title.
const MEDIA: &[&str] = &["[视频]", "【视频】", "[组图]", "【组图】", "[图文]", "[高清组图]", "[图]"];

/// What of `<title>` may be the title: all of it, then less and less of its end, then of its beginning.
pub fn parts(written: &str) -> Vec<&str> {
    let cuts: Vec<usize> = written.char_indices().filter(|(_, c)| SEPARATORS.contains(c)).map(|(at, _)| at).collect();
    let clean = |part: &'_ str| -> usize { part.chars().filter(|c| !is_blank(*c)).count() };
    let heads = cuts.iter().rev().map(|at| &written[..*at]);
    let tails = cuts.iter().map(|at| written[*at..].trim_start_matches(|c| SEPARATORS.contains(&c)));
    [written]
        .into_iter()
        .chain(heads)
        .chain(tails)
        .map(|part| part.trim_matches(|c: char| is_blank(c) || matches!(c, '-' | '_' | '|' | '–' | '—')))
        .filter(|part| clean(part) >= 4)
        .collect()
}

/// A title without the mark of its medium.
pub fn without_medium(title: &str) -> &str {
    let title = title.trim();
    MEDIA.iter().find_map(|mark| title.strip_prefix(mark)).unwrap_or(title).trim_start()
}

/// Whether a `<title>` that the page does not repeat is the name of a site, as every page of a careless site has it.
pub fn names_a_site(title: &str) -> bool {
    const ENDS: &[&str] = &[
        "网",
        "网站",
        "门户",
        "人民政府",
        "政府办公室",
        "委员会",
        "在线",
        "之窗",
        "热线",
        "平台",
        "数字报",
        "电子报",
        "日报",
        "晚报",
        "晨报",
        "早报",
        "首页",
        "管理局",
        "信息中心",
        "資訊網",
        "政府",
    ];
    let title = compact(title);
    is_organ(&title) && title.chars().count() <= 16
        || title.chars().count() <= 16 && ENDS.iter().any(|end| title.ends_with(end))
}
