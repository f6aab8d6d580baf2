//! Vertical text: columns of letters from right to left. A page that is written so is turned, so that its columns become
//! lines, and is then read like any other.

use super::piece::{Piece, Sheet};

/// Letters that are looked at to tell how a page is written.
const SAMPLE: usize = 300;

/// Letters below which nothing is told.
const FEW: usize = 12;

/// Turns a page that is written in columns; tells whether it is.
pub fn turn(sheet: &mut Sheet) -> bool {
    if !is_vertical(&sheet.pieces) {
        return false;
    }
    for piece in &mut sheet.pieces {
        let (x, y) = (piece.x, piece.y);
        // A letter's place is its foot, and a column's that of its letters' middle.
        piece.x = y - piece.size;
        piece.end = y;
        piece.y = -x;
    }
    std::mem::swap(&mut sheet.width, &mut sheet.height);
    true
}

/// Whether most letters have the next one below them, and not beside them.
fn is_vertical(pieces: &[Piece]) -> bool {
    let is_letter = |piece: &&Piece| {
        let mut letters = piece.text.trim().chars();
        letters.next().is_some_and(|c| !c.is_ascii()) && letters.next().is_none()
    };
    let letters: Vec<&Piece> = pieces.iter().filter(is_letter).collect();
    let others: usize = pieces.iter().filter(|piece| !is_letter(piece)).map(|piece| piece.text.chars().count()).sum();
    if letters.len() < FEW || others * 4 > letters.len() {
        return false;
    }
    let step = letters.len().div_ceil(SAMPLE);
    let mut below = 0_usize;
    let mut beside = 0_usize;
    for one in letters.iter().step_by(step) {
        let near = one.size * 0.35;
        let (mut down, mut right) = (f32::MAX, f32::MAX);
        for other in &letters {
            let (dx, dy) = (other.x - one.x, other.y - one.y);
            if dx.abs() < near && dy > near {
                down = down.min(dy);
            }
            if dy.abs() < near && dx > near {
                right = right.min(dx);
            }
        }
        // In lines, letters stand closer beside each other than lines do below each other.
        if down < right * 0.85 && down < one.size * 2.2 {
            below += 1;
        } else if right < f32::MAX {
            beside += 1;
        }
    }
    below > beside * 3
}

/// The letters of a run that is written downwards, one piece each. `x` and `y` are where its first one stands.
pub fn letters(x: f32, y: f32, size: f32, text: &str) -> Vec<Piece> {
    let place = |(at, letter): (usize, char)| {
        let y = y + size * at as f32;
        Piece { x, end: x + size, y, size, text: letter.to_string() }
    };
    text.chars().enumerate().map(place).collect()
}

/// A sign of vertical text as it is written in lines: ︐ is ，.
pub fn upright(c: char) -> char {
    const STANDING: &str = "︐︑︒︓︔︕︖︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄";
    const LYING: &str = "，、。：；！？—（）｛｝〔〕【】《》〈〉「」『』";
    STANDING.chars().position(|known| known == c).and_then(|at| LYING.chars().nth(at)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_vertical_text_are_those_of_lines() {
        assert_eq!("县长︵甲︶说︐停航︒﹄".chars().map(upright).collect::<String>(), "县长（甲）说，停航。』");
    }
}
