//! What files are called and how large they are said to be, the same on every page.

use super::texts::Texts;

/// Kinds of files: the key of what it is called, the endings of its names, and its media types.
const KINDS: &[(&str, &[&str], &[&str])] = &[
    (
        "file-excel",
        &["xls", "xlsx", "xlsm"],
        &["application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    ),
    (
        "file-word",
        &["doc", "docx"],
        &["application/msword", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ),
    (
        "file-powerpoint",
        &["ppt", "pptx"],
        &["application/vnd.ms-powerpoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation"],
    ),
    ("file-wps", &["wps", "et", "dps"], &["application/vnd.ms-works", "application/wps-office.wps"]),
    (
        "file-opendocument",
        &["odt", "ods", "odp"],
        &[
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.presentation",
        ],
    ),
    ("file-pdf", &["pdf"], &["application/pdf"]),
    ("file-ofd", &["ofd"], &["application/ofd"]),
    ("file-csv", &["csv"], &["text/csv"]),
    ("file-text", &["txt"], &["text/plain"]),
    ("file-rtf", &["rtf"], &["application/rtf", "text/rtf"]),
    ("file-epub", &["epub"], &["application/epub+zip"]),
    ("file-page", &["htm", "html", "mht", "mhtml"], &["text/html", "application/xhtml+xml", "multipart/related"]),
    ("file-mail", &["eml", "msg"], &["message/rfc822"]),
    (
        "file-archive",
        &["zip", "rar", "7z", "tar", "gz"],
        &["application/zip", "application/vnd.rar", "application/x-rar-compressed", "application/x-7z-compressed"],
    ),
    (
        "file-image",
        &["jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp"],
        &["image/jpeg", "image/png", "image/gif"],
    ),
    ("file-audio", &["mp3", "wav", "m4a"], &["audio/mpeg", "audio/wav"]),
    ("file-video", &["mp4", "avi", "mov", "wmv"], &["video/mp4"]),
];

/// What a file is called, by the ending of its name or else by its media type; an ending that is not known, as it is.
pub fn kind(name: Option<&str>, media_type: Option<&str>, texts: &'static Texts) -> String {
    let is_ending = |text: &str| (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let ending = name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.filter(|ending| is_ending(ending));
    let media_type = media_type.map(|text| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    let has = |known: &[&str], own: &Option<String>| own.as_deref().is_some_and(|own| known.contains(&own));
    let by_ending = KINDS.iter().find(|(_, endings, _)| has(endings, &ending));
    match by_ending.or_else(|| KINDS.iter().find(|(.., types)| has(types, &media_type))) {
        Some((key, ..)) => texts.text(key).to_owned(),
        None => ending.map_or_else(|| texts.text("file-other").to_owned(), |ending| ending.to_ascii_uppercase()),
    }
}

/// Bytes as people say them, in thousands: `512 B`, `34 KB`, `1.2 GB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let mut amount = bytes as f64;
    let mut unit = 0;
    while amount >= 999.5 && unit + 1 < UNITS.len() {
        amount /= 1_000.0;
        unit += 1;
    }
    let digits = usize::from(amount < 9.95 && unit > 1);
    format!("{amount:.digits$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn files_are_called_by_words() {
        let check = |name: Option<&str>, media_type: Option<&str>, chinese: &str, english: &str| {
            assert_eq!(kind(name, media_type, Texts::new(Language::Hans)), chinese, "{name:?} {media_type:?}");
            assert_eq!(kind(name, media_type, Texts::new(Language::English)), english, "{name:?} {media_type:?}");
        };
        check(Some("预算.XLSX"), None, "Excel 表格", "Excel spreadsheet");
        check(Some("通知.docx"), Some("application/octet-stream"), "Word 文档", "Word document");
        check(None, Some("application/pdf; charset=x"), "PDF", "PDF");
        check(Some("图.dwg"), Some("image/vnd.dwg"), "DWG", "DWG");
        check(None, Some("application/x-unknown"), "文件", "File");
        check(None, None, "文件", "File");
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        for (bytes, expected) in [
            (0, "0 B"),
            (512, "512 B"),
            (999_600, "1.0 MB"),
            (34_000, "34 KB"),
            (1_234_567, "1.2 MB"),
            (45_600_000_000, "46 GB"),
        ] {
            assert_eq!(size(bytes), expected);
        }
    }
}
