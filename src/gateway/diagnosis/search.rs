//! Looks for the message that was signed: one mistake, then each two in different lines.

use std::borrow::Cow;

use openssl::error::ErrorStack;

use super::body::Entries;
use super::mistake::{self, Mistake};
use super::open::{Opened, Over};
use super::variant::{Variant, Variants, permute};

/// The maximum number of messages that are tried, a hash each.
const TRIES: usize = 10_000;
/// The maximum number of bytes that are hashed.
const BYTES: usize = 16 * 1024 * 1024;

/// What a line may have been.
pub(super) struct Lines {
    pub(super) all: [Variants; 5],
    /// A JSON body's members, which may have been signed in another order.
    pub(super) entries: Option<Entries>,
}

/// How lines become a message.
struct Layout {
    mistake: Option<&'static Mistake>,
    order: Vec<usize>,
    separator: &'static str,
    end: &'static str,
    rare: bool,
}

/// The message that was signed.
pub(super) struct Match<'a> {
    pub(super) over: Over,
    pub(super) lines: [Cow<'a, Variant>; 5],
    pub(super) layout: Option<&'static Mistake>,
    /// All of it, if the layout is a mistake.
    pub(super) whole: Option<Vec<u8>>,
}

/// No match.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nothing {
    /// All was tried.
    Found,
    /// The limit came first.
    Exhausted,
}

struct Search<'a> {
    opened: &'a Opened,
    lines: &'a Lines,
    tries: usize,
    bytes: usize,
    message: Vec<u8>,
    /// Whether a message was left out for its length.
    skipped: bool,
}

/// Why trying stops.
enum Stop<'a> {
    Match(Box<Match<'a>>),
    Exhausted,
    Failed(ErrorStack),
}

