//! What is done to a PostgreSQL behind the back of the program that uses it.

use std::process::{Command, Stdio};

use crate::postgres::{Server, shared, unprivileged};

impl Server {
    /// Ends it at once, as a machine does that fails.
    pub(crate) fn stop(&self) {
        self.control(&["stop", "-m", "immediate"]);
    }

    /// Starts it again after that.
    pub(crate) fn start_again(&self) {
        self.control(&["start", "-l", "log"]);
    }

    fn control(&self, arguments: &[&str]) {
        let mut control = Command::new(self.programs.join("pg_ctl"));
        control.args(["-D", "data", "-w", "-t", "60"]).args(arguments).current_dir(&self.folder);
        unprivileged(&mut control, &self.folder);
        // Not a pipe: the server would keep it.
        let done = control.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(done.unwrap().success(), "{arguments:?}");
    }
}

/// Runs statements on a database of the server that the tests share.
pub(crate) fn execute(database: &str, sql: &str) {
    let mut psql = Command::new(shared().programs.join("psql"));
    let ran = psql.args(["--no-psqlrc", "--set=ON_ERROR_STOP=1", "-c", sql, database]).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

/// The address of a database of the server that the tests share, of which every statement is told in its log.
pub(crate) fn told(database: &str) -> String {
    format!("{database}&options=-c%20log_statement%3Dall")
}

/// How many statements the log tells of that were made on such a database.
pub(crate) fn statements(database: &str) -> usize {
    let name = database.split(['/', '?']).nth(3).unwrap();
    let log = std::fs::read(shared().folder.join("log")).unwrap();
    let log = String::from_utf8_lossy(&log);
    let told = ["execute ", "statement: "].map(|kind| format!("{name} LOG:  {kind}"));
    log.lines().filter(|line| told.iter().any(|told| line.starts_with(told))).count()
}
