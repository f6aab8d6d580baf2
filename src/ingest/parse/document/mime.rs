//! Messages (RFC 5322, RFC 2045 and those after them): headers, and parts within parts. Mails are such messages, and so are
//! pages that a browser saved with all they need in one file.

use encoding_rs::Encoding;

use super::content::broken;
use crate::ingest::draft::Rejection;
use crate::ingest::parse::charset;

/// Parts within parts.
const DEPTH: usize = 16;

/// Parts of one message.
const PARTS: usize = 5_000;

/// Bytes of the headers of one part.
const HEADER_BYTES: usize = 256 << 10;

/// A message, or a part of one.
#[derive(Debug, Default)]
pub struct Entity {
    /// Names in lower case, values unfolded and as written.
    headers: Vec<(String, Vec<u8>)>,
    /// What it holds, decoded; nothing where it is made of parts.
    pub content: Vec<u8>,
    /// Its parts.
    pub parts: Vec<Entity>,
}

/// Reads a message.
pub fn parse(what: &str, bytes: &[u8]) -> Result<Entity, Rejection> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let mut left = PARTS;
    let entity = entity(bytes, 0, &mut left).ok_or_else(|| {
        Rejection::new(format!("{what} 的部件超过上限：{PARTS} 个，或嵌套 {DEPTH} 层"), "请另存后再导入")
    })?;
    if entity.headers.is_empty() { Err(broken(what, "开头没有邮件头")) } else { Ok(entity) }
}

/// A part; `None` beyond the bounds.
fn entity(bytes: &[u8], depth: usize, left: &mut usize) -> Option<Entity> {
    *left = left.checked_sub(1)?;
    if depth > DEPTH {
        return None;
    }
    let (head, body) = split_head(bytes);
    let mut entity = Entity { headers: headers(head), ..Entity::default() };
    let boundary = entity.parameter("content-type", "boundary").filter(|boundary| !boundary.is_empty());
    if let Some(boundary) = boundary.filter(|_| entity.media_type().starts_with("multipart/")) {
        for part in parts(body, boundary.as_bytes()) {
            entity.parts.push(self::entity(part, depth + 1, left)?);
        }
    } else {
        entity.content = decoded(body, &entity.text_of("content-transfer-encoding").trim().to_ascii_lowercase());
    }
    Some(entity)
}

/// The headers and what follows the empty line below them.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    // A part may have no headers at all.
    if let Some(body) = bytes.strip_prefix(b"\r\n").or_else(|| bytes.strip_prefix(b"\n")) {
        return (b"", body);
    }
    let ends = [b"\n\r\n".as_slice(), b"\n\n"];
    let end = ends.iter().filter_map(|end| memchr::memmem::find(bytes, end).map(|at| (at, at + end.len()))).min();
    match end {
        Some((head, body)) => (&bytes[..head.min(HEADER_BYTES)], &bytes[body..]),
        None => (&bytes[..bytes.len().min(HEADER_BYTES)], b""),
    }
}

fn headers(head: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some((_, value)) = found.last_mut() {
                value.push(b' ');
                value.extend_from_slice(line.trim_ascii());
            }
        } else if let Some(at) = memchr::memchr(b':', line) {
            let name = String::from_utf8_lossy(&line[..at]).trim().to_ascii_lowercase();
            found.push((name, line[at + 1..].trim_ascii().to_vec()));
        }
    }
    found
}

/// The stretches between boundaries.
fn parts<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mark = [b"--", boundary].concat();
    let mut found = Vec::new();
    let mut begin: Option<usize> = None;
    for at in memchr::memmem::find_iter(body, &mark) {
        let at_line = at == 0 || body[at - 1] == b'\n';
        let rest = &body[at + mark.len()..];
        let closes = rest.starts_with(b"--");
        let whole = closes || rest.first().is_none_or(|byte| byte.is_ascii_whitespace());
        if !at_line || !whole {
            continue;
        }
        if let Some(begin) = begin.take() {
            let part = &body[begin..at.max(begin)];
            let part = part.strip_suffix(b"\n").unwrap_or(part);
            found.push(part.strip_suffix(b"\r").unwrap_or(part));
        }
        if closes {
            return found;
        }
        begin = memchr::memchr(b'\n', rest).map(|end| at + mark.len() + end + 1);
    }
    // A message that was cut off still has its last part.
    found.extend(begin.map(|begin| &body[begin..]));
    found
}

fn decoded(body: &[u8], manner: &str) -> Vec<u8> {
    match manner {
        "base64" => base64(body),
        "quoted-printable" => quoted_printable(body, false),
        _ => body.to_vec(),
    }
}

/// Decodes base64, passing over whatever is none.
fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xFF) as u8);
        }
    }
    out
}

