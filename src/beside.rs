//! A new file beside the one whose place it will take.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::formatter::Formatter;

/// Of a name that nobody can have laid a link under; `private` to its owner from the first byte,
/// or as the process makes new files.
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
