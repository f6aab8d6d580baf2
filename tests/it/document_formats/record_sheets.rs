//! Spreadsheets with a bulletin a row, as those who gather bulletins keep them: each row is a bulletin, in XLSX, XLS, ODS and
//! Excel's XML, and any other spreadsheet is one bulletin as before.

use std::fs;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{extracted, package, paragraphs, zipped};
use crate::support::{gongbao, printed, run};

const WORKBOOK: &str = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"2022年\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"说明\" sheetId=\"2\" r:id=\"rId2\"/><sheet name=\"旧\" sheetId=\"3\" state=\"hidden\" r:id=\"rId3\"/></sheets></workbook>";

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"m&quot;月&quot;d&quot;日&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>";

fn text(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn row(number: usize, cells: &[&str]) -> String {
    let written = cells.iter().zip('A'..).filter(|(cell, _)| !cell.is_empty());
    let cells = written.map(|(cell, column)| match cell.split_once('#') {
        // A day, as a number with a style.
        Some((value, style)) => format!("<c r=\"{column}{number}\" s=\"{style}\"><v>{value}</v></c>"),
        None => text(&format!("{column}{number}"), cell),
    });
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

fn sheet(rows: &[String], rest: &str) -> String {
    format!("<worksheet><sheetData>{}</sheetData>{rest}</worksheet>", rows.concat())
}

/// A workbook: a sheet of bulletins below a heading, one of remarks, a hidden one.
fn bulletins(body: &str) -> Vec<u8> {
    let first = sheet(
        &[
            row(1, &["枕溪县公告一览"]),
            row(3, &["序号", "标题", "发布\n日期", "发文机关", body, "备注", "附件"]),
            row(4, &["1", "渡口停航公告", "44715#1", "枕溪县航务局", "停航三天。\n请转告。", "", "名单"]),
            row(6, &["2", "渡口复航公告", "44718#2", "", "恢复通航。", "已办"]),
            row(7, &["3"]),
            row(8, &["4", "渡口检修公告", "下周", "枕溪县航务局", "检修一天。"]),
            row(9, &["5", "渡口限载公告", "2022-06-09", "", "限载十吨。"]),
        ],
        "<mergeCells><mergeCell ref=\"A1:G1\"/><mergeCell ref=\"D4:D6\"/></mergeCells><hyperlinks><hyperlink ref=\"B4\" r:id=\"rId1\"/><hyperlink ref=\"G4\" r:id=\"rId2\"/></hyperlinks>",
    );
    let second = sheet(&[row(1, &["填表说明", "每行一篇"])], "");
    let hidden = sheet(&[row(1, &["标题", "正文"]), row(2, &["藏起来的公告", "不读。"])], "");
    let links = "<Relationships><Relationship Id=\"rId1\" Type=\"x/hyperlink\" Target=\"http://zhenxi.example/3.html\" TargetMode=\"External\"/><Relationship Id=\"rId2\" Type=\"x/hyperlink\" Target=\"http://zhenxi.example/f/mingdan.pdf\" TargetMode=\"External\"/></Relationships>";
    package(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        WORKBOOK,
        &[
            ("worksheet", "xl/worksheets/sheet1.xml", first.as_str()),
            ("worksheet", "xl/worksheets/sheet2.xml", second.as_str()),
            ("worksheet", "xl/worksheets/sheet3.xml", hidden.as_str()),
            ("styles", "xl/styles.xml", STYLES),
            ("none", "xl/worksheets/_rels/sheet1.xml.rels", links),
        ],
    )
}

fn check(articles: &[Value], said: &str) {
    assert_eq!(articles.len(), 3, "{said}");
    let first = &articles[0];
    assert_eq!(first["title"], "渡口停航公告");
    assert_eq!(first["published_on"], "2022-06-03");
    assert_eq!(first["url"], "http://zhenxi.example/3.html", "{first}");
    assert_eq!(paragraphs(first), ["停航三天。", "请转告。"]);
    assert_eq!(first["attachments"][0]["url"], "http://zhenxi.example/f/mingdan.pdf");
    // A day of which the year is not shown, and an organ that spans both rows.
    assert_eq!(
        (&articles[1]["published_on"], &articles[1]["issuers"][0]),
        (&"2022-06-06".into(), &"枕溪县航务局".into())
    );
    assert_eq!(articles[2]["title"], "渡口限载公告");
    assert!(articles.iter().all(|article| article["id"].as_str().unwrap().len() > 8), "a row's number is no id");
}

#[test]
fn a_workbook_is_a_bulletin_a_row() {
    let (articles, said) = extracted("公告.xlsx", &bulletins("正文"));
    check(&articles, &said);
    for expected in [
        "工作表「2022年」按表头一行一篇地读：序号（不读），标题 → 标题，发布日期 → 发布日期，发文机关 → 发文机关，正文 → 正文，备注（不读），附件 → 附件，链接 → 原文地址",
        "表头上面的「枕溪县公告一览」没有读",
        "工作表「说明」不是一行一篇的表，没有读",
        "有 1 张工作表是隐藏的",
        ":8：工作表「2022年」：字段 published_on：「下周」不是日期",
    ] {
        assert!(said.contains(expected), "{expected} not in {said}");
    }
    // Within an archive as well.
    let (articles, said) = extracted("公告.zip", &zipped(&[("导出/公告.xlsx", &bulletins("正文"))]));
    check(&articles, &said);
    assert!(said.contains("工作表「导出/公告.xlsx 2022年」"), "{said}");
}

#[test]
fn other_names_are_mapped_and_a_rejected_row_is_read_again_by_them() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("公告.xlsx"));
    fs::write(&file, bulletins("事由")).unwrap();
    let (articles, _) = extracted("公告.xlsx", &bulletins("事由"));
    assert_eq!(articles.len(), 1, "without a body it is a list");
    let dry = printed(&run(gongbao(&data).args(["import", "--dry-run", "--map", "正文=事由"]).arg(&file)));
    assert!(dry.contains("事由 → 正文") && dry.contains("新增 3，") && dry.contains("拒收 1"), "{dry}");
    let imported = run(gongbao(&data).args(["import", "--map", "正文=事由"]).arg(&file));
    assert_eq!(imported.status.code(), Some(3), "{}", printed(&imported));

    // The same of a CSV, of which each row is kept with what names meant.
    let table = folder.path().join("表.csv");
    fs::write(&table, "id,名称,日期,事由\n1,渡口改道公告,下周,渡口改道。\n").unwrap();
    let mapped = ["import", "--map", "正文=事由", "--map", "标题=名称"];
    assert_eq!(run(gongbao(&data).args(mapped).arg(&table)).status.code(), Some(3));
    let shown = printed(&run(gongbao(&data).args(["rejects", "show", "1"])));
    assert!(shown.contains("对应 map：body=事由") && shown.contains("工作表「2022年」"), "{shown}");
    for number in ["1", "2"] {
        let again = printed(&run(gongbao(&data).args(["rejects", "retry", number])));
        assert!(again.contains("「下周」不是日期") && again.contains("仍拒收 1"), "{again}");
    }
    let shown = printed(&run(gongbao(&data).args(["rejects", "show", "1"])));
    assert!(shown.contains("原因 reason：工作表「2022年」：字段 published_on"), "{shown}");
}