/// Decodes quoted-printable; in headers a line stands for a blank.
fn quoted_printable(text: &[u8], in_header: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        match first {
            b'=' => {
                if let (Some(high), Some(low)) = (hex(rest.first()), hex(rest.get(1))) {
                    out.push((high * 16 + low) as u8);
                    rest = &rest[2..];
                } else if let Some(after) = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")) {
                    rest = after;
                } else {
                    out.push(b'=');
                }
            }
            b'_' if in_header => out.push(b' '),
            byte => out.push(*byte),
        }
    }
    out
}

impl Entity {
    /// The value of a header, decoded.
    pub fn text_of(&self, name: &str) -> String {
        let value = self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_slice());
        value.map(header_text).unwrap_or_default()
    }

    /// Whether there is such a header.
    pub fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known == name)
    }

    /// What it is: `text/html`.
    pub fn media_type(&self) -> String {
        let text = self.text_of("content-type");
        let kind = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if kind.is_empty() { "text/plain".to_owned() } else { kind }
    }

    /// A parameter of a header, pieced together where it is written in parts (RFC 2231).
    pub fn parameter(&self, header: &str, name: &str) -> Option<String> {
        let text = self.text_of(header);
        let mut pieces: Vec<(usize, String, bool)> = Vec::new();
        for (key, value) in parameters(&text) {
            let key = key.to_ascii_lowercase();
            let Some(rest) = key.strip_prefix(name) else { continue };
            let encoded = rest.ends_with('*');
            let number = rest.trim_matches('*');
            match number.parse::<usize>() {
                _ if rest.is_empty() => return Some(value),
                Ok(number) => pieces.push((number, value, encoded)),
                Err(_) if rest == "*" => pieces.push((0, value, true)),
                Err(_) => {}
            }
        }
        if pieces.is_empty() {
            return None;
        }
        pieces.sort_by_key(|(number, ..)| *number);
        let mut charset = String::new();
        let mut bytes = Vec::new();
        for (number, value, encoded) in pieces {
            let mut value = value.as_str();
            if let (0, true, Some((label, rest))) = (number, encoded, value.split_once('\'')) {
                charset = label.to_owned();
                value = rest.split_once('\'').map_or(rest, |(_, rest)| rest);
            }
            match encoded {
                true => bytes.extend(percent_encoding::percent_decode_str(value)),
                false => bytes.extend_from_slice(value.as_bytes()),
            }
        }
        Some(as_text(&bytes, &charset))
    }

    /// Its name as a file, where it has one.
    pub fn file_name(&self) -> Option<String> {
        let name =
            self.parameter("content-disposition", "filename").or_else(|| self.parameter("content-type", "name"))?;
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
        (!name.is_empty()).then_some(name)
    }

    /// What it says, where it is text.
    pub fn text(&self) -> String {
        let declared = self.parameter("content-type", "charset");
        if self.media_type() == "text/html" {
            return charset::decode(&self.content, declared.as_deref()).text;
        }
        match declared {
            Some(label) => as_text(&self.content, &label),
            None => charset::decode_plain(&self.content).text,
        }
    }

    /// It and all parts within it that hold something themselves, in their order.
    pub fn leaves(&self) -> Vec<&Entity> {
        if self.parts.is_empty() {
            return vec![self];
        }
        self.parts.iter().flat_map(Entity::leaves).collect()
    }
}

/// The parameters of a header: `; name="value"`.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let value = match after.strip_prefix('"') {
            Some(quoted) => {
                let mut value = String::new();
                let mut characters = quoted.char_indices();
                let mut end = quoted.len();
                while let Some((at, c)) = characters.next() {
                    match c {
                        '\\' => value.extend(characters.next().map(|(_, c)| c)),
                        '"' => {
                            end = at + 1;
                            break;
                        }
                        c => value.push(c),
                    }
                }
                rest = &quoted[end..];
                value
            }
            None => {
                let end = after.find(';').unwrap_or(after.len());
                rest = &after[end..];
                after[..end].trim().to_owned()
            }
        };
        found.push((name.trim().trim_start_matches(';').trim().to_owned(), value));
        if found.len() > 64 {
            break;
        }
    }
    found
}

