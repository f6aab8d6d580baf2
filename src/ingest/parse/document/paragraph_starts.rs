//! How paragraphs begin where nothing but what they say tells it: with wide blanks, or with the number of an article.

use std::sync::LazyLock;

use regex::Regex;

/// Whether a line begins with the blanks with which a paragraph does.
pub fn begins_paragraph(text: &str) -> bool {
    text.starts_with('\u{3000}')
}

/// Whether a line begins an article, a chapter or an item, behind one that ends what came before it.
pub fn begins_item(above: &str, text: &str) -> bool {
    static ITEM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(第\s*[一二三四五六七八九十百零〇\d]{1,7}\s*[编章节条款]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}\s*[.．、]\s*[^\d\s]|[①-⑳])",
        )
        .expect("the pattern is a literal and a test runs it")
    });
    static CHAPTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^第\s*[一二三四五六七八九十百零〇\d]{1,7}\s*[编章节]")
            .expect("the pattern is a literal and a test runs it")
    });
    let is_over = above.trim_end().ends_with(['。', '；', '：', '！', '？', ';', ':']);
    ITEM.is_match(text) && (is_over || CHAPTER.is_match(above) && above.chars().count() < 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_begin_behind_what_ends() {
        for (above, text) in [
            ("第二章 保护", "第三条 禁止下列行为："),
            ("第三条 禁止下列行为：", "（一）擅自开挖；"),
            ("（一）擅自开挖；", "2. 倾倒垃圾。"),
            ("按期完成。", "三、落实责任"),
        ] {
            assert!(begins_item(above, text), "{above} / {text}");
        }
        for (above, text) in [
            ("按照", "第三条 的规定"),
            ("本办法所称渡口见", "（一）所列"),
            ("水位达到。", "3.5 米时停航"),
            ("按期完成。", "落实责任"),
        ] {
            assert!(!begins_item(above, text), "{above} / {text}");
        }
    }
}
