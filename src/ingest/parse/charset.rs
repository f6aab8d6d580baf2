//! A character encoding is what turns a page's bytes into text. Pages declare one, and the declaration
//! is a witness, not a judge: the bytes decide, and every malformed sequence is counted.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8};

use crate::model::text::is_han;

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
    /// The second encoding, where parts of the bytes are in another one and were read in it: a footer that is included.
    pub mixed_with: Option<String>,
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
    decode_by(bytes, &header.into_iter().chain(declared).collect::<Vec<_>>())
}

/// Decodes a plain text file, which can declare nothing but a byte order mark; so may JSON and tables (CSV), of which only
/// UTF-8 is promised and others are met.
pub fn decode_plain(bytes: &[u8]) -> Decoded {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) => decode_as(&bytes[length..], encoding, How::ByteOrderMark),
        None => decode_by(bytes, &[]),
    }
}

/// Whether an encoding, by its name, is one that texts of the country are written in beside UTF-8.
pub fn is_chinese(encoding: &str) -> bool {
    matches!(encoding, "gb18030" | "gbk" | "big5" | "utf-16le" | "utf-16be")
}

/// Decodes bytes without a mark, of which `witnesses` say what they are.
fn decode_by(bytes: &[u8], witnesses: &[(&'static Encoding, How)]) -> Decoded {
    let how_for = |encoding| witnesses.iter().find(|(named, _)| *named == encoding).map_or(How::Bytes, |(_, how)| *how);
    if std::str::from_utf8(bytes).is_ok() {
        return decode_as(bytes, UTF_8, how_for(UTF_8));
    }
    if let Some(encoding) = utf16(bytes) {
        return decode_as(bytes, encoding, How::Bytes);
    }
    let shares = Shares::new(bytes);
    if shares.is_utf8() {
        return decode_mixed(bytes, UTF_8, detect_in(&shares.foreign), how_for(UTF_8));
    }
    let guess = detect(bytes);
    let beyond_ascii = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let decoded_as = |encoding: &'static Encoding, how| match shares.utf8_runs {
        0 => decode_as(bytes, encoding, how),
        _ => decode_mixed(bytes, encoding, UTF_8, how),
    };
    for (encoding, how) in witnesses {
        // A single-byte encoding decodes anything, so it cannot be verified: only the detector can speak for it.
        let verifiable = encoding.is_single_byte() || *encoding == UTF_8;
        if verifiable && *encoding != guess {
            continue;
        }
        let decoded = decoded_as(encoding, *how);
        // A few malformed bytes make the detector give up an encoding; what reads as Chinese is Chinese all the same.
        let reads_well = guess.is_single_byte() && is_common(&decoded.text, encoding);
        let overruled = *encoding != guess && beyond_ascii >= ENOUGH_TO_OVERRULE && !reads_well;
        if !overruled && decoded.replaced * 50 <= beyond_ascii {
            return decoded;
        }
    }
    decoded_as(guess, how_for(guess))
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding, how: How) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    // U+FFFD may also stand in the page itself; that is a loss just as well.
    let replaced = if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
    Decoded { text: text.into_owned(), encoding: name(encoding), how, replaced, mixed_with: None }
}

fn name(encoding: &'static Encoding) -> String {
    encoding.name().to_ascii_lowercase()
}

/// Decodes run by run: each in the main encoding, or in the other where only that explains it.
fn decode_mixed(bytes: &[u8], main: &'static Encoding, other: &'static Encoding, how: How) -> Decoded {
    let mut decoded =
        Decoded { text: String::with_capacity(bytes.len()), encoding: name(main), how, replaced: 0, mixed_with: None };
    for run in runs(bytes).flat_map(|run| if main == UTF_8 { pieces(run, other) } else { vec![run] }) {
        let foreign = match (main == UTF_8, Script::of_run(run)) {
            (_, Script::Ascii) => None,
            // A title alone is too little for the detector to be sure of.
            (true, Script::Foreign) => [other, GB18030, BIG5].into_iter().find(|encoding| reads_as(run, encoding)),
            (false, Script::Utf8) => Some(other),
            _ => None,
        };
        let encoding = foreign.unwrap_or(main);
        if decoded.mixed_with.is_none() {
            decoded.mixed_with = foreign.map(name);
        }
        let (text, had_errors) = encoding.decode_without_bom_handling(run);
        decoded.replaced += if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
        decoded.text.push_str(&text);
    }
    decoded
}

