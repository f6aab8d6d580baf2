//! Overprint: programs that have no bold font draw each letter several times, a fraction of a point apart. A reader sees
//! one letter, and one is read.

use std::collections::HashMap;

use super::piece::Piece;

/// How far apart the same letter is still the same, in heights of it: narrow letters that stand beside each other, as in
/// `ll`, are further apart.
const APART: f32 = 0.13;

/// The same where a whole word is repeated, as the shadow of it.
const APART_AS_WORD: f32 = 0.3;

/// Letters of a word that is told from two that chance to be alike.
const WORD: usize = 3;

/// Leaves of pieces that lie upon each other the first.
pub fn once(pieces: &mut Vec<Piece>) {
    let mut seen: HashMap<(char, i32, i32), Vec<(f32, f32)>> = HashMap::new();
    let mut kept = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        let letters = letters(&piece);
        let apart = piece.size.abs().max(0.1) * if letters.len() >= WORD { APART_AS_WORD } else { APART };
        let is_drawn = |(letter, x): &(char, f32)| {
            let (column, row) = cell(*x, piece.y);
            (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy))).any(|(dx, dy)| {
                let places = seen.get(&(*letter, column.saturating_add(dx), row.saturating_add(dy)));
                places.is_some_and(|places| {
                    places.iter().any(|(at, line)| (at - x).abs() <= apart && (line - piece.y).abs() <= apart)
                })
            })
        };
        let repeated = !letters.is_empty() && letters.iter().all(is_drawn);
        // Also what is left out is seen: each of four strokes lies a little further than the one before it.
        for (letter, x) in letters {
            let (column, row) = cell(x, piece.y);
            let places = seen.entry((letter, column, row)).or_default();
            if places.len() < 16 {
                places.push((x, piece.y));
            }
        }
        if !repeated {
            kept.push(piece);
        }
    }
    *pieces = kept;
}

/// The letters of a piece and where each begins; wide ones take twice the room of the others.
fn letters(piece: &Piece) -> Vec<(char, f32)> {
    let weight = |c: char| if c.is_ascii() { 0.5 } else { 1.0 };
    let whole: f32 = piece.text.chars().map(weight).sum();
    let unit = (piece.end - piece.x) / whole.max(0.5);
    let mut at = piece.x;
    let mut found = Vec::new();
    for letter in piece.text.chars() {
        if !letter.is_whitespace() {
            found.push((letter, at));
        }
        at += weight(letter) * unit;
    }
    found
}

/// The cell of a grid that is coarser than letters are ever apart.
fn cell(x: f32, y: f32) -> (i32, i32) {
    const CELL: f32 = 8.0;
    ((x / CELL).floor() as i32, (y / CELL).floor() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(x: f32, y: f32, text: &str) -> Piece {
        let width = text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum::<f32>();
        Piece { x, end: x + width, y, size: 10.0, text: text.to_owned() }
    }

    fn texts(mut pieces: Vec<Piece>) -> Vec<String> {
        once(&mut pieces);
        pieces.into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn what_is_drawn_several_times_is_read_once() {
        let four = [0.0, 0.4, 0.8, 1.2].map(|by| piece(100.0 + by, 50.0, "关于停水的公告"));
        assert_eq!(texts(four.to_vec()), ["关于停水的公告"]);
        let strokes =
            vec![piece(10.0, 5.0, "关"), piece(10.4, 5.0, "关"), piece(20.0, 5.0, "于"), piece(20.0, 5.4, "于")];
        assert_eq!(texts(strokes), ["关", "于"]);
        // Drawn letter by letter, and then as a whole.
        let mixed = vec![piece(10.0, 5.0, "关"), piece(20.0, 5.0, "于"), piece(10.5, 5.0, "关于")];
        assert_eq!(texts(mixed), ["关", "于"]);
    }

    #[test]
    fn letters_that_stand_beside_each_other_stay() {
        assert_eq!(texts(vec![piece(10.0, 5.0, "一"), piece(20.0, 5.0, "一")]), ["一", "一"]);
        assert_eq!(texts(vec![piece(10.0, 5.0, "l"), piece(12.5, 5.0, "l")]), ["l", "l"]);
        assert_eq!(texts(vec![piece(10.0, 5.0, "无"), piece(10.0, 17.0, "无")]), ["无", "无"]);
        // Places beyond every page.
        assert_eq!(texts(vec![piece(f32::MAX, -1e30, "远"), piece(1e30, f32::MAX, "远")]).len(), 2);
        assert_eq!(texts(vec![piece(10.0, 5.0, "1"), piece(15.0, 5.0, "1"), piece(20.0, 5.0, "111")]).len(), 3);
    }
}