/// The value of a header: encoded words (RFC 2047) decoded, bytes that are no ASCII by what they are.
fn header_text(value: &[u8]) -> String {
    let text = match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => charset::decode_plain(value).text,
    };
    let mut shown = String::new();
    let mut rest = text.as_str();
    let mut pending: Option<(String, Vec<u8>)> = None;
    while let Some(at) = rest.find("=?") {
        let (before, word) = rest.split_at(at);
        let Some((label, bytes, length)) = encoded_word(word) else {
            flush(&mut pending, &mut shown);
            shown.push_str(before);
            shown.push_str("=?");
            rest = &word[2..];
            continue;
        };
        // Blanks between two encoded words are not shown, and a character may be cut between them.
        let joins =
            before.trim().is_empty() && pending.as_ref().is_some_and(|(known, _)| known.eq_ignore_ascii_case(&label));
        if joins {
            if let Some((_, known)) = &mut pending {
                known.extend(bytes);
            }
        } else {
            let between = pending.is_some() && before.trim().is_empty();
            flush(&mut pending, &mut shown);
            if !between {
                shown.push_str(before);
            }
            pending = Some((label, bytes));
        }
        rest = &word[length..];
    }
    flush(&mut pending, &mut shown);
    shown.push_str(rest);
    shown
}

fn flush(pending: &mut Option<(String, Vec<u8>)>, shown: &mut String) {
    if let Some((label, bytes)) = pending.take() {
        shown.push_str(&as_text(&bytes, &label));
    }
}

/// `=?gb2312?B?…?=`: the character set, the bytes, and how long it is.
fn encoded_word(word: &str) -> Option<(String, Vec<u8>, usize)> {
    let inner = word.strip_prefix("=?")?;
    let (label, after) = inner.split_once('?')?;
    let (manner, after) = after.split_once('?')?;
    let (payload, _) = after.split_once("?=")?;
    let length = 2 + label.len() + 1 + manner.len() + 1 + payload.len() + 2;
    let bytes = match manner {
        "B" | "b" => base64(payload.as_bytes()),
        "Q" | "q" => quoted_printable(payload.as_bytes(), true),
        _ => return None,
    };
    let label = label.split('*').next().unwrap_or_default();
    Some((label.to_owned(), bytes, length))
}

fn as_text(bytes: &[u8], label: &str) -> String {
    let encoding = match label.trim().to_ascii_lowercase().as_str() {
        // The small sets are written with the characters of the large one.
        "gb2312" | "gbk" | "gb18030" | "x-gbk" | "hz-gb-2312" => Some(encoding_rs::GB18030),
        label => Encoding::for_label(label.as_bytes()),
    };
    match encoding {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        None => charset::decode_plain(bytes).text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_decoded() {
        for (value, expected) in [
            ("=?utf-8?B?5YWz5LqO?= =?utf-8?B?5YGc5rC0?=", "关于停水"),
            // A character cut between two words.
            ("=?utf-8?B?5YWz5A==?=\r\n =?utf-8?B?uo4=?=", "关于"),
            ("=?utf-8?Q?=E5=85=B3_A?= b", "关 A b"),
            ("=?x?y?z", "=?x?y?z"),
            ("plain", "plain"),
        ] {
            assert_eq!(header_text(value.replace("\r\n", "").as_bytes()), expected, "{value}");
        }
        assert_eq!(
            header_text(&encoding_rs::GBK.encode("关于做好春季农田水利设施维护工作的通知").0),
            "关于做好春季农田水利设施维护工作的通知"
        );
        let part = parse(
            "EML",
            b"Content-Disposition: attachment; filename*0*=utf-8''%E5%85%B3; filename*1*=%E4%BA%8E.doc\n\nx",
        )
        .unwrap();
        assert_eq!(part.file_name().as_deref(), Some("关于.doc"));
        let part = parse("EML", b"Content-Type: application/pdf; name=\"a\\\"b.pdf\"; x=y\n\nx").unwrap();
        assert_eq!(part.file_name().as_deref(), Some("a\"b.pdf"));
    }

    #[test]
    fn parts_are_told_apart() {
        let message = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"b\"\r\n\r\npreamble\r\n--b\r\nContent-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\n\r\n\xE7\x94\xB2\r\n--bb--\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E4=B9=\r\n=99\r\n--bc\r\n--b--\r\nepilogue";
        let entity = parse("EML", message).unwrap();
        let texts: Vec<String> = entity.leaves().iter().map(|leaf| leaf.text()).collect();
        assert_eq!(texts, ["甲", "乙\r\n--bc"]);
    }

    #[test]
    fn nesting_is_bounded() {
        let mut message = b"a: b\n\nx".to_vec();
        for depth in 0..40 {
            message = [
                format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n").as_bytes(),
                &message,
                b"\n",
            ]
            .concat();
        }
        assert!(parse("EML", &message).unwrap_err().reason.contains("嵌套"));
        let many =
            [b"Content-Type: multipart/mixed; boundary=b\n\n".as_slice(), &b"--b\n\nx\n".repeat(10_000)].concat();
        assert!(parse("EML", &many).is_err());
        assert!(parse("EML", b"").is_err());
    }
}
