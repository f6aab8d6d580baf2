//! Parsers, tried: whatever the bytes, a parser says what it read or why it reads nothing. It never panics, never
//! goes on without end, and what it read keeps the promises that the store and the pages rely on.

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Once};
use std::time::{Duration, Instant};

use gongbao::ingest::web_archive::Archive;
use gongbao::ingest::crawler::links::Links;
use gongbao::ingest::crawler::robots::Robots;
use gongbao::ingest::crawler::{extract, lists, warc};
use gongbao::ingest::documents::{DocumentLimits, Documents};
use gongbao::ingest::draft::{Draft, Rejection};
use gongbao::ingest::normalize;
use gongbao::ingest::parse::document;
use gongbao::ingest::parse::document::Tools;
use gongbao::ingest::parse::table::{Table, read_row};
use gongbao::ingest::parse::{FieldNames, html, json, jsonl, text};
use gongbao::ingest::rules::Rules;
use gongbao::model::Article;
use url::Url;

use crate::runner::{Chance, Target, run_target};

/// The longest that one input may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parser {
    /// Web pages: the bulletin, the ways on, whether it is one.
    Html,
    /// Plain texts.
    Text,
    /// Lines of JSON, and JSON documents.
    Jsonl,
    /// Tables with a bulletin a row.
    Table,
    /// PDF.
    Pdf,
    /// DOCX, XLSX and PPTX.
    Office,
    /// ODT, ODS and ODP, packed and flat.
    Odf,
    /// Word's and Excel's XML in one file.
    OfficeXml,
    /// Saved pages and mails.
    Mime,
    /// ZIP of documents.
    Zip,
    /// 7Z of documents.
    SevenZip,
    /// RAR of documents.
    Rar,
    /// OFD.
    Ofd,
    /// EPUB.
    Epub,
    /// RTF.
    Rtf,
    /// DOC, XLS and WPS, without LibreOffice.
    Ole,
    /// robots.txt.
    Robots,
    /// Sitemaps, RSS, Atom.
    Lists,
    /// WARC.
    Warc,
    /// An operator's rules for a site.
    Rules,
}

