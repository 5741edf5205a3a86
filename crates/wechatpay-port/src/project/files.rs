//! Files into a folder: all or none of what is refused, each one whole, nobody else's replaced.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::Message;

/// What this program wrote into the folder: a line for each file, with the hash of its text.
const RECORD: &str = ".wechatpay-port";

/// Writes the files, named by their paths in the folder.
pub(super) fn write(folder: &Path, files: &[(String, String)]) -> Result<(), Message> {
    let record = folder.join(RECORD);
    let old = match fs::read_to_string(&record) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failed(&record, &error)),
    };
    let mut changed = Vec::new();
    for (name, text) in files {
        let path = folder.join(name);
        if !may_write(&path, name, text, &old).map_err(|error| failed(&path, &error))? {
            return Err(not_ours(&path));
        }
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            changed.push((path, text));
        }
    }
    // First what will be written, so that a run that is cut off can be repeated.
    let mut lines: Vec<_> = files.iter().map(|(name, text)| line(name, text)).collect();
    let others = old.lines().filter(|old| !lines.iter().any(|line| line == old));
    let before: String =
        lines.iter().map(String::as_str).chain(others).map(|line| format!("{line}\n")).collect();
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    replace(&record, &before)?;
    for (path, text) in changed {
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
        replace(&path, text)?;
    }
    let is_new = |old: &&str| files.iter().all(|(name, _)| !old.ends_with(&format!(" {name}")));
    lines.extend(old.lines().filter(is_new).map(str::to_owned));
    lines.sort_by(|a, b| a.split_once(' ').map(|it| it.1).cmp(&b.split_once(' ').map(|it| it.1)));
    replace(&record, &(lines.join("\n") + "\n"))
}

/// Whether the place is free, or has what was written before and not changed since.
fn may_write(path: &Path, name: &str, text: &str, record: &str) -> io::Result<bool> {
    let kind = match path.symlink_metadata() {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    if !kind.is_file() {
        return Ok(false);
    }
    let there = fs::read(path)?;
    let there = String::from_utf8_lossy(&there);
    let line = line(name, &there);
    Ok(there == text || record.lines().any(|known| known == line))
}

fn line(name: &str, text: &str) -> String {
    format!("{:016x} {name}", hash(text.as_bytes()))
}

/// FNV-1a: it tells an edited file, and keeps no attacker out.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Replaces a file in one step.
fn replace(path: &Path, text: &str) -> Result<(), Message> {
    let part = part(path);
    let written = fs::File::create_new(&part)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&part, path));
    if let Err(error) = written {
        // Only the first error matters.
        let _ = fs::remove_file(&part);
        return Err(failed(path, &error));
    }
    Ok(())
}

fn part(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

fn failed(path: &Path, error: &io::Error) -> Message {
    let path = path.display();
    Message::new(format!("`{path}`: {error}"), format!("`{path}`：{error}"))
}

fn not_ours(path: &Path) -> Message {
    let path = path.display();
    Message::new(
        format!(
            "`{path}` is there and was not written by this command, or was changed since: move it \
             away, or give another folder; nothing was written"
        ),
        format!(
            "`{path}` 已存在，且不是本命令写的，或之后被改过：请移走它，或换一个目录；未写入任何文件"
        ),
    )
}
