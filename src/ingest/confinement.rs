//! Confinement: a process that reads what strangers wrote, and every program that it starts, sees the system as something
//! to read, its own folder as the only one to write to, and no network. Landlock and seccomp of Linux see to it, where the
//! kernel has them; what is missing is said.

use std::path::Path;

/// What this system cannot hold back, in words; `None` where all is.
#[cfg(target_os = "linux")]
pub fn missing() -> Option<String> {
    let mut missing = Vec::new();
    if !linux::has_landlock() {
        missing.push("Landlock（只读的文件系统）");
    }
    if !linux::has_seccomp() {
        missing.push("seccomp（断开网络）");
    }
    (!missing.is_empty()).then(|| missing.join("、"))
}

/// What this system cannot hold back, in words; `None` where all is.
#[cfg(not(target_os = "linux"))]
pub fn missing() -> Option<String> {
    Some("Landlock 和 seccomp".to_owned())
}

/// Confines this thread for good, and the threads and programs that it starts later: they may write in this folder alone. What
/// the kernel cannot do is left undone.
#[cfg(target_os = "linux")]
pub fn confine(own: &Path) {
    // Each holds without the other, and bounds of time and memory without both.
    let _ = linux::restrict_files(own);
    let _ = linux::restrict_calls();
}

/// Nothing here confines a process.
#[cfg(not(target_os = "linux"))]
pub fn confine(_: &Path) {}

#[cfg(target_os = "linux")]
mod linux {
    use std::error::Error;
    use std::path::Path;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetCreatedAttr, Scope,
        path_beneath_rules,
    };
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    };

    /// The newest rules that are known here; an older kernel takes what it knows of them.
    const ABI: ABI = ABI::V6;

    /// What programs are made of, and what they read: fonts, models, settings of the system.
    const READ: [&str; 10] =
        ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/opt", "/var/cache/fontconfig", "/var/lib", "/proc"];

    /// Devices that hold nothing.
    const DEVICES: [&str; 4] = ["/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"];

    /// Calls by which a process gets around its bounds, or looks into others.
    const REFUSED: [libc::c_long; 9] = [
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_io_uring_setup,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_mount,
        libc::SYS_keyctl,
    ];

    pub fn has_landlock() -> bool {
        let strict = Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
        strict.handle_access(AccessFs::from_all(ABI::V1)).and_then(Ruleset::create).is_ok()
    }

    pub fn has_seccomp() -> bool {
        std::fs::read_to_string("/proc/self/status").is_ok_and(|status| status.contains("Seccomp:"))
    }

    pub fn restrict_files(own: &Path) -> Result<(), Box<dyn Error>> {
        Ruleset::default()
            .handle_access(AccessFs::from_all(ABI))?
            .handle_access(AccessNet::from_all(ABI))?
            .scope(Scope::from_all(ABI))?
            .create()?
            .add_rules(path_beneath_rules(READ, AccessFs::from_read(ABI)))?
            .add_rules(path_beneath_rules(DEVICES, AccessFs::ReadFile | AccessFs::WriteFile))?
            .add_rules(path_beneath_rules([own], AccessFs::from_all(ABI)))?
            .restrict_self()?;
        Ok(())
    }

    pub fn restrict_calls() -> Result<(), Box<dyn Error>> {
        // Programs talk to themselves by sockets of this family alone.
        let family = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, libc::AF_UNIX as u64)?;
        let refused = REFUSED.iter().map(|call| (*call, Vec::new()));
        let rules = refused.chain([(libc::SYS_socket, vec![SeccompRule::new(vec![family])?])]);
        let refuse = SeccompAction::Errno(libc::EACCES as u32);
        let filter =
            SeccompFilter::new(rules.collect(), SeccompAction::Allow, refuse, std::env::consts::ARCH.try_into()?)?;
        // It also takes from the process the right to gain any.
        seccompiler::apply_filter(&BpfProgram::try_from(filter)?)?;
        Ok(())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::{TcpListener, TcpStream, UdpSocket};
    use std::process::Command;
    use std::{fs, io, thread};

    use super::*;

    #[test]
    fn what_is_confined_reads_the_system_and_writes_its_own_folder() {
        if let Some(missing) = missing() {
            eprintln!("SKIPPED confinement: this system has no {missing}");
            return;
        }
        let (own, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let secret = other.path().join("secret");
        fs::write(&secret, "x").unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        // A thread of its own, since what is confined stays so.
        thread::scope(|scope| {
            scope.spawn(|| {
                confine(own.path());
                let refused = |what: &str, tried: io::Result<()>| {
                    let error = tried.expect_err(what);
                    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied, "{what}: {error}");
                };
                refused("a file beside", fs::read(&secret).map(drop));
                refused("writing beside", fs::write(other.path().join("more"), "x"));
                refused("removing beside", fs::remove_file(&secret));
                refused("a connection", TcpStream::connect(address).map(drop));
                refused("a datagram", UdpSocket::bind("127.0.0.1:0").map(drop));
                let mine = own.path().join("mine");
                fs::write(&mine, "x").unwrap();
                assert_eq!(fs::read(&mine).unwrap(), b"x");
                assert!(fs::read_dir("/usr").is_ok());
                let shown = Command::new("/bin/cat").arg(&mine).output().unwrap();
                assert_eq!(shown.stdout, b"x", "programs that are started run");
                let shown = Command::new("/bin/cat").arg(&secret).output().unwrap();
                assert!(!shown.status.success() && shown.stdout.is_empty(), "and are confined too");
            });
        });
        assert_eq!(fs::read(&secret).unwrap(), b"x", "nobody else is");
    }
}
