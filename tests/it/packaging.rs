//! What packages bring along: manual pages and completions of every command, a settings file that names every setting, units
//! and runbooks that agree with the program.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, str};

use gongbao::config::{Config, Flags, SETTINGS};

use crate::support::{gongbao, printed, run};

/// The subcommands that `--help` lists.
fn commands(folder: &Path) -> Vec<String> {
    let help = printed(&run(gongbao(folder).arg("--help")));
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let names = listed.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next().map(str::to_owned));
    names.filter(|name| name != "help").collect()
}

#[test]
fn every_command_has_a_manual_page_and_is_completed() {
    let folder = tempfile::tempdir().unwrap();
    let commands = commands(folder.path());
    assert!(commands.len() > 15 && commands.contains(&"serve".to_owned()), "{commands:?}");

    let pages = folder.path().join("man1");
    let output = run(gongbao(folder.path()).args(["generate", "man"]).arg(&pages));
    assert!(output.status.success(), "{}", printed(&output));
    let page = |name: &str| fs::read_to_string(pages.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(page("gongbao.1").contains("政府公报"));
    assert!(page("gongbao-rejects-retry.1").contains("\\-\\-data"), "commands of commands have theirs");
    for command in &commands {
        assert!(page("gongbao.1").contains(&format!("gongbao\\-{command}(1)")), "gongbao.1 names {command}");
        assert!(page(&format!("gongbao-{command}.1")).contains(".SH SYNOPSIS"));
    }

    for shell in ["bash", "zsh", "fish"] {
        let output = run(gongbao(folder.path()).args(["generate", "completions", shell]));
        let script = str::from_utf8(&output.stdout).unwrap();
        let missing: Vec<&String> = commands.iter().filter(|command| !script.contains(command.as_str())).collect();
        assert!(output.status.success() && missing.is_empty(), "{shell}: {missing:?}");
    }
}

#[test]
fn the_settings_file_of_the_package_names_every_setting_and_is_read() {
    let text = include_str!("../../packaging/debian/gongbao.toml");
    let named: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.trim_start_matches('#').split_once(" = ").map(|(name, _)| name))
        .map(|name| if name == "start" || name == "interval_minutes" || name == "name" { "source" } else { name })
        .collect();
    assert_eq!(named, SETTINGS.iter().map(|(name, _)| *name).collect());

    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        Config::load(Some(&file), &Flags::default()).unwrap_or_else(|error| panic!("{error}:\n{text}")).config
    };
    let packaged = read("packaged.toml", text);
    let expected = Config { data: "/var/lib/gongbao".into(), sample: false, ..Config::default() };
    assert_eq!(packaged, expected, "nothing else differs from the defaults");
    // Every comment that is a setting is one that is taken.
    let is_setting = |line: &str| line.starts_with('#') && !line.starts_with("# ");
    let all = text.lines().map(|line| if is_setting(line) { &line[1..] } else { line }).collect::<Vec<_>>();
    assert_eq!(read("all.toml", &all.join("\n")).source[0].name, "青岑县政府");
}

#[test]
fn every_alert_has_a_section_in_the_runbook_and_leads_there() {
    let rules = include_str!("../../packaging/prometheus/gongbao.rules.yml");
    let runbook = include_str!("../../docs/runbooks.md");
    let after = |line: &'static str, mark: &str| line.split_once(mark).map(|(_, rest)| rest.trim_end_matches('}'));
    let alerts: Vec<&str> = rules.lines().filter_map(|line| after(line, "- alert: ")).collect();
    let sections: Vec<&str> = runbook.lines().filter_map(|line| after(line, "## ")).collect();
    assert_eq!(alerts, sections, "in this order");
    let links: Vec<&str> = rules.lines().filter_map(|line| after(line, "runbook: docs/runbooks.md#")).collect();
    assert_eq!(links, alerts.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>());
}
