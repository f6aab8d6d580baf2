//! The members of an archive or of a message: which are read and how, which belong to another of them, and which are
//! passed over. A file that is called an annex belongs to the one document that lies beside it, and a file that a page
//! links to belongs to the page.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::archive::{Budget, ReadEntry, resolve};
use super::content::{Annex, Content, Document};
use crate::ingest::draft::Rejection;
use crate::ingest::parse::{Format, html, unread};

/// Names of what is passed over that are written out.
const NAMED: usize = 20;

/// Members as they are read, one after the other.
pub struct Members {
    /// Every name of the archive.
    names: HashSet<String>,
    /// What was read, a file each.
    read: Vec<Annex>,
    passed_over: Vec<String>,
}

impl Members {
    /// None read yet, of an archive with these names.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self { names: names.map(str::to_owned).collect(), read: Vec::new(), passed_over: Vec::new() }
    }

    /// Whether a name is of something that people put into archives, and not of what their systems leave there.
    pub fn is_wanted(name: &str) -> bool {
        let left_behind = |part: &str| {
            part.starts_with('.')
                || part.starts_with("~$")
                || matches!(part, "__MACOSX" | "Thumbs.db" | "desktop.ini" | "Desktop.ini")
        };
        !name.split('/').any(left_behind)
    }

    /// How many were read.
    pub fn count(&self) -> usize {
        self.read.iter().map(|member| member.documents.len()).sum()
    }

    /// Reads a member, or says why it is not read.
    pub fn read(&mut self, name: &str, bytes: Vec<u8>, budget: &mut Budget, read_entry: ReadEntry<'_>) {
        if self.is_part_of_saved_page(name) {
            return;
        }
        let documents = match Format::detect(name, &bytes) {
            Some(Format::Json | Format::Jsonl | Format::Csv) => {
                self.passed_over.push(format!("{name}（请解开后导入）"));
                return;
            }
            Some(_) => read_entry(name, &bytes, budget).map_err(|rejection| rejection.to_string()),
            None => match unread::known(name, &bytes) {
                Some(known) if known.holds_text => Err(known.rejection().to_string()),
                _ if bytes.is_empty() => Err("文件是空的；请检查压缩包是否完整".to_owned()),
                _ => {
                    self.passed_over.push(name.to_owned());
                    return;
                }
            },
        };
        let documents =
            documents.unwrap_or_else(|reason| vec![Document { rejection: Some(reason), ..Document::default() }]);
        let content = if budget.may_keep(bytes.len()) { Content::from(bytes) } else { Content::default() };
        self.read.push(Annex { name: name.to_owned(), documents, content });
    }

    /// Says that a member could not be had.
    pub fn reject(&mut self, name: &str, rejection: &Rejection) {
        let rejected = Document { rejection: Some(rejection.to_string()), ..Document::default() };
        self.read.push(Annex { name: name.to_owned(), documents: vec![rejected], content: Content::default() });
    }

    /// What a browser puts into `X_files/` beside `X.html` is part of that page and no document.
    fn is_part_of_saved_page(&self, name: &str) -> bool {
        const FOLDERS: &[&str] = &["_files", ".files", "_file", "-Dateien"];
        const PAGES: &[&str] = &[".html", ".htm", ".shtml", ".xhtml"];
        let folders = name.match_indices('/').map(|(at, _)| &name[..at]);
        folders
            .filter_map(|folder| FOLDERS.iter().find_map(|end| folder.strip_suffix(end)))
            .any(|stem| PAGES.iter().any(|end| self.names.contains(&format!("{stem}{end}"))))
    }

    /// The members as files, each with what it says, and what was passed over.
    pub fn into_files(self, what: &str) -> (Vec<Annex>, Option<String>) {
        let left_out = self.left_out(what);
        (self.read, left_out)
    }

    /// The documents of the members, each with its annexes.
    ///
    /// # Errors
    /// Where nothing is left that could be taken in.
    pub fn finish(mut self, what: &str) -> Result<Vec<Document>, Rejection> {
        let left_out = self.left_out(what);
        self.read.sort_by(|one, other| one.name.cmp(&other.name));
        attach_linked(&mut self.read);
        attach_named(&mut self.read);
        let mut documents: Vec<Document> = self.read.into_iter().flat_map(named).collect();
        match documents.as_slice() {
            [] => {
                let others = left_out.map(|names| format!("（{names}）")).unwrap_or_default();
                return Err(Rejection::new(
                    format!("{what}里没有能读的文档{others}"),
                    "目前读其中的网页、TXT、PDF、OFD、Word、Excel、PPT、WPS、ODF、RTF、EPUB 和 MHTML；别的请解开后导入",
                ));
            }
            [only] if only.rejection.is_some() => {
                return Err(Rejection::new(
                    format!("{what}里的 {}", only.entry.as_deref().unwrap_or_default()),
                    only.rejection.clone().unwrap_or_default(),
                ));
            }
            _ => {}
        }
        if let Some(first) = documents.iter_mut().find(|document| document.rejection.is_none()) {
            first.left_out = first.left_out.take().or(left_out);
        }
        Ok(documents)
    }

    fn left_out(&self, what: &str) -> Option<String> {
        let count = self.passed_over.len();
        let more = if count > NAMED { "等" } else { "" };
        let names = self.passed_over.iter().take(NAMED).cloned().collect::<Vec<_>>().join("、");
        (count > 0).then(|| format!("{what}里另有 {count} 个文件没有读：{names}{more}"))
    }
}

