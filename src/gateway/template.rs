//! Paths with variables, as handlers and fault plans name them.

use std::cmp::Reverse;
use std::collections::HashSet;

use http::Method;

use super::percent::percent_decode;
use crate::language::{Text, say};

/// The methods that endpoints have.
pub(super) const METHODS: [Method; 5] =
    [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// Names and decoded values.
pub(super) type Vars = Vec<(String, String)>;

/// A path with variables, segment by segment: `/v3/pay/transactions/id/{transaction_id}`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Template(Vec<Segment>);

/// Literal text, then variables with the literal text that follows each.
#[derive(Debug, Clone, PartialEq)]
struct Segment {
    literal: String,
    variables: Vec<(String, String)>,
}

impl Template {
    pub(super) fn parse(template: &str) -> Self {
        let path = template.strip_prefix('/').unwrap_or(template);
        Self(path.split('/').map(Segment::parse).collect())
    }

    pub(super) fn matches(&self, path: &str) -> Option<Vars> {
        let path = path.strip_prefix('/')?;
        let mut vars = Vars::new();
        let mut segments = path.split('/');
        for segment in &self.0 {
            segment.matches(segments.next()?, &mut vars)?;
        }
        segments.next().is_none().then_some(vars)
    }

    /// Whether it takes the same paths, its variables possibly with other names.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let alike = |(one, other): (&Segment, &Segment)| {
            let texts = one.variables.iter().zip(&other.variables);
            one.literal == other.literal
                && one.variables.len() == other.variables.len()
                && texts.into_iter().all(|((_, one), (_, other))| one == other)
        };
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(alike)
    }

    /// A variable's name that it has twice.
    pub(super) fn repeated(&self) -> Option<&str> {
        let mut seen = HashSet::new();
        let names = self.0.iter().flat_map(|segment| &segment.variables);
        names.map(|(name, _)| name.as_str()).find(|name| !seen.insert(*name))
    }

    /// The lowest is the most literal, the first segments counting most.
    pub(super) fn rank(&self) -> Vec<(usize, Reverse<usize>)> {
        self.0.iter().map(Segment::rank).collect()
    }
}

impl Segment {
    /// A brace without its pair is literal text.
    fn parse(segment: &str) -> Self {
        let mut parsed = Self { literal: String::new(), variables: Vec::new() };
        let mut rest = segment;
        while let Some((literal, variable, after)) = next_variable(rest) {
            parsed.push_literal(literal);
            parsed.variables.push((variable.to_owned(), String::new()));
            rest = after;
        }
        parsed.push_literal(rest);
        parsed
    }

    fn push_literal(&mut self, text: &str) {
        match self.variables.last_mut() {
            Some((_, literal)) => literal.push_str(text),
            None => self.literal.push_str(text),
        }
    }

    /// A variable takes at least one character, and ends where the literal text after it begins.
    fn matches(&self, segment: &str, vars: &mut Vars) -> Option<()> {
        let mut rest = segment.strip_prefix(self.literal.as_str())?;
        for (index, (name, literal)) in self.variables.iter().enumerate() {
            let first = rest.chars().next()?.len_utf8();
            let end = if index + 1 == self.variables.len() {
                // The last one reaches to the segment's end.
                let end = rest.len().checked_sub(literal.len())?;
                (end >= first && rest.ends_with(literal.as_str())).then_some(end)?
            } else {
                first + rest[first..].find(literal.as_str())?
            };
            vars.push((name.clone(), percent_decode(&rest[..end])));
            rest = &rest[end + literal.len()..];
        }
        rest.is_empty().then_some(())
    }

    fn rank(&self) -> (usize, Reverse<usize>) {
        let literal = self.variables.iter().map(|(_, literal)| literal.len()).sum::<usize>();
        (self.variables.len().min(1), Reverse(self.literal.len() + literal))
    }
}

