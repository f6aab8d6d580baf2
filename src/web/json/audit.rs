//! The stock as data: every source, every field, every rule.

use serde_json::{Map, Value, json};

use crate::model::Field;
use crate::store::audit::{Audit, DAYS, SILENCE, SourceAudit};

/// The stock as `/audit` and `gongbao audit --json` give it.
pub fn audit_json(audit: &Audit) -> Value {
    json!({
        "articles": audit.articles,
        "revision": audit.revision,
        "today": audit.today,
        "sources_total": audit.sources.len(),
        "sources_silent": audit.silent(),
        "refused": audit.rejected(),
        "silence_rule": { "times_usual": SILENCE, "publication_days": DAYS },
        "failures_without_source": audit.failures,
        "sources": audit.sources.iter().map(source).collect::<Vec<_>>(),
        "links": { "self": "/audit", "html": "/audit?format=html" },
    })
}

fn source(source: &SourceAudit) -> Value {
    let field = |(field, count): &(Field, u64)| {
        let share = *count as f64 / source.articles.max(1) as f64;
        (field.name().to_owned(), json!({ "count": count, "share": (share * 10_000.0).round() / 10_000.0 }))
    };
    let rules = |(field, rules): &(Field, Vec<(String, u64)>)| {
        let rules: Map<String, Value> = rules.iter().map(|(rule, count)| (rule.clone(), json!(count))).collect();
        (field.name().to_owned(), Value::Object(rules))
    };
    json!({
        "name": source.name,
        "named_by": source.named_by.name(),
        "articles": source.articles,
        "newest": source.newest,
        "silence": source.silence.map(|silence| json!({
            "days": silence.days, "usual_days": silence.usual, "unusual": silence.is_unusual(),
        })),
        "fields": source.fields.iter().map(field).collect::<Map<_, _>>(),
        "rules": source.rules.iter().map(rules).collect::<Map<_, _>>(),
        "failures": source.failures,
    })
}