#[test]
fn other_workbooks_are_one_bulletin() {
    let budget = sheet(
        &[row(1, &["枕溪县2022年预算"]), row(2, &["项目", "金额", "来源"]), row(3, &["清淤", "12", "县财政"])],
        "",
    );
    let names = sheet(&[row(1, &["姓名", "单位"]), row(2, &["陆青禾", "枕溪县航务局"])], "");
    let form =
        sheet(&[row(1, &["标题", "日期", "链接"]), row(2, &["渡口停航公告", "2022-06-03", "http://a.example"])], "");
    for (name, sheet) in [("预算.xlsx", budget), ("名单.xlsx", names), ("目录.xlsx", form)] {
        let workbook =
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
        let file = package("xl/workbook.xml", "spreadsheetml.sheet", workbook, &[("worksheet", "xl/s.xml", &sheet)]);
        let (articles, said) = extracted(name, &file);
        assert_eq!(articles.len(), 1, "{name}: {said}");
        assert!(!said.contains("一行一篇"), "{name}: {said}");
    }
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"公告\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

#[test]
fn ods_and_excel_xml_are_read_by_rows_too() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let head = ["标题", "日期", "正文"].map(cell).concat();
    let rows = format!(
        "<table:table-row>{}</table:table-row><table:table-row>{head}</table:table-row><table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row><table:table-row><table:table-cell><text:p><text:a xlink:href=\"http://zhenxi.example/3.html\">渡口停航公告</text:a></text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2022-06-03\"><text:p>6月3日</text:p></table:table-cell><table:table-cell><text:p>停航三天。</text:p><text:p>请转告。</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell/>{}<table:table-cell/></table:table-row>",
        cell("枕溪县公告一览"),
        cell("2022-06-04"),
    );
    let (articles, said) = extracted("公告.ods", &ods(&rows));
    assert_eq!(articles.len(), 1, "{said}");
    assert_eq!(articles[0]["published_on"], "2022-06-03");
    assert_eq!(articles[0]["url"], "http://zhenxi.example/3.html");
    assert_eq!(paragraphs(&articles[0]), ["停航三天。", "请转告。"]);
    assert!(said.contains("公告.ods:7：工作表「公告」：") && said.contains("表头上面的「枕溪县公告一览」"), "{said}");

    let data = |kind: &str, text: &str| format!("<Cell><Data ss:Type=\"{kind}\">{text}</Data></Cell>");
    let xml = format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"公告\"><Table><Row>{}</Row><Row ss:Index=\"5\"><Cell ss:HRef=\"http://zhenxi.example/3.html\"><Data ss:Type=\"String\">渡口停航公告</Data></Cell>{}{}</Row></Table></Worksheet></Workbook>",
        ["标题", "日期", "正文"].map(|name| data("String", name)).concat(),
        data("DateTime", "2022-06-03T00:00:00.000"),
        data("String", "停航三天。&#10;请转告。"),
    );
    let (articles, said) = extracted("公告.xls", xml.as_bytes());
    assert_eq!(articles.len(), 1, "{said}");
    assert_eq!(
        (&articles[0]["published_on"], &articles[0]["url"]),
        (&"2022-06-03".into(), &"http://zhenxi.example/3.html".into())
    );
    assert_eq!(paragraphs(&articles[0]), ["停航三天。", "请转告。"]);
}

