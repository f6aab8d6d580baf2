//! Hyperlinks as binary office files keep them.

use super::bytes::u32_at;

/// The address of a hyperlink object (\[MS-OSHARED\] 2.3.7.1).
pub fn address(data: &[u8]) -> Option<String> {
    const URL_MONIKER: [u8; 4] = [0xE0, 0xC9, 0xEA, 0x79];
    let flags = u32_at(data, 4)?;
    let mut rest = data.get(8..)?;
    // Texts before it, each with its length in characters.
    let texts = u32::from(flags & 0x10 != 0) + u32::from(flags & 0x80 != 0);
    for _ in 0..texts {
        let length = u32_at(rest, 0)? as usize;
        rest = rest.get(length.checked_mul(2)?.checked_add(4)?..)?;
    }
    let wide = match flags & 0x101 {
        0x101 => rest.get(4..4 + (u32_at(rest, 0)? as usize).checked_mul(2)?)?,
        1 if rest.starts_with(&URL_MONIKER) => rest.get(20..20 + u32_at(rest, 16)? as usize)?,
        _ => return None,
    };
    let units = wide.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).take_while(|unit| *unit != 0);
    Some(String::from_utf16_lossy(&units.collect::<Vec<_>>()))
}