/// The bytes between marks that no encoding of this country has inside a character.
fn runs(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| matches!(byte, b'<' | b'>' | b'\n'))
}

/// A run as it stands, or taken apart at the signs between a title and the name of its site where the one is in UTF-8 and the
/// other is not, and each piece reads well.
fn pieces<'b>(run: &'b [u8], other: &'static Encoding) -> Vec<&'b [u8]> {
    let is_sign = |byte: &u8| matches!(byte, b'-' | b'_' | b'|' | b' ');
    let mixed = Script::of_run(run) == Script::Foreign && run.iter().any(is_sign) && run.len() <= MAX_TITLE;
    if mixed && ![other, GB18030, BIG5].iter().any(|encoding| reads_as(run, encoding)) {
        let pieces: Vec<&[u8]> = run.split_inclusive(is_sign).collect();
        let is_sound =
            |piece: &&[u8]| std::str::from_utf8(piece).is_ok() || reads_as(piece, other) || reads_as(piece, GB18030);
        if pieces.iter().all(is_sound) {
            return pieces;
        }
    }
    vec![run]
}

/// Bytes of the longest run that is taken apart.
const MAX_TITLE: usize = 1_000;

/// What the bytes of a run can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Ascii,
    /// UTF-8, and surely: characters of three bytes, as ideographs have.
    Utf8,
    /// UTF-8, but too short to be nothing else, or with a slip in it.
    MaybeUtf8,
    Foreign,
}

/// Characters of three bytes that make a run surely UTF-8: three such in a row hardly ever are GB18030 or Big5.
const SURE: usize = 3;

impl Script {
    fn of_run(run: &[u8]) -> Self {
        match std::str::from_utf8(run) {
            Ok(text) if text.is_ascii() => Self::Ascii,
            Ok(text) if wide(text) >= SURE => Self::Utf8,
            Ok(_) => Self::MaybeUtf8,
            Err(_) => {
                let (good, bad) = slips(run);
                if bad * 10 <= good { Self::MaybeUtf8 } else { Self::Foreign }
            }
        }
    }
}

/// Characters that UTF-8 writes with three bytes and more.
fn wide(text: &str) -> usize {
    text.chars().filter(|c| c.len_utf8() > 2).count()
}

/// Characters beyond ASCII that are whole in UTF-8, and places that are not.
fn slips(run: &[u8]) -> (usize, usize) {
    run.utf8_chunks()
        .fold((0, 0), |(good, bad), chunk| (good + wide(chunk.valid()), bad + usize::from(!chunk.invalid().is_empty())))
}

/// How much of the bytes is UTF-8 and how much is not.
struct Shares {
    /// Characters of runs that are UTF-8, but for a rare slip: a truncated end, a stray byte of an inserted fragment.
    utf8: usize,
    /// Runs that are surely UTF-8.
    utf8_runs: usize,
    /// The other runs, no more than the detector is given.
    foreign: Vec<u8>,
    foreign_bytes: usize,
}

impl Shares {
    fn new(bytes: &[u8]) -> Self {
        let mut shares = Self { utf8: 0, utf8_runs: 0, foreign: Vec::new(), foreign_bytes: 0 };
        for run in runs(bytes) {
            match Script::of_run(run) {
                Script::Ascii => {}
                Script::Foreign => {
                    shares.foreign_bytes += run.iter().filter(|byte| !byte.is_ascii()).count();
                    if shares.foreign.len() < DETECTION_SAMPLE {
                        shares.foreign.extend_from_slice(run);
                    }
                }
                script => {
                    shares.utf8 += slips(run).0;
                    shares.utf8_runs += usize::from(script == Script::Utf8);
                }
            }
        }
        shares
    }

