//! The gateway's folder. A file that the gateway did not write is never overwritten: it may be a
//! real key with the same name.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use openssl::sha::sha256;

use super::folder_lock::FolderLock;
use super::keys::hex;
use crate::atomic_file;
use crate::error::{Error, ErrorKind};
use crate::language::say;

/// The files that it wrote: `SHA256 NAME`, one per line.
const LIST: &str = ".wechatpay-gateway";
/// Nothing in it belongs in a repository.
const IGNORED: &str = "*\n";
/// The folder of the files that only the platform has.
const PLATFORM: &str = "platform";

pub(super) struct Folder {
    path: PathBuf,
    /// Names and hashes of what was written before.
    own: HashSet<(String, String)>,
    lock: FolderLock,
}

impl Folder {
    /// Creates the folder if necessary.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |error| unusable(path, error);
        create(path).map_err(failed)?;
        let path = fs::canonicalize(path).map_err(failed)?;
        let lock = FolderLock::of(&path)?;
        let list = match fs::read_to_string(path.join(LIST)) {
            Ok(list) => list,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(unusable(&path.join(LIST), error)),
        };
        let pair = |line: &str| {
            let (hash, name) = line.split_once(' ')?;
            let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hash.then(|| (name.to_owned(), hash.to_owned()))
        };
        // Cut short in its last line, it is still the gateway's.
        let whole = list.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        let own = whole.map(pair).collect::<Option<HashSet<_>>>();
        let own = own.filter(|own| !own.is_empty() || list.is_empty());
        Ok(Self { own: own.ok_or_else(|| strangers(&path.join(LIST)))?, path, lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What keeps other gateways from using the folder.
    pub(super) fn into_lock(self) -> FolderLock {
        self.lock
    }

    /// Whether the gateway never wrote anything here.
    pub(super) fn is_new(&self) -> bool {
        self.own.is_empty()
    }

    /// A file that an earlier start wrote. `None` if none did.
    pub(super) fn read(&self, name: &str) -> Result<Option<String>, Error> {
        if !self.own.iter().any(|(own, _)| own == name) {
            return Ok(None);
        }
        let path = self.path.join(name);
        match fs::read_to_string(&path) {
            Ok(text) if self.own.contains(&(name.to_owned(), hash(&text))) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(self.missing(name)),
            Err(error) if error.kind() != io::ErrorKind::InvalidData => Err(unusable(&path, error)),
            _ => {
                let path = path.display();
                Err(Error::config(say!(
                    "`{path}` is not as the gateway wrote it: use another folder (--dir), or \
                     delete this one",
                    "`{path}` 已不是网关写入的内容：请使用其他目录（--dir），或删除该目录"
                )))
            }
        }
    }

    pub(super) fn missing(&self, name: &str) -> Error {
        let path = self.path.join(name);
        let path = path.display();
        Error::config(say!(
            "the gateway's file `{path}` is missing: use another folder (--dir), or generate all \
             of its keys again (--new-keys)",
            "缺少网关的文件 `{path}`：请使用其他目录（--dir），或重新生成全部密钥（--new-keys）"
        ))
    }

    /// Writes all files, or none of them if one would overwrite a file of somebody else. Files in the
    /// root that were written before and are not among them are removed if they are `temporary`.
    pub(super) fn write(&self, files: &[(&str, String)], temporary: &[&str]) -> Result<(), Error> {
        let mut files = files.to_vec();
        files.push((".gitignore", IGNORED.to_owned()));
        let platform = self.path.join(PLATFORM);
        // The target of a link is not the gateway's.
        if platform.symlink_metadata().is_ok_and(|found| !found.is_dir()) {
            return Err(strangers(&platform));
        }
        for (name, contents) in &files {
            self.refuse_strangers(name, contents)?;
        }
        create(&platform).map_err(|error| unusable(&platform, error))?;
        let gone =
            |name: &str| temporary.contains(&name) && files.iter().all(|(new, _)| *new != name);
        let line = |(hash, name): (&str, &str)| format!("{hash} {name}\n");
        let before = |keep: &dyn Fn(&str) -> bool| {
            let kept = self.own.iter().filter(|(name, _)| keep(name));
            kept.map(|(name, hash)| line((hash, name))).collect::<String>()
        };
        let now: String = files.iter().map(|(name, text)| line((&hash(text), name))).collect();
        // Cut short, both the old and the new ones are known to be the gateway's.
        let both = before(&|_| true) + &now;
        let after = |name: &str| files.iter().all(|(new, _)| *new != name) && !gone(name);
        let after = before(&after) + &now;
        for name in temporary.iter().filter(|name| gone(name)) {
            self.remove(name)?;
        }
        let (first, last) = ([(LIST, both)], [(LIST, after)]);
        for (name, contents) in first.iter().chain(&files).chain(&last) {
            let path = self.path.join(name);
            let written = atomic_file::replace(&path, contents.as_bytes(), true);
            written.map_err(|error| unusable(&path, error))?;
        }
        Ok(())
    }

    /// Removes a file that is as the gateway wrote it.
    fn remove(&self, name: &str) -> Result<(), Error> {
        let path = self.path.join(name);
        match fs::read(&path) {
            Ok(found) if self.own.contains(&(name.to_owned(), hash(&found))) => {
                fs::remove_file(&path).map_err(|error| unusable(&path, error))
            }
            _ => Ok(()),
        }
    }

    fn refuse_strangers(&self, name: &str, contents: &str) -> Result<(), Error> {
        let path = self.path.join(name);
        let found = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(unusable(&path, error)),
            Ok(metadata) if !metadata.is_file() => None,
            Ok(_) => Some(fs::read(&path).map_err(|error| unusable(&path, error))?),
        };
        let is_own = found.is_some_and(|found| {
            found == contents.as_bytes() || self.own.contains(&(name.to_owned(), hash(found)))
        });
        if is_own { Ok(()) } else { Err(strangers(&path)) }
    }
}

fn strangers(path: &Path) -> Error {
    let path = path.display();
    Error::config(say!(
        "`{path}` is not the gateway's, so it is not overwritten: take another folder (--dir)",
        "`{path}` 不是网关的文件，因此没有覆盖：请使用其他目录（--dir）"
    ))
}

pub(super) fn unusable(path: &Path, error: io::Error) -> Error {
    let path = path.display();
    Error::new(ErrorKind::Io, say!("`{path}`: {error}", "`{path}`：{error}")).with_source(error)
}

fn hash(contents: impl AsRef<[u8]>) -> String {
    hex(&sha256(contents.as_ref()))
}

fn create(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
