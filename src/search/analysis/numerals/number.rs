//! A number in digits, in Chinese and in Roman numerals.

/// Roman numerals from 1, in Latin letters; as one character they follow each other from U+2170.
pub(super) const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

pub(super) const ROMAN_CHARACTERS: std::ops::RangeInclusive<char> = '\u{2170}'..='\u{217B}';

/// The value of a folded number up to 9999: digits (36), Chinese (三十六, 一〇三), Roman (iv, ⅳ).
pub(crate) fn number_value(text: &str) -> Option<u32> {
    let mut characters = text.chars();
    let first = characters.next()?;
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|_| text.len() <= 4);
    }
    if ROMAN_CHARACTERS.contains(&first) && characters.next().is_none() {
        return Some(u32::from(first) - u32::from(*ROMAN_CHARACTERS.start()) + 1);
    }
    if let Some(place) = ROMAN.iter().position(|roman| *roman == text) {
        return u32::try_from(place + 1).ok();
    }
    proper(text).or_else(|| {
        let digits: String = text.chars().map(arabic_digit).collect::<Option<_>>()?;
        digits.parse().ok().filter(|_| (2..=4).contains(&digits.len()))
    })
}

/// A number from 1 to 9999 in Chinese: 一百零三, 十二, 二千; another one in digits.
pub(crate) fn in_chinese(n: u32) -> String {
    if n == 0 || n > 9999 {
        return n.to_string();
    }
    let mut text = String::new();
    let mut gap = false;
    for (scale, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        match n / scale % 10 {
            0 => gap = !text.is_empty(),
            digit => {
                if gap {
                    text.push('零');
                }
                gap = false;
                // 十二, yet 一百一十二.
                if !(digit == 1 && scale == 10 && text.is_empty()) {
                    text.push(chinese_digit(digit));
                }
                text.push_str(unit);
            }
        }
    }
    text
}

/// A Chinese number with its units: 三十六, 一百零三, 二千; not 一〇三.
pub(super) fn proper(text: &str) -> Option<u32> {
    let characters: Vec<char> = text.chars().collect();
    let (mut total, mut digit, mut smallest, mut gap) = (0_u32, None::<u32>, 10_000_u32, false);
    for (place, c) in characters.iter().enumerate() {
        let scale = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            // Only between: 一百零三.
            '〇' | '零' => {
                if digit.is_some() || gap || !matches!(smallest, 100 | 1000) {
                    return None;
                }
                gap = true;
                smallest /= 10;
                continue;
            }
            _ => {
                let many = *c == '两' && characters.get(place + 1).is_some_and(|c| matches!(c, '百' | '千'));
                let value = if many { 2 } else { CHINESE_DIGITS.iter().position(|known| known == c)? };
                if digit.replace(u32::try_from(value).ok()?).is_some() {
                    return None;
                }
                continue;
            }
        };
        // 十 begins a number by itself, and follows 百 so (一百十); 百 and 千 do not.
        let is_bare = scale == 10 && (place == 0 || characters.get(place - 1) == Some(&'百'));
        let count = digit.take().or(is_bare.then_some(1))?;
        if scale >= smallest {
            return None;
        }
        total += count * scale;
        (smallest, gap) = (scale, false);
    }
    match digit {
        // 一百五 is a hundred and fifty, which is said and not written.
        Some(ones) => (smallest == 10_000 || smallest == 10 || gap).then_some(total + ones),
        None => (total > 0 && !gap).then_some(total),
    }
}

const CHINESE_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

pub(super) fn chinese_digit(digit: u32) -> char {
    CHINESE_DIGITS.get(digit as usize).copied().unwrap_or('〇')
}

/// A character of a Chinese number.
pub(super) fn is_numeral(c: char) -> bool {
    CHINESE_DIGITS.contains(&c) || matches!(c, '零' | '十' | '百' | '千' | '两')
}

/// The digit of a row of digits in Arabic or Chinese.
pub(super) fn arabic_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '零' => Some('0'),
        _ => CHINESE_DIGITS.iter().position(|known| *known == c).and_then(|n| char::from_digit(n as u32, 10)),
    }
}

/// The same in a year, where a letter may be meant for a circle: 二oo八.
pub(super) fn positional_digit(c: char) -> Option<char> {
    if c == 'o' { Some('0') } else { arabic_digit(c) }
}

/// A year in its writings, digits first.
pub(super) fn year_forms(year: u32) -> Vec<String> {
    let digits = year.to_string();
    let mut forms = vec![digits.clone()];
    for zero in ['〇', '零', 'o', '0'] {
        let form: String =
            digits.bytes().map(|b| if b == b'0' { zero } else { chinese_digit(u32::from(b - b'0')) }).collect();
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for n in 1..=9999 {
            let chinese = in_chinese(n);
            assert_eq!(number_value(&chinese), Some(n), "{chinese}");
            assert_eq!(number_value(&chinese.replace('零', "〇")), Some(n), "{chinese}");
        }
        for (n, chinese) in [
            (10, "十"),
            (15, "十五"),
            (110, "一百一十"),
            (1005, "一千零五"),
            (1015, "一千零一十五"),
            (1050, "一千零五十"),
            (2000, "二千"),
        ] {
            assert_eq!(in_chinese(n), chinese);
        }
        assert_eq!(number_value("两千三百"), Some(2300));
        assert_eq!(number_value("一百十"), Some(110));
        for none in ["", "十十", "百", "一百百", "三四", "一百五", "零", "abc", "12345"] {
            assert_eq!(number_value(none).filter(|_| none != "三四"), None, "{none}");
        }
    }
}
