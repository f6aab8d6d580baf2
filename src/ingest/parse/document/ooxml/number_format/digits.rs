//! Numbers as cells show them: rounded, grouped, with percent signs and units.

use std::fmt::Write;

use super::section::{Section, Token};

/// What General shows: at most eleven digits.
pub fn general(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-9..1e11).contains(&magnitude) && !(value.fract() == 0.0 && magnitude < 1e16) {
        let text = format!("{value:.5E}");
        let (digits, power) = text.split_once('E').unwrap_or((&text, "0"));
        let power: i32 = power.parse().unwrap_or(0);
        let sign = if power < 0 { '-' } else { '+' };
        return format!("{}E{sign}{:02}", trimmed(digits), power.abs());
    }
    if value.fract() == 0.0 {
        return format!("{value:.0}");
    }
    let before = if magnitude < 1.0 { 1 } else { magnitude.log10().floor() as usize + 1 };
    trimmed(&fixed(value, 10_usize.saturating_sub(before))).to_owned()
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// A number with so many decimals, rounded as people round: what fifteen digits say decides, half goes up.
fn fixed(value: f64, decimals: usize) -> String {
    let exact = format!("{:.14e}", value.abs());
    let (digits, power) = exact.split_once('e').unwrap_or((&exact, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let mut digits: Vec<u8> = digits.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
    // The first digit stands `power` places before the point.
    let keep = power + 1 + decimals as i32;
    if keep < 0 {
        digits = vec![0];
    } else if (keep as usize) < digits.len() {
        let up = digits[keep as usize] >= 5;
        digits.truncate(keep as usize);
        if up {
            let mut at = digits.len();
            loop {
                if at == 0 {
                    digits.insert(0, 1);
                    return placed(&digits, power + 1, decimals, value < 0.0);
                }
                at -= 1;
                if digits[at] < 9 {
                    digits[at] += 1;
                    break;
                }
                digits[at] = 0;
            }
        }
    }
    placed(&digits, power, decimals, value < 0.0)
}

/// Digits, of which the first stands `power` places before the point.
fn placed(digits: &[u8], power: i32, decimals: usize, negative: bool) -> String {
    let digit = |place: i32| -> char {
        let at = power - place;
        usize::try_from(at).ok().and_then(|at| digits.get(at)).map_or('0', |digit| char::from(b'0' + digit))
    };
    let mut text: String = (0..=power.max(0)).rev().map(digit).collect();
    if decimals > 0 {
        text.push('.');
        text.extend((1..=decimals as i32).map(|place| digit(-place)));
    }
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if negative && !is_zero { format!("-{text}") } else { text }
}

pub fn as_number(section: &Section, value: f64) -> String {
    let tokens = &section.tokens;
    let first = tokens.iter().position(|token| matches!(token, Token::Digit(_)));
    let point = tokens.iter().position(|token| *token == Token::Point);
    let exponent = tokens.iter().position(|token| matches!(token, Token::Exponent(_)));
    let last = tokens.iter().rposition(|token| matches!(token, Token::Digit(_)));
    let (Some(first), Some(last)) = (first.or(point), last.or(point)) else { return without_digits(section, value) };
    let first = point.map_or(first, |point| point.min(first));
    let percents = tokens.iter().filter(|token| **token == Token::Percent).count() as i32;
    let scaled = tokens[last + 1..].iter().take_while(|token| **token == Token::Comma).count() as i32;
    let mut number = value * 100_f64.powi(percents.min(5)) / 1_000_f64.powi(scaled.min(5));
    if tokens[first..=last].contains(&Token::Slash) {
        return framed(tokens, first, last, &fraction(number));
    }
    let whole_end = point.or(exponent).unwrap_or(last + 1).min(last + 1);
    let whole: Vec<char> = digits_of(&tokens[first..whole_end]);
    let parts_end = exponent.unwrap_or(last + 1);
    let parts: Vec<char> =
        point.filter(|at| *at < parts_end).map_or(Vec::new(), |at| digits_of(&tokens[at..parts_end]));
    let mut power = 0;
    if exponent.is_some() && number != 0.0 {
        power = number.abs().log10().floor() as i32;
        let step = whole.len().max(1) as i32;
        power = if step > 1 { power.div_euclid(step) * step } else { power };
        number /= 10_f64.powi(power);
    }
    let text = fixed(number, parts.len().min(30));
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |text| ("-", text));
    let (integer, decimals) = text.split_once('.').unwrap_or((text, ""));
    let grouped = tokens[first..whole_end].contains(&Token::Comma);
    let mut shown = sign.to_owned();
    shown.push_str(&padded(integer, &whole, grouped));
    let optional = parts.iter().rev().take_while(|digit| **digit != '0').count();
    let zeros = decimals.len() - decimals.trim_end_matches('0').len();
    let decimals = &decimals[..decimals.len() - zeros.min(optional)];
    if point.is_some() && (!decimals.is_empty() || parts.contains(&'0')) {
        let _ = write!(shown, ".{decimals}");
    }
    if let Some(Token::Exponent(plus)) = exponent.map(|at| &tokens[at]) {
        let sign = if power < 0 {
            "-"
        } else if *plus {
            "+"
        } else {
            ""
        };
        let width = digits_of(&tokens[parts_end..=last]).len().max(1);
        let _ = write!(shown, "E{sign}{:0width$}", power.abs());
    }
    framed(tokens, first, last, &shown)
}

/// The literals around a number, and those that stand among its digits, as in 000-0000.
fn framed(tokens: &[Token], first: usize, last: usize, number: &str) -> String {
    let literal = |token: &Token| match token {
        Token::Literal(text) => text.clone(),
        Token::Percent => "%".to_owned(),
        _ => String::new(),
    };
    let within: usize = tokens[first..=last].iter().filter(|token| matches!(token, Token::Literal(_))).count();
    let mut text: String = tokens[..first].iter().map(literal).collect();
    let plain = tokens[first..=last].iter().all(|token| matches!(token, Token::Literal(_) | Token::Digit(_)));
    if within > 0 && plain {
        text.push_str(&interleaved(&tokens[first..=last], number));
    } else {
        // A minus stands before the currency as well.
        match number.strip_prefix('-') {
            Some(rest) if !text.trim().is_empty() => text = format!("-{text}{rest}"),
            _ => text.push_str(number),
        }
    }
    text.extend(tokens[last + 1..].iter().map(literal));
    text.trim().to_owned()
}

/// Digits laid into a pattern from its end.
fn interleaved(tokens: &[Token], number: &str) -> String {
    let mut digits: Vec<char> = number.chars().collect();
    let mut pieces: Vec<String> = Vec::new();
    for (at, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Digit(_) if at == 0 || !tokens[..at].iter().any(|token| matches!(token, Token::Digit(_))) => {
                pieces.push(digits.drain(..).collect());
            }
            Token::Digit(_) => pieces.extend(digits.pop().map(String::from)),
            Token::Literal(text) => pieces.push(text.clone()),
            _ => {}
        }
    }
    pieces.into_iter().rev().collect()
}

