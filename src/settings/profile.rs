//! The configuration file: named profiles in TOML.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};
use zeroize::Zeroizing;

use crate::error::{Error, one_line, shown_path};
use crate::language::{Text, say};

/// What a profile may hold. All but `platform_keys` are texts; paths are relative to the file's own folder.
const KEYS: [&str; 17] = [
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
    "apiv2_key",
    "apiv2_key_file",
    "base_uri",
    "root_certificate",
    "timeout",
    "comment",
];

/// One profile, or none: then it is empty.
#[derive(Default)]
pub(super) struct Profile {
    name: String,
    values: Table,
    pub(super) folder: PathBuf,
    /// The file that it was read from.
    pub(super) file: Option<PathBuf>,
}

impl Profile {
    /// The profile of this name, or the file's `default`, in this file, or the usual one. Only what
    /// was named must exist. `chosen_by` names what chooses another one.
    pub(super) fn load(
        name: Option<&str>,
        file: Option<PathBuf>,
        chosen_by: &str,
    ) -> Result<Self, Error> {
        let named = file.is_some() || name.is_some();
        let Some(file) = file.or_else(usual_file) else {
            return match name {
                Some(name) => Err(homeless(name)),
                None => Ok(Self::default()),
            };
        };
        let text = match fs::read_to_string(&file) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !named => {
                return Ok(Self::default());
            }
            Err(error) => return Err(unreadable(&file, error)),
        };
        let mut document: Table = text
            .parse()
            .map_err(|error| not_toml(&shown_path(&file).to_string(), &text, &error))?;
        let default = document.get("default").and_then(Value::as_str).unwrap_or("default");
        let name = name.unwrap_or(default).to_owned();
        let mut profiles = match document.remove("profiles") {
            Some(Value::Table(profiles)) => profiles,
            _ => Table::new(),
        };
        let (shown, wanted) = (shown_path(&file), one_line(&name, 64));
        let Some(Value::Table(values)) = profiles.remove(&name) else {
            let known =
                profiles.keys().map(|name| one_line(name, 64)).collect::<Vec<_>>().join(", ");
            let but = match &*known {
                "" => say!("", ""),
                known => say!(", but {known}", "，只有 {known}"),
            };
            return Err(Error::config(say!(
                "`{shown}` has no profile `{wanted}`{but}: add [profiles.{wanted}], or choose one by \
                 {chosen_by}",
                "`{shown}` 中没有配置 `{wanted}`{but}：请添加 [profiles.{wanted}]，或用 {chosen_by} 另选";
                but
            )));
        };
        if let Some(unknown) = values.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let known = KEYS.join(", ");
            return Err(Error::config(say!(
                "`{shown}`, profile `{wanted}`: `{unknown}` is not known, but {known}",
                "`{shown}` 的配置 `{wanted}`：不认识 `{unknown}`，可用的有 {known}"
            )));
        }
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { name: wanted, values, folder, file: Some(file) })
    }

    /// Where it is, or may be; ends a sentence.
    pub(super) fn place(&self) -> Text {
        let name = &self.name;
        match self.file.as_deref().map(shown_path) {
            Some(file) => say!("the profile `{name}` of `{file}`", " `{file}` 的配置 `{name}`"),
            None => say!(
                "a profile of ~/.config/wechatpay/config.toml",
                " ~/.config/wechatpay/config.toml 的配置中"
            ),
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<String>, Error> {
        match self.values.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Integer(number)) if key == "timeout" || key == "mchid" => {
                Ok(Some(number.to_string()))
            }
            Some(_) => Err(self.wrong(say!(
                "`{key}` of the profile is not text: put it in quotes",
                "配置中的 `{key}` 不是文本：请加引号"
            ))),
        }
    }

    /// A path, placed in the file's folder; or a text in PEM, as it is.
    pub(super) fn path(&self, key: &str) -> Result<Option<OsString>, Error> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        if text.contains(char::is_control) && !text.contains("-----BEGIN") {
            return Err(self.wrong(backslash(Text::verbatim(format!("`{key}`")))));
        }
        Ok(Some(self.located(text)))
    }

    /// The platform's keys with their ids: `platform_key`, and of `platform_keys` a table of ids
    /// and files, or a list of certificates, whose ids are in them.
    pub(super) fn platform_keys(&self) -> Result<Vec<(Option<String>, OsString)>, Error> {
        let unfit = || {
            self.wrong(say!(
                "`platform_keys` of the profile is neither a table, {{ \"PUB_KEY_ID_…\" = \"file.pem\" }}, \
                 nor a list of certificate files",
                "配置中的 `platform_keys` 应为表 {{ \"PUB_KEY_ID_…\" = \"file.pem\" }}，或证书文件列表"
            ))
        };
        let file = |value: &Value| {
            value.as_str().map(|path| self.located(path.to_owned())).ok_or_else(unfit)
        };
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

    fn located(&self, path: String) -> OsString {
        if path.contains("-----BEGIN") {
            return path.into();
        }
        match (path.strip_prefix("~/"), home()) {
            (Some(rest), Some(home)) => home.join(rest).into(),
            _ => self.folder.join(path).into(),
        }
    }

    fn wrong(&self, what: Text) -> Error {
        let (file, name) = (
            self.file.as_deref().map(shown_path).map(|file| file.to_string()).unwrap_or_default(),
            &self.name,
        );
        Error::config(say!(
            "`{file}`, profile `{name}`: {what}",
            "`{file}` 的配置 `{name}`：{what}"; what
        ))
    }
}