pub(super) fn search<'a>(
    opened: &'a Opened,
    lines: &'a Lines,
) -> Result<Result<Match<'a>, Nothing>, ErrorStack> {
    let message = Vec::new();
    let mut search = Search { opened, lines, tries: TRIES, bytes: BYTES, message, skipped: false };
    let mut found = search.run();
    // Only of this key's signatures: another key's may look like one, and much would be tried.
    if opened.sure && matches!(found, Ok(()) | Err(Stop::Exhausted)) {
        found = search.orders().and(found);
    }
    match found {
        Ok(()) if search.skipped => Ok(Err(Nothing::Exhausted)),
        Ok(()) => Ok(Err(Nothing::Found)),
        Err(Stop::Match(found)) => Ok(Ok(*found)),
        Err(Stop::Exhausted) => Ok(Err(Nothing::Exhausted)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

impl<'a> Search<'a> {
    fn run(&mut self) -> Result<(), Stop<'a>> {
        let layouts = layouts();
        let received = [0; 5];
        self.attempt(received, &layouts[0], true)?;
        // One mistake, the lines first.
        for rare in [false, true] {
            for line in 0..5 {
                for (at, variant) in self.variants(line) {
                    if variant.rare == rare {
                        self.attempt(with(received, line, at), &layouts[0], !rare)?;
                    }
                }
            }
            for layout in layouts.iter().skip(1).filter(|layout| layout.rare == rare) {
                self.attempt(received, layout, !rare)?;
            }
            if rare {
                return Ok(());
            }
            self.pairs(&layouts)?;
        }
        Ok(())
    }

    /// Two mistakes in different lines, or in one and the layout.
    fn pairs(&mut self, layouts: &[Layout]) -> Result<(), Stop<'a>> {
        let received = [0; 5];
        for first in 0..5 {
            for (at, _) in self.variants(first).filter(|(_, variant)| !variant.rare) {
                let one = with(received, first, at);
                for layout in layouts.iter().skip(1).filter(|layout| !layout.rare) {
                    self.attempt(one, layout, false)?;
                }
                for second in first + 1..5 {
                    for (at, _) in self.variants(second).filter(|(_, variant)| !variant.rare) {
                        self.attempt(with(one, second, at), &layouts[0], false)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// All of a line but what arrived.
    fn variants(&self, line: usize) -> impl Iterator<Item = (usize, &'a Variant)> + use<'a> {
        self.lines.all[line].all().iter().enumerate().skip(1)
    }

    fn attempt(&mut self, at: [usize; 5], layout: &Layout, hashes: bool) -> Result<(), Stop<'a>> {
        let all = &self.lines.all;
        let lines: [&'a Variant; 5] = std::array::from_fn(|line| &all[line].all()[at[line]]);
        let separators = layout.separator.len() * (layout.order.len() - 1) + layout.end.len();
        let length: usize = layout.order.iter().map(|line| lines[*line].bytes.len()).sum();
        self.tries = self.tries.checked_sub(1).ok_or(Stop::Exhausted)?;
        // What arrived is always tried, or a body's length would make a right message wrong.
        let right = layout.mistake.is_none() && at == [0; 5];
        match self.bytes.checked_sub(length + separators) {
            Some(left) => self.bytes = left,
            None if right => {}
            None => {
                self.skipped = true;
                return Ok(());
            }
        }
        self.message.clear();
        for (index, line) in layout.order.iter().enumerate() {
            if index > 0 {
                self.message.extend_from_slice(layout.separator.as_bytes());
            }
            self.message.extend_from_slice(&lines[*line].bytes);
        }
        self.message.extend_from_slice(layout.end.as_bytes());
        match self.opened.is_over(&self.message, hashes).map_err(Stop::Failed)? {
            Some(over) => Err(Stop::Match(Box::new(Match {
                over,
                lines: lines.map(Cow::Borrowed),
                layout: layout.mistake,
                whole: layout.mistake.map(|_| self.message.clone()),
            }))),
            None => Ok(()),
        }
    }

    /// The body's members in each of their orders.
    fn orders(&mut self) -> Result<(), Stop<'a>> {
        let all = &self.lines.all;
        let Some(entries) = &self.lines.entries else { return Ok(()) };
        let head = all[..4].iter().map(|line| [&line.all()[0].bytes[..], b"\n"].concat());
        let head = head.collect::<Vec<_>>().concat();
        let mut found = Ok(());
        entries.in_each_order(&mut |body| {
            if found.is_err() {
                return;
            }
            self.message.clone_from(&head);
            self.message.extend_from_slice(body);
            self.message.push(b'\n');
            found = match self.opened.is_over(&self.message, false) {
                Ok(None) => Ok(()),
                Ok(Some(over)) => {
                    let [method, target, timestamp, nonce, _] = all;
                    let [method, target, timestamp, nonce] = [method, target, timestamp, nonce]
                        .map(|line| Cow::Borrowed(&line.all()[0]));
                    let mistakes = vec![&mistake::BODY_KEYS];
                    let body = Variant { bytes: body.to_vec(), mistakes, rare: true };
                    let lines = [method, target, timestamp, nonce, Cow::Owned(body)];
                    Err(Stop::Match(Box::new(Match { over, lines, layout: None, whole: None })))
                }
                Err(error) => Err(Stop::Failed(error)),
            };
        });
        found
    }
}

fn with(mut at: [usize; 5], line: usize, variant: usize) -> [usize; 5] {
    at[line] = variant;
    at
}

/// The right one first.
fn layouts() -> Vec<Layout> {
    let all = || (0..5).collect::<Vec<_>>();
    let layout = |mistake: Option<&'static Mistake>, separator, end| Layout {
        mistake,
        order: all(),
        separator,
        end,
        rare: false,
    };
    let mut layouts = vec![
        layout(None, "\n", "\n"),
        layout(Some(&mistake::FINAL_NEWLINE), "\n", ""),
        layout(Some(&mistake::BACKSLASH_N), "\\n", "\\n"),
        layout(Some(&mistake::BACKSLASH_N), "\\n", ""),
        layout(Some(&mistake::CARRIAGE_RETURN), "\r\n", "\r\n"),
        layout(Some(&mistake::CARRIAGE_RETURN), "\r\n", ""),
        layout(Some(&mistake::CARRIAGE_RETURN), "\n", "\r\n"),
        layout(Some(&mistake::EXTRA_NEWLINE), "\n", "\n\n"),
        layout(Some(&mistake::EXTRA_NEWLINE), "\n\n", "\n\n"),
    ];
    for (separator, end) in [("", ""), (" ", ""), (" ", "\n"), ("&", ""), (",", ""), ("|", "")] {
        layouts.push(layout(Some(&mistake::SEPARATOR), separator, end));
    }
    let mut ordered = |mistake, order: &[usize], end, rare| {
        let order = order.to_vec();
        layouts.push(Layout { mistake: Some(mistake), order, separator: "\n", end, rare });
    };
    for end in ["\n", ""] {
        for left_out in 0..5 {
            let order: Vec<_> = (0..5).filter(|line| *line != left_out).collect();
            ordered(&mistake::LINE_LEFT_OUT, &order, end, false);
        }
        ordered(&mistake::AS_A_RESPONSE, &[2, 3, 4], end, false);
    }
    ordered(&mistake::LINE_ORDER, &[0, 1, 3, 2, 4], "\n", false);
    ordered(&mistake::LINE_ORDER, &[1, 0, 2, 3, 4], "\n", false);
    for end in ["\n", ""] {
        permute(&mut all(), 5, &mut |order| ordered(&mistake::LINE_ORDER, order, end, true));
    }
    layouts
}
