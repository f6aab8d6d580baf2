//! Office files of other writers than Word: parts with other names, prefixes, values as shown, lists, old XML, OpenDocument.

use serde_json::Value;

use super::{article, docx, extracted, package, paragraph, paragraphs, zipped};

const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of one sheet with these rows.
fn xlsx(prefix: &str, sheet: &str, parts: &[(&str, &str, &str)]) -> Vec<u8> {
    let own = if prefix.is_empty() { String::new() } else { format!(":{}", prefix.trim_end_matches(':')) };
    let workbook = format!(
        "<{prefix}workbook xmlns{own}=\"{SHEET}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><{prefix}sheets><{prefix}sheet name=\"面积\" sheetId=\"1\" r:id=\"rId1\"/></{prefix}sheets></{prefix}workbook>"
    );
    let sheet = format!("<{prefix}worksheet xmlns{own}=\"{SHEET}\">{sheet}</{prefix}worksheet>");
    let all = [&[("worksheet", "xl/sheets/first.xml", sheet.as_str())], parts].concat();
    package("xl/workbook.xml", "spreadsheetml.sheet", &workbook, &all)
}

#[test]
fn parts_may_be_called_anything() {
    let body = "<w:document xmlns:w=\"a\"><w:body><w:p><w:r><w:t>关于渠道清淤的公告</w:t></w:r></w:p><w:p><w:r><w:t>东支渠四月清淤，请沿线各村配合。</w:t></w:r></w:p></w:body></w:document>";
    for main in ["word/document2.xml", "word/document.xml", "文档/正文.xml", "main.xml"] {
        let article = article("清淤.docx", &package(main, "wordprocessingml.document", body, &[]));
        assert_eq!(article["title"], "关于渠道清淤的公告", "{main}");
        assert_eq!(paragraphs(&article), ["东支渠四月清淤，请沿线各村配合。"]);
    }
    // Whatever the prefix, and whatever the file is called.
    let other = body.replace("w:", "ns0:");
    let file = package("word/document.xml", "wordprocessingml.template", &other, &[]);
    assert_eq!(article("清淤.wps", &file)["title"], "关于渠道清淤的公告");
    let said =
        extracted("无正文.docx", &zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/styles.xml", b"<a/>")])).1;
    assert!(said.contains("没有主部件"), "{said}");
}

#[test]
fn cells_are_read_as_shown() {
    let styles = "<styleSheet><numFmts count=\"2\"><numFmt numFmtId=\"180\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/><numFmt numFmtId=\"181\" formatCode=\"0000\"/></numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"180\"/><xf numFmtId=\"10\"/><xf numFmtId=\"181\"/><xf numFmtId=\"4\"/></cellXfs></styleSheet>";
    let cell = |at: &str, style: u32, value: &str| format!("<c r=\"{at}\" s=\"{style}\"><v>{value}</v></c>");
    let text = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = [
        format!("<row r=\"1\">{}</row>", text("A1", "泊云县渠道维修一览表")),
        format!(
            "<row r=\"2\">{}{}{}{}{}</row>",
            text("A2", "东片"),
            cell("B2", 1, "44270"),
            cell("C2", 2, "0.3333333"),
            cell("D2", 3, "7"),
            cell("E2", 4, "1234567.891")
        ),
        format!(
            "<row r=\"3\">{}{}{}{}</row>",
            cell("B3", 1, "44271"),
            cell("C3", 2, "1"),
            cell("D3", 3, "12"),
            cell("E3", 0, "0.1")
        ),
    ];
    let sheet = format!(
        "<sheetData>{}</sheetData><mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"A2:A3\"/></mergeCells>",
        rows.concat()
    );
    let comments = "<comments><commentList><comment ref=\"A2\"><text><t>批注：未核实</t></text></comment></commentList></comments>";
    let file = xlsx("", &sheet, &[("styles", "xl/styles.xml", styles), ("comments", "xl/comments1.xml", comments)]);
    let read = article("一览表.xlsx", &file);
    assert_eq!(read["title"], "泊云县渠道维修一览表");
    assert_eq!(
        paragraphs(&read),
        ["东片\t2021年3月15日\t33.33%\t0007\t1,234,567.89", "东片\t2021年3月16日\t100.00%\t0012\t0.1"]
    );
    let prefixed = "<x:sheetData><x:row><x:c t=\"str\"><x:v>泊云县水库名录</x:v></x:c></x:row><x:row><x:c t=\"inlineStr\"><x:is><x:t>青岑水库</x:t></x:is></x:c><x:c><x:v>1200</x:v></x:c></x:row></x:sheetData>";
    let read = article("名录.xlsx", &xlsx("x:", prefixed, &[]));
    assert_eq!((read["title"].as_str(), paragraphs(&read)), (Some("泊云县水库名录"), vec!["青岑水库\t1200"]));
}

#[test]
fn what_is_hidden_is_not_read_and_said_to_be_there() {
    let sheet = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>泊云县水库名录</v></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><v>东库</v></c><c r=\"B2\" t=\"str\"><v>身份证号</v></c></row><row r=\"3\" hidden=\"1\"><c r=\"A3\" t=\"str\"><v>西库</v></c></row></sheetData>";
    let (articles, said) = extracted("名录.xlsx", &xlsx("", sheet, &[]));
    assert_eq!(paragraphs(&articles[0]), ["东库"]);
    assert!(said.contains("2 行或列是隐藏的"), "{said}");
}

/// A numbering part: levels of one list as format, pattern and more.
fn numbering(levels: &[(&str, &str, &str)]) -> String {
    let level = |(at, (format, pattern, more)): (usize, &(&str, &str, &str))| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{pattern}\"/>{more}</w:lvl>"
        )
    };
    let levels: String = levels.iter().enumerate().map(level).collect();
    format!(
        "<w:numbering><w:abstractNum w:abstractNumId=\"3\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"3\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"3\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num></w:numbering>"
    )
}

