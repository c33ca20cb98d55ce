//! Digests access logs: requests, errors and latencies by route.

mod entry;
mod spool;
mod summary;

use std::error::Error;
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};

use entry::Entry;
use summary::Summary;

#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads log lines from standard input and writes one digest
    Once,
    /// Digests every *.ndjson file of a folder, and those that come
    Watch {
        /// Folder with the logs; a digest lies beside its log
        #[arg(long, env = "DIGEST_SPOOL")]
        spool: PathBuf,
        /// Seconds between looks at the folder
        #[arg(long, env = "DIGEST_INTERVAL", default_value_t = 5)]
        interval: u64,
    },
    /// Reads one log line, to try a format out
    Check { line: String },
}

fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .json()
        .with_writer(io::stderr)
        .init();
    match Arguments::parse().command {
        Command::Once => once(),
        Command::Watch { spool, interval } => {
            Ok(spool::watch(&spool, Duration::from_secs(interval))?)
        }
        Command::Check { line } => {
            let entry: Entry = line.parse()?;
            println!("{} {} in {} ms", entry.route(), entry.status, entry.ms);
            Ok(())
        }
    }
}

fn once() -> Result<(), Box<dyn Error>> {
    let input = io::stdin();
    if input.is_terminal() {
        tracing::info!("reading log lines from the terminal");
    }
    let summary = digest(input.lock())?;
    println!("{}", serde_json::to_string_pretty(&summary)?);
    Ok(())
}

/// A line that is no entry is counted and left out: one bad line must not cost a day's digest.
fn digest(lines: impl BufRead) -> io::Result<Summary> {
    let mut summary = Summary::default();
    for line in lines.lines() {
        match line?.parse() {
            Ok(entry) => summary.add(&entry),
            Err(error) => {
                tracing::warn!(%error, "no entry");
                summary.skip();
            }
        }
    }
    Ok(summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_are_counted_and_left_out() {
        let log = b"{\"path\": \"/a\", \"status\": 200, \"ms\": 3}\nnoise\n";
        let summary = serde_json::to_value(digest(&log[..]).unwrap()).unwrap();
        assert_eq!(summary["skipped"], 1);
        assert_eq!(summary["routes"]["/a"]["requests"], 1);
    }
}