    /// Whether the greater part is UTF-8; a character of other encodings has two bytes.
    fn is_utf8(&self) -> bool {
        self.foreign_bytes == 0 || self.utf8 * 2 >= self.foreign_bytes
    }
}

/// Whether a run reads as Chinese in an encoding: whole, and of the characters that are in use.
fn reads_as(run: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(run);
    let wrong = text.matches('\u{FFFD}').count();
    wide(&text) >= 2 && wrong * 10 <= wide(&text) && is_common(&text, encoding)
}

/// Whether most ideographs of a text are among those that an encoding has for daily use: the first level of GB 2312
/// (rows B0 to D7) and of Big5 (A4 to C6). A text that was read in the wrong encoding is full of the others.
fn is_common(text: &str, encoding: &'static Encoding) -> bool {
    let level = match () {
        () if encoding == GB18030 => 0xB0..=0xD7,
        () if encoding == BIG5 => 0xA4..=0xC6,
        () => return false,
    };
    let sample: String = text.chars().filter(|c| is_han(*c)).take(2_000).collect();
    let (bytes, _, _) = encoding.encode(&sample);
    // In GB 2312 the second byte of a character is as high as the first.
    let common = bytes
        .chunks(2)
        .filter(|pair| level.contains(&pair[0]) && (encoding == BIG5 || pair.get(1).is_some_and(|byte| *byte > 0xA0)));
    let all = sample.chars().count();
    all > 0 && common.count() * 10 >= all * 8
}

/// UTF-16 without its mark, as some programs write it: nearly every second byte is that of ideographs, of ASCII or of
/// full-width signs.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4_096)];
    if sample.len() < 16 {
        return None;
    }
    let share = |high: usize| {
        let fits =
            |pair: &&[u8]| matches!(pair[high], 0x4E..=0x9F | 0x30 | 0xFF) || pair[high] == 0 && pair[1 - high] != 0;
        sample.chunks_exact(2).filter(fits).count() * 20 >= sample.len() / 2 * 19
    };
    // In other encodings a zero byte is no text.
    let has_zero = sample.contains(&0);
    match () {
        () if has_zero && share(1) => Some(encoding_rs::UTF_16LE),
        () if has_zero && share(0) => Some(encoding_rs::UTF_16BE),
        () => None,
    }
}

/// What the bytes are by themselves.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(DETECTION_SAMPLE)];
    let first = guess(sample);
    if !first.is_single_byte() {
        return first;
    }
    // One malformed byte rules an encoding out for the detector; it is asked again without them.
    let found = [GB18030, BIG5]
        .into_iter()
        .find(|encoding| sound(sample, encoding).is_some_and(|sound| guess(&sound) == *encoding));
    found.unwrap_or(first)
}

/// What parts of a page in UTF-8 are that are not.
fn detect_in(foreign: &[u8]) -> &'static Encoding {
    if detect(foreign) == BIG5 { BIG5 } else { GB18030 }
}

fn guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The sample may end inside a character, and so may a file that was cut: that is no fault of the encoding.
    detector.feed(sample, false);
    superset(detector.guess(None, Utf8Detection::Deny))
}

