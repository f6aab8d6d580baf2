//! RTF: text in groups of braces, with control words between. What a reader sees is kept; destinations
//! that hold fonts, styles, pictures and fields' instructions are passed over.

use encoding_rs::Encoding;

use super::content::{Document, DocumentPage, Line, broken};
use crate::ingest::draft::Rejection;
use crate::model::text::{tidy_line, tidy_row};

/// Groups open at once.
const DEPTH: usize = 512;

/// Groups whose text is not shown.
const HIDDEN: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "objdata",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "fldinst",
    "xmlnstbl",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "filetbl",
    "revtbl",
    "bkmkstart",
    "bkmkend",
    "nonshppict",
    "mmathPr",
    "pgptbl",
    "wgrffmtfilter",
];

/// What holds within a group.
#[derive(Clone)]
struct Group {
    hidden: bool,
    encoding: &'static Encoding,
    /// Characters to pass over after `\u`.
    fallback: usize,
    size: f32,
    deleted: bool,
}

/// Reads an RTF file.
pub fn parse(bytes: &[u8]) -> Result<Document, Rejection> {
    if !bytes.starts_with(b"{\\rtf") {
        return Err(broken("RTF", "开头不是 {\\rtf"));
    }
    let mut reader = Reader {
        bytes,
        at: 0,
        fonts: Vec::new(),
        group: Group { hidden: false, encoding: encoding_rs::WINDOWS_1252, fallback: 1, size: 12.0, deleted: false },
        outer: Vec::new(),
        pending: Vec::new(),
        skip: 0,
        surrogate: None,
        text: String::new(),
        size: 0.0,
        centred: false,
        in_table: false,
        lines: Vec::new(),
    };
    reader.run()?;
    let title = info_title(bytes);
    let page = DocumentPage { lines: reader.lines, ..DocumentPage::default() };
    Ok(Document { title, pages: vec![page], ..Document::default() })
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Encodings of the fonts that state a character set.
    fonts: Vec<(i32, &'static Encoding)>,
    group: Group,
    outer: Vec<Group>,
    /// Bytes written as `\'hh`, which only together are characters.
    pending: Vec<u8>,
    skip: usize,
    surrogate: Option<u16>,
    text: String,
    size: f32,
    centred: bool,
    in_table: bool,
    lines: Vec<Line>,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Rejection> {
        let mut font = None;
        let mut in_fonts = false;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    if self.outer.len() >= DEPTH {
                        return Err(Rejection::new(
                            format!("RTF 的分组嵌套超过 {DEPTH} 层"),
                            "请用文字处理软件另存后再导入",
                        ));
                    }
                    self.outer.push(self.group.clone());
                }
                b'}' => {
                    self.flush();
                    self.skip = 0;
                    if let Some(group) = self.outer.pop() {
                        self.group = group;
                    }
                    in_fonts &= self.outer.len() > 1;
                }
                b'\\' => {
                    let (word, number) = self.control();
                    match word {
                        "fonttbl" => (in_fonts, self.group.hidden) = (true, true),
                        "f" if in_fonts => font = number,
                        "fcharset" if in_fonts => {
                            if let (Some(font), Some(encoding)) = (font, number.and_then(of_charset)) {
                                self.fonts.push((font, encoding));
                            }
                        }
                        _ => self.obey(word, number),
                    }
                }
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
        self.end_line(false);
        Ok(())
    }

    /// The control word or symbol at hand, with its number.
    fn control(&mut self) -> (&'static str, Option<i32>) {
        let start = self.at;
        let rest = &self.bytes[start..];
        let letters = rest.iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        if letters == 0 {
            self.at += 1;
            return match rest.first() {
                Some(b'\'') => {
                    let digits = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
                    self.at += 2;
                    ("'", digits.and_then(|hex| i32::from_str_radix(hex, 16).ok()))
                }
                Some(b'*') => ("*", None),
                Some(b'~') => ("~", None),
                Some(b'_') => ("_", None),
                Some(b'\\') => ("\\", None),
                Some(b'{') => ("{", None),
                Some(b'}') => ("}", None),
                Some(b'\r' | b'\n') => ("par", None),
                _ => ("", None),
            };
        }
        let word = &rest[..letters];
        let digits = rest[letters..]
            .iter()
            .enumerate()
            .take(12)
            .take_while(|(place, b)| b.is_ascii_digit() || (*place == 0 && **b == b'-'))
            .count();
        let number = std::str::from_utf8(&rest[letters..letters + digits]).ok().and_then(|text| text.parse().ok());
        self.at += letters + digits;
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        (known(word), number)
    }

    fn obey(&mut self, word: &'static str, number: Option<i32>) {
        if word == "'" {
            match (self.skip, number) {
                (0, Some(byte)) if !self.group.hidden => self.pending.push(byte as u8),
                (0, _) => {}
                _ => self.skip -= 1,
            }
            return;
        }
        self.flush();
        match word {
            "*" => {
                // An optional destination: what we do not know by name is not shown.
                let next = self.bytes[self.at..].iter().take(40).copied().collect::<Vec<u8>>();
                let shown = [b"\\shppict".as_slice(), b"\\fldrslt", b"\\shptxt", b"\\shpinst"];
                self.group.hidden |= !shown.iter().any(|word| next.starts_with(word));
            }
            "par" | "sect" | "line" | "page" => self.end_line(false),
            "row" => {
                self.in_table = false;
                self.end_line(true);
            }
            "cell" | "nestcell" => {
                self.in_table = true;
                self.text.push('\t');
            }
            // Only cells are parted by tabs in a row.
            "tab" => self.text.push(if self.in_table { ' ' } else { '\t' }),
            "qc" => self.centred = true,
            "pard" | "ql" | "qr" | "qj" => self.centred = false,
            "intbl" => self.in_table = true,
            "fs" => self.group.size = number.unwrap_or(24) as f32 / 2.0,
            "plain" => (self.group.size, self.group.deleted) = (12.0, false),
            "deleted" | "v" => self.group.deleted = number != Some(0),
            "uc" => self.group.fallback = number.unwrap_or(1).clamp(0, 16) as usize,
            "u" => self.unicode(number.unwrap_or(0)),
            "ansicpg" => {
                if let Some(encoding) = number.and_then(of_code_page) {
                    self.group.encoding = encoding;
                    self.outer.iter_mut().for_each(|group| group.encoding = encoding);
                }
            }
            "f" => {
                if let Some((_, encoding)) = self.fonts.iter().find(|(font, _)| Some(*font) == number) {
                    self.group.encoding = encoding;
                }
            }
            "~" => self.push(' '),
            "_" | "emdash" | "endash" => self.push('—'),
            "bullet" => self.push('•'),
            "lquote" => self.push('‘'),
            "rquote" => self.push('’'),
            "ldblquote" => self.push('“'),
            "rdblquote" => self.push('”'),
            "\\" => self.push('\\'),
            "{" => self.push('{'),
            "}" => self.push('}'),
            hidden if HIDDEN.contains(&hidden) => self.group.hidden = true,
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.group.hidden {
            self.pending.push(byte);
        }
    }

    fn unicode(&mut self, number: i32) {
        self.skip = self.group.fallback;
        // Written as a signed 16-bit number; beyond the BMP as two of them.
        let unit = number as u16;
        let character = match (self.surrogate.take(), unit) {
            (_, 0xD800..=0xDBFF) => {
                self.surrogate = Some(unit);
                return;
            }
            (Some(high), 0xDC00..=0xDFFF) => char::decode_utf16([high, unit]).next().and_then(Result::ok),
            (_, unit) => char::from_u32(u32::from(unit)),
        };
        if let Some(character) = character {
            self.push(character);
        }
    }

    fn push(&mut self, character: char) {
        if !self.group.hidden && !self.group.deleted {
            self.size = self.size.max(self.group.size);
            self.text.push(character);
        }
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        if !self.group.deleted {
            self.size = self.size.max(self.group.size);
            self.text.push_str(&self.group.encoding.decode_without_bom_handling(&pending).0);
        }
    }

    fn end_line(&mut self, is_row: bool) {
        if self.in_table {
            // A paragraph within a cell goes on in the row.
            self.text.push(' ');
            return;
        }
        let text = if is_row { tidy_row(&self.text) } else { tidy_line(&self.text) };
        let line = Line { text, centred: self.centred, size: self.size };
        self.text.clear();
        self.size = 0.0;
        if !line.text.is_empty() {
            self.lines.push(line);
        }
    }
}

/// The words that are obeyed, and those that hide; all others are the empty word.
fn known(word: &[u8]) -> &'static str {
    const OBEYED: &[&str] = &[
        "par",
        "sect",
        "line",
        "page",
        "row",
        "cell",
        "nestcell",
        "tab",
        "pard",
        "qc",
        "ql",
        "qr",
        "qj",
        "intbl",
        "fs",
        "plain",
        "deleted",
        "v",
        "uc",
        "u",
        "ansicpg",
        "f",
        "fcharset",
        "emdash",
        "endash",
        "bullet",
        "lquote",
        "rquote",
        "ldblquote",
        "rdblquote",
    ];
    OBEYED.iter().chain(HIDDEN).find(|known| known.as_bytes() == word).copied().unwrap_or("")
}