/// A parser with its name, the endings of its seeds among the fixtures, and pieces of its inputs.
type Row = (Parser, &'static str, &'static [&'static str], fn(&[u8]), &'static [&'static str]);

const ROWS: &[Row] = &[
    (Parser::Html, "html", &["html"], |input| try_one(Parser::Html, input), MARKUP),
    (Parser::Text, "text", &["txt"], |input| try_one(Parser::Text, input), WORDS),
    (Parser::Jsonl, "jsonl", &["jsonl"], |input| try_one(Parser::Jsonl, input), JSON),
    (Parser::Table, "table", &["csv"], |input| try_one(Parser::Table, input), TABLE),
    (Parser::Pdf, "pdf", &["pdf"], |input| try_one(Parser::Pdf, input), PDF),
    (Parser::Office, "office", &["docx", "xlsx", "pptx"], |input| try_one(Parser::Office, input), XML),
    (Parser::Odf, "odf", &["odt", "ods", "fodp"], |input| try_one(Parser::Odf, input), ODF),
    (Parser::OfficeXml, "office-xml", &["doc", "xls"], |input| try_one(Parser::OfficeXml, input), XML),
    (Parser::Mime, "mime", &["mhtml", "eml"], |input| try_one(Parser::Mime, input), MIME),
    (Parser::Zip, "zip", &["docx", "odt", "epub"], |input| try_one(Parser::Zip, input), WORDS),
    (Parser::SevenZip, "sevenz", &["7z"], |input| try_one(Parser::SevenZip, input), WORDS),
    (Parser::Rar, "rar", &["rar"], |input| try_one(Parser::Rar, input), WORDS),
    (Parser::Ofd, "ofd", &["ofd"], |input| try_one(Parser::Ofd, input), XML),
    (Parser::Epub, "epub", &["epub"], |input| try_one(Parser::Epub, input), XML),
    (Parser::Rtf, "rtf", &["rtf"], |input| try_one(Parser::Rtf, input), RTF),
    (Parser::Ole, "ole", &["wps", "xls"], |input| try_one(Parser::Ole, input), WORDS),
    (Parser::Robots, "robots", &[], |input| try_one(Parser::Robots, input), ROBOTS),
    (Parser::Lists, "lists", &[], |input| try_one(Parser::Lists, input), LISTS),
    (Parser::Warc, "warc", &[], |input| try_one(Parser::Warc, input), WARC),
    (Parser::Rules, "rules", &["toml"], |input| try_one(Parser::Rules, input), TOML),
];

/// Runs a parser's target until the time is up.
pub fn run(parser: Parser) -> ExitCode {
    excuse_libraries();
    let Some((_, name, endings, try_one, pieces)) = ROWS.iter().find(|(known, ..)| *known == parser) else {
        return ExitCode::FAILURE;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = fixtures(&root.join("../tests/fixtures"), endings);
    seeds.push(root.join("corpus").join(name));
    let zipped = matches!(parser, Parser::Office | Parser::Odf | Parser::Ofd | Parser::Epub | Parser::Zip);
    run_target(Target {
        name,
        seeds: seeds.into_iter().filter(|seed| seed.exists()).collect(),
        pieces,
        most: 256 << 10,
        try_one: *try_one,
        change: match zipped {
            true => rezipped,
            false => |chance, inputs, target| chance.changed(inputs, target),
        },
        excused: || IN_LIBRARIES.load(Ordering::Relaxed),
    })
}

/// The fixtures with one of these endings, in the order of their names.
fn fixtures(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(fixtures(&path, endings));
        } else if path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A packed file with one of its entries changed: bytes changed from outside would only break its checksums.
fn rezipped(chance: &mut Chance, inputs: &[Vec<u8>], target: &Target) -> Vec<u8> {
    let Some(packed) = inputs.get(chance.below(inputs.len())).filter(|_| chance.below(8) > 0) else {
        return chance.changed(inputs, target);
    };
    let Ok(mut entries) = unpack(packed) else { return chance.changed(inputs, target) };
    let at = chance.below(entries.len());
    if let Some((_, content)) = entries.get_mut(at) {
        *content = chance.changed(std::slice::from_ref(content), target);
    }
    pack(&entries).unwrap_or_default()
}

type Entries = Vec<(String, Vec<u8>)>;

fn unpack(packed: &[u8]) -> zip::result::ZipResult<Entries> {
    let mut archive = zip::ZipArchive::new(Cursor::new(packed))?;
    let mut entries = Vec::new();
    for number in 0..archive.len().min(100) {
        let entry = archive.by_index(number)?;
        let name = entry.name()?.into_owned();
        let mut content = Vec::new();
        entry.take(1 << 20).read_to_end(&mut content)?;
        entries.push((name, content));
    }
    Ok(entries)
}

fn pack(entries: &Entries) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default())?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Panics inside libraries that read documents. The product reads documents in a process of their own, which
/// turns such a panic into the refusal of one file.
static IN_LIBRARIES: AtomicU64 = AtomicU64::new(0);
/// Whether a document is being read.
static READING_DOCUMENT: AtomicBool = AtomicBool::new(false);

fn excuse_libraries() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let ours = panic.location().is_none_or(|place| {
                !place.file().contains("/registry/") && !place.file().starts_with("/rustc/")
            });
            if READING_DOCUMENT.load(Ordering::Relaxed) && !ours {
                IN_LIBRARIES.fetch_add(1, Ordering::Relaxed);
            } else {
                usual(panic);
            }
        }));
    });
}

