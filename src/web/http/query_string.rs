//! FIXME

use percent_encoding::percent_decode_str;

use super::error::WebError;

/// The names and values of a query, decoded.
pub fn pairs(query: Option<&str>) -> impl Iterator<Item = Result<(String, String), WebError>> {
    query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name).ok_or_else(|| not_utf8(name))?;
        let value = decode(value).ok_or_else(|| not_utf8(&name))?;
        Ok((name, value))
    })
}

pub fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(|text| text.into_owned())
}

pub fn invalid_value(name: &str, value: &str, allowed: &str, allowed_en: &str, example: &str) -> WebError {
    let detail = format!("参数 {name} 的值「{value}」不对；应为{allowed}。");
    let detail_en = format!("The value \"{value}\" of {name} is not valid; it must be {allowed_en}.");
    WebError::parameter(name, detail, detail_en, example)
}

pub fn repeated(name: &str) -> WebError {
    let detail = format!("参数 {name} 出现了不止一次；它只能有一个值。");
    let detail_en = format!("The parameter {name} is stated more than once; it takes one value.");
    WebError::parameter(name, detail, detail_en, format!("{name}=…"))
}

pub fn not_utf8(name: &str) -> WebError {
    let detail = format!("参数 {name} 不是 UTF-8 编码；请按 UTF-8 作百分号编码。");
    let detail_en = format!("The parameter {name} is not UTF-8; percent-encode it as UTF-8.");
    WebError::parameter(name, detail, detail_en, "q=%E5%85%AC%E6%8A%A5")
}
