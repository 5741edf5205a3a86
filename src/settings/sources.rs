//! Where a value comes from: the first of flags, environment and profile that has it.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::key::{self, Key};
use super::profile::unreadable;
use super::{Flags, Profile};
use crate::error::Error;
use crate::language::say;

pub(super) struct Sources<'f> {
    flags: &'f Flags,
    pub(super) profile: Profile,
}

impl<'f> Sources<'f> {
    pub(super) fn new(flags: &'f Flags) -> Result<Self, Error> {
        let name = flags.profile.clone().map(OsString::from).or_else(|| variable("PROFILE"));
        let name = name.map(|name| utf8(name, "WECHATPAY_PROFILE")).transpose()?;
        let file = flags.config.clone().or_else(|| variable("CONFIG").map(PathBuf::from));
        let profile = Profile::load(name.as_deref(), file, &(flags.names)("PROFILE"))?;
        Ok(Self { flags, profile })
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Error> {
        match self.given(name) {
            Some((text, _)) => utf8(text, &self.name(name)).map(Some),
            None => self.profile.text(&name.to_ascii_lowercase()),
        }
    }

    pub(super) fn key(&self, name: &str) -> Result<Option<Key>, Error> {
        let (value, by_flag) = match self.given(name) {
            Some((value, by_flag)) => (Some(value), by_flag),
            None => (self.profile.path(&name.to_ascii_lowercase())?, false),
        };
        value.map(|value| Key::new(value, &self.name(name), by_flag)).transpose()
    }

    /// A secret, and the file that it was read from.
    pub(super) fn secret(
        &self,
        name: &str,
    ) -> Result<(Option<Zeroizing<String>>, Option<PathBuf>), Error> {
        let (key, named) = (name.to_ascii_lowercase(), format!("{name}_FILE"));
        let file = match (self.flag(&named), variable(name)) {
            (Some(file), _) => Some(file),
            (None, Some(value)) => {
                let value = utf8(value, &self.name(name))?;
                return Ok((Some(Zeroizing::new(value)), None));
            }
            (None, None) => match variable(&named) {
                Some(file) => Some(file),
                None => self.profile.path(&format!("{key}_file"))?,
            },
        };
        let Some(file) = file else {
            return Ok((self.profile.text(&key)?.map(Zeroizing::new), None));
        };
        let file = key::path(file, &self.name(&named))?;
        let read = fs::read_to_string(&file).map_err(|error| {
            if !self.may_be_secret(&file) {
                return unreadable(&file, error);
            }
            let variable = self.name(&named);
            Error::config(say!(
                "{variable} names no file that can be read: {error}; if that is the secret itself, give \
                 it without `_FILE`",
                "{variable} 所指的文件无法读取：{error}；如果填写的就是密钥本身，请去掉 `_FILE`"
            ))
            .with_source(error)
        })?;
        let text = Zeroizing::new(read);
        let secret = Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned());
        Ok((Some(secret), Some(file)))
    }

    /// Whether a path may be the secret, given where its file is due: a mere name, without a dot.
    fn may_be_secret(&self, file: &Path) -> bool {
        let given = file.strip_prefix(&self.profile.folder).unwrap_or(file);
        given.components().count() == 1 && !given.to_string_lossy().contains('.')
    }

    /// Of the flags, or the environment, or the profile: the first that has any.
    pub(super) fn platform_keys(&self) -> Result<Vec<(Option<String>, Key)>, Error> {
        let by_flag = !self.flags.platform_keys.is_empty();
        let given: Vec<(Option<String>, OsString)> = match &self.flags.platform_keys[..] {
            [] => match variable("PLATFORM_KEY") {
                Some(value) => vec![with_id(value)],
                None => self.profile.platform_keys()?,
            },
            flags => flags.iter().map(|flag| with_id(flag.into())).collect(),
        };
        let key = |(id, value)| Ok((id, Key::new(value, &self.name("PLATFORM_KEY"), by_flag)?));
        given.into_iter().map(key).collect()
    }

    /// Variables that count in place of the profile's values.
    pub(super) fn overridden(&self) -> BTreeSet<String> {
        let names = self.profile.keys().flat_map(|key| {
            let name = key.trim_end_matches("_file").to_ascii_uppercase();
            let name = if name == "PLATFORM_KEYS" { "PLATFORM_KEY".to_owned() } else { name };
            [format!("{name}_FILE"), name]
        });
        names.filter(|name| variable(name).is_some()).collect()
    }

    /// And whether it is a flag's.
    fn given(&self, name: &str) -> Option<(OsString, bool)> {
        let flag = self.flag(name).map(|value| (value, true));
        flag.or_else(|| variable(name).map(|value| (value, false)))
    }

    fn flag(&self, name: &str) -> Option<OsString> {
        let mut flags = self.flags.values.iter();
        flags.find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }

    fn name(&self, name: &str) -> String {
        (self.flags.names)(name)
    }
}

/// `ID=FILE` or `FILE`. A path with `=` in it is written with its folder, `./a=b.pem`.
fn with_id(value: OsString) -> (Option<String>, OsString) {
    let is_id = |id: &str| {
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    match value.to_str().and_then(|text| text.split_once('=')) {
        Some((id, file)) if is_id(id) => (Some(id.to_owned()), file.into()),
        _ => (None, value),
    }
}

/// An empty one counts as none.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(format!("WECHATPAY_{name}")).filter(|value| !value.is_empty())
}

fn utf8(value: OsString, name: &str) -> Result<String, Error> {
    value.into_string().map_err(|_| {
        Error::config(say!(
            "{name} is not valid UTF-8: write it anew",
            "{name} 不是合法的 UTF-8：请重新填写"
        ))
    })
}
