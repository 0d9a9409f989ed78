//! Sweep: files and rows of one mind again: what a crash left without a row is taken away, and a row without its file is told.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use tokio::time::interval;
use uuid::Uuid;

use crate::desk::Desk;
use crate::error::Fault;
use crate::limits;

/// How often a desk that runs sweeps.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// How long a file may be without a row: as long as the longest request, and time for its commit.
const YOUNG: Duration = limits::BODY_TIME.saturating_add(Duration::from_secs(10 * 60));

/// What a sweep found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files that no row names, taken away.
    pub orphans: usize,
    /// Rows whose file is not there. The desk never makes one: a file is on the disk before its row, and is deleted by nobody.
    pub missing: usize,
}

/// Sweeps every hour until it is dropped. The first time is after an hour: a start sweeps by itself.
pub async fn run(desk: &Desk) {
    let mut hours = interval(EVERY);
    hours.tick().await;
    loop {
        hours.tick().await;
        if let Err(error) = sweep(desk, SystemTime::now().checked_sub(YOUNG)).await {
            tracing::error!(%error, "files could not be swept");
        }
    }
}

/// Takes away files without a row that were last changed before a moment (`None`: however young; only while nothing is received), and
/// folders without files; tells of rows without a file.
pub async fn sweep(desk: &Desk, before: Option<SystemTime>) -> Result<Swept, Fault> {
    // The files first: a row that is committed from here on names files that were not looked at.
    let found = desk.files.list().await?;
    let mut rows: HashMap<Uuid, Vec<usize>> = HashMap::new();
    for (complaint, n) in desk.store.file_keys().await? {
        rows.entry(complaint).or_default().push(n);
    }
    let mut swept = Swept::default();
    for (complaint, names) in found {
        let mut named = rows.remove(&complaint).unwrap_or_default();
        let known = named.len();
        named.retain(|n| !names.iter().any(|name| *name == n.to_string()));
        let there = known - named.len();
        if names.is_empty() || names.len() > there {
            swept.orphans += orphans(desk, complaint, before).await?;
        }
        swept.missing += missing(desk, complaint, &named).await?;
    }
    for (complaint, named) in rows {
        swept.missing += missing(desk, complaint, &named).await?;
    }
    if swept.orphans > 0 {
        tracing::warn!(orphans = swept.orphans, "files without a row, left by a crash, were deleted");
    }
    if swept.missing > 0 {
        tracing::error!(
            missing = swept.missing,
            "files that complaints name are not there: restore them from a backup"
        );
    }
    Ok(swept)
}

async fn orphans(desk: &Desk, complaint: Uuid, before: Option<SystemTime>) -> Result<usize, Fault> {
    // Nobody begins to receive it meanwhile; whoever is receiving it already looks after their own files.
    let Some(_claim) = desk.in_flight.claim(complaint) else { return Ok(0) };
    // Asked again under the claim: it may have been stored since.
    let keep = desk.store.file_numbers(complaint).await?;
    Ok(desk.files.sweep(complaint, keep, before).await?)
}

async fn missing(desk: &Desk, complaint: Uuid, named: &[usize]) -> Result<usize, Fault> {
    let mut missing = 0;
    for n in named {
        // Its row may be younger than the list of files.
        if !desk.files.has(complaint, *n).await? {
            tracing::error!(%complaint, n, "a file that the complaint names is not there");
            missing += 1;
        }
    }
    Ok(missing)
}
