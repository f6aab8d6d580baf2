//! Isolation: documents are read by a process of its own, so that a file made to break its reader costs one
//! refusal and nothing else. The program starts itself again with [`COMMAND`]; the file goes in by standard
//! input, the answer comes back as JSON by standard output, and time, memory and output are bounded.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::draft::Rejection;
use super::parse::document::{self, Document, Means};

/// The hidden command by which the program reads one document.
pub const COMMAND: &str = "parse-document";

/// The longest that one document may take. Most take milliseconds; this is for recognising scanned pages.
const PATIENCE: Duration = Duration::from_secs(300);
/// The same where no pages are recognised.
const PATIENCE_TEXT: Duration = Duration::from_secs(60);
/// Bytes of an answer: text beyond it is more than a document may hold.
const ANSWER_BYTES: usize = 96 << 20;
/// Memory of the process, in bytes of address space.
const MEMORY_BYTES: u64 = 1_536 << 20;
/// The same for the programs it asks for help, which map more than they use.
const HELPER_MEMORY_BYTES: u64 = 4 << 30;
/// Bytes of a file that it or its helpers may write, in a folder that is removed with it.
const SCRATCH_BYTES: u64 = 512 << 20;
/// Where helpers are looked for: the environment is not handed on.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Read(Vec<Document>),
    Refused { reason: String, remedy: String },
}

/// Why a process gave no answer.
#[derive(Debug)]
pub enum Stopped {
    /// It could not be started.
    NotStarted(io::Error),
    /// It took too long.
    Late,
    /// It said too much.
    TooMuch,
    /// It ended without success.
    Failed,
}

/// Reads a document in a process of its own.
///
/// # Errors
/// Of the reader, and where the process was stopped: by time, memory, output or a crash.
pub fn read(name: &str, bytes: &[u8], helpers: bool) -> Result<Vec<Document>, Rejection> {
    let refused = |reason: &str, remedy: &str| Rejection::new(reason, remedy);
    let unusable = |error: io::Error| refused(&format!("无法启动读文档的进程：{error}"), "请检查内存与临时目录");
    let folder = tempfile::tempdir().map_err(unusable)?;
    let mut command = Command::new(std::env::current_exe().map_err(unusable)?);
    let patience = if helpers { PATIENCE } else { PATIENCE_TEXT };
    command.arg(COMMAND).arg(name).args(["--seconds", &patience.as_secs().to_string()]);
    if helpers {
        command.arg("--helpers");
    }
    command.env_clear().env("PATH", PATH).env("HOME", folder.path()).env("TMPDIR", folder.path());
    command.env("LANG", "C.UTF-8").current_dir(folder.path());
    // The process keeps its own time; this one only waits a little longer.
    let deadline = Instant::now() + patience + Duration::from_secs(10);
    own_group(&mut command);
    let answer = run(command, bytes, ANSWER_BYTES, deadline);
    let answer = answer.map_err(|stopped| match stopped {
        Stopped::NotStarted(error) => unusable(error),
        Stopped::Late => refused(
            &format!("{} 秒内没有读完", patience.as_secs()),
            "文件可能已损坏，或内容过于复杂；请另存或拆分后再导入",
        ),
        Stopped::TooMuch => refused("读出的内容超过上限", "请拆分成几个文件再导入"),
        Stopped::Failed => refused(
            &format!(
                "读取时出错而中止：文件已损坏，或超过上限：{} 秒、{} MiB 内存",
                PATIENCE_TEXT.as_secs(),
                MEMORY_BYTES >> 20
            ),
            "请用办公软件打开后另存，再导入",
        ),
    })?;
    match serde_json::from_slice(&answer) {
        Ok(Answer::Read(documents)) => Ok(documents),
        Ok(Answer::Refused { reason, remedy }) => Err(Rejection::new(reason, remedy)),
        Err(_) => Err(refused("读文档的进程没有给出结果", "请用办公软件打开后另存，再导入")),
    }
}

