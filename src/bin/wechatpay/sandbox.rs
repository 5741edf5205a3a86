//! The gateway's folder. A file in it that the gateway did not write is never overwritten: a real
//! key may be called by the same name.

use std::collections::HashSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use wechatpay_chain::MediaUtil;

use super::failure::Failure;

/// What it wrote: `SHA256 NAME`, a line each.
const LIST: &str = ".wechatpay-gateway";
/// Nothing in it belongs into a repository.
const IGNORED: &str = "*\n";

pub(crate) struct Sandbox {
    folder: PathBuf,
    /// Names and hashes of what was written before.
    own: HashSet<(String, String)>,
}

impl Sandbox {
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        let failed = |error| Failure::file(folder, &error);
        create_folder(folder).map_err(failed)?;
        let folder = fs::canonicalize(folder).map_err(failed)?;
        let list = match fs::read_to_string(folder.join(LIST)) {
            Ok(list) => list,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failed(error)),
        };
        let pair = |line: &str| {
            let (hash, name) = line.split_once(' ')?;
            Some((name.to_owned(), hash.to_owned()))
        };
        Ok(Self { own: list.lines().filter_map(pair).collect(), folder })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes all of them, or none if one would take a stranger's place.
    pub(crate) fn write(&self, files: &[(&str, &str)]) -> Result<(), Failure> {
        let files: Vec<_> = [(".gitignore", IGNORED)].iter().chain(files).copied().collect();
        for (name, contents) in &files {
            self.refuse_strangers(name, contents)?;
        }
        let now = files.iter().map(|(name, contents)| format!("{} {name}\n", hash(contents)));
        let now: String = now.collect();
        let before = self.own.iter().map(|(name, hash)| format!("{hash} {name}\n"));
        // Cut short, both the old and the new ones are known to be the gateway's.
        let both = before.chain([now.clone()]).collect::<String>();
        let (first, last) = ([(LIST, both.as_str())], [(LIST, now.as_str())]);
        for (name, contents) in first.iter().chain(&files).chain(&last) {
            let path = self.folder.join(name);
            write(&path, contents).map_err(|error| Failure::file(&path, &error))?;
        }
        Ok(())
    }

    fn refuse_strangers(&self, name: &str, contents: &str) -> Result<(), Failure> {
        let path = self.folder.join(name);
        let found = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Failure::file(&path, &error)),
            // Where a link leads is not the gateway's.
            Ok(metadata) if !metadata.is_file() => None,
            Ok(_) => Some(fs::read(&path).map_err(|error| Failure::file(&path, &error))?),
        };
        let is_own = found.is_some_and(|found| {
            found == contents.as_bytes() || self.own.contains(&(name.to_owned(), hash(found)))
        });
        let path = path.display();
        if is_own {
            return Ok(());
        }
        Err(Failure::usage(say!(
            "`{path}` is not the gateway's, so it is not overwritten: choose another --dir",
            "`{path}` 不是网关写的，不会覆盖：请用 --dir 另选目录"
        )))
    }
}

fn hash(contents: impl AsRef<[u8]>) -> String {
    MediaUtil::from_bytes("key", contents.as_ref().to_vec()).sha256()
}

/// In place of what is there, readable by its owner alone from the first byte.
fn write(path: &Path, contents: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(contents.as_bytes())
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