/// A stray brace is a mistake here, but literal text in [`Gateway::on`](crate::Gateway::on).
pub(super) fn check_template(path: &str) -> Result<(), Text> {
    if !path.starts_with('/') {
        return Err(say!("does not begin with /: write /v3/…", "没有以 / 开头：请写成 /v3/…"));
    }
    if path.contains(['?', '#']) {
        return Err(say!(
            "has a query or a fragment: a query goes into `query`",
            "含有查询串或片段：查询串请写在 `query` 中"
        ));
    }
    if path.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(say!(
            "has white space in it: remove it, or write %20",
            "含有空白：请去掉，或写成 %20"
        ));
    }
    let mut name: Option<usize> = None;
    for character in path.chars() {
        name = match (character, name) {
            ('{', None) => Some(0),
            ('}', Some(1..)) => None,
            ('{' | '}' | '/', Some(_)) | ('}', None) => {
                return Err(say!(
                    "has a brace without its pair, or without a name: write {{name}}",
                    "有花括号不配对或没有名称：请写成 {{name}}"
                ));
            }
            (_, length) => length.map(|length| length + 1),
        };
    }
    if name.is_some() {
        return Err(say!(
            "has a brace without its pair: write {{name}}",
            "有花括号不配对：请写成 {{name}}"
        ));
    }
    match Template::parse(path).repeated() {
        Some(name) => Err(say!(
            "has the variable {{{name}}} twice: give each a name of its own",
            "中的变量 {{{name}}} 重复：请使用不同的名称"
        )),
        None => Ok(()),
    }
}

/// The text before the first `{name}`, the name, and the text after it.
fn next_variable(segment: &str) -> Option<(&str, &str, &str)> {
    let close = segment.find('{').and_then(|open| Some(open + segment[open..].find('}')?))?;
    let open = segment[..close].rfind('{')?;
    Some((&segment[..open], &segment[open + 1..close], &segment[close + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(template: &str, path: &str) -> Option<String> {
        let vars = Template::parse(template).matches(path)?;
        let shown = vars.iter().map(|(name, value)| format!("{name}={value}"));
        Some(shown.collect::<Vec<_>>().join("&"))
    }

    #[test]
    fn matches() {
        for (template, path, expected) in [
            ("/", "/", Some("")),
            ("", "/", Some("")),
            ("/a/b", "/a/b", Some("")),
            ("a/b", "/a/b", Some("")),
            ("/a/b", "/a/B", None),
            ("/a/b", "/a/b/", None),
            ("/a/b/", "/a/b/", Some("")),
            ("/a/b", "/a", None),
            ("/a/{b}", "/a/1", Some("b=1")),
            ("/a/{b}", "/a/", None),
            ("/a/{b}", "/a/1/2", None),
            ("/a/{b}/c", "/a/x%2Fy%20%E5%BE%AE/c", Some("b=x/y 微")),
            ("/{a}/{b}", "/1/2", Some("a=1&b=2")),
            ("/{a}.{b}", "/x.y.z", Some("a=x&b=y.z")),
            ("/{a}.json", "/x.json", Some("a=x")),
            ("/{a}.json", "/.json", None),
            ("/{a}.json", "/x.json.json", Some("a=x.json")),
            ("/v{a}-{b}!", "/v1-2!", Some("a=1&b=2")),
            ("/v{a}-{b}!", "/v1-2", None),
            ("/{a}{b}", "/微信", Some("a=微&b=信")),
            ("/{a}{b}", "/x", None),
            ("/{a}aa", "/aaa", Some("a=a")),
            ("/{a", "/{a", Some("")),
            ("/a}", "/a}", Some("")),
            ("/{{a}", "/{1", Some("a=1")),
            ("/}{a}", "/}1", Some("a=1")),
            ("/a", "*", None),
        ] {
            assert_eq!(vars(template, path).as_deref(), expected, "{template} {path}");
        }
    }
}