/// Records of a BIFF8 stream.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let count = (text.encode_utf16().count() as u16).to_le_bytes();
    record(0x0204, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &count, &[1], &wide(text)].concat())
}

fn xls(globals: &[u8], sheet: &[u8]) -> Vec<u8> {
    let (begin, end) = (record(0x0809, &[0, 6, 5, 0]), record(0x000A, &[]));
    let listed = |offset: u32| record(0x0085, &[&offset.to_le_bytes()[..], &[0, 0, 2, 1], &wide("公告")].concat());
    let before = begin.len() + globals.len() + listed(0).len() + end.len();
    let stream = [&begin, globals, &listed(before as u32), &end, &begin, sheet, &end].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.into_inner().into_inner()
}

#[test]
fn an_old_workbook_is_read_by_rows_too() {
    // Days as the program shows them in China, and a link on a title.
    let style = |format: u16| record(0x00E0, &[&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat());
    let styles = [style(0), style(58)].concat();
    let url = wide("http://zhenxi.example/3.html\0");
    let link = [
        &[1, 0, 1, 0, 0, 0, 0, 0][..],
        &[0; 16],
        &2_u32.to_le_bytes(),
        &3_u32.to_le_bytes(),
        &[0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0x00, 0xAA, 0x00, 0x4B, 0xA9, 0x0B],
        &(url.len() as u32).to_le_bytes(),
        &url,
    ]
    .concat();
    let day = record(0x0203, &[&[1, 0, 1, 0, 1, 0][..], &44_715_f64.to_le_bytes()].concat());
    let sheet = [
        label(0, 0, "标题"),
        label(0, 1, "日期"),
        label(0, 2, "正文"),
        label(1, 0, "渡口停航公告"),
        day,
        label(1, 2, "停航三天。\n请转告。"),
        record(0x01B8, &link),
    ];
    let (articles, said) = extracted("公告.xls", &xls(&styles, &sheet.concat()));
    assert_eq!(articles.len(), 1, "{said}");
    assert_eq!(
        (&articles[0]["published_on"], &articles[0]["url"]),
        (&"2022-06-03".into(), &"http://zhenxi.example/3.html".into())
    );
    assert_eq!(paragraphs(&articles[0]), ["停航三天。", "请转告。"]);
    // Links with lengths that are not true.
    for at in [4 + 24, 8 + 24, 20 + 24] {
        let mut link = link.clone();
        link[at..at + 4].copy_from_slice(&[0xFF; 4]);
        let sheet = [sheet[..6].concat(), record(0x01B8, &link)].concat();
        assert_eq!(extracted("公告.xls", &xls(&styles, &sheet)).0.len(), 1);
    }
}

/// Excel 95 keeps texts in the code page of its country, in a stream of another name.
#[test]
fn a_workbook_of_excel_95_is_read_by_rows_too() {
    let label = |row: u16, column: u16, text: &str| {
        let (text, ..) = encoding_rs::GBK.encode(text);
        let count = (text.len() as u16).to_le_bytes();
        record(0x0204, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &count, &text].concat())
    };
    let style = |format: u16| record(0x00E0, &[&[0, 0][..], &format.to_le_bytes(), &[0; 12]].concat());
    let begin = |kind: u8| record(0x0809, &[0, 5, kind, 0, 0x6C, 9, 0xC9, 7]);
    let globals = [record(0x0042, &936_u16.to_le_bytes()), style(0), style(14)].concat();
    let (name, ..) = encoding_rs::GBK.encode("公告");
    let listed = |offset: u32| record(0x0085, &[&offset.to_le_bytes()[..], &[0, 0, name.len() as u8], &name].concat());
    let end = record(0x000A, &[]);
    let day = record(0x0203, &[&[1, 0, 1, 0, 1, 0][..], &44_715_f64.to_le_bytes()].concat());
    let names = [label(0, 0, "标题"), label(0, 1, "日期"), label(0, 2, "正文")].concat();
    let row = [label(1, 0, "渡口停航公告"), day, label(1, 2, "停航三天。")].concat();
    let before = begin(5).len() + globals.len() + listed(0).len() + end.len();
    let stream = [begin(5), globals, listed(before as u32), end.clone(), begin(16), names, row, end].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Book").unwrap().write_all(&stream).unwrap();
    let (articles, said) = extracted("公告.xls", &file.into_inner().into_inner());
    assert_eq!(articles.len(), 1, "{said}");
    assert_eq!((&articles[0]["title"], &articles[0]["published_on"]), (&"渡口停航公告".into(), &"2022-06-03".into()));
    assert_eq!(paragraphs(&articles[0]), ["停航三天。"]);
    assert!(said.contains("工作表「公告」按表头一行一篇地读"), "{said}");
}

