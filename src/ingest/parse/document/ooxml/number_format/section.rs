//! A section of a number format, taken apart.

/// A piece of a format.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// Text that is shown as it stands.
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    /// The point before decimals.
    Point,
    /// Groups of three digits, or thousands left out.
    Comma,
    /// Hundredths.
    Percent,
    /// A power of ten; whether a plus is shown.
    Exponent(bool),
    /// The stroke of a fraction.
    Slash,
    /// `yyyy`, `mm`, `ss` …
    Date(char, usize),
    /// `[h]`, `[mm]`, `[s]`.
    Elapsed(char),
    /// Morning and afternoon, as written.
    Half(String, String),
    /// The number as it is.
    General,
    /// The text of a cell.
    Text,
}

/// A section of a format.
#[derive(Debug, Default)]
pub struct Section {
    /// Its pieces.
    pub tokens: Vec<Token>,
    /// Which values it is for: `>=100`.
    pub condition: Option<(String, f64)>,
    /// Whether numbers are written in Chinese numerals: the manner.
    pub numerals: Option<&'static str>,
}

/// Takes a section apart.
pub fn parse(section: &str) -> Section {
    let characters: Vec<char> = section.chars().collect();
    let mut parsed = Section::default();
    let mut at = 0;
    let starts = |at: usize, text: &str| {
        let length = text.chars().count();
        characters.get(at..at + length).is_some_and(|piece| piece.iter().collect::<String>().eq_ignore_ascii_case(text))
    };
    while let Some(c) = characters.get(at).copied() {
        at += 1;
        match c {
            '"' => {
                let end = characters[at..].iter().position(|c| *c == '"').map_or(characters.len(), |end| at + end);
                parsed.literal(&characters[at..end].iter().collect::<String>());
                at = end + 1;
            }
            '\\' | '!' => {
                parsed.literal(&characters.get(at).map(char::to_string).unwrap_or_default());
                at += 1;
            }
            // The width of a character that is not shown.
            '_' => {
                parsed.literal(" ");
                at += 1;
            }
            // A character that fills the cell.
            '*' => at += 1,
            '[' => {
                let end = characters[at..].iter().position(|c| *c == ']').map_or(characters.len(), |end| at + end);
                parsed.bracket(&characters[at..end].iter().collect::<String>());
                at = end + 1;
            }
            _ if starts(at - 1, "General") => {
                parsed.tokens.push(Token::General);
                at += 6;
            }
            _ if starts(at - 1, "AM/PM") => {
                parsed.tokens.push(Token::Half("AM".to_owned(), "PM".to_owned()));
                at += 4;
            }
            _ if starts(at - 1, "上午/下午") => {
                parsed.tokens.push(Token::Half("上午".to_owned(), "下午".to_owned()));
                at += 4;
            }
            '0' | '#' | '?' => parsed.tokens.push(Token::Digit(c)),
            '.' => parsed.tokens.push(Token::Point),
            ',' => parsed.tokens.push(Token::Comma),
            '%' => parsed.tokens.push(Token::Percent),
            '@' => parsed.tokens.push(Token::Text),
            '/' if parsed.tokens.iter().any(|token| matches!(token, Token::Digit(_))) => {
                parsed.tokens.push(Token::Slash)
            }
            'E' | 'e' if matches!(characters.get(at), Some('+' | '-')) => {
                parsed.tokens.push(Token::Exponent(characters[at] == '+'));
                at += 1;
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'a' | 'A' | 'e' | 'b' | 'g' => {
                let same = characters[at..].iter().take_while(|next| next.eq_ignore_ascii_case(&c)).count();
                at += same;
                parsed.tokens.push(Token::Date(c.to_ascii_lowercase(), same + 1));
            }
            c => parsed.literal(&c.to_string()),
        }
    }
    parsed.mark_minutes();
    parsed
}

impl Section {
    fn literal(&mut self, text: &str) {
        match self.tokens.last_mut() {
            Some(Token::Literal(known)) => known.push_str(text),
            _ => self.tokens.push(Token::Literal(text.to_owned())),
        }
    }

    /// `[Red]`, `[$¥-804]`, `[>=100]`, `[h]`, `[DBNum1]`.
    fn bracket(&mut self, inner: &str) {
        let lower = inner.to_ascii_lowercase();
        let signs = inner.chars().take_while(|c| matches!(c, '<' | '>' | '=')).count();
        if let Some(currency) = inner.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default().to_owned();
            self.literal(&sign);
        } else if signs > 0 {
            self.condition = inner[signs..].trim().parse().ok().map(|bound| (inner[..signs].to_owned(), bound));
        } else if !lower.is_empty()
            && (lower.chars().all(|c| c == 'h') || lower.chars().all(|c| c == 'm') || lower.chars().all(|c| c == 's'))
        {
            self.tokens.extend(lower.chars().next().map(Token::Elapsed));
        } else if let Some(number) = lower.strip_prefix("dbnum") {
            self.numerals = match number {
                "1" => Some("chineseCountingThousand"),
                "2" => Some("chineseLegalSimplified"),
                _ => None,
            };
        }
    }

    /// An `m` after hours or before seconds is minutes: `i` from here on.
    fn mark_minutes(&mut self) {
        let mut before = ' ';
        for at in 0..self.tokens.len() {
            let after = self.tokens[at + 1..].iter().find_map(|token| match token {
                Token::Date(kind, _) | Token::Elapsed(kind) => Some(*kind),
                _ => None,
            });
            match &mut self.tokens[at] {
                Token::Date(kind, count) if *kind == 'm' && *count <= 2 && (before == 'h' || after == Some('s')) => {
                    *kind = 'i';
                    before = 'i';
                }
                Token::Date(kind, _) | Token::Elapsed(kind) => before = *kind,
                _ => {}
            }
        }
    }
}
