//! The body of an article as it is read: paragraphs in the roles that GB/T 9704-2012 gives them on paper
//! (主送机关 flush left, headings by their numbers, 落款 to the right), and rows of cells as tables.
//! The roles are a matter of looks alone: nothing is added to the text or taken from it.

use crate::search::types::response::Marked;
use crate::web::i18n::markup::{TextLink, linked, split};
use crate::web::i18n::texts::Texts;
use crate::web::view::outline::{Outline, Place, PlaceKind, paragraph_anchor};

/// A stretch of the body.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph or a heading as HTML, with its element, the class of its role and its name in the page.
    Paragraph { tag: &'static str, role: &'static str, id: String, html: String },
    /// Rows of cells as HTML, each row with its name.
    Table(Vec<(String, Vec<String>)>),
    /// A 条 of this name begins; of none where its first paragraph has it.
    Begin(Option<String>),
    /// It ends.
    End,
}

/// The longest heading and the longest line of a signature, in characters.
const MAX_SHORT_LINE_CHARS: usize = 32;

/// What a paragraph is on a page, beside its text.
pub struct Paragraph<'a> {
    place: Option<&'a Place>,
    number: usize,
    /// Its element.
    pub tag: &'static str,
    /// The class of its role.
    pub role: &'static str,
    /// Whether a 条 that stands above it is over.
    pub ends_clause: bool,
    /// Whether it belongs to a 条.
    in_clause: bool,
}

impl<'a> Paragraph<'a> {
    /// The paragraphs of a body, by their numbers.
    pub fn all(texts: &[&str], outline: &'a Outline) -> Vec<Self> {
        let mut in_clause = false;
        let paragraph = |(number, text): (usize, &&str)| {
            let place = outline.places.get(&number);
            let role = place.map_or("", |place| class(place.kind));
            let role = if role.is_empty() { self::role(number, texts) } else { role };
            let is_heading = place.is_some_and(|place| matches!(place.kind, PlaceKind::Heading(_)));
            let role = if role.is_empty() && is_heading { "heading" } else { role };
            let begins = place.is_some_and(|place| place.kind == PlaceKind::Clause);
            let ends_clause = place.is_some() || role == "signature" || begins_annex(text);
            in_clause = begins || in_clause && !ends_clause;
            let tag = match place.and_then(|place| place.kind.level()) {
                None => "p",
                Some(1) => "h2",
                Some(2) => "h3",
                Some(3) => "h4",
                Some(_) => "h5",
            };
            Self { place, number, tag, role, ends_clause, in_clause }
        };
        texts.iter().enumerate().map(paragraph).collect()
    }

    /// The name of the 条 that begins here: `None` within where its first paragraph has it.
    pub fn clause(&self) -> Option<Option<&'a str>> {
        let place = self.place.filter(|place| place.kind == PlaceKind::Clause)?;
        Some(Some(place.anchor.as_str()).filter(|anchor| *anchor != paragraph_anchor(self.number)))
    }

    /// Its number in the statute, or as a heading, as the link to itself; the text as a reader sees it.
    pub fn own_link(&self, text: &str) -> Option<TextLink> {
        let place = self.place?;
        let blank = text.chars().take_while(|c| c.is_whitespace()).count();
        let end = blank + place.number.chars().count();
        Some(TextLink { start: blank, end, url: format!("#{}", place.anchor), class: "own" })
    }

    /// What stands at its beginning: its further name, and the link to itself where no number of its own is one and it is
    /// no part of a 条, which is pointed at as a whole.
    pub fn beginning(&self, texts: &'static Texts) -> String {
        let name = self.place.filter(|place| place.kind != PlaceKind::Clause).map(|place| place.anchor.as_str());
        let name = name.filter(|name| *name != paragraph_anchor(self.number));
        let span = name.map_or(String::new(), |name| format!("<span id=\"{name}\"></span>"));
        if self.place.is_some() || self.in_clause {
            return span;
        }
        let saying = texts.format("paragraph-link").with("number", self.number + 1).to_string();
        let anchor = paragraph_anchor(self.number);
        format!("{span}<a class=\"here\" href=\"#{anchor}\" title=\"{saying}\" aria-label=\"{saying}\">¶</a>")
    }
}

