//! Files: the photos and documents of complaints, on disk or, for tests, in memory; a rejected request takes its own away again.

mod disk;
mod memory;

use std::io;
use std::path::Path;
use std::time::SystemTime;

use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt, TryStreamExt};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::hex::hex;

/// Bytes from the start of a file by which its type is told.
const HEAD_BYTES: usize = 4096;
/// Bytes for which there must be room: a photo as the widget sends it, the rows beside it, and some more.
const ROOM_BYTES: usize = 1024 * 1024;

/// Where files live. Names are made here, `complaints/<id>/<n>`: nothing a sender wrote becomes a path.
#[derive(Debug, Clone)]
pub enum Files {
    /// Below a folder of this machine.
    Disk(disk::Disk),
    /// In memory, for tests.
    Memory(memory::Memory),
}

/// What the system says of a file.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {error}")]
pub struct FilesError {
    /// `complaints/<id>/<n>`, or the whole.
    what: String,
    error: io::Error,
}

impl FilesError {
    /// Whether there is no room, on the disk or for this user.
    pub fn is_full(&self) -> bool {
        matches!(self.error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }
}

/// Says which file an error is about.
fn of(complaint: Uuid, n: usize) -> impl FnOnce(io::Error) -> FilesError {
    move |error| FilesError { what: format!("complaints/{complaint}/{n}"), error }
}

/// An error that is about no single file.
fn of_all(error: io::Error) -> FilesError {
    FilesError { what: "the folder of files".into(), error }
}

impl Files {
    /// Files below a folder of this machine, which is created.
    pub fn on_disk(folder: &Path) -> io::Result<Files> {
        disk::Disk::open(folder).map(Files::Disk)
    }

    /// Files in memory, for tests.
    pub fn in_memory() -> Files {
        Files::Memory(memory::Memory::default())
    }

    /// The same, on which every write fails so once there are so many bytes.
    pub fn failing(after: usize, kind: io::ErrorKind) -> Files {
        Files::Memory(memory::Memory::failing(after, kind))
    }

    /// The files of one complaint that is being received.
    pub fn batch(&self, complaint: Uuid) -> Batch {
        Batch { files: self.clone(), complaint, begun: Vec::new() }
    }

    /// One file, as a stream.
    pub async fn get(&self, complaint: Uuid, n: usize) -> Result<Stored, FilesError> {
        let stream = match self {
            Files::Disk(disk) => disk.read(complaint, n).await.map(StreamExt::boxed),
            Files::Memory(memory) => memory.read(complaint, n).map(|bytes| stream::iter([Ok(bytes.into())]).boxed()),
        };
        stream.map(Stored).map_err(of(complaint, n))
    }

    /// Every complaint that has files, with their names; a folder without files is one, too.
    pub async fn list(&self) -> Result<Vec<(Uuid, Vec<String>)>, FilesError> {
        match self {
            Files::Disk(disk) => disk.list().await.map_err(of_all),
            Files::Memory(memory) => Ok(memory.list()),
        }
    }

    /// The keys of all files.
    pub async fn keys(&self) -> Result<Vec<String>, FilesError> {
        let key = |(complaint, names): (Uuid, Vec<String>)| {
            names.into_iter().map(move |name| format!("complaints/{complaint}/{name}"))
        };
        Ok(self.list().await?.into_iter().flat_map(key).collect())
    }

    /// Whether a file is there.
    pub async fn has(&self, complaint: Uuid, n: usize) -> Result<bool, FilesError> {
        match self {
            Files::Disk(disk) => disk.has(complaint, n).await.map_err(of(complaint, n)),
            Files::Memory(memory) => Ok(memory.has(complaint, n)),
        }
    }

    /// Takes away what a complaint has beside the files `keep`, if it was last changed before a moment: how many. Files in memory are always
    /// old enough.
    pub async fn sweep(
        &self,
        complaint: Uuid,
        keep: Vec<usize>,
        before: Option<SystemTime>,
    ) -> Result<usize, FilesError> {
        match self {
            Files::Disk(disk) => disk.sweep(complaint, keep, before).await.map_err(of_all),
            Files::Memory(memory) => Ok(memory.sweep(complaint, &keep)),
        }
    }