#[test]
fn automatic_numbers_are_text() {
    let item = |list: u32, level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let read = |levels: &[(&str, &str, &str)], body: &str| {
        let title = "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>泊云县渡口管理办法</w:t></w:r></w:p>";
        let file = docx(&format!("{title}{body}"), &[("numbering", "word/numbering.xml", &numbering(levels))]);
        let article = article("办法.docx", &file);
        paragraphs(&article).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let body =
        [item(1, 0, "为管好渡口，制定本办法。"), paragraph("渡口包括桥头渡。"), item(1, 0, "本办法自公布之日起施行。")]
            .concat();
    assert_eq!(
        read(&[("chineseCountingThousand", "第%1条", "")], &body),
        ["第一条 为管好渡口，制定本办法。", "渡口包括桥头渡。", "第二条 本办法自公布之日起施行。"]
    );
    let body = [
        item(1, 0, "总体要求"),
        item(1, 1, "坚持安全第一。"),
        item(1, 1, "坚持便民。"),
        item(1, 0, "工作任务"),
        item(1, 1, "检修渡船。"),
        item(1, 2, "船体。"),
        item(2, 0, "附则"),
        item(2, 0, "其他"),
    ]
    .concat();
    assert_eq!(
        read(
            &[("japaneseCounting", "%1、", ""), ("chineseCounting", "（%2）", ""), ("decimal", "%1.%3", "<w:isLgl/>")],
            &body
        ),
        [
            "一、总体要求",
            "（一）坚持安全第一。",
            "（二）坚持便民。",
            "二、工作任务",
            "（一）检修渡船。",
            "2.1 船体。",
            "一、附则",
            "二、其他"
        ]
    );
    // In a list of names the first column is nothing but numbers.
    let row = |name: &str| format!("<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>", item(1, 0, ""), paragraph(name));
    let body = format!("<w:tbl>{}{}</w:tbl>{}", row("桥头渡"), row("石篱渡"), item(1, 0, ""));
    assert_eq!(read(&[("decimal", "%1", "")], &body), ["1\t桥头渡", "2\t石篱渡"]);
    // Points and dots are no text; a label without a number is.
    let body = [item(1, 0, "救生衣"), item(1, 1, "名单")].concat();
    assert_eq!(read(&[("bullet", "\u{F0B7}", ""), ("none", "附：", "")], &body), ["救生衣", "附：名单"]);
}

#[test]
fn a_list_may_belong_to_a_style() {
    let styles = "<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"32\"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"b\"><w:basedOn w:val=\"a\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"t\"><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:rPr><w:sz w:val=\"44\"/></w:rPr></w:style></w:styles>";
    let styled = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [
        styled("t", "泊云县渡口"),
        styled("t", "管理办法"),
        styled("a", "为管好渡口，制定本办法。"),
        paragraph("另段。"),
    ]
    .concat();
    let numbering = numbering(&[("decimal", "%1．", "")]);
    let read = article(
        "办法.docx",
        &docx(&body, &[("styles", "word/styles.xml", styles), ("numbering", "word/numbering.xml", &numbering)]),
    );
    assert_eq!(read["title"], "泊云县渡口管理办法");
    assert_eq!(paragraphs(&read), ["1．为管好渡口，制定本办法。", "另段。"]);
}

#[test]
fn titles_on_two_lines_are_one() {
    let read = |lines: &[&str]| {
        let body: String = lines.iter().map(|line| paragraph(line)).collect();
        article("公示.docx", &docx(&body, &[]))
    };
    let text = "根据有关规定，现将拟聘用人员予以公示，如有异议请向我局反映。";
    let found = read(&["泊云县水利局所属事业单位2023年", "公开招聘工作人员公示（第二批）", text]);
    assert_eq!(found["title"], "泊云县水利局所属事业单位2023年公开招聘工作人员公示（第二批）");
    assert_eq!(paragraphs(&found), [text]);
    let found = read(&["泊云县水利局渡口岸线使用权", "挂牌出让公告（泊水告字〔2023〕5号）", text]);
    assert_eq!(found["title"], "泊云县水利局渡口岸线使用权挂牌出让公告");
    assert_eq!(found["document_number"], "泊水告字〔2023〕5号");
    assert_eq!(read(&["关于停航的公告", "各渡口：", text])["title"], "关于停航的公告");
    assert_eq!(read(&["泊云县渡口管理办法", "第一章 总则", text])["title"], "泊云县渡口管理办法");
}

#[test]
fn slides_are_read_in_their_order() {
    let slide = |title: &str, text: &str| {
        format!(
            "<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><p:cSld><p:spTree><p:sp><p:nvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{title}</a:t></a:r></a:p></p:txBody></p:sp><p:sp><p:txBody><a:p><a:r><a:rPr sz=\"1800\"/><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp><p:sp><p:nvSpPr><p:nvPr><p:ph type=\"sldNum\"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:fld><a:t>7</a:t></a:fld></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
        )
    };
    let main = "<p:presentation xmlns:p=\"p\" xmlns:r=\"r\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId2\"/><p:sldId r:id=\"rId1\" id=\"257\"/></p:sldIdLst></p:presentation>";
    let parts = [
        ("slide", "ppt/slides/slide1.xml", slide("下一步打算", "抓紧检修渡船。")),
        ("slide", "ppt/slides/slide2.xml", slide("全县渡口安全工作汇报", "全县有渡口十二处。")),
        ("notesSlide", "ppt/notes.xml", slide("备注", "讲稿")),
    ];
    let parts: Vec<(&str, &str, &str)> = parts.iter().map(|(kind, name, text)| (*kind, *name, text.as_str())).collect();
    let read = article("汇报.pptx", &package("ppt/presentation.xml", "presentationml.presentation", main, &parts));
    assert_eq!(read["title"], "全县渡口安全工作汇报");
    assert_eq!(paragraphs(&read), ["全县有渡口十二处。", "下一步打算", "抓紧检修渡船。"]);
    assert_eq!(read["attachments"][0]["file"]["pages"][1]["number"], 2);
}

/// An OpenDocument text or spreadsheet, packed.
fn odf(kind: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"><office:automatic-styles><style:style style:name=\"P1\"><style:paragraph-properties fo:text-align=\"center\"/></style:style></office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    );
    let kind = format!("application/vnd.oasis.opendocument.{kind}");
    zipped(&[
        ("mimetype", kind.as_bytes()),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ])
}

#[test]
fn opendocument_is_read() {
    let text = |title: &str| {
        odf(
            "text",
            &format!(
                "<office:text><text:p text:style-name=\"P1\">{title}</text:p><text:p>请各渡口<text:s/>照此办理。</text:p></office:text>"
            ),
        )
    };
    let (one, other) = (article("一.odt", &text("关于渡口检修的通知")), article("二.odt", &text("关于渡口停航的公告")));
    assert_eq!((&one["title"], &other["title"]), (&"关于渡口检修的通知".into(), &"关于渡口停航的公告".into()));
    assert_ne!(one["id"], other["id"]);
    let sheet = "<office:spreadsheet><table:table table:name=\"渡口\"><table:table-row><table:table-cell table:number-columns-spanned=\"2\"><text:p>泊云县渡口名录</text:p></table:table-cell><table:covered-table-cell/></table:table-row><table:table-row><table:table-cell table:number-rows-spanned=\"2\"><text:p>东片</text:p></table:table-cell><table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"><text:p>50%</text:p></table:table-cell></table:table-row><table:table-row><table:covered-table-cell/><table:table-cell><text:p>30%</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>";
    let read = article("名录.ods", &odf("spreadsheet", sheet));
    assert_eq!((read["title"].as_str(), paragraphs(&read)), (Some("泊云县渡口名录"), vec!["东片\t50%", "东片\t30%"]));
    // A name that says something else, and a file without one.
    assert_eq!(article("通知.doc", &text("关于渡口检修的通知"))["title"], "关于渡口检修的通知");
    let locked = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"\x01\x02"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
    ]);
    assert!(extracted("密.odt", &locked).1.contains("有密码"));
}

