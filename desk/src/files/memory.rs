//! Memory: files for tests, on a disk that can be as small, or as broken, as a test needs it.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

type Kept = BTreeMap<(Uuid, usize), Vec<u8>>;

/// Files as long as the process lives.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    kept: Arc<Mutex<Kept>>,
    /// What goes wrong with every byte after so many.
    fault: Option<(usize, ErrorKind)>,
}

impl Memory {
    pub(super) fn failing(after: usize, kind: ErrorKind) -> Memory {
        Memory { fault: Some((after, kind)), ..Memory::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether so many bytes more can be had.
    fn room(&self, kept: &Kept, bytes: usize) -> io::Result<()> {
        let taken: usize = kept.values().map(Vec::len).sum();
        match self.fault {
            Some((most, kind)) if taken + bytes > most => Err(kind.into()),
            _ => Ok(()),
        }
    }

    pub(super) fn create(&self, complaint: Uuid, n: usize) {
        self.lock().insert((complaint, n), Vec::new());
    }

    pub(super) fn write(&self, complaint: Uuid, n: usize, bytes: &[u8]) -> io::Result<()> {
        let mut kept = self.lock();
        self.room(&kept, bytes.len())?;
        kept.entry((complaint, n)).or_default().extend_from_slice(bytes);
        Ok(())
    }

    pub(super) fn read(&self, complaint: Uuid, n: usize) -> io::Result<Vec<u8>> {
        self.lock().get(&(complaint, n)).cloned().ok_or_else(|| ErrorKind::NotFound.into())
    }

    pub(super) fn remove(&self, complaint: Uuid, numbers: &[usize]) {
        self.lock().retain(|(of, n), _| *of != complaint || !numbers.contains(n));
    }

    pub(super) fn list(&self) -> Vec<(Uuid, Vec<String>)> {
        let mut found: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
        for (complaint, n) in self.lock().keys() {
            found.entry(*complaint).or_default().push(n.to_string());
        }
        found.into_iter().collect()
    }

    pub(super) fn has(&self, complaint: Uuid, n: usize) -> bool {
        self.lock().contains_key(&(complaint, n))
    }

    pub(super) fn sweep(&self, complaint: Uuid, keep: &[usize]) -> usize {
        let mut kept = self.lock();
        let before = kept.len();
        kept.retain(|(of, n), _| *of != complaint || keep.contains(n));
        before - kept.len()
    }

    pub(super) fn probe(&self, bytes: usize) -> io::Result<()> {
        self.room(&self.lock(), bytes)
    }
}
