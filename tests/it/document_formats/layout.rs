//! Finished pages, PDF and OFD: what is drawn twice, what stands on every page, what is not shown, what is no text, how
//! columns run.

use super::{article, docx, extracted, paragraph, paragraphs, zipped};

/// A text at a place: x and y in points from the lower left, the height of letters.
type Text<'a> = (f32, f32, f32, &'a str);

/// A font whose codes are characters.
const READABLE: &str = "/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/StemV 80>>>>]";

/// A font whose codes are numbers of glyphs, and which says nothing more.
const UNREADABLE: &str = "/Subtype/Type0/BaseFont/AAAAAA+Song/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>]";

/// A PDF of these pages in this font.
fn pdf(font: &str, pages: &[Vec<Text<'_>>]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 5 + at * 2)).collect();
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 beginbfrange <0000> <ffff> <e000> endbfrange endcmap";
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()),
        format!("<</Type/Font{font}>>"),
        format!("<</Length {}>>stream\n{map}\nendstream", map.len()),
    ];
    for (at, texts) in pages.iter().enumerate() {
        let draw = |(x, y, size, text): &Text<'_>| {
            let codes: String = text.encode_utf16().map(|unit| format!("{unit:04x}")).collect();
            format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET\n")
        };
        let content: String = texts.iter().map(draw).collect();
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            6 + at * 2
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let at = file.len();
    file.extend(
        format!("{table}trailer<</Size {}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1).as_bytes(),
    );
    file
}

/// An official notice on one page.
fn notice() -> Vec<Text<'static>> {
    vec![
        (200.0, 700.0, 16.0, "泊政办发〔2022〕6号"),
        (110.0, 640.0, 22.0, "关于做好全县渡口检修的通知"),
        (80.0, 590.0, 16.0, "各渡口："),
        (112.0, 562.0, 16.0, "定于四月中旬集中检修全县渡船，请各渡口提前安排好"),
        (80.0, 534.0, 16.0, "群众出行。"),
        (300.0, 480.0, 16.0, "泊云县人民政府办公室"),
        (320.0, 452.0, 16.0, "2022年4月6日"),
    ]
}

fn check_notice(name: &str, file: &[u8]) {
    let read = article(name, file);
    assert_eq!(read["title"], "关于做好全县渡口检修的通知", "{name}: {read}");
    assert_eq!(read["document_number"], "泊政办发〔2022〕6号", "{name}");
    assert_eq!(
        (&read["issuers"][0], &read["issued_on"]),
        (&"泊云县人民政府办公室".into(), &"2022-04-06".into()),
        "{name}"
    );
    let expected = ["各渡口：", "定于四月中旬集中检修全县渡船，请各渡口提前安排好群众出行。"];
    assert_eq!(paragraphs(&read)[..2], expected, "{name}");
}

#[test]
fn what_is_drawn_several_times_is_read_once() {
    let mut texts = Vec::new();
    for (x, y, size, text) in notice() {
        let times = if size > 16.0 || text.contains('〔') { 4 } else { 1 };
        texts.extend((0..times).map(|time| (x + 0.4 * time as f32, y, size, text)));
    }
    check_notice("粗.pdf", &pdf(READABLE, &[texts]));
    // Up and down, and with a shadow.
    let moved = notice()
        .into_iter()
        .flat_map(|(x, y, size, text)| [(x, y, size, text), (x, y + 0.3, size, text), (x + 1.5, y - 1.5, size, text)]);
    check_notice("影.pdf", &pdf(READABLE, &[moved.collect()]));
}

#[test]
fn radicals_are_read_as_ideographs() {
    let radical = |text: &str| -> String {
        text.chars()
            .map(|c| match c {
                '人' => '⼈',
                '民' => '⺠',
                '月' => '⽉',
                '日' => '⽇',
                '口' => '⼝',
                '长' => '⻓',
                c => c,
            })
            .collect()
    };
    let notice = notice();
    let texts: Vec<String> = notice.iter().map(|(.., text)| radical(text)).collect();
    let file = ofd(&[texts
        .iter()
        .zip(&notice)
        .map(|(text, (x, y, size, _))| (*x / 2.835, (842.0 - *y) / 2.835, *size / 2.835, text.as_str(), ""))
        .collect()]);
    check_notice("部首.ofd", &file);
}