/// The bytes without what is malformed in an encoding; `None` where that is more than a slip.
fn sound(bytes: &[u8], encoding: &'static Encoding) -> Option<Vec<u8>> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = vec![0; decoder.max_utf8_buffer_length_without_replacement(bytes.len())?];
    let mut kept = Vec::with_capacity(bytes.len());
    let (mut at, mut malformed) = (0, 0_usize);
    while at < bytes.len() {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut text, false);
        let bad = match result {
            DecoderResult::Malformed(length, after) => usize::from(length) + usize::from(after),
            _ => 0,
        };
        kept.extend_from_slice(&bytes[at..(at + read.saturating_sub(bad))]);
        malformed += usize::from(bad > 0);
        if read == 0 {
            break;
        }
        at += read;
    }
    let beyond_ascii = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    (malformed > 0 && malformed * 50 <= beyond_ascii).then_some(kept)
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
        let wide = format!("{SAMPLE}\n第12号\n");
        let units = wide.encode_utf16();
        let bytes: Vec<u8> = units.clone().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode_plain(&bytes).text, wide);
        assert_eq!(decode_plain(&units.flat_map(u16::to_be_bytes).collect::<Vec<_>>()).text, wide);
    }

    #[test]
    fn a_slip_does_not_change_the_encoding() {
        let page = |rest: &[u8]| [&gbk(&format!("<meta charset=gb2312><p>{SAMPLE}</p>{SAMPLE}<div>")), rest].concat();
        // Half a character at the end of a heading, a stray byte, a file that was cut inside a character.
        check(&page(b"\xB5</div>"), None, ("gb18030", How::Declaration, 1));
        check(&page(b"\xFF<i>x</i>"), None, ("gb18030", How::Declaration, 1));
        check(&page(b"\xB5"), None, ("gb18030", How::Declaration, 1));
        let undeclared = [&gbk(SAMPLE)[..], b"\xFF", &gbk(SAMPLE)[..], b"\xB5"].concat();
        check(&undeclared, None, ("gb18030", How::Bytes, 2));
        assert_eq!(decode_plain(&undeclared).encoding, "gb18030");
        let traditional = "泊雲縣政府關於加強農田水利設施維護工作的通知，請認真貫徹執行。".repeat(3);
        let big5 = [&BIG5.encode(&traditional).0[..], b"\xFF<"].concat();
        check(&big5, None, ("big5", How::Bytes, 1));
        check(&[b"<meta charset=big5>", &big5[..]].concat(), None, ("big5", How::Declaration, 1));
    }

    #[test]
    fn the_sample_may_end_inside_a_character() {
        for filler in 0..4 {
            let text = format!("{}{}", "a".repeat(filler), SAMPLE.repeat(2_000));
            let bytes = gbk(&text);
            assert!(bytes.len() > DETECTION_SAMPLE);
            let decoded = decode_plain(&bytes);
            assert_eq!((decoded.encoding.as_str(), decoded.replaced), ("gb18030", 0), "{filler}");
            let declared = [b"<meta charset=gbk>", &bytes[..]].concat();
            check(&declared, None, ("gb18030", How::Declaration, 0));
        }
    }

    #[test]
    fn parts_in_another_encoding_are_read_in_it() {
        let footer = "<div>版权所有 青岑县人民政府办公室主办</div>";
        let both = |main: &[u8], part: &[u8], expected: (&str, &str)| {
            let bytes = [main, part, b"<p>end</p>"].concat();
            let decoded = decode(&bytes, None);
            assert_eq!((decoded.encoding.as_str(), decoded.mixed_with.as_deref()), (expected.0, Some(expected.1)));
            assert!(
                decoded.text.contains(SAMPLE) && decoded.text.contains("青岑县人民政府办公室主办"),
                "{}",
                decoded.text
            );
            assert_eq!(decoded.replaced, 0);
        };
        let page = format!("<meta charset=utf-8><p>{SAMPLE}</p>");
        both(page.as_bytes(), &gbk(footer), ("utf-8", "gb18030"));
        both(page.replace("utf-8", "gbk").as_bytes(), &gbk(footer), ("utf-8", "gb18030"));
        both(&gbk(&page.replace("utf-8", "gbk")), footer.as_bytes(), ("gb18030", "utf-8"));
        both(&gbk(&page), footer.as_bytes(), ("gb18030", "utf-8"));
        let text = [SAMPLE.as_bytes(), b"\n", &gbk("编辑：江一白"), b"\n"].concat();
        assert!(decode_plain(&text).text.ends_with("编辑：江一白\n"));
        // A stray byte is no text in another encoding.
        let stray = format!("<p>{SAMPLE}</p>").into_bytes();
        let stray = [&stray[..], b"<i>a\xA0b</i>"].concat();
        check(&stray, None, ("utf-8", How::Bytes, 1));
        assert_eq!(decode(&stray, None).mixed_with, None);
    }
}
