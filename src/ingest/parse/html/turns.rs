//! Turns are the links by which a bulletin that is spread over several pages leads from one to the next.

use scraper::Html;

use super::{charset, depth, selector};
use crate::ingest::parse::boilerplate::compact;

/// The addresses of the pages before and after, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turns {
    /// 上一页.
    pub previous: Option<String>,
    /// 下一页.
    pub next: Option<String>,
}

/// 一页 as pages encode it: UTF-8, GB 18030, Big5.
const MARKS: [&[u8]; 3] = ["一页".as_bytes(), &[0xD2, 0xBB, 0xD2, 0xB3], &[0xA4, 0x40, 0xAD, 0xB6]];

/// The turns of a page; none costs nothing where the page does not speak of them.
pub fn of(bytes: &[u8]) -> Turns {
    if !MARKS.iter().any(|mark| memchr::memmem::find(bytes, mark).is_some()) {
        return Turns::default();
    }
    let html = Html::parse_document(&depth::bounded(&charset::decode(bytes, None).text));
    let mut turns = Turns::default();
    for link in html.select(selector!("a[href]")) {
        let text = compact(&link.text().collect::<String>());
        let text =
            text.trim_matches(['<', '>', '«', '»', '‹', '›', '[', ']', '【', '】', '（', '）', '(', ')', '→', '←']);
        let turn = match text {
            "下一页" | "下一頁" | "后一页" => &mut turns.next,
            "上一页" | "上一頁" | "前一页" => &mut turns.previous,
            _ => continue,
        };
        turn.get_or_insert_with(|| link.attr("href").unwrap_or_default().trim().to_owned());
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_told_by_their_words() {
        let check = |page: &str, previous: Option<&str>, next: Option<&str>| {
            let expected = Turns { previous: previous.map(str::to_owned), next: next.map(str::to_owned) };
            assert_eq!(of(page.as_bytes()), expected, "{page}");
            assert_eq!(of(&encoding_rs::GB18030.encode(page).0), expected, "{page}");
        };
        check("<a href=2.html> 下一页 &gt;&gt;</a>", None, Some("2.html"));
        check(
            "<a href=1.html>上一页</a> <a href=1.html>1</a> <b>2</b> <a href=3.html>【下一页】</a>",
            Some("1.html"),
            Some("3.html"),
        );
        check("<a href=9.html>下一篇</a>", None, None);
        check("一页纸的下一页", None, None);
    }
}
