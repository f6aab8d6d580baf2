//! `gongbao words`: what the analysis makes of a text, and the report of a new dictionary.

use std::process::ExitCode;

use anyhow::ensure;

use crate::app::App;
use crate::config::Config;
use crate::search::analysis::dictionary::{Origin, UserWords};
use crate::search::analysis::{Dictionary, characters, fold};

/// Characters of a text that is explained.
const MAX_TEXT: usize = 10_000;

/// Bad lines of the operator's file that are listed; the rest are counted.
const MAX_LISTED: usize = 20;

/// Prints how a text is folded and cut, with the dictionary of the index in use.
pub async fn run(config: Config, text: &str, json: bool) -> anyhow::Result<ExitCode> {
    let length = text.chars().count();
    ensure!(length <= MAX_TEXT, "文字有 {length} 个字，最多 {MAX_TEXT} 个；请分几次");
    let app = App::open(config).await?;
    let analyzer = app.engine().analyzer();
    let folded = fold(text);
    let words = analyzer.explain(text);
    let mut terms: Vec<&str> = Vec::new();
    characters(&folded, |term, _| terms.push(term));
    if json {
        let words: Vec<_> = words
            .iter()
            .map(|word| serde_json::json!({"word": word.word, "term": word.term, "because": word.because}))
            .collect();
        println!("{:#}", serde_json::json!({"folded": folded, "words": words, "characters": terms}));
        return Ok(ExitCode::SUCCESS);
    }
    println!("折叠  {folded}");
    for word in &words {
        let indexed = if word.term == word.word { String::new() } else { format!("，索引为 {}", word.term) };
        println!("词    {}  {}{indexed}", word.word, word.because);
    }
    println!("字    {}", terms.join(" "));
    Ok(ExitCode::SUCCESS)
}

/// Tells what a new dictionary holds, and what of the operator's file could not be used.
pub fn report(config: &Config, dictionary: &Dictionary, user: &UserWords) {
    if let Some(file) = &config.dictionary {
        for bad in user.bad_lines.iter().take(MAX_LISTED) {
            eprintln!("{}:{}：{}", file.display(), bad.number, bad.problem);
        }
        if user.bad_lines.len() > MAX_LISTED {
            eprintln!("……另有 {} 行未采用", user.bad_lines.len() - MAX_LISTED);
        }
        println!("用户词典：{} 个词，{} 行未采用", user.entries.len(), user.bad_lines.len());
    }
    let learnt: Vec<String> = dictionary
        .counts()
        .into_iter()
        .filter(|(origin, _)| !matches!(origin, Origin::User | Origin::Product))
        .map(|(origin, count)| format!("{} {count}", origin.label()))
        .collect();
    println!("从公报学到的词：{}", if learnt.is_empty() { "无".to_owned() } else { learnt.join("，") });
}