#[test]
fn what_stands_before_the_file_is_passed_over() {
    let file = pdf(READABLE, &[notice()]);
    for before in ["\u{FEFF}", "\n\n\r\n", "\u{FEFF}\r\n  \n", ""] {
        check_notice("输出.pdf", &[before.as_bytes(), &file].concat());
    }
    check_notice("下载.do", &[b"\n\n".as_slice(), &file].concat());
}

#[test]
fn columns_of_letters_are_read_from_the_right() {
    let columns = [
        (500.0, 24.0, "渡口停航令"),
        (430.0, 18.0, "因四月中旬连降大雨全县渡口一律停航"),
        (380.0, 18.0, "各渡口不得擅自开航违者依法处理"),
    ];
    let letters: Vec<(f32, f32, f32, String)> = columns
        .iter()
        .flat_map(|(x, size, text)| {
            text.chars().enumerate().map(move |(at, c)| (*x, 760.0 - at as f32 * size, *size, c.to_string()))
        })
        .collect();
    let texts = letters.iter().map(|(x, y, size, text)| (*x, *y, *size, text.as_str())).collect();
    let runs = columns.iter().map(|(x, size, text)| (*x, 760.0, *size, *text)).collect();
    let files = [("字.pdf", pdf(READABLE, &[texts])), ("列.pdf", pdf(&READABLE.replace("UCS2-H", "UCS2-V"), &[runs]))];
    for (name, file) in files {
        let read = article(name, &file);
        assert_eq!(read["title"], "渡口停航令", "{name}: {:?}", paragraphs(&read));
        assert_eq!(paragraphs(&read), [columns[1].2, columns[2].2], "{name}");
    }
}

#[test]
fn what_stands_on_every_page_is_left_out() {
    let page = |number: usize, first: &'static str, last: &'static str| -> Vec<(f32, f32, f32, String)> {
        vec![
            (230.0, 800.0, 9.0, "泊云县渡口规划".to_owned()),
            (112.0, 700.0, 16.0, first.to_owned()),
            (80.0, 672.0, 16.0, last.to_owned()),
            (270.0, 40.0, 10.5, format!("第 {number} 页 共 3 页")),
        ]
    };
    let pages = [
        page(1, "一、全县有渡口十二处，常年有船的九处，其余", "三处只在汛期开航，"),
        page(2, "群众出行以桥为主。", "二、三年内改建桥梁两座，撤销渡口三处，渡船"),
        page(3, "统一更新。", "三、本规划由县交通局解释。"),
    ];
    let mut texts: Vec<Vec<Text<'_>>> = pages
        .iter()
        .map(|page| page.iter().map(|(x, y, size, text)| (*x, *y, *size, text.as_str())).collect())
        .collect();
    // What goes on from the page before begins at the margin.
    for page in &mut texts[1..] {
        page[1].0 = 80.0;
    }
    texts[1][2].0 = 112.0;
    texts[2][2].0 = 112.0;
    let read = article("规划.pdf", &pdf(READABLE, &texts));
    let text = paragraphs(&read).join("\n");
    assert!(!text.contains("泊云县渡口规划") && !text.contains("共 3 页"), "{text}");
    assert!(text.contains("三处只在汛期开航，群众出行以桥为主。"), "{text}");
    assert!(text.contains("渡船统一更新。"), "{text}");
}

#[test]
fn letters_that_are_no_text_are_not_taken_in() {
    let texts: Vec<Text<'_>> = notice();
    for font in [UNREADABLE.to_owned(), format!("{UNREADABLE}/ToUnicode 4 0 R")] {
        let (articles, said) = extracted("乱码.pdf", &pdf(&font, std::slice::from_ref(&texts)));
        assert!(articles.is_empty(), "{articles:?}");
        assert!(said.contains("字体没有说明各是什么字"), "{said}");
    }
    let private: String = (0..40).map(|at| char::from_u32(0xE100 + at).unwrap()).collect();
    let page = vec![(20.0, 60.0, 5.0, private.as_str(), "")];
    let (articles, said) = extracted("乱码.ofd", &ofd(&[page]));
    assert!(articles.is_empty() && said.contains("字体没有说明各是什么字"), "{said}");
}

/// A text of an OFD: x and y in millimetres from the upper left, the height of letters, attributes of its object.
type OfdText<'a> = (f32, f32, f32, &'a str, &'a str);

