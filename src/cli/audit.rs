//! `gongbao audit`: what was taken in, source by source: how completely, by which rules, what failed, who is silent.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use crate::app::App;
use crate::config::Config;
use crate::model::Field;
use crate::store::audit::{Audit, SILENCE, SourceAudit};
use crate::web::audit_json;

/// Prints the stock.
pub async fn run(config: Config, json: bool, limit: usize) -> anyhow::Result<ExitCode> {
    let app = App::open(config).await?;
    let audit = app.audit().await?;
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let written = if json { writeln!(out, "{:#}", audit_json(&audit)) } else { write_text(&mut out, &audit, limit) };
    match written.and_then(|()| out.flush()) {
        // Whoever reads has seen enough: `gongbao audit | head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        other => other?,
    }
    Ok(ExitCode::SUCCESS)
}

fn write_text(out: &mut impl Write, audit: &Audit, limit: usize) -> std::io::Result<()> {
    let silent = audit.silent();
    writeln!(
        out,
        "公报 {} 篇，来源 {} 个，其中久未更新 {silent} 个，保留的拒收 {} 条",
        audit.articles,
        audit.sources.len(),
        audit.rejected()
    )?;
    if !audit.failures.is_empty() {
        writeln!(out, "没有读出来源的拒收：{}", failures(&audit.failures))?;
    }
    for source in audit.sources.iter().take(limit) {
        write_source(out, source)?;
    }
    if audit.sources.len() > limit {
        writeln!(out, "\n还有 {} 个来源；用 --limit 多列一些", audit.sources.len() - limit)?;
    }
    Ok(())
}

fn write_source(out: &mut impl Write, source: &SourceAudit) -> std::io::Result<()> {
    let name = if source.name.is_empty() { "（未注明来源）" } else { &source.name };
    let newest = source.newest.map_or("无日期".to_owned(), |day| format!("最新 {day}"));
    writeln!(out, "\n{name}  {} 篇，{newest}", source.articles)?;
    if let Some(silence) = source.silence.filter(|silence| silence.is_unusual()) {
        writeln!(
            out,
            "  ! 已 {} 天没有新公报：通常隔 {} 天（最近 20 个发布日间隔的中位数），超过 {SILENCE} 倍",
            silence.days, silence.usual
        )?;
    }
    let share = |(field, count): &(Field, u64)| {
        (*count > 0).then(|| format!("{} {:.0}%", field.label(), *count as f64 * 100.0 / source.articles.max(1) as f64))
    };
    writeln!(out, "  完整 {}", source.fields.iter().filter_map(share).collect::<Vec<_>>().join("，"))?;
    let absent = source.fields.iter().filter(|(_, count)| *count == 0).map(|(field, _)| field.label());
    writeln!(out, "  全缺 {}", absent.collect::<Vec<_>>().join("、"))?;
    let rule = |(field, rules): &(Field, Vec<(String, u64)>)| {
        let rules: Vec<String> = rules.iter().take(4).map(|(rule, count)| format!("{rule} {count}")).collect();
        format!("{}←{}", field.label(), rules.join(" "))
    };
    writeln!(out, "  读自 {}", source.rules.iter().map(rule).collect::<Vec<_>>().join("，"))?;
    if !source.failures.is_empty() {
        writeln!(out, "  拒收 {}", failures(&source.failures))?;
    }
    Ok(())
}

fn failures(failures: &std::collections::BTreeMap<String, u64>) -> String {
    failures.iter().map(|(kind, count)| format!("{kind} {count}")).collect::<Vec<_>>().join("，")
}
