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

/// The word that single letters of Chinese make which stand equally far from each other.
pub fn spaced_word(pieces: &[Piece]) -> Option<String> {
    let is_letter = |piece: &Piece| {
        let mut letters = piece.text.trim().chars();
        matches!((letters.next(), letters.next()), (Some('\u{4E00}'..='\u{9FFF}'), None))
    };
    if pieces.len() < 2 || !pieces.iter().all(is_letter) {
        return None;
    }
    let steps: Vec<f32> = pieces.windows(2).map(|two| two[1].x - two[0].x).collect();
    let (first, size) = (steps[0], pieces[0].size);
    let even = steps.iter().all(|step| (step - first).abs() < size * 0.3) && first > size * 1.6 && first < size * 8.0;
    even.then(|| pieces.iter().map(|piece| piece.text.trim()).collect())
}