/// Tries one input.
///
/// # Panics
/// Where a promise is broken.
pub fn try_one(parser: Parser, input: &[u8]) {
    let started = Instant::now();
    match parser {
        Parser::Html => page(input),
        Parser::Text => taken(text::parse(input)),
        Parser::Jsonl => {
            taken(jsonl::parse_line(input));
            let records = json::parse_json(input, &FieldNames::default()).into_iter().flat_map(|found| found.records);
            for (number, bytes, draft) in records {
                assert!(number >= 1 && !bytes.is_empty());
                taken(draft);
            }
        }
        Parser::Table => {
            if let Ok(table) = Table::new(input, &FieldNames::default()) {
                table.rows(&FieldNames::default(), |row| {
                    taken(row.draft);
                    true
                });
            }
        }
        Parser::Pdf => office("a.pdf", input),
        Parser::Office => office("a.docx", input),
        Parser::Odf => office("a.odt", input),
        Parser::OfficeXml => {
            office("a.doc", &[b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>".as_slice(), input].concat());
            office("a.xls", &[b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>".as_slice(), input].concat());
            office("a.doc", input);
        }
        Parser::Mime => {
            office("a.eml", input);
            office("a.mhtml", input);
        }
        // As an archive of itself, so that what is inside is read as members are.
        Parser::Zip => {
            office("a.zip", &pack(&vec![("公告/公告.docx".to_owned(), input.to_vec()), ("公告/附件1.txt".to_owned(), input.to_vec())]).unwrap_or_default());
            office("a.zip", input);
        }
        Parser::SevenZip => office("a.7z", input),
        Parser::Rar => office("a.rar", input),
        Parser::Ofd => office("a.ofd", input),
        Parser::Epub => office("a.epub", input),
        Parser::Rtf => office("a.rtf", input),
        Parser::Ole => office("a.wps", input),
        Parser::Robots => robots(input),
        Parser::Lists => list(input),
        Parser::Warc => records(input),
        Parser::Rules => rules(input),
    }
    assert!(started.elapsed() < PATIENCE, "took {:?}", started.elapsed());
}

fn address() -> Url {
    Url::parse("http://www.qingcen.example/xwzx/202105/t20210509_1.html").expect("a literal")
}

/// Holds what was read against what a bulletin promises.
fn taken(draft: Result<Draft, Rejection>) {
    match draft.and_then(normalize) {
        Ok(article) => check(&article),
        Err(rejection) => {
            assert!(!rejection.reason.is_empty() && !rejection.remedy.is_empty(), "{rejection:?}")
        }
    }
}

fn check(article: &Article) {
    assert!(!article.title.trim().is_empty() && !article.title.contains('\n'));
    assert!(article.paragraphs.iter().all(|paragraph| !paragraph.trim().is_empty() && !paragraph.contains('\n')));
    if let Some(markup) = &article.body_html {
        let lower = markup.to_ascii_lowercase();
        // In text, brackets are escaped: what stands between two is a tag.
        for tag in lower.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
            let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            assert!(!["script", "iframe", "style", "form", "object", "svg", "base", "meta"].contains(&name), "<{tag}>");
            assert!(!tag.contains("=\"javascript:") && !tag.contains(" onerror="), "<{tag}>");
        }
    }
    let urls = article.attachments.iter().map(|attachment| attachment.url.as_str()).chain(article.url.as_deref());
    for url in urls.filter(|url| !url.is_empty()) {
        assert!(url.starts_with("http://") || url.starts_with("https://"), "{url}");
    }
    assert_eq!(article.content_hash(), article.content_hash());
}

fn page(input: &[u8]) {
    taken(html::parse(input, Some(address().as_str())));
    let links = Links::parse(input, &address(), None);
    for url in links.pages.iter().chain(&links.next).chain(&links.lists) {
        assert!(matches!(url.scheme(), "http" | "https") && url.fragment().is_none());
    }
    let _ = extract::parse_page(input, &address(), false, &Rules::default());
}

fn office(name: &str, input: &[u8]) {
    READING_DOCUMENT.store(true, Ordering::Relaxed);
    let read = document::parse(name, input, Tools { helpers: false, deadline: Instant::now() + PATIENCE, names: &FieldNames::default() });
    READING_DOCUMENT.store(false, Ordering::Relaxed);
    for document in read.into_iter().flatten() {
        assert!(document.pages.iter().flat_map(|page| &page.lines).all(|line| !line.text.trim().is_empty()));
        for sheet in &document.record_sheets {
            let columns = sheet.columns();
            assert!(columns.are_of_bulletins(&FieldNames::default()) && !sheet.rows.is_empty());
            for row in &sheet.rows {
                assert!(row.cells.len() <= columns.count());
                let read = read_row(&columns, row.cells.iter().map(String::as_str), &FieldNames::default());
                read.into_iter().for_each(|(_, draft)| taken(draft));
            }
        }
        let (draft, _) = document::draft_of(&document, name);
        taken(Ok(draft));
    }
}

fn robots(input: &[u8]) {
    let robots = Robots::parse(input, "gongbao");
    let long = format!("http://qingcen.example/{}", "a/*b$".repeat(300));
    for url in ["http://qingcen.example/", "http://qingcen.example/a?b=c&d=%E9%98%B2", "http://qingcen.example/robots.txt"]
        .into_iter()
        .chain([long.as_str()])
    {
        let url = Url::parse(url).expect("a literal");
        assert!(robots.allow(&url) || url.path() != "/robots.txt");
    }
    assert!(robots.delay.is_none_or(|delay| delay <= Duration::from_secs(60)));
}

fn list(input: &[u8]) {
    let list = lists::parse(input, &address());
    assert!(list.pages.len() + list.lists.len() <= 50_000);
    let _ = lists::is_list(input);
}

fn records(input: &[u8]) {
    let file = tempfile::Builder::new().suffix(".warc").tempfile().expect("a temporary file");
    std::fs::write(file.path(), input).expect("it is written");
    let limits = DocumentLimits { bytes: 1 << 20, isolated: false, helpers: false };
    let documents = Arc::new(Mutex::new(Documents::new(limits)));
    let archive = Archive::open(&[file.path().to_owned()], 1 << 20);
    READING_DOCUMENT.store(true, Ordering::Relaxed);
    archive.bulletins(&documents, &|_| false, &Rules::default(), &mut |finding| {
        if let gongbao::ingest::finding::Finding::Article(article) = finding {
            check(&article);
        }
        true
    });
    READING_DOCUMENT.store(false, Ordering::Relaxed);
    if let Some(answer) = warc::parse_http(input) {
        assert!(answer.content(1 << 20).is_ok_and(|content| content.len() <= 1 << 20) || answer.body.len() <= input.len());
    }
}

fn rules(input: &[u8]) {
    const PAGE: &str = "<html><head><title>停水公告</title></head><body><div class=content><h1>停水公告</h1><p>因管道检修，城北停水一天，请相互转告。</p></div></body></html>";
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.toml"), input).expect("it is written");
    match Rules::load(folder.path()) {
        Ok(rules) => taken(html::parse_with(PAGE.as_bytes(), Some(address().as_str()), &rules)),
        Err(error) => assert!(error.to_string().contains("a.toml"), "{error}"),
    }
}

const TABLE: &[&str] = &["标题", "正文", "文号", "\"", "\"\"", ",", ";", "\t", "|", "\r\n", "<p>", "2022-06-03", "\u{FEFF}"];

const WORDS: &[&str] = &[
    "青岑县", "来源：", "记者 ", "编辑：", "责任编辑", "（记者 ", "）", "2021-05-09", "2021年5月9日", "2020/02/04", " 08:30",
    "发布时间：", "索引号：", "发文字号：", "青政办发〔2021〕17号", "附件：", "1. ", "版权所有", "ICP备", "当前位置：首页 > ", "。",
    "，", "：", "\n", "\n\n", "\r\n", "\u{3000}\u{3000}", "\t", "\u{feff}", "\u{0}", "\u{200b}", "𠮷", "e\u{301}", "\u{202e}",
    "关于停水的公告", "下一页", "May 9, 2021", "Source: ", "（二〇二一年五月九日）", "|", "｜",
];
const MARKUP: &[&str] = &[
    "<div>", "</div>", "<div id=zoom>", "<div class=\"TRS_Editor\">", "<p>", "</p>", "<br>", "<table><tr><td>", "</td><td>",
    "</td></tr></table>", "<td rowspan=99999 colspan=99999>", "<h1>", "</h1>", "<title>", "</title>", "<a href=\"/a.pdf\">附件</a>",
    "<a href=2.html>下一页</a>", "<a href='javascript:alert(1)'>", "<img src=x onerror=alert(1)>", "<script>", "</script>",
    "<script>createPageHTML(9,1,\"index\",\"html\")</script>", "var ct=\"1620532800\";", "<style>", "<!--", "-->",
    "<!--enpproperty <title>", "</title><date>2021-05-09</date>/enpproperty-->", "<meta name=PubDate content=\"2021-05-09\">",
    "<meta charset=gbk>", "<meta charset=utf-16>", "<base href=\"//x\">", "<svg>", "<math>", "<template>", "<iframe src=javascript:0>",
    "<form>", "<select><option>", "<ul><li>", "</ul>", "&nbsp;", "&#0;", "&#x110000;", "&lt;script&gt;", "style=\"display:none\"",
    "来源：青岑日报", "2021年5月9日 08:30", "发布时间：", "责任编辑：江一白", "（记者 陆青禾）", "县里召开会议，部署春灌工作。", "版权所有",
    "<nav>", "<footer>", "<article>", "<font>", "<b><i><b><i>", "</b></i>", "<a><a><a>", "\u{0}", "\u{fffd}", "<ucapcontent>",
    "<script type=application/ld+json>{\"headline\":\"a\",\"datePublished\":\"2021-05-09\"}</script>",
];
const JSON: &[&str] = &[
    "{", "}", "[", "]", "\"", ":", ",", "\"title\":", "\"body\":", "\"paragraphs\":[", "\"date\":\"2021-05-09\"", "\"url\":\"http://a/\"",
    "\"attachments\":[{", "null", "true", "1e999", "-0", "9223372036854775808", "\\u0000", "\\ud800", "\\n", "[[[[[[[[", "青岑县",
    "\"body_html\":\"<script>\"", "\"authors\":\"甲 乙\"", "\"issued_on\":\"二〇二一年\"", "\n", "\u{feff}",
];
const XML: &[&str] = &[
    "<a>", "</a>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "&#x0;", "<![CDATA[", "]]>", "<?xml version=\"1.0\" encoding=\"gbk\"?>",
    "<w:p>", "</w:p>", "<w:tbl><w:tr><w:tc>", "<w:t>公告</w:t>", "<w:instrText>", "<row r=\"99999999\">", "<c r=\"ZZZ99\" t=\"s\"><v>",
    "</v></c>", "4294967295", "-1", "NaN", "1e38", "<ofd:TextCode X=\"0\" Y=\"0\" DeltaX=\"g 99999999 1\">", "<ofd:PageArea>",
    "<itemref idref=\"a\"/>", "<item id=\"a\" href=\"../../../a\"/>", "../", "/", "xmlns:x=\"y\"", "\"", "<p>", "公告",
];
const ODF: &[&str] = &[
    "<text:p>", "</text:p>", "<text:h text:style-name=\"P1\">", "<text:s text:c=\"99999999\"/>", "<text:list text:style-name=\"L1\">",
    "<text:list-item>", "</text:list-item></text:list>", "<table:table>", "</table:table>", "<table:table-row table:number-rows-repeated=\"1048576\">",
    "<table:table-cell table:number-columns-repeated=\"16384\" table:number-rows-spanned=\"99999999\">", "</table:table-cell>", "</table:table-row>",
    "<table:covered-table-cell/>", "<office:annotation>", "<text:note>", "</text:note>", "<draw:text-box>", "</draw:text-box>", "<draw:page>", "</draw:page>",
    "<style:style style:name=\"P1\" style:parent-style-name=\"P1\">", "text:start-value=\"-9223372036854775808\"", "公告", "&b;", "<!DOCTYPE a [<!ENTITY b \"c\">]>",
];
const MIME: &[&str] = &[
    "Content-Type: ", "multipart/mixed; boundary=", "multipart/related; boundary=\"b\"", "text/html; charset=gb2312", "message/rfc822", "\r\n", "\n\n", "--b", "--b--",
    "--=_1", "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "=E5=85=B3", "=\n", "=?utf-8?B?5YWz?=", "=?gb2312?Q?=B9=D8?=", "=?", "?=",
    "filename*0*=utf-8''%E5", "; name=\"", "Subject: ", "Date: Wed, 6 Apr 2022 09:00:00 +0800", "From: a@b", "Content-Location: http://a/", "<frameset>", "<p>公告</p>", "\u{0}",
];
const PDF: &[&str] = &[
    "obj", "endobj", "stream\n", "endstream", "<<", ">>", "[", "]", "/Length 99999999", "/Length -1", "/Type /Page", "/Kids [1 0 R]",
    "/Parent 1 0 R", "/Filter /FlateDecode", "/Filter [/ASCIIHexDecode /ASCIIHexDecode]", "/Predictor 15", "/Columns 2147483647", "BT",
    "ET", "Tj", "TJ", "Tf", "Tm", "cm", "q", "Q", "Do", "(\\", ")", "<feff>", "1 0 R", "0 0 0 0", "9999999999", "-1e38", "NaN", "xref",
    "trailer", "startxref", "%%EOF", "beginbfrange", "endbfrange", "<0000> <ffff> <0000>", "/ToUnicode 1 0 R", "/Encrypt",
];
const RTF: &[&str] = &[
    "{", "}", "\\par", "\\'d6\\'d0", "\\u20013?", "\\uc99999", "\\u-32768", "\\bin99999999 ", "\\ansicpg936", "\\ansicpg99999",
    "\\fonttbl", "\\f99999", "\\*", "\\pict", "\\cell", "\\row", "\\trowd", "\\~", "\\-99999999999", "{\\*\\x", "公告", "\\\n",
];
const ROBOTS: &[&str] = &[
    "User-agent: ", "gongbao", "*", "\n", "\r", "Disallow: ", "Allow: ", "/", "$", "%2A", "%", "Crawl-delay: ", "1e308", "NaN", "-1",
    "Sitemap: ", "http://qingcen.example/a.xml", "#", ":", "：", "\u{feff}", "a*a*a*a*a*a*a*b$",
];
const LISTS: &[&str] = &[
    "<urlset>", "</urlset>", "<url><loc>", "</loc></url>", "<lastmod>2021-05-09</lastmod>", "<sitemapindex><sitemap>", "<rss><channel>",
    "<item>", "</item>", "<link>", "</link>", "<guid>", "<pubDate>Tue, 04 Feb 2020 08:30:00 +0800</pubDate>", "<feed>", "<entry>",
    "<link rel='next' href='?page=2'/>", "<![CDATA[", "]]>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "http://qingcen.example/a", "\n",
    "<?xml version='1.0' encoding='gb2312'?>", "31 Feb 99999",
];
const WARC: &[&str] = &[
    "WARC/1.0\r\n", "WARC-Type: response\r\n", "WARC-Target-URI: http://qingcen.example/a.html\r\n", "WARC-Date: 2021-05-09T00:00:00Z\r\n",
    "Content-Length: ", "99999999999999999999", "0", "-1", "\r\n\r\n", "HTTP/1.1 200 OK\r\n", "Content-Type: text/html\r\n",
    "Content-Encoding: gzip\r\n", "Content-Encoding: br, br\r\n", "Transfer-Encoding: chunked\r\n\r\n", "ffffffffffffffff\r\n",
    "WARC-Segment-Number: 2\r\n", "<h1>停水公告</h1>", "<p>因管道检修，城北停水一天。</p>", "Content-Type: application/http\r\n",
];
const TOML: &[&str] = &[
    "host = ", "site_name = ", "\"qingcen.example\"", "[", "]", "\"", "'''", "\n", "title = ", "body = ", "\"div.content\"",
    "remove = [", "date = \"h1@title\"", "\"*\"", "\":has(:has(*))\"", "\"a:nth-child(99999999999n+1)\"", "\":not(\"", "= 1", "\\u0000", "#",
];
