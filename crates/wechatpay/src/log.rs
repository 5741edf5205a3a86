//! What the library tells by tracing, on standard error, a line each.

use std::collections::HashSet;
use std::fmt::{self, Write};
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use wechatpay_chain::Lang;
use wechatpay_chain::gateway::ReceivedRequest;

use super::remedy::in_our_words;
use super::terminal::{harmless, harmless_line};

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Errors,
    Warnings,
    /// Requests and responses, redacted.
    Exchange,
    /// Also the messages that are signed, which have the body in them.
    Messages,
    /// What happens to the gateway. Its requests are printed by [`print_request`].
    Gateway,
}

/// From here on, for the whole process.
pub(crate) fn start(shown: Shown) {
    // It fails when there is one already, which can't be.
    let log = Log { shown, warned: Mutex::default() };
    let _ = tracing::subscriber::set_global_default(log);
}

struct Log {
    shown: Shown,
    /// What was warned of. Of a second client, `doctor`'s say, it would be told once more.
    warned: Mutex<HashSet<String>>,
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let limit = match self.shown {
            Shown::Errors => Level::ERROR,
            Shown::Warnings => Level::WARN,
            _ => Level::INFO,
        };
        metadata.is_event()
            && *metadata.level() <= limit
            && metadata.target().starts_with("wechatpay_chain")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line { messages: self.shown == Shown::Messages, ..Line::default() };
        event.record(&mut line);
        let text = format!("* {}{}{}{}", line.message, line.fields, line.headers, line.body);
        let text = harmless(&in_our_words(&text));
        let is_warning = *event.metadata().level() == Level::WARN;
        let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        if self.shown == Shown::Gateway || !is_warning || warned.insert(text.clone()) {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Line {
    messages: bool,
    message: String,
    fields: String,
    /// A line each.
    headers: String,
    /// A response's, on a line of its own.
    body: String,
}

/// Prints one line for a finished request of the gateway: `GET /v3/certificates 200`, and what is
/// wrong with it.
pub(crate) fn print_request(request: &ReceivedRequest) {
    let (method, target) = (request.method(), request.target());
    let status =
        request.status().map_or_else(|| "cut".to_owned(), |status| status.as_u16().to_string());
    let lang = Lang::from_env();
    let reason = request.diagnosis().map(|diagnosis| diagnosis.localized(lang));
    let reason = reason.or_else(|| request.reason().map(str::to_owned));
    let is_cut = request.status().is_none();
    let wrong = match (request.verified() || is_cut, reason) {
        (true, Some(reason)) => format!(" {reason}"),
        (true, None) => String::new(),
        (false, Some(reason)) => say!(" refused: {reason}", " 已拒绝：{reason}"),
        (false, None) => say!(" refused", " 已拒绝"),
    };
    let faults: Vec<_> = request.faults().iter().map(ToString::to_string).collect();
    let faults = faults.join(", ");
    let faults = match &*faults {
        "" => String::new(),
        faults => say!(" (fault: {faults})", "（故障：{faults}）"),
    };
    let line = format!("{method} {target} {status}{faults}{wrong}");
    // If standard output is gone, nobody reads it.
    let _ = writeln!(io::stdout(), "{}", harmless_line(&line));
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        // Writing to a string does not fail.
        let _ = match field.name() {
            "headers" => {
                // One line each.
                self.headers = format!("{value:#?}");
                Ok(())
            }
            "body" if !text.is_empty() => write!(self.body, "\n    {text}"),
            "message" => write!(self.message, "{text}"),
            "message_to_sign" if !self.messages => Ok(()),
            name => write!(self.fields, " {name}={text}"),
        };
    }
}
