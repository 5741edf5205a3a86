//! The configuration file: named profiles in TOML.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::failure::Failure;

/// What a profile may hold. All but `platform_keys` are texts; paths are relative to the file's own folder.
const KEYS: [&str; 15] = [
    "mchid",
    "serial",
    "certificate",
    "private_key",
    "private_key_passphrase",
    "private_key_passphrase_file",
    "platform_id",
    "platform_key",
    "platform_keys",
    "apiv3_key",
    "apiv3_key_file",
    "base_uri",
    "root_certificate",
    "timeout",
    "comment",
];

/// One profile, or none: then it is empty.
#[derive(Default)]
pub(crate) struct Profile {
    values: Table,
    folder: PathBuf,
    /// The file that it was read from.
    pub(crate) file: Option<PathBuf>,
}

impl Profile {
    /// The profile of this name, or the file's `default`, in this file, or the usual one. Only what
    /// was named must exist.
    pub(crate) fn load(name: Option<&str>, file: Option<PathBuf>) -> Result<Self, Failure> {
        let named = file.is_some() || name.is_some();
        let Some(file) = file.or_else(usual_file) else {
            return Ok(Self::default());
        };
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => {
                return Ok(Self::default());
            }
            Err(error) => return Err(Failure::file(&file, &error)),
        };
        let shown = file.display();
        let mut document: Table = text.parse().map_err(|error: toml::de::Error| {
            // Without the error's own words: they show the line, which may be a key's.
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
            let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            if written.contains('"') && written.contains('\\') {
                return backslash(&format!("`{shown}`, line {line}"));
            }
            Failure::usage(say!(
                "`{shown}` is not valid TOML at line {line}: write values as in mchid = \"1900000109\"",
                "`{shown}` 第 {line} 行不是合法的 TOML：值的写法如 mchid = \"1900000109\""
            ))
        })?;
        let default = document.get("default").and_then(Value::as_str).unwrap_or("default");
        let wanted = name.unwrap_or(default).to_owned();
        let profiles = match document.remove("profiles") {
            Some(Value::Table(profiles)) => profiles,
            _ => Table::new(),
        };
        let Some(Value::Table(values)) = profiles.get(&wanted) else {
            let known = profiles.keys().cloned().collect::<Vec<_>>().join(", ");
            return Err(Failure::usage(say!(
                "`{shown}` has no profile `{wanted}`, but [{known}]: add [profiles.{wanted}], or \
                 choose one by --profile",
                "`{shown}` 中没有配置 `{wanted}`，只有 [{known}]：请添加 [profiles.{wanted}]，或用 --profile \
                 另选"
            )));
        };
        if let Some(unknown) = values.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let known = KEYS.join(", ");
            return Err(Failure::usage(say!(
                "`{shown}`, profile `{wanted}`: `{unknown}` is not known, but {known}",
                "`{shown}` 的配置 `{wanted}`：不认识 `{unknown}`，可用的有 {known}"
            )));
        }
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { values: values.clone(), folder, file: Some(file) })
    }

    pub(crate) fn text(&self, key: &str) -> Result<Option<String>, Failure> {
        match self.values.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Integer(number)) if key == "timeout" || key == "mchid" => {
                Ok(Some(number.to_string()))
            }
            Some(_) => Err(Failure::usage(say!(
                "`{key}` of the profile is not text: put it in quotes",
                "配置中的 `{key}` 不是文本：请加引号"
            ))),
        }
    }

    pub(crate) fn path(&self, key: &str) -> Result<Option<PathBuf>, Failure> {
        let path = self.text(key)?;
        let is_escaped =
            |path: &String| path.contains(char::is_control) && !path.contains("-----BEGIN");
        if path.as_ref().is_some_and(is_escaped) {
            return Err(backslash(&format!("`{key}`")));
        }
        Ok(path.map(|path| self.place(&path)))
    }

    /// The platform's keys with their ids: `platform_key`, and of `platform_keys` a table of ids
    /// and files, or a list of certificates, whose ids are in them.
    pub(crate) fn platform_keys(&self) -> Result<Vec<(Option<String>, PathBuf)>, Failure> {
        let unfit = || {
            Failure::usage(say!(
                "`platform_keys` of the profile is neither a table, {{ \"PUB_KEY_ID_…\" = \"file.pem\" }}, \
                 nor a list of certificate files",
                "配置中的 `platform_keys` 应为表 {{ \"PUB_KEY_ID_…\" = \"file.pem\" }}，或证书文件列表"
            ))
        };
        let file = |value: &Value| value.as_str().map(|path| self.place(path)).ok_or_else(unfit);
        let mut keys: Vec<_> =
            self.path("platform_key")?.map(|path| (None, path)).into_iter().collect();
        match self.values.get("platform_keys") {
            None => {}
            Some(Value::Table(table)) => {
                for (id, value) in table {
                    keys.push((Some(id.clone()), file(value)?));
                }
            }
            Some(Value::Array(list)) => {
                for value in list {
                    keys.push((None, file(value)?));
                }
            }
            Some(_) => return Err(unfit()),
        }
        Ok(keys)
    }

    fn place(&self, path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), home()) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => self.folder.join(path),
        }
    }
}

/// In double quotes `\t` is a tab, and `\U` the beginning of a number.
fn backslash(place: &str) -> Failure {
    Failure::usage(say!(
        "{place}: in TOML a \\ in double quotes begins an escape: write a Windows path in single \
         quotes, 'C:\\certs\\key.pem', or with /",
        "{place}：TOML 双引号中的 \\ 是转义符：Windows 路径请用单引号，如 'C:\\certs\\key.pem'，或改用 /"
    ))
}

fn usual_file() -> Option<PathBuf> {
    let given = |name| env::var_os(name).filter(|path: &OsString| !path.is_empty());
    let folder = given("XDG_CONFIG_HOME").map(PathBuf::from);
    let folder = folder.or_else(|| home().map(|home| home.join(".config")))?;
    Some(folder.join("wechatpay").join("config.toml"))
}

fn home() -> Option<PathBuf> {
    env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}
