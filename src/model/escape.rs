//! Escaping: how a text is written into HTML or XML so that nothing in it is markup. Which characters are escaped is told
//! by [`Escape`]; how each is written is told here alone. (Templates escape by the rules of their engine.)

use std::fmt;
use std::fmt::Write;

/// Which characters of a text are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// `&`, `<` and `>`: enough between tags.
    Text,
    /// Those and `"`: enough for an attribute in double quotes, too.
    DoubleQuoted,
    /// Those and `'`: enough for an attribute in any quotes.
    Quoted,
}

impl Escape {
    fn characters(self) -> &'static [char] {
        match self {
            Escape::Text => &['&', '<', '>'],
            Escape::DoubleQuoted => &['&', '<', '>', '"'],
            Escape::Quoted => &['&', '<', '>', '"', '\''],
        }
    }
}

/// Writes a text, escaped.
///
/// # Errors
/// Those of `out` alone; a string takes whatever is written.
pub fn write_escaped(out: &mut impl Write, text: &str, escape: Escape) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(escape.characters()) {
        out.write_str(&rest[..at])?;
        out.write_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    out.write_str(rest)
}

/// A text, escaped.
pub fn escaped(text: &str, escape: Escape) -> String {
    let mut out = String::with_capacity(text.len());
    // A string takes whatever is written.
    let _ = write_escaped(&mut out, text, escape);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_is_asked_for_and_no_more() {
        let check = |escape, expected: &str| assert_eq!(escaped("<b>&\"'县", escape), expected);
        check(Escape::Text, "&lt;b&gt;&amp;\"'县");
        check(Escape::DoubleQuoted, "&lt;b&gt;&amp;&quot;'县");
        check(Escape::Quoted, "&lt;b&gt;&amp;&quot;&#39;县");
        assert_eq!(escaped("", Escape::Quoted), "");
    }
}
