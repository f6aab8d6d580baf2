//! Whether a page is a bulletin, or a column, a list or a login that only leads to some.

use scraper::{Html, Node};

use super::depth::bounded;
use super::file_links::{media_type, names_a_file};
use crate::ingest::draft::Draft;
use crate::model::Field;

/// What is said of a page that is no bulletin.
pub const NO_BULLETIN: &str = "看来是栏目、列表或登录页（大多是链接，或没有日期、来源和成句的正文）";

/// Characters of sentences that a page must have to be a bulletin.
#[derive(Debug, Clone, Copy)]
pub struct LeastProse {
    /// Where its name is that of a column.
    index: usize,
    /// Where it is dated.
    dated: usize,
    /// Where it is not.
    undated: usize,
    /// Characters of a table without links, which is no list of anything else.
    table: usize,
}

impl LeastProse {
    /// Of pages that were come upon.
    pub const FOUND: Self = Self { index: 300, dated: 15, undated: 80, table: usize::MAX };

    /// Of pages that somebody put into a folder: most of them are meant.
    pub const KEPT: Self = Self { index: 80, dated: 15, undated: 15, table: 40 };
}

/// Whether a page is a bulletin and not a list of them: it says so to machines, or it has a date and sentences
/// that are no links. `name` is the last piece of its address.
pub fn is_bulletin(draft: &Draft, name: &str, least: LeastProse) -> bool {
    let says = |field: Field, origin: &str| {
        draft.claims.iter().any(|claim| claim.field == field && claim.origin.eq_ignore_ascii_case(origin))
    };
    if says(Field::Title, "meta:ArticleTitle") || draft.first(Field::DocumentNumber).is_some() {
        return true;
    }
    let is_sentence = |text: &&String| text.contains(['。', '；', '！', '？', '，']);
    let prose: usize = draft.paragraphs.iter().filter(is_sentence).map(|text| text.chars().count()).sum();
    let (all, linked) = draft.body_html.as_deref().map_or((0, 0), characters);
    if linked * 2 > all {
        return false;
    }
    if linked == 0 && all >= least.table && draft.body_html.as_deref().is_some_and(|html| html.contains("<table")) {
        return true;
    }
    let name = name.to_ascii_lowercase();
    let is_index = name.is_empty()
        || ["index", "list", "default", "node", "more", "col"].iter().any(|beginning| name.starts_with(beginning));
    if !is_index && is_attributed(draft) {
        return true;
    }
    // A date that stands somewhere on the page dates nothing; one in a byline, a label or the address does.
    let dated = draft.first(Field::PublishedOn).is_some() || draft.first(Field::PublishedAt).is_some();
    match (is_index, dated) {
        (true, _) => prose >= least.index,
        (false, true) => prose >= least.dated,
        (false, false) => prose >= least.undated,
    }
}

/// Whether a page says what a list of others does not say of itself: a title over the text, its day, and who it is from. A list
/// of names, prices or telephones has no sentences, and a film or a picture has no text at all.
fn is_attributed(draft: &Draft) -> bool {
    const TITLES: &[&str] = &["h1", "h2", "h3", "heading", "ucaptitle", "title"];
    const DAYS: &[&str] = &["byline", "meta:PubDate", "text:成文日期"];
    let says = |fields: &[Field], origins: &[&str]| {
        let mut claims = draft.claims.iter().filter(|claim| fields.contains(&claim.field));
        claims.any(|claim| claim.origin.starts_with("label:") || origins.contains(&&*claim.origin))
    };
    says(&[Field::Title], TITLES)
        && says(&[Field::PublishedOn, Field::PublishedAt, Field::IssuedOn], DAYS)
        && says(&[Field::Source, Field::Issuers], &["byline", "meta:ContentSource", "text:落款"])
}

/// The characters of a body outside links to files, and those that stand in links to pages.
fn characters(markup: &str) -> (usize, usize) {
    let fragment = Html::parse_fragment(&bounded(markup));
    let (mut all, mut linked) = (0, 0);
    for node in fragment.tree.nodes() {
        let Node::Text(text) = node.value() else { continue };
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        all += count;
        let mut above = node.ancestors().take(8).filter_map(|above| above.value().as_element());
        let Some(link) = above.find(|element| element.name() == "a") else { continue };
        // A bulletin may offer nothing but files.
        let leads_to_file = link.attr("href").is_some_and(|href| media_type(href).is_some()) || names_a_file(text);
        linked += if leads_to_file { 0 } else { count };
    }
    (all, linked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::parse::html::parse;

    #[test]
    fn what_has_no_sentences_may_be_a_bulletin() {
        let byline = "<div>2022-06-07 来源：枕溪县人社局</div>";
        let rows: String = (1..30).map(|at| format!("<tr><td>{at}</td><td>司徒{at}</td></tr>")).collect();
        let files: String =
            (1..20).map(|at| format!("<p><a href={at}.pdf>枕溪县第{at}中学部门预算公开说明</a></p>")).collect();
        let list: String = (1..20)
            .map(|at| format!("<li><a href={at}.html>枕溪县第{at}中学部门预算公开说明</a> 06-07</li>"))
            .collect();
        let price = "<table><tr><td>白菜</td><td>1.50</td></tr><tr><td>萝卜</td><td>2.50</td></tr></table>";
        for (inner, expected) in [
            (format!("<h1>体检人员名单</h1>{byline}<div class=TRS_Editor><table>{rows}</table></div>"), true),
            (format!("<h1>停水公告</h1>{byline}<div class=nr><p>因检修，6月8日停水。</p></div>"), true),
            (
                format!("<h1>值班电话</h1>{byline}<div class=nr><p>上沅镇：0000-111</p><p>下沅镇：0000-222</p></div>"),
                true,
            ),
            (format!("<h1>农产品价格</h1>{byline}<div class=nr>{price}</div>"), true),
            (format!("<h1>一图读懂防汛预案</h1>{byline}<div class=nr><img src=a.jpg></div>"), true),
            (format!("<h1>部门预算公开</h1>{byline}<div class=nr>{files}</div>"), true),
            (format!("<h1>通知公告</h1><ul>{list}</ul>"), false),
            (format!("<h1>部门预算公开</h1>{byline}<ul>{list}</ul>"), false),
            ("<h1>用户登录</h1><form>用户名 <input> 密码 <input></form>".to_owned(), false),
        ] {
            let page = format!(
                "<title>枕溪县人民政府</title><a href=/>首页</a>{inner}<div class=footer>主办：枕溪县人民政府 云ICP备00000002号</div>"
            );
            let draft = parse(page.as_bytes(), None).unwrap();
            for least in [LeastProse::FOUND, LeastProse::KEPT] {
                assert_eq!(is_bulletin(&draft, "t1.html", least), expected, "{inner}");
            }
        }
    }
}
