//! Nothing that is logged, in any crate and at any level, and no panic, may hold a secret.
//!
//! Whatever makes keys, a server or a client for the tests installs this, so that it watches the
//! whole suite. A secret that comes through ends the process: its thread may be anybody's, and a
//! panic there would be lost.

use std::io::{self, Write};
use std::panic;
use std::sync::{Mutex, Once, PoisonError};

use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// What no log may hold, whoever's keys are at work: signatures, and private keys by how the PEM
/// and the Base64 of an RSA key in PKCS#8 begin.
const ALWAYS: [&str; 9] = [
    "WECHATPAY2-SHA256-RSA2048 mchid",
    "signature=\"",
    "signature=\\\"",
    "PRIVATE KEY-----",
    "IBADANBgkqhkiG9w0BAQEF",
    "0123456789abcdef0123456789ABCDEF",
    "0123456789abcdef0123456789abcdef",
    "exposed_your_key_here_have_risks",
    "other-merchant-0123456789abcdefg",
];

static SECRETS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static KEPT: Mutex<Option<Vec<u8>>> = Mutex::new(None);

/// Begins to watch. Once is enough.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::NEW)
            .with_ansi(false)
            .with_writer(Watch)
            .finish();
        // A binary that has a subscriber of its own is watched by that alone.
        let _ = tracing::subscriber::set_global_default(subscriber);
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            // A test that fails may show what it likes.
            if !panic.location().is_some_and(|at| at.file().contains("tests/")) {
                inspect(panic.to_string().as_bytes());
            }
            before(panic);
        }));
    });
}

/// One more secret: a key's PEM text, an APIv3 key, a passphrase.
pub(crate) fn secret(secret: impl AsRef<[u8]>) {
    install();
    let secret = secret.as_ref();
    let mut secrets = SECRETS.lock().unwrap_or_else(PoisonError::into_inner);
    let text = String::from_utf8_lossy(secret);
    secrets.extend(text.lines().filter(|line| line.len() >= 8).map(str::to_owned));
    // As `Debug` shows bytes, and in hexadecimal.
    // Past what all PEM texts begin with, and long enough to be no accident.
    let past = if secret.len() > 100 { 30 } else { 0 };
    let begin: Vec<u8> = secret.iter().skip(past).take(24).copied().collect();
    let decimal = format!("{begin:?}");
    secrets.push(decimal.trim_matches(['[', ']']).to_owned());
    secrets.push(begin.iter().map(|byte| format!("{byte:02x}")).collect());
    secrets.sort();
    secrets.dedup();
}

/// Ends the process if a secret is in `text`.
pub(crate) fn inspect(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let secrets = SECRETS.lock().unwrap_or_else(PoisonError::into_inner);
    let all = ALWAYS.into_iter().chain(secrets.iter().map(String::as_str));
    let hidden = all.fold(text.to_string(), |text, secret| text.replace(secret, "<SECRET>"));
    if hidden != text {
        let line = format!("A SECRET CAME OUT: {hidden:.300}\n");
        // Not by `eprintln`, which the test's harness holds back.
        let _ = io::stderr().write_all(line.as_bytes());
        std::process::abort();
    }
}

/// Keeps what all threads log from now on.
pub(crate) fn record() {
    install();
    *KEPT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Vec::new());
}

/// What was kept.
pub(crate) fn recorded() -> String {
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(kept.as_deref().unwrap_or_default()).into_owned()
}

struct Watch;

impl Write for Watch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        inspect(bytes);
        if let Some(kept) = &mut *KEPT.lock().unwrap_or_else(PoisonError::into_inner) {
            kept.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Watch {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
