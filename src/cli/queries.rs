//! `gongbao queries`: what readers searched for, and what they did not find.

use std::process::ExitCode;

use clap::Args;

use super::exit::fail;
use crate::config::Config;
use crate::telemetry::queries::Report;

/// What is told.
#[derive(Args)]
pub struct Options {
    /// 只列没有结果的  Only those in vain
    #[arg(long)]
    empty: bool,
    /// 最近几天  Of the last days
    #[arg(long, value_name = "N", default_value_t = 30)]
    days: u16,
    /// 列出多少个，次数多的在前  How many to list
    #[arg(long, value_name = "N", default_value_t = 30)]
    limit: usize,
    /// 以 JSON 输出  As JSON
    #[arg(long)]
    json: bool,
}

/// Tells it.
pub fn run(config: &Config, options: &Options) -> anyhow::Result<ExitCode> {
    let folder = config.queries();
    if !folder.is_dir() {
        return Ok(fail(1, "没有检索记录；要保留检索词，请设 query_log_days = 30，再启动 gongbao serve"));
    }
    let report = Report::read(&folder, options.days, options.empty, options.limit)?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
        return Ok(ExitCode::SUCCESS);
    }
    println!("最近 {} 天：{} 次检索，其中 {} 次没有结果", options.days, report.searches, report.empty);
    for asked in &report.asked {
        println!("{:>6} 次  {:>8} 篇  {}", asked.times, asked.total, asked.q);
    }
    Ok(ExitCode::SUCCESS)
}
