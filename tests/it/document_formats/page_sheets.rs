//! Tables that systems hand out as web pages under the name of a workbook: each row is a bulletin, whatever the page is written
//! in and whoever wrote it.

use std::fs;

use serde_json::Value;

use super::{extracted, paragraphs, zipped};
use crate::support::{gongbao, printed, run};

/// A table of two bulletins under these names for title and body.
fn table(title: &str, body: &str) -> String {
    format!(
        "<table border=1><tr><td>{title}</td><td>发布日期</td><td>发文字号</td><td>{body}</td></tr>\
        <tr><td style='mso-number-format:\"\\@\"'>渡口停航公告</td><td>2022-06-03</td><td>枕航发〔2022〕3号</td><td>停航三天。<br style='mso-data-placement:same-cell'>请转告。</td></tr>\
        <tr><td>渡口复航公告</td><td>2022-06-06</td><td></td><td><p>恢复通航。</p><table><tr><td>渡口</td><td>时间</td></tr></table></td></tr></table>"
    )
}

fn page(table: &str) -> String {
    format!(
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><style>td{{mso-number-format:General}}</style></head><body>{table}</body></html>"
    )
}

fn check(articles: &[Value], said: &str) {
    assert_eq!(articles.len(), 2, "{said}");
    let first = &articles[0];
    assert_eq!((&first["title"], &first["published_on"]), (&"渡口停航公告".into(), &"2022-06-03".into()));
    assert_eq!(first["document_number"], "枕航发〔2022〕3号");
    assert_eq!(paragraphs(first), ["停航三天。", "请转告。"]);
    assert_eq!(paragraphs(&articles[1]), ["恢复通航。", "渡口\t时间"]);
    assert!(articles[1]["body_html"].as_str().unwrap().contains("<table>"), "{}", articles[1]);
    assert!(
        said.contains("按表头一行一篇地读：标题 → 标题，发布日期 → 发布日期，发文字号 → 发文字号，正文 → 正文"),
        "{said}"
    );
}

#[test]
fn a_page_called_a_workbook_is_a_bulletin_a_row() {
    let table = table("标题", "正文");
    let whole = page(&table);
    let declared = |charset: &str| whole.replace("<head>", &format!("<head><meta charset={charset}>"));
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let marked = [&[0xFF, 0xFE][..], &wide(&whole)].concat();
    let beginning =
        format!("<meta http-equiv=\"Content-Type\" content=\"application/vnd.ms-excel; charset=utf-8\" />\n{table}");
    for content in [
        whole.clone().into_bytes(),
        declared("utf-8").into_bytes(),
        gbk(&declared("gb2312")),
        gbk(&whole),
        marked,
        wide(&whole),
        table.clone().into_bytes(),
        beginning.into_bytes(),
        format!("\u{FEFF}<style>td{{}}</style>{table}").into_bytes(),
    ] {
        let (articles, said) = extracted("公告.xls", &content);
        check(&articles, &said);
    }
    let (articles, said) = extracted("公告.zip", &zipped(&[("导出/公告.xls", whole.as_bytes())]));
    check(&articles, &said);
    assert!(said.contains("工作表「导出/公告.xls 第1张表」"), "{said}");
    // Under the name of a page it is one.
    assert_eq!(extracted("公告.html", whole.as_bytes()).0.len(), 1);
}

/// A workbook that Excel saved in one file: a page for each sheet, and one that frames them.
#[test]
fn a_saved_workbook_is_read_sheet_by_sheet() {
    let named = |name: &str| format!("<x:ExcelWorksheet><x:Name>{name}</x:Name></x:ExcelWorksheet>");
    let frames = format!(
        "<html><head><xml><x:ExcelWorkbook><x:ExcelWorksheets>{}{}</x:ExcelWorksheets></x:ExcelWorkbook></xml></head><frameset><frame src=\"s/1.htm\"></frameset></html>",
        named("2022年"),
        named("说明")
    );
    let remarks = page("<table><tr><td>填表说明</td><td>每行一篇</td></tr></table>");
    let part = |place: &str, markup: &str| {
        format!("--B\nContent-Location: file:///C:/{place}\nContent-Type: text/html; charset=\"utf-8\"\n\n{markup}\n")
    };
    let saved = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"B\"; type=\"text/html\"\n\n{}{}{}{}--B--\n",
        part("公告.htm", &frames),
        part("s/sheet001.htm", &page(&table("标题", "正文"))),
        part("s/sheet002.htm", &remarks),
        part("s/tabstrip.htm", "<html><body>2022年 说明</body></html>")
    );
    for name in ["公告.xls", "公告.mht"] {
        let (articles, said) = extracted(name, saved.as_bytes());
        check(&articles, &said);
        assert!(said.contains("工作表「2022年」按表头") && said.contains("工作表「说明」不是一行一篇的表"), "{said}");
    }
}

#[test]
fn names_are_mapped_and_other_tables_are_one_bulletin() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("公告.xls"));
    fs::write(&file, page(&table("事项", "事由"))).unwrap();
    let mapped = ["import", "--dry-run", "--map", "标题=事项", "--map", "正文=事由"];
    let dry = printed(&run(gongbao(&data).args(mapped).arg(&file)));
    assert!(dry.contains("事由 → 正文") && dry.contains("新增 2，"), "{dry}");
    let (articles, said) = extracted("公告.xls", page(&table("事项", "事由")).as_bytes());
    assert_eq!(articles.len(), 1, "{said}");
    let budget = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>渠道清淤</td><td>12</td></tr></table>";
    let (articles, said) = extracted("预算.xls", budget.as_bytes());
    assert_eq!(articles.len(), 1, "{said}");
    assert!(!said.contains("一行一篇"), "{said}");
}
