//! The examples of `docs/api.md` and of `/api`, run as they stand there against a site that listens.

use std::process::Command;

use tokio::net::TcpListener;

use scraper::{Html, Selector};

use crate::support::{BROWSER, TestApp, send, skipped, text};

/// Where the examples think the site is.
const WRITTEN: &str = "http://127.0.0.1:8080";

/// The code of a language in the page, each block by itself.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    page.split(&fence).skip(1).filter_map(|rest| rest.split_once("```")).map(|(code, _)| code).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn examples_run_as_they_are_written() {
    let page = include_str!("../../docs/api.md");
    let test = TestApp::with_samples().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = format!("http://{}", listener.local_addr().unwrap());
    let serving = tokio::spawn(gongbao::web::serve(
        test.app.clone(),
        listener,
        gongbao::web::Bounds::default(),
        std::future::pending(),
    ));
    let folder = tempfile::tempdir().unwrap();
    let run = async |program: &str, arguments: &[&str], code: &str| {
        let mut command = Command::new(program);
        command.args(arguments).arg(code.replace(WRITTEN, &site)).current_dir(folder.path());
        command.env("PYTHONIOENCODING", "utf-8");
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap();
        let Ok(output) = output else {
            skipped("examples of docs/api.md", &format!("{program} is not installed"));
            return None;
        };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{program} {code}\n{said}{}", String::from_utf8_lossy(&output.stderr));
        Some(said)
    };
    let counted = test.search("防汛").await.total;
    let (shell, python, script) = (blocks(page, "sh"), blocks(page, "python"), blocks(page, "js"));
    assert!(!shell.is_empty() && !python.is_empty() && !script.is_empty());
    let has_curl = Command::new("curl").arg("--version").output().is_ok();
    for line in shell.iter().flat_map(|block| block.lines()) {
        if !has_curl {
            skipped(line, "curl is not installed");
            continue;
        }
        assert!(line.contains(WRITTEN), "{line}");
        let said = run("sh", &["-c"], line).await.expect("a shell is everywhere");
        assert!(said.is_empty() == line.contains(" -o ") && !said.contains("\"status\":4"), "{line}\n{said}");
    }
    if has_curl {
        let table = std::fs::read_to_string(folder.path().join("bulletins.csv")).unwrap();
        assert!(table.starts_with("\u{FEFF}published_on,source,title\r\n"), "{table}");
        assert!(table.lines().count() > 100);
    }
    // The page states the site as it was called.
    let host = site.trim_start_matches("http://");
    let shown = text(send(&test, "GET", "/api", &[("accept", BROWSER), ("host", host)]).await).await;
    let shown = Html::parse_document(&shown);
    let of_page = |language: &str| -> Vec<String> {
        let selector = Selector::parse(&format!("code[data-language={language}]")).unwrap();
        shown.select(&selector).map(|code| code.text().collect()).collect()
    };
    let (page_shell, page_python, page_script) = (of_page("sh"), of_page("python"), of_page("js"));
    assert_eq!((page_shell.len(), page_python.len(), page_script.len()), (2, 1, 1));
    for line in page_shell.iter().flat_map(|block| block.lines()).filter(|_| has_curl) {
        assert!(line.contains(&site), "{line}");
        let said = run("sh", &["-c"], line).await.expect("a shell is everywhere");
        assert!(!said.is_empty() && !said.contains("\"status\":4"), "{line}\n{said}");
    }
    let python = python.into_iter().chain(page_python.iter().map(String::as_str));
    for code in python {
        if let Some(said) = run("python3", &["-c"], code).await {
            assert_eq!(said.lines().count(), counted, "{said}");
        }
    }
    for code in script {
        if let Some(said) = run("node", &["--input-type=module", "-e"], code).await {
            let first = said.lines().next().unwrap_or_default();
            assert!(first.starts_with(&format!("防汛 {counted} 20")), "{said}");
        }
    }
    for code in &page_script {
        if let Some(said) = run("node", &["--input-type=module", "-e"], code).await {
            assert_eq!(said.lines().count(), counted, "{said}");
        }
    }
    serving.abort();
}
