//! What the library tells by tracing, on standard error, a line each.

use std::collections::HashSet;
use std::fmt::{self, Write};
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use super::remedy::in_our_words;
use super::terminal::{harmless, harmless_line};

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Warnings,
    /// Requests and answers, redacted.
    Exchange,
    /// Also the messages that are signed, which have the body in them.
    Messages,
    /// The calls that the gateway answers, on standard output.
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
        let limit = if self.shown == Shown::Warnings { Level::WARN } else { Level::INFO };
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
        if let (Shown::Gateway, Some(call)) = (self.shown, line.call()) {
            // Nobody is left to tell of an error here.
            let _ = writeln!(io::stdout(), "{}", harmless_line(&call));
            return;
        }
        let text = format!("* {}{}{}", line.message, line.fields, line.headers);
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
    /// Of the gateway's: method, target, status, whether the signature held.
    parts: [Option<String>; 4],
    /// What went wrong on purpose.
    faults: Option<String>,
    /// Why it did not, or why the answer is an error.
    reason: Option<String>,
}

impl Line {
    /// `GET /v3/certificates 200`, and what was wrong.
    fn call(&self) -> Option<String> {
        let [Some(method), Some(target), Some(status), Some(verified)] = &self.parts else {
            return None;
        };
        let wrong = match (verified.as_str(), &self.reason) {
            ("true", Some(reason)) => format!(" {reason}"),
            ("true", None) => String::new(),
            (_, Some(reason)) => say!(" refused: {reason}", " 已拒绝：{reason}"),
            (_, None) => say!(" refused", " 已拒绝"),
        };
        let faults = self.faults.as_ref();
        let faults = faults
            .map_or_else(String::new, |faults| say!(" (fault: {faults})", "（故障：{faults}）"));
        Some(format!("{method} {target} {status}{faults}{wrong}"))
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        let part = ["method", "target", "status", "verified"];
        if let Some(at) = part.iter().position(|name| *name == field.name()) {
            self.parts[at] = Some(text.trim_matches('"').to_owned());
        }
        // Writing to a string does not fail.
        let _ = match field.name() {
            "diagnosis" | "reason" => {
                self.reason = Some(text);
                Ok(())
            }
            "faults" => {
                self.faults = Some(text);
                Ok(())
            }
            "headers" => {
                self.headers = headers(&text);
                Ok(())
            }
            "message" => write!(self.message, "{text}"),
            "message_to_sign" if !self.messages => Ok(()),
            name => write!(self.fields, " {name}={text}"),
        };
    }
}

/// `[("accept", "*/*"), …]`, as it is told, as lines that can be read.
fn headers(list: &str) -> String {
    let pairs = list.trim_start_matches("[(\"").trim_end_matches("\")]").split("\"), (\"");
    let line = |pair: &str| format!("\n    {}", pair.replacen("\", \"", ": ", 1));
    pairs.filter(|pair| pair.contains("\", \"")).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::headers;

    #[test]
    fn headers_are_lines() {
        let list = [("accept", "a, b"), ("x", "1"), ("empty", "")];
        assert_eq!(headers(&format!("{list:?}")), "\n    accept: a, b\n    x: 1\n    empty: ");
        assert_eq!(headers("[]"), "");
    }
}
