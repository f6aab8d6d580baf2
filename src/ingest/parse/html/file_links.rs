//! A link to a file is told by the ending of its name: a form, an annex, the scanned original, each with its media type.

use scraper::ElementRef;

use super::page::Page;

/// Endings of files that bulletins offer, with their media types (IANA registry; .wps and .et as WPS registers them).
pub const KINDS: &[(&str, &str)] = &[
    ("pdf", "application/pdf"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("wps", "application/vnd.ms-works"),
    ("et", "application/vnd.ms-excel"),
    ("ofd", "application/ofd"),
    ("rtf", "application/rtf"),
    ("epub", "application/epub+zip"),
    ("zip", "application/zip"),
    ("rar", "application/vnd.rar"),
    ("7z", "application/x-7z-compressed"),
];

/// Whether a text ends with the name of a file.
pub fn names_a_file(text: &str) -> bool {
    media_type(text).is_some()
}

/// Whether a line holds a link to a file.
pub fn links_a_file(page: &Page, line: usize) -> bool {
    page.nodes_of(&page.lines[line]).iter().filter_map(|node| page.html.tree.get(*node)).any(|node| {
        node.ancestors()
            .take(6)
            .filter_map(ElementRef::wrap)
            .any(|element| element.attr("href").is_some_and(names_a_file))
    })
}

/// The media type of a file by its name.
pub fn media_type(address: &str) -> Option<&'static str> {
    let path = address.trim().split(['?', '#']).next().unwrap_or(address);
    // A download script names the file in its query.
    [path, address.trim()].iter().find_map(|text| {
        let (_, ending) = text.rsplit_once('.')?;
        KINDS.iter().find(|(kind, _)| ending.eq_ignore_ascii_case(kind)).map(|(_, media_type)| *media_type)
    })
}