/// Rows without end, names without end, one text in every row: refused with a reason or bounded, in little time.
#[test]
fn hostile_sheets_are_bounded() {
    let started = Instant::now();
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let head = format!("<table:table-row>{}</table:table-row>", ["标题", "正文"].map(cell).concat());
    let many = format!(
        "{head}<table:table-row table:number-rows-repeated=\"999999999\">{}<table:table-cell table:number-columns-repeated=\"999999999\"><text:p>停航。</text:p></table:table-cell></table:table-row>",
        cell("渡口公告")
    );
    let (articles, said) = extracted("弹.ods", &ods(&many));
    assert!(!articles.is_empty() && articles.len() <= 1_000, "{said}");

    let names: String = (0..400).map(|at| cell(&format!("标题{at}"))).collect();
    let wide = format!("<table:table-row>{}{names}</table:table-row>{head}", ["标题", "正文"].map(cell).concat());
    let (_, said) = extracted("宽.ods", &ods(&[wide.as_str(), &head.replace("标题", "渡口公告")].concat()));
    assert!(said.contains("其余") && said.contains("列没有读"), "{said}");

    let texts = format!("<sst><si><t>{}</t></si></sst>", "水".repeat(350_000));
    let rows: String = (2..1_000)
        .map(|row| {
            format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c><c r=\"B{row}\" t=\"s\"><v>0</v></c></row>")
        })
        .collect();
    let sheet = sheet(&[row(1, &["标题", "正文"]), rows], "");
    let workbook =
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let parts = [("worksheet", "xl/s.xml", sheet.as_str()), ("sharedStrings", "xl/t.xml", texts.as_str())];
    let (articles, said) = extracted("弹.xlsx", &package("xl/workbook.xml", "spreadsheetml.sheet", workbook, &parts));
    assert!(articles.is_empty() && said.contains("文字有"), "{said}");
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
}