fn ofd(pages: &[Vec<OfdText<'_>>]) -> Vec<u8> {
    let list: String =
        (0..pages.len()).map(|at| format!("<ofd:Page ID=\"{at}\" BaseLoc=\"Pages/{at}.xml\"/>")).collect();
    let document = format!(
        "<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{list}</ofd:Pages></ofd:Document>"
    );
    let object = |(x, y, size, text, more): &OfdText<'_>| {
        let steps = vec![size.to_string(); text.chars().count().saturating_sub(1)].join(" ");
        format!(
            "<ofd:TextObject Boundary=\"{x} {} 180 10\" Size=\"{size}\" {more}><ofd:TextCode X=\"0\" Y=\"{size}\" DeltaX=\"{steps}\">{text}</ofd:TextCode></ofd:TextObject>",
            y - size
        )
    };
    let contents: Vec<(String, String)> = pages
        .iter()
        .enumerate()
        .map(|(at, texts)| {
            let objects: String = texts.iter().map(object).collect();
            (format!("Doc_0/Pages/{at}.xml"), format!("<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"))
        })
        .collect();
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("OFD.xml", b"<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
        ("Doc_0/Document.xml", document.as_bytes()),
    ];
    entries.extend(contents.iter().map(|(name, content)| (name.as_str(), content.as_bytes())));
    zipped(&entries)
}

/// An empty cell holds its column in the tables of every format.
#[test]
fn empty_cells_hold_their_columns() {
    let rows = [["渡口", "天数", "备注"], ["枕溪", "", "夜间"], ["", "3", "白天"]];
    let expected = ["渡口\t天数\t备注", "枕溪\t\t夜间", "\t3\t白天"];
    let table = |row: &dyn Fn(String) -> String, cell: &dyn Fn(&str) -> String| {
        rows.iter().map(|cells| row(cells.iter().map(|text| cell(text)).collect())).collect::<String>()
    };
    let word = table(&|row| format!("<w:tr>{row}</w:tr>"), &|text| format!("<w:tc>{}</w:tc>", paragraph(text)));
    let word = docx(&[paragraph("渡口停航公告"), format!("<w:tbl>{word}</w:tbl>")].concat(), &[]);
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let odt = table(&|row| format!("<table:table-row>{row}</table:table-row>"), &cell);
    let odt = format!(
        "<office:document-content><office:body><office:text><text:p>渡口停航公告</text:p><table:table>{odt}</table:table></office:text></office:body></office:document-content>"
    );
    let odt = zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", odt.as_bytes())]);
    let sheet = table(&|row| format!("<Row>{row}</Row>"), &|text| format!("<Cell><Data>{text}</Data></Cell>"));
    let sheet = format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table><Row><Cell><Data>渡口停航公告</Data></Cell></Row>{sheet}</Table></Worksheet></Workbook>"
    );
    let gbk =
        |text: &str| encoding_rs::GBK.encode(text).0.iter().map(|byte| format!("\\'{byte:02x}")).collect::<String>();
    let rtf = table(&|row| format!("\\trowd {row}\\row "), &|text| format!("\\intbl {}\\cell ", gbk(text)));
    let rtf = format!("{{\\rtf1\\ansicpg936 {}\\par {rtf}}}", gbk("渡口停航公告"));
    for (name, file) in
        [("表.docx", word), ("表.odt", odt), ("表.xls", sheet.into_bytes()), ("表.rtf", rtf.into_bytes())]
    {
        assert_eq!(paragraphs(&article(name, &file)), expected, "{name}");
    }
}

#[test]
fn an_ofd_is_read_as_it_is_shown() {
    let pages = [
        vec![
            (60.0, 50.0, 7.0, "关于渡口检修的通知", ""),
            (35.0, 80.0, 5.0, "一、各渡口要对渡船逐一检查，", ""),
            (35.0, 90.0, 5.0, "未定稿：不得外传。", "Visible=\"false\""),
            (98.0, 280.0, 4.0, "— 1 —", ""),
        ],
        vec![
            (25.0, 50.0, 5.0, "四月中旬以前完成检修。", ""),
            (35.0, 60.0, 5.0, "二、检修期间停航。", ""),
            (35.0, 70.0, 5.0, "水印", "Alpha=\"0\""),
            (98.0, 280.0, 4.0, "— 2 —", ""),
        ],
    ];
    let read = article("通知.ofd", &ofd(&pages));
    assert_eq!(read["title"], "关于渡口检修的通知");
    assert_eq!(paragraphs(&read), ["一、各渡口要对渡船逐一检查，四月中旬以前完成检修。", "二、检修期间停航。"]);
    let pages = &read["attachments"][0]["file"]["pages"];
    assert_eq!((&pages[0]["first"], &pages[1]["first"]), (&0.into(), &1.into()));
}
