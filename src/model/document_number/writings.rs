//! The usual writings of a document number beside the standard one.

use super::number::DocumentNumber;
use super::words::in_numerals;

impl DocumentNumber {
    /// The usual writings of the number, the standard one first: 国务院令第714号, 国务院第714号令, 国令第714号. Brackets of other shapes
    /// are not among them.
    pub fn writings(&self) -> Vec<String> {
        let mut written = vec![self.to_string()];
        if self.is_case() {
            self.of_case(&mut written);
        } else if !self.is_other() {
            let (code, serials) = (self.code(), self.written_serials());
            match (self.kind(), self.year()) {
                (Some(kind), None) => self.without_year(kind, &mut written),
                (_, Some(year)) => {
                    written.extend([
                        format!("{code}〔{year}〕{serials}号"),
                        format!("{code}〔{year}〕第{serials}号"),
                        format!("{code}{year}年{serials}号"),
                        format!("{code}{year}年第{serials}号"),
                    ]);
                    if let Some(kind) = self.kind() {
                        written.push(format!("{}{year}年第{serials}号{kind}", self.organ().unwrap_or_default()));
                        written.push(format!("{}〔{year}〕第{serials}号{kind}", self.organ().unwrap_or_default()));
                    }
                }
                (None, None) => {}
            }
        }
        let mut seen = std::collections::HashSet::new();
        written.retain(|writing| seen.insert(writing.clone()));
        written
    }

    /// （2021）京0105民初3号, also with 第, with 字 and 第 as before 2016, and without brackets.
    fn of_case(&self, written: &mut Vec<String>) {
        let (code, serials, year) = (self.code(), self.written_serials(), self.year().unwrap_or_default());
        written.extend([
            format!("（{year}）{code}第{serials}号"),
            format!("{year}{code}{serials}号"),
            format!("{year}年{code}{serials}号"),
            format!("{year}{code}第{serials}号"),
        ]);
    }

    fn without_year(&self, kind: &str, written: &mut Vec<String>) {
        let mut organs = vec![self.organ().unwrap_or_default()];
        match self.organ() {
            Some("国务院") => organs.push("国"),
            Some("國務院") => organs.push("國"),
            _ => {}
        }
        let serials = self.written_serials();
        let numeral = self.number().filter(|number| number.to_string() == serials).and_then(in_numerals);
        for organ in organs {
            written.push(format!("{organ}{kind}第{serials}号"));
            if kind != "字" {
                written.push(format!("{organ}第{serials}号{kind}"));
            }
            written.push(format!("{organ}{kind}{serials}号"));
            written.push(format!("{organ}{kind}（第{serials}号）"));
            if let Some(numeral) = &numeral {
                written.push(format!("{organ}{kind}第{numeral}号"));
                if kind != "字" {
                    written.push(format!("{organ}{kind}（第{numeral}号）"));
                    written.push(format!("{organ}第{numeral}号{kind}"));
                }
            }
        }
    }
}
