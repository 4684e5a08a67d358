//! PostgreSQL servers of the test run's own: made before the first test that asks for one, gone with the process.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// `nobody` of Linux systems, for a server that refuses to run as root.
const UNPRIVILEGED: u32 = 65534;

/// The longest path of a socket, less the name of the socket itself.
const LONGEST_FOLDER: usize = 107 - "/.s.PGSQL.5432".len();

/// Makes a cluster and serves it until the standard input ends, which it does in whatever way the tests end.
///
/// It listens at a socket in the folder and at no port. What it keeps is thrown away: nothing waits for the disk.
const SERVE: &str = r#"
trap '' INT TERM HUP
cd "$1"
"$2/initdb" -D data --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >log 2>&1 &&
  cat >>data/postgresql.conf <<END &&
listen_addresses = ''
unix_socket_directories = '$1'
port = 5432
fsync = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 200
log_line_prefix = '%d '
END
  "$2/pg_ctl" -D data -l log -w -t 60 start >/dev/null 2>&1 || { cat log; exit 1; }
echo ready
cat >/dev/null
"$2/pg_ctl" -D data -m immediate -w stop >/dev/null 2>&1
cd /
rm -rf "$1"
"#;

/// A server that is there for as long as this is kept.
pub(crate) struct Server {
    /// Holds the cluster, as `data`, the log, as `log`, and the socket.
    pub(crate) folder: PathBuf,
    /// Where `pg_ctl` and its like are.
    pub(crate) programs: PathBuf,
    /// The server stops once the standard input of this is closed.
    _serve: Child,
}

/// The address of a new and empty database.
pub(crate) fn new_database() -> String {
    shared().new_database()
}

/// The server of all tests of the process that need none of their own.
pub(crate) fn shared() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(start)
}

impl Server {
    /// The address of a new and empty database on this server.
    pub(crate) fn new_database(&self) -> String {
        static DATABASES: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let folder = self.folder.to_str().unwrap();
        let created = Command::new(self.programs.join("createdb"))
            .args(["--host", folder, "--port=5432", "--username=postgres", &name])
            .output()
            .unwrap();
        assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
        format!("postgres://postgres@localhost:5432/{name}?host={folder}")
    }
}

/// Lets a program run as the user whose the server is: where the tests run as root, one that is not.
pub(crate) fn unprivileged(program: &mut Command, folder: &Path) {
    if folder.metadata().unwrap().uid() == UNPRIVILEGED {
        program.uid(UNPRIVILEGED).gid(UNPRIVILEGED);
    }
}

/// A new server.
pub(crate) fn start() -> Server {
    let programs = programs().unwrap_or_else(|| {
        panic!(
            "PostgreSQL is missing: `initdb` is neither in /usr/lib/postgresql/*/bin nor in PATH; \
             `tests/run` installs it, or install the system package `postgresql`"
        )
    });
    // Short enough for a socket and open to every user, which TMPDIR need not be.
    let folder = tempfile::Builder::new().prefix("obligraph-postgres-").tempdir_in("/tmp").unwrap().keep();
    assert!(folder.as_os_str().len() <= LONGEST_FOLDER, "{} is too long for a socket", folder.display());
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut serve = Command::new("sh");
    serve.args(["-c", SERVE, "serve"]).arg(&folder).arg(&programs);
    serve.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    if folder.metadata().unwrap().uid() == 0 {
        chown(&folder, Some(UNPRIVILEGED), Some(UNPRIVILEGED)).unwrap();
    }
    unprivileged(&mut serve, &folder);
    let mut serve = serve.spawn().unwrap();
    let mut said = BufReader::new(serve.stdout.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    if line != "ready\n" {
        said.read_to_string(&mut line).unwrap();
        panic!("PostgreSQL of {} does not start:\n{line}", programs.display());
    }
    Server { folder, programs, _serve: serve }
}

/// The folder of `initdb` and its like: of the newest version that the system has, or one in `PATH`.
fn programs() -> Option<PathBuf> {
    let has =
        |folder: &Path| ["initdb", "pg_ctl", "createdb"].iter().all(|program| folder.join(program).is_file());
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| has(folder))
        .collect();
    versions.sort();
    let path: OsString = std::env::var_os("PATH").unwrap_or_default();
    versions
        .pop()
        .map(|(_, folder)| folder)
        .or_else(|| std::env::split_paths(&path).find(|folder| has(folder)))
}
