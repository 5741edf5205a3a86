//! How far a request got, attempt by attempt: what [`Error::outcome`] is known by.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use http::{Method, Uri};

use crate::error::{Error, ErrorKind, Outcome};
use crate::language::{Text, say};
use crate::pipeline::is_seen;

/// How far one request got, which is all that [`Error::outcome`](crate::Error::outcome) goes by.
/// Clones follow the same request. It may be sent more than once, by [`resend`](crate::resend) or
/// by a layer of the user's, also at once: then each attempt counts, and has a handle of its
/// own.
#[derive(Clone, Default)]
pub(crate) struct Progress {
    attempts: Arc<Mutex<Attempts>>,
    /// The attempt that this handle follows, once it was handed over.
    own: Arc<OnceLock<usize>>,
    /// The request's method changes nothing at the server.
    reads: bool,
}

#[derive(Default)]
struct Attempts {
    all: Vec<Attempt>,
    /// Why the last one was not followed by another. Boxed, since most calls have none.
    not_retried: Option<Box<Text>>,
    /// Where the last one went, if anybody wants to know.
    address: Option<Box<Uri>>,
    /// The caller has the result of the call, so nothing may be sent any more.
    ended: bool,
}

/// The state of one attempt, that is of handing the request to the transport once.
enum Attempt {
    /// Sent by a custom transport, which reports nothing.
    Unfollowed,
    /// The default transport has not written a byte of it yet, and reports when it does.
    Waiting,
    /// The default transport began to write it.
    Begun,
    /// WeChat Pay refused it, by a complete response whose signature is valid.
    Refused,
}

impl Attempt {
    fn may_have_taken_effect(&self) -> bool {
        match self {
            Self::Unfollowed | Self::Begun => true,
            Self::Waiting | Self::Refused => false,
        }
    }
}

impl Progress {
    /// The progress of a request that was not sent yet.
    pub(crate) fn of(method: &Method) -> Self {
        Self { reads: is_safe(method), ..Self::default() }
    }

    /// Whether the request changes nothing at the server.
    pub(crate) fn only_reads(&self) -> bool {
        self.reads
    }

    /// A handle for the next attempt of the same request.
    pub(crate) fn next(&self) -> Self {
        Self { attempts: Arc::clone(&self.attempts), own: Arc::default(), reads: self.reads }
    }

    /// Records that the request is handed to the transport. The returned handle follows it.
    ///
    /// # Errors
    ///
    /// If the call has ended, which a layer that detached the request does not notice.
    pub(crate) fn hand_over(&self) -> Result<Self, Error> {
        let mut attempts = self.attempts();
        if attempts.ended {
            return Err(has_ended());
        }
        attempts.not_retried = None;
        let own = attempts.all.len();
        attempts.all.push(Attempt::Unfollowed);
        drop(attempts);
        // Already set if a layer sends a copied request: then this handle follows no attempt of its own.
        let _ = self.own.set(own);
        let own = Arc::new(OnceLock::from(own));
        Ok(Self { attempts: Arc::clone(&self.attempts), own, reads: self.reads })
    }

    /// Ends the call: nothing may be sent any more.
    pub(crate) fn end(&self) {
        self.attempts().ended = true;
    }

    /// The default transport has this attempt, and reports before it writes a byte.
    pub(crate) fn wait(&self) {
        self.set(Attempt::Waiting);
    }

    /// The next byte to leave is this attempt's first.
    ///
    /// # Errors
    ///
    /// When the call has ended before, so that the byte must not leave: the caller was told that
    /// nothing was sent.
    pub(crate) fn begin_writing(&self) -> Result<(), Error> {
        let mut attempts = self.attempts();
        if attempts.ended {
            return Err(has_ended());
        }
        if let Some(own) = self.own.get().and_then(|own| attempts.all.get_mut(*own)) {
            *own = Attempt::Begun;
        }
        Ok(())
    }

    /// This attempt was refused for certain, and another one follows.
    pub(crate) fn refused(&self) {
        self.set(Attempt::Refused);
    }

    /// Records why no attempt follows the last one, for the error of the call.
    pub(crate) fn not_retried(&self, why: Text) {
        self.attempts().not_retried = Some(Box::new(why));
    }

    /// Why no attempt followed the last one, if that was recorded.
    pub(crate) fn why_not_retried(&self) -> Option<Text> {
        self.attempts().not_retried.take().map(|why| *why)
    }

    /// Records where the next attempt goes.
    pub(crate) fn goes_to(&self, uri: &Uri) {
        if is_seen() {
            self.attempts().address = Some(Box::new(uri.clone()));
        }
    }

    /// Where the last attempt went.
    pub(crate) fn address(&self) -> Option<Uri> {
        self.attempts().address.as_deref().cloned()
    }

    /// How many attempts there were.
    pub(crate) fn attempts_made(&self) -> usize {
        self.attempts().all.len()
    }

    fn set(&self, attempt: Attempt) {
        let Some(own) = self.own.get() else { return };
        if let Some(own) = self.attempts().all.get_mut(*own) {
            *own = attempt;
        }
    }

    fn attempts(&self) -> MutexGuard<'_, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this attempt was handed over.
    pub(crate) fn was_handed_over(&self) -> bool {
        self.own.get().is_some()
    }

    /// Whether a byte of this attempt may have left.
    pub(crate) fn may_have_left(&self) -> bool {
        let Some(own) = self.own.get() else { return false };
        self.attempts().all.get(*own).is_some_and(Attempt::may_have_taken_effect)
    }

    /// The outcome if there is no response.
    pub(crate) fn outcome(&self) -> Outcome {
        let attempts = self.attempts();
        let attempts = &attempts.all;
        if attempts.iter().any(Attempt::may_have_taken_effect) {
            Outcome::Unknown
        } else if attempts.iter().any(|attempt| matches!(attempt, Attempt::Refused)) {
            Outcome::Refused
        } else {
            Outcome::NotSent
        }
    }

    /// The advice where the outcome is not known; none for a request that changes nothing.
    pub(crate) fn caution(&self) -> Option<Text> {
        (!self.reads).then(|| {
            say!(
                "the request may have taken effect, so query it before you repeat it",
                "请求可能已经生效，请先查询，再决定是否重试"
            )
        })
    }

    /// The outcome if the response refuses the request. It belongs to the last of several attempts, or
    /// to any if a user's layer sent them at once.
    pub(crate) fn outcome_when_refused(&self) -> Outcome {
        let in_doubt =
            self.attempts().all.iter().filter(|attempt| attempt.may_have_taken_effect()).count();
        if in_doubt <= 1 { Outcome::Refused } else { Outcome::Unknown }
    }
}

fn has_ended() -> Error {
    Error::new(
        ErrorKind::Other,
        say!(
            "the call had ended, so the request was not sent: a layer must not detach it",
            "调用已经结束，因此没有发送请求：中间层不能让请求脱离调用"
        ),
    )
}

/// Whether the method changes nothing at the server.
pub(crate) fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD].contains(method)
}
