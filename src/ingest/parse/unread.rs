//! Formats that people have and that are not read, each with the way to convert it: who meets one is told what it is and
//! what to do, instead of that nobody knows it.

use super::charset;
use crate::ingest::draft::Rejection;

/// A format that is known and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    endings: &'static [&'static str],
    name: &'static str,
    remedy: &'static str,
    /// Whether bulletins come in it, so that passing one over in a folder must be said.
    pub holds_text: bool,
}

impl Unread {
    /// The rejection of a file of this format.
    pub fn rejection(&self) -> Rejection {
        Rejection::new(format!("是{}，不读这种格式", self.name), self.remedy)
    }
}

const UNPACK: &str = "请解开后重新打成 ZIP，或直接导入解开的文件夹";
const PRINT: &str = "请用原来的阅读器打开，打印或另存为 PDF 再导入";
const PICTURE: &str = "请合成 PDF 再导入；装有 poppler-utils 与 tesseract-ocr-chi-sim 时会识别其中的文字";

const fn document(endings: &'static [&'static str], name: &'static str, remedy: &'static str) -> Unread {
    Unread { endings, name, remedy, holds_text: true }
}

const fn other(endings: &'static [&'static str], name: &'static str, remedy: &'static str) -> Unread {
    Unread { endings, name, remedy, holds_text: false }
}

const OLD_WPS: Unread =
    document(&["wps", "wpt", "et", "ett"], "早期的 WPS 文件", "请用 WPS 打开，另存为 DOCX 或 XLSX 再导入");
const UOF: Unread = document(
    &["uof", "uot", "uos", "uop"],
    "标文通（UOF）文件",
    "请用 WPS 或永中打开，另存为 DOCX、XLSX 或 PDF 再导入",
);

const TAB_TEXT: Unread = Unread {
    endings: &[],
    name: "制表符分隔的文本，名称却是办公文件的",
    remedy: "请把名称改成 .txt（一行一篇的表改成 .csv）再导入，或用 Excel 或 WPS 打开，另存为 XLSX 再导入",
    holds_text: true,
};
const PLAIN_TEXT: Unread =
    Unread {
        endings: &[], name: "纯文本，名称却是办公文件的", remedy: "请把名称改成 .txt 再导入", holds_text: true
    };
const FEED: Unread = Unread {
    endings: &["rss", "atom"],
    name: "订阅源（RSS、Atom）",
    remedy: "请导入其中各篇的网页，或转换成 JSONL、CSV（一行一篇）再导入",
    holds_text: false,
};
const XML: Unread = Unread {
    endings: &["xml"],
    name: " XML 文件",
    remedy: "里面是公报的，请转换成 JSONL、CSV（一行一篇）或网页再导入",
    holds_text: false,
};
const MARKDOWN: Unread = Unread {
    endings: &["md", "markdown"],
    name: " Markdown 文本",
    remedy: "请转换成网页，或去掉标记、把名称改成 .txt 再导入",
    holds_text: false,
};

/// Endings of office files, under which other things are handed out.
const OFFICE: &[&str] = &["doc", "docx", "xls", "xlsx", "wps", "et", "ppt", "pptx"];

const FORMATS: &[Unread] = &[
    FEED,
    XML,
    MARKDOWN,
    OLD_WPS,
    UOF,
    document(&["tar", "tgz", "cab", "arj", "lzh", "iso", "xz", "bz2"], "压缩包或存档", UNPACK),
    document(&["caj", "kdh", "nh", "teb"], "知网（CAJ）文件", "请用 CAJViewer 打开，打印或另存为 PDF 再导入"),
    document(&["ceb", "cebx"], "方正 Apabi（CEB）文件", "请用方正阅读器打开，打印为 PDF 再导入"),
    document(&["gd", "gw", "sep", "s72", "s92"], "书生（GD、SEP）文件", PRINT),
    document(&["vip", "pdg"], "超星或维普的文件", PRINT),
    document(&["wdl"], "华康 DynaDoc 文件", PRINT),
    document(&["djvu", "djv", "xps", "oxps"], "电子文档（DjVu、XPS）", PRINT),
    document(&["aip"], "点聚 AIP 文件", PRINT),
    document(&["mobi", "azw", "azw3", "chm", "umd"], "电子书", "请用 Calibre 转换成 EPUB 再导入"),
    document(&["xlsb"], " Excel 二进制工作簿（XLSB）", "请用 Excel 或 WPS 另存为 XLSX 再导入"),
    document(&["pages", "numbers", "key"], " iWork 文件", "请在 iWork 里导出为 DOCX、XLSX 或 PDF 再导入"),
    document(&["msg", "pst", "dbx"], " Outlook 邮件", "请把邮件另存为 .eml 或网页再导入"),
    document(&["vsd", "vsdx", "pub", "one", "mpp"], " Office 的图表、出版物或笔记", PRINT),
    document(&["mdb", "accdb", "dbf"], "数据库文件", "请导出为 CSV、XLSX 或 JSONL 再导入"),
    other(&["jpg", "jpeg", "png", "bmp", "tif", "tiff", "gif", "webp", "heic", "jp2"], "图片", PICTURE),
    other(&["mp4", "mp3", "wav", "avi", "wmv", "flv", "mov", "m4a", "wma"], "音像", "请把其中的文字整理成文本再导入"),
];

