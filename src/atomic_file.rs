//! Replaces files atomically: a temporary file in the same directory, then a rename.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::formatter::Formatter;

/// Creates a temporary file with a random name next to `target`, readable by its owner alone if
/// `private`, otherwise with the process's default permissions.
pub(crate) fn create(target: &Path, private: bool) -> io::Result<(File, PathBuf)> {
    let path = target.with_file_name(format!(".wechatpay-{}.part", Formatter::nonce(16)));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    Ok((options.open(&path)?, path))
}

/// Replaces a file atomically. A symbolic link is replaced, not followed.
pub fn replace(target: &Path, contents: &[u8], private: bool) -> io::Result<()> {
    let (mut file, path) = create(target, private)?;
    let written = file.write_all(contents).and_then(|()| file.sync_all());
    // Closed first: some systems can't rename an open file.
    drop(file);
    let written = written.and_then(|()| fs::rename(&path, target));
    if written.is_err() {
        // Only the first error matters.
        let _ = fs::remove_file(&path);
    }
    written
}