/// The other side: reads a document from `input` and writes the answer to `output`.
///
/// # Errors
/// Where the input cannot be read or the answer not be written.
pub fn serve(name: &str, seconds: u64, helpers: bool, input: &mut dyn Read, output: &mut dyn Write) -> io::Result<()> {
    let started = Instant::now();
    bound_memory(MEMORY_BYTES);
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let means = Means { helpers, deadline: started + Duration::from_secs(seconds) };
    let answer = match document::read(name, &bytes, means) {
        Ok(documents) => Answer::Read(documents),
        Err(rejection) => Answer::Refused { reason: rejection.reason, remedy: rejection.remedy },
    };
    serde_json::to_writer(&mut *output, &answer)?;
    output.flush()
}

/// Bounds this process for good: no core dumps, few files, no large files, not more memory than helpers need.
pub fn bound_for_good() {
    #[cfg(unix)]
    {
        use rustix::process::Resource;
        bound(Resource::Core, 0, 0);
        bound(Resource::Fsize, SCRATCH_BYTES, SCRATCH_BYTES);
        bound(Resource::Nofile, 256, 256);
        // Each process of the group has this much work of its own; waiting for helpers is none.
        bound(Resource::Cpu, PATIENCE_TEXT.as_secs(), PATIENCE.as_secs());
        bound(Resource::As, MEMORY_BYTES, HELPER_MEMORY_BYTES);
    }
}

#[cfg(unix)]
fn bound_memory(bytes: u64) {
    let hard = rustix::process::getrlimit(rustix::process::Resource::As).maximum;
    // A process that was not bounded for good has no business to be bounded here: it is a test.
    if let Some(hard) = hard.filter(|hard| *hard >= bytes) {
        bound(rustix::process::Resource::As, bytes, hard);
    }
}

#[cfg(not(unix))]
fn bound_memory(_: u64) {}

#[cfg(unix)]
fn bound(resource: rustix::process::Resource, soft: u64, hard: u64) {
    let limit = rustix::process::Rlimit { current: Some(soft), maximum: Some(hard) };
    // Where the system gives no such limit, the others still hold.
    let _ = rustix::process::setrlimit(resource, limit);
}

/// Asks another program for help, which may take more memory than a reader.
pub fn help(command: Command, deadline: Instant) -> Result<Vec<u8>, Stopped> {
    bound_memory(HELPER_MEMORY_BYTES);
    let answer = run(command, b"", ANSWER_BYTES, deadline);
    bound_memory(MEMORY_BYTES);
    answer
}

/// Whether a program is installed.
pub fn is_installed(program: &str) -> bool {
    PATH.split(':').any(|folder| Path::new(folder).join(program).is_file())
}

/// Puts a process into a group of its own: its helpers are in it too, and all end together.
fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Runs a command with this input; the group that it leads ends with it.
fn run(mut command: Command, input: &[u8], most: usize, deadline: Instant) -> Result<Vec<u8>, Stopped> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(Stopped::NotStarted)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // Whoever has read enough closes the pipe; that is no fault.
            drop(stdin.map(|mut stdin| stdin.write_all(input)));
        });
        let (sender, receiver) = mpsc::channel();
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = stdout.map(|stdout| stdout.take(most as u64 + 1).read_to_end(&mut answer));
            drop(read);
            drop(sender.send(answer));
        });
        let left = deadline.saturating_duration_since(Instant::now());
        let answer = receiver.recv_timeout(left);
        let success = match &answer {
            Ok(answer) if answer.len() <= most => ended(&mut child, deadline),
            _ => None,
        };
        end(&mut child);
        match (answer, success) {
            (Err(_), _) => Err(Stopped::Late),
            (Ok(answer), _) if answer.len() > most => Err(Stopped::TooMuch),
            (Ok(answer), Some(true)) => Ok(answer),
            (Ok(_), Some(false)) => Err(Stopped::Failed),
            (Ok(_), None) => Err(Stopped::Late),
        }
    })
}

/// Waits until the process ends; `None` where it does not in time.
fn ended(child: &mut Child, deadline: Instant) -> Option<bool> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(2)),
            Ok(None) => return None,
            Err(_) => return Some(false),
        }
    }
}

/// Ends the process and all it has started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // Usually the group has ended by itself.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    drop(child.kill());
    drop(child.wait());
}
