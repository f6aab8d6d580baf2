//! Recognising scanned pages: poppler draws them and Tesseract reads them, where both are installed with the
//! data for Chinese. Where not, it is said what is lacking.

use std::process::Command;
use std::time::{Duration, Instant};

use super::content::{Line, Tools};
use super::flow;
use crate::ingest::subprocess;
use crate::model::text::is_han;

/// Scanned pages of one document that are recognised.
const PAGES: usize = 200;

/// Dots to the inch: Tesseract reads Chinese of 10 points and more at this.
const RESOLUTION: &str = "200";

/// Time that is left for everything after the last page.
const RESERVE: Duration = Duration::from_secs(5);

/// What came of the recognition.
#[derive(Default)]
pub struct Recognised {
    /// Pages and their lines.
    pub pages: Vec<(u32, Vec<Line>)>,
    /// Why not all were read.
    pub lacking: Option<String>,
}

/// Recognises these pages of a PDF.
pub fn pages(pdf: &[u8], numbers: &[u32], tools: Tools<'_>) -> Recognised {
    let lacking = |text: &str| Recognised { lacking: Some(text.to_owned()), ..Recognised::default() };
    if !tools.helpers {
        return lacking("没有启用文字识别");
    }
    let missing: Vec<&str> = [("pdftoppm", "poppler-utils"), ("tesseract", "tesseract-ocr")]
        .iter()
        .filter(|(program, _)| !subprocess::is_installed(program))
        .map(|(_, package)| *package)
        .collect();
    if !missing.is_empty() {
        return lacking(&format!("需要 OCR：请安装 {} 与 tesseract-ocr-chi-sim 后重新导入", missing.join("、")));
    }
    let Some(language) = language(tools.deadline) else {
        return lacking("需要 OCR：请安装中文识别数据 tesseract-ocr-chi-sim 后重新导入");
    };
    // The working folder is this process's own and goes with it.
    if let Err(error) = std::fs::write("scan.pdf", pdf) {
        return lacking(&format!("需要 OCR，但临时目录不可写：{error}"));
    }
    let mut found = Recognised::default();
    for number in numbers.iter().take(PAGES) {
        if Instant::now() + RESERVE >= tools.deadline {
            found.lacking = Some(format!("只识别了前 {} 页扫描页，时间已到上限", found.pages.len()));
            return found;
        }
        match page(*number, &language, tools.deadline - RESERVE) {
            Some(lines) => found.pages.push((*number, lines)),
            None => found.lacking = Some(format!("第 {number} 页识别失败")),
        }
    }
    if numbers.len() > PAGES {
        found.lacking = Some(format!("扫描页有 {} 页，只识别前 {PAGES} 页", numbers.len()));
    }
    found
}

fn page(number: u32, language: &str, deadline: Instant) -> Option<Vec<Line>> {
    let number = number.to_string();
    let mut draw = Command::new("pdftoppm");
    draw.args(["-r", RESOLUTION, "-gray", "-singlefile", "-f", &number, "-l", &number, "scan.pdf", "page"]);
    subprocess::help(draw, deadline).ok()?;
    let mut read = Command::new("tesseract");
    read.args(["page.pgm", "stdout", "-l", language]).env("OMP_THREAD_LIMIT", "1");
    let text = subprocess::help(read, deadline).ok()?;
    Some(paragraphs(&String::from_utf8_lossy(&text)))
}

fn language(deadline: Instant) -> Option<String> {
    let mut list = Command::new("tesseract");
    list.arg("--list-langs");
    let known = subprocess::help(list, deadline).ok()?;
    let known = String::from_utf8_lossy(&known).into_owned();
    let has = |name: &&str| known.lines().any(|line| line.trim() == *name);
    let languages: Vec<&str> = ["chi_sim", "chi_tra"].into_iter().filter(has).take(1).collect();
    (!languages.is_empty()).then(|| languages.join("+"))
}

/// Recognised text as paragraphs: an empty line parts them, and so does one that ends before the margin.
fn paragraphs(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut parted = true;
    let length = |line: &str| without_gaps(line.trim()).chars().count();
    let full = text.lines().map(length).max().unwrap_or(0) * 4 / 5;
    for line in text.lines() {
        let line = without_gaps(line.trim_matches(['\u{c}', ' ']));
        if line.is_empty() {
            parted = true;
            continue;
        }
        match lines.last_mut() {
            Some(last) if !parted => last.text = flow::joined(&last.text, &line),
            _ => lines.push(Line::plain(&line)),
        }
        parted = line.chars().count() < full || line.ends_with(['。', '：', ':', '；']);
    }
    lines
}

/// Tesseract puts blanks between ideographs; no text of ours does.
fn without_gaps(line: &str) -> String {
    let wide = |c: char| is_han(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' | '“' | '”');
    let characters: Vec<char> = line.chars().collect();
    let kept = characters.iter().enumerate().filter(|(at, c)| {
        let beside = |at: Option<usize>| at.and_then(|at| characters.get(at)).copied().is_some_and(wide);
        **c != ' ' || !(beside(at.checked_sub(1)) || beside(Some(at + 1)))
    });
    kept.map(|(_, c)| *c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognised_text_is_mended() {
        let lines = paragraphs(
            "关 于 春 灌\n\n各 村 要 在 三 月 底 前 完 成 3 月\n的 统 计 和 GDP growth 报 告\n工作。\n完\n\u{c}",
        );
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["关于春灌", "各村要在三月底前完成3月的统计和GDP growth报告工作。", "完"]);
    }
}
