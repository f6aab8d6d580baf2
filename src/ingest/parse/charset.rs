//! A character encoding is what turns a page's bytes into text. Pages declare one, and the declaration
//! is a witness, not a judge: the bytes decide, and every malformed sequence is counted.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8};

/// What spoke for the encoding that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// A byte order mark.
    ByteOrderMark,
    /// The `charset` of the HTTP header, which the bytes bear out.
    Header,
    /// The declaration inside the page, which the bytes bear out.
    Declaration,
    /// The bytes alone: there was no declaration, or it was wrong.
    Bytes,
}

/// Bytes as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without its byte order mark.
    pub text: String,
    /// The encoding in lower case, as the WHATWG names it: `utf-8`, `gb18030`, `big5` …
    pub encoding: String,
    /// What spoke for it.
    pub how: How,
    /// How many malformed sequences became U+FFFD.
    pub replaced: usize,
}

/// How far into a page its declaration is looked for, in bytes. The standard says 1,024; pages of this
/// country begin with long comments.
const DECLARATION_WITHIN: usize = 8_192;

/// How many bytes the detector is given; more does not change its mind.
const DETECTION_SAMPLE: usize = 256 * 1_024;

/// Below this many bytes outside ASCII the detector has too little to overrule a clean declaration.
const ENOUGH_TO_OVERRULE: usize = 120;

/// Decodes a page. Never fails: what no encoding explains becomes U+FFFD and is counted.
pub fn decode(bytes: &[u8], http_charset: Option<&str>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[length..], encoding, How::ByteOrderMark);
    }
    let header = http_charset.and_then(from_label).map(|encoding| (encoding, How::Header));
    let declared = declaration(bytes).map(|encoding| (encoding, How::Declaration));
    let witnesses: Vec<(&'static Encoding, How)> = header.into_iter().chain(declared).collect();
    let how_for = |encoding| witnesses.iter().find(|(named, _)| *named == encoding).map_or(How::Bytes, |(_, how)| *how);

    if is_utf8(bytes) {
        return decode_as(bytes, UTF_8, how_for(UTF_8));
    }
    let guess = detect(bytes);
    let beyond_ascii = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    for (encoding, how) in &witnesses {
        // A single-byte encoding decodes anything, so it cannot be verified: only the detector can speak for it.
        let verifiable = encoding.is_single_byte() || *encoding == UTF_8;
        if verifiable && *encoding != guess {
            continue;
        }
        let overruled = *encoding != guess && beyond_ascii >= ENOUGH_TO_OVERRULE;
        let decoded = decode_as(bytes, encoding, *how);
        if !overruled && decoded.replaced * 50 <= beyond_ascii {
            return decoded;
        }
    }
    decode_as(bytes, guess, how_for(guess))
}

/// Decodes a plain text file, which can declare nothing but a byte order mark.
pub fn decode_plain(bytes: &[u8]) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[length..], encoding, How::ByteOrderMark);
    }
    let encoding = if is_utf8(bytes) { UTF_8 } else { detect(bytes) };
    decode_as(bytes, encoding, How::Bytes)
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding, how: How) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    // U+FFFD may also stand in the page itself; that is a loss just as well.
    let replaced = if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
    Decoded { text: text.into_owned(), encoding: encoding.name().to_ascii_lowercase(), how, replaced }
}

/// Whether the bytes are UTF-8 but for a rare slip: a truncated end, a stray byte of an inserted fragment.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad * 50 <= good
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECTION_SAMPLE)], true);
    superset(detector.guess(None, Utf8Detection::Deny))
}

/// GB18030 contains GBK, which contains GB2312; pages that declare the small one use the large one.
fn superset(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

fn from_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';'));
    match label.to_ascii_lowercase().as_str() {
        // Names the standard does not know, met in pages.
        "gb-2312" | "gb_2312" | "gb2312-80" | "hz-gb-2312" | "cp936" | "ms936" => Some(GB18030),
        "big-5" | "big5-eten" | "cp950" => Some(BIG5),
        "utf8mb4" => Some(UTF_8),
        known => Encoding::for_label(known.as_bytes()).map(superset),
    }
}

/// The encoding a page names in `<meta charset>`, `<meta http-equiv>` or `<?xml encoding>`.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION_WITHIN)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let meta = head.split("<meta").skip(1).filter_map(|tag| {
        let tag = tag.split('>').next().unwrap_or(tag);
        Some(tag.split_once("charset")?.1)
    });
    let xml = head.strip_prefix("<?xml").and_then(|rest| rest.split("?>").next()?.split_once("encoding"));
    xml.map(|(_, value)| value).into_iter().chain(meta).find_map(|value| {
        let value = value.trim_start().strip_prefix('=')?;
        let value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let label = value.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next()?;
        from_label(label)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "青岑县人民政府办公室关于做好春季农田水利设施维护工作的通知，各乡镇人民政府要认真贯彻落实，确保灌溉用水，\
                          保障粮食安全，及时报告工程进展情况，并于三月底以前完成全部渠道的清淤和闸门的检修。";

    fn check(bytes: &[u8], header: Option<&str>, expected: (&str, How, usize)) {
        let decoded = decode(bytes, header);
        assert_eq!((decoded.encoding.as_str(), decoded.how, decoded.replaced), expected, "{}", decoded.text);
    }

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn the_bytes_overrule_a_lying_declaration() {
        let page = |charset: &str| format!("<meta charset={charset}><p>{SAMPLE}");
        check(page("gb2312").as_bytes(), None, ("utf-8", How::Bytes, 0));
        check(page("utf-8").as_bytes(), Some("gbk"), ("utf-8", How::Declaration, 0));
        check(&gbk(&page("gb2312")), None, ("gb18030", How::Declaration, 0));
        check(&gbk(&page("utf-8")), None, ("gb18030", How::Bytes, 0));
        check(&gbk(&page("utf-8")), Some("GBK"), ("gb18030", How::Header, 0));
        check(&gbk(&page("iso-8859-1")), None, ("gb18030", How::Bytes, 0));
        check(&gbk(&page("big5")), None, ("gb18030", How::Bytes, 0));
        check(&gbk("<p>公告"), Some("gb2312"), ("gb18030", How::Header, 0));
    }

    #[test]
    fn marks_and_slips() {
        check(b"\xEF\xBB\xBFabc", Some("gbk"), ("utf-8", How::ByteOrderMark, 0));
        check(b"\xFF\xFE\x6C\x51", None, ("utf-16le", How::ByteOrderMark, 0));
        check(&SAMPLE.as_bytes()[..SAMPLE.len() - 1], None, ("utf-8", How::Bytes, 1));
        check(b"", None, ("utf-8", How::Bytes, 0));
        let xml = format!("<?xml version=\"1.0\" encoding=\"GB2312\"?><t>{SAMPLE}</t>");
        check(&gbk(&xml), None, ("gb18030", How::Declaration, 0));
        assert_eq!(decode_plain(&gbk(SAMPLE)).text, SAMPLE);
    }
}