/// The documents of a member, which know where they came from.
fn named(member: Annex) -> Vec<Document> {
    let Annex { name, documents, content } = member;
    let mut content = Some(content).filter(|content| content.length > 0);
    let single = documents.len() == 1;
    let label = |mut document: Document| {
        document.entry = Some(match document.entry.take() {
            Some(inner) => format!("{name}/{inner}"),
            None => name.clone(),
        });
        // An archive within the archive has given each of its own its bytes.
        if single && document.content.is_none() {
            document.content = content.take();
        }
        document
    };
    documents.into_iter().map(label).collect()
}

/// Gives pages the files that they link to.
fn attach_linked(members: &mut Vec<Annex>) {
    let mut at = 0;
    while at < members.len() {
        // What a list leads to are bulletins of their own.
        let page = members[at].documents.first().and_then(|document| document.web_page.as_ref());
        let page = page.filter(|page| !page.is_list);
        let hrefs = page.map(|page| links(&members[at].name, &page.markup)).unwrap_or_default();
        if hrefs.is_empty() {
            at += 1;
            continue;
        }
        let name = members[at].name.clone();
        let is_linked = |member: &Annex| {
            let is_page = member.documents.first().is_some_and(|document| document.web_page.is_some());
            !is_page && hrefs.contains(&member.name)
        };
        let (linked, others): (Vec<Annex>, Vec<Annex>) = std::mem::take(members).into_iter().partition(is_linked);
        *members = others;
        // Members that stood before it may have left.
        at = members.iter().position(|member| member.name == name).unwrap_or(members.len());
        if let Some(document) = members.get_mut(at).and_then(|member| member.documents.first_mut()) {
            document.annexes.extend(linked);
        }
        at += 1;
    }
}

/// The names of the entries that a page links to as files.
fn links(page: &str, markup: &str) -> Vec<String> {
    let Ok(draft) = html::parse(markup.as_bytes(), None) else { return Vec::new() };
    draft.attachments.iter().map(|linked| entry_of(page, &linked.href)).collect()
}

/// The name of the entry that a reference in an entry means.
pub fn entry_of(base: &str, href: &str) -> String {
    let path = href.split(['?', '#']).next().unwrap_or(href);
    resolve(base, &percent_encoding::percent_decode_str(path).decode_utf8_lossy())
}

fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn file_of(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Gives a document that lies by itself in a folder the files beside it that are called its annexes.
fn attach_named(members: &mut Vec<Annex>) {
    static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[（(\[【]?(附件|附表|附录|附图)\s*[0-9０-９一二三四五六七八九十]*")
            .expect("the pattern is a literal and a test runs it")
    });
    let is_annex = |member: &Annex| ANNEX.is_match(file_of(&member.name));
    let is_bulletin =
        |member: &Annex| matches!(member.documents.as_slice(), [only] if only.rejection.is_none() && !is_annex(member));
    let in_folder_of_annexes = |member: &Annex| ANNEX.is_match(file_of(folder_of(&member.name)));
    if !members.iter().any(|member| is_annex(member) || in_folder_of_annexes(member)) {
        return;
    }
    let mut folders: Vec<String> = members.iter().map(|member| folder_of(&member.name).to_owned()).collect();
    folders.dedup();
    for place in folders {
        let here = |member: &Annex| folder_of(&member.name) == place;
        // Annexes may lie in a folder of their own below the document.
        let below = |member: &Annex| folder_of(folder_of(&member.name)) == place && in_folder_of_annexes(member);
        if members.iter().filter(|member| here(member) && !is_annex(member)).count() != 1 {
            continue;
        }
        let Some(name) = members.iter().find(|member| here(member) && is_bulletin(member)).map(|m| m.name.clone())
        else {
            continue;
        };
        let belongs = |member: &Annex| member.name != name && (here(member) && is_annex(member) || below(member));
        let (annexes, others): (Vec<Annex>, Vec<Annex>) = std::mem::take(members).into_iter().partition(belongs);
        *members = others;
        if let Some(notice) = members.iter_mut().find(|member| member.name == name)
            && let Some(document) = notice.documents.first_mut()
        {
            document.annexes.extend(annexes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(names: &[&str]) -> Vec<Annex> {
        let member = |name: &&str| Annex {
            name: (*name).to_owned(),
            documents: vec![Document::default()],
            content: Content::default(),
        };
        names.iter().map(member).collect()
    }

    #[test]
    fn annexes_belong_to_the_one_document_beside_them() {
        let check = |names: &[&str], expected: &[(&str, usize)]| {
            let mut members = members(names);
            attach_named(&mut members);
            let found: Vec<(&str, usize)> =
                members.iter().map(|m| (m.name.as_str(), m.documents[0].annexes.len())).collect();
            assert_eq!(found, expected, "{names:?}");
        };
        check(&["公告/公告.docx", "公告/附件：名单.docx", "公告/附件2.xlsx"], &[("公告/公告.docx", 2)]);
        check(&["a/通知.pdf", "a/附件1.xls", "b/函.pdf", "b/（附件）表.doc"], &[("a/通知.pdf", 1), ("b/函.pdf", 1)]);
        check(&["通知.pdf", "附件/表一.xls", "附件/表二.xls"], &[("通知.pdf", 2)]);
        // Of two notices neither is surely meant, and a folder of annexes has none.
        check(&["一.pdf", "二.pdf", "附件.xls"], &[("一.pdf", 0), ("二.pdf", 0), ("附件.xls", 0)]);
        check(&["附件1.xls", "附件2.xls"], &[("附件1.xls", 0), ("附件2.xls", 0)]);
    }

    #[test]
    fn parts_of_saved_pages_and_what_systems_leave_are_no_members() {
        let members = Members::new(["通知.html", "通知_files/a.html", "别的_files/a.html"].into_iter());
        assert!(members.is_part_of_saved_page("通知_files/a.html"));
        assert!(!members.is_part_of_saved_page("别的_files/a.html"));
        for name in ["__MACOSX/._a.docx", "a/.DS_Store", "~$通知.docx", "Thumbs.db"] {
            assert!(!Members::is_wanted(name), "{name}");
        }
        assert_eq!(entry_of("a/b.html", "../c/%E8%A1%A8.xls?v=1"), "c/表.xls");
    }
}
