//! Which handler responds to a request.

use std::cmp::Reverse;
use std::sync::{Arc, PoisonError, RwLock};

use http::Method;

use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::template::{Template, Vars};

pub(super) type Handler = Arc<dyn Fn(&ReceivedRequest) -> StubResponse + Send + Sync>;

#[derive(Default)]
pub(super) struct Routes(RwLock<Vec<Route>>);

struct Route {
    method: Method,
    template: Template,
    handler: Handler,
    /// Whether a file of stubs has it, which may change.
    is_of_file: bool,
}

pub(super) enum Found {
    Handler(Handler, Vars),
    /// The path has handlers, but for these methods only.
    OtherMethods(Vec<Method>),
    Nothing,
}

impl Found {
    /// This, or else what the others found for the path.
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
        routes.push(Route { method, template, handler, is_of_file: false });
    }

    /// Sets the handlers of the files of stubs. A later one for the same method and template
    /// replaces an earlier one, and all others go before them.
    pub(super) fn set_of_files(&self, all: Vec<(Method, &str, Handler)>) {
        let mut routes = self.0.write().unwrap_or_else(PoisonError::into_inner);
        routes.retain(|route| !route.is_of_file);
        for (method, template, handler) in all {
            let template = Template::parse(template);
            let same = |route: &&mut Route| route.method == method && route.template == template;
            match routes.iter_mut().find(same) {
                Some(route) if route.is_of_file => route.handler = handler,
                Some(_) => {}
                None => routes.push(Route { method, template, handler, is_of_file: true }),
            }
        }
    }

    /// `path` is percent-encoded.
    pub(super) fn find(&self, method: &Method, path: &str) -> Found {
        let routes = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let matching =
            || routes.iter().filter_map(|route| Some((route, route.template.matches(path)?)));
        // Among equals `max_by_key` takes the last: the later handler.
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

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    fn add(routes: &Routes, method: Method, template: &str, status: u16) {
        let status = StatusCode::from_u16(status).unwrap();
        routes.add(
            method,
            template,
            Arc::new(move |_: &ReceivedRequest| StubResponse::new(status)),
        );
    }

    /// The status of the handler that responds, to tell handlers apart.
    fn response(routes: &Routes, method: Method, path: &str) -> u16 {
        let request = ReceivedRequest::new(crate::gateway::request::Parts {
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
            assert_eq!(response(&routes, Method::GET, "/a/x/c"), 201);
            assert_eq!(response(&routes, Method::GET, "/a/x/y"), 202);
            assert_eq!(response(&routes, Method::GET, "/a/me/c"), 203);
            assert_eq!(response(&routes, Method::GET, "/a/v1/c"), 204);
            assert_eq!(response(&routes, Method::GET, "/a/v1"), 404);
        }
    }

    #[test]
    fn a_method_is_looked_for_among_all_templates() {
        let routes = Routes::default();
        add(&routes, Method::GET, "/a/me", 201);
        add(&routes, Method::POST, "/a/{b}", 202);
        assert_eq!(response(&routes, Method::POST, "/a/me"), 202);
        assert_eq!(response(&routes, Method::DELETE, "/a/me"), 405);
        let Found::OtherMethods(methods) = routes.find(&Method::PUT, "/a/me") else { panic!() };
        assert_eq!(methods, [Method::GET, Method::POST]);
    }

    #[test]
    fn a_later_handler_replaces_the_earlier() {
        let routes = Routes::default();
        add(&routes, Method::GET, "/a/{b}", 201);
        add(&routes, Method::GET, "a/{b}", 202);
        assert_eq!(routes.0.read().unwrap().len(), 1);
        assert_eq!(response(&routes, Method::GET, "/a/1"), 202);
        add(&routes, Method::GET, "/a/{c}", 203);
        assert_eq!(response(&routes, Method::GET, "/a/1"), 203);
    }
}
