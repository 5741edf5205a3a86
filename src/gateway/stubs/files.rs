//! Files of stubs, which may change while the gateway runs.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::Stubs;
use super::read::parse;
use crate::error::Error;
use crate::gateway::folder::unusable;
use crate::gateway::keys::Keys;
use crate::gateway::routes::Routes;
use crate::language::{Text, say};

/// The files, in the order in which they were given.
pub(in crate::gateway) struct StubFiles(Mutex<Vec<StubFile>>);

struct StubFile {
    path: PathBuf,
    /// What was read last, whether it could be used or not; `None` if nothing could be read.
    text: Option<String>,
    /// Those of the last text without a mistake.
    stubs: Vec<Arc<Stubs>>,
    mistake: Option<Text>,
}

impl StubFiles {
    /// Reads the files for the first time: a mistake in them is an error.
    pub(in crate::gateway) fn load(paths: &[PathBuf]) -> Result<Self, Error> {
        let load = |path: &PathBuf| {
            let text = std::fs::read_to_string(path).map_err(|error| unusable(path, error))?;
            let named = |what: Text| {
                let path = path.display();
                Error::options(say!("`{path}`: {what}", "`{path}`：{what}"; what))
            };
            let stubs = parse(&text).map_err(named)?.into_iter().map(Arc::new).collect();
            Ok(StubFile { path: path.clone(), text: Some(text), stubs, mistake: None })
        };
        Ok(Self(Mutex::new(paths.iter().map(load).collect::<Result<_, Error>>()?)))
    }

    pub(in crate::gateway) fn add_to(&self, routes: &Routes, keys: &Arc<Keys>) {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        add(&files, routes, keys);
    }

    /// Reads again what has changed, and says what is wrong with it. A file with a mistake keeps the
    /// stubs that it had.
    pub(in crate::gateway) fn refresh(&self, routes: &Routes, keys: &Arc<Keys>) -> Option<Text> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = false;
        for file in files.iter_mut() {
            changed |= file.refresh();
        }
        if changed {
            add(&files, routes, keys);
        }
        let mistakes: Vec<_> = files.iter().filter_map(|file| file.mistake.clone()).collect();
        (!mistakes.is_empty()).then(|| Text::joined(mistakes, say!("; ", "；")))
    }
}

fn add(files: &[StubFile], routes: &Routes, keys: &Arc<Keys>) {
    let all = files.iter().flat_map(|file| &file.stubs);
    let all = all.map(|stubs| (stubs.method.clone(), &*stubs.path, stubs.handler(keys)));
    routes.set_of_files(all.collect());
}

impl StubFile {
    /// Whether the file has other stubs now. Its text is compared, because a change within the
    /// granularity of the file system's clock may keep time and length.
    fn refresh(&mut self) -> bool {
        let path = self.path.display();
        let old = say!("the stubs of before are kept", "继续使用之前的桩");
        let text = match std::fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) => {
                self.text = None;
                self.mistake = Some(say!(
                    "`{path}` cannot be read: {error}: {old}",
                    "无法读取 `{path}`：{error}：{old}";
                    old
                ));
                return false;
            }
        };
        if self.text.as_ref() == Some(&text) {
            return false;
        }
        let parsed = parse(&text);
        self.text = Some(text);
        match parsed {
            Ok(stubs) => {
                self.stubs = stubs.into_iter().map(Arc::new).collect();
                self.mistake = None;
                tracing::info!(file = %path, "the local gateway read changed stubs");
                true
            }
            Err(what) => {
                let mistake = say!("`{path}`: {what}: {old}", "`{path}`：{what}：{old}"; what, old);
                tracing::warn!("the local gateway could not use changed stubs: {mistake}");
                self.mistake = Some(mistake);
                false
            }
        }
    }
}
