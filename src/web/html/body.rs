//! The body of an article as it is read: paragraphs in the roles that GB/T 9704-2012 gives them on paper
//! (主送机关 flush left, headings by their numbers, 落款 to the right), and rows of cells as tables.
//! The roles are a matter of looks alone: nothing is added to the text or taken from it.

use crate::search::types::response::Marked;
use crate::web::i18n::markup::{TextLink, linked, split};
use crate::web::i18n::texts::Texts;
use crate::web::view::outline::{Outline, paragraph_anchor};

/// A stretch of the body.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph as HTML, with the class of its role and its name in the page.
    Paragraph { role: &'static str, id: String, html: String },
    /// Rows of cells as HTML, each row with its name.
    Table(Vec<(String, Vec<String>)>),
}

/// The longest heading and the longest line of a signature, in characters.
const MAX_SHORT_LINE_CHARS: usize = 32;

/// What stands at the beginning of a paragraph: its further name, and the link to itself.
pub fn beginning(number: usize, outline: &Outline, texts: &'static Texts) -> String {
    let saying = texts.label("paragraph-link");
    let (name, span) = match outline.names.get(&number) {
        Some(name) => (name.clone(), format!("<span id=\"{name}\"></span>")),
        None => (paragraph_anchor(number), String::new()),
    };
    format!("{span}<a class=\"here\" href=\"#{name}\" title=\"{saying}\" aria-label=\"{saying}\">¶</a>")
}

/// The body from its paragraphs; `links` finds what texts cite and name, and is given them in their order.
pub fn blocks(
    paragraphs: &[Marked],
    outline: &Outline,
    links: &mut dyn FnMut(&Marked) -> Vec<TextLink>,
    texts: &'static Texts,
) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(paragraphs.len());
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.text.contains('\t') {
            let cells = split(paragraph, '\t').iter().map(|cell| linked(cell, &links(cell))).collect();
            let row = (paragraph_anchor(index), cells);
            match blocks.last_mut() {
                Some(Block::Table(rows)) => rows.push(row),
                _ => blocks.push(Block::Table(vec![row])),
            }
            continue;
        }
        let html = format!("{}{}", beginning(index, outline, texts), linked(paragraph, &links(paragraph)));
        let role = match outline.names.get(&index).map(|name| &name[..1]) {
            Some("z" | "b") => "chapter",
            Some("j") => "section",
            _ => role(index, paragraphs),
        };
        blocks.push(Block::Paragraph { role, id: paragraph_anchor(index), html });
    }
    blocks
}

/// The role of a paragraph, as the name of its class.
fn role(index: usize, paragraphs: &[Marked]) -> &'static str {
    let text = paragraphs[index].text.as_str();
    let short = text.chars().count() <= MAX_SHORT_LINE_CHARS;
    let ends_sentence = text.ends_with(['。', '；', '！', '？', '，', '、', '：', ':']);
    let next = paragraphs.get(index + 1).map(|paragraph| paragraph.text.as_str());
    if index < 2 && text.ends_with(['：', ':']) && !text.ends_with("如下：") && !text.contains(['。', '《']) {
        "addressee"
    } else if is_date(text) || (short && !ends_sentence && index > 0 && next.is_some_and(is_date)) {
        "signature"
    } else if short && !ends_sentence && is_numbered(text, "", "、") {
        "heading"
    } else if short && !ends_sentence && is_numbered(text, "（", "）") {
        "subheading"
    } else {
        ""
    }
}

/// Whether the text is a day and nothing else: 2021年3月5日.
fn is_date(text: &str) -> bool {
    let digits_or_units = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | ' '));
    digits_or_units && text.contains('年') && text.ends_with('日')
}

/// Whether the text begins with a Chinese number between these marks: 一、 or （一）.
fn is_numbered(text: &str, open: &str, close: &str) -> bool {
    let Some(rest) = text.strip_prefix(open) else { return false };
    let after = rest.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    after.len() < rest.len() && after.starts_with(close)
}

/// Nothing is cited or named: for texts that are shown without links.
pub fn mentions_nothing(_: &Marked) -> Vec<TextLink> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    fn plain(text: &str) -> Marked {
        Marked { text: text.to_owned(), ..Marked::default() }
    }

    #[test]
    fn paragraphs_have_the_roles_of_a_document() {
        let texts = [
            ("各县（市、区）人民政府：", "addressee"),
            ("根据有关规定，现公告如下：", ""),
            ("一、总体要求", "heading"),
            ("（一）压实责任", "subheading"),
            ("（一）压实责任。省级部门负总责。", ""),
            ("十一、附则。", ""),
            ("四、请做好以下工作：", ""),
            ("会议强调，要抓好春耕。", ""),
            ("青岑县人民政府办公室", "signature"),
            ("2021年3月5日", "signature"),
        ];
        let paragraphs: Vec<Marked> = texts.iter().map(|(text, _)| plain(text)).collect();
        for (index, (text, expected)) in texts.iter().enumerate() {
            assert_eq!(role(index, &paragraphs), *expected, "{text}");
        }
    }

    #[test]
    fn rows_of_cells_are_one_table() {
        let texts = [plain("名称\t数量"), plain("犁\t<3"), plain("完")];
        let blocks = blocks(&texts, &Outline::default(), &mut |_| Vec::new(), Texts::new(Language::Hans));
        let row = |id: &str, cells: [&str; 2]| (id.to_owned(), cells.map(str::to_owned).to_vec());
        assert_eq!(blocks[0], Block::Table(vec![row("p1", ["名称", "数量"]), row("p2", ["犁", "&lt;3"])]));
        let Block::Paragraph { id, html, .. } = &blocks[1] else { panic!("a paragraph after the table") };
        assert_eq!(id, "p3");
        assert!(html.starts_with("<a class=\"here\" href=\"#p3\"") && html.ends_with("¶</a>完"), "{html}");
    }
}
