//! The cache file: the encrypted body of the last download, after a line with its time and a MAC.
//!
//! The body can be decrypted for years, so the line limits its age. The MAC covers both and is made
//! with the APIv3 key: an attacker who can write the file, but does not know the key, can only
//! restore an older file, whose age is checked.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::watch;

use super::TOO_LONG;
use crate::atomic_file;
use crate::crypto::ApiV3Key;
use crate::error::{Error, shown_path};
use crate::runtime;

/// The body has a few KiB. A far larger file is another one.
const MAX_SIZE: u64 = 1 << 20;
/// How far ahead of the local clock a file may be dated, in seconds.
const TOLERANCE: i64 = 300;
const NAME: &str = "wechatpay-chain-certificates-1";
/// How long an explicit refresh waits for the file.
const PATIENCE: Duration = Duration::from_secs(1);

/// The file. At most one thread writes it; of the downloads in the meantime the last is written
/// next.
pub(super) struct Cache {
    path: PathBuf,
    write: fn(&Path, &[u8]) -> io::Result<()>,
    pending: Arc<Mutex<Option<Vec<u8>>>>,
    /// Whether a thread is writing.
    busy: Arc<watch::Sender<bool>>,
}

impl Cache {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, write, pending: Arc::default(), busy: Arc::new(watch::Sender::new(false)) }
    }

    pub(super) fn shown_path(&self) -> String {
        shown_path(&self.path).to_string()
    }

    /// The body of the last download and its time in seconds since 1970. `None` if there is no file.
    ///
    /// # Errors
    ///
    /// Why the file is not used.
    pub(super) fn read(&self, key: &ApiV3Key, now: i64) -> Result<Option<(Vec<u8>, i64)>, String> {
        let Some(file) = read(&self.path).map_err(|error| error.to_string())? else {
            return Ok(None);
        };
        let (when, body) = open(&file, key)
            .ok_or("it is damaged, or was written with another APIv3 key or by another version")?;
        let age = now.saturating_sub(when);
        if age < -TOLERANCE {
            return Err("it is dated in the future: synchronise the clock (NTP)".to_owned());
        }
        if age > i64::try_from(TOO_LONG.as_secs()).unwrap_or(i64::MAX) {
            return Err(format!("it is {} hours old, and is used for at most 12", age / 3600));
        }
        Ok(Some((body.to_vec(), when)))
    }

    /// Writes the file in a separate thread; never waits.
    pub(super) fn write_behind(&self, key: &ApiV3Key, body: &Bytes, when: i64) {
        match seal(body, key, when) {
            Ok(file) => *lock(&self.pending) = Some(file),
            Err(error) => return not_written(&self.path, &error),
        }
        let begins = |busy: &mut bool| !std::mem::replace(busy, true);
        if !self.busy.send_if_modified(begins) {
            return;
        }
        let (path, write) = (self.path.clone(), self.write);
        let writer = Writer { pending: Arc::clone(&self.pending), busy: Arc::clone(&self.busy) };
        let thread = std::thread::Builder::new().name("wechatpay-chain-cache".to_owned());
        // If no thread can be started, the writer is dropped, which resets `busy`.
        let spawned = thread.spawn(move || {
            writer.run(|file| {
                if let Err(error) = write(&path, file) {
                    not_written(&path, &error);
                }
            });
        });
        if let Err(error) = spawned {
            not_written(&self.path, &error);
        }
    }

    /// Waits until nothing is being written, but at most a second.
    pub(super) async fn settled(&self) {
        let mut busy = self.busy.subscribe();
        if let Ok(home) = runtime::home().await {
            let _ = home.within(Some(PATIENCE), busy.wait_for(|busy| !busy)).await;
        }
    }
}

/// The work of the writing thread. Resets `busy` when it ends, also by a panic.
struct Writer {
    pending: Arc<Mutex<Option<Vec<u8>>>>,
    busy: Arc<watch::Sender<bool>>,
}

impl Writer {
    fn run(self, write: impl Fn(&[u8])) {
        loop {
            let next = {
                let mut pending = lock(&self.pending);
                let next = pending.take();
                if next.is_none() {
                    // While the lock is held, so that no file is missed.
                    self.busy.send_replace(false);
                }
                next
            };
            let Some(file) = next else { return };
            write(&file);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.busy.send_if_modified(|busy| std::mem::replace(busy, false));
    }
}

fn not_written(path: &Path, error: &dyn std::fmt::Display) {
    let path = shown_path(path).to_string();
    tracing::warn!(%error, path, "the platform certificates could not be cached");
}

fn lock(pending: &Mutex<Option<Vec<u8>>>) -> MutexGuard<'_, Option<Vec<u8>>> {
    pending.lock().unwrap_or_else(PoisonError::into_inner)
}

