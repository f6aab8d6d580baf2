//! Isolation: documents are read by a process of its own, so that a file made to break its reader costs one
//! rejection and nothing else. The program starts itself again with [`COMMAND`]; the file goes in by standard
//! input, the answer comes back by standard output: a line of JSON, and after it the bytes of the files that were taken
//! out of an archive. Time, memory and output are bounded.

use std::io;
use std::io::{Read, Write};
use std::process::Command;
use std::sync::Once;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::confinement;
use super::draft::Rejection;
use super::parse::FieldNames;
use super::parse::document;
use super::parse::document::{Document, Tools};
use super::subprocess::{
    MAX_ANSWER_BYTES, MEMORY_BYTES, PARSE_TIMEOUT, PATH, PLAIN_PARSE_TIMEOUT, Stopped, bound_memory, own_group, run,
};

/// The hidden command by which the program reads one document.
pub const COMMAND: &str = "parse-document";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Read(Vec<Document>),
    Refused { reason: String, remedy: String },
}

/// Reads a document in a process of its own.
///
/// # Errors
/// Of the reader, and where the process was stopped: by time, memory, output or a crash.
pub fn parse(name: &str, bytes: &[u8], helpers: bool, names: &FieldNames) -> Result<Vec<Document>, Rejection> {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        if let Some(missing) = confinement::missing() {
            tracing::warn!("系统没有 {missing}：读文档的进程只限了时间和内存");
        }
    });
    let rejected = |reason: &str, remedy: &str| Rejection::new(reason, remedy);
    let unusable = |error: io::Error| rejected(&format!("无法启动读文档的进程：{error}"), "请检查内存与临时目录");
    let folder = tempfile::tempdir().map_err(unusable)?;
    let mut command = Command::new(std::env::current_exe().map_err(unusable)?);
    let timeout = if helpers { PARSE_TIMEOUT } else { PLAIN_PARSE_TIMEOUT };
    command.arg(COMMAND).arg(name).args(["--seconds", &timeout.as_secs().to_string()]);
    if helpers {
        command.arg("--helpers");
    }
    for mapping in names.mappings() {
        command.arg(format!("--map={mapping}"));
    }
    command.env_clear().env("PATH", PATH).env("HOME", folder.path()).env("TMPDIR", folder.path());
    command.env("LANG", "C.UTF-8").current_dir(folder.path());
    // The process keeps its own time; this one only waits a little longer.
    let deadline = Instant::now() + timeout + Duration::from_secs(10);
    own_group(&mut command);
    let answer = run(command, bytes, MAX_ANSWER_BYTES + document::limits::MEMBER_BYTES, deadline);
    let answer = answer.map_err(|stopped| match stopped {
        Stopped::NotStarted(error) => unusable(error),
        Stopped::Late => rejected(
            &format!("{} 秒内没有读完", timeout.as_secs()),
            "文件可能已损坏，或内容过于复杂；请另存或拆分后再导入",
        ),
        Stopped::TooMuch => rejected("读出的内容超过上限", "请拆分成几个文件再导入"),
        Stopped::Failed => rejected(
            &format!(
                "读取时出错而中止：文件已损坏，或超过上限：{} 秒、{} MiB 内存",
                PLAIN_PARSE_TIMEOUT.as_secs(),
                MEMORY_BYTES >> 20
            ),
            "请用办公软件打开后另存，再导入",
        ),
    })?;
    let head = memchr::memchr(b'\n', &answer).unwrap_or(answer.len());
    match serde_json::from_slice(&answer[..head]) {
        Ok(Answer::Read(mut documents)) => match filled(&mut documents, answer.get(head + 1..).unwrap_or_default()) {
            Some(()) => Ok(documents),
            None => Err(rejected("读文档的进程没有给出全部结果", "请重试；仍然如此请解开压缩包后再导入")),
        },
        Ok(Answer::Refused { reason, remedy }) => Err(Rejection::new(reason, remedy)),
        Err(_) => Err(rejected("读文档的进程没有给出结果", "请用办公软件打开后另存，再导入")),
    }
}

/// Gives each file that was taken out of another its bytes, which follow the line that lists them; `None` where they are
/// not all there.
fn filled(documents: &mut [Document], mut bytes: &[u8]) -> Option<()> {
    for content in documents.iter_mut().flat_map(Document::contents) {
        let (own, rest) = bytes.split_at_checked(content.length)?;
        content.bytes = own.to_vec();
        bytes = rest;
    }
    Some(())
}

/// The other side: reads a document from `input` and writes the answer to `output`.
///
/// # Errors
/// Where the input cannot be read or the answer not be written.
pub fn serve(
    name: &str,
    seconds: u64,
    helpers: bool,
    names: &FieldNames,
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> io::Result<()> {
    let started = Instant::now();
    bound_memory(MEMORY_BYTES);
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let tools = Tools { helpers, deadline: started + Duration::from_secs(seconds), names };
    let mut answer = match document::parse(name, &bytes, tools) {
        Ok(documents) => Answer::Read(documents),
        Err(rejection) => Answer::Refused { reason: rejection.reason, remedy: rejection.remedy },
    };
    serde_json::to_writer(&mut *output, &answer)?;
    output.write_all(b"\n")?;
    if let Answer::Read(documents) = &mut answer {
        for content in documents.iter_mut().flat_map(Document::contents) {
            output.write_all(&content.bytes)?;
        }
    }
    output.flush()
}