#[test]
fn word_and_excel_as_xml_are_read_under_their_names() {
    let text = "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>关于渡口检修的通知</w:t></w:r></w:p><wx:sect><w:p><w:r><w:t>请各渡口照此办理。</w:t></w:r></w:p></wx:sect>";
    let old = format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><o:DocumentProperties><o:Title>模板</o:Title></o:DocumentProperties><w:body>{text}</w:body></w:wordDocument>"
    );
    let flat = format!(
        "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\"><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document><w:body>{text}</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"
    );
    for file in [old, flat] {
        let read = article("通知.doc", file.as_bytes());
        assert_eq!(
            (read["title"].as_str(), paragraphs(&read)),
            (Some("关于渡口检修的通知"), vec!["请各渡口照此办理。"])
        );
    }
    let rows = "<Row><Cell><Data ss:Type=\"String\">泊云县渡口名录</Data></Cell></Row><Row><Cell><Data ss:Type=\"String\">桥头渡</Data></Cell><Cell ss:StyleID=\"p\"><Data ss:Type=\"Number\">0.25</Data></Cell></Row>";
    let workbook = format!(
        "\u{FEFF}<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles><Style ss:ID=\"p\"><NumberFormat ss:Format=\"0%\"/></Style></Styles><Worksheet ss:Name=\"表\"><Table>{rows}</Table></Worksheet></Workbook>"
    );
    let read = article("名录.xls", workbook.as_bytes());
    assert_eq!((read["title"].as_str(), paragraphs(&read)), (Some("泊云县渡口名录"), vec!["桥头渡\t25%"]));
    assert_eq!(read["attachments"][0]["file"]["pages"][0]["name"], Value::from("表"));
}
