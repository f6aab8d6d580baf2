//! Slips are signs that people leave in JSON and that mean nothing: commas behind the last item, comments, byte order marks
//! between files that were put together. A text is read without them where it is read no other way.

/// The text with blanks in the place of such signs, so that what stands behind them keeps its line and column; `None` where it
/// has none.
pub fn without_slips(text: &[u8]) -> Option<Vec<u8>> {
    let mut mended = text.to_vec();
    let mut comma: Option<usize> = None;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = match rest[0] {
            b'"' => string_length(rest),
            b'/' if rest.starts_with(b"//") => memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            b'/' if rest.starts_with(b"/*") => {
                memchr::memmem::find(&rest[2..], b"*/").map_or(rest.len(), |end| end + 4)
            }
            0xEF if rest.starts_with(b"\xEF\xBB\xBF") => 3,
            _ => 1,
        };
        match rest[0] {
            b'/' | 0xEF if length > 1 => blank(&mut mended[at..at + length]),
            b',' => {
                // One comma too many may stand for an item that is lost.
                if comma.replace(at).is_some() {
                    return None;
                }
            }
            b']' | b'}' => {
                if let Some(comma) = comma.take() {
                    mended[comma] = b' ';
                }
            }
            b';' if rest[1..].trim_ascii().is_empty() => mended[at] = b' ',
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at += length;
    }
    if let Some(comma) = comma {
        mended[comma] = b' ';
    }
    (mended != text).then_some(mended)
}

/// Bytes of the string that a text begins with, its quotes included.
fn string_length(text: &[u8]) -> usize {
    let mut at = 1;
    while let Some(step) = text.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += step;
        if text[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    text.len()
}

/// Puts blanks in the place of all but the ends of lines.
fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

/// Whether a line is only the bracket that a list is opened or closed by.
pub fn is_bracket(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii();
    matches!(line, b"[" | b"]" | b"]," | b"];" | b",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_mean_nothing_are_passed_over() {
        let check = |text: &str, expected: Option<&str>| {
            let mended = without_slips(text.as_bytes()).map(|mended| String::from_utf8(mended).unwrap());
            assert_eq!(mended.as_deref(), expected, "{text}");
        };
        check(r#"{"a": [1, 2,], }"#, Some(r#"{"a": [1, 2 ]  }"#));
        check("{\"a\": 1 // 一 \"b\"\n}", Some(&format!("{{\"a\": 1 {}\n}}", " ".repeat(10))));
        check("/* 一, */[1]", Some(&format!("{}[1]", " ".repeat(10))));
        check(r#"[{"a":1}],"#, Some(r#"[{"a":1}] "#));
        check("[1];\n", Some("[1] \n"));
        check("[1]\u{FEFF}", Some("[1]   "));
        check(r#"{"a": "http://b.example/,]", "c": "\",}"}"#, None);
        check("[1,,2]", None);
        check(r#"{"a": "b"#, None);
        check("[1 /* x", Some("[1     "));
        check(r#"["a\"#, None);
    }
}
