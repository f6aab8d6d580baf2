//! Pieces of text at their places, and pages made of them, before anything is read off the places.

/// A piece of text at a place; all in one unit, y growing downwards.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Where it begins.
    pub x: f32,
    /// Where it ends.
    pub end: f32,
    /// The line it stands on.
    pub y: f32,
    /// The height of its letters.
    pub size: f32,
    /// What it says.
    pub text: String,
}

/// A page as pieces, before anything is read off their places.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its number, from 1.
    pub number: u32,
    /// What stands on it.
    pub pieces: Vec<Piece>,
    /// How wide it is, in the unit of its pieces.
    pub width: f32,
    /// How high.
    pub height: f32,
    /// What a unit is in points.
    pub points: f32,
}

/// Whether two pieces stand on one line: raised and lowered letters are small and lie further off.
pub fn on_one_line(one: &Piece, other: &Piece) -> bool {
    let (small, large) = (one.size.min(other.size), one.size.max(other.size));
    (one.y - other.y).abs() <= large * if small < large * 0.75 { 0.65 } else { 0.45 }
}

/// The height of letters in the middle of all.
pub fn usual_size(pieces: &[Piece]) -> f32 {
    let mut sizes: Vec<f32> =
        pieces.iter().flat_map(|piece| std::iter::repeat_n(piece.size, piece.text.chars().count().min(50))).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or_default()
}
