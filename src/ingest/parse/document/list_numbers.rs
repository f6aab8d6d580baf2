//! Numbers as lists show them: 第三条, （二十一）, 甲, ③, iv.

/// A number in the manner that an office format names, as `w:numFmt` calls it. An unknown manner counts in digits.
pub fn written(number: i64, manner: &str) -> String {
    let within = |low: i64, high: i64| (low..=high).contains(&number);
    let nth = |from: char, count: i64| {
        within(1, count).then(|| char::from_u32(from as u32 + (number - 1) as u32)).flatten().map(String::from)
    };
    let of = |letters: &str| {
        let length = letters.chars().count() as i64;
        within(1, length).then(|| letters.chars().nth((number - 1) as usize)).flatten().map(String::from)
    };
    let found = match manner {
        "none" => Some(String::new()),
        "decimalZero" => within(0, 9).then(|| format!("0{number}")),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).map(|text| text.to_lowercase()),
        "upperLetter" => letters(number),
        "lowerLetter" => letters(number).map(|text| text.to_lowercase()),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => counting(number, "〇一二三四五六七八九", "十百千万"),
        "chineseLegalSimplified" | "japaneseLegal" | "ideographLegalTraditional" => {
            counting(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万")
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital2" => {
            Some(digits(number, "〇一二三四五六七八九"))
        }
        "ideographTraditional" => of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => nth('①', 20),
        "decimalEnclosedParen" => nth('⑴', 20),
        "decimalEnclosedFullstop" => nth('⒈', 20),
        "ideographEnclosedCircle" => nth('㊀', 10),
        "decimalFullWidth" | "decimalFullWidth2" => Some(digits(number, "０１２３４５６７８９")),
        "numberInDash" => Some(format!("- {number} -")),
        _ => None,
    };
    found.unwrap_or_else(|| number.to_string())
}

fn digits(number: i64, of: &str) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|digit| of.chars().nth(digit as usize)).unwrap_or(c);
    number.to_string().chars().map(digit).collect()
}

/// 二百零五, 十二.
fn counting(number: i64, digits: &str, units: &str) -> Option<String> {
    if !(0..100_000).contains(&number) {
        return None;
    }
    let digit = |at: i64| digits.chars().nth(at as usize);
    if number == 0 {
        return digit(0).map(String::from);
    }
    let zero = if digits.starts_with('〇') { '零' } else { digits.chars().next()? };
    let mut text = String::new();
    let mut pending_zero = false;
    for (power, unit) in [
        (10_000, units.chars().nth(3)),
        (1_000, units.chars().nth(2)),
        (100, units.chars().nth(1)),
        (10, units.chars().next()),
        (1, None),
    ] {
        let value = number / power % 10;
        if value == 0 {
            pending_zero = !text.is_empty();
            continue;
        }
        if pending_zero {
            text.push(zero);
            pending_zero = false;
        }
        // 十二 and not 一十二.
        if !(power == 10 && value == 1 && text.is_empty()) {
            text.extend(digit(value));
        }
        text.extend(unit);
    }
    Some(text)
}

fn roman(number: i64) -> Option<String> {
    const SIGNS: &[(i64, &str)] = &[
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4_000).contains(&number) {
        return None;
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= *value {
            text.push_str(sign);
            left -= value;
        }
    }
    Some(text)
}

/// A … Z, AA, BB … as word processors count.
fn letters(number: i64) -> Option<String> {
    if !(1..=780).contains(&number) {
        return None;
    }
    let letter = char::from(b'A' + ((number - 1) % 26) as u8);
    Some(letter.to_string().repeat(((number - 1) / 26 + 1) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_their_manner() {
        for (number, manner, expected) in [
            (3, "chineseCountingThousand", "三"),
            (10, "japaneseCounting", "十"),
            (12, "chineseCounting", "十二"),
            (20, "chineseCountingThousand", "二十"),
            (105, "chineseCountingThousand", "一百零五"),
            (110, "chineseCountingThousand", "一百一十"),
            (1_003, "chineseCountingThousand", "一千零三"),
            (21, "chineseLegalSimplified", "贰拾壹"),
            (2, "ideographTraditional", "乙"),
            (11, "ideographTraditional", "11"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (4, "lowerRoman", "iv"),
            (28, "upperLetter", "BB"),
            (7, "decimalZero", "07"),
            (12, "decimalFullWidth", "１２"),
            (12, "decimal", "12"),
            (-1, "chineseCounting", "-1"),
            (i64::MAX, "upperRoman", "9223372036854775807"),
        ] {
            assert_eq!(written(number, manner), expected, "{number} {manner}");
        }
    }
}
