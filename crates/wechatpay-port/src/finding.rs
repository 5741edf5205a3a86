//! What was not translated, and what a reader of the translation should know.

use std::fmt;

/// One remark on the translation of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// How much is left to do.
    pub kind: Kind,
    /// The line in the PHP text, from 1.
    pub line: u32,
    /// The PHP text that it is about, on one line.
    pub php: String,
    /// What is to be done or known.
    pub message: Message,
}

/// How much a [`Finding`] leaves to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Translated; it behaves differently from PHP in a way that a reader should know.
    Note,
    /// Translated but for a part, whose place in the Rust text is marked and does not compile.
    Hole,
    /// Not translated: the PHP text is in a comment.
    NotPorted,
}

/// A text in English and Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// In English.
    pub english: String,
    /// In Chinese.
    pub chinese: String,
}

impl Message {
    pub(crate) fn new(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }
}

/// In English.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}