/// The body from its paragraphs; `links` finds what texts cite and name, and is given them in their order.
pub fn blocks(
    paragraphs: &[Marked],
    outline: &Outline,
    links: &mut dyn FnMut(&Marked) -> Vec<TextLink>,
    texts: &'static Texts,
) -> Vec<Block> {
    let plain: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
    let mut blocks = Vec::with_capacity(paragraphs.len());
    let mut is_open = false;
    for (index, (paragraph, own)) in paragraphs.iter().zip(Paragraph::all(&plain, outline)).enumerate() {
        if own.ends_clause && std::mem::take(&mut is_open) {
            blocks.push(Block::End);
        }
        if let Some(name) = own.clause() {
            blocks.push(Block::Begin(name.map(str::to_owned)));
            is_open = true;
        }
        if paragraph.text.contains('\t') {
            let cells = split(paragraph, '\t').iter().map(|cell| linked(cell, &links(cell))).collect();
            let row = (paragraph_anchor(index), cells);
            match blocks.last_mut() {
                Some(Block::Table(rows)) => rows.push(row),
                _ => blocks.push(Block::Table(vec![row])),
            }
            continue;
        }
        let links = with_own_link(own.own_link(&paragraph.text), links(paragraph));
        let html = format!("{}{}", own.beginning(texts), linked(paragraph, &links));
        blocks.push(Block::Paragraph { tag: own.tag, role: own.role, id: paragraph_anchor(index), html });
    }
    if is_open {
        blocks.push(Block::End);
    }
    blocks
}

/// The links of a paragraph that begins with the link to itself.
fn with_own_link(own: Option<TextLink>, mut links: Vec<TextLink>) -> Vec<TextLink> {
    if let Some(own) = own {
        links.retain(|link| link.start >= own.end);
        links.insert(0, own);
    }
    links
}

/// The class of what begins with a paragraph; a heading has that of its looks.
fn class(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Chapter(_) => "chapter",
        PlaceKind::Section(_) => "section",
        PlaceKind::Heading(_) | PlaceKind::Clause => "",
    }
}

/// Whether a statute is over where this stands, and something is added to it.
fn begins_annex(text: &str) -> bool {
    ["附件", "附表", "附录", "附錄", "附图", "附圖", "附："].iter().any(|word| text.starts_with(word))
}

/// The role of a paragraph, as the name of its class.
fn role(index: usize, texts: &[&str]) -> &'static str {
    let text = texts[index];
    let short = text.chars().count() <= MAX_SHORT_LINE_CHARS;
    let ends_sentence = text.ends_with(['。', '；', '！', '？', '，', '、', '：', ':']);
    let next = texts.get(index + 1).copied();
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
        let paragraphs: Vec<&str> = texts.iter().map(|(text, _)| *text).collect();
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

    #[test]
    fn a_clause_is_one_element_and_its_number_the_link_to_it() {
        let lines = [
            "第一章 总则",
            "第一条 甲。",
            "（一）乙；",
            "第二条 丙。",
            "第三条 丁。",
            "第二章 附则",
            "第四条 戊。",
            "青岑县人民政府",
            "2021年3月5日",
        ];
        let outline = Outline::new(&lines.map(str::to_owned));
        let paragraphs = lines.map(plain);
        let blocks = blocks(&paragraphs, &outline, &mut |_| Vec::new(), Texts::new(Language::Hans));
        let shown: String = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph { tag, role, html, .. } => format!("{tag}.{role} {html}\n"),
                Block::Begin(name) => format!("[{}\n", name.as_deref().unwrap_or_default()),
                Block::End => "]\n".to_owned(),
                Block::Table(_) => "table\n".to_owned(),
            })
            .collect();
        assert!(
            shown.starts_with(
                "h2.chapter <span id=\"zhang-1\"></span><a class=\"own\" href=\"#zhang-1\">第一章</a> 总则\n[tiao-1\n\
             p. <a class=\"own\" href=\"#tiao-1\">第一条</a> 甲。\np. （一）乙；\n]\n[tiao-2\n"
            ),
            "{shown}"
        );
        assert!(shown.contains("丁。\n]\nh2.chapter") && shown.contains("戊。\n]\np.signature"), "{shown}");
        assert_eq!(shown.matches("class=\"here\"").count(), 2, "{shown}");
    }
}
