//! Taking in: what was fetched becomes a bulletin, or is recognised as a column that only leads to some. The
//! same from the network as from an archive.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use url::Url;

use super::lists;
use crate::ingest::documents::{Documents, Taken, file_name, media_type};
use crate::ingest::draft::{Draft, Rejection};
use crate::ingest::normalize::normalize;
use crate::ingest::parse::document::RecordSheet;
use crate::ingest::parse::table::read_row;
use crate::ingest::parse::{FieldNames, Format, html};
use crate::ingest::rules::Rules;
use crate::model::{Article, Field};
use crate::store::Original;

/// What some content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A web page.
    Page,
    /// A sitemap or feed.
    List,
    /// A document: PDF, Word …
    Document,
    /// Nothing that gongbao reads.
    Other,
}

/// Tells what the content is, by itself first and then by its name and what the server says of it.
pub fn kind_of(url: &Url, media: Option<&str>, content: &[u8]) -> Kind {
    if lists::is_list(content) {
        return Kind::List;
    }
    let media = media.unwrap_or_default().to_ascii_lowercase();
    let name = name_of(url);
    match Format::detect(&name, content) {
        Some(format) if format.is_document() => Kind::Document,
        Some(Format::Html) => Kind::Page,
        _ if media.contains("html") || media.is_empty() && memchr::memmem::find(content, b"<").is_some() => Kind::Page,
        _ => Kind::Other,
    }
}

/// The name of the file that an address leads to.
pub fn name_of(url: &Url) -> String {
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let path = decode(url.path());
    let name = file_name(&path);
    // A download script names the file in its query.
    let asked = url.query_pairs().map(|(_, value)| value.into_owned()).find(|value| html::media_type(value).is_some());
    match asked {
        Some(asked) if html::media_type(name).is_none() => file_name(&asked).to_owned(),
        _ => name.to_owned(),
    }
}

/// What became of a page.
pub enum Read {
    /// A bulletin; its attachments are not filled yet.
    Bulletin(Box<Draft>),
    /// A page that only leads to others.
    Column,
}

/// Reads a web page. `always` takes it for a bulletin, whatever it looks like.
///
/// # Errors
/// Of the parser.
pub fn parse_page(content: &[u8], url: &Url, always: bool, rules: &Rules) -> Result<Read, Rejection> {
    let draft = html::parse_with(content, Some(url.as_str()), rules)?;
    let name = url.path().rsplit('/').next().unwrap_or_default();
    Ok(if always || html::is_bulletin(&draft, name, html::LeastProse::FOUND) {
        Read::Bulletin(Box::new(draft))
    } else {
        Read::Column
    })
}

/// Files that a bulletin offers, as they were fetched, by address.
pub type Files = HashMap<String, Original>;

/// Finishes a bulletin with its files.
///
/// # Errors
/// Of [`normalize()`].
pub fn finish(mut draft: Draft, files: &Files, documents: &Mutex<Documents>) -> Result<Article, Rejection> {
    for linked in &mut draft.attachments {
        let Some(original) = files.get(&linked.attachment.url) else { continue };
        let Ok(url) = Url::parse(&linked.attachment.url) else { continue };
        let mut name = name_of(&url);
        if html::media_type(&name).is_none() && html::media_type(&linked.attachment.title).is_some() {
            name = file_name(&linked.attachment.title).to_owned();
        }
        let mut documents = documents.lock().unwrap_or_else(PoisonError::into_inner);
        linked.attachment.file = Some(documents.attached(&name, original));
        linked.attachment.media_type = Some(media_type(&name).to_owned());
    }
    normalize(draft)
}

/// What of the files of a bulletin could not be read.
pub fn notes_of_files(article: &Article) -> impl Iterator<Item = String> {
    article.attachments.iter().filter_map(|attachment| {
        let reason = attachment.file.as_ref()?.reason.as_ref()?;
        Some(format!("附件《{}》：{reason}", attachment.title))
    })
}

/// What was read of a document that stands by itself.
pub struct ParsedDocument {
    /// Its bulletins, and why those that are missing are.
    pub articles: Vec<Result<Article, Rejection>>,
    /// The files that they have.
    pub originals: Vec<Original>,
    /// What could not be read as it should be.
    pub notes: Vec<String>,
}

/// The bulletins of a document that stands by itself.
///
/// # Errors
/// Where nothing of it can be read.
pub fn parse_document(
    original: &Original,
    url: &Url,
    documents: &Arc<Mutex<Documents>>,
) -> Result<ParsedDocument, Rejection> {
    let name = name_of(url);
    let taken = documents.lock().unwrap_or_else(PoisonError::into_inner).alone(&name, original)?;
    let one = taken.len() == 1;
    let mut parsed = ParsedDocument { articles: Vec::new(), originals: Vec::new(), notes: Vec::new() };
    for mut taken in taken {
        if let Ok(Taken { is_list: true, entry: Some(entry), notes, .. }) = &taken {
            parsed.notes.extend_from_slice(notes);
            parsed.notes.push(format!("{entry}：{}，没有收录", html::NO_BULLETIN));
            continue;
        }
        if let Ok(taken) = &mut taken
            && !taken.record_sheets.is_empty()
        {
            parsed.notes.append(&mut taken.notes);
            parsed.articles.extend(std::mem::take(&mut taken.record_sheets).iter().flat_map(bulletins_of));
            continue;
        }
        parsed.articles.push(taken.and_then(|mut taken| {
            // Entries of an archive share its address, which cannot name each of them.
            if one {
                taken.draft.claim(Field::Url, url.as_str(), "fetched");
            }
            if let Some(linked) = taken.draft.attachments.first_mut() {
                linked.attachment.url = url.as_str().to_owned();
            }
            parsed.originals.append(&mut taken.originals);
            parsed.notes.append(&mut taken.notes);
            normalize(taken.draft)
        }));
    }
    Ok(parsed)
}