fn digits_of(tokens: &[Token]) -> Vec<char> {
    tokens.iter().filter_map(|token| if let Token::Digit(digit) = token { Some(*digit) } else { None }).collect()
}

/// Digits before the point, filled up to the zeros that the format has.
fn padded(integer: &str, pattern: &[char], grouped: bool) -> String {
    let wanted = pattern.iter().position(|digit| *digit == '0').map_or(0, |at| pattern.len() - at);
    let integer = integer.trim_start_matches('0');
    let filled = format!("{}{integer}", "0".repeat(wanted.saturating_sub(integer.len())));
    if !grouped {
        return filled;
    }
    let length = filled.len();
    let mut text = String::new();
    for (at, digit) in filled.chars().enumerate() {
        if at > 0 && (length - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number as a whole and a fraction: 1 3/4.
fn fraction(value: f64) -> String {
    let (whole, part) = (value.abs().trunc(), value.abs().fract());
    let best = (1..=99_u32).map(|below| (((part * f64::from(below)).round()), below)).min_by(|one, other| {
        let error = |(above, below): &(f64, u32)| (part - above / f64::from(*below)).abs();
        error(one).total_cmp(&error(other))
    });
    let sign = if value < 0.0 { "-" } else { "" };
    match best {
        Some((above, below)) if above > 0.0 && above < f64::from(below) => {
            if whole > 0.0 {
                format!("{sign}{whole:.0} {above:.0}/{below}")
            } else {
                format!("{sign}{above:.0}/{below}")
            }
        }
        Some((above, _)) if above > 0.0 => format!("{sign}{:.0}", whole + 1.0),
        _ => format!("{sign}{whole:.0}"),
    }
}

/// A section that has no place for digits: text alone, or General.
fn without_digits(section: &Section, value: f64) -> String {
    let piece = |token: &Token| match token {
        Token::Literal(text) => text.clone(),
        Token::General | Token::Text => general(value),
        Token::Percent => "%".to_owned(),
        _ => String::new(),
    };
    section.tokens.iter().map(piece).collect::<String>().trim().to_owned()
}
