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
            // 43-45号 may be three numbers, or a supplement as 8-1号 is.
            let last = serial.supplement.filter(|last| {
                last.checked_sub(serial.number).is_some_and(|more| (1..MAX_SERIALS).contains(&(more as usize)))
            });
            let range = last.map_or(0..0, |last| serial.number..last + 1);
            singles.extend(range.map(|number| Serial { number, supplement: None }));
            if self.serials.len() > 1 {
                singles.push(*serial);
            }
        }
        each.extend(singles.into_iter().take(MAX_SERIALS).map(|serial| self.single(serial)));
        each
    }
}
