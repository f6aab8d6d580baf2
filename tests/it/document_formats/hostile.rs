//! Files made to break their readers: bombs, loops, references to what lies outside. Each costs one rejection with a reason,
//! or is read without what was put into it to do harm, in bounded time and memory.

use std::io::{Cursor, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;

use super::{docx, extracted, extracted_from, imported, package, paragraph, paragraphs, zipped};

/// The longest that any of these may take, on a busy machine without optimisation.
const PATIENCE: Duration = Duration::from_secs(60);

fn rejected(name: &str, content: &[u8], expected: &str) {
    let started = Instant::now();
    let said = imported(name, content);
    assert!(said.contains(expected) && said.contains("拒收 1"), "{name}: {said}");
    assert!(started.elapsed() < PATIENCE, "{name} took {:?}", started.elapsed());
}

/// A ZIP in which one entry is so many megabytes of the same byte.
fn bomb(entries: &[(&str, &[u8])], name: &str, megabytes: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    for _ in 0..megabytes {
        writer.write_all(&[b' '; 1 << 20]).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn bombs_are_refused() {
    let types = b"<Types><Override PartName=\"/a.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    rejected("弹.docx", &bomb(&[("[Content_Types].xml", types)], "a.xml", 200), "压缩包展开后超过上限");
    let odt = [("mimetype", b"application/vnd.oasis.opendocument.text".as_slice())];
    rejected("弹.odt", &bomb(&odt, "content.xml", 200), "压缩包展开后超过上限");
    rejected("弹.zip", &bomb(&[], "a.txt", 200), "压缩包展开后超过上限");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/archives/bomb.7z");
    let (articles, said) = extracted_from(&fixture);
    assert!(articles.is_empty() && said.contains("压缩包展开后超过上限"), "{said}");
    let mut nested = zipped(&[("深.txt", "最里面".as_bytes())]);
    for _ in 0..6 {
        nested = zipped(&[("inner.zip", &nested)]);
    }
    rejected("套.zip", &nested, "嵌套超过 3 层");
}

#[test]
fn a_text_that_is_used_over_and_over_is_bounded() {
    // A shared text of a megabyte in a thousand cells.
    let texts = format!("<sst><si><t>{}</t></si></sst>", "水".repeat(350_000));
    let cells: String =
        (1..=1_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    let workbook =
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let parts = [("worksheet", "xl/s.xml", sheet.as_str()), ("sharedStrings", "xl/t.xml", texts.as_str())];
    rejected("弹.xlsx", &package("xl/workbook.xml", "spreadsheetml.sheet", workbook, &parts), "文字有");
    // Cells and rows that stand for a thousand million.
    let sheet = "<office:document-content><office:body><office:spreadsheet><table:table><table:table-row><table:table-cell><text:p>泊云县渡口名录</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"999999999\"><table:table-cell table:number-columns-repeated=\"999999999\"><text:p>满</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
    let file =
        zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", sheet.as_bytes())]);
    let (articles, said) = extracted("弹.ods", &file);
    assert_eq!(articles.len(), 1, "{said}");
    assert!(paragraphs(&articles[0]).len() <= 1_000);
    let rows = "<row r=\"4294967295\"><c r=\"ZZZ9\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><v>泊云县渡口名录</v></c></row>";
    let sheet = format!(
        "<worksheet><sheetData>{rows}</sheetData><mergeCells>{}</mergeCells></worksheet>",
        "<mergeCell ref=\"A2:XFD1048576\"/>".repeat(60_000)
    );
    let file = package("xl/workbook.xml", "spreadsheetml.sheet", workbook, &[("worksheet", "xl/s.xml", &sheet)]);
    let started = Instant::now();
    assert_eq!(extracted("弹2.xlsx", &file).0.len(), 1);
    assert!(started.elapsed() < PATIENCE);
}

#[test]
fn loops_end() {
    let styles = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>";
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"x\"/><w:styleLink w:val=\"x\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"9223372036854775807\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1%2%9%%\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
    let item = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>各渡口照此办理。</w:t></w:r></w:p>".repeat(3);
    let file = docx(
        &[paragraph("关于渡口检修的通知"), item].concat(),
        &[("styles", "word/s.xml", styles), ("numbering", "word/n.xml", numbering)],
    );
    assert_eq!(extracted("环.docx", &file).0.len(), 1);
    // A part that is its own relation, and a slide that is the presentation.
    let main = "<p:presentation xmlns:r=\"r\"><p:sldIdLst><p:sldId id=\"1\" r:id=\"rId1\"/><p:sldId id=\"2\" r:id=\"rId1\"/></p:sldIdLst></p:presentation>";
    let file = package(
        "ppt/p.xml",
        "presentationml.presentation",
        main,
        &[("slide", "ppt/p.xml.copy", main), ("slide", "ppt/x.xml", main)],
    );
    assert!(extracted("环.pptx", &file).0.len() <= 1);
}

#[test]
fn nothing_outside_a_file_is_looked_up() {
    let outside =
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY a \"哈哈哈哈\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let odt = format!(
        "<?xml version=\"1.0\"?>{outside}<office:document-content><office:body><office:text><text:p>关于渡口检修的通知&x;</text:p><text:p>照办&b;。</text:p></office:text></office:body></office:document-content>"
    );
    let old = format!(
        "<?xml version=\"1.0\"?>{outside}<?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:body><w:p><w:r><w:t>关于渡口检修的通知&x;</w:t></w:r></w:p><w:p><w:r><w:t>照办&b;。</w:t></w:r></w:p></w:body></w:wordDocument>"
    );
    let sheet = format!(
        "<?xml version=\"1.0\"?>{outside}<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table><Row><Cell><Data>关于渡口检修的通知&x;</Data></Cell></Row><Row><Cell><Data>照办&b;。</Data></Cell></Row></Table></Worksheet></Workbook>"
    );
    let relations = "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"file:///etc/passwd\"/><Relationship Id=\"r2\" Type=\"x/officeDocument\" Target=\"http://boyun.example/a.xml\" TargetMode=\"External\"/></Relationships>";
    let text =
        format!("<w:document><w:body>{}{}</w:body></w:document>", paragraph("关于渡口检修的通知"), paragraph("照办。"));
    let mail = "From: a@b\nSubject: =?utf-8?B?5YWz5LqO5rih5Y+j5qOA5L+u55qE6YCa55+l?=\nContent-Type: message/external-body; access-type=local-file; name=\"/etc/passwd\"\n\n照办。";
    for (name, file) in [
        (
            "外.odt",
            zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", odt.as_bytes())]),
        ),
        ("外.doc", old.into_bytes()),
        ("外.xls", sheet.into_bytes()),
        (
            "外.docx",
            zipped(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("_rels/.rels", relations.as_bytes()),
                ("word/document.xml", text.as_bytes()),
            ]),
        ),
        ("外.eml", mail.into()),
    ] {
        let (articles, said) = extracted(name, &file);
        assert_eq!(articles.len(), 1, "{name}: {said}");
        assert_eq!(articles[0]["title"], "关于渡口检修的通知", "{name}");
        let all = format!("{articles:?}{said}");
        assert!(!all.contains("root:") && !all.contains("哈"), "{name}: {all}");
    }
}

#[test]
fn messages_are_bounded() {
    let mut nested = b"Subject: a\n\nx".to_vec();
    for depth in 0..60 {
        nested = [
            format!("From: a@b\nSubject: a\nContent-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n")
                .as_bytes(),
            &nested,
            b"\n",
        ]
        .concat();
    }
    rejected("套.eml", &nested, "嵌套 16 层");
    let many = [
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n".as_slice(),
        &b"--b\nContent-Type: text/plain\n\nx\n".repeat(20_000),
    ]
    .concat();
    rejected("多.mhtml", &many, "部件超过上限");
    let mut inner = b"From: a@b\nSubject: x\n\nx".to_vec();
    for depth in 0..6 {
        inner = [format!("From: a@b\nSubject: x\nContent-Type: multipart/mixed; boundary=c{depth}\n\n--c{depth}\nContent-Type: message/rfc822; name=a.eml\nContent-Disposition: attachment; filename=a.eml\n\n").as_bytes(), &inner, format!("\n--c{depth}--\n").as_bytes()].concat();
    }
    let (articles, _) = extracted("层.eml", &inner);
    assert!(articles.len() <= 1);
    // A boundary that is everywhere.
    let dashes = [
        b"From: a@b\nSubject: a\nContent-Type: multipart/mixed; boundary=\"-\"\n\n".as_slice(),
        &b"-".repeat(3_000_000),
    ]
    .concat();
    assert!(extracted("线.eml", &dashes).0.len() <= 1);
}

#[test]
fn depth_is_bounded_in_each() {
    let deep = |name: &str| format!("<{name}>").repeat(100_000);
    let odt = format!("<office:document-content><office:body>{}", deep("text:section"));
    rejected(
        "深.odt",
        &zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", odt.as_bytes())]),
        "嵌套超过 256 层",
    );
    rejected("深.docx", &docx(&deep("w:tbl"), &[]), "嵌套超过 256 层");
    let old = format!("<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>{}", deep("w:p"));
    rejected("深.doc", old.as_bytes(), "嵌套超过 256 层");
    let sheet = format!("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>{}", deep("Row"));
    rejected("深.xls", sheet.as_bytes(), "嵌套超过 256 层");
}