/// The format that a file is of, where it is known and not read.
pub fn known(name: &str, head: &[u8]) -> Option<&'static Unread> {
    if let Some(found) = by_signature(head) {
        return Some(found);
    }
    let name = name.rsplit('/').next().unwrap_or(name);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    if OFFICE.contains(&ending.as_str()) && is_text(head) {
        let first = head.split(|byte| *byte == b'\n').nth(1).unwrap_or(head);
        return Some(if first.contains(&b'\t') { &TAB_TEXT } else { &PLAIN_TEXT });
    }
    FORMATS.iter().find(|format| format.endings.contains(&ending.as_str()))
}

/// Whether bytes are text, in whatever encoding of the country.
fn is_text(head: &[u8]) -> bool {
    const LEAST: usize = 16;
    let start = &head[..head.len().min(4_096)];
    let decoded = charset::decode_plain(start);
    // A letter may be cut at the end.
    let is_known = decoded.encoding == "utf-8" || charset::is_chinese(&decoded.encoding);
    let controls = decoded.text.chars().filter(|c| c.is_control() && !c.is_ascii_whitespace()).count();
    start.len() >= LEAST
        && is_known
        && decoded.replaced <= 2
        && controls == 0
        && !start.trim_ascii_start().starts_with(b"<")
}

/// XML of kinds that are not read: feeds, and what anybody writes down as XML.
fn kind_of_xml(start: &[u8]) -> Option<&'static Unread> {
    let lower = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start().to_ascii_lowercase();
    let has = |wanted: &[u8]| memchr::memmem::find(&lower, wanted).is_some();
    let is_feed = lower.starts_with(b"<") && (has(b"<rss") || has(b"<feed") || has(b"<rdf:rdf"));
    if is_feed { Some(&FEED) } else { lower.starts_with(b"<?xml").then_some(&XML) }
}

fn by_signature(head: &[u8]) -> Option<&'static Unread> {
    let of = |ending: &str| FORMATS.iter().find(|format| format.endings.contains(&ending));
    let signatures: &[(&[u8], &str)] = &[
        (b"CAJ\0", "caj"),
        (b"HN\0\0", "caj"),
        (b"KDH ", "kdh"),
        (b"Founder CEB", "ceb"),
        (b"AT&TFORM", "djvu"),
        (b"MSCF", "cab"),
        (b"ITSF", "chm"),
        (b"BZh", "bz2"),
        (b"\xFD7zXZ\0", "xz"),
        (b"\xFF\xD8\xFF", "jpg"),
        (b"\x89PNG\r\n", "png"),
        (b"GIF8", "gif"),
        (b"II*\0", "tif"),
        (b"MM\0*", "tif"),
    ];
    if let Some((_, ending)) = signatures.iter().find(|(signature, _)| head.starts_with(signature)) {
        return of(ending);
    }
    if head.get(257..262) == Some(b"ustar") {
        return of("tar");
    }
    let start = &head[..head.len().min(1_024)];
    memchr::memmem::find(start, "标文通".as_bytes())
        .or_else(|| memchr::memmem::find(start, b"http://schemas.uof.org"))
        .and_then(|_| of("uof"))
        .or_else(|| kind_of_xml(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_named_with_the_way_to_convert_it() {
        let check = |name: &str, head: &[u8], expected: &[&str]| {
            let message = known(name, head).map(|known| known.rejection().to_string()).unwrap_or_default();
            assert!(expected.iter().all(|part| message.contains(part)), "{name}: {message}");
        };
        check("文/论文.CAJ", b"", &["CAJ", "PDF"]);
        check("a.ceb", b"", &["CEB", "PDF"]);
        check("a.wps", b"\x01WPS", &["早期的 WPS", "DOCX"]);
        check("a.tar", b"", &["ZIP"]);
        check("扫描.jpg", b"", &["图片", "PDF"]);
        check("a.xml", "<?xml version=\"1.0\" encoding=\"GBK\"?><docs/>".as_bytes(), &["XML", "JSONL"]);
        check("a.xml", b"<?xml version=\"1.0\"?><rss version=\"2.0\">", &["RSS", "JSONL"]);
        check("a.md", "# 停水公告".as_bytes(), &["Markdown", ".txt"]);
        let (gbk, _, _) = encoding_rs::GBK.encode("青岑县茶园统计表\n村\t面积\n东村\t0012\n");
        check("表.xls", &gbk, &["制表符", ".csv", "XLSX"]);
        check("a.doc", "停水公告\n城北停水一天，请转告。\n".as_bytes(), &["纯文本", ".txt"]);
        assert_eq!(known("a.doc", &[0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(known("a.xyz", b"abc"), None);
        assert_eq!(known("没有扩展名", b""), None);
        for format in FORMATS {
            let message = format.rejection().to_string();
            assert!(message.contains("请") && !format.endings.is_empty(), "{message}");
        }
    }
}
