//! One number that stands for several: 青政发〔2015〕43、44号.

use super::find::find;
use super::number::DocumentNumber;
use super::scan::{MAX_SERIALS, Serial};

impl DocumentNumber {
    /// The number itself, and where it stands for several each of them: 青政发〔2015〕43、44号. Of a text that is no number the
    /// numbers that stand in it.
    pub fn each(&self) -> Vec<Self> {
        let mut each = vec![self.clone()];
        if self.is_other() {
            each.extend(find(&self.text).into_iter().map(|(_, number)| number).take(MAX_SERIALS));
            return each;
        }
        let mut singles: Vec<Serial> = Vec::new();
        for serial in &self.serials {
            singles.extend(serial.range());
            if self.serials.len() > 1 {
                singles.push(*serial);
            }
        }
        each.extend(singles.into_iter().take(MAX_SERIALS).map(|serial| self.single(serial)));
        each
    }
}
