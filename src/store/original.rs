//! An [`Original`] is a file that a bulletin offers, as it was taken in; it is kept in pieces, so that none is held whole.

/// Bytes of a piece of a kept file.
pub const PIECE: usize = 1 << 20;

/// A file as it was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// BLAKE3 of the content, 64 hexadecimal digits.
    pub hash: String,
    /// The bytes.
    pub content: Vec<u8>,
}

impl Original {
    /// A file of this content.
    pub fn new(content: Vec<u8>) -> Self {
        Self { hash: blake3::hash(&content).to_hex().to_string(), content }
    }
}
