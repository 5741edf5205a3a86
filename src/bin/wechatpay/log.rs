//! What the library tells by tracing, on standard error, a line each.

use std::fmt::{self, Write};
use std::io::{self, Write as _};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

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
    let _ = tracing::subscriber::set_global_default(Log(shown));
}

struct Log(Shown);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let limit = if self.0 == Shown::Warnings { Level::WARN } else { Level::INFO };
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
        let mut line = Line { messages: self.0 == Shown::Messages, ..Line::default() };
        event.record(&mut line);
        // Nobody is left to tell of an error here.
        let _ = match (self.0, line.call()) {
            (Shown::Gateway, Some(call)) => writeln!(io::stdout(), "{call}"),
            _ => writeln!(io::stderr(), "* {}{}", line.message, line.fields),
        };
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Line {
    messages: bool,
    message: String,
    fields: String,
    /// Of the gateway's: method, target, status, whether the signature held.
    parts: [Option<String>; 4],
    /// Why it did not.
    diagnosis: Option<String>,
}

impl Line {
    /// `GET /v3/certificates 200`, and what was wrong.
    fn call(&self) -> Option<String> {
        let [Some(method), Some(target), Some(status), Some(verified)] = &self.parts else {
            return None;
        };
        let wrong = match (verified.as_str(), &self.diagnosis) {
            ("true", _) => String::new(),
            (_, Some(diagnosis)) => say!(" refused: {diagnosis}", " 已拒绝：{diagnosis}"),
            (_, None) => say!(" refused: see detail of the answer", " 已拒绝：见应答的 detail"),
        };
        Some(format!("{method} {target} {status}{wrong}"))
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
            "diagnosis" => {
                self.diagnosis = Some(text);
                Ok(())
            }
            "message" => write!(self.message, "{text}"),
            "message_to_sign" if !self.messages => Ok(()),
            name => write!(self.fields, " {name}={text}"),
        };
    }
}
