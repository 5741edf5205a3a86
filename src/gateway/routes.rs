//! Which handler answers a request.

use std::cmp::Reverse;
use std::sync::{Arc, PoisonError, RwLock};

use http::Method;

use super::answer::Answer;
use super::received::{Received, percent_decode};

pub(super) type Handler = Arc<dyn Fn(&Received) -> Answer + Send + Sync>;

/// Names and decoded values.
pub(super) type Vars = Vec<(String, String)>;

#[derive(Default)]
pub(super) struct Routes(RwLock<Vec<Route>>);

struct Route {
    method: Method,
    template: Template,
    handler: Handler,
}

pub(super) enum Found {
    Handler(Handler, Vars),
    /// The path has handlers, but for these methods only.
    OtherMethods(Vec<Method>),
    Nothing,
}

impl Found {
    /// This, or else what others have for the path.
    pub(super) fn or(self, others: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Handler(..) => self,
            Self::Nothing => others(),
            Self::OtherMethods(mut methods) => match others() {
                Self::Handler(handler, vars) => Self::Handler(handler, vars),
                Self::Nothing => Self::OtherMethods(methods),
                Self::OtherMethods(more) => {
                    methods.extend(more);
                    Self::OtherMethods(sorted(methods))
                }
            },
        }
    }
}

impl Routes {
    /// A handler for the same method and template is replaced.
    pub(super) fn add(&self, method: Method, template: &str, handler: Handler) {
        let template = Template::parse(template);
        let mut routes = self.0.write().unwrap_or_else(PoisonError::into_inner);
        routes.retain(|route| route.method != method || route.template != template);
        routes.push(Route { method, template, handler });
    }

    /// `path` is percent-encoded.
    pub(super) fn find(&self, method: &Method, path: &str) -> Found {
        let routes = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let matching =
            || routes.iter().filter_map(|route| Some((route, route.template.matches(path)?)));
        // Of equals `max_by_key` takes the last: the later handler.
        let best = matching()
            .filter(|(route, _)| route.method == method)
            .max_by_key(|(route, _)| Reverse(route.template.rank()));
        if let Some((route, vars)) = best {
            return Found::Handler(Arc::clone(&route.handler), vars);
        }
        let methods = sorted(matching().map(|(route, _)| route.method.clone()).collect());
        if methods.is_empty() { Found::Nothing } else { Found::OtherMethods(methods) }
    }
}

fn sorted(mut methods: Vec<Method>) -> Vec<Method> {
    methods.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    methods.dedup();
    methods
}

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

    /// The lowest is the most literal, the first segments counting most.
    fn rank(&self) -> Vec<(usize, Reverse<usize>)> {
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

/// The text before the first `{name}`, the name, and the text after it.
fn next_variable(segment: &str) -> Option<(&str, &str, &str)> {
    let close = segment.find('{').and_then(|open| Some(open + segment[open..].find('}')?))?;
    let open = segment[..close].rfind('{')?;
    Some((&segment[..open], &segment[open + 1..close], &segment[close + 1..]))
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

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

    fn add(routes: &Routes, method: Method, template: &str, status: u16) {
        let status = StatusCode::from_u16(status).unwrap();
        routes.add(method, template, Arc::new(move |_: &Received| Answer::new(status)));
    }

    /// The status of the handler that answers, to tell handlers apart.
    fn answer(routes: &Routes, method: Method, path: &str) -> u16 {
        let request = Received::new(super::super::received::Parts {
            arrived: std::time::SystemTime::UNIX_EPOCH,
            method: method.clone(),
            target: path.to_owned(),
            headers: http::HeaderMap::new(),
            body: bytes::Bytes::new(),
            length: 0,
            vars: Vec::new(),
            verified: false,
            diagnosis: None,
            faults: Vec::new(),
            request_id: String::new(),
        });
        match routes.find(&method, path) {
            Found::Handler(handler, _) => handler(&request).status.as_u16(),
            Found::OtherMethods(methods) => {
                assert!(!methods.contains(&method));
                405
            }
            Found::Nothing => 404,
        }
    }

    #[test]
    fn literals_come_first_whatever_the_order() {
        let templates =
            [("/a/{b}/c", 201), ("/a/{b}/{c}", 202), ("/a/me/{c}", 203), ("/a/v{b}/c", 204)];
        let (forward, backward) = (Routes::default(), Routes::default());
        for (template, status) in templates {
            add(&forward, Method::GET, template, status);
        }
        for (template, status) in templates.into_iter().rev() {
            add(&backward, Method::GET, template, status);
        }
        for routes in [forward, backward] {
            assert_eq!(answer(&routes, Method::GET, "/a/x/c"), 201);
            assert_eq!(answer(&routes, Method::GET, "/a/x/y"), 202);
            assert_eq!(answer(&routes, Method::GET, "/a/me/c"), 203);
            assert_eq!(answer(&routes, Method::GET, "/a/v1/c"), 204);
            assert_eq!(answer(&routes, Method::GET, "/a/v1"), 404);
        }
    }

    #[test]
    fn a_method_is_looked_for_among_all_templates() {
        let routes = Routes::default();
        add(&routes, Method::GET, "/a/me", 201);
        add(&routes, Method::POST, "/a/{b}", 202);
        assert_eq!(answer(&routes, Method::POST, "/a/me"), 202);
        assert_eq!(answer(&routes, Method::DELETE, "/a/me"), 405);
        let Found::OtherMethods(methods) = routes.find(&Method::PUT, "/a/me") else { panic!() };
        assert_eq!(methods, [Method::GET, Method::POST]);
    }

    #[test]
    fn a_later_handler_replaces_the_earlier() {
        let routes = Routes::default();
        add(&routes, Method::GET, "/a/{b}", 201);
        add(&routes, Method::GET, "a/{b}", 202);
        assert_eq!(routes.0.read().unwrap().len(), 1);
        assert_eq!(answer(&routes, Method::GET, "/a/1"), 202);
        add(&routes, Method::GET, "/a/{c}", 203);
        assert_eq!(answer(&routes, Method::GET, "/a/1"), 203);
    }
}
