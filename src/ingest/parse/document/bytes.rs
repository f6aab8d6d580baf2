//! Numbers in bytes, the lowest byte first, as the binary formats of offices have them; `None` beyond the end.

/// Two bytes.
pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// Four bytes.
pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// Four bytes with a sign.
pub fn i32_at(data: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// A fraction in eight bytes.
pub fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(*data.get(at..)?.first_chunk()?))
}
