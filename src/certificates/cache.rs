//! The last download on disk, as it came: encrypted. Opening it with the APIv3 key authenticates
//! it, so the file need not be trusted.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use crate::beside;

/// Writes it whole or not at all, readable by its owner alone.
pub(super) fn write(path: &Path, body: &[u8]) -> io::Result<()> {
    beside::replace(path, body, true)
}

/// And when it was written. `None` when there is none yet.
pub(super) fn read(path: &Path) -> io::Result<Option<(Vec<u8>, SystemTime)>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut body = Vec::new();
    file.read_to_end(&mut body)?;
    Ok(Some((body, file.metadata()?.modified()?)))
}
