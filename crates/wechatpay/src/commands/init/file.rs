//! The configuration file, into which a profile is put; all else in it stays.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};
use wechatpay_chain::__replace_file as replace_file;

use crate::failure::Failure;

/// One line of a profile.
pub(super) struct Entry {
    key: &'static str,
    value: String,
}

impl Entry {
    pub(super) fn text(key: &'static str, value: &str) -> Self {
        Self { key, value: value.to_owned() }
    }

    /// Wherever the command runs, and wherever the configuration file is.
    pub(super) fn path(key: &'static str, file: &Path) -> Result<Self, Failure> {
        let whole = fs::canonicalize(file).map_err(|error| Failure::file(file, &error))?;
        let value = whole.to_str().ok_or_else(|| {
            let shown = whole.display();
            Failure::usage(say!(
                "the path `{shown}` is not valid UTF-8: move the file",
                "路径 `{shown}` 不是有效的 UTF-8：请移动该文件"
            ))
        })?;
        Ok(Self { key, value: value.to_owned() })
    }
}

pub(super) struct ProfileFile {
    pub(super) path: PathBuf,
    text: String,
    table: Table,
}

impl ProfileFile {
    /// One that is not there is empty.
    pub(super) fn read(path: PathBuf) -> Result<Self, Failure> {
        if path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
            let shown = path.display();
            return Err(Failure::usage(say!(
                "`{shown}` is a symbolic link, which is not followed: name the file itself by --config",
                "`{shown}` 是符号链接，不会写入其指向的文件：请用 --config 直接写明文件"
            )));
        }
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Failure::file(&path, &error)),
        };
        let Ok(table) = text.parse() else {
            return Err(unfit(&path));
        };
        Ok(Self { path, text, table })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        profile(&self.table, name).is_some()
    }

    /// Writes the profile, in place of one of that name. Only its owner can read the file.
    pub(super) fn with(&self, name: &str, entries: &[Entry]) -> Result<Option<String>, Failure> {
        let header = format!("[profiles.{}]", quoted_name(name));
        let mut text = self.without(name);
        if !text.is_empty() && !text.ends_with("\n\n") {
            text += if text.ends_with('\n') { "\n" } else { "\n\n" };
        }
        text += &header;
        text.push('\n');
        for Entry { key, value } in entries {
            text += &format!("{key} = {}\n", Value::from(value.as_str()));
        }
        // What was there must be there still, however it was written.
        let is_whole = text.parse::<Table>().is_ok_and(|written| {
            let (mut before, mut after) = (self.table.clone(), written);
            let made = profile(&after, name).is_some_and(|made| {
                made.len() == entries.len()
                    && entries
                        .iter()
                        .all(|one| made.get(one.key).and_then(Value::as_str) == Some(&one.value))
            });
            remove(&mut before, name);
            remove(&mut after, name);
            made && before == after
        });
        if !is_whole {
            return Err(unfit(&self.path));
        }
        let failed = |error: io::Error| Failure::file(&self.path, &error);
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        replace_file(&self.path, text.as_bytes(), true).map_err(failed)?;
        // It is the file's first profile, or another one's name has to be given.
        let default = self.table.get("default").and_then(Value::as_str).unwrap_or("default");
        let chosen = (default != name)
            .then(|| say!("it is chosen by --profile {name}", "使用时请加 --profile {name}"));
        Ok(chosen)
    }

    /// Keeps a secret next to the file, where none is yet.
    pub(super) fn secret(&self, name: &str, secret: &str) -> Result<PathBuf, Failure> {
        let file = self.path.with_file_name(name);
        let failed = |error: io::Error| Failure::file(&file, &error);
        if file.symlink_metadata().is_ok() {
            return Err(failed(io::ErrorKind::AlreadyExists.into()));
        }
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        replace_file(&file, secret.as_bytes(), true).map_err(failed)?;
        Ok(file)
    }

    /// The text without a profile's lines.
    fn without(&self, name: &str) -> String {
        let mut kept = String::with_capacity(self.text.len());
        let mut is_inside = false;
        for line in self.text.split_inclusive('\n') {
            if let Some(header) = line.trim_start().strip_prefix('[') {
                let path = header.trim_start_matches('[').split(']').next().unwrap_or_default();
                let own = [format!("profiles.{name}"), format!("profiles.{}", quoted_name(name))];
                is_inside = own.iter().any(|own| {
                    let rest = path.trim().strip_prefix(own.as_str());
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                });
            }
            if !is_inside {
                kept += line;
            }
        }
        kept
    }
}

fn profile<'t>(table: &'t Table, name: &str) -> Option<&'t Table> {
    table.get("profiles")?.as_table()?.get(name)?.as_table()
}

fn remove(table: &mut Table, name: &str) {
    let is_empty = match table.get_mut("profiles") {
        Some(Value::Table(profiles)) => {
            profiles.remove(name);
            profiles.is_empty()
        }
        _ => false,
    };
    if is_empty {
        table.remove("profiles");
    }
}

/// A name with other characters is in quotes.
fn quoted_name(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_bare) {
        name.to_owned()
    } else {
        Value::from(name).to_string()
    }
}

/// Its lines are not shown: they may be keys.
fn unfit(path: &Path) -> Failure {
    let shown = path.display();
    Failure::usage(say!(
        "`{shown}` can't be added to: it is not valid TOML, or not written in sections; name another file by \
         --config",
        "无法向 `{shown}` 添加配置：它不是有效的 TOML，或未按节书写；请用 --config 另指定文件"
    ))
}