/// The bulletins of a sheet that has one in each row.
fn bulletins_of(sheet: &RecordSheet) -> Vec<Result<Article, Rejection>> {
    let (columns, names) = (sheet.columns(), FieldNames::default());
    let rows = sheet.rows.iter().filter_map(|row| read_row(&columns, row.cells.iter().map(String::as_str), &names));
    rows.map(|(_, draft)| draft.and_then(normalize)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::documents::DocumentLimits;

    fn is(page: &str, url: &str) -> bool {
        matches!(
            parse_page(page.as_bytes(), &Url::parse(url).unwrap(), false, &Rules::default()),
            Ok(Read::Bulletin(_))
        )
    }

    #[test]
    fn columns_are_told_from_bulletins() {
        let rows =
            |n: usize, row: &str| format!("<html><body><div class=list><ul>{}</ul></div></body></html>", row.repeat(n));
        let listed = "<li><a href=t1.html>青岑县人民政府关于做好春耕备耕工作的通知</a><span>2023-03-01</span></li>";
        assert!(!is(&rows(20, listed), "http://qingcen.example/zwgk/"));
        assert!(!is(&rows(20, listed), "http://qingcen.example/zwgk/tzgg.html"));
        assert!(!is(&rows(3, listed), "http://qingcen.example/zwgk/list_2.html"));
        // Each with the opening of its bulletin: sentences, but of many.
        let opened = "<li><a href=t1.html>关于春耕的通知</a><p><a href=t1.html>各乡镇人民政府：为做好春耕工作，现通知如下。</a></p></li>";
        assert!(!is(&rows(20, opened), "http://qingcen.example/zwgk/tzgg.html"));

        // A column in a table of 2005, and one whose rows a script shows.
        let cells = "<tr><td>·<a href=show.asp?id=1>县里部署夏粮收购工作，要求敞开收购</a></td><td>2005-6-7</td></tr>";
        let table = format!(
            "<html><head><title>泊云之窗</title></head><body><table>{}</table></body></html>",
            cells.repeat(15)
        );
        assert!(!is(&table, "http://boyun.example/news.asp"));
        let script = format!(
            "<html><head><title>通知公告</title></head><body><div>当前位置：首页 &gt; 通知公告</div><script type='text/xml'>{}</script></body></html>",
            listed.repeat(9)
        );
        assert!(!is(&script, "http://boyun.example/col/col9/index.html"));

        let page = |body: &str| {
            format!("<html><head><title>停水公告_青岑县</title></head><body><h1>停水公告</h1>{body}</body></html>")
        };
        let short = page("<p>发布时间：2023-06-01 来源：青岑水务</p><p>因管道检修，城北停水一天，请相互转告。</p>");
        assert!(is(&short, "http://qingcen.example/zwgk/12.html"));
        assert!(!is(&page("<p>欢迎您</p>"), "http://qingcen.example/welcome.html"));
    }

    #[test]
    fn rows_of_a_sheet_by_itself_are_bulletins() {
        let limits = DocumentLimits { bytes: 1 << 20, isolated: false, helpers: false };
        let documents = Arc::new(Mutex::new(Documents::new(limits)));
        let table = "<table><tr><td>标题<td>正文</tr><tr><td>停水公告<td>城北停水。</tr><tr><td>停电公告<td>城南停电。</tr></table>";
        let original = Original::new(table.as_bytes().to_vec());
        let url = Url::parse("http://qingcen.example/f/gonggao.xls").unwrap();
        let parsed = parse_document(&original, &url, &documents).unwrap();
        let titles: Vec<&str> =
            parsed.articles.iter().map(|article| article.as_ref().unwrap().title.as_str()).collect();
        assert_eq!(titles, ["停水公告", "停电公告"]);
        assert!(parsed.articles.iter().all(|article| article.as_ref().unwrap().url.is_none()));
    }

    #[test]
    fn real_bulletins_are_taken_for_bulletins() {
        let Ok(corpus) = std::env::var("GONGBAO_CORPUS") else {
            eprintln!("SKIPPED: GONGBAO_CORPUS is not set");
            return;
        };
        let pages = std::path::Path::new(&corpus).join("html");
        let manifest = std::fs::read_to_string(pages.join("manifest.tsv")).unwrap();
        // Feeds, and the front page of a programme, are none.
        let none = |file: &&str| file.starts_with("chardet") || file.contains("index");
        let (mut right, mut wrong) = (0, Vec::new());
        for file in manifest.lines().skip(1).filter_map(|row| row.split('\t').next()).filter(|file| !none(file)) {
            let content = std::fs::read(pages.join(file)).unwrap();
            match parse_page(
                &content,
                &Url::parse("http://qingcen.example/zwgk/12.html").unwrap(),
                false,
                &Rules::default(),
            ) {
                Ok(Read::Bulletin(_)) => right += 1,
                _ => wrong.push(file.to_owned()),
            }
        }
        println!("{right} bulletins; taken for columns: {wrong:?}");
        assert!(right * 100 >= (right + wrong.len()) * 95);
    }
}
