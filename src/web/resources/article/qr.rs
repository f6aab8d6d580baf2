//! A QR code as SVG, made here so that no address is told to anybody.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Modules of the quiet zone around a code (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// The code of a text, called by a label that holds no markup; `None` where the text is too long for one.
pub fn svg(text: &str, label: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let side = width + 2 * QUIET_ZONE;
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            // A string takes whatever is written.
            let _ = write!(path, "M{} {}h1v1h-1z", at % width + QUIET_ZONE, at / width + QUIET_ZONE);
        }
    }
    Some(format!(
        "<svg viewBox=\"0 0 {side} {side}\" width=\"200\" height=\"200\" role=\"img\" aria-label=\"{label}\" \
         shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" \
         fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_module_by_module() {
        let drawn = svg("http://127.0.0.1/articles/a", "QR").unwrap();
        // The corner of the finder pattern, within the quiet zone.
        assert!(drawn.contains("M4 4h1v1h-1z") && !drawn.contains("M3 "), "{drawn}");
        assert!(svg(&"长".repeat(3_000), "QR").is_none());
    }
}