fn seal(body: &[u8], key: &ApiV3Key, when: i64) -> Result<Vec<u8>, Error> {
    let head = format!("{NAME} {when}");
    let mac = key.mac(&[head.as_bytes(), b"\n", body].concat())?;
    Ok([head.as_bytes(), b" ", mac.as_bytes(), b"\n", body].concat())
}

fn open<'a>(file: &'a [u8], key: &ApiV3Key) -> Option<(i64, &'a [u8])> {
    let end = file.iter().position(|byte| *byte == b'\n')?;
    let (line, body) = (std::str::from_utf8(&file[..end]).ok()?, &file[end + 1..]);
    let when = line.strip_prefix(NAME)?.split(' ').nth(1)?.parse().ok()?;
    let sealed = seal(body, key, when).ok()?;
    // The length is not secret.
    (sealed.len() == file.len() && openssl::memcmp::eq(&sealed, file)).then_some((when, body))
}

/// Replaces the file atomically, readable only by its owner.
fn write(path: &Path, file: &[u8]) -> io::Result<()> {
    atomic_file::replace(path, file, true)
}

/// `None` if there is no file. Only a regular file is opened: opening a pipe or a device could block
/// or have an effect.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(io::Error::other("it is not a regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut body = Vec::new();
    File::open(path)?.take(MAX_SIZE + 1).read_to_end(&mut body)?;
    if u64::try_from(body.len()).is_ok_and(|size| size > MAX_SIZE) {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    Ok(Some(body))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    fn key() -> ApiV3Key {
        ApiV3Key::new(b"0123456789abcdef0123456789ABCDEF").unwrap()
    }

    /// A disk that hangs until it is told to go on, and tells what was written.
    struct Disk {
        begun: AtomicUsize,
        go_on: (Sender<()>, Mutex<Receiver<()>>),
        written: (Sender<Vec<u8>>, Mutex<Receiver<Vec<u8>>>),
    }

    static DISK: LazyLock<Disk> = LazyLock::new(|| {
        let ((go_on, told), (written, seen)) = (channel(), channel());
        Disk {
            begun: AtomicUsize::new(0),
            go_on: (go_on, Mutex::new(told)),
            written: (written, Mutex::new(seen)),
        }
    });

    fn hang(_: &Path, file: &[u8]) -> io::Result<()> {
        DISK.begun.fetch_add(1, Ordering::SeqCst);
        DISK.go_on.1.lock().unwrap().recv().unwrap();
        DISK.written.0.send(file.to_vec()).unwrap();
        Err(io::Error::other("as bad as can be"))
    }

    #[test]
    fn a_hung_disk_holds_up_nobody_and_one_thread_at_most() {
        let cache = Cache { write: hang, ..Cache::new("unused".into()) };
        for when in 0..100 {
            cache.write_behind(&key(), &Bytes::from_static(b"{}"), when);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(cache.settled());
        assert!(DISK.begun.load(Ordering::SeqCst) <= 1);
        // Then the newest one is written, and nothing of those between.
        let mut seen = Vec::new();
        let receiver = DISK.written.1.lock().unwrap();
        while seen.last() != Some(&99) {
            DISK.go_on.0.send(()).unwrap();
            let file = receiver.recv().unwrap();
            seen.push(open(&file, &key()).unwrap().0);
        }
        assert!(seen.len() <= 2, "{seen:?}");
        // The place is free again, though each failed.
        runtime
            .block_on(async { cache.busy.subscribe().wait_for(|busy| !busy).await.map(drop) })
            .unwrap();
        cache.write_behind(&key(), &Bytes::from_static(b"{}"), 100);
        DISK.go_on.0.send(()).unwrap();
        assert_eq!(open(&receiver.recv().unwrap(), &key()).unwrap().0, 100);
    }

    #[test]
    fn a_file_is_this_clients_or_nobodys() {
        let file = seal(b"{\"data\":[]}\n", &key(), 1_700_000_000).unwrap();
        assert_eq!(open(&file, &key()), Some((1_700_000_000, &b"{\"data\":[]}\n"[..])));
        let other = ApiV3Key::new(b"0123456789abcdef0123456789abcdef").unwrap();
        assert_eq!(open(&file, &other), None);
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert_eq!(open(&changed, &key()), None, "{place}");
            assert_eq!(open(&file[..place], &key()), None, "{place}");
        }
    }
}
