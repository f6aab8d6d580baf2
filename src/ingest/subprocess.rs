//! A subprocess is a program that is run with bounds on its time, its memory and its answer: the reader of documents
//! ([`super::isolated`]), and the helpers that it asks. The group that it leads ends with it.

use std::io;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// The longest that one document may take. Most take milliseconds; this is for recognising scanned pages.
pub const PARSE_TIMEOUT: Duration = Duration::from_secs(300);

/// The same where no pages are recognised.
pub const PLAIN_PARSE_TIMEOUT: Duration = Duration::from_secs(60);

/// Bytes of an answer: text beyond it is more than a document may hold.
pub const MAX_ANSWER_BYTES: usize = 96 << 20;

/// Memory of the process, in bytes of address space.
pub const MEMORY_BYTES: u64 = 1_536 << 20;

/// Where helpers are looked for: the environment is not handed on.
pub const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// The same for the programs it asks for help, which map more than they use.
pub const HELPER_MEMORY_BYTES: u64 = 4 << 30;

/// Bytes of a file that it or its helpers may write, in a folder that is removed with it.
pub const SCRATCH_BYTES: u64 = 512 << 20;

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

/// Bounds this process for good: no core dumps, few files, no large files, not more memory than helpers need.
pub fn bound_for_good() {
    #[cfg(unix)]
    {
        use rustix::process::Resource;
        bound(Resource::Core, 0, 0);
        bound(Resource::Fsize, SCRATCH_BYTES, SCRATCH_BYTES);
        bound(Resource::Nofile, 256, 256);
        // Each process of the group has this much work of its own; waiting for helpers is none.
        bound(Resource::Cpu, PLAIN_PARSE_TIMEOUT.as_secs(), PARSE_TIMEOUT.as_secs());
        bound(Resource::As, MEMORY_BYTES, HELPER_MEMORY_BYTES);
    }
}

#[cfg(unix)]
pub fn bound_memory(bytes: u64) {
    let hard = rustix::process::getrlimit(rustix::process::Resource::As).maximum;
    // A process that was not bounded for good has no business to be bounded here: it is a test.
    if let Some(hard) = hard.filter(|hard| *hard >= bytes) {
        bound(rustix::process::Resource::As, bytes, hard);
    }
}

#[cfg(not(unix))]
pub fn bound_memory(_: u64) {}

#[cfg(unix)]
pub fn bound(resource: rustix::process::Resource, soft: u64, hard: u64) {
    let limit = rustix::process::Rlimit { current: Some(soft), maximum: Some(hard) };
    // Where the system gives no such limit, the others still hold.
    let _ = rustix::process::setrlimit(resource, limit);
}

/// Asks another program for help, which may take more memory than a reader.
pub fn help(command: Command, deadline: Instant) -> Result<Vec<u8>, Stopped> {
    bound_memory(HELPER_MEMORY_BYTES);
    let answer = run(command, b"", MAX_ANSWER_BYTES, deadline);
    bound_memory(MEMORY_BYTES);
    answer
}

/// Whether a program is installed.
pub fn is_installed(program: &str) -> bool {
    PATH.split(':').any(|folder| Path::new(folder).join(program).is_file())
}

/// Puts a process into a group of its own: its helpers are in it too, and all end together.
pub fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Runs a command with this input; the group that it leads ends with it.
pub fn run(mut command: Command, input: &[u8], most: usize, deadline: Instant) -> Result<Vec<u8>, Stopped> {
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
pub fn ended(child: &mut Child, deadline: Instant) -> Option<bool> {
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
pub fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // Usually the group has ended by itself.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    drop(child.kill());
    drop(child.wait());
}