/// Without the error's own words: they show the line, which may be a key's.
fn not_toml(shown: &str, text: &str, error: &toml::de::Error) -> Error {
    let at = error.span().map_or(0, |span| span.start);
    let line = text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    if written.contains('"') && written.contains('\\') {
        let place = say!("`{shown}`, line {line}", "`{shown}` 第 {line} 行");
        return Error::config(backslash(place));
    }
    Error::config(say!(
        "`{shown}` is not valid TOML at line {line}: write values as in mchid = \"1900000109\"",
        "`{shown}` 第 {line} 行不是合法的 TOML：值的写法如 mchid = \"1900000109\""
    ))
}

/// In double quotes `\t` is a tab, and `\U` the beginning of a number.
fn backslash(place: Text) -> Text {
    say!(
        "{place}: in TOML a \\ in double quotes begins an escape: write a Windows path in single \
         quotes, 'C:\\certs\\key.pem', or with /",
        "{place}：TOML 双引号中的 \\ 是转义符：Windows 路径请用单引号，如 'C:\\certs\\key.pem'，或改用 /";
        place
    )
}

fn homeless(name: &str) -> Error {
    let name = one_line(name, 64);
    Error::config(say!(
        "the profile `{name}` can't be looked up, since neither HOME nor XDG_CONFIG_HOME is set: \
         name the file by WECHATPAY_CONFIG",
        "无法查找配置 `{name}`，因为 HOME 与 XDG_CONFIG_HOME 都未设置：请用 WECHATPAY_CONFIG 指定文件"
    ))
}

pub(super) fn unreadable(file: &Path, error: io::Error) -> Error {
    let file = shown_path(file);
    Error::config(say!("`{file}`: {error}", "`{file}`：{error}")).with_source(error)
}

/// Where the configuration file is, if none is named.
pub fn usual_file() -> Option<PathBuf> {
    let given = |name| env::var_os(name).filter(|path: &OsString| !path.is_empty());
    let folder = given("XDG_CONFIG_HOME").map(PathBuf::from);
    let folder = folder.or_else(|| home().map(|home| home.join(".config")))?;
    Some(folder.join("wechatpay").join("config.toml"))
}

fn home() -> Option<PathBuf> {
    env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}
