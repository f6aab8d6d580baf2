//! The content of a document: pages or sections of lines, and what the file says of itself; and what holds for every
//! format that gives it: bounds, tools, and why a file cannot be read.

use serde::{Deserialize, Serialize};

use super::grid::Grid;
pub use super::line::{Line, limits, row_line};
use super::record_sheet::RecordSheet;
use crate::ingest::draft::Rejection;
use crate::ingest::parse::field_names::FieldNames;
use crate::model::text::tidy_row;

/// A page, a sheet, a chapter, or an entry of an archive.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentPage {
    /// The number printed pages are counted by, from 1; `None` where the file has no pages of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The name of the sheet, the chapter or the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What stands on it, in reading order, without empty lines.
    pub lines: Vec<Line>,
    /// Where it is a sheet, its cells, until they are lines.
    #[serde(skip)]
    pub(super) grid: Grid,
}

/// The bytes of a file that was taken out of another. In an answer only their number is written; the bytes follow it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// How many there are.
    pub length: usize,
    /// The bytes.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self { length: bytes.len(), bytes }
    }
}

/// A web page that was found inside another file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WebPage {
    /// Its markup.
    pub markup: String,
    /// The address that it was saved from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it only leads to bulletins, or to a login.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_list: bool,
}

/// A file that belongs to a document and is offered beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Annex {
    /// Its name, with its folders where it has any.
    pub name: String,
    /// What it says: an archive says several things.
    pub documents: Vec<Document>,
    /// The file itself.
    pub content: Content,
}

/// A plain text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PlainText {
    /// What it says.
    pub text: String,
    /// The two encodings that it is written in, where it is in two.
    pub mixed: Option<(String, String)>,
}

/// What was read of one file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The entry of the archive that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The title that the file states of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The authors that the file states, where that means who wrote it and not whose computer it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The date of publication that the file states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Whether what the file states is meant for readers, and is believed before its looks: a book's is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_book: bool,
    /// Pages in order.
    pub pages: Vec<DocumentPage>,
    /// Numbers of pages that hold a picture and no text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scanned: Vec<u32>,
    /// Numbers of pages whose letters could not be told: their fonts do not say which they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub garbled: Vec<u32>,
    /// Why some of it could not be read, and what would help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lacking: Option<String>,
    /// Why an entry of an archive was not read at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<String>,
    /// Where it is a web page, the page, which has fields of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web_page: Option<WebPage>,
    /// Where it is a plain text, the text, which is read as one by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain_text: Option<PlainText>,
    /// The file itself, where it was taken out of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// Files that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annexes: Vec<Annex>,
    /// Its sheets with a bulletin a row, where it has such.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub record_sheets: Vec<RecordSheet>,
    /// What else lay in its archive and was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

impl DocumentPage {
    /// A sheet of this name.
    pub(super) fn sheet(name: Option<String>, grid: Grid) -> Self {
        Self { name, grid, ..Self::default() }
    }
}

impl Document {
    /// Whether there is any text.
    pub fn has_text(&self) -> bool {
        self.pages.iter().any(|page| !page.lines.is_empty() || !page.grid.rows().is_empty())
    }

    /// A document of one page without a number.
    pub fn of_lines(lines: Vec<Line>) -> Self {
        Self { pages: vec![DocumentPage { lines, ..DocumentPage::default() }], ..Self::default() }
    }

    /// The bytes of every file within it, in the order in which they follow an answer.
    pub fn contents(&mut self) -> Vec<&mut Content> {
        let mut found: Vec<&mut Content> = self.content.iter_mut().collect();
        for annex in &mut self.annexes {
            found.push(&mut annex.content);
            found.extend(annex.documents.iter_mut().flat_map(Self::contents));
        }
        found
    }

    /// Finds the sheets with a bulletin a row, by what names of columns mean.
    pub(super) fn with_record_sheets(mut self, names: &FieldNames) -> Self {
        for page in self.pages.iter_mut().filter(|page| !page.grid.rows().is_empty()) {
            page.grid.settle();
            self.record_sheets.extend(RecordSheet::find(page.name.as_deref(), &page.grid, names));
        }
        self
    }

    /// Tidies lines and holds the bounds.
    pub fn bounded(mut self) -> Result<Self, Rejection> {
        if self.pages.len() > limits::PAGES {
            return Err(too_many_pages(self.pages.len()));
        }
        let mut bytes = 0;
        for page in &mut self.pages {
            page.grid.bounded()?;
            if page.lines.is_empty() {
                page.lines = std::mem::take(&mut page.grid).into_lines();
            }
            for line in &mut page.lines {
                line.text = tidy_row(&line.text);
                bytes += line.text.len();
            }
            page.lines.retain(|line| !line.text.is_empty());
        }
        if bytes > limits::TEXT_BYTES {
            return Err(Rejection::new(
                format!("文字有 {bytes} 字节，超过上限 {}", limits::TEXT_BYTES),
                "请拆分成几个文件再导入",
            ));
        }
        Ok(self)
    }
}

/// What a reader of documents may use beside itself.
#[derive(Debug, Clone, Copy)]
pub struct Tools<'a> {
    /// Whether programs that are installed (LibreOffice, Tesseract, poppler) may be asked for help.
    pub helpers: bool,
    /// When the answer must be ready.
    pub deadline: std::time::Instant,
    /// What names of columns mean, where a sheet has a bulletin a row.
    pub names: &'a FieldNames,
}

/// The rejection of a file that only its password opens.
pub fn locked() -> Rejection {
    Rejection::new("文件有密码，打不开", "请去掉密码后另存，再导入")
}

/// The rejection of a file with more pages than are read.
pub fn too_many_pages(count: usize) -> Rejection {
    Rejection::new(format!("有 {count} 页，超过上限 {}", limits::PAGES), "请拆分成几个文件再导入")
}

/// The rejection of a file that is not what it should be.
pub fn broken(what: &str, detail: impl std::fmt::Display) -> Rejection {
    Rejection::new(format!("不是完整的 {what} 文件：{detail}"), "请检查下载是否完整，或重新导出")
}
