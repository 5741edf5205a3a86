//! A JSON body made of items. Numbers and whatever else is typed as JSON stay as they were typed.

use serde_json::Value;

use super::failure::Failure;

/// The most that a list may have, so that a mistyped index takes no memory.
const LONGEST: usize = 10_000;

/// A part of the body.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) enum Node {
    /// Nothing was given here: the gap of a list.
    #[default]
    Empty,
    /// Valid JSON.
    Typed(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// One step of a key: `a[b][0][]` has four.
enum Step {
    Name(String),
    Index(usize),
    Append,
}

impl Node {
    /// Puts a value where `key` says, as HTTPie does: `a[b]` is a member, `a[0]` and `a[]` are items of
    /// a list, `a[\0]` is a member whose name is a number.
    pub(crate) fn set(&mut self, key: &str, json: String) -> Result<(), Failure> {
        let mut at = self;
        for step in steps(key)? {
            at = at.step(step, key)?;
        }
        match at {
            Self::Empty => *at = Self::Typed(json),
            _ => {
                return Err(Failure::usage(say!(
                    "`{key}` has a value already: give it once",
                    "`{key}` 已有值：只写一次"
                )));
            }
        }
        Ok(())
    }

    fn step(&mut self, step: Step, key: &str) -> Result<&mut Self, Failure> {
        if *self == Self::Empty {
            *self = match step {
                Step::Name(_) => Self::Object(Vec::new()),
                Step::Index(_) | Step::Append => Self::List(Vec::new()),
            };
        }
        match (self, step) {
            (Self::Object(members), Step::Name(name)) => {
                let known = members.iter().position(|(known, _)| *known == name);
                let at = known.unwrap_or_else(|| {
                    members.push((name, Self::Empty));
                    members.len() - 1
                });
                Ok(&mut members[at].1)
            }
            (Self::List(items), step @ (Step::Index(_) | Step::Append)) => {
                let at = if let Step::Index(index) = step { index } else { items.len() };
                if at >= LONGEST {
                    return Err(Failure::usage(say!(
                        "`{key}` has an index of {LONGEST} or more: give such a list by --data-file",
                        "`{key}` 的下标达到或超过 {LONGEST}：这样的数组请用 --data-file 给出"
                    )));
                }
                if at >= items.len() {
                    items.resize(at + 1, Self::Empty);
                }
                Ok(&mut items[at])
            }
            (found, step) => Err(contradiction(key, found, &step)),
        }
    }

    /// As compact JSON; what a list leaves out is null.
    pub(crate) fn json(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(",");
        match self {
            Self::Empty => "null".to_owned(),
            Self::Typed(json) => json.clone(),
            Self::List(items) => {
                format!("[{}]", joined(items.iter().map(Self::json).collect()))
            }
            Self::Object(members) => {
                let member = |(name, value): &(String, Self)| {
                    format!("{}:{}", Value::from(name.as_str()), value.json())
                };
                format!("{{{}}}", joined(members.iter().map(member).collect()))
            }
        }
    }
}

fn contradiction(key: &str, found: &Node, step: &Step) -> Failure {
    let before = match found {
        Node::List(_) => say!("a list", "数组"),
        Node::Object(_) => say!("an object", "对象"),
        _ => say!("a value", "单个值"),
    };
    let here = match step {
        Step::Name(name) => say!("has the member `{name}`", "有成员 `{name}`"),
        Step::Index(_) | Step::Append => say!("is a list", "是数组"),
    };
    Failure::usage(say!(
        "`{key}` contradicts an item before it: what {here} here is {before} there",
        "`{key}` 与前面的参数项矛盾：此处{here}，前面却是{before}"
    ))
}

fn steps(key: &str) -> Result<Vec<Step>, Failure> {
    let malformed = || {
        Failure::usage(say!(
            "`{key}` is not a name, or one as in amount[total], goods[0][price] or tags[]",
            "`{key}` 应为一个名称，或如 amount[total]、goods[0][price]、tags[]"
        ))
    };
    let (first, mut rest) = key.split_at(key.find('[').unwrap_or(key.len()));
    let mut steps = Vec::new();
    if !first.is_empty() {
        steps.push(Step::Name(first.to_owned()));
    }
    while !rest.is_empty() {
        let inside = rest.strip_prefix('[').ok_or_else(malformed)?;
        let (step, after) = inside.split_once(']').ok_or_else(malformed)?;
        rest = after;
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        steps.push(match step {
            "" => Step::Append,
            step if step.contains('[') => return Err(malformed()),
            // One that is too large is refused like any that is.
            step if is_number(step) => Step::Index(step.parse().unwrap_or(usize::MAX)),
            step => match step.strip_prefix('\\') {
                Some(name) if is_number(name) => Step::Name(name.to_owned()),
                _ => Step::Name(step.to_owned()),
            },
        });
    }
    if first.contains(']') || steps.is_empty() { Err(malformed()) } else { Ok(steps) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(items: &[(&str, &str)]) -> Result<String, Failure> {
        let mut body = Node::default();
        for (key, json) in items {
            body.set(key, (*json).to_owned())?;
        }
        Ok(body.json())
    }

    #[test]
    fn keys_in_brackets_nest() {
        for (items, json) in [
            (
                &[("a[b][c]", "1"), ("a[d]", "1.10"), ("e", "[ 2]")][..],
                r#"{"a":{"b":{"c":1},"d":1.10},"e":[ 2]}"#,
            ),
            (
                &[("g[0][x]", "1"), ("g[1][x]", "2"), ("g[0][y]", "3")],
                r#"{"g":[{"x":1,"y":3},{"x":2}]}"#,
            ),
            (&[("t[]", "1"), ("t[]", "2"), ("t[3]", "4")], r#"{"t":[1,2,null,4]}"#),
            (&[("[][a]", "1"), ("[0][b]", "2")], r#"[{"a":1,"b":2}]"#),
            (&[("a[\\0]", "1"), ("a[\\x]", "2")], r#"{"a":{"0":1,"\\x":2}}"#),
            (&[("名\"", "12345678901234567890123")], r#"{"名\"":12345678901234567890123}"#),
        ] {
            assert_eq!(made(items).unwrap(), json);
        }
    }

    #[test]
    fn what_contradicts_is_named() {
        for (items, words) in [
            (&[("a", "1"), ("a", "2")][..], "`a` has a value already"),
            (&[("a[b]", "1"), ("a", "2")], "`a` has a value already"),
            (&[("a", "1"), ("a[b]", "2")], "has the member `b` here is a value there"),
            (&[("a[b]", "1"), ("a[0]", "2")], "is a list here is an object there"),
            (&[("a[]", "1"), ("a[b]", "2")], "has the member `b` here is a list there"),
            (&[("a", "1"), ("[0]", "2")], "is a list here is an object there"),
            (&[("a[10000]", "1")], "--data-file"),
            (&[("a[99999999999999999999999]", "1")], "--data-file"),
            (&[("", "1")], "is not a name"),
            (&[("x]", "1")], "is not a name"),
            (&[("x[", "1")], "is not a name"),
            (&[("x[y", "1")], "is not a name"),
            (&[("x[y]z", "1")], "is not a name"),
            (&[("x[y[]", "1")], "is not a name"),
        ] {
            let failure = made(items).unwrap_err().to_string();
            assert!(failure.contains(words), "{items:?}: {failure}");
        }
    }
}
