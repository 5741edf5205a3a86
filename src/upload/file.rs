//! A file to be sent: opened and checked before the request, read piece by piece during it.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use openssl::sha::Sha256;

use super::CHUNK;
use crate::crypto::sha256;
use crate::error::{Error, ErrorKind, shown_path};
use crate::language::{Text, say};

/// The length and hash of a file when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    pub(crate) length: u64,
    pub(crate) sha256: [u8; 32],
}

impl Fingerprint {
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        Self { length: bytes.len() as u64, sha256: sha256(bytes) }
    }

    /// Reads the whole file, which blocks.
    ///
    /// # Errors
    ///
    /// Io, naming the file.
    pub(crate) fn of_file(path: &Path) -> Result<Self, Error> {
        let (mut file, _) = open(path)?;
        Self::of(&mut file).map_err(|error| unreadable(path, error))
    }

    fn of(file: &mut File) -> io::Result<Self> {
        let mut hasher = Sha256::new();
        let mut length = 0;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = match file.read(&mut chunk) {
                Ok(0) => return Ok(Self { length, sha256: hasher.finish() }),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            hasher.update(&chunk[..read]);
            length += read as u64;
        }
    }
}

/// A file's path, and its expected fingerprint if that is known.
#[derive(Debug, Clone)]
pub(crate) struct FileSource {
    pub(crate) path: PathBuf,
    pub(crate) expected: Option<Fingerprint>,
}

impl FileSource {
    /// Opens the file, and reads it through if its hash is to be checked. It blocks.
    ///
    /// # Errors
    ///
    /// Io: the file is gone, is not a regular file, or has changed.
    pub(super) fn open(self) -> Result<OpenFile, Error> {
        let (mut file, length) = open(&self.path)?;
        let hash = match self.expected {
            None => None,
            Some(expected) => {
                let now = Fingerprint::of(&mut file);
                let now = now.map_err(|error| unreadable(&self.path, error))?;
                if now != expected {
                    return Err(changed(&self.path, expected.length, now.length));
                }
                file.rewind().map_err(|error| unreadable(&self.path, error))?;
                Some((Sha256::new(), expected.sha256))
            }
        };
        let length = self.expected.map_or(length, |expected| expected.length);
        Ok(OpenFile { path: self.path, file, left: length, hash })
    }
}

/// A file that is being read. It gives as many bytes as were announced, or an error.
pub(crate) struct OpenFile {
    path: PathBuf,
    file: File,
    left: u64,
    /// The hash of what was read so far, and the expected one.
    hash: Option<(Sha256, [u8; 32])>,
}

impl OpenFile {
    /// The bytes that are still to be read.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// The next piece. The last one is held back unless the file is still what it was, so that the
    /// receiver never gets a whole body with wrong bytes in it. It blocks.
    pub(super) fn read(&mut self) -> Result<Bytes, Error> {
        let wanted = usize::try_from(self.left).map_or(CHUNK, |left| left.min(CHUNK));
        let mut piece = vec![0; wanted];
        self.file.read_exact(&mut piece).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => self.changed_under_way(),
            _ => unreadable(&self.path, error),
        })?;
        self.left -= wanted as u64;
        if let Some((hasher, _)) = &mut self.hash {
            hasher.update(&piece);
        }
        if self.left == 0 {
            let longer = self.file.read(&mut [0]).map_err(|error| unreadable(&self.path, error))?;
            let hash = self.hash.take();
            let same = hash.is_none_or(|(hasher, expected)| hasher.finish() == expected);
            if longer > 0 || !same {
                return Err(self.changed_under_way());
            }
        }
        Ok(piece.into())
    }

    fn changed_under_way(&self) -> Error {
        let path = shown_path(&self.path);
        io_error(say!(
            "the file `{path}` changed while it was sent, so the upload was broken off: send it again \
             once it is complete",
            "文件 `{path}` 在发送过程中发生了变化，上传已中断：请在文件写完后重新发送";
            path
        ))
    }
}

/// The file and its length. Only a regular file has one; a pipe would block forever.
fn open(path: &Path) -> Result<(File, u64), Error> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, error))?;
    if !metadata.is_file() {
        let path = shown_path(path);
        return Err(io_error(say!(
            "`{path}` is not a regular file: give the path of a file, or its bytes",
            "`{path}` 不是普通文件：请给出文件的路径，或其内容";
            path
        )));
    }
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    let length = file.metadata().map_err(|error| unreadable(path, error))?.len();
    Ok((file, length))
}

fn changed(path: &Path, then: u64, now: u64) -> Error {
    let how = if then == now {
        say!("its bytes are others", "内容不同")
    } else {
        say!("it had {then} bytes, now {now}", "原为 {then} 字节，现为 {now} 字节")
    };
    let path = shown_path(path);
    io_error(say!(
        "the file `{path}` changed after it was hashed ({how}): make a new MediaUtil of it",
        "文件 `{path}` 在计算摘要之后发生了变化（{how}）：请重新创建 MediaUtil";
        path, how
    ))
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    let path = shown_path(path);
    io_error(say!(
        "the file `{path}` can't be read: {error}",
        "无法读取文件 `{path}`：{error}";
        path
    ))
    .with_source(error)
}

fn io_error(message: Text) -> Error {
    Error::new(ErrorKind::Io, message)
}