fn of_code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        936 | 54936 => "gb18030",
        950 => "big5",
        932 => "shift_jis",
        949 => "euc-kr",
        65001 => "utf-8",
        1250..=1258 => return Encoding::for_label(format!("windows-{number}").as_bytes()),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

fn of_charset(number: i32) -> Option<&'static Encoding> {
    of_code_page(match number {
        134 => 936,
        136 => 950,
        128 => 932,
        129 => 949,
        0 => 1252,
        _ => return None,
    })
}

/// The title in the information group, where it is plain.
fn info_title(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(1 << 16)];
    let start = memchr::memmem::find(head, b"{\\title ")? + 8;
    let end = start + memchr::memchr(b'}', &head[start..])?;
    let title = std::str::from_utf8(&head[start..end]).ok()?;
    (!title.contains('\\')).then(|| title.trim().to_owned()).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rtf: &[u8]) -> Vec<String> {
        parse(rtf).unwrap().pages.remove(0).lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn reads_code_pages_unicode_and_tables() {
        let mut gbk =
            b"{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 \\'cb\\'ce;}}\\pard\\qc\\fs44 ".to_vec();
        for byte in encoding_rs::GBK.encode("关于河道清淤的通知").0.iter() {
            gbk.extend_from_slice(format!("\\'{byte:02x}").as_bytes());
        }
        gbk.extend_from_slice(b"\\par\\pard\\fs32 \\u21508?\\u38215?{\\*\\hiddenword x}\\u65306 ?\\par");
        gbk.extend_from_slice(b"\\trowd\\intbl A\\cell B\\cell\\row\\pard {\\pict 0011}C\\par}");
        let document = parse(&gbk).unwrap();
        let page = &document.pages[0];
        assert!(page.lines[0].centred && page.lines[0].size > 20.0);
        assert_eq!(lines(&gbk), ["关于河道清淤的通知", "各镇：", "A\tB", "C"]);
    }

    #[test]
    fn hostile_files_end() {
        assert!(parse(&[b"{\\rtf1".as_slice(), &b"{".repeat(100_000)].concat()).is_err());
        assert!(parse(b"PK").is_err());
        assert_eq!(lines(b"{\\rtf1 \\'"), Vec::<String>::new());
        assert_eq!(lines(b"{\\rtf1 a\\u-10179?\\u-8704?"), ["a😀"]);
    }
}
