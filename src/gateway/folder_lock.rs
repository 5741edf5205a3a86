//! One gateway at a time uses a folder: a second one would rewrite the files of the first.

use std::fs::File;
use std::io;
use std::path::Path;

use fs4::{FileExt, TryLockError};

use crate::error::Error;
use crate::language::say;

/// The system releases it when the gateway is dropped, and also when its process dies.
pub(super) struct FolderLock {
    _file: File,
}

impl FolderLock {
    pub(super) fn of(folder: &Path) -> Result<Self, Error> {
        let failed = |error| super::folder::unusable(folder, error);
        let file = open(folder).map_err(failed)?;
        match FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let folder = folder.display();
                return Err(Error::config(say!(
                    "another gateway is using `{folder}`: stop it, or use another folder (--dir)",
                    "另一个网关正在使用 `{folder}`：请先停止它，或使用其他目录（--dir）"
                )));
            }
            // Some network file systems have no locks.
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "the local gateway's folder can't be locked");
            }
        }
        Ok(Self { _file: file })
    }
}

/// The folder itself, so that no file is written to one that is refused.
#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

/// A folder can't be opened everywhere.
#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    let file = folder.join(".wechatpay-gateway.lock");
    File::options().create(true).truncate(false).write(true).open(file)
}