    /// Whether there is room for a photo: an error that [is full](FilesError::is_full) where there is none.
    pub async fn room(&self) -> Result<(), FilesError> {
        match self {
            Files::Disk(disk) => disk.probe(ROOM_BYTES).await,
            Files::Memory(memory) => memory.probe(ROOM_BYTES),
        }
        .map_err(of_all)
    }
}

/// A file on its way out.
pub struct Stored(BoxStream<'static, io::Result<Bytes>>);

impl Stored {
    /// Piece by piece.
    pub fn into_stream(self) -> BoxStream<'static, io::Result<Bytes>> {
        self.0
    }

    /// All of it, in memory.
    pub async fn bytes(self) -> io::Result<Vec<u8>> {
        self.0
            .try_fold(Vec::new(), |mut all, piece| {
                all.extend_from_slice(&piece);
                async { Ok(all) }
            })
            .await
    }
}

/// The files of one request, until its row is committed.
#[derive(Debug)]
pub struct Batch {
    files: Files,
    complaint: Uuid,
    begun: Vec<usize>,
}

impl Batch {
    /// Begins to write file `n`.
    pub async fn begin(&mut self, n: usize) -> Result<Upload, FilesError> {
        let complaint = self.complaint;
        // Noted first: whatever happens from here on, discarding finds it.
        self.begun.push(n);
        let writer = match &self.files {
            Files::Disk(disk) => {
                Writer::Disk(disk.create(complaint, n, self.begun.len() == 1).await.map_err(of(complaint, n))?)
            }
            Files::Memory(memory) => {
                memory.create(complaint, n);
                Writer::Memory(memory.clone())
            }
        };
        Ok(Upload { writer, complaint, n, seen: Seen::default() })
    }

    /// Takes away whatever was written, in whole or in part. Failing to is told in the log: the sender can do nothing about it.
    pub async fn discard(self) {
        if self.begun.is_empty() {
            return;
        }
        let Batch { files, complaint, begun } = self;
        let removed = match &files {
            Files::Disk(disk) => disk.remove(complaint, begun).await,
            Files::Memory(memory) => {
                memory.remove(complaint, &begun);
                Ok(())
            }
        };
        if let Err(error) = removed {
            tracing::error!(%error, %complaint, "files of a rejected request could not be deleted: the sweeper will try again");
        }
    }
}

/// A file on its way into the store. Given up, it is dropped; its batch takes away what was written.
#[derive(Debug)]
pub struct Upload {
    writer: Writer,
    complaint: Uuid,
    n: usize,
    seen: Seen,
}

#[derive(Debug)]
enum Writer {
    Disk(disk::Writer),
    Memory(memory::Memory),
}

impl Upload {
    /// Size so far.
    pub fn bytes(&self) -> usize {
        self.seen.bytes
    }

    /// Adds bytes.
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), FilesError> {
        self.seen.add(&bytes);
        match &mut self.writer {
            Writer::Disk(writer) => writer.write(&bytes).await,
            Writer::Memory(memory) => memory.write(self.complaint, self.n, &bytes),
        }
        .map_err(of(self.complaint, self.n))
    }

    /// Ends the file and says what it was. From here on it survives a power cut.
    pub async fn finish(self) -> Result<Seen, FilesError> {
        match self.writer {
            Writer::Disk(writer) => writer.finish().await.map_err(of(self.complaint, self.n))?,
            Writer::Memory(_) => {}
        }
        Ok(self.seen)
    }
}

/// What is learnt of a file while it passes.
#[derive(Debug, Default)]
pub struct Seen {
    /// Size so far.
    pub bytes: usize,
    digest: Sha256,
    head: Vec<u8>,
}

impl Seen {
    /// Takes note of the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len();
        self.digest.update(bytes);
        let room = HEAD_BYTES.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..room]);
    }

    /// SHA-256 of all bytes, lower-case hex.
    pub fn sha256(&self) -> String {
        hex(&self.digest.clone().finalize())
    }

    /// The MIME type that the content itself shows.
    pub fn mime(&self) -> Option<&'static str> {
        infer::get(&self.head).map(|kind| kind.mime_type())
    }
}
/// What a MIME type is compared by: HEIC is HEIF with a certain codec; senders use either name.
pub fn family(mime: &str) -> &str {
    if mime == "image/heic" { "image/heif" } else { mime }
}
