use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::digest;

/// Looks at the folder for ever; a log that cannot be digested is tried again at the next look.
pub fn watch(spool: &Path, interval: Duration) -> io::Result<()> {
    tracing::info!(spool = %spool.display(), "watching");
    loop {
        for log in waiting(spool)? {
            match digest_file(&log) {
                Ok(()) => tracing::info!(log = %log.display(), "digested"),
                Err(error) => tracing::error!(log = %log.display(), %error, "not digested"),
            }
        }
        thread::sleep(interval);
    }
}

/// Logs without a digest, in the order of their names.
fn waiting(spool: &Path) -> io::Result<Vec<PathBuf>> {
    let mut logs = Vec::new();
    for file in fs::read_dir(spool)? {
        let path = file?.path();
        let log = path
            .extension()
            .is_some_and(|extension| extension == "ndjson");
        if log && !path.with_extension("json").exists() {
            logs.push(path);
        }
    }
    logs.sort();
    Ok(logs)
}

/// Renamed when it is whole, so that nobody reads half a digest.
fn digest_file(log: &Path) -> io::Result<()> {
    let summary = digest(BufReader::new(File::open(log)?))?;
    let unfinished = log.with_extension("part");
    fs::write(&unfinished, serde_json::to_vec_pretty(&summary)?)?;
    fs::rename(unfinished, log.with_extension("json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_digested_once() {
        let spool = std::env::temp_dir().join(format!("digest-{}", std::process::id()));
        fs::create_dir_all(&spool).unwrap();
        let log = spool.join("monday.ndjson");
        fs::write(&log, r#"{"path": "/", "status": 200, "ms": 4}"#).unwrap();
        assert_eq!(waiting(&spool).unwrap(), [log.clone()]);
        digest_file(&log).unwrap();
        assert!(waiting(&spool).unwrap().is_empty());
        let digest = fs::read_to_string(spool.join("monday.json")).unwrap();
        assert!(digest.contains("\"p95\": 4"));
        fs::remove_dir_all(&spool).unwrap();
    }
}
