//! DOCX: the text of a word-processing file as a reader sees it, with the labels of its lists, without what was struck
//! out, moved away or hidden. The same elements, in one file, are the XML of Word 2003.

use super::super::archive::Budget;
use super::super::content::{Document, Line};
use super::super::numbering::Numbering;
use super::super::xml;
use super::Package;
use super::body::Body;
use super::numbering::NumberingReader;
use super::styles::{Styles, StylesReader};
use crate::ingest::draft::Rejection;

const WHAT: &str = "DOCX";

/// Reads a DOCX.
pub fn parse(bytes: &[u8], budget: &mut Budget) -> Result<Document, Rejection> {
    let mut package = Package::open(WHAT, bytes)?;
    let main = package.main_part(&["wordprocessingml", "ms-word"], "word/document.xml", budget)?;
    let relations = package.relations(&main, budget)?;
    let styles = match package.related(&relations, "styles", budget)? {
        Some(bytes) => styles(&bytes)?,
        None => Styles::default(),
    };
    let mut numbering = match package.related(&relations, "numbering", budget)? {
        Some(bytes) => numbering(&bytes)?,
        None => Numbering::default(),
    };
    let text = package.read(&main, budget)?.unwrap_or_default();
    let mut body = Body::new(&styles, &mut numbering);
    xml::walk(WHAT, &text, &mut |step| body.take(&step))?;
    let (mut lines, references, _) = body.finish();
    for kind in ["footnotes", "endnotes"] {
        if references.is_empty() {
            break;
        }
        let Some(bytes) = package.related(&relations, kind, budget)? else { continue };
        lines.extend(notes(&bytes, kind, &references, &styles)?);
    }
    Ok(Document { title: package.title(budget)?, ..Document::of_lines(lines) })
}

/// Reads Word's XML in one file: that of 2003, or the parts of a DOCX in a row.
pub fn parse_flat(bytes: &[u8]) -> Result<Document, Rejection> {
    const WHAT: &str = "Word XML";
    let mut styles = StylesReader::default();
    let mut numbering = NumberingReader::default();
    // Styles may stand behind the text that uses them.
    xml::walk(WHAT, bytes, &mut |step| {
        styles.take(&step);
        numbering.take(&step);
    })?;
    let (styles, mut numbering) = (styles.finish(), numbering.finish());
    let mut body = Body::within_body(&styles, &mut numbering);
    xml::walk(WHAT, bytes, &mut |step| body.take(&step))?;
    let (mut lines, _, notes) = body.finish();
    lines.extend(notes.into_iter().flat_map(|(_, lines)| lines));
    Ok(Document::of_lines(lines))
}

fn styles(bytes: &[u8]) -> Result<Styles, Rejection> {
    let mut reader = StylesReader::default();
    xml::walk(WHAT, bytes, &mut |step| reader.take(&step))?;
    Ok(reader.finish())
}

fn numbering(bytes: &[u8]) -> Result<Numbering, Rejection> {
    let mut reader = NumberingReader::default();
    xml::walk(WHAT, bytes, &mut |step| reader.take(&step))?;
    Ok(reader.finish())
}

/// The notes that are referred to, in that order.
fn notes(bytes: &[u8], kind: &str, references: &[(&str, String)], styles: &Styles) -> Result<Vec<Line>, Rejection> {
    let mut no_lists = Numbering::default();
    let mut body = Body::new(styles, &mut no_lists);
    xml::walk(WHAT, bytes, &mut |step| body.take(&step))?;
    let (_, _, mut notes) = body.finish();
    let mut lines = Vec::new();
    for (_, id) in references.iter().filter(|(of, _)| *of == kind) {
        if let Some(at) = notes.iter().position(|(known, _)| known == id) {
            lines.extend(notes.swap_remove(at).1);
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(body: &str) -> Vec<String> {
        let xml = format!(
            r#"<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>{body}</w:body></w:wordDocument>"#
        );
        let document = parse_flat(xml.as_bytes()).and_then(Document::bounded).unwrap();
        document.pages.into_iter().flat_map(|page| page.lines).map(|line| line.text).collect()
    }

    #[test]
    fn what_is_not_shown_is_no_text() {
        let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
        let check =
            |inner: &str, expected: &[&str]| assert_eq!(lines(&format!("<w:p>{inner}</w:p>")), expected, "{inner}");
        check(&format!("{}<w:del>{}</w:del><w:ins>{}</w:ins>", run("三月"), run("一"), run("二日")), &["三月二日"]);
        check(&format!("<w:moveFrom>{}</w:moveFrom>{}", run("移走"), run("留下")), &["留下"]);
        check(
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>可见</w:t></w:r>",
            &["可见"],
        );
        check("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>页</w:t></w:r>", &["页"]);
        check("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", &["甲", "乙\t丙"]);
        check("<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:t>同意</w:t></w:r>", &["☑同意"]);
        check(
            "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>文件头</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>文件头</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent><w:t>正文</w:t></w:r>",
            &["文件头", "正文"],
        );
        // A paragraph whose end was struck out goes on in the next.
        let joined =
            format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>", run("前半"), run("后半"));
        assert_eq!(lines(&joined), ["前半后半"]);
    }

    #[test]
    fn labels_of_word_2003_stand_in_the_paragraph() {
        let list =
            "<w:pPr><w:listPr><w:ilvl w:val=\"0\"/><w:ilfo w:val=\"1\"/><wx:t wx:val=\"第二条\"/></w:listPr></w:pPr>";
        assert_eq!(
            lines(&format!("<w:p>{list}<w:r><w:t>本办法适用于本县。</w:t></w:r></w:p>")),
            ["第二条 本办法适用于本县。"]
        );
    }

    #[test]
    fn tables_keep_rows_and_what_spans_them() {
        let cell = |properties: &str, text: &str| {
            format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
        };
        let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
        let table = [
            row(&format!("{}{}", cell("<w:vMerge w:val=\"restart\"/>", "水利"), cell("", "甲"))),
            row(&format!("{}{}", cell("<w:vMerge/>", ""), cell("", "乙"))),
            row(&format!("<w:trPr><w:del/></w:trPr>{}", cell("", "删去的一行"))),
            row(&cell("<w:gridSpan w:val=\"2\"/>", "合计")),
        ];
        assert_eq!(lines(&format!("<w:tbl>{}</w:tbl>", table.concat())), ["水利\t甲", "水利\t乙", "合计"]);
        let deep = "<w:tbl><w:tr><w:tc>".repeat(60);
        assert!(
            lines(&format!("{deep}<w:p><w:r><w:t>底</w:t></w:r></w:p>{}", "</w:tc></w:tr></w:tbl>".repeat(60))).len()
                == 1
        );
    }
}
