//! Days and times as cells show them.

use super::section::{Section, Token};

/// A moment of the calendar.
pub struct Moment {
    year: i64,
    month: usize,
    day: i64,
    weekday: usize,
    seconds: i64,
    fraction: f64,
}

impl Moment {
    /// 2021-03-04, and 2021-03-04 08:30 where it is no midnight.
    pub fn in_digits(&self) -> String {
        let Self { year, month, day, seconds, .. } = self;
        match seconds / 60 {
            0 => format!("{year:04}-{month:02}-{day:02}"),
            minutes => format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", minutes / 60, minutes % 60),
        }
    }
}

/// What a number of days means; `None` outside the calendar of these programs.
pub fn moment(value: f64, epoch_1904: bool) -> Option<Moment> {
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    let total = (value * 86_400_000.0).round() / 1_000.0;
    let whole = total.floor();
    let (serial, seconds) = ((whole / 86_400.0) as i64, whole as i64 % 86_400);
    // 1900 has a 29 February in these programs; before it, days are one further on.
    let days = match (epoch_1904, serial) {
        (true, serial) => serial - 24_107,
        (false, 0..60) => serial - 25_568,
        (false, serial) => serial - 25_569,
    };
    let (year, month, day) = civil(days);
    Some(Moment {
        year,
        month: month as usize,
        day,
        weekday: (days + 4).rem_euclid(7) as usize,
        seconds,
        fraction: total - whole,
    })
}

/// The day so many days after 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * from_march + 2) / 5 + 1)
}

pub fn as_date(section: &Section, moment: &Moment, value: f64) -> String {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const DAYS: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];
    const DAYS_IN_ENGLISH: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    let half = section.tokens.iter().any(|token| matches!(token, Token::Half(..)));
    let hours = moment.seconds / 3_600;
    let padded = |number: i64, count: usize| if count > 1 { format!("{number:02}") } else { number.to_string() };
    let mut text = String::new();
    let mut tokens = section.tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        let piece = match token {
            Token::Literal(literal) => literal.clone(),
            Token::Date('y' | 'e', count) if *count <= 2 && matches!(token, Token::Date('y', _)) => {
                format!("{:02}", moment.year % 100)
            }
            Token::Date('y' | 'e', _) => moment.year.to_string(),
            Token::Date('m', 3..) => {
                MONTHS.get((moment.month - 1) * 3..moment.month * 3).unwrap_or_default().to_owned()
            }
            Token::Date('m', count) => padded(moment.month as i64, *count),
            Token::Date('d', 3..) => DAYS_IN_ENGLISH[moment.weekday].to_owned(),
            Token::Date('d', count) => padded(moment.day, *count),
            Token::Date('a', 3) => DAYS[moment.weekday].to_owned(),
            Token::Date('a', _) => format!("星期{}", DAYS[moment.weekday]),
            Token::Date('h', count) if half => padded((hours + 11) % 12 + 1, *count),
            Token::Date('h', count) => padded(hours, *count),
            Token::Date('i', count) => padded(moment.seconds / 60 % 60, *count),
            Token::Date('s', count) => padded(moment.seconds % 60, *count),
            Token::Elapsed('h') => (value * 24.0).floor().to_string(),
            Token::Elapsed('m' | 'i') => (value * 1_440.0).floor().to_string(),
            Token::Elapsed(_) => (value * 86_400.0).round().to_string(),
            Token::Half(morning, afternoon) => (if hours < 12 { morning } else { afternoon }).clone(),
            // Fractions of a second.
            Token::Point if matches!(tokens.peek(), Some(Token::Digit(_))) => {
                let mut digits = 0;
                while matches!(tokens.peek(), Some(Token::Digit(_))) {
                    tokens.next();
                    digits += 1;
                }
                format!("{:.*}", digits.min(3), moment.fraction).trim_start_matches('0').to_owned()
            }
            Token::Point => ".".to_owned(),
            Token::Slash => "/".to_owned(),
            Token::Comma => ",".to_owned(),
            _ => String::new(),
        };
        text.push_str(&piece);
    }
    text
}
