//! A temporary file that replaces its target once it is complete.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::atomic_file;
use crate::error::{Error, ErrorKind, shown_path};
use crate::language::{Text, say};

/// The temporary file. It is removed if it is dropped before it is complete.
pub(super) struct Part {
    /// `None` once it was closed.
    file: Option<File>,
    /// `None` once it took its target's place.
    path: Option<PathBuf>,
    target: PathBuf,
    /// The target as the user named it.
    shown: Text,
}

impl Part {
    /// # Errors
    ///
    /// If the directory does not exist, or `target` is not a regular file or not writable.
    pub(super) async fn begin(target: PathBuf) -> Result<Self, Error> {
        blocking(move || Self::begin_now(&target)).await
    }

    pub(super) async fn write(mut self, pieces: Vec<Bytes>) -> Result<Self, Error> {
        // The part goes along: should nobody wait for it any more, it is removed over there.
        blocking(move || {
            if let Some(file) = &mut self.file {
                let written = pieces.iter().try_for_each(|piece| file.write_all(piece));
                written.map_err(|error| failed(&self.shown, &error))?;
            }
            Ok(self)
        })
        .await
    }

    /// Replaces the target, once all is on the disk.
    pub(super) async fn complete(mut self) -> Result<(), Error> {
        blocking(move || self.complete_now().map_err(|error| failed(&self.shown, &error))).await
    }

    fn begin_now(named: &Path) -> Result<Self, Error> {
        let shown = shown_path(named);
        let failed = |error| failed(&shown, &error);
        let Some(name) = named.file_name() else {
            return Err(failed(io::Error::other(say!("it has no file name", "路径中没有文件名"))));
        };
        let (target, permissions) = existing(named).map_err(failed)?;
        let target = target.unwrap_or_else(|| named.with_file_name(name));
        // Private until it gets the permissions of the file that it replaces.
        let (file, path) = atomic_file::create(&target, permissions.is_some()).map_err(failed)?;
        // From here on it is removed if something fails.
        let part = Self { file: Some(file), path: Some(path), target, shown: shown.clone() };
        if let (Some(permissions), Some(file)) = (permissions, &part.file) {
            file.set_permissions(permissions).map_err(failed)?;
        }
        Ok(part)
    }

    fn complete_now(&mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            file.sync_all()?;
        }
        if let Some(path) = &self.path {
            fs::rename(path, &self.target)?;
            self.path = None;
        }
        Ok(())
    }
}

/// Where the file that is there already lies, links followed, and its permissions.
fn existing(target: &Path) -> io::Result<(Option<PathBuf>, Option<Permissions>)> {
    let metadata = match fs::metadata(target) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((None, None)),
        Err(error) => return Err(error),
    };
    if !metadata.is_file() {
        // For example a device, which a file would replace.
        return Err(io::Error::other(say!(
            "it exists and is not a regular file",
            "它已存在，但不是普通文件"
        )));
    }
    if metadata.permissions().readonly() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            say!("the file is read-only", "该文件只读"),
        ));
    }
    let is_link = fs::symlink_metadata(target)?.file_type().is_symlink();
    let target = if is_link { Some(fs::canonicalize(target)?) } else { None };
    Ok((target, Some(metadata.permissions())))
}

impl Drop for Part {
    fn drop(&mut self) {
        // Closed first: some systems remove no open file.
        self.file = None;
        if let Some(path) = &self.path {
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(path = shown_path(path).to_string(), %error, "a temporary file of a download could not be removed");
            }
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => {
            let message = say!(
                "writing the file was cancelled with its runtime: {error}",
                "文件写入随所在的 runtime 一起被取消：{error}"
            );
            Err(Error::new(ErrorKind::Io, message).with_source(error))
        }
    }
}

fn failed(target: &Text, error: &io::Error) -> Error {
    let target = target.map(|target| crate::error::one_line(target, 400));
    let cause = Text::of(error);
    let message = say!(
        "`{target}` can't be written: {cause}; check that the directory exists, is writable and has \
         free space",
        "无法写入 `{target}`：{cause}；请检查目录是否存在、是否可写、空间是否足够";
        target, cause
    );
    // The original error is the source.
    Error::new(ErrorKind::Io, message).with_source(io::Error::new(error.kind(), error.to_string()))
}
