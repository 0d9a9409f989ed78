//! Disk: files below a folder of this machine. A file counts as written when it and the folders that lead to it are on the disk itself.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bytes::Bytes;
use futures_util::{Stream, stream};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufWriter};
use tokio::task::spawn_blocking;
use uuid::Uuid;

/// Bytes that are gathered before they are written: with what the HTTP server holds, the memory that one upload takes.
const BUFFER_BYTES: usize = 128 * 1024;
/// Bytes that are read at once.
const READ_BYTES: usize = 64 * 1024;

/// Files as `<folder>/complaints/<id>/<n>`.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// `folder` and what is needed in it, made if it is not there.
    pub(super) fn open(folder: &Path) -> io::Result<Disk> {
        let root = folder.join("complaints");
        fs::create_dir_all(&root)?;
        sync(folder)?;
        Ok(Disk { root })
    }

    fn folder(&self, complaint: Uuid) -> PathBuf {
        self.root.join(complaint.to_string())
    }

    fn path(&self, complaint: Uuid, n: usize) -> PathBuf {
        self.folder(complaint).join(n.to_string())
    }

    /// Begins a file in its place, the request's `first` perhaps together with its folder. No other name and no renaming is needed: a file
    /// is nobody's before a row names it.
    pub(super) async fn create(&self, complaint: Uuid, n: usize, first: bool) -> io::Result<Writer> {
        let (folder, path) = (self.folder(complaint), self.path(complaint, n));
        let root = first.then(|| self.root.clone());
        blocking(move || {
            // The folder may be empty, and be taken away by another request of the same case or by the sweeper: then once more.
            for _ in 0..3 {
                fs::create_dir_all(&folder)?;
                match fs::File::create(&path) {
                    Ok(file) => {
                        let file = BufWriter::with_capacity(BUFFER_BYTES, File::from_std(file));
                        return Ok(Writer { file, folder, root });
                    }
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
            Err(ErrorKind::NotFound.into())
        })
        .await
    }

    pub(super) async fn read(
        &self,
        complaint: Uuid,
        n: usize,
    ) -> io::Result<impl Stream<Item = io::Result<Bytes>> + use<>> {
        let file = File::open(self.path(complaint, n)).await?;
        Ok(stream::try_unfold(file, |mut file| async move {
            let mut bytes = Vec::with_capacity(READ_BYTES);
            (&mut file).take(READ_BYTES as u64).read_to_end(&mut bytes).await?;
            Ok((!bytes.is_empty()).then(|| (bytes.into(), file)))
        }))
    }

    /// Takes files away, and their folder if nothing else is in it. After a power cut they may be there again: the sweeper's business.
    pub(super) async fn remove(&self, complaint: Uuid, numbers: Vec<usize>) -> io::Result<()> {
        let disk = self.clone();
        blocking(move || {
            let mut result = Ok(());
            for n in numbers {
                match fs::remove_file(disk.path(complaint, n)) {
                    Err(error) if error.kind() != ErrorKind::NotFound => result = Err(error),
                    _ => {}
                }
            }
            let _ = fs::remove_dir(disk.folder(complaint));
            result
        })
        .await
    }

    /// Every complaint that has a folder, with the names in it. Folders of other names are not ours.
    pub(super) async fn list(&self) -> io::Result<Vec<(Uuid, Vec<String>)>> {
        let root = self.root.clone();
        blocking(move || {
            let mut found = Vec::new();
            for folder in fs::read_dir(root)? {
                let folder = folder?;
                let name = folder.file_name();
                let complaint = name.to_str().and_then(|name| Uuid::try_parse(name).ok());
                let Some(complaint) = complaint.filter(|id| *id.to_string() == *name) else { continue };
                // Taken away meanwhile, it has no files.
                let Ok(files) = fs::read_dir(folder.path()) else { continue };
                let name = |file: io::Result<fs::DirEntry>| Ok(file?.file_name().to_string_lossy().into_owned());
                found.push((complaint, files.map(name).collect::<io::Result<_>>()?));
            }
            Ok(found)
        })
        .await
    }

    pub(super) async fn has(&self, complaint: Uuid, n: usize) -> io::Result<bool> {
        tokio::fs::try_exists(self.path(complaint, n)).await
    }

    /// Takes away what is in a complaint's folder, not among `keep`, and was last changed before a moment; then the folder, if it is empty.
    pub(super) async fn sweep(
        &self,
        complaint: Uuid,
        keep: Vec<usize>,
        before: Option<SystemTime>,
    ) -> io::Result<usize> {
        let folder = self.folder(complaint);
        blocking(move || {
            let mut swept = 0;
            for file in fs::read_dir(&folder)? {
                let file = file?;
                let kept = keep.iter().any(|n| file.file_name() == *n.to_string());
                let young = before.is_some_and(|before| {
                    file.metadata().and_then(|data| data.modified()).is_ok_and(|at| at >= before)
                });
                if !kept && !young {
                    fs::remove_file(file.path())?;
                    swept += 1;
                }
            }
            let _ = fs::remove_dir(&folder);
            Ok(swept)
        })
        .await
    }

    /// Writes so many bytes into a file without a name, which the system takes back however this ends.
    pub(super) async fn probe(&self, bytes: usize) -> io::Result<()> {
        let path = self.root.with_file_name("room");
        blocking(move || {
            let mut file = fs::File::create(&path)?;
            let _ = fs::remove_file(&path);
            file.write_all(&vec![0; bytes])
        })
        .await
    }
}

/// A file under way.
#[derive(Debug)]
pub struct Writer {
    file: BufWriter<File>,
    folder: PathBuf,
    /// What the folder is in, where that is still to be written through.
    root: Option<PathBuf>,
}

impl Writer {
    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await
    }

    /// Writes the file through to the disk, then its entry in the complaint's folder, then that folder's own entry.
    pub(super) async fn finish(mut self) -> io::Result<()> {
        self.file.flush().await?;
        let file = self.file.into_inner().into_std().await;
        blocking(move || {
            file.sync_all()?;
            sync(&self.folder)?;
            self.root.as_deref().map_or(Ok(()), sync)
        })
        .await
    }
}

/// Writes a folder's entries through to the disk.
fn sync(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Runs what waits for the disk where nobody else waits for it.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
