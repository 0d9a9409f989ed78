//! Files: the photos and documents of complaints, in an object store; a rejected request takes its own away again.

use std::path::Path as FsPath;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetResult, ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::hex::hex;

/// Bytes that are gathered before they are written: the memory one upload takes. S3 will want 5 MiB.
const CHUNK_BYTES: usize = 512 * 1024;
/// Bytes from the start of a file by which its type is told.
const HEAD_BYTES: usize = 4096;

/// Where files live. Keys are made here, `complaints/<id>/<n>`: nothing a sender wrote becomes a path.
#[derive(Debug, Clone)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// Files below a folder of this machine, which is created.
    pub fn on_disk(folder: &FsPath) -> object_store::Result<Files> {
        // Written through to the disk before the row that names them.
        let store = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true).with_fsync(true);
        Ok(Files(Arc::new(store)))
    }

    /// Files in memory, for tests.
    pub fn in_memory() -> Files {
        Files(Arc::new(InMemory::new()))
    }

    /// The files of one complaint that is being received.
    pub fn batch(&self, complaint: Uuid) -> Batch {
        Batch { files: self.clone(), complaint, begun: Vec::new() }
    }

    /// One file, as a stream.
    pub async fn get(&self, complaint: Uuid, n: usize) -> object_store::Result<GetResult> {
        self.0.get(&key(complaint, n)).await
    }

    /// Deletes the files of one complaint.
    pub async fn delete_all(&self, complaint: Uuid) -> object_store::Result<()> {
        let folder = Path::from_iter(["complaints".to_string(), complaint.to_string()]);
        let found: Vec<_> = self.0.list(Some(&folder)).collect().await;
        for meta in found {
            self.0.delete(&meta?.location).await?;
        }
        Ok(())
    }

    /// Deletes one file.
    pub async fn delete(&self, complaint: Uuid, n: usize) -> object_store::Result<()> {
        self.0.delete(&key(complaint, n)).await
    }

    /// The keys of all files.
    pub async fn keys(&self) -> object_store::Result<Vec<String>> {
        let found: Vec<_> = self.0.list(None).collect().await;
        found.into_iter().map(|meta| Ok(meta?.location.to_string())).collect()
    }
}

fn key(complaint: Uuid, n: usize) -> Path {
    Path::from_iter(["complaints".to_string(), complaint.to_string(), n.to_string()])
}

/// The files of one request, until its row is committed.
#[derive(Debug)]
pub struct Batch {
    files: Files,
    complaint: Uuid,
    begun: Vec<Path>,
}

impl Batch {
    /// Begins to write file `n`.
    pub async fn begin(&mut self, n: usize) -> object_store::Result<Upload> {
        let path = key(self.complaint, n);
        // Noted first: whatever happens from here on, discarding finds it.
        self.begun.push(path.clone());
        let upload = self.files.0.put_multipart(&path).await?;
        Ok(Upload { writer: WriteMultipart::new_with_chunk_size(upload, CHUNK_BYTES), seen: Seen::default() })
    }

    /// Takes away whatever was written. Failing to is told in the log: the sender can do nothing about it.
    pub async fn discard(self) {
        for path in self.begun {
            match self.files.0.delete(&path).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => tracing::error!(%error, %path, "a file of a rejected request could not be deleted"),
            }
        }
    }
}

/// A file on its way into the store.
#[derive(Debug)]
pub struct Upload {
    writer: WriteMultipart,
    seen: Seen,
}

impl Upload {
    /// Size so far.
    pub fn bytes(&self) -> usize {
        self.seen.bytes
    }

    /// Adds bytes.
    pub async fn write(&mut self, bytes: Bytes) -> object_store::Result<()> {
        self.seen.add(&bytes);
        self.writer.wait_for_capacity(1).await?;
        self.writer.put(bytes);
        Ok(())
    }

    /// Ends the file and says what it was.
    pub async fn finish(self) -> object_store::Result<Seen> {
        self.writer.finish().await?;
        Ok(self.seen)
    }

    /// Gives the file up.
    pub async fn abort(self) {
        if let Err(error) = self.writer.abort().await {
            tracing::error!(%error, "an upload could not be given up");
        }
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
